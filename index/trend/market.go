package trend

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"rung/index"
	"rung/index/query"
)

// market is the vacancies a report is about, in no order: whatever is made of
// them is sorted, or does not depend on it.
type market struct {
	all    []*vacancy // on the ladder and off it
	ladder []*vacancy
	byRank [8][]*vacancy

	employerCount int
	employerNames []string // of those with a vacancy on the ladder, by number
	// What the numbers of a vacancy stand for.
	employers, boards, places numbering
	sources, languages, kinds numbering // kinds of what is beside the ladder
	payKinds                  []payKind
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
	b := builder{market: m, first: firstReadings(m.crawls)}
	add := b.add
	if !opt.Core {
		add = b.addWhole
	}
	if err := walkOf(src, opt.Core)(ctx, query.All{}, add); err != nil {
		return nil, err
	}
	if !opt.Core {
		m.digest = digest(b.rows, m.crawls, opt)
	}
	b.unite()
	m.all = make([]*vacancy, 0, len(b.vacancies))
	for _, v := range b.vacancies {
		if m.within(v) {
			m.all = append(m.all, v)
			m.postings += 1 + len(v.others())
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

// A builder makes vacancies of rows as they come.
type builder struct {
	market    *market
	first     func(board string) (time.Time, bool)
	ids       numbering
	vacancies []*vacancy // by the number of the id
	room      []vacancy
	rows      []*index.Row // of addWhole
}

// vacanciesAtOnce is for how many vacancies memory is taken at a time.
const vacanciesAtOnce = 1024

// add does not keep the row.
func (b *builder) add(r *index.Row) error { b.place(r); return nil }

// addWhole also keeps what its text asks for.
func (b *builder) addWhole(r *index.Row) error {
	b.rows = append(b.rows, r)
	b.place(r).asks = &asks{Row: r}
	return nil
}

func (b *builder) place(r *index.Row) *vacancy {
	n := b.ids.of(r.Vacancy)
	if n < len(b.vacancies) {
		m := b.vacancies[n].extra()
		m.others = append(m.others, vacancy{})
		v := &m.others[len(m.others)-1]
		b.fill(v, r)
		return v
	}
	if len(b.room) == cap(b.room) {
		b.room = make([]vacancy, 0, vacanciesAtOnce)
	}
	b.room = b.room[:len(b.room)+1]
	v := &b.room[len(b.room)-1]
	b.vacancies = append(b.vacancies, v)
	b.fill(v, r)
	return v
}

func (b *builder) fill(v *vacancy, r *index.Row) {
	m := b.market
	v.ID, v.length = r.ID, r.Length
	v.employerNumber = m.employers.again(cmp.Or(r.Company, r.Board, r.ID))
	v.board, v.source = int32(m.boards.again(r.Board)), int32(m.sources.again(r.Source))
	v.language, v.kind = int32(m.languages.again(r.Language)), int32(m.kinds.again(r.Beside))
	v.Rank, v.ladder, v.abstained = r.Rank, r.OnLadder, r.Abstained
	v.workplace, v.manager = workplaceOf(r.Workplace), r.Track == "manager"
	if len(r.Countries) > 0 {
		v.places = 1 + int32(m.places.of(strings.Join(r.Countries, placesSign)))
	}
	if r.Gap != nil {
		v.hasGap, v.gap = true, int32(*r.Gap)
	}
	if r.YearsMin != nil {
		v.hasYears, v.years = true, *r.YearsMin
	}
	if r.Paid() {
		v.pay, v.payKind = r.Pay.Middle(), 1+m.payKindOf(payKind{r.Pay.Currency, r.Pay.Period})
	}
	v.posted, v.seen, v.last = momentOf(r.Posted), momentOf(r.FirstSeen), momentOf(r.LastSeen)
	v.closed = momentOf(r.Closed)
	b.addSpells(v, r)
	v.close()
}

func (b *builder) addSpells(v *vacancy, r *index.Row) {
	begin, known := b.first(r.Board)
	of := func(s index.Spell) spell {
		if !s.Closed.IsZero() && s.Closed.Before(s.Opened) {
			s.Closed = s.Opened
		}
		return spell{momentOf(s.Opened), momentOf(s.Closed), !known || !s.Opened.After(begin)}
	}
	var room [4]index.Spell
	times := r.Times(room[:0])
	if len(times) == 1 {
		v.only[0], v.observed = of(times[0]), true
		return
	}
	var all []spell
	for _, s := range times {
		all = append(all, of(s))
	}
	v.setSpells(all)
}

// unite puts together what was advertised more than once.
func (b *builder) unite() {
	parts := runtime.GOMAXPROCS(0)
	var workers sync.WaitGroup
	for i := range parts {
		part := b.vacancies[len(b.vacancies)*i/parts : len(b.vacancies)*(i+1)/parts]
		workers.Go(func() {
			for _, v := range part {
				if len(v.others()) > 0 {
					v.unite()
				}
			}
		})
	}
	workers.Wait()
}

// placesSign parts the countries of a list, in which it cannot occur.
const placesSign = "\x1e"

// payKindOf numbers the kinds of pay, of which there are few.
func (m *market) payKindOf(k payKind) int32 {
	i := slices.Index(m.payKinds, k)
	if i < 0 {
		i = len(m.payKinds)
		m.payKinds = append(m.payKinds, k)
	}
	return int32(i)
}

// place puts the vacancies on their rungs and numbers their employers by
// name, so that no order of rows shows in what is summed or drawn by number.
func (m *market) place() {
	final := make([]int, len(m.employers.names))
	for _, v := range m.all {
		if v.placed() {
			m.ladder = append(m.ladder, v)
			final[v.employerNumber] = 1
		}
	}
	for n, name := range m.employers.names {
		if final[n] > 0 {
			m.employerNames = append(m.employerNames, name)
		}
	}
	slices.Sort(m.employerNames)
	for n, name := range m.employers.names {
		final[n], _ = slices.BinarySearch(m.employerNames, name)
	}
	for _, v := range m.ladder {
		v.employerNumber = final[v.employerNumber]
		m.byRank[v.Rank] = append(m.byRank[v.Rank], v)
	}
	m.employerCount = len(m.employerNames)
}

// employer names who offers a vacancy on the ladder.
func (m *market) employer(v *vacancy) string { return m.employerNames[v.employerNumber] }

// admit keeps the vacancies whose longest posting the query matches.
func (m *market) admit(ctx context.Context, src Source) error {
	if query.Simplify(m.opt.Query) == query.Query(query.All{}) {
		return nil
	}
	matched := map[string]bool{}
	err := walkOf(src, true)(ctx, m.opt.Query, func(r *index.Row) error { matched[r.ID] = true; return nil })
	m.all = slices.DeleteFunc(m.all, func(v *vacancy) bool {
		if !matched[v.ID] {
			m.postings -= 1 + len(v.others())
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

// within reports whether the vacancy was open at some time in the report's
// bounds. One that was never observed is taken at the day it states; without
// any date it is within every bound.
func (m *market) within(v *vacancy) bool {
	from, to := m.opt.From, m.opt.To
	if from.IsZero() && to.IsZero() {
		return true
	}
	if len(v.spells()) == 0 {
		return v.posted.isZero() || inBounds(v.posted.time(), from, to)
	}
	return slices.ContainsFunc(v.spells(), func(s spell) bool {
		return (to.IsZero() || s.from < momentOf(to)) && (s.to.isZero() || from.IsZero() || s.to > momentOf(from))
	})
}

func inBounds(t, from, to time.Time) bool {
	return (from.IsZero() || !t.Before(from)) && (to.IsZero() || t.Before(to))
}
