package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rung/corpus"
	"rung/index"
	"rung/index/query"
)

const (
	pageSize  = 20
	facetSize = 8
)

// facetsShown are counted beside the hits.
var facetsShown = []string{"rung", "workplace", "country", "company", "month"}

// facetFields name the query field a facet's value is sought by.
var facetFields = map[string]string{"month": "date"}

type searchPage struct {
	Query, Sort string
	Fields      []query.Field
	Total       int
	Vacancies   int
	Empty       bool // nothing is stored at all
	Hits        []hitView
	Facets      []facetView
	Next        string
	Took        time.Duration
}

type hitView struct {
	index.Hit
	Link, Rung string
	Facts      []string
	Sentences  [][]mark
}

// A mark is a stretch of a sentence, with Hit where it answers the query.
type mark struct {
	Text string
	Hit  bool
}

type facetView struct {
	Name   string
	Counts []facetCount
	Other  int
}

type facetCount struct {
	index.Count
	Link string
}

func (s *server) search(r *http.Request) (answer, error) {
	form := r.URL.Query()
	text := strings.TrimSpace(form.Get("q"))
	q, err := parseQuery(text)
	if err != nil {
		return answer{}, err
	}
	sort := index.Sort(form.Get("sort"))
	if sort != index.ByDate && sort != index.ByScore {
		sort = ""
	}
	res, err := s.Index.Search(r.Context(), index.Request{
		Query: q, Sort: sort, Size: pageSize, After: form.Get("after"), Facets: facetsShown, FacetSize: facetSize, Highlight: true, Fold: true,
	})
	if errors.Is(err, index.ErrCursor) {
		return answer{}, &problem{Status: http.StatusBadRequest, Title: "This page of hits cannot be reached", Detail: "Search again from the first page."}
	}
	if err != nil {
		return answer{}, err
	}
	page := searchPage{Query: text, Sort: string(sort), Fields: query.Fields(), Total: res.Total, Vacancies: res.Vacancies, Took: res.Took.Round(100 * time.Microsecond)}
	if res.Total == 0 {
		n, err := s.Index.Count()
		if err != nil {
			return answer{}, err
		}
		page.Empty = n == 0
	}
	page.fill(res)
	return answer{page: "search", title: "Search postings", here: "search", body: page, data: res}, nil
}

func parseQuery(text string) (query.Query, error) {
	q, err := query.Parse(text)
	var qe *query.Error
	if errors.As(err, &qe) {
		return nil, &problem{Status: http.StatusBadRequest, Title: "The query cannot be read: " + qe.What, Detail: qe.Hint, Place: qe.Pointer()}
	}
	return q, err
}

func (p *searchPage) fill(res index.Result) {
	for _, h := range res.Hits {
		p.Hits = append(p.Hits, viewHit(h))
	}
	for _, f := range res.Facets {
		v := facetView{Name: f.Name, Other: f.Other}
		for _, c := range f.Counts {
			v.Counts = append(v.Counts, facetCount{c, link("/search", "q", narrowed(p.Query, f.Name, c.Value), "sort", p.Sort)})
		}
		if len(v.Counts) > 0 {
			p.Facets = append(p.Facets, v)
		}
	}
	if res.Next != "" {
		p.Next = link("/search", "q", p.Query, "sort", p.Sort, "after", res.Next)
	}
}

// narrowed adds a facet's value to a query.
func narrowed(text, facet, value string) string {
	field := facetFields[facet]
	if field == "" {
		field = facet
	}
	if strings.ContainsAny(value, " \t(),\"") {
		value = `"` + strings.ReplaceAll(value, `"`, "") + `"`
	}
	if strings.Contains(text, " OR ") {
		text = "(" + text + ")"
	}
	return strings.TrimSpace(text + " " + field + ":" + value)
}

// link writes an address with the parameters that are not empty.
func link(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func viewHit(h index.Hit) hitView {
	v := hitView{Hit: h, Link: link("/posting", "id", h.ID), Rung: "beside: " + h.Beside}
	if h.OnLadder {
		v.Rung = query.Rungs[h.Rank-1]
	}
	v.Facts = facts(h.Company, strings.Join(h.Countries, ", "), string(h.Workplace), dated("posted", h.Posted), dated("closed", h.Closed))
	for _, f := range h.Fragments {
		v.Sentences = append(v.Sentences, marks(f))
	}
	return v
}

func dated(what string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return what + " " + t.Format(time.DateOnly)
}

func facts(all ...string) []string {
	var out []string
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func marks(f index.Fragment) []mark {
	var out []mark
	at := 0
	for _, m := range f.Marks {
		out = append(out, mark{Text: f.Text[at:m.Start]}, mark{Text: f.Text[m.Start:m.End], Hit: true})
		at = m.End
	}
	return append(out, mark{Text: f.Text[at:]})
}

type postingPage struct {
	Record
	Original string
	Facts    []string
	View     verdictView
	Spells   []string
	Others   []member
}

type member struct{ ID, Link, Reason string }

func (s *server) posting(r *http.Request) (answer, error) {
	id := r.URL.Query().Get("id")
	rec, err := s.Record(r.Context(), id)
	if errors.Is(err, corpus.ErrNotFound) {
		return answer{}, &problem{Status: http.StatusNotFound, Title: "There is no such posting", Detail: "It may have been forgotten. Search finds what is there."}
	}
	if err != nil {
		return answer{}, err
	}
	p := rec.Posting
	page := postingPage{Record: rec, Facts: postingFacts(p), View: s.view(p, rec.Verdict), Spells: spells(rec.History)}
	if u, err := url.Parse(p.URL); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		page.Original = p.URL
	}
	for _, m := range rec.Vacancy.Members {
		if m.ID != p.ID {
			page.Others = append(page.Others, member{m.ID, link("/posting", "id", m.ID), m.Reason})
		}
	}
	return answer{page: "posting", title: p.Title, here: "search", body: page, data: rec}, nil
}

func postingFacts(p corpus.Posting) []string {
	out := []string{p.Company}
	for _, l := range p.Locations {
		out = append(out, l.Raw)
	}
	out = append(out, string(p.Workplace))
	for _, s := range p.Salaries {
		out = append(out, s.Raw)
	}
	if p.Posted != nil {
		out = append(out, dated("posted", p.Posted.At))
	}
	return facts(out...)
}

func spells(h corpus.History) []string {
	var out []string
	for _, s := range h.Spells {
		line := "Seen from " + s.Opened.Format(time.DateOnly) + " to " + s.LastSeen.Format(time.DateOnly)
		switch {
		case !s.Closed.IsZero():
			line += ", closed " + s.Closed.Format(time.DateOnly) + " (" + string(s.Reason) + ")"
		default:
			line += ", open"
		}
		if s.Repost {
			line += ", a repost"
		}
		out = append(out, line)
	}
	return out
}
