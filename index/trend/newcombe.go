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
