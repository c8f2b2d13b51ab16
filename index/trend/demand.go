package trend

import (
	"math"
	"math/rand/v2"
)

// The demand index. Boards come and go, so a count of open vacancies says as
// much about what was read as about demand. The index therefore compares only
// boards read in both of two neighbouring periods and chains the ratios:
//
//	R_t = Σ_{s∈M_t} N_{s,t} / Σ_{s∈M_t} N_{s,t−1},  I_t = I_{t−1}·R_t
//
// with M_t the boards listed completely in both, N_{s,t} what was open on s
// at its last reading in t, and the mean of the first four periods = 100. A
// board that was read and had nothing open counts as 0; one that could not be
// read is missing. It is the matched-model index of price statistics
// (ILO, IMF et al., Consumer Price Index Manual, 2020, ch. 8), whose known
// fault is chain drift, so the direct ratio from the first period to the last
// stands beside it.
const (
	basePeriods = 4
	// minCover is the part of the stock that must be on matched boards for a
	// point to be drawn as sound.
	minCover = 0.8
)

// Demand is the matched-panel chain-linked index of open vacancies.
type Demand struct {
	Periods []FlowPeriod `json:"periods"`
	Total   RungDemand   `json:"total"`
	Rungs   []RungDemand `json:"rungs"`
}

// RungDemand is the index of one rung, or of all, a point a period.
type RungDemand struct {
	Rung   string        `json:"rung"`
	Rank   int           `json:"rank"`
	Points []DemandPoint `json:"points"`
	// Base names the periods whose mean is 100: the first four with a value,
	// or all of fewer; empty when nothing could be compared.
	Base []string `json:"base"`
	// Direct is the last point from the boards read in both the first and the
	// last period alone; Drift the chain's last point over it, minus 1. Both
	// are nil when there are no such boards or none had a vacancy.
	Direct *float64 `json:"direct"`
	Drift  *float64 `json:"drift"`
	// Change is the last point over the first that has a value, minus 1.
	Change         *float64  `json:"change"`
	ChangeInterval *Interval `json:"change_interval,omitempty"`
	// Clear is false when the interval spans zero or there is none.
	Clear bool `json:"clear"`
	// Since are the last point over the one before, and over that of a year
	// before, where the chain reaches so far.
	Since []DemandChange `json:"since"`
	Flag  Flag           `json:"flag,omitempty"`
}

// DemandChange is the index at the end of To over that at the end of From,
// minus 1.
type DemandChange struct {
	From     string    `json:"from"`
	To       string    `json:"to"`
	Change   float64   `json:"change"`
	Interval *Interval `json:"interval,omitempty"`
	// Clear is false when the interval spans zero or there is none.
	Clear bool `json:"clear"`
	// Flag is by the smaller number of open vacancies of the two.
	Flag Flag `json:"flag,omitempty"`
}

// DemandPoint is the index at the end of one period.
type DemandPoint struct {
	// Value is nil in a period in which no board was read, before the first
	// that had vacancies, and from one on that nothing can be compared with.
	Value    *float64  `json:"value"`
	Interval *Interval `json:"interval,omitempty"`
	// Open vacancies at the end; Matched of them on boards that were read in
	// the period before too; Cover is Matched over Open, 0 without any.
	Open    int     `json:"open"`
	Matched int     `json:"matched"`
	Cover   float64 `json:"cover"`
	// Grey points stand on too little of the market: Cover under 0.8.
	Grey bool `json:"grey,omitempty"`
	// Key names the Open vacancies; empty where no board was read.
	Key string `json:"key,omitempty"`
}

// panel is which boards were read in which period.
type panel struct {
	periods []FlowPeriod
	boards  []map[string]bool // by period; "" stands for every board
	links   []int             // periods in which any board was read
}

func (m *market) panel(f *Flow) panel {
	p := panel{periods: f.Periods, boards: make([]map[string]bool, len(f.Periods))}
	periods := plain(f.Periods)
	for i := range p.boards {
		p.boards[i] = map[string]bool{}
	}
	for _, c := range m.crawls {
		i := periodOf(periods, c.At.UTC())
		if i < 0 {
			continue
		}
		for _, b := range c.Boards {
			p.boards[i][b] = true
		}
		if len(c.Boards) == 0 {
			p.boards[i][""] = true
		}
	}
	for i, boards := range p.boards {
		if len(boards) > 0 {
			p.links = append(p.links, i)
		}
	}
	return p
}

func plain(in []FlowPeriod) []Period {
	out := make([]Period, len(in))
	for i, p := range in {
		out[i] = p.Period
	}
	return out
}

// read reports whether a board was read in the l-th linked period.
func (p panel) read(l int, board string) bool {
	boards := p.boards[p.links[l]]
	return boards[""] || board != "" && boards[board]
}

// The cells of a link, for each rank.
const (
	linkNow    = iota // open at its end, on matched boards
	linkBefore        // open at the end of the link before, on the same
	linkCells
)

func cellOf(link, rank, what int) int { return (link*7+rank-1)*linkCells + what }

// count puts every employer's open vacancies into the cells of the links, and
// of one more link that joins the first to the last directly. Link 0 has
// nothing before it; its cells hold what is open then.
func (d *demandTable) count(m *market) {
	p := d.panel
	links := len(p.links)
	t := newTally(m.employerCount, cellOf(links+1, 1, 0))
	d.tally, d.open = t, make([][8]int, links)
	open := make([]bool, links)
	for _, v := range m.ladder {
		board := m.boards.names[v.board]
		// A vacancy is seldom open in more than a few of the periods.
		from, to := links, -1
		for i, n := range p.links {
			open[i] = v.openAt(p.periods[n].Period)
			if open[i] {
				from, to = min(from, i), i
			}
		}
		for i := from; i <= to+1 && i < links; i++ {
			if open[i] {
				d.open[i][0]++
				d.open[i][v.Rank]++
			}
			if i == 0 {
				link(t, v, 0, false, true)
			} else if (open[i] || open[i-1]) && p.read(i, board) && p.read(i-1, board) {
				link(t, v, i, open[i-1], open[i])
			}
		}
		if links > 1 && (open[0] || open[links-1]) && p.read(0, board) && p.read(links-1, board) {
			link(t, v, links, open[0], open[links-1])
		}
	}
	t.pack()
}

func link(t *tally, v *vacancy, link int, before, now bool) {
	if before {
		t.add(v.employerNumber, cellOf(link, v.Rank, linkBefore), 1)
	}
	if now {
		t.add(v.employerNumber, cellOf(link, v.Rank, linkNow), 1)
	}
}

func (v *vacancy) openAt(p Period) bool {
	for _, s := range v.spells() {
		if s.openAt(momentOf(p.End)) {
			return true
		}
	}
	return false
}

// openIn is what the cells have of one rank, 0 for all.
func openIn(sums []float64, link, rank, what int) (n float64) {
	for r := 1; r <= 7; r++ {
		if rank == 0 || r == rank {
			n += sums[cellOf(link, r, what)]
		}
	}
	return n
}

// chain makes the index of one rank, 0 for all, from the sums of the cells:
// one value a link, NaN where there is none, then the direct last point. It
// begins at the link start, before which the rank had nothing to compare with.
func chain(dst, sums []float64, links, start, rank int) []float64 {
	link := func(i int) float64 { return growth(sums, i-1, i, rank) }
	values := make([]float64, links+1)
	base, n := 0.0, min(basePeriods, links-start)
	for i := range links {
		switch {
		case i < start:
			values[i] = math.NaN()
		case i == start:
			values[i] = 1
		default:
			values[i] = values[i-1] * link(i)
		}
		if i >= start && i < start+n {
			base += values[i] / float64(n)
		}
	}
	if values[links] = link(links); start > 0 {
		values[links] = math.NaN() // it would begin elsewhere
	}
	for _, x := range values {
		dst = append(dst, divide(100*x, base))
	}
	return dst
}

// growth is the last link over an earlier one. It is not read off the chain,
// which an early link without vacancies would have broken.
func growth(sums []float64, from, to, rank int) float64 {
	g := 1.0
	for i := from + 1; i <= to; i++ {
		g *= divide(openIn(sums, i, rank, linkNow), openIn(sums, i, rank, linkBefore))
	}
	return g
}

// begin finds, for each rank, the first link that the next can be compared
// with; links-1 where there is none.
func (d *demandTable) begin() {
	sums, links := d.tally.sum(nil), len(d.panel.links)
	for rank := range d.start {
		for d.start[rank] < links-1 && openIn(sums, d.start[rank]+1, rank, linkBefore) == 0 {
			d.start[rank]++
		}
	}
}

// demand counts what the index is made of; nil without two periods in which
// boards were read.
func (m *market) demand(f *Flow) *demandTable {
	if f == nil {
		return nil
	}
	d := &demandTable{panel: m.panel(f)}
	if len(d.panel.links) < 2 {
		return nil
	}
	d.count(m)
	d.begin()
	d.lookBack()
	return d
}

// lookBack chooses the links that the last is set against.
func (d *demandTable) lookBack() {
	links := d.panel.links
	last := len(links) - 1
	d.since = []int{last - 1}
	year := d.panel.periods[links[last]].Start.AddDate(-1, 0, 0)
	for l := last - 2; l >= 0; l-- {
		if !d.panel.periods[links[l]].Start.After(year) {
			d.since = append(d.since, l)
			return
		}
	}
}

type demandTable struct {
	panel panel
	tally *tally
	open  [][8]int // by link and rank, 0 for all; on any board
	start [8]int   // the link each rank's chain begins at
	since []int    // the links the last is set against
}

// width is how many values draw has for each rank.
func (d *demandTable) width() int { return len(d.panel.links) + 2 + len(d.since) }

// draw is the statistic: the chains of all ranks, 0 to 7, and after each its
// change from the first to the last link and from those of since.
func (d *demandTable) draw(dst []float64, weights []int32, _ *rand.Rand) []float64 {
	sums := d.tally.sum(weights)
	links := len(d.panel.links)
	for rank := 0; rank <= 7; rank++ {
		from := len(dst)
		dst = chain(dst, sums, links, d.start[rank], rank)
		dst = append(dst, divide(dst[from+links-1], dst[from+d.start[rank]])-1)
		for _, l := range d.since {
			dst = append(dst, growth(sums, l, links-1, rank)-1)
		}
	}
	return dst
}

// table makes the report's part of the sums and of the draws.
func (d *demandTable) table(draws [][]float64) *Demand {
	out := &Demand{Periods: d.panel.periods}
	values := d.draw(nil, nil, nil)
	sums := d.tally.sum(nil)
	width := d.width()
	for rank := 0; rank <= 7; rank++ {
		part := func(i int) *Interval { return interval95(draws, rank*width+i) }
		r := d.rung(rank, values[rank*width:(rank+1)*width], sums, part)
		if rank == 0 {
			out.Total = r
		} else {
			out.Rungs = append(out.Rungs, r)
		}
	}
	return out
}

func (d *demandTable) rung(rank int, values, sums []float64, part func(int) *Interval) RungDemand {
	links := len(d.panel.links)
	r := RungDemand{Rung: rungName(rank), Rank: rank, Points: make([]DemandPoint, len(d.panel.periods)), Base: []string{}, Since: []DemandChange{}}
	least, start := math.MaxInt, d.start[rank]
	for l, i := range d.panel.links {
		p := &r.Points[i]
		p.Key = key("open", rank, d.panel.periods[i].Name)
		if p.Value = known(values[l]); p.Value != nil {
			p.Interval = part(l)
		}
		p.count(sums, l, rank, d.open[l][rank])
		if l < start || start == links-1 {
			p.Value, p.Interval = nil, nil // a single point is no index
			continue
		}
		least = min(least, p.Open)
		if l < start+basePeriods {
			r.Base = append(r.Base, d.panel.periods[i].Name)
		}
	}
	if start == links-1 {
		r.Flag = Few
		return r
	}
	r.Flag = flagOf(least)
	if r.Direct = known(values[links]); r.Direct != nil {
		r.Drift = known(divide(values[links-1], values[links]) - 1)
	}
	if r.Change = known(values[links+1]); r.Change != nil {
		r.ChangeInterval = part(links + 1)
		r.Clear = clear95(r.ChangeInterval)
	}
	for i, l := range d.since {
		if x := known(values[links+2+i]); x != nil && l >= start {
			c := DemandChange{From: d.nameOf(l), To: d.nameOf(links - 1), Change: *x, Interval: part(links + 2 + i)}
			c.Clear, c.Flag = clear95(c.Interval), flagOf(min(d.open[l][rank], d.open[links-1][rank]))
			r.Since = append(r.Since, c)
		}
	}
	return r
}

func (d *demandTable) nameOf(link int) string { return d.panel.periods[d.panel.links[link]].Name }

func (p *DemandPoint) count(sums []float64, link, rank, open int) {
	p.Open = open
	p.Matched = int(openIn(sums, link, rank, linkNow))
	p.Cover = ratio(p.Matched, p.Open)
	p.Grey = p.Cover < minCover
}

// clear95 reports whether an interval leaves zero out.
func clear95(i *Interval) bool { return i != nil && (i.Low > 0 || i.High < 0) }
