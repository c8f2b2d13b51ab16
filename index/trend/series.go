package trend

import (
	"sort"
	"time"

	"rung/index/query"
)

var seriesTitles = map[Date]string{
	Posted:    "still open, by %s posted; not demand: what was posted earlier and has closed is missing",
	FirstSeen: "first seen by us, by %s; what was open before the first crawl is in the first %s",
	Closed:    "closed, by %s",
}

// inSeries reports whether a vacancy belongs in the series at all, and its
// date there.
func (m *market) inSeries(v *vacancy) (at moment, belongs bool) {
	at = v.date(m.opt.Date)
	if m.opt.Date == Posted && !v.isOpen() || m.opt.Date == Closed && v.isOpen() {
		return at, false
	}
	if m.opt.From.IsZero() && m.opt.To.IsZero() {
		return at, true
	}
	return at, at.isZero() || inBounds(at.time(), m.opt.From, m.opt.To)
}

func (m *market) series() Series {
	s := Series{Date: m.opt.Date, Title: titled(seriesTitles[m.opt.Date], m.opt.By), Periods: []Period{}}
	var first, last moment
	for _, v := range m.ladder {
		at, ok := m.inSeries(v)
		switch {
		case !ok:
		case at.isZero():
			s.Undated++
		default:
			first = earliest(first, at)
			last = max(last, at)
		}
	}
	if !first.isZero() {
		s.Periods = m.opt.By.periods(first.time(), last.time())
	}
	s.fill(m)
	return s
}

// fill counts in one pass: for each period and employer, how many of each
// rank.
func (s *Series) fill(m *market) {
	byPeriod := make([]rankCounts, len(s.Periods))
	for i := range byPeriod {
		byPeriod[i] = make(rankCounts, m.employerCount)
	}
	s.Totals = make([]int, len(s.Periods))
	for _, v := range m.ladder {
		if at, ok := m.inSeries(v); ok && !at.isZero() {
			if i := periodOf(s.Periods, at.time()); i >= 0 {
				byPeriod[i].add(v)
				s.Totals[i]++
			}
		}
	}
	for rank := 1; rank <= 7; rank++ {
		rs := RungSeries{Rung: query.Rungs[rank-1], Rank: rank, Cells: make([]RungShare, len(s.Periods))}
		for i, p := range s.Periods {
			rs.Cells[i] = newShare(byPeriod[i].clusters(rank), rank, key("series", rank, p.Name))
		}
		if s.Date != Posted {
			rs.Change = s.change(rs.Cells, m.horizon())
		}
		s.Rungs = append(s.Rungs, rs)
	}
	var changes []*Change
	for _, r := range s.Rungs {
		if r.Change != nil {
			changes = append(changes, r.Change)
		}
	}
	adjust(changes)
}

// periodOf finds the period a time lies in among periods that follow each
// other, -1 for none.
func periodOf(periods []Period, t time.Time) int {
	i := sort.Search(len(periods), func(i int) bool { return t.Before(periods[i].End) })
	if i == len(periods) || t.Before(periods[i].Start) {
		return -1
	}
	return i
}

// horizon is the end of what is known: the last crawl, or the bound.
func (m *market) horizon() time.Time {
	if n := len(m.crawls); n > 0 {
		return m.crawls[n-1].At
	}
	return m.opt.To
}

// change compares the last two periods that had ended by the horizon.
func (s *Series) change(cells []RungShare, horizon time.Time) *Change {
	n := len(wholePeriods(s.Periods, horizon))
	if n < 2 || cells[n-1].N == 0 || cells[n-2].N == 0 {
		return nil
	}
	return changeOf(cells[n-2], cells[n-1], s.Periods[n-2].Name, s.Periods[n-1].Name)
}

// changeOf sets share b against share a.
func changeOf(a, b RungShare, from, to string) *Change {
	c := &Change{From: from, To: to, Difference: b.Share - a.Share,
		Interval: Newcombe(b.Share, b.Effective, a.Share, a.Effective)}
	c.Clear = clear95(&c.Interval)
	c.P = scoreTest(b.Share, b.Effective, a.Share, a.Effective)
	return c
}

// wholePeriods leaves out those at the end that had not ended by the horizon.
func wholePeriods(periods []Period, horizon time.Time) []Period {
	n := len(periods)
	for n > 0 && !horizon.IsZero() && periods[n-1].End.After(horizon) {
		n--
	}
	return periods[:n]
}
