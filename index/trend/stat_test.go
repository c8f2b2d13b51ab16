package trend

import (
	"math"
	"slices"
	"testing"
)

func near(a, b, within float64) bool { return math.Abs(a-b) <= within }

// The score intervals of R. G. Newcombe, "Two-sided confidence intervals for
// the single proportion", Statistics in Medicine 17 (1998) 857–872, table I,
// method 3.
func TestWilsonPublished(t *testing.T) {
	for _, tt := range []struct{ k, n, low, high float64 }{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{1, 29, 0.0061, 0.1718},
	} {
		got := Wilson(tt.k/tt.n, tt.n)
		if !near(got.Low, tt.low, 5e-5) || !near(got.High, tt.high, 5e-5) {
			t.Errorf("Wilson(%v/%v) = %.4f–%.4f, want %.4f–%.4f", tt.k, tt.n, got.Low, got.High, tt.low, tt.high)
		}
	}
}

func TestWilsonHoldsTheShare(t *testing.T) {
	for n := 1.0; n < 200; n++ {
		for _, p := range []float64{0, 1 / n, 0.5, 1} {
			if w := Wilson(p, n); w.Low > p || w.High < p || w.Low < 0 || w.High > 1 {
				t.Errorf("Wilson(%v, %v) = %v", p, n, w)
			}
		}
	}
	if w := Wilson(0, 0); w != (Interval{0, 1}) {
		t.Errorf("Wilson of nothing = %v", w)
	}
}

// R. G. Newcombe, "Interval estimation for the difference between
// independent proportions", Statistics in Medicine 17 (1998) 873–890, table
// II, method 10.
func TestNewcombePublished(t *testing.T) {
	for _, tt := range []struct{ k1, n1, k2, n2, low, high float64 }{
		{56, 70, 48, 80, 0.0524, 0.3339},
		{9, 10, 3, 10, 0.1705, 0.8090},
		{10, 10, 0, 10, 0.6075, 1},
	} {
		got := Newcombe(tt.k1/tt.n1, tt.n1, tt.k2/tt.n2, tt.n2)
		if !near(got.Low, tt.low, 5e-5) || !near(got.High, tt.high, 5e-5) {
			t.Errorf("Newcombe(%v/%v, %v/%v) = %.4f, %.4f, want %.4f, %.4f",
				tt.k1, tt.n1, tt.k2, tt.n2, got.Low, got.High, tt.low, tt.high)
		}
	}
}

// By hand after the definition: h = (n−1)p.
func TestQuantile(t *testing.T) {
	for _, tt := range []struct {
		in      []float64
		p, want float64
	}{
		{[]float64{1, 2, 3, 4}, 0.25, 1.75},
		{[]float64{1, 2, 3, 4}, 0.5, 2.5},
		{[]float64{1, 2, 3, 4, 10}, 0.75, 4},
		{[]float64{1, 2, 3, 4, 10}, 0.9, 7.6},
		{[]float64{7}, 0.25, 7},
		{[]float64{1, 2}, 1, 2},
		{[]float64{1, 2}, 0, 1},
	} {
		if got := Quantile(tt.in, tt.p); !near(got, tt.want, 1e-12) {
			t.Errorf("Quantile(%v, %v) = %v, want %v", tt.in, tt.p, got, tt.want)
		}
	}
	if got := Quantile(nil, 0.5); !math.IsNaN(got) {
		t.Errorf("Quantile of nothing = %v", got)
	}
}

func TestEffective(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   []cluster
		want float64
	}{
		{"nothing", nil, 0},
		{"all alone", []cluster{{1, 1}, {0, 1}, {1, 1}, {0, 1}}, 4},
		{"employers agree with themselves", []cluster{{5, 5}, {0, 5}, {5, 5}, {0, 5}}, 4},
		{"employers are all alike", []cluster{{2, 4}, {2, 4}, {2, 4}}, 12},
		{"one employer", []cluster{{3, 10}}, 10},
		// By hand: between 4/16+4/16 = 0.5, within (0.75+0.75)/6 = 0.25,
		// ρ = (0.5−0.25)/(0.5+3·0.25) = 0.2, n/(1+3·0.2) = 5.
		{"in between", []cluster{{3, 4}, {1, 4}}, 5},
	} {
		if got := effective(tt.in); !near(got, tt.want, 1e-9) {
			t.Errorf("%s: effective(%v) = %v, want %v", tt.name, tt.in, got, tt.want)
		}
	}
}

// Remission times in weeks of the 6-MP arm and the placebo arm of Freireich
// et al. (Blood 21 (1963) 699–716); the estimates, the standard error behind
// the interval and the log-rank statistic are those of D. G. Kleinbaum and M.
// Klein, Survival Analysis, 3rd ed. (2012), chapters 1 and 2.
var (
	mercaptopurine = append(lives(true, 6, 6, 6, 7, 10, 13, 16, 22, 23),
		lives(false, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)...)
	placebo = lives(true, 1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)
)

func lives(closed bool, ages ...float64) []Life {
	var out []Life
	for _, a := range ages {
		out = append(out, Life{Leave: a, Closed: closed})
	}
	return out
}

func TestKaplanMeierPublished(t *testing.T) {
	want := []struct {
		time, s float64
		risk    int
	}{{6, .8571, 21}, {7, .8067, 17}, {10, .7529, 15}, {13, .6902, 12}, {16, .6275, 11}, {22, .5378, 7}, {23, .4482, 6}}
	got := KaplanMeier(mercaptopurine)
	if len(got) != len(want) {
		t.Fatalf("%d steps, want %d", len(got), len(want))
	}
	for i, w := range want {
		if g := got[i]; g.Time != w.time || !near(g.S, w.s, 5e-5) || g.AtRisk != w.risk {
			t.Errorf("step %d = %+v, want %+v", i, g, w)
		}
	}
	// Greenwood's standard error at 10 weeks is 0.0963; log-log by hand.
	theta := math.Exp(z95 * 0.0963 / .7529 / math.Log(.7529))
	if g := got[2]; !near(g.High, math.Pow(.7529, theta), 5e-4) || !near(g.Low, math.Pow(.7529, 1/theta), 5e-4) {
		t.Errorf("interval at 10 weeks %.4f–%.4f", g.Low, g.High)
	}
	if m, low, high := medians(got); m == nil || *m != 23 || low == nil || *low != 13 || high != nil {
		t.Errorf("median %v (%v–%v), want 23 (13–none)", m, low, high)
	}
	if m, _, _ := medians(KaplanMeier(placebo)); m == nil || *m != 8 {
		t.Errorf("median of the placebo arm %v, want 8", m)
	}
}

func TestLogRankPublished(t *testing.T) {
	chi2, p := LogRank(mercaptopurine, placebo)
	if !near(chi2, 16.79, 0.005) || !near(p, 0.00004, 0.00001) {
		t.Errorf("LogRank = %.3f, p %.6f, want 16.79, under 0.0001", chi2, p)
	}
	same, one := LogRank(placebo, placebo)
	if same > 1e-9 || !near(one, 1, 1e-4) {
		t.Errorf("LogRank of the same twice = %v, %v", same, one)
	}
	if chi2, p := LogRank(nil, placebo); chi2 != 0 || p != 1 {
		t.Errorf("LogRank against nothing = %v, %v", chi2, p)
	}
}

// By hand: at 2 two are at risk (the third enters at 3), at 5 two.
func TestKaplanMeierLateEntry(t *testing.T) {
	got := KaplanMeier([]Life{{0, 2, true}, {0, 5, true}, {3, 6, false}, {7, 7, true}})
	want := []float64{0.5, 0.25}
	var s []float64
	for _, g := range got {
		s = append(s, g.S)
	}
	if !slices.Equal(s, want) {
		t.Errorf("S = %v, want %v", s, want)
	}
}

// Lives begun at random and cut off at one day give the curve they were
// drawn from; leaving out the open ones would not.
func TestOpenVacanciesAreNotDropped(t *testing.T) {
	var all, closedOnly []Life
	for i := range 4000 {
		u := (float64(i) + 0.5) / 4000
		life := -40 * math.Log(1-u)              // exponential, median 27.7 days
		window := 10 + float64((i*7919)%4000)/80 // 10 to 60 days of watching
		if life < window {
			all = append(all, Life{0, life, true})
			closedOnly = append(closedOnly, Life{0, life, true})
		} else {
			all = append(all, Life{0, window, false})
		}
	}
	m, _, _ := medians(KaplanMeier(all))
	naive, _, _ := medians(KaplanMeier(closedOnly))
	if m == nil || !near(*m, 27.7, 1.5) {
		t.Errorf("median %v, want about 27.7", *m)
	}
	if *naive > 20 {
		t.Errorf("without the open ones %v: this test shows nothing", *naive)
	}
}

// By hand: 0.4 against 0.2 of n has a standard error of √(0.56/n), so that
// 1.96 of them are 0.2 at n = 53.8.
func TestClearlyMore(t *testing.T) {
	for _, tt := range []struct {
		a, b, n float64
		want    bool
	}{{0.4, 0.2, 53, false}, {0.4, 0.2, 54, true}, {0.3, 0.3, 1e6, false}, {1, 0, 0, false}, {0.2, 0.4, 100, false}} {
		if got := ClearlyMore(RungShare{Share: tt.a, Effective: tt.n}, RungShare{Share: tt.b, Effective: tt.n}); got != tt.want {
			t.Errorf("ClearlyMore(%v, %v of %v) = %v", tt.a, tt.b, tt.n, got)
		}
	}
}
