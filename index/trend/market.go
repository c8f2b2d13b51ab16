package trend

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"rung/index"
	"rung/index/query"
)

// vacancy is one real opening: its longest posting, and what has to be taken
// from all of them.
type vacancy struct {
	*index.Row
	// Rank is the row's, which every table asks for first.
	Rank int
	// posted and seen are the earliest of any posting.
	posted, seen time.Time
	// closed is the end of the last spell, zero while any posting is open.
	closed time.Time
	// last is when any posting was last seen.
	last time.Time
	// spells are the times any posting was open, joined into disjoint ones;
	// empty for a vacancy that was never observed.
	spells []spell
	pay    *index.Row // the longest posting that states pay; nil for none
	years  *index.Row // likewise for years
	others []*index.Row
	// employerNumber stands for employer, which it is much faster to count
	// by.
	employerNumber int
	rules          []int32 // numbers of Rules, see asks
}

// spell is a time a vacancy was open: [from, to), to zero for still.
type spell struct {
	from, to time.Time
	// joined: it was open when its board was first read.
	joined bool
}

// market is the vacancies a report is about, in no order: whatever is made of
// them is sorted, or does not depend on it.
type market struct {
	all    []*vacancy // on the ladder and off it
	ladder []*vacancy
	byRank [8][]*vacancy

	employerCount int
	employerNames []string // by number
	// ghostAge is, by rank, the age by which 90 % have closed, 0 for unknown;
	// closing sets it.
	ghostAge [8]float64

	opt    Options
	crawls []Crawl
	// postings counts those of all.
	postings int
	// digest is of everything read, Core reports aside.
	digest string
}

// read walks the source and puts its postings together into vacancies.
func read(ctx context.Context, src Source, opt Options) (*market, error) {
	m := &market{opt: opt, crawls: sortedCrawls(opt.Crawls)}
	groups, err := groups(ctx, walkOf(src, opt.Core))
	if err != nil {
		return nil, err
	}
	if !opt.Core {
		m.digest = digest(groups, m.crawls, opt)
	}
	for _, v := range vacancies(groups, firstReadings(m.crawls)) {
		if m.within(v) {
			m.all = append(m.all, v)
			m.postings += 1 + len(v.others)
		}
	}
	if err := m.admit(ctx, src); err != nil {
		return nil, err
	}
	m.place()
	return m, nil
}

type walk func(ctx context.Context, q query.Query, fn func(*index.Row) error) error

// walkOf is the source's Walk or, where what postings ask for is not counted
// and the source can leave it out, that without it.
func walkOf(src Source, facts bool) walk {
	type lean interface {
		WalkFacts(ctx context.Context, q query.Query, fn func(*index.Row) error) error
	}
	if l, ok := src.(lean); ok && facts {
		return l.WalkFacts
	}
	return src.Walk
}

// groups returns the postings of each vacancy, its longest first.
func groups(ctx context.Context, walk walk) ([][]*index.Row, error) {
	var rows []*index.Row
	if err := walk(ctx, query.All{}, func(r *index.Row) error { rows = append(rows, r); return nil }); err != nil {
		return nil, err
	}
	out := make([][]*index.Row, 0, len(rows))
	groups := newGroupTable(len(rows))
	for n, r := range rows {
		i := groups.of(r.Vacancy, func(i int) string { return out[i][0].Vacancy })
		if i == len(out) {
			out = append(out, rows[n:n+1:n+1]) // its place in rows is its group
			continue
		}
		out[i] = append(out[i], r)
	}
	for _, g := range out {
		if len(g) > 1 {
			slices.SortFunc(g, func(a, b *index.Row) int {
				return cmp.Or(cmp.Compare(b.Length, a.Length), strings.Compare(a.ID, b.ID))
			})
		}
	}
	return out, nil
}

// place puts the vacancies on their rungs and numbers their employers by
// name, so that no order of rows shows in what is summed or drawn by number.
func (m *market) place() {
	numbers := map[string]int{}
	for _, v := range m.all {
		if !v.placed() {
			continue
		}
		n, ok := numbers[v.employer()]
		if !ok {
			n = len(numbers)
			numbers[v.employer()] = n
		}
		v.employerNumber = n
		m.ladder = append(m.ladder, v)
		m.byRank[v.Rank] = append(m.byRank[v.Rank], v)
	}
	m.employerNames = slices.Sorted(maps.Keys(numbers))
	final := make([]int, len(numbers))
	for i, name := range m.employerNames {
		final[numbers[name]] = i
	}
	for _, v := range m.ladder {
		v.employerNumber = final[v.employerNumber]
	}
	m.employerCount = len(numbers)
}

// admit keeps the vacancies whose longest posting the query matches.
func (m *market) admit(ctx context.Context, src Source) error {
	if query.Simplify(m.opt.Query) == query.Query(query.All{}) {
		return nil
	}
	matched := map[string]bool{}
	err := walkOf(src, true)(ctx, m.opt.Query, func(r *index.Row) error { matched[r.ID] = true; return nil })
	m.all = slices.DeleteFunc(m.all, func(v *vacancy) bool {
		if !matched[v.ID] {
			m.postings -= 1 + len(v.others)
		}
		return !matched[v.ID]
	})
	return err
}

func sortedCrawls(in []Crawl) []Crawl {
	out := slices.Clone(in)
	slices.SortStableFunc(out, func(a, b Crawl) int { return a.At.Compare(b.At) })
	return out
}

// firstReadings returns when a board was first read; the board "" stands for
// those no crawl names.
func firstReadings(crawls []Crawl) func(board string) (time.Time, bool) {
	first := map[string]time.Time{}
	for _, c := range crawls {
		boards := c.Boards
		if len(boards) == 0 {
			boards = []string{""}
		}
		for _, b := range boards {
			if _, ok := first[b]; !ok {
				first[b] = c.At
			}
		}
	}
	every, all := first[""]
	named := len(first) > 1 || !all
	return func(board string) (time.Time, bool) {
		if !named {
			return every, true
		}
		t, ok := first[board]
		if all && (!ok || every.Before(t)) {
			return every, true
		}
		return t, ok
	}
}

// vacancies makes one of each group, on every processor.
func vacancies(groups [][]*index.Row, first func(string) (time.Time, bool)) []*vacancy {
	out := make([]*vacancy, len(groups))
	parts := runtime.GOMAXPROCS(0)
	var workers sync.WaitGroup
	for i := range parts {
		from, to := len(groups)*i/parts, len(groups)*(i+1)/parts
		workers.Go(func() {
			// One piece of memory for all, and one for the spell most have.
			made, spells := make([]vacancy, to-from), make([]spell, to-from)
			for i, rows := range groups[from:to] {
				v := &made[i]
				v.spells = spells[i : i : i+1]
				v.fill(rows, first)
				out[from+i] = v
			}
		})
	}
	workers.Wait()
	return out
}

func (v *vacancy) fill(rows []*index.Row, first func(string) (time.Time, bool)) {
	v.Row, v.Rank, v.others = rows[0], rows[0].Rank, rows[1:]
	for _, r := range rows {
		v.posted = earliest(v.posted, r.Posted)
		v.seen = earliest(v.seen, r.FirstSeen)
		if r.LastSeen.After(v.last) {
			v.last = r.LastSeen
		}
		if v.pay == nil && r.Paid() {
			v.pay = r
		}
		if v.years == nil && r.YearsMin != nil {
			v.years = r
		}
		v.addSpells(r, first)
	}
	if len(rows) > 1 {
		v.spells = joinSpells(v.spells)
	}
	v.closed = rows[0].Closed
	if n := len(v.spells); n > 0 {
		v.closed = v.spells[n-1].to
	}
}

func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func (v *vacancy) addSpells(r *index.Row, first func(string) (time.Time, bool)) {
	begin, known := first(r.Board)
	var room [4]index.Spell
	for _, s := range r.Times(room[:0]) {
		if !s.Closed.IsZero() && s.Closed.Before(s.Opened) {
			s.Closed = s.Opened
		}
		v.spells = append(v.spells, spell{s.Opened, s.Closed, !known || !s.Opened.After(begin)})
	}
}

// joinSpells unites times that touch or overlap.
func joinSpells(in []spell) []spell {
	slices.SortStableFunc(in, func(a, b spell) int { return a.from.Compare(b.from) })
	var out []spell
	for _, s := range in {
		if n := len(out); n > 0 && (out[n-1].to.IsZero() || !s.from.After(out[n-1].to)) {
			last := &out[n-1]
			if s.to.IsZero() || !last.to.IsZero() && s.to.After(last.to) {
				last.to = s.to
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// openAt reports whether the spell held just before t.
func (s spell) openAt(t time.Time) bool {
	return s.from.Before(t) && (s.to.IsZero() || !s.to.Before(t))
}

// within reports whether the vacancy was open at some time in the report's
// bounds. One that was never observed is taken at the day it states; without
// any date it is within every bound.
func (m *market) within(v *vacancy) bool {
	from, to := m.opt.From, m.opt.To
	if len(v.spells) == 0 {
		return v.posted.IsZero() || inBounds(v.posted, from, to)
	}
	return slices.ContainsFunc(v.spells, func(s spell) bool {
		return (to.IsZero() || s.from.Before(to)) && (s.to.IsZero() || from.IsZero() || s.to.After(from))
	})
}

func inBounds(t, from, to time.Time) bool {
	return (from.IsZero() || !t.Before(from)) && (to.IsZero() || t.Before(to))
}

func (v *vacancy) isOpen() bool { return v.closed.IsZero() }

// employer names who offers the vacancy; a posting without a company counts
// for its board, and without that for itself.
func (v *vacancy) employer() string {
	return cmp.Or(v.Company, v.Board, v.ID)
}

func (v *vacancy) date(d Date) time.Time {
	switch d {
	case FirstSeen:
		return v.seen
	case Closed:
		return v.closed
	}
	return v.posted
}

// ids lists the postings of the vacancy.
func (v *vacancy) ids() []string {
	out := []string{v.ID}
	for _, r := range v.others {
		out = append(out, r.ID)
	}
	return out
}
