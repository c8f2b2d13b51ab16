package web

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"rung/classify"
	"rung/classify/eval"
	"rung/classify/title"
	"rung/cmd/rung/say"
	"rung/corpus"
	"rung/corpus/gold"
	"rung/corpus/gold/label"
	"rung/index"
	"rung/index/query"
)

// Labels are what people decided about postings.
type Labels interface {
	Annotators() ([]string, error)
	Rows(annotator string) ([]gold.Row, error)
	Put(annotator string, row gold.Row) error
	// File is where an annotator's rows are.
	File(annotator string) (string, error)
}

// The passes of a label.
const (
	passDuties = "duties" // the title hidden
	passAll    = "all"    // everything shown
)

// labelPage is where labelling begins.
type labelPage struct {
	Who, Query, ID string
	Books          []bookRow
	Problem        string
}

// bookRow is one annotator's work.
type bookRow struct {
	Name, Go, Download, File string
	N                        int
}

// passPage is one posting in one of the two passes.
type passPage struct {
	Who, Query, ID, Pass       string
	Text                       string
	Title, Company             string // of the second pass
	TitleSays                  string
	Form                       labelForm
	Problem                    string
	Done                       int
	Left                       string // how many are to go
	Skip                       string
	Rungs, Beside, Certainties []string
}

// labelForm is what the reader has answered so far, as the form holds it.
type labelForm struct {
	Duties, DutiesCertainty, Evidence, Years, Rung, Certainty string
	Reports                                                   bool
}

func (s *server) label(r *http.Request) (answer, error) {
	form := r.URL.Query()
	who := strings.ToLower(strings.TrimSpace(form.Get("who")))
	if who == "" {
		return s.labelStart(labelPage{Query: form.Get("q"), ID: form.Get("id")})
	}
	if _, err := s.Labels.File(who); err != nil {
		return s.labelStart(labelPage{Query: form.Get("q"), ID: form.Get("id"), Problem: capital(err.Error()) + "."})
	}
	next, err := s.nextToLabel(r.Context(), who, form.Get("q"), form.Get("id"), form.Get("skip"))
	if err != nil {
		return answer{}, err
	}
	if next == nil {
		p := labelPage{Who: who, Query: form.Get("q"), Problem: "Nothing is left to label here. Widen the query, or look at the agreement."}
		return s.labelStart(p)
	}
	return answer{page: "pass", title: "Label: the duties alone", here: "label", body: *next, data: next}, nil
}

func (s *server) labelStart(p labelPage) (answer, error) {
	names, err := s.Labels.Annotators()
	if err != nil {
		return answer{}, err
	}
	for _, name := range names {
		rows, err := s.Labels.Rows(name)
		if err != nil {
			return answer{}, err
		}
		file, err := s.Labels.File(name)
		if err != nil {
			return answer{}, err
		}
		p.Books = append(p.Books, bookRow{name, link("/label", "who", name), link("/label/file", "who", name), file, len(rows)})
	}
	return answer{page: "label", title: "Label postings", here: "label", body: p, data: p}, nil
}

// labelQueue is how many postings are looked through for the next one.
const labelQueue = 200

// nextToLabel is the posting of an id or, without one, the first the query
// finds that the annotator has not labelled, the least certain verdicts
// first: there a label is worth most. Nil when there is none left.
func (s *server) nextToLabel(ctx context.Context, who, text, id, skip string) (*passPage, error) {
	rows, err := s.Labels.Rows(who)
	if err != nil {
		return nil, err
	}
	p := &passPage{Who: who, Query: text, ID: id, Done: len(rows)}
	if id == "" {
		if err := s.queue(ctx, p, rows, skip); err != nil || p.ID == "" {
			return nil, err
		}
	}
	return p, s.fillPass(ctx, p, passDuties)
}

func (s *server) queue(ctx context.Context, p *passPage, done []gold.Row, skip string) error {
	q, err := parseQuery(p.Query)
	if err != nil {
		return err
	}
	passed := map[string]bool{}
	for _, id := range strings.Fields(skip) {
		passed[id] = true
	}
	for _, row := range done {
		passed[row.ID] = true
	}
	left, more, err := s.unlabelled(ctx, q, passed)
	if err != nil || len(left) == 0 {
		return err
	}
	slices.SortStableFunc(left, func(a, b index.Hit) int { return cmp.Compare(a.Confidence, b.Confidence) })
	p.ID, p.Left = left[0].ID, fmt.Sprint(len(left))
	if more {
		p.Left = "more than " + p.Left
	}
	p.Skip = link("/label", "who", p.Who, "q", p.Query, "skip", strings.TrimSpace(skip+" "+p.ID))
	return nil
}

// unlabelled is the first page of hits that holds any posting not passed, and
// whether there are further pages.
func (s *server) unlabelled(ctx context.Context, q query.Query, passed map[string]bool) (left []index.Hit, more bool, err error) {
	for after := ""; ; {
		res, err := s.Index.Search(ctx, index.Request{Query: q, Size: labelQueue, After: after, Fold: true})
		if err != nil {
			return nil, false, err
		}
		left = slices.DeleteFunc(res.Hits, func(h index.Hit) bool { return passed[h.ID] })
		if after = res.Next; len(left) > 0 || after == "" {
			return left, after != "", nil
		}
	}
}

// fillPass puts what a pass may show on its page.
func (s *server) fillPass(ctx context.Context, p *passPage, pass string) error {
	rec, err := s.known(ctx, p.ID)
	if err != nil {
		return err
	}
	p.Pass, p.Rungs, p.Beside, p.Certainties = pass, gold.Rungs(), gold.Beside(), gold.Certainties()
	p.Text = classify.Mask(rec.Posting)
	if pass == passAll {
		p.Text, p.Title, p.Company = rec.Posting.Text, rec.Posting.Title, rec.Posting.Company
		p.TitleSays = titleSays(rec.Posting.Title)
	}
	return nil
}

// titleSays is the rung a title's head claims, in the words of a label.
func titleSays(s string) string {
	t := title.Parse(s)
	switch {
	case t.Kind != title.Ladder:
		return "none"
	case t.Rung == "":
		return "pm"
	}
	return t.Rung
}

// labelled takes the answers of a pass: the first leads to the second, the
// second is kept.
func (s *server) labelled(w http.ResponseWriter, r *http.Request) {
	a, to, err := s.pass(r)
	if err == nil && to != "" {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	s.page(func(*http.Request) (answer, error) { return a, err })(w, r)
}

func (s *server) pass(r *http.Request) (a answer, to string, err error) {
	p := passPage{Who: r.PostFormValue("who"), Query: r.PostFormValue("q"), ID: r.PostFormValue("id"), Form: labelFormOf(r)}
	if _, err := s.Labels.File(p.Who); err != nil {
		return answer{}, "", &problem{Status: http.StatusUnprocessableEntity, Title: "That is no name of an annotator", Detail: capital(err.Error()) + "."}
	}
	rec, err := s.known(r.Context(), p.ID)
	if err != nil {
		return answer{}, "", err
	}
	first := r.PostFormValue("pass") == passDuties
	given := p.Form.answers(rec.Posting)
	if first {
		given.Rung, given.Certainty = given.Duties, given.DutiesCertainty
		if given.Duties == "" {
			given.Rung, given.Certainty = "other", "low" // only to check what was answered
		}
	}
	row, bad := given.Row(rec.Posting)
	if bad == nil && !first {
		if err := s.Labels.Put(p.Who, row); err != nil {
			return answer{}, "", err
		}
		return answer{}, link("/label", "who", p.Who, "q", p.Query), nil
	}
	show, heading := passAll, "Label: with everything shown"
	if first && bad != nil {
		show, heading = passDuties, "Label: the duties alone"
	}
	if err := s.fillPass(r.Context(), &p, show); err != nil {
		return answer{}, "", err
	}
	a = answer{page: "pass", title: heading, here: "label", body: &p, data: &p}
	if bad != nil {
		p.Problem, a.status = bad.Error(), http.StatusUnprocessableEntity
		a.data = &problem{Status: a.status, Title: "That cannot be kept yet", Detail: p.Problem}
	}
	return a, "", nil
}

func labelFormOf(r *http.Request) labelForm {
	return labelForm{Duties: r.PostFormValue("duties"), DutiesCertainty: r.PostFormValue("duties_certainty"), Evidence: r.PostFormValue("evidence"),
		Years: strings.TrimSpace(r.PostFormValue("years")), Rung: r.PostFormValue("rung"), Certainty: r.PostFormValue("certainty"), Reports: r.PostFormValue("reports") != ""}
}

// answers reads the form. "none" duties are those of a text that tells none.
func (f labelForm) answers(p corpus.Posting) label.Answers {
	a := label.Answers{Duties: f.Duties, DutiesCertainty: f.DutiesCertainty, Reports: f.Reports, Rung: f.Rung, Certainty: f.Certainty, TitleSays: titleSays(p.Title)}
	if a.Duties == "none" {
		a.Duties = ""
	}
	for line := range strings.Lines(f.Evidence) {
		if line = strings.Trim(strings.TrimSpace(line), `"“”`); line != "" {
			a.Evidence = append(a.Evidence, line)
		}
	}
	if n, err := strconv.Atoi(f.Years); err == nil && n >= 0 {
		a.YearsMin = &n
	}
	return a
}

// labelFile is an annotator's gold file.
func (s *server) labelFile(w http.ResponseWriter, r *http.Request) {
	who := r.URL.Query().Get("who")
	rows, err := s.Labels.Rows(who)
	var b bytes.Buffer
	if err == nil && len(rows) > 0 {
		err = gold.Encode(&b, rows)
	}
	if err == nil && len(rows) == 0 {
		err = &problem{Status: http.StatusNotFound, Title: "Nobody of that name has labelled anything", Detail: "Begin on the Label page."}
	}
	if err != nil {
		s.page(func(*http.Request) (answer, error) { return answer{}, err })(w, r)
		return
	}
	offer(w, "application/jsonl; charset=utf-8", who+".jsonl")
	_, _ = w.Write(b.Bytes()) // the client may be gone
}

// agreementPage sets two annotators side by side.
type agreementPage struct {
	A, B  string
	Names []string
	Parts []agreementPart
}

type agreementPart struct {
	ID, Title               string
	Sentence                string
	Words                   []string
	Rows                    []agreementRow
	Differ                  []differRow
	Exact, WithinOne, Kappa string
}

type agreementRow struct {
	Word  string
	Cells []agreementCell
}

type agreementCell struct {
	N    int
	Same bool
}

type differRow struct{ ID, Link, A, B string }

func (s *server) agreement(r *http.Request) (answer, error) {
	p := agreementPage{A: r.URL.Query().Get("a"), B: r.URL.Query().Get("b")}
	var err error
	if p.Names, err = s.Labels.Annotators(); err != nil {
		return answer{}, err
	}
	if p.A == "" && p.B == "" && len(p.Names) > 1 {
		p.A, p.B = p.Names[0], p.Names[1]
	}
	if p.A != "" && p.B != "" {
		if err := s.compare(&p); err != nil {
			return answer{}, err
		}
	}
	return answer{page: "agreement", title: "Agreement of two annotators", here: "label", body: p, data: p}, nil
}

func (s *server) compare(p *agreementPage) error {
	a, err := s.Labels.Rows(p.A)
	if err != nil {
		return &problem{Status: http.StatusUnprocessableEntity, Title: "The labels cannot be read", Detail: err.Error()}
	}
	b, err := s.Labels.Rows(p.B)
	if err != nil {
		return &problem{Status: http.StatusUnprocessableEntity, Title: "The labels cannot be read", Detail: err.Error()}
	}
	p.Parts = []agreementPart{
		agreementOf("rung", "With everything shown", eval.Agree(a, b, func(l gold.Label) string { return l.Rung })),
		agreementOf("duties", "By the duties alone", eval.Agree(a, b, func(l gold.Label) string { return l.Duties })),
	}
	return nil
}

func agreementOf(id, title string, g eval.Agreement) agreementPart {
	p := agreementPart{ID: id, Title: title, Words: g.Words}
	if g.N == 0 {
		p.Sentence = "They have labelled no posting in common yet."
		return p
	}
	p.Sentence = fmt.Sprintf("Labelled by both: %d.", g.N)
	p.Exact, p.WithinOne, p.Kappa = shareText(g.Exact), shareText(g.WithinOne), dash
	if !math.IsNaN(g.Kappa) {
		p.Kappa = fmt.Sprintf("%.2f (%.2f to %.2f)", g.Kappa, g.KappaLo, g.KappaHi)
	}
	for i, row := range g.Table {
		out := agreementRow{Word: g.Words[i]}
		for j, n := range row {
			out.Cells = append(out.Cells, agreementCell{n, i == j})
		}
		p.Rows = append(p.Rows, out)
	}
	for _, d := range g.Differ {
		p.Differ = append(p.Differ, differRow{d.ID, link("/posting", "id", d.ID), d.A, d.B})
	}
	return p
}

func shareText(s eval.Share) string {
	if s.N == 0 {
		return dash
	}
	return fmt.Sprintf("%s (%.0f–%.0f), %d of %d", say.Percent(s.P), 100*s.Lo, 100*s.Hi, s.K, s.N)
}

// A choice is one of several words to answer with.
type choice struct {
	ID, Name, Value string
	On              bool
}

func newChoice(name, value, chosen string) choice {
	return choice{name + "-" + value, name, value, value == chosen}
}

// capital begins a sentence with what is a clause elsewhere.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
