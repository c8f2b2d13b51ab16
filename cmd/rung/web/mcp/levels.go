package mcp

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"rung/classify/ladder"
	"rung/cmd/rung/web/desk"
	"rung/index/trend"
)

// rung reads the name of a rung, or one of its aliases.
func (s *server) rung(field, name string) (ladder.Step, error) {
	rank := ladder.Rank(name)
	if rank == 0 {
		return ladder.Step{}, &desk.Refused{Field: field, Reason: "there is no such rung", Fix: "one of: " + strings.Join(ladder.Rungs(), ", ")}
	}
	return s.Desk.Ladder.Steps[rank-1], nil
}

// An Ask is one responsibility of a rung.
type Ask struct {
	Asks      string   `json:"asks"`
	Dimension string   `json:"dimension"`
	Cites     []string `json:"cites,omitempty" jsonschema:"D0 to D4 are the ladder's documents, market is what postings say"`
}

func asksOf(l *ladder.Ladder, rung string) []Ask {
	out := []Ask{}
	for _, r := range l.ResponsibilitiesOf(rung) {
		out = append(out, Ask{r.Text, r.Dimension, r.Cites})
	}
	return out
}

// Market is what stored postings show of a rung.
type Market struct {
	Vacancies int     `json:"vacancies"`
	Open      int     `json:"open"`
	Share     Range   `json:"share" jsonschema:"of all vacancies on the ladder"`
	Pay       []Pay   `json:"pay,omitempty"`
	YearsMid  float64 `json:"years_median,omitempty" jsonschema:"least experience asked for, the median of those that state it"`
}

// A Range is a share with its 95 % interval; Flag says why not to lean on it.
type Range struct {
	Share float64 `json:"share"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Flag  string  `json:"flag,omitempty"`
}

func rangeOf(s trend.RungShare) Range {
	return Range{rounded(s.Share), rounded(s.Interval.Low), rounded(s.Interval.High), string(s.Flag)}
}

// Pay is what vacancies state, the middle of each range.
type Pay struct {
	Rung     string  `json:"rung,omitempty"`
	Currency string  `json:"currency"`
	Period   string  `json:"period"`
	N        int     `json:"n"`
	Q1       float64 `json:"q1"`
	Median   float64 `json:"median"`
	Q3       float64 `json:"q3"`
}

// payOfRung leaves out groups too small to show.
func payOfRung(name string, p trend.RungPay) []Pay {
	var out []Pay
	for _, g := range p.Groups {
		if g.Suppressed == "" {
			out = append(out, Pay{name, g.Currency, string(g.Period), g.N, rounded(g.Q1), rounded(g.Median), rounded(g.Q3)})
		}
	}
	return out
}

type explainIn struct {
	Level  string `json:"level" jsonschema:"a rung: associate, junior, pm, senior, lead, director or executive, or a title such as VP of Product"`
	Cursor string `json:"cursor,omitempty" jsonschema:"next of the answer before, for more of what it asks"`
}

type explainOut struct {
	Rung      string   `json:"rung"`
	Rank      int      `json:"rank"`
	StandsFor string   `json:"stands_for"`
	Aliases   []string `json:"aliases,omitempty"`
	Below     string   `json:"rung_below,omitempty"`
	Above     string   `json:"rung_above,omitempty"`
	Market    *Market  `json:"market,omitempty"`
	Asks      []Ask    `json:"asks"`
	Next      string   `json:"next,omitempty"`
	Notice    string   `json:"notice,omitempty"`
	Cut

	from int
}

func (o *explainOut) shorten() bool {
	if !drop(&o.Asks, 1, &o.Cut, "the rest of what it asks: cursor = next") {
		return false
	}
	o.Next = cursorAt(o.from + len(o.Asks))
	return true
}

func (s *server) explain(ctx context.Context, in explainIn) (*explainOut, error) {
	step, err := s.rung("level", in.Level)
	if err != nil {
		return nil, err
	}
	out := &explainOut{Rung: step.Name, Rank: step.Rank, StandsFor: step.StandsFor, Notice: s.Desk.Notice, Asks: asksOf(s.Desk.Ladder, step.Name)}
	if out.from, err = place(in.Cursor, len(out.Asks)); err != nil {
		return nil, err
	}
	out.Asks = out.Asks[out.from:]
	if out.from > 0 {
		return out, nil
	}
	out.Aliases = step.Aliases[:min(len(step.Aliases), 6)]
	out.Below, out.Above = ladder.Name(step.Rank-1), ladder.Name(step.Rank+1)
	r, err := s.Desk.Report(ctx, trend.Options{})
	if err != nil {
		return nil, err
	}
	out.Market = marketOf(r, step.Rank-1)
	return out, nil
}

// marketOf is what a report says of the rung at place i of its lists; nil
// when there is none of it.
func marketOf(r *trend.Report, i int) *Market {
	if r.Mix[i].K == 0 {
		return nil
	}
	return &Market{Vacancies: r.Mix[i].K, Open: r.Open[i].K, Share: rangeOf(r.Mix[i]), Pay: payOfRung("", r.Pay[i]), YearsMid: r.Years[i].Median}
}

type demandIn struct {
	Query   string `json:"query,omitempty" jsonschema:"the query language of search_postings; empty for all"`
	Level   string `json:"level,omitempty" jsonschema:"a rung or a range"`
	Company string `json:"company,omitempty"`
	Country string `json:"country,omitempty" jsonschema:"two-letter code"`
	Remote  bool   `json:"remote,omitempty"`
	From    string `json:"from,omitempty" jsonschema:"what was open from this month or day on"`
	To      string `json:"to,omitempty" jsonschema:"up to and including this month or day"`
	By      string `json:"by,omitempty" jsonschema:"month or week; month without"`
}

// RungDemand is how many vacancies one rung has.
type RungDemand struct {
	Rung      string  `json:"rung"`
	Vacancies int     `json:"vacancies"`
	Open      int     `json:"open"`
	Share     Range   `json:"share"`
	YearsMid  float64 `json:"years_median,omitempty"`
}

// Movement is what one period brought.
type Movement struct {
	Period  string `json:"period"`
	New     int    `json:"new"`
	Closed  int    `json:"closed"`
	OpenEnd int    `json:"open_end"`
	Partial bool   `json:"partial,omitempty" jsonschema:"the period is not whole"`
}

type demandOut struct {
	Population string       `json:"population" jsonschema:"which vacancies are counted"`
	Vacancies  int          `json:"vacancies"`
	Employers  int          `json:"employers"`
	Rungs      []RungDemand `json:"rungs"`
	Flow       []Movement   `json:"flow,omitempty" jsonschema:"openings and closings, the latest first"`
	FlowNote   string       `json:"flow_note,omitempty"`
	Pay        []Pay        `json:"pay,omitempty" jsonschema:"of groups large enough to show"`
	Notes      []string     `json:"notes,omitempty"`
	Notice     string       `json:"notice,omitempty"`
	Cut
}

func (o *demandOut) shorten() bool {
	const narrow = "narrow by level, country, from and to; the report of the command line has everything"
	return drop(&o.Notes, 1, &o.Cut, narrow) || drop(&o.Flow, 3, &o.Cut, narrow) || drop(&o.Pay, 7, &o.Cut, narrow) ||
		drop(&o.Flow, 1, &o.Cut, narrow) || drop(&o.Pay, 0, &o.Cut, narrow) || drop(&o.Notes, 0, &o.Cut, narrow)
}

func (s *server) demand(ctx context.Context, in demandIn) (*demandOut, error) {
	opt, err := desk.Count{Filters: desk.Filters{Query: in.Query, Rung: in.Level, Company: in.Company, Country: in.Country, Remote: in.Remote},
		From: in.From, To: in.To, By: in.By}.Options()
	if err != nil {
		return nil, err
	}
	r, err := s.Desk.Report(ctx, opt)
	if err != nil {
		return nil, err
	}
	out := &demandOut{Population: clean(r.Population, 300), Vacancies: r.Coverage.OnLadder, Employers: r.Coverage.Employers, FlowNote: clean(r.FlowNote, 200), Notice: s.Desk.Notice, Rungs: []RungDemand{}}
	for i, m := range r.Mix {
		out.Rungs = append(out.Rungs, RungDemand{m.Rung, m.K, r.Open[i].K, rangeOf(m), r.Years[i].Median})
		out.Pay = append(out.Pay, payOfRung(m.Rung, r.Pay[i])...)
	}
	slices.SortStableFunc(out.Pay, func(a, b Pay) int { return cmp.Compare(b.N, a.N) })
	out.Flow = movements(r.Flow)
	for _, n := range r.Notes {
		out.Notes = append(out.Notes, clean(n, 300))
	}
	return out, nil
}

func movements(f *trend.Flow) []Movement {
	var out []Movement
	if f == nil {
		return nil
	}
	for i, c := range slices.Backward(f.Total) {
		p := f.Periods[i]
		out = append(out, Movement{p.Name, c.New, c.Closed, c.End, p.Partial})
	}
	return out
}
