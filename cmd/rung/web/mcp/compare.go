package mcp

import (
	"context"

	"rung/classify/compare"
	"rung/cmd/rung/web/desk"
)

type compareIn struct {
	From   string `json:"from" jsonschema:"the lower rung"`
	To     string `json:"to" jsonschema:"the upper rung"`
	Cursor string `json:"cursor,omitempty" jsonschema:"next of the answer before, for more of what the upper asks"`
}

// A Side is one of two rungs, and what stored vacancies show of it.
type Side struct {
	Rung      string      `json:"rung"`
	Vacancies int         `json:"vacancies" jsonschema:"stored vacancies of it that show any responsibility"`
	YearsMid  float64     `json:"years_median,omitempty" jsonschema:"least experience asked for, the median of those that state it"`
	Pay       []MiddlePay `json:"pay,omitempty"`
}

// MiddlePay is the median of the middles of the ranges that vacancies state.
type MiddlePay struct {
	Currency string  `json:"currency"`
	Period   string  `json:"period"`
	N        int     `json:"n"`
	Median   float64 `json:"median"`
}

func sideOf(s compare.Side) Side {
	out := Side{Rung: s.Rung}
	if s.Market == nil {
		return out
	}
	out.Vacancies = s.Market.N
	if s.Market.Years != nil {
		out.YearsMid = s.Market.Years.Median
	}
	for _, p := range s.Market.Pay {
		out.Pay = append(out.Pay, MiddlePay{p.Currency, string(p.Period), p.N, rounded(p.Median)})
	}
	return out
}

// A Step is one responsibility on the way from the lower rung to the upper,
// and how often vacancies of each ask for it.
type Step struct {
	Rung string `json:"rung" jsonschema:"the rung that it comes with"`
	Ask
	Lower *float64 `json:"lower_share,omitempty" jsonschema:"share of the vacancies of the lower rung that ask for it; absent where none can be known"`
	Upper *float64 `json:"upper_share,omitempty" jsonschema:"the same of the upper rung"`
}

func stepOf(a compare.Ask) Step {
	out := Step{Rung: a.Rung, Ask: Ask{a.Text, a.Dimension, a.Cites}}
	if len(a.Market) == 2 {
		out.Lower, out.Upper = shareOf(a.Market[0]), shareOf(a.Market[1])
	}
	return out
}

func shareOf(f compare.Frequency) *float64 {
	if f.N == 0 {
		return nil
	}
	share := rounded(float64(f.K) / float64(f.N))
	return &share
}

type compareOut struct {
	Lower  Side   `json:"lower"`
	Upper  Side   `json:"upper"`
	Asks   []Step `json:"upper_asks" jsonschema:"what the ladder asks of the upper rung, and of those between, that it does not ask of the lower"`
	Next   string `json:"next,omitempty"`
	Notice string `json:"notice,omitempty"`
	Cut

	from int
}

func (o *compareOut) shorten() bool {
	if !drop(&o.Asks, 1, &o.Cut, "more of what the upper asks: cursor = next") {
		return false
	}
	o.Next = cursorAt(o.from + len(o.Asks))
	return true
}

func (s *server) compare(ctx context.Context, in compareIn) (*compareOut, error) {
	from, err := s.rung("from", in.From)
	if err != nil {
		return nil, err
	}
	to, err := s.rung("to", in.To)
	if err != nil {
		return nil, err
	}
	if from.Rank >= to.Rank {
		return nil, &desk.Refused{Field: "to", Reason: to.Name + " is not above " + from.Name, Fix: "give the lower rung as from"}
	}
	market, err := s.Desk.Market(ctx)
	if err != nil {
		return nil, err
	}
	c := compare.Rungs(from.Name, to.Name, market)
	out := &compareOut{Lower: sideOf(c.A), Upper: sideOf(c.B), Asks: []Step{}, Notice: s.Desk.Notice}
	if out.from, err = place(in.Cursor, len(c.More)); err != nil {
		return nil, err
	}
	for _, a := range c.More[out.from:] {
		out.Asks = append(out.Asks, stepOf(a))
	}
	return out, nil
}
