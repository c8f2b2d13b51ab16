package trend

import (
	"slices"
	"strings"

	"rung/index/query"
)

// Shift sets the rungs of what was new lately against those of what was new
// before: the last whole periods of Flow against as many before them, three
// and three where there are six, else one and one. What is new in different
// periods is counted apart, as the interval of a difference needs it; stock is
// not, since most of it is the same vacancies.
type Shift struct {
	Before Period      `json:"before"`
	After  Period      `json:"after"`
	Rungs  []RungShift `json:"rungs"`
}

// RungShift is a rung's share of what was new, before and after.
type RungShift struct {
	Rung   string    `json:"rung"`
	Rank   int       `json:"rank"`
	Before RungShare `json:"before"`
	After  RungShare `json:"after"`
	// Change is nil where nothing at all was new.
	Change *Change `json:"change,omitempty"`
}

// shiftPeriods is how many periods are put together on each side.
const shiftPeriods = 3

func (m *market) shift(f *Flow) *Shift {
	if f == nil {
		return nil
	}
	whole := slices.DeleteFunc(slices.Clone(f.Periods), func(p FlowPeriod) bool { return p.Partial })
	n, each := len(whole), shiftPeriods
	if n < 2*each {
		each = 1
	}
	if n < 2*each {
		return nil
	}
	s := &Shift{Before: joined(whole[n-2*each : n-each]), After: joined(whole[n-each:])}
	before, after := m.newIn(s.Before), m.newIn(s.After)
	var changes []*Change
	for rank := 1; rank <= 7; rank++ {
		r := RungShift{Rung: query.Rungs[rank-1], Rank: rank,
			Before: newShare(before.clusters(rank), rank, key("new", rank, s.Before.Name)),
			After:  newShare(after.clusters(rank), rank, key("new", rank, s.After.Name))}
		if r.Before.N > 0 && r.After.N > 0 {
			r.Change = changeOf(r.Before, r.After, s.Before.Name, s.After.Name)
			changes = append(changes, r.Change)
		}
		s.Rungs = append(s.Rungs, r)
	}
	adjust(changes)
	return s
}

// newIn counts the vacancies with a spell that is new in a period.
func (m *market) newIn(p Period) rankCounts {
	out := make(rankCounts, m.employerCount)
	for _, v := range m.ladder {
		if slices.ContainsFunc(v.spells(), func(s spell) bool { return s.newIn(p) }) {
			out.add(v)
		}
	}
	return out
}

// spanSign stands between the first and the last period of several.
const spanSign = ".."

func joined(ps []FlowPeriod) Period {
	first, last := ps[0].Period, ps[len(ps)-1].Period
	if len(ps) == 1 {
		return first
	}
	return Period{Name: first.Name + spanSign + last.Name, Start: first.Start, End: last.End}
}

// span finds a period, or several that follow each other, by name.
func (f *Flow) span(name string) (Period, bool) {
	from, to, several := strings.Cut(name, spanSign)
	if !several {
		to = from
	}
	index := func(name string) int {
		return slices.IndexFunc(f.Periods, func(p FlowPeriod) bool { return p.Name == name })
	}
	i, j := index(from), index(to)
	if i < 0 || j < i {
		return Period{}, false
	}
	return joined(f.Periods[i : j+1]), true
}
