package trend

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Draws and the seed of the bootstrap where the options say nothing.
const (
	defaultDraws = 1000
	defaultSeed  = 1979
)

// minDrawn is how many employers it takes to draw them: of one, every draw is
// the same and the interval a point, which is the opposite of the truth.
const minDrawn = 5

// A statistic appends its values in one resample, in which employer e counts
// weights[e] times, NaN where it has none. chance is the resample's own, for
// what is drawn beside employers. It is called from several goroutines.
type statistic func(dst []float64, weights []int32, chance *rand.Rand) []float64

// bootstrap draws employers with replacement, as many as there are, and
// returns the values of each statistic in every draw: [statistic][value][draw].
// Employers are drawn and not vacancies, because the vacancies of one
// resemble each other (B. Efron and R. J. Tibshirani, An Introduction to the
// Bootstrap, 1993, §6 and §8; A. C. Davison and D. V. Hinkley, Bootstrap
// Methods and their Application, 1997, §3.8). The chance of a draw depends on
// the seed and its number only, so processors do not show.
func bootstrap(employers, draws int, seed uint64, statistics ...statistic) [][][]float64 {
	byDraw := make([][][]float64, max(0, draws))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(byDraw)) {
		workers.Go(func() {
			weights := make([]int32, employers)
			for i := int(next.Add(1)) - 1; i < len(byDraw); i = int(next.Add(1)) - 1 {
				chance := rand.New(rand.NewPCG(seed, uint64(i)))
				resample(weights, chance)
				byDraw[i] = make([][]float64, len(statistics))
				for j, s := range statistics {
					byDraw[i][j] = s(nil, weights, chance)
				}
			}
		})
	}
	workers.Wait()
	return byValue(byDraw, len(statistics))
}

func resample(weights []int32, chance *rand.Rand) {
	clear(weights)
	for range weights {
		weights[chance.IntN(len(weights))]++
	}
}

func byValue(byDraw [][][]float64, statistics int) [][][]float64 {
	out := make([][][]float64, statistics)
	for j := range out {
		if len(byDraw) == 0 {
			continue
		}
		out[j] = make([][]float64, len(byDraw[0][j]))
		for k := range out[j] {
			out[j][k] = make([]float64, len(byDraw))
			for i := range byDraw {
				out[j][k][i] = byDraw[i][j][k]
			}
		}
	}
	return out
}

// percentiles returns the interval that holds the middle part of the draws
// (the percentile interval of Efron and Tibshirani, §13.3), nil when under
// half of them, or under 20, have a value. The accelerated interval (BCa,
// ibid. §14.3) is not taken: its acceleration comes from the jackknife, which
// is inconsistent for medians and quartiles (ibid. §11.6).
func percentiles(draws []float64, part float64) *Interval {
	values := slices.DeleteFunc(slices.Clone(draws), math.IsNaN)
	if len(values) < 20 || 2*len(values) < len(draws) {
		return nil
	}
	slices.Sort(values)
	return &Interval{Quantile(values, (1-part)/2), Quantile(values, (1+part)/2)}
}

// interval95 is the value's 95 % percentile interval, nil without draws.
func interval95(values [][]float64, i int) *Interval {
	if i >= len(values) {
		return nil
	}
	return percentiles(values[i], 0.95)
}

// A tally is what each employer adds to each of a number of cells, most of
// which are zero. Added values are whole numbers, so no order of adding shows
// in a sum.
type tally struct {
	cells int
	terms [][]term // by employer
}

type term struct {
	cell int32
	n    float64
}

func newTally(employers, cells int) *tally {
	return &tally{cells: cells, terms: make([][]term, employers)}
}

// add counts n more for an employer in a cell. Terms of one cell are united
// by pack.
func (t *tally) add(employer, cell int, n float64) {
	t.terms[employer] = append(t.terms[employer], term{int32(cell), n})
}

// pack unites the terms of each employer and cell.
func (t *tally) pack() {
	sums := make([]float64, t.cells)
	for e, terms := range t.terms {
		cells := terms[:0]
		for _, x := range terms {
			if sums[x.cell] == 0 && x.n != 0 {
				cells = append(cells, term{cell: x.cell})
			}
			sums[x.cell] += x.n
		}
		for i := range cells {
			c := &cells[i]
			c.n, sums[c.cell] = sums[c.cell], 0
		}
		t.terms[e] = slices.Clip(cells)
	}
}

// sum adds up every cell, each employer as often as weights say; nil weights
// are all one.
func (t *tally) sum(weights []int32) []float64 {
	out := make([]float64, t.cells)
	for e, terms := range t.terms {
		w := 1.0
		if weights != nil {
			w = float64(weights[e])
		}
		if w == 0 {
			continue
		}
		for _, x := range terms {
			out[x.cell] += w * x.n
		}
	}
	return out
}

// divide is NaN where there is nothing to divide by.
func divide(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

// known is nil for a value that is none.
func known(f float64) *float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	return &f
}
