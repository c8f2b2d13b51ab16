package trend

import (
	"cmp"
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

// payKind keeps apart what cannot be compared.
type payKind struct {
	currency string
	period   corpus.Period
}

func (v *vacancy) payKind() payKind { return payKind{v.pay.Pay.Currency, v.pay.Pay.Period} }

func (m *market) pay() []RungPay {
	disclosure := m.shares("paid", isPaid)
	out := make([]RungPay, 7)
	for rank := 1; rank <= 7; rank++ {
		groups := map[payKind][]*vacancy{}
		for _, v := range m.byRank[rank] {
			if v.pay != nil {
				groups[v.payKind()] = append(groups[v.payKind()], v)
			}
		}
		p := RungPay{Rung: query.Rungs[rank-1], Rank: rank, Disclosure: disclosure[rank-1], Groups: []PayGroup{}}
		for kind, vs := range groups {
			p.Groups = append(p.Groups, payGroup(rank, kind, vs))
		}
		slices.SortFunc(p.Groups, func(a, b PayGroup) int {
			return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Key, b.Key))
		})
		out[rank-1] = p
	}
	return out
}

func payGroup(rank int, kind payKind, vs []*vacancy) PayGroup {
	g := PayGroup{Currency: kind.currency, Period: kind.period, N: len(vs),
		Key: key("pay", rank, kind.currency, string(kind.period))}
	byEmployer, largest := map[string]int{}, 0
	values := make([]float64, 0, len(vs))
	for _, v := range vs {
		values = append(values, v.pay.Pay.Middle())
		byEmployer[v.employer()]++
		largest = max(largest, byEmployer[v.employer()])
	}
	g.Employers = len(byEmployer)
	switch {
	case g.N < minPay:
		g.Suppressed = "fewer than 20 vacancies"
	case g.Employers < minPayEmployers:
		g.Suppressed = "fewer than 5 employers"
	case ratio(largest, g.N) > maxPayShare:
		g.Suppressed = "one employer has more than 40 %"
	default:
		slices.Sort(values)
		g.Q1, g.Median, g.Q3 = Quantile(values, 0.25), Quantile(values, 0.5), Quantile(values, 0.75)
	}
	return g
}
