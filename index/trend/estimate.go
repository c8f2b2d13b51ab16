package trend

import "math/rand/v2"

// estimates is what the bootstrap draws employers for.
type estimates struct {
	demand *demandTable
	creep  *creepTable
	pay    paySamples
	gaps   *tally
	ranks  *tally
	ratios *tally
}

// nothing is the statistic of what the input does not allow.
func nothing(dst []float64, _ []int32, _ *rand.Rand) []float64 { return dst }

// ranks counts every employer's vacancies by rung.
func (m *market) ranks() *tally {
	t := newTally(m.employerCount, 7)
	for _, v := range m.ladder {
		t.add(v.employerNumber, v.Rank-1, 1)
	}
	t.pack()
	return t
}

// estimate draws all statistics from the same resamples and fills in the
// values and intervals.
func (r *Report) estimate(m *market, e *estimates) {
	r.Draws, r.Seed = m.opt.Draws, m.opt.Seed
	if m.employerCount < minDrawn {
		r.Draws = 0
	}
	demand := statistic(nothing)
	if e.demand != nil {
		demand = e.demand.draw
	}
	corrected := statistic(nothing)
	if m.opt.Confusion != (Confusion{}) {
		corrected = m.corrected(e.ranks)
	}
	inflation, ratios := m.inflation(e.gaps), quotients(e.ratios)
	draws := bootstrap(m.employerCount, r.Draws, r.Seed,
		demand, corrected, inflation, ratios, e.creep.draw, e.pay.draw)

	if e.demand != nil {
		r.Demand = e.demand.table(draws[0])
	}
	r.Corrected = m.correctedTable(r.Mix, corrected(nil, nil, nil), draws[1])
	r.Titles = m.inflationTable(e.gaps, inflation(nil, nil, nil), draws[2])
	r.Ratios = ratioTable(e.ratios, ratios(nil, nil, nil), draws[3])
	r.Creep = e.creep.table(draws[4])
	e.pay.setIntervals(draws[5])
}
