package eval

import "math"

// A Call is one verdict beside its label, reduced to what the metrics need.
type Call struct {
	ID string
	// Group is the employer or near-duplicate cluster.
	Group string
	// Truth is the label's rank, 0 off the ladder or without a rung.
	Truth int
	// Rank is the verdict's rank, 0 for a verdict off the ladder or without a
	// rung: a miss in every metric.
	Rank int
	// Confidence is the verdict's probability that Rank is right.
	Confidence float64
	// Lo and Hi are the ranks at the ends of the level set, 0 for none.
	Lo, Hi    int
	Abstained bool
	// LabelOn and VerdictOn are the gate's label and answer.
	LabelOn, VerdictOn bool
}

// A Share is a proportion with its Wilson 95 % interval.
type Share struct {
	K, N   int
	P      float64
	Lo, Hi float64
}

// NewShare returns k of n with the interval of Wilson, "Probable Inference,
// the Law of Succession, and Statistical Inference", JASA 22 (1927). With n
// zero everything is NaN.
func NewShare(k, n int) Share {
	if n == 0 {
		return Share{P: math.NaN(), Lo: math.NaN(), Hi: math.NaN()}
	}
	const z = 1.959963984540054
	p, fn := float64(k)/float64(n), float64(n)
	mid := (p + z*z/(2*fn)) / (1 + z*z/fn)
	half := z / (1 + z*z/fn) * math.Sqrt(p*(1-p)/fn+z*z/(4*fn*fn))
	return Share{K: k, N: n, P: p, Lo: math.Max(0, mid-half), Hi: math.Min(1, mid+half)}
}

// onLabel keeps the calls whose label is a rung.
func onLabel(calls []Call) []Call {
	var out []Call
	for _, c := range calls {
		if c.Truth > 0 {
			out = append(out, c)
		}
	}
	return out
}

// Exact is the share of labelled rungs that the verdict names.
func Exact(calls []Call) Share { return within(calls, 0) }

// WithinOne counts a neighbouring rung as right too.
func WithinOne(calls []Call) Share { return within(calls, 1) }

func within(calls []Call, d int) Share {
	k, n := 0, 0
	for _, c := range onLabel(calls) {
		n++
		if c.Rank > 0 && abs(c.Truth-c.Rank) <= d {
			k++
		}
	}
	return NewShare(k, n)
}

// TwoOff counts misses of two rungs or more, verdicts off the ladder among
// them.
func TwoOff(calls []Call) int {
	w := WithinOne(calls)
	return w.N - w.K
}

// missDistance is how far off a verdict without a rung counts as being.
const missDistance = 6

// Kappa is Cohen's kappa with quadratic weights ("Weighted kappa", Psychol.
// Bull. 70, 1968) over the seven rungs: 1 − Σwo/Σwe with w = distance². A
// verdict without a rung stands six rungs from every label.
func Kappa(calls []Call) float64 {
	rows := onLabel(calls)
	var truth, pred [8]float64
	var observed float64
	for _, c := range rows {
		truth[c.Truth]++
		pred[c.Rank]++
		observed += distance(c.Truth, c.Rank)
	}
	var expected float64
	for t := 1; t < 8; t++ {
		for p := range pred {
			expected += truth[t] * pred[p] * distance(t, p)
		}
	}
	if expected == 0 {
		return math.NaN()
	}
	return 1 - observed*float64(len(rows))/expected
}

func distance(truth, rank int) float64 {
	d := float64(truth - rank)
	if rank == 0 {
		d = missDistance
	}
	return d * d
}

func abs(x int) int { return max(x, -x) }

// PRF are precision, recall and F1 of one class with the number of rows that
// carry it.
type PRF struct {
	Precision, Recall, F1 float64
	Support               int
}

func newPRF(tp, fp, fn int) PRF {
	p, r := ratio(tp, tp+fp), ratio(tp, tp+fn)
	f := 0.0
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	return PRF{Precision: p, Recall: r, F1: f, Support: tp + fn}
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// OnLadder is the gate's precision, recall and F1 over all rows.
func OnLadder(calls []Call) PRF {
	var tp, fp, fn int
	for _, c := range calls {
		switch {
		case c.LabelOn && c.VerdictOn:
			tp++
		case c.VerdictOn:
			fp++
		case c.LabelOn:
			fn++
		}
	}
	return newPRF(tp, fp, fn)
}

// PerRung returns precision, recall and F1 of each rank 1 to 7 (index 0
// unused), over rows whose label is a rung.
func PerRung(calls []Call) [8]PRF {
	var out [8]PRF
	rows := onLabel(calls)
	for r := 1; r < 8; r++ {
		var tp, fp, fn int
		for _, c := range rows {
			switch {
			case c.Truth == r && c.Rank == r:
				tp++
			case c.Rank == r:
				fp++
			case c.Truth == r:
				fn++
			}
		}
		out[r] = newPRF(tp, fp, fn)
	}
	return out
}

// minSupport is how many rows a rung needs to count in the macro average.
const minSupport = 10

// MacroF1 averages F1 over rungs with ten rows or more; thin names the ranks
// left out that have rows at all.
func MacroF1(calls []Call) (f1 float64, thin []int) {
	n := 0
	for r, p := range PerRung(calls) {
		switch {
		case p.Support >= minSupport:
			f1 += p.F1
			n++
		case p.Support > 0:
			thin = append(thin, r)
		}
	}
	if n == 0 {
		return math.NaN(), thin
	}
	return f1 / float64(n), thin
}

// Confusion counts rows by label's rank and verdict's rank (0 = no rung).
func Confusion(calls []Call) [8][8]int {
	var m [8][8]int
	for _, c := range onLabel(calls) {
		m[c.Truth][c.Rank]++
	}
	return m
}
