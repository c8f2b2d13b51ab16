package trend

import (
	"math"
	"math/rand/v2"
	"testing"
)

// With two classes the correction is that of W. J. Rogan and B. Gladen,
// "Estimating prevalence from the results of a screening test", American
// Journal of Epidemiology 107 (1978) 71–76: (q + sp − 1)/(se + sp − 1), cut to
// 0 and 1.
func TestCorrectTwoRungs(t *testing.T) {
	c := Confusion{2: {2: 90, 3: 40}, 3: {2: 10, 3: 160}} // se 0.9, sp 0.8
	for _, tt := range []struct{ q, want float64 }{{0.55, 0.5}, {0.9, 1}, {0.1, 0}, {0.2, 0}, {0.34, 0.2}} {
		got := Correct(c, [7]float64{2: tt.q, 3: 1 - tt.q})
		if !near(got[2], tt.want, 1e-9) || !near(got[3], 1-tt.want, 1e-9) {
			t.Errorf("Correct(%v) = %v, want %v", tt.q, got, tt.want)
		}
	}
}

// What a confusion makes of true shares is taken back exactly, and where
// nothing can, no point of the simplex does better.
func TestCorrectIsTheBest(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		var c Confusion
		for i := range c {
			for j := range c[i] {
				c[i][j] = float64(chance.IntN(8))
			}
			c[i][i] += 30
		}
		rates, truth := c.rates(), onSimplex(chance)
		var q [7]float64
		for i := range q {
			for j := range q {
				q[i] += rates[i][j] * truth[j]
			}
		}
		got := Correct(c, q)
		for i := range got {
			if !near(got[i], truth[i], 1e-9) {
				t.Fatalf("Correct gives back %v for %v", got, truth)
			}
		}
		q = onSimplex(chance)
		got = Correct(c, q)
		sum := 0.0
		for _, p := range got {
			sum += p
			if p < 0 {
				t.Fatalf("a share below 0: %v", got)
			}
		}
		if !near(sum, 1, 1e-9) {
			t.Fatalf("shares sum to %v", sum)
		}
		for range 200 {
			// Towards a random point, so that near ones are tried too.
			other, step := onSimplex(chance), chance.Float64()*chance.Float64()
			for i := range other {
				other[i] = got[i] + step*(other[i]-got[i])
			}
			if misfit(&rates, &q, &other) < misfit(&rates, &q, &got)-1e-12 {
				t.Fatalf("%v explains %v better than %v", other, q, got)
			}
		}
	}
}

// onSimplex draws shares of which some are zero.
func onSimplex(chance *rand.Rand) (p [7]float64) {
	sum := 0.0
	for i := range p {
		p[i] = max(0, chance.ExpFloat64()-0.5)
		sum += p[i]
	}
	if sum == 0 {
		return [7]float64{1}
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

func TestCorrectWithoutKnowledge(t *testing.T) {
	q := [7]float64{0.1, 0.2, 0.7}
	if got := Correct(Confusion{}, q); got != q {
		t.Errorf("no gold: %v", got)
	}
	blind := Confusion{2: {5, 5, 5, 5, 5, 5, 5}}
	if got := Correct(blind, q); math.IsNaN(got[0]) {
		t.Errorf("a blind classifier: %v", got)
	}
}

// The example of Benjamini and Hochberg (1995), §4.1: of 15 hypotheses, the
// first four are rejected at 0.05.
func TestBenjaminiHochbergPublished(t *testing.T) {
	p := []float64{.0459, .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .3240, .4262, .5719, .6528, .7590, 1}
	got := BenjaminiHochberg(p)
	rejected := 0
	for _, q := range got {
		rejected += one(q <= 0.05)
	}
	if rejected != 4 || !near(got[4], .0095*15/4, 1e-12) || !near(got[5], .0201*15/5, 1e-12) || got[14] != 1 {
		t.Errorf("%d rejected, %v", rejected, got)
	}
	if len(BenjaminiHochberg(nil)) != 0 {
		t.Error("something of nothing")
	}
}

// By hand: 56/70 against 48/80, together 104/150; z = 0.2/0.07547 = 2.650.
func TestScoreTest(t *testing.T) {
	if p := scoreTest(0.8, 70, 0.6, 80); !near(p, 0.00805, 2e-5) {
		t.Errorf("p = %v, want 0.00805", p)
	}
	if p := scoreTest(0.5, 10, 0.5, 20); p != 1 {
		t.Errorf("no difference has p = %v", p)
	}
	if p := scoreTest(1, 5, 1, 5); p != 1 {
		t.Errorf("all of all have p = %v", p)
	}
}

// By hand: 16/100 + 9/100 + 4/100 + 1/100.
func TestConcentration(t *testing.T) {
	got := concentrationOf([]int{1, 4, 2, 3})
	if !near(got.HHI, 0.30, 1e-12) || !near(got.Effective, 1/0.30, 1e-9) || got.TopFive != 1 {
		t.Errorf("%+v", got)
	}
	if got := concentrationOf([]int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}); !near(got.Effective, 10, 1e-9) || got.TopFive != 0.5 {
		t.Errorf("ten alike: %+v", got)
	}
	if got := concentrationOf(nil); got != (Concentration{}) {
		t.Errorf("nothing: %+v", got)
	}
}

func TestWithoutOne(t *testing.T) {
	got := withoutOne([]cluster{{4, 4}, {0, 4}, {1, 2}, {0, 0}})
	if got == nil || !near(got.Low, 1./6, 1e-12) || !near(got.High, 5./6, 1e-12) {
		t.Errorf("%v, want 1/6 to 5/6", got)
	}
	if got := withoutOne([]cluster{{1, 2}}); got != nil {
		t.Errorf("a single employer: %v", got)
	}
}

// By hand with p = 0.2 and a prior of 20: ln(34/86) − ln(14/106) over
// √(1/34 + 1/86 + 1/14 + 1/106).
func TestLogOdds(t *testing.T) {
	delta, z := logOdds(10, 100, 30, 100, 0.2, 20)
	if !near(delta, 1.0964, 5e-5) || !near(z, 3.1402, 5e-5) {
		t.Errorf("%.4f, z %.4f", delta, z)
	}
	back, z2 := logOdds(30, 100, 10, 100, 0.2, 20)
	if !near(back, -delta, 1e-12) || !near(z2, -z, 1e-12) {
		t.Errorf("the other way round %v, %v", back, z2)
	}
	if d, _ := logOdds(0, 0, 0, 0, 0.2, 20); d != 0 {
		t.Errorf("nothing known: %v", d)
	}
}

// The mean of uncensored lives is their mean, 182/21 weeks in the placebo arm
// (Kleinbaum and Klein give 8.7), with the variance Σ(x−x̄)²/n²; the area
// under the other arm's curve to 23 weeks by hand from its published steps.
func TestRestrictedMean(t *testing.T) {
	mean, se, ok := restricted(KaplanMeier(placebo), 23, 23)
	var squares float64
	for _, l := range placebo {
		squares += (l.Leave - 182./21) * (l.Leave - 182./21)
	}
	if !ok || !near(mean, 182./21, 1e-9) || !near(se, math.Sqrt(squares)/21, 1e-9) {
		t.Errorf("placebo %v (%v)", mean, se)
	}
	if mean, _, _ := restricted(KaplanMeier(mercaptopurine), 35, 23); !near(mean, 17.9092, 5e-4) {
		t.Errorf("6-MP %v", mean)
	}
	if mean, _, _ := restricted(KaplanMeier(mercaptopurine), 35, 5); mean != 5 {
		t.Errorf("before anything closed %v", mean)
	}
	if _, _, ok := restricted(KaplanMeier(placebo), 23, 24); ok {
		t.Error("a mean beyond what was observed")
	}
}
