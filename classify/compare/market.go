package compare

import (
	"slices"

	"rung/classify/ladder"
	"rung/corpus"
)

// A Market is what the vacancies of each rung ask, by rung. Nil is no market.
type Market map[string]*RungMarket

// RungMarket is what the vacancies of one rung ask.
type RungMarket struct {
	// N vacancies showed any responsibility at all; Asked counts them by
	// responsibility.
	N     int            `json:"n"`
	Asked map[string]int `json:"-"`
	// Years are nil where too few vacancies state them.
	Years *Years `json:"years,omitempty"`
	// Pay has one entry a currency and period that enough vacancies state.
	Pay []Pay `json:"pay,omitempty"`
}

// Years are the least experience that N vacancies ask for.
type Years struct {
	N      int     `json:"n"`
	Q1     float64 `json:"q1"`
	Median float64 `json:"median"`
	Q3     float64 `json:"q3"`
}

// Pay is the middle of the ranges that N vacancies state.
type Pay struct {
	Currency string        `json:"currency"`
	Period   corpus.Period `json:"period"`
	N        int           `json:"n"`
	Median   float64       `json:"median"`
}

// Add counts one vacancy of a rung by the rules that fired in it. A vacancy
// without rules says nothing and is not counted.
func (m Market) Add(rung string, rules []string) {
	l := ladder.Default()
	var seen []string
	for _, name := range rules {
		if r := l.Rule(name); r != nil && r.Responsibility != "" && !slices.Contains(seen, r.Responsibility) {
			seen = append(seen, r.Responsibility)
		}
	}
	if len(rules) == 0 {
		return
	}
	x := m.Rung(rung)
	x.N++
	for _, id := range seen {
		x.Asked[id]++
	}
}

// Rung returns the entry of a rung, made where there is none.
func (m Market) Rung(rung string) *RungMarket {
	if m[rung] == nil {
		m[rung] = &RungMarket{Asked: map[string]int{}}
	}
	return m[rung]
}

func (m Market) of(rung string) *RungMarket { return m[rung] }

// frequencies says how often the given rungs ask for a responsibility; nil
// without a market, and for what no rule listens for.
func (m Market) frequencies(id string, rungs []string) []Frequency {
	if len(m) == 0 || len(ladder.Default().RulesOf(id)) == 0 {
		return nil
	}
	var out []Frequency
	for _, r := range rungs {
		f := Frequency{Rung: r}
		if x := m[r]; x != nil {
			f.K, f.N = x.Asked[id], x.N
		}
		out = append(out, f)
	}
	return out
}
