package trend

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"rung/index/query"
)

// A Confusion counts labelled postings: Confusion[verdict−1][truth−1], the
// truth in columns. It must come from verdicts on postings the model did not
// learn from; those judged off the ladder are left out. The zero value is no
// matrix, and the report then corrects nothing.
type Confusion [7][7]float64

// CorrectedShare is a rung's share as counted and as it is likely to be,
// given how the classifier mistakes rungs for each other.
type CorrectedShare struct {
	Rung string `json:"rung"`
	Rank int    `json:"rank"`
	// Naive is the share of verdicts, with the report's interval for it.
	Naive         float64  `json:"naive"`
	NaiveInterval Interval `json:"naive_interval"`
	// Corrected, with an interval over employers and labelled postings both;
	// nil without draws.
	Corrected float64   `json:"corrected"`
	Interval  *Interval `json:"interval,omitempty"`
	// Gold is how many labelled postings the rung's column stands on. With
	// none the verdicts of the rung are taken to be right.
	Gold int  `json:"gold"`
	Flag Flag `json:"flag,omitempty"`
}

func (c Confusion) check() error {
	for _, row := range c {
		for _, n := range row {
			if !(n >= 0 && n == math.Trunc(n) && n < 1e9) {
				return fmt.Errorf("trend: a confusion matrix counts, %v is no count", n)
			}
		}
	}
	return nil
}

// byVerdict are the parts of a query that choose vacancies by what the
// classifier made of them. The confusion of all verdicts does not describe
// that of the chosen ones, so that nothing can be corrected by it.
var byVerdict = []string{"rung:", "track:", "gap:", "conf:", "is:abstained", "is:inflated"}

func choosesByVerdict(q query.Query) bool {
	text := q.String()
	return slices.ContainsFunc(byVerdict, func(part string) bool { return strings.Contains(text, part) })
}

func (c Confusion) columns() (sums [7]float64) {
	for _, row := range c {
		for truth, n := range row {
			sums[truth] += n
		}
	}
	return sums
}

// rates are the columns as probabilities of each verdict.
func (c Confusion) rates() Confusion {
	sums := c.columns()
	for i := range c {
		for j := range c[i] {
			switch {
			case sums[j] > 0:
				c[i][j] /= sums[j]
			case i == j:
				c[i][j] = 1
			default:
				c[i][j] = 0
			}
		}
	}
	return c
}

// redrawn draws as many labelled postings of each true rung as there are.
func (c Confusion) redrawn(chance *rand.Rand) Confusion {
	var out Confusion
	sums := c.columns()
	for j, n := range sums {
		for range int(n) {
			at, i := chance.Float64()*n, 0
			for ; i < 6 && at >= c[i][j]; i++ {
				at -= c[i][j]
			}
			out[i][j]++
		}
	}
	return out
}

// Correct returns the shares p of true rungs that best explain the shares q
// of verdicts: argmin ‖C·p − q‖² over p ≥ 0, Σp = 1, with C the confusion as
// rates. This is the adjusted count of quantification (G. Forman,
// "Quantifying counts and costs via classification", Data Mining and
// Knowledge Discovery 17 (2008) 164–206; D. J. Hopkins and G. King, "A method
// of automated nonparametric content analysis for social science", American
// Journal of Political Science 54 (2010) 229–247). Verdicts that tell nothing
// of the truth (C singular) leave q as it is.
//
// The minimum lies inside some face of the simplex and is there what the
// equations of Lagrange give, so the best admissible one of all 127 faces is
// it. The whole simplex comes first and nearly always suffices: columns of C
// sum to one, so if C⁻¹q is not negative it is the answer.
func Correct(c Confusion, q [7]float64) [7]float64 {
	c = c.rates()
	best, least := q, math.Inf(1)
	for face := uint(127); face > 0; face-- {
		p, ok := onFace(&c, &q, face)
		if !ok {
			continue
		}
		if d := misfit(&c, &q, &p); d < least-1e-15 {
			best, least = p, d
		}
		if face == 127 {
			break
		}
	}
	return best
}

func misfit(c *Confusion, q, p *[7]float64) (sum float64) {
	for i := range c {
		d := -q[i]
		for j := range p {
			d += c[i][j] * p[j]
		}
		sum += d * d
	}
	return sum
}

// onFace solves CₛᵀCₛ·p + λ·1 = Cₛᵀq, 1ᵀp = 1 for the rungs in the face.
func onFace(c *Confusion, q *[7]float64, face uint) (p [7]float64, ok bool) {
	var rungs [7]int
	n := 0
	for j := range 7 {
		if face>>j&1 == 1 {
			rungs[n] = j
			n++
		}
	}
	var a [8][9]float64
	for i, r := range rungs[:n] {
		for j, s := range rungs[:n] {
			for k := range 7 {
				a[i][j] += c[k][r] * c[k][s]
			}
		}
		for k := range 7 {
			a[i][n+1] += c[k][r] * q[k]
		}
		a[i][n], a[n][i] = 1, 1
	}
	a[n][n+1] = 1
	x, ok := solve(&a, n+1)
	for i, r := range rungs[:n] {
		if x[i] < -1e-12 {
			return p, false
		}
		p[r] = max(0, x[i])
	}
	return p, ok
}

// solve is Gauss's elimination with row pivots of n equations, whose right
// side is column n.
func solve(a *[8][9]float64, n int) (x [8]float64, ok bool) {
	for c := range n {
		pivot := c
		for r := c + 1; r < n; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[pivot][c]) {
				pivot = r
			}
		}
		if math.Abs(a[pivot][c]) < 1e-10 {
			return x, false
		}
		a[c], a[pivot] = a[pivot], a[c]
		for r := c + 1; r < n; r++ {
			f := a[r][c] / a[c][c]
			for k := c; k <= n; k++ {
				a[r][k] -= f * a[c][k]
			}
		}
	}
	for r := n - 1; r >= 0; r-- {
		x[r] = a[r][n]
		for k := r + 1; k < n; k++ {
			x[r] -= a[r][k] * x[k]
		}
		x[r] /= a[r][r]
	}
	return x, true
}

// corrected is the statistic of the corrected shares: employers and labelled
// postings are drawn anew together.
func (m *market) corrected(byRank *tally) statistic {
	return func(dst []float64, weights []int32, chance *rand.Rand) []float64 {
		c := m.opt.Confusion
		if chance != nil {
			c = c.redrawn(chance)
		}
		q, n := sharesOf(byRank.sum(weights))
		p := Correct(c, q)
		for _, share := range p {
			dst = append(dst, divide(share*n, n))
		}
		return dst
	}
}

func sharesOf(counts []float64) (q [7]float64, n float64) {
	for _, k := range counts[:7] {
		n += k
	}
	if n == 0 {
		return q, 0
	}
	for i, k := range counts[:7] {
		q[i] = k / n
	}
	return q, n
}

func (m *market) correctedTable(mix []RungShare, values []float64, draws [][]float64) []CorrectedShare {
	if m.opt.Confusion == (Confusion{}) || len(m.ladder) == 0 {
		return nil
	}
	gold := m.opt.Confusion.columns()
	out := make([]CorrectedShare, 7)
	for i, s := range mix {
		out[i] = CorrectedShare{Rung: query.Rungs[i], Rank: i + 1, Naive: s.Share, NaiveInterval: s.Interval,
			Corrected: values[i], Interval: interval95(draws, i), Gold: int(gold[i]), Flag: flagOf(int(gold[i]))}
	}
	return out
}
