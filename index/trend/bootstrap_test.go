package trend

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat"
)

// The survival in days of the seven treated mice of B. Efron and R. J.
// Tibshirani, An Introduction to the Bootstrap (1993), table 2.1, and the
// bootstrap's standard errors of their mean and median with infinitely many
// draws, ibid. table 2.2.
func TestBootstrapPublishedErrors(t *testing.T) {
	sorted := []float64{16, 23, 38, 94, 99, 141, 197}
	mice := newTally(7, 2)
	median := paySample{values: sorted}
	for i, days := range sorted {
		mice.add(i, 0, days)
		mice.add(i, 1, 1)
		median.employers = append(median.employers, int32(i))
	}
	mice.pack()
	mean := func(dst []float64, w []int32, _ *rand.Rand) []float64 {
		s := mice.sum(w)
		return append(dst, s[0]/s[1])
	}
	middle := func(dst []float64, w []int32, _ *rand.Rand) []float64 {
		return append(dst, median.quantile(0.5, 7, w))
	}
	draws := bootstrap(7, 20_000, defaultSeed, mean, middle)
	for i, want := range []float64{23.36, 37.83} {
		if got := stat.StdDev(draws[i][0], nil); !near(got, want, 0.5) {
			t.Errorf("statistic %d: standard error %.2f, want %.2f", i, got, want)
		}
	}
}

// The spatial test data, ibid. table 14.1, with the percentile interval of
// their variance at 90 %, table 14.2: (100.8, 233.9) of 2,000 draws, which
// give its ends a standard error of about 2.
func TestPercentilesPublished(t *testing.T) {
	spatial := []float64{48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41}
	sums := newTally(len(spatial), 3)
	for i, a := range spatial {
		sums.add(i, 0, 1)
		sums.add(i, 1, a)
		sums.add(i, 2, a*a)
	}
	sums.pack()
	variance := func(dst []float64, w []int32, _ *rand.Rand) []float64 {
		s := sums.sum(w)
		return append(dst, s[2]/s[0]-s[1]*s[1]/s[0]/s[0])
	}
	if got := variance(nil, nil, nil)[0]; !near(got, 171.5, 0.05) {
		t.Errorf("variance %.2f, want 171.5", got)
	}
	got := percentiles(bootstrap(len(spatial), 20_000, defaultSeed, variance)[0][0], 0.9)
	if !near(got.Low, 100.8, 5) || !near(got.High, 233.9, 5) {
		t.Errorf("interval %.1f–%.1f, want about 100.8–233.9", got.Low, got.High)
	}
}

func TestPercentilesNeedValues(t *testing.T) {
	none := make([]float64, 100)
	for i := range none {
		none[i] = math.NaN()
	}
	half := append(make([]float64, 100), none...)
	for _, tt := range []struct {
		name string
		in   []float64
		want bool
	}{{"no draws", nil, false}, {"no values", none, false}, {"half", half, true}, {"under half", half[1:], false}} {
		if got := percentiles(tt.in, 0.95); (got != nil) != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// A weighted quantile is the quantile of the values written out as often as
// their weight says.
func TestQuantileOfWeights(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		n := 1 + chance.IntN(9)
		s, weights, plain := paySample{}, make([]int32, n), []float64{}
		for i := range n {
			weights[i] = int32(chance.IntN(4))
			s.values, s.employers = append(s.values, float64(i*i)), append(s.employers, int32(i))
			for range weights[i] {
				plain = append(plain, float64(i*i))
			}
		}
		for _, p := range []float64{0, 0.25, 0.5, 0.75, 1} {
			got, want := s.quantile(p, len(plain), weights), Quantile(plain, p)
			if math.IsNaN(got) != math.IsNaN(want) || got == got && !near(got, want, 1e-9) {
				t.Fatalf("weights %v: quantile %v = %v, want %v", weights, p, got, want)
			}
		}
	}
}

func TestTallyUnitesTerms(t *testing.T) {
	y := newTally(2, 3)
	y.add(0, 2, 1)
	y.add(0, 1, 5)
	y.add(0, 2, 3)
	y.add(1, 2, 10)
	before := y.sum(nil)
	y.pack()
	if got := y.sum([]int32{2, 1}); got[0] != 0 || got[1] != 10 || got[2] != 18 || len(y.terms[0]) != 2 {
		t.Errorf("sum %v of %v", got, y.terms)
	}
	for i, n := range y.sum(nil) {
		if n != before[i] {
			t.Errorf("packing changes cell %d: %v, was %v", i, n, before[i])
		}
	}
}
