package trend

import "math"

// Newcombe returns the 95 % interval of the difference p1−p2 of two
// independent shares seen in n1 and n2, from their Wilson intervals:
// method 10 of R. G. Newcombe, "Interval estimation for the difference
// between independent proportions", Statistics in Medicine 17 (1998)
// 873–890.
func Newcombe(p1, n1, p2, n2 float64) Interval {
	a, b := Wilson(p1, n1), Wilson(p2, n2)
	d := p1 - p2
	return Interval{
		d - math.Hypot(p1-a.Low, b.High-p2),
		d + math.Hypot(a.High-p1, p2-b.Low),
	}
}

// ClearlyMore reports whether share a is greater than b beyond chance, two
// rungs of one sample of which a vacancy can only be on one. The variance of
// their difference is that of a multinomial sample, (a + b − (a−b)²)/n
// (L. A. Goodman, "On simultaneous confidence intervals for multinomial
// proportions", Technometrics 7 (1965) 247–254), n the smaller effective size.
func ClearlyMore(a, b RungShare) bool {
	n, d := min(a.Effective, b.Effective), a.Share-b.Share
	return n > 0 && d > z95*math.Sqrt((a.Share+b.Share-d*d)/n)
}
