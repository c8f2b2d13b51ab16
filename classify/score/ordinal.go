package score

import "math"

// Rungs is the number of rungs an ordinal scale divides; thresholds number
// one less.
const Rungs = 7

// Probabilities returns the probability of each rung, lowest first, under the
// cumulative logit (proportional odds) model of McCullagh, "Regression Models
// for Ordinal Data", J. R. Statist. Soc. B 42 (1980): P(rung ≤ k) =
// σ((θ_k − score)/temperature). Thresholds rise; temperature is positive.
// The result sums to one.
func Probabilities(score float64, thresholds []float64, temperature float64) []float64 {
	p := make([]float64, len(thresholds)+1)
	below := 0.0
	for k, t := range thresholds {
		c := sigmoid((t - score) / temperature)
		p[k] = math.Max(c-below, 0)
		below = math.Max(c, below)
	}
	p[len(thresholds)] = 1 - below
	return p
}

// Best returns the index of the greatest probability; the lower rung wins a
// tie, because a claim of seniority needs the evidence.
func Best(p []float64) int {
	best := 0
	for i := range p {
		if p[i] > p[best] {
			best = i
		}
	}
	return best
}

// LevelSet returns the smallest contiguous run of indices lo..hi (inclusive)
// that holds at least mass of the probability; among runs of one length the
// one holding most, and the lower one on a tie.
func LevelSet(p []float64, mass float64) (lo, hi int) {
	for size := 1; size <= len(p); size++ {
		best, at := -1.0, 0
		for i := 0; i+size <= len(p); i++ {
			if s := sum(p[i : i+size]); s > best+1e-12 {
				best, at = s, i
			}
		}
		if best >= mass-1e-12 {
			return at, at + size - 1
		}
	}
	return 0, len(p) - 1
}

func sum(x []float64) float64 {
	var s float64
	for _, v := range x {
		s += v
	}
	return s
}

func sigmoid(x float64) float64 {
	if x >= 0 {
		return 1 / (1 + math.Exp(-x))
	}
	e := math.Exp(x)
	return e / (1 + e)
}

// Yes is the probability of yes under a logistic model's score.
func Yes(score, temperature float64) float64 { return sigmoid(score / temperature) }
