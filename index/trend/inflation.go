package trend

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// Noise is what the title index would measure without any inflation: how
// often the model finds the duties of labelled postings whose title and
// duties agree below the title's rung, and how often above.
type Noise struct {
	Below int `json:"below"`
	Above int `json:"above"`
	// N is how many such postings there are; 0 means no noise is known, and
	// none is subtracted.
	N int `json:"n"`
}

func (n Noise) check() error {
	if n.Below < 0 || n.Above < 0 || n.N < n.Below+n.Above {
		return fmt.Errorf("trend: noise counts %d below and %d above among %d", n.Below, n.Above, n.N)
	}
	return nil
}

// net is what to subtract from the index.
func (n Noise) net() float64 {
	if n.N == 0 {
		return 0
	}
	return float64(n.Below-n.Above) / float64(n.N)
}

func (n Noise) redrawn(chance *rand.Rand) Noise {
	out := Noise{N: n.N}
	for range n.N {
		switch i := chance.IntN(n.N); {
		case i < n.Below:
			out.Below++
		case i < n.Below+n.Above:
			out.Above++
		}
	}
	return out
}

// TitleInflation is the title inflation index of a rung: with T the rung the
// title claims and D the one the duties alone speak for,
//
//	Index = P(D < T) − P(D > T) − Noise,  Severity = E max(0, T − D)
//
// over the vacancies where both are known. It is 0 when titles say what
// duties do, 1 when every title is above its duties. Severity is in rungs and
// keeps the model's noise, which has no size of its own there.
type TitleInflation struct {
	Rung  string `json:"rung"`
	Rank  int    `json:"rank"`
	N     int    `json:"n"`
	Above int    `json:"title_above"` // title above duties
	Below int    `json:"title_below"`
	// Raw is the index before Noise is subtracted.
	Raw      float64   `json:"raw"`
	Noise    float64   `json:"noise"`
	Index    float64   `json:"index"`
	Interval *Interval `json:"interval,omitempty"`
	// Clear is false when the interval spans zero or there is none.
	Clear            bool      `json:"clear"`
	Severity         float64   `json:"severity"`
	SeverityInterval *Interval `json:"severity_interval,omitempty"`
	Flag             Flag      `json:"flag,omitempty"`
	// Keys of the vacancies above and below.
	AboveKey string `json:"above_key"`
	BelowKey string `json:"below_key"`
}

// The cells of the index, for each rank.
const (
	gapKnown = iota
	gapAbove
	gapBelow
	gapRungs // the sum of max(0, T − D)
	gapCells
)

func (m *market) gaps() *tally {
	t := newTally(m.employerCount, 7*gapCells)
	for _, v := range m.ladder {
		if !v.hasGap {
			continue
		}
		add := func(what, n int) {
			if n > 0 {
				t.add(v.employerNumber, (v.Rank-1)*gapCells+what, float64(n))
			}
		}
		add(gapKnown, 1)
		add(gapAbove, one(v.gap > 0))
		add(gapBelow, one(v.gap < 0))
		add(gapRungs, int(v.gap))
	}
	t.pack()
	return t
}

// gapsOf are the cells of a rank, 0 for all.
func gapsOf(sums []float64, rank int) (c [gapCells]float64) {
	for r := 1; r <= 7; r++ {
		if rank == 0 || r == rank {
			for what := range c {
				c[what] += sums[(r-1)*gapCells+what]
			}
		}
	}
	return c
}

// inflation is the statistic: index and severity of ranks 0, for all, to 7.
func (m *market) inflation(gaps *tally) statistic {
	return func(dst []float64, weights []int32, chance *rand.Rand) []float64 {
		noise := m.opt.Noise
		if chance != nil {
			noise = noise.redrawn(chance)
		}
		sums := gaps.sum(weights)
		for rank := 0; rank <= 7; rank++ {
			c := gapsOf(sums, rank)
			dst = append(dst, divide(c[gapAbove]-c[gapBelow], c[gapKnown])-noise.net(), divide(c[gapRungs], c[gapKnown]))
		}
		return dst
	}
}

// inflationTable lists all rungs together first, then each.
func (m *market) inflationTable(gaps *tally, values []float64, draws [][]float64) []TitleInflation {
	out := make([]TitleInflation, 8)
	sums := gaps.sum(nil)
	for rank := range out {
		c := gapsOf(sums, rank)
		t := TitleInflation{Rung: rungName(rank), Rank: rank, N: int(c[gapKnown]), Above: int(c[gapAbove]), Below: int(c[gapBelow]),
			Flag: flagOf(int(c[gapKnown])), AboveKey: key("inflated", rank), BelowKey: key("understated", rank)}
		if i := values[2*rank]; !math.IsNaN(i) {
			t.Noise = m.opt.Noise.net()
			t.Raw, t.Index, t.Severity = i+t.Noise, i, values[2*rank+1]
			t.Interval, t.SeverityInterval = interval95(draws, 2*rank), interval95(draws, 2*rank+1)
			t.Clear = clear95(t.Interval)
		}
		out[rank] = t
	}
	return out
}

// TitleCase is a vacancy whose title stands above its duties.
type TitleCase struct {
	ID         string  `json:"id"`
	Employer   string  `json:"employer"`
	Title      string  `json:"title_rung"`
	Duties     string  `json:"duties_rung"`
	Gap        int     `json:"gap"`
	Confidence float64 `json:"confidence"`
	Key        string  `json:"key"`
}

const mostCases = 10

// clearest lists the widest gaps of the surest verdicts, one an employer so
// that no employer's habit fills the list.
func (m *market) clearest() []TitleCase {
	best := make([]*vacancy, m.employerCount)
	for _, v := range m.ladder {
		if yes, _ := isInflated(v); yes && (best[v.employerNumber] == nil || clearer(v, best[v.employerNumber]) < 0) {
			best[v.employerNumber] = v
		}
	}
	best = slices.DeleteFunc(best, func(v *vacancy) bool { return v == nil })
	slices.SortFunc(best, clearer)
	out := []TitleCase{}
	for _, v := range best[:min(len(best), mostCases)] {
		out = append(out, TitleCase{ID: v.ID, Employer: m.employer(v), Title: rungName(v.asks.TitleRank), Duties: rungName(v.asks.DutiesRank),
			Gap: int(v.gap), Confidence: v.asks.Confidence, Key: "posting/" + v.ID})
	}
	return out
}

func clearer(a, b *vacancy) int {
	return cmp.Or(cmp.Compare(b.gap, a.gap), cmp.Compare(b.asks.Confidence, a.asks.Confidence), strings.Compare(a.ID, b.ID))
}
