package trend

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"rung/index/query"
)

// Compute reports on the vacancies the options admit.
func Compute(ctx context.Context, src Source, opt Options) (*Report, error) {
	opt, err := opt.withDefaults()
	if err != nil {
		return nil, err
	}
	m, err := read(ctx, src, opt)
	if err != nil {
		return nil, err
	}
	r := &Report{
		Query: query.Simplify(opt.Query).String(), From: opt.From, To: opt.To, By: opt.By,
		Population: population(opt), Digest: m.digest, market: m,
	}
	var e estimates
	var tables sync.WaitGroup
	r.core(m, &e, &tables)
	if !opt.Core {
		r.rest(m, &e, &tables)
	}
	tables.Wait()
	if err := r.Flow.check(); err != nil {
		return nil, err
	}
	if !opt.Core {
		r.afterFlow(m, &e)
		r.estimate(m, &e)
	}
	r.Notes = m.notes(r)
	return r, nil
}

// core fills the tables of every report. The tables do not depend on each
// other.
func (r *Report) core(m *market, e *estimates, tables *sync.WaitGroup) {
	tables.Go(func() { r.Coverage = m.coverage() })
	tables.Go(func() { r.Mix, r.Open = m.mix("mix", always), m.mix("open-now", (*vacancy).isOpen) })
	tables.Go(func() {
		if r.Series = m.series(); !m.opt.Core {
			e.creep = m.creep(&r.Series)
		}
	})
	tables.Go(func() { r.Pay, e.pay = m.pay() })
	tables.Go(func() { r.Top = m.top() })
	tables.Go(func() {
		if r.Flow, r.FlowNote = m.flow(); !m.opt.Core {
			r.Shift = m.shift(r.Flow)
		}
	})
}

// rest fills the other tables and readies what is estimated by drawing
// employers.
func (r *Report) rest(m *market, e *estimates, tables *sync.WaitGroup) {
	tables.Go(func() { r.Remote = m.shares("remote", isRemote) })
	tables.Go(func() { r.Inflated = m.shares("inflated", isInflated) })
	tables.Go(func() { r.Understated = m.shares("understated", isUnderstated) })
	tables.Go(func() { e.gaps, e.ranks, e.ratios = m.gaps(), m.ranks(), m.ratios() })
	tables.Go(func() { r.Years, r.Clearest = m.years(), m.clearest() })
	tables.Go(func() { r.Countries = m.countries() })
	tables.Go(func() {
		r.EntryDoor, r.EntryInName = m.overall("entry-door", isEntryDoor), m.overall("entry-in-name", isEntryInName)
		r.Entry = m.overall("entry", isEntry)
		r.Concentration, r.Freshness = m.concentration(), m.freshness()
	})
	tables.Go(func() { r.Asks = m.asks() })
}

// afterFlow fills what needs movement to have been seen.
func (r *Report) afterFlow(m *market, e *estimates) {
	if r.Flow == nil {
		return
	}
	var tables sync.WaitGroup
	tables.Go(func() {
		r.Closing, r.ClosingTests = m.closing()
		r.GhostRisk = m.ghostRisk()
	})
	tables.Go(func() { e.demand = m.demand(r.Flow) })
	tables.Wait()
}

func population(o Options) string {
	s := "vacancies on the ladder"
	if q := query.Simplify(o.Query).String(); q != "*" {
		s += " that match " + q
	}
	switch {
	case o.From.IsZero() && o.To.IsZero():
		return s + ", open or closed, of all time"
	case o.From.IsZero():
		return s + " open at some time before " + o.To.Format(time.DateOnly)
	case o.To.IsZero():
		return s + " open at some time since " + o.From.Format(time.DateOnly)
	}
	return s + " open at some time from " + o.From.Format(time.DateOnly) + " up to, not including, " + o.To.Format(time.DateOnly)
}

// A trait says whether a vacancy has a property (yes) and whether it can be
// asked whether it has (known).
type trait func(v *vacancy) (yes, known bool)

func isRemote(v *vacancy) (yes, known bool) {
	return v.workplace == remote, v.workplace != unlocated
}

func isInflated(v *vacancy) (yes, known bool) { return v.hasGap && v.gap > 0, v.hasGap }

func isUnderstated(v *vacancy) (yes, known bool) { return v.hasGap && v.gap < 0, v.hasGap }

func isPaid(v *vacancy) (yes, known bool) { return v.payKind > 0, true }

func isDated(v *vacancy) (yes, known bool) { return !v.posted.isZero(), true }

func isPlaced(v *vacancy) (yes, known bool) { return v.places > 0, true }

func isLocated(v *vacancy) (yes, known bool) { return v.workplace != unlocated, true }

func isExperienced(v *vacancy) (yes, known bool) { return v.hasYears, true }

func isAbstained(v *vacancy) (yes, known bool) { return v.abstained, true }

// shares measures a trait for every rung.
func (m *market) shares(table string, is trait) []RungShare {
	out := make([]RungShare, 7)
	for rank := 1; rank <= 7; rank++ {
		byEmployer := make([]cluster, m.employerCount)
		for _, v := range m.byRank[rank] {
			if yes, known := is(v); known {
				c := &byEmployer[v.employerNumber]
				c.n++
				c.k += float64(one(yes))
			}
		}
		out[rank-1] = headline(byEmployer, rank, key(table, rank))
	}
	return out
}

// mix measures what share each rung has of the vacancies that are wanted.
func (m *market) mix(table string, wanted func(*vacancy) bool) []RungShare {
	counts := make(rankCounts, m.employerCount)
	for _, v := range m.ladder {
		if wanted(v) {
			counts.add(v)
		}
	}
	out := make([]RungShare, 7)
	for rank := 1; rank <= 7; rank++ {
		out[rank-1] = headline(counts.clusters(rank), rank, key(table, rank))
	}
	return out
}

func always(*vacancy) bool { return true }

// rankCounts counts by employer: index 0 all, 1 to 7 by rank.
type rankCounts [][8]int32

func (r rankCounts) add(v *vacancy) {
	c := &r[v.employerNumber]
	c[0]++
	c[v.Rank]++
}

func (r rankCounts) clusters(rank int) []cluster {
	out := make([]cluster, 0, len(r))
	for i := range r {
		if n := r[i][0]; n > 0 {
			out = append(out, cluster{float64(r[i][rank]), float64(n)})
		}
	}
	return out
}

// newShare takes clusters in the order of employers, because the order of a
// floating-point sum shows in its last digit.
func newShare(clusters []cluster, rank int, key string) RungShare {
	clusters = slices.DeleteFunc(clusters, func(c cluster) bool { return c.n == 0 })
	s := RungShare{Rung: rungName(rank), Rank: rank, Key: key, Effective: effective(clusters)}
	for _, c := range clusters {
		s.K, s.N = s.K+int(c.k), s.N+int(c.n)
	}
	if s.N > 0 {
		s.Share = float64(s.K) / float64(s.N)
	}
	s.Interval = Wilson(s.Share, s.Effective)
	if s.Flag = flagOf(s.N); s.Flag == Sound && s.Interval.High-s.Interval.Low > 0.2 {
		s.Flag = Wide
	}
	return s
}

// rungName calls rank 0 "all".
func rungName(rank int) string {
	if rank == 0 {
		return "all"
	}
	return query.Rungs[rank-1]
}

func flagOf(n int) Flag {
	switch {
	case n < 10:
		return Few
	case n < 30:
		return Thin
	}
	return Sound
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (m *market) top() []Employer {
	out := make([]Employer, m.employerCount)
	for _, v := range m.ladder {
		e := &out[v.employerNumber]
		e.N++
		e.Open += one(v.isOpen())
		e.Rungs[v.Rank-1]++
	}
	for i, name := range m.employerNames {
		e := &out[i]
		e.Name, e.Key, e.Share = name, "employer/"+name, float64(e.N)/float64(len(m.ladder))
	}
	slices.SortFunc(out, func(a, b Employer) int { return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Name, b.Name)) })
	return out[:min(len(out), m.opt.Top)]
}

func (m *market) countriesOf(v *vacancy) []string {
	if v.places == 0 {
		return nil
	}
	return strings.Split(m.places.names[v.places-1], placesSign)
}

// countryLists are the lists that places stand for, the first of none.
func (m *market) countryLists() [][]string {
	out := make([][]string, 1, 1+len(m.places.names))
	for _, list := range m.places.names {
		out = append(out, strings.Split(list, placesSign))
	}
	return out
}

func (m *market) countries() []Place {
	at, lists := map[string]*Place{}, m.countryLists()
	for _, v := range m.ladder {
		for _, c := range lists[v.places] {
			p := at[c]
			if p == nil {
				p = &Place{Country: c, Key: "country/" + c}
				at[c] = p
			}
			p.N++
			p.Rungs[v.Rank-1]++
		}
	}
	out := make([]Place, 0, len(at))
	for _, p := range at {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b Place) int { return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Country, b.Country)) })
	return out[:min(len(out), m.opt.Top)]
}

func (m *market) years() []RungYears {
	out := make([]RungYears, 7)
	for rank := 1; rank <= 7; rank++ {
		y := RungYears{Rung: query.Rungs[rank-1], Rank: rank, Of: len(m.byRank[rank]), Key: key("years", rank)}
		var values []float64
		for _, v := range m.byRank[rank] {
			if v.hasYears {
				values = append(values, v.years)
			}
		}
		slices.Sort(values)
		if y.N = len(values); y.N > 0 {
			y.Q1, y.Median, y.Q3 = Quantile(values, 0.25), Quantile(values, 0.5), Quantile(values, 0.75)
		}
		y.Flag = flagOf(y.N)
		out[rank-1] = y
	}
	return out
}

// notes are what a reader must know, in order of weight.
func (m *market) notes(r *Report) []string {
	var out []string
	c := r.Coverage
	undated := r.Series.Undated
	add := func(on bool, format string, a ...any) {
		if on {
			out = append(out, fmt.Sprintf(format, a...))
		}
	}
	add(c.OnLadder == 0, "There is nothing on the ladder to report on.")
	add(c.OnLadder == 1, "Only 1 vacancy: shares say nothing.")
	add(c.OnLadder > 1 && c.OnLadder < 30, "Only %d vacancies: shares say little.", c.OnLadder)
	add(c.Employers == 1, "All vacancies are of one employer; nothing here describes a market.")
	add(!m.opt.Core && c.OnLadder > 0 && c.Employers < minDrawn, "Under %d employers, intervals that draw employers are left out: they would be far too narrow.", minDrawn)
	add(len(r.Top) > 0 && c.Employers > 1 && r.Top[0].Share > 0.4, "%s has %.0f %% of the vacancies.", top(r), 100*topShare(r))
	add(c.Abstained*10 > c.OnLadder, "The classifier was not sure of %.0f %% of the vacancies; they count with their best rung.",
		100*ratio(c.Abstained, c.OnLadder))
	add(!m.opt.Core && c.OnLadder > 0 && choosesByVerdict(m.opt.Query), "The query chooses by what the classifier found, so shares are not corrected for its mistakes.")
	add(undated*10 > c.OnLadder, "%.0f %% of the vacancies lack the date of the series and are not in it.", 100*ratio(undated, c.OnLadder))
	return out
}

func top(r *Report) string {
	if len(r.Top) == 0 {
		return ""
	}
	return r.Top[0].Name
}

func topShare(r *Report) float64 {
	if len(r.Top) == 0 {
		return 0
	}
	return r.Top[0].Share
}

func ratio(k, n int) float64 {
	if n == 0 {
		return 0
	}
	return float64(k) / float64(n)
}

func days(d time.Duration) float64 { return math.Max(0, d.Hours()/24) }
