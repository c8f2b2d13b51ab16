package trend

import (
	"cmp"
	"math"
	"slices"
)

// BenjaminiHochberg returns, for each probability of seeing as much by
// chance, the least rate of false discoveries at which it would count as one
// among all of them: those at most 0.05 may be called differences together.
// Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate",
// Journal of the Royal Statistical Society B 57 (1995) 289–300; the adjusted
// form is that of R's p.adjust.
func BenjaminiHochberg(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p[b], p[a]) })
	out := make([]float64, len(p))
	least, n := 1.0, float64(len(p))
	for i, at := range order {
		least = min(least, p[at]*n/(n-float64(i)))
		out[at] = least
	}
	return out
}

// falseDiscoveries is the rate at which many differences are called clear.
const falseDiscoveries = 0.05

// twoSided is the probability of a standard normal value as far from 0 as z.
func twoSided(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// scoreTest is the probability that two shares, seen in n1 and n2, differ as
// much by chance: the two-sided z test with the variance of both together,
// the counterpart of the Wilson interval.
func scoreTest(p1, n1, p2, n2 float64) float64 {
	if n1 <= 0 || n2 <= 0 {
		return 1
	}
	p := (p1*n1 + p2*n2) / (n1 + n2)
	variance := p * (1 - p) * (1/n1 + 1/n2)
	if variance <= 0 {
		return 1
	}
	return twoSided((p1 - p2) / math.Sqrt(variance))
}

// adjust sets Adjusted and ClearAmong of the changes of all rungs.
func adjust(changes []*Change) {
	var p []float64
	for _, c := range changes {
		p = append(p, c.P)
	}
	for i, q := range BenjaminiHochberg(p) {
		changes[i].Adjusted = q
		changes[i].ClearAmong = changes[i].Clear && q <= falseDiscoveries
	}
}
