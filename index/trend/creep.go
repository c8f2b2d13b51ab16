package trend

import (
	"math/rand/v2"
	"slices"

	"rung/index/query"
)

// Creep is how the experience asked for moves, by the date and in the periods
// of the report's series.
type Creep struct {
	Date    Date        `json:"date"`
	Periods []Period    `json:"periods"`
	Rungs   []RungCreep `json:"rungs"`
	// FixedMix is the median of every rung in a period, weighted by the
	// rung's part of all periods, so that more senior vacancies alone do not
	// look like higher demands. Nil where a rung with a part has no median.
	FixedMix []*float64 `json:"fixed_mix"`
}

// RungCreep is the least years a rung asks for, a cell a period.
type RungCreep struct {
	Rung  string      `json:"rung"`
	Rank  int         `json:"rank"`
	Cells []CreepCell `json:"cells"`
	// Change is the mean of the last whole period minus that of the first,
	// among those with 10 or more vacancies that state years; nil without two.
	Change   *float64  `json:"change"`
	From     string    `json:"from,omitempty"`
	To       string    `json:"to,omitempty"`
	Interval *Interval `json:"interval,omitempty"`
	Clear    bool      `json:"clear"`
}

// CreepCell is the years asked for in one period, by those that state any.
type CreepCell struct {
	N      int     `json:"n"`
	Median float64 `json:"median"`
	Mean   float64 `json:"mean"`
	Flag   Flag    `json:"flag,omitempty"`
}

// creepTable counts, for each rung and period, vacancies that state years
// and the sum of years in tenths, which are whole.
type creepTable struct {
	m       *market
	series  *Series
	tally   *tally
	medians [8][]float64 // by rank and period, 0 without any
	ends    [8][2]int    // by rank, the periods compared; the same for none
}

func (c *creepTable) cell(rank, period, what int) int {
	return ((rank-1)*len(c.series.Periods)+period)*2 + what
}

const tenths = 10

func (m *market) creep(s *Series) *creepTable {
	c := &creepTable{m: m, series: s}
	c.tally = newTally(m.employerCount, c.cell(8, 0, 0))
	values := make([][]float64, 8*len(s.Periods))
	for _, v := range m.ladder {
		at, ok := m.inSeries(v)
		if !ok || at.isZero() || !v.hasYears {
			continue
		}
		i := periodOf(s.Periods, at.time())
		if i < 0 {
			continue
		}
		c.tally.add(v.employerNumber, c.cell(v.Rank, i, 0), 1)
		c.tally.add(v.employerNumber, c.cell(v.Rank, i, 1), float64(int(v.years*tenths+0.5)))
		values[v.Rank*len(s.Periods)+i] = append(values[v.Rank*len(s.Periods)+i], v.years)
	}
	c.tally.pack()
	for rank := 1; rank <= 7; rank++ {
		c.medians[rank] = make([]float64, len(s.Periods))
		for i := range s.Periods {
			if in := values[rank*len(s.Periods)+i]; len(in) > 0 {
				slices.Sort(in)
				c.medians[rank][i] = Quantile(in, 0.5)
			}
		}
	}
	c.findEnds()
	return c
}

func (c *creepTable) findEnds() {
	sums := c.tally.sum(nil)
	whole := wholePeriods(c.series.Periods, c.m.horizon())
	for rank := 1; rank <= 7; rank++ {
		ends := []int{}
		for i := range whole {
			if flagOf(int(sums[c.cell(rank, i, 0)])) != Few {
				ends = append(ends, i)
			}
		}
		if len(ends) > 1 {
			c.ends[rank] = [2]int{ends[0], ends[len(ends)-1]}
		}
	}
}

// draw is the statistic: the change of every rung.
func (c *creepTable) draw(dst []float64, weights []int32, _ *rand.Rand) []float64 {
	sums := c.tally.sum(weights)
	for rank := 1; rank <= 7; rank++ {
		e := c.ends[rank]
		if e[0] == e[1] {
			dst = append(dst, divide(0, 0))
			continue
		}
		dst = append(dst, c.mean(sums, rank, e[1])-c.mean(sums, rank, e[0]))
	}
	return dst
}

func (c *creepTable) mean(sums []float64, rank, period int) float64 {
	return divide(sums[c.cell(rank, period, 1)], tenths*sums[c.cell(rank, period, 0)])
}

func (c *creepTable) table(draws [][]float64) Creep {
	out := Creep{Date: c.series.Date, Periods: c.series.Periods, FixedMix: []*float64{}}
	sums, values := c.tally.sum(nil), c.draw(nil, nil, nil)
	for rank := 1; rank <= 7; rank++ {
		r := RungCreep{Rung: query.Rungs[rank-1], Rank: rank, Cells: make([]CreepCell, len(c.series.Periods))}
		for i := range r.Cells {
			n := int(sums[c.cell(rank, i, 0)])
			r.Cells[i] = CreepCell{N: n, Flag: flagOf(n)}
			if n > 0 {
				r.Cells[i].Median, r.Cells[i].Mean = c.medians[rank][i], c.mean(sums, rank, i)
			}
		}
		if r.Change = known(values[rank-1]); r.Change != nil {
			e := c.ends[rank]
			r.From, r.To = c.series.Periods[e[0]].Name, c.series.Periods[e[1]].Name
			r.Interval = interval95(draws, rank-1)
			r.Clear = clear95(r.Interval)
		}
		out.Rungs = append(out.Rungs, r)
	}
	for i := range c.series.Periods {
		out.FixedMix = append(out.FixedMix, fixedMix(out.Rungs, i))
	}
	return out
}

// fixedMix weights the medians of a period by how many vacancies of each
// rung state years in all periods.
func fixedMix(rungs []RungCreep, period int) *float64 {
	var sum, weights float64
	for _, r := range rungs {
		n := 0
		for _, c := range r.Cells {
			n += c.N
		}
		if n > 0 && r.Cells[period].N == 0 {
			return nil
		}
		sum += float64(n) * r.Cells[period].Median
		weights += float64(n)
	}
	return known(divide(sum, weights))
}
