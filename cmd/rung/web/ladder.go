package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"rung/classify/ladder"
	"rung/cmd/rung/say"
	"rung/index/query"
	"rung/index/trend"
)

// ladderPage is all rungs side by side; a rungPage is one of them.
type ladderPage struct {
	Rungs      []rungRow
	Dimensions []ladder.Dimension
	Documents  []cite
	Empty      bool
}

// A rungRow is a rung in a line.
type rungRow struct {
	Name, StandsFor, Link   string
	N                       int
	Behind                  string
	Open, Share, Pay, Years string
}

type rungPage struct {
	rungRow
	Rank         int
	Aliases      string
	Below, Above *neighbour
	Asks         []dimensionAsks
	// Vacancies is how many the shares of Asks are of.
	Vacancies int
	Paid      []payRow
	Search    string
	Documents []cite
	All       []rungLink
}

// A rungLink leads to a rung from its sisters.
type rungLink struct {
	Name, Link string
	Here       bool
}

// A neighbour is the rung below or above and what separates the two.
type neighbour struct {
	Name, Link string
	More       []separates
}

// separates is a responsibility the upper rung's postings name clearly more
// often.
type separates struct {
	Asks             string
	Lower, Upper     string
	LowerAt, UpperAt string // where the postings are
	Cites            []cite
}

// dimensionAsks are the responsibilities of a rung on one dimension.
type dimensionAsks struct {
	Dimension, Asks string
	Items           []asked
}

// asked is one responsibility and how often the market asks it.
type asked struct {
	Text   string
	Cites  []cite
	Share  string // "" where no rule listens for it
	share  float64
	Width  string // of 100
	Behind string
}

type payRow struct {
	Kind, Quartiles, Note, Behind string
	N, Employers                  int
}

func (s *server) ladder(r *http.Request) (answer, error) {
	rep, err := s.Report(r.Context(), trend.Options{})
	if err != nil {
		return answer{}, err
	}
	name := r.URL.Query().Get("rung")
	if name == "" {
		p := s.ladderPage(rep)
		return answer{page: "ladder", title: "The ladder", here: "ladder", body: p, data: p}, nil
	}
	rank := ladder.Rank(name)
	if rank == 0 {
		return answer{}, &problem{Status: http.StatusNotFound, Title: "The ladder has no such rung", Detail: "Its rungs are " + strings.Join(query.Rungs, ", ") + "."}
	}
	p := s.rungPage(rep, rank)
	return answer{page: "rung", title: "The ladder: " + p.Name, here: "ladder", body: p, data: p}, nil
}

func (s *server) ladderPage(rep *trend.Report) ladderPage {
	p := ladderPage{Dimensions: s.Ladder.Dimensions, Documents: documents(s.Ladder), Empty: rep.Coverage.OnLadder == 0}
	for _, st := range slices.Backward(s.Ladder.Steps) {
		p.Rungs = append(p.Rungs, s.rungRow(rep, st))
	}
	return p
}

func documents(l *ladder.Ladder) []cite {
	var out []cite
	for id, what := range l.Documents {
		out = append(out, cite{id, what})
	}
	slices.SortFunc(out, func(a, b cite) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// rungRow is a rung in figures of the report; what is too thin to be one is
// a dash.
func (s *server) rungRow(rep *trend.Report, st ladder.Step) rungRow {
	row := rungRow{Name: st.Name, StandsFor: st.StandsFor, Link: link("/ladder", "rung", st.Name), Open: dash, Share: dash, Pay: dash, Years: dash}
	if m := rep.Mix[st.Rank-1]; rep.Coverage.OnLadder > 0 {
		row.N, row.Behind = m.K, behindKey(m.Key)
	}
	if o := rep.Open[st.Rank-1]; o.N > 0 {
		row.Open = fmt.Sprint(o.K)
		if o.Flag != trend.Few {
			row.Share = fmt.Sprintf("%s (%.0f–%.0f)", say.Percent(o.Share), 100*o.Interval.Low, 100*o.Interval.High)
		}
	}
	for _, g := range payGroups(rep, st.Rank) {
		if g.Suppressed == "" {
			row.Pay = amount(g.Median) + " " + g.Currency + " a " + string(g.Period)
			break
		}
	}
	if y := rep.Years[st.Rank-1]; y.Flag != trend.Few && y.N > 0 {
		row.Years = fmt.Sprintf("%g", y.Median)
	}
	return row
}

const dash = "–"

// behindKey leads to the postings of a number of the report on everything.
func behindKey(key string) string {
	if key == "" {
		return ""
	}
	return link("/behind", "key", key)
}

func payGroups(rep *trend.Report, rank int) []trend.PayGroup {
	for _, p := range rep.Pay {
		if p.Rank == rank {
			return p.Groups
		}
	}
	return nil
}

func amount(x float64) string {
	if x >= 10_000 {
		return fmt.Sprintf("%.0fk", x/1000)
	}
	return fmt.Sprintf("%.0f", x)
}

func (s *server) rungPage(rep *trend.Report, rank int) rungPage {
	st := s.Ladder.Steps[rank-1]
	p := rungPage{rungRow: s.rungRow(rep, st), Rank: rank, Aliases: strings.Join(st.Aliases, ", "), Documents: documents(s.Ladder),
		Search: link("/search", "q", "rung:"+st.Name+" is:open", "sort", "date")}
	p.Asks, p.Vacancies = s.asks(rep, st)
	p.Below, p.Above = s.neighbour(rep, rank-1, rank-1), s.neighbour(rep, rank+1, rank)
	for _, g := range payGroups(rep, rank) {
		p.Paid = append(p.Paid, payRowOf(g))
	}
	for _, other := range s.Ladder.Steps {
		p.All = append(p.All, rungLink{other.Name, link("/ladder", "rung", other.Name), other.Rank == rank})
	}
	return p
}

func payRowOf(g trend.PayGroup) payRow {
	row := payRow{Kind: g.Currency + " a " + string(g.Period), N: g.N, Employers: g.Employers, Behind: behindKey(g.Key), Quartiles: dash, Note: g.Suppressed}
	if g.Suppressed == "" {
		row.Quartiles = fmt.Sprintf("%s, half between %s and %s", amount(g.Median), amount(g.Q1), amount(g.Q3))
	}
	return row
}

// asks are the responsibilities of a rung by dimension, in the ladder's
// order, with how often its vacancies name each.
func (s *server) asks(rep *trend.Report, st ladder.Step) ([]dimensionAsks, int) {
	counts, n := rep.Asked(st.Rank, s.responsibility)
	var out []dimensionAsks
	for _, d := range s.Ladder.Dimensions {
		group := dimensionAsks{Dimension: d.Name, Asks: d.Asks}
		for _, r := range s.Ladder.ResponsibilitiesOf(st.Name) {
			if r.Dimension == d.Name {
				group.Items = append(group.Items, s.asked(r, st, counts[r.ID], n))
			}
		}
		if len(group.Items) > 0 {
			slices.SortStableFunc(group.Items, func(a, b asked) int { return cmp.Compare(b.share, a.share) })
			out = append(out, group)
		}
	}
	return out, n
}

// responsibility is what a rule listens for, by its id, "" for none.
func (s *server) responsibility(rule string) string {
	if r := s.Ladder.Rule(rule); r != nil {
		return r.Responsibility
	}
	return ""
}

func (s *server) asked(r ladder.Responsibility, st ladder.Step, k, n int) asked {
	a := asked{Text: r.Text, Cites: cites(s.Ladder, r.Cites)}
	if len(s.Ladder.RulesOf(r.ID)) == 0 || n == 0 {
		return a
	}
	a.share = float64(k) / float64(n)
	a.Share, a.Width = say.Percent(a.share), fmt.Sprintf("%.1f", 100*a.share)
	if k > 0 {
		a.Behind = s.askedBehind(st.Name, r.ID)
	}
	return a
}

// askedBehind leads to the vacancies of a rung that name a responsibility.
func (s *server) askedBehind(rung, responsibility string) string {
	var names []string
	for _, r := range s.Ladder.RulesOf(responsibility) {
		names = append(names, r.Name)
	}
	return behindKey("asks/" + rung + "/" + strings.Join(names, "+"))
}

// separatesShown is how many differences to a neighbour a page lists.
const separatesShown = 6

// neighbour is the rung at a rank, with what the upper of the two asks more;
// lower is the rank of the lower one. Nil beyond the ladder.
func (s *server) neighbour(rep *trend.Report, rank, lower int) *neighbour {
	if rank < 1 || rank > len(s.Ladder.Steps) {
		return nil
	}
	name := s.Ladder.Steps[rank-1].Name
	out := &neighbour{Name: name, Link: link("/ladder", "rung", name)}
	below, above := s.Ladder.Steps[lower-1], s.Ladder.Steps[lower]
	seen := map[string]bool{}
	for _, step := range rep.Asks {
		if step.From != below.Name {
			continue
		}
		for _, a := range step.More {
			id := s.responsibility(a.Rule)
			if !a.Clear || s.Ladder.Asks(id) == "" || seen[id] || len(out.More) == separatesShown {
				continue
			}
			seen[id] = true
			out.More = append(out.More, s.separates(rep, id, cites(s.Ladder, s.Ladder.Rule(a.Rule).Cite), below, above))
		}
	}
	return out
}

// separates sets how often two rungs name a responsibility beside each other,
// counted as on their own pages.
func (s *server) separates(rep *trend.Report, id string, from []cite, below, above ladder.Step) separates {
	share := func(st ladder.Step) (string, string) {
		counts, n := rep.Asked(st.Rank, s.responsibility)
		if n == 0 || counts[id] == 0 {
			return say.Percent(0), ""
		}
		return say.Percent(float64(counts[id]) / float64(n)), s.askedBehind(st.Name, id)
	}
	out := separates{Asks: s.Ladder.Asks(id), Cites: from}
	out.Lower, out.LowerAt = share(below)
	out.Upper, out.UpperAt = share(above)
	return out
}

// A stepView is one rung and its neighbour, for the template that sets them side
// by side.
type stepView struct {
	Neighbour    *neighbour
	Below        bool
	Lower, Upper string
}

func newStep(n *neighbour, name string, below bool) stepView {
	v := stepView{Neighbour: n, Below: below}
	switch {
	case n == nil:
	case below:
		v.Lower, v.Upper = n.Name, name
	default:
		v.Lower, v.Upper = name, n.Name
	}
	return v
}
