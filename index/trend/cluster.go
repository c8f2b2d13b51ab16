package trend

// A cluster is one employer's part of a sample: k of its n.
type cluster struct{ k, n float64 }

// effective returns the sample size that independent observations would need
// to tell as much about a share as these clusters do:
//
//	n / (1 + (m−1)ρ),  m = Σ nᵢ² / n
//
// with Kish's design effect for unequal clusters (L. Kish, Survey Sampling,
// 1965, §5.4) and ρ the analysis-of-variance estimate of the intraclass
// correlation, taken as 0 when it is negative (M. S. Ridout, C. G. B.
// Demétrio and D. Firth, "Estimating intraclass correlation for binary
// data", Biometrics 55 (1999) 137–148).
func effective(clusters []cluster) float64 {
	var n, k, squares float64
	for _, c := range clusters {
		n, k, squares = n+c.n, k+c.k, squares+c.n*c.n
	}
	if n == 0 {
		return 0
	}
	return n / (1 + (squares/n-1)*intraclass(clusters, n, k/n, squares))
}

func intraclass(clusters []cluster, n, p, squares float64) float64 {
	groups := float64(len(clusters))
	if groups < 2 || n <= groups {
		return 0
	}
	var between, within float64
	for _, c := range clusters {
		q := c.k / c.n
		between += c.n * (q - p) * (q - p)
		within += c.n * q * (1 - q)
	}
	between /= groups - 1
	within /= n - groups
	size := (n - squares/n) / (groups - 1)
	total := between + (size-1)*within
	if total <= 0 {
		return 0
	}
	return max(0, min(1, (between-within)/total))
}
