package web

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"rung/classify"
	"rung/classify/ladder"
	"rung/cmd/rung/say"
	"rung/corpus"
)

// A verdictView is a verdict as pages show it.
type verdictView struct {
	Answer, Certainty, Doubt, Sum string
	Facts                         []string
	OnLadder                      bool
	Ladder                        []step
	Claims                        []claim
	Contrast                      contrastView
	Evidence                      []item
	Title, Text                   []segment
	// Cited are the documents that the evidence names, each once.
	Cited []cite
}

// A claim is what one reading of the ad says its rung is.
type claim struct {
	Who, Rung, Note string
	// Rank places the claim on the ladder, 0 for nowhere.
	Rank int
}

// A contrastView says why not the rungs next to the answer.
type contrastView struct {
	Above, Below string
	Missing      []signal
	Holding      []string
}

// A signal is something the ad could have asked.
type signal struct {
	Asks  string
	Cites []cite
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
	// InText is false of words that other evidence marks altogether.
	InText bool
	Cites  []cite
}

// A cite is a document the rule comes from.
type cite struct{ ID, Title string }

// A segment is a stretch of text and the evidence it is, 0 for none.
type segment struct {
	Text string
	N    int
	Up   bool
	// First and Last are the ends of its evidence, which other evidence may
	// have cut.
	First, Last bool
}

func (s *server) view(p corpus.Posting, v classify.Verdict) verdictView {
	out := verdictView{
		Answer: say.Answer(v), Certainty: say.Certainty(v), Doubt: say.Doubt(v), Sum: say.Sum(v), Facts: say.Facts(v), OnLadder: v.OnLadder,
	}
	shown := strongestFirst(v)
	for i, e := range shown {
		out.Evidence = append(out.Evidence, s.item(i+1, v, e))
	}
	out.Cited = citedBy(out.Evidence)
	if v.OnLadder {
		out.Ladder, out.Claims, out.Contrast = s.steps(v), claims(v), s.contrast(v)
	}
	out.Title = segments(p.Title, v, shown, func(e classify.Evidence) bool { return e.Section == "title" })
	out.Text = segments(p.Text, v, shown, func(e classify.Evidence) bool { return e.Section != "title" })
	out.markFirst(out.Title)
	out.markFirst(out.Text)
	return out
}

// markFirst marks where the words of each item begin.
func (v *verdictView) markFirst(gs []segment) {
	for i, g := range gs {
		if g.N > 0 && !v.Evidence[g.N-1].InText {
			gs[i].First, v.Evidence[g.N-1].InText = true, true
		}
	}
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
	it.Cites = cites(s.Ladder, e.Cite)
	return it
}

func cites(l *ladder.Ladder, ids []string) []cite {
	var out []cite
	for _, id := range ids {
		out = append(out, cite{id, l.Documents[id]})
	}
	return out
}

func citedBy(items []item) []cite {
	var out []cite
	for _, it := range items {
		for _, c := range it.Cites {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	slices.SortFunc(out, func(a, b cite) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// claims set what the title says against what the duties say and what both
// come to.
func claims(v classify.Verdict) []claim {
	title := claim{Who: "The title alone", Rung: v.Title.Rung, Rank: v.Title.Rank, Note: "claims this rank"}
	switch {
	case v.Title.Text == "":
		title.Rung, title.Rank, title.Note = "", 0, "no title was given"
	case v.Title.Rung == "":
		title.Note = "names no product role"
	case !v.Title.Ranked:
		title.Note = "a product title without a rank"
	}
	duties := claim{Who: "The duties alone", Rung: v.Duties.Rung, Rank: v.Duties.Rank, Note: say.Percent(v.Duties.Confidence) + " sure"}
	if v.Duties.Rung == "" {
		duties.Note = "the text shows no duties"
	}
	return []claim{title, duties, {Who: "Taken together", Rung: v.Rung, Rank: v.Rank, Note: say.Percent(v.Confidence) + " sure"}}
}

func (s *server) contrast(v classify.Verdict) contrastView {
	k := s.Classifier.Contrast(v)
	out := contrastView{Above: k.Above, Below: k.Below}
	for _, m := range k.Missing {
		out.Missing = append(out.Missing, signal{m.Asks, cites(s.Ladder, m.Cite)})
	}
	for _, e := range k.Holding {
		out.Holding = append(out.Holding, strings.Join(strings.Fields(e.Text), " "))
	}
	return out
}

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
			g.Up = say.Weight(v, e) > 0
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
