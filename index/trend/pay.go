package trend

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"rung/corpus"
	"rung/index/query"
)

// What pay needs to be shown: fewer vacancies or employers make a quartile an
// anecdote, and one employer with more than this share makes it that
// employer's.
const (
	minPay          = 20
	minPayEmployers = 5
	maxPayShare     = 0.4
)

// The reasons of PayGroup.Suppressed.
const (
	FewVacancies = "fewer than 20 vacancies"
	FewEmployers = "fewer than 5 employers"
	OneEmployer  = "one employer has more than 40 %"
)

// payKind keeps apart what cannot be compared.
type payKind struct {
	currency string
	period   corpus.Period
}

// pay also returns the samples behind the groups that are not suppressed.
func (m *market) pay() ([]RungPay, paySamples) {
	disclosure := m.shares("paid", isPaid)
	out := make([]RungPay, 7)
	var samples paySamples
	for rank := 1; rank <= 7; rank++ {
		kinds := m.paidKinds(rank)
		p := RungPay{Rung: query.Rungs[rank-1], Rank: rank, Disclosure: disclosure[rank-1], Groups: []PayGroup{}}
		byKey := map[string]paySample{}
		for _, k := range kinds {
			g, s := m.payGroup(rank, k.kind, k.paid)
			p.Groups, byKey[g.Key] = append(p.Groups, g), s
		}
		slices.SortFunc(p.Groups, func(a, b PayGroup) int {
			return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Key, b.Key))
		})
		for i := range p.Groups {
			if g := &p.Groups[i]; g.Suppressed == "" {
				s := byKey[g.Key]
				s.group = g
				samples = append(samples, s)
			}
		}
		out[rank-1] = p
	}
	return out, samples
}

// paid is what one vacancy pays, the middle of its range.
type paid struct {
	middle   float64
	employer int32
}

func (a paid) compare(b paid) int {
	switch {
	case a.middle < b.middle:
		return -1
	case a.middle > b.middle:
		return 1
	}
	return int(a.employer) - int(b.employer)
}

// paidIn is what vacancies pay in one currency and period.
type paidIn struct {
	kind payKind
	paid []paid
}

// paidKinds sorts the pay of a rung by kind.
func (m *market) paidKinds(rank int) []paidIn {
	all := make([]paidIn, len(m.payKinds))
	for _, v := range m.byRank[rank] {
		if v.payKind > 0 {
			in := &all[v.payKind-1]
			in.paid = append(in.paid, paid{v.pay, int32(v.employerNumber)})
		}
	}
	for i, k := range m.payKinds {
		all[i].kind = k
	}
	return slices.DeleteFunc(all, func(p paidIn) bool { return len(p.paid) == 0 })
}

// A paySample is the pay of one group, sorted, with whose it is.
type paySample struct {
	values    []float64
	employers []int32
	group     *PayGroup
}

func (m *market) payGroup(rank int, kind payKind, all []paid) (PayGroup, paySample) {
	g := PayGroup{Currency: kind.currency, Period: kind.period, N: len(all),
		Key: key("pay", rank, kind.currency, string(kind.period))}
	byEmployer, largest := make([]int32, m.employerCount), int32(0)
	for _, p := range all {
		if byEmployer[p.employer]++; byEmployer[p.employer] == 1 {
			g.Employers++
		}
		largest = max(largest, byEmployer[p.employer])
	}
	slices.SortFunc(all, paid.compare)
	s := paySample{values: make([]float64, len(all)), employers: make([]int32, len(all))}
	for i, p := range all {
		s.values[i], s.employers[i] = p.middle, p.employer
	}
	switch {
	case g.N < minPay:
		g.Suppressed = FewVacancies
	case g.Employers < minPayEmployers:
		g.Suppressed = FewEmployers
	case ratio(int(largest), g.N) > maxPayShare:
		g.Suppressed = OneEmployer
	default:
		g.Q1, g.Median, g.Q3 = Quantile(s.values, 0.25), Quantile(s.values, 0.5), Quantile(s.values, 0.75)
	}
	return g, s
}

// draw is the statistic: the quartiles of every sample, as Quantile has them,
// each value as often as its employer counts.
func (p paySamples) draw(dst []float64, weights []int32, _ *rand.Rand) []float64 {
	for _, s := range p {
		n := 0
		for _, e := range s.employers {
			n += int(weights[e])
		}
		for i := 1; i <= 3; i++ {
			dst = append(dst, s.quantile(float64(i)/4, n, weights))
		}
	}
	return dst
}

type paySamples []paySample

// quantile of the n values that weights make of the sample.
func (s paySample) quantile(p float64, n int, weights []int32) float64 {
	if n == 0 {
		return math.NaN()
	}
	h := p * float64(n-1)
	at, seen := int(h), 0
	for i, e := range s.employers {
		seen += int(weights[e])
		if seen <= at {
			continue
		}
		low, high := s.values[i], s.values[i]
		for j := i + 1; seen <= at+1 && j < len(s.values); j++ {
			if w := int(weights[s.employers[j]]); w > 0 {
				seen, high = seen+w, s.values[j]
			}
		}
		return low + (h-float64(at))*(high-low)
	}
	return s.values[len(s.values)-1]
}

// setIntervals gives each group what the draws say.
func (p paySamples) setIntervals(draws [][]float64) {
	for i, s := range p {
		s.group.Q1Interval = interval95(draws, 3*i)
		s.group.MedianInterval = interval95(draws, 3*i+1)
		s.group.Q3Interval = interval95(draws, 3*i+2)
	}
}
