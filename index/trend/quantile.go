package trend

import "math"

// Quantile returns the p-quantile, 0 ≤ p ≤ 1, of sorted values by linear
// interpolation between order statistics: definition 7 of R. J. Hyndman and
// Y. Fan, "Sample quantiles in statistical packages", The American
// Statistician 50 (1996) 361–365, which R and spreadsheets use. (gonum's
// linear interpolation is definition 4.) It is NaN of no values.
func Quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	h := p * float64(len(sorted)-1)
	i := int(h)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (h-float64(i))*(sorted[i+1]-sorted[i])
}
