package trend

import "math"

// z95 is the 0.975 quantile of the standard normal distribution.
const z95 = 1.959963984540054

// Interval is a range of plausible values, both ends included.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Wilson returns the 95 % score interval of a share p observed in n, which
// may be an effective, fractional sample size. Without observations it is
// the whole of 0 to 1. E. B. Wilson, "Probable inference, the law of
// succession, and statistical inference", JASA 22 (1927) 209–212.
func Wilson(p, n float64) Interval {
	if n <= 0 {
		return Interval{0, 1}
	}
	const z2 = z95 * z95
	center := (p*n + z2/2) / (n + z2)
	half := z95 / (n + z2) * math.Sqrt(n*p*(1-p)+z2/4)
	low, high := max(0, center-half), min(1, center+half)
	// Rounding must not part the interval from a share of 0 or 1.
	return Interval{min(low, p), max(high, p)}
}
