package trend

import (
	"fmt"
	"math"
	"strings"
	"time"

	"rung/index/query"
)

func titled(format string, u Unit) string { return strings.ReplaceAll(format, "%s", string(u)) }

// flow counts stock and movement, or says why it cannot.
func (m *market) flow() (*Flow, string) {
	if len(m.crawls) == 0 {
		return nil, "No crawl was recorded, so nothing was seen to open or close."
	}
	first, last := m.crawls[0].At.UTC(), m.crawls[len(m.crawls)-1].At.UTC()
	if !first.Before(last) {
		return nil, "There was one crawl; stock and movement need two or more, at different times."
	}
	f := &Flow{First: first, Last: last}
	for _, p := range m.opt.By.periods(first, last) {
		if !p.End.After(m.opt.From) || !m.opt.To.IsZero() && !p.Start.Before(m.opt.To) {
			continue
		}
		f.Periods = append(f.Periods, FlowPeriod{p, p.Start.Before(first) || p.End.After(last)})
	}
	f.Total = make([]FlowCell, len(f.Periods))
	for rank := 1; rank <= 7; rank++ {
		cells := f.cells(m.byRank[rank])
		for i := range cells {
			f.Total[i].add(cells[i])
		}
		f.Rungs = append(f.Rungs, RungFlow{Rung: query.Rungs[rank-1], Rank: rank, Cells: f.named(cells, rank)})
	}
	f.named(f.Total, 0)
	return f, ""
}

func (f *Flow) named(cells []FlowCell, rank int) []FlowCell {
	for i, p := range f.Periods {
		c := &cells[i]
		c.NewKey, c.ClosedKey, c.EndKey = key("new", rank, p.Name), key("closed", rank, p.Name), key("open", rank, p.Name)
	}
	return cells
}

// cells counts movement by the period each spell begins and ends in, found by
// its day, and stock, apart from that, by how many began and ended before each
// border, so that check proves something.
func (f *Flow) cells(vs []*vacancy) []FlowCell {
	cells := make([]FlowCell, len(f.Periods))
	b := bordersOf(f.Periods)
	days, begins, ends := b.byDay(), make([]int, len(b)+1), make([]int, len(b)+1)
	for _, v := range vs {
		for _, s := range v.spells() {
			begun, ended := s.from.unix(), int64(math.MaxInt64)
			if !s.to.isZero() {
				ended = s.to.unix()
			}
			begins[b.upTo(begun)]++
			ends[b.upTo(ended)]++
			if i := days.period(begun); i >= 0 && s.joined {
				cells[i].Joined++
			} else if i >= 0 {
				cells[i].New++
			}
			if i := days.period(ended); i >= 0 {
				cells[i].Closed++
			}
		}
	}
	stock := begins[0] - ends[0]
	for i := range cells {
		cells[i].Start = stock
		stock += begins[i+1] - ends[i+1]
		cells[i].End = stock
	}
	return cells
}

// borders are the seconds at which periods that follow each other begin, and
// at which the last ends.
type borders []int64

func bordersOf(ps []FlowPeriod) borders {
	var b borders
	for _, p := range ps {
		b = append(b, p.Start.Unix())
	}
	if n := len(ps); n > 0 {
		b = append(b, ps[n-1].End.Unix())
	}
	return b
}

// upTo counts the borders up to a second. Comparing with each is faster than
// a search, whose every step is a guess.
func (b borders) upTo(at int64) (n int) {
	for _, border := range b {
		if border <= at {
			n++
		}
	}
	return n
}

// dayTable is the number of the period of each day from the first border on:
// borders are midnights.
type dayTable struct {
	first   int64
	periods []int32
}

const daySeconds = 24 * 60 * 60

func (b borders) byDay() dayTable {
	if len(b) == 0 {
		return dayTable{}
	}
	t := dayTable{first: b[0]}
	for i := range b[1:] {
		for at := b[i]; at < b[i+1]; at += daySeconds {
			t.periods = append(t.periods, int32(i))
		}
	}
	return t
}

// period is the number of the period a second lies in, -1 for none.
func (t dayTable) period(at int64) int {
	day := uint64(at-t.first) / daySeconds // a time before the first is a huge number
	if day >= uint64(len(t.periods)) {
		return -1
	}
	return int(t.periods[day])
}

func (s spell) closedIn(p Period) bool {
	return !s.to.isZero() && s.to >= momentOf(p.Start) && s.to < momentOf(p.End)
}

func (s spell) newIn(p Period) bool {
	return !s.joined && s.from >= momentOf(p.Start) && s.from < momentOf(p.End)
}

func (c *FlowCell) add(d FlowCell) {
	c.Start += d.Start
	c.Joined += d.Joined
	c.New += d.New
	c.Closed += d.Closed
	c.End += d.End
}

// check holds the stock identity in every cell and from each to the next.
func (f *Flow) check() error {
	if f == nil {
		return nil
	}
	rows := []RungFlow{{Rung: "all rungs", Cells: f.Total}}
	for _, row := range append(rows, f.Rungs...) {
		for i, c := range row.Cells {
			if c.Start+c.Joined+c.New-c.Closed != c.End || i > 0 && row.Cells[i-1].End != c.Start {
				return fmt.Errorf("trend: the flow of %s in %s does not add up: %+v", row.Rung, f.Periods[i].Name, c)
			}
		}
	}
	return nil
}

// closing estimates time to close from what the crawls saw, and compares the
// neighbouring rungs.
func (m *market) closing() ([]Survival, []ClosingTest) {
	last := m.crawls[len(m.crawls)-1].At
	out, lives := make([]Survival, 7), [8][]Life{}
	var tests []ClosingTest
	var p []float64
	for rank := 1; rank <= 7; rank++ {
		for _, v := range m.byRank[rank] {
			lives[rank] = v.appendLives(lives[rank], last)
		}
		lives[rank] = observed(lives[rank])
		steps := KaplanMeier(lives[rank])
		out[rank-1] = survival(rank, lives[rank], steps)
		m.ghostAge[rank] = ninetieth(out[rank-1], steps)
		if a, b := lives[max(rank-1, 0)], lives[rank]; len(a) >= 10 && len(b) >= 10 {
			t := ClosingTest{From: query.Rungs[rank-2], To: query.Rungs[rank-1]}
			t.Chi2, t.P = LogRank(a, b)
			tests, p = append(tests, t), append(p, t.P)
		}
	}
	for i, q := range BenjaminiHochberg(p) {
		tests[i].Adjusted, tests[i].Clear = q, q <= falseDiscoveries
	}
	return out, tests
}

// isWatched reports whether time to close counts any spell of the vacancy.
func (m *market) isWatched(v *vacancy) bool {
	return len(observed(v.appendLives(nil, m.crawls[len(m.crawls)-1].At))) > 0
}

func survival(rank int, lives []Life, steps []Step) Survival {
	s := Survival{Rung: query.Rungs[rank-1], Rank: rank, N: len(lives), Curve: []Age{}, Key: key("watched", rank)}
	longest := 0.0
	for _, l := range lives {
		s.Closed += one(l.Closed)
		longest = max(longest, l.Leave)
	}
	s.Median, s.MedianLow, s.MedianHigh = medians(steps)
	s.S30, s.S30Interval = openAt(steps, longest, 30)
	s.S60, s.S60Interval = openAt(steps, longest, 60)
	if mean, se, ok := restricted(steps, longest, 90); ok {
		if s.RMST90 = &mean; se > 0 { // without, nothing closed that early
			s.RMST90Interval = &Interval{max(0, mean-z95*se), min(90, mean+z95*se)}
		}
	}
	if s.Flag = flagOf(s.N); s.Flag == Few {
		return s
	}
	for age := 0.0; age <= min(longest, curveDays); age += curveEvery {
		open, part := openAt(steps, longest, age)
		s.Curve = append(s.Curve, Age{age, *open, part})
	}
	return s
}

// The ages of Survival.Curve, in days.
const curveEvery, curveDays = 5, 180

// appendLives adds the vacancy's spells. Age counts from the first sight of
// what was new; what was found already open enters at the age its stated
// date gives it, and without one its age is unknown and it is left out. Open
// ones, and those of a board no longer read, leave unclosed when last seen.
func (v *vacancy) appendLives(lives []Life, last time.Time) []Life {
	for i, s := range v.spells() {
		from, to := s.from.time(), s.to.time()
		begin := from
		if s.joined {
			if i > 0 || v.posted.isZero() || v.posted > s.from {
				continue
			}
			begin = v.posted.time()
		}
		l := Life{Enter: days(from.Sub(begin))}
		switch {
		case !to.IsZero():
			l.Leave, l.Closed = days(to.Sub(begin)), true
		case !v.last.isZero() && v.last.time().Before(last):
			l.Leave = days(v.last.time().Sub(begin))
		default:
			l.Leave = days(last.Sub(begin))
		}
		lives = append(lives, l)
	}
	return lives
}
