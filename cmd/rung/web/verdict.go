package web

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"

	"rung/classify"
	"rung/classify/ladder"
	"rung/cmd/rung/say"
	"rung/corpus"
)

// formPage is the form for a pasted ad.
type formPage struct {
	AdTitle, AdText string
	Problem         string
}

func (s *server) form(*http.Request) (answer, error) {
	return answer{page: "form", title: "Classify a job ad", here: "classify", body: formPage{}, data: formPage{}}, nil
}

func (s *server) classify(r *http.Request) (answer, error) {
	if err := r.ParseForm(); err != nil {
		return answer{}, err
	}
	f := formPage{AdTitle: r.PostForm.Get("title"), AdText: r.PostForm.Get("text")}
	p, err := s.Read(f.AdTitle, f.AdText)
	if err != nil {
		f.Problem = err.Error()
		return answer{status: http.StatusUnprocessableEntity, page: "form", title: "Classify a job ad", here: "classify", body: f,
			data: &problem{Status: http.StatusUnprocessableEntity, Title: "That cannot be read", Detail: f.Problem}}, nil
	}
	v := s.Classifier.Classify(p)
	data := v
	data.Text = p.Text
	return answer{page: "verdict", title: say.Answer(v), here: "classify", body: struct {
		Form    formPage
		Verdict verdictView
	}{f, s.view(p, v)}, data: data}, nil
}

// A verdictView is a verdict as pages show it.
type verdictView struct {
	Answer, Certainty, Doubt, Sum string
	Facts                         []string
	OnLadder                      bool
	Ladder                        []step
	Evidence                      []item
	Title, Text                   []segment
}

// A step is one rung of the ladder bar.
type step struct {
	Rung, StandsFor string
	Percent         string
	Width           string // 0 to 100
	Here, Possible  bool
}

// An item is one piece of evidence.
type item struct {
	N                                       int
	Words, Rule, Section, Dimension, Toward string
	Weight                                  string
	Up                                      bool
	Cites                                   []cite
}

// A cite is a document the rule comes from.
type cite struct{ ID, Title string }

// A segment is a stretch of text and the evidence it is, 0 for none.
type segment struct {
	Text string
	N    int
	Up   bool
	Rule string
	// Last is the end of its evidence, which other evidence may have cut.
	Last bool
}

func (s *server) view(p corpus.Posting, v classify.Verdict) verdictView {
	out := verdictView{
		Answer: say.Answer(v), Certainty: say.Certainty(v), Doubt: say.Doubt(v), Sum: say.Sum(v), Facts: say.Facts(v), OnLadder: v.OnLadder,
	}
	if v.OnLadder {
		out.Ladder = s.steps(v)
	}
	shown := strongestFirst(v)
	for i, e := range shown {
		out.Evidence = append(out.Evidence, s.item(i+1, v, e))
	}
	out.Title = segments(p.Title, v, shown, func(e classify.Evidence) bool { return e.Section == "title" })
	out.Text = segments(p.Text, v, shown, func(e classify.Evidence) bool { return e.Section != "title" })
	return out
}

func (s *server) steps(v classify.Verdict) []step {
	var out []step
	for _, st := range slices.Backward(s.Ladder.Steps) {
		p := v.Probabilities[st.Name]
		out = append(out, step{Rung: st.Name, StandsFor: st.StandsFor, Percent: say.Percent(p), Width: fmt.Sprintf("%.1f", 100*p),
			Here: st.Name == v.Rung, Possible: slices.Contains(v.Rungs, st.Name)})
	}
	return out
}

// strongestFirst are the items that count towards the answer.
func strongestFirst(v classify.Verdict) []classify.Evidence {
	var out []classify.Evidence
	for _, e := range v.Evidence {
		if say.Weight(v, e) != 0 {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b classify.Evidence) int {
		switch d := math.Abs(say.Weight(v, b)) - math.Abs(say.Weight(v, a)); {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	})
	return out
}

func (s *server) item(n int, v classify.Verdict, e classify.Evidence) item {
	w := say.Weight(v, e)
	it := item{N: n, Words: strings.Join(strings.Fields(e.Text), " "), Rule: e.Rule, Section: e.Section, Dimension: e.Dimension, Toward: e.Toward,
		Weight: strings.Replace(fmt.Sprintf("%+.2f", w), "-", "−", 1), Up: w > 0}
	for _, id := range e.Cite {
		it.Cites = append(it.Cites, cite{id, documentOf(s.Ladder, id)})
	}
	return it
}

func documentOf(l *ladder.Ladder, id string) string { return l.Documents[id] }

// segments cuts a text at the evidence in it. Where items overlap, the
// stronger one has the words.
func segments(text string, v classify.Verdict, shown []classify.Evidence, in func(classify.Evidence) bool) []segment {
	owner := make([]int, len(text))
	for i, e := range slices.Backward(shown) {
		if !in(e) || e.Start < 0 || e.End > len(text) || e.Start >= e.End {
			continue
		}
		for at := e.Start; at < e.End; at++ {
			owner[at] = i + 1
		}
	}
	var out []segment
	for from := 0; from < len(text); {
		to := from
		for to < len(text) && owner[to] == owner[from] {
			to++
		}
		g := segment{Text: text[from:to], N: owner[from]}
		if g.N > 0 {
			e := shown[g.N-1]
			g.Up, g.Rule = say.Weight(v, e) > 0, e.Rule
		}
		out = append(out, g)
		from = to
	}
	ended := map[int]bool{}
	for i, g := range slices.Backward(out) {
		out[i].Last = !ended[g.N]
		ended[g.N] = true
	}
	return out
}
