package eval

import (
	"fmt"
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > tol {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

// Newcombe, "Two-sided confidence intervals for the single proportion",
// Statist. Med. 17 (1998), table I, method 3: the published intervals.
func TestWilsonAgainstNewcombeTable(t *testing.T) {
	for _, tt := range []struct {
		k, n   int
		lo, hi float64
	}{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{1, 29, 0.0061, 0.1718},
	} {
		s := NewShare(tt.k, tt.n)
		near(t, fmt.Sprintf("lower of %d/%d", tt.k, tt.n), s.Lo, tt.lo, 5e-5)
		near(t, fmt.Sprintf("upper of %d/%d", tt.k, tt.n), s.Hi, tt.hi, 5e-5)
	}
	if s := NewShare(0, 0); !math.IsNaN(s.P) {
		t.Errorf("share of nothing = %v, want NaN", s.P)
	}
}

func callsOf(pairs ...[2]int) []Call {
	var out []Call
	for i, p := range pairs {
		out = append(out, Call{ID: fmt.Sprintf("%03d", i), Truth: p[0], Rank: p[1], LabelOn: p[0] > 0, VerdictOn: p[1] > 0, Confidence: 0.5})
	}
	return out
}

func TestExactAndWithinOne(t *testing.T) {
	c := callsOf([2]int{3, 3}, [2]int{3, 4}, [2]int{4, 6}, [2]int{5, 0}, [2]int{0, 3})
	if s := Exact(c); s.K != 1 || s.N != 4 {
		t.Errorf("Exact = %d/%d, want 1/4: a missing rung is a miss, a row off the ladder does not count", s.K, s.N)
	}
	if s := WithinOne(c); s.K != 2 || s.N != 4 {
		t.Errorf("WithinOne = %d/%d, want 2/4", s.K, s.N)
	}
	if n := TwoOff(c); n != 2 {
		t.Errorf("TwoOff = %d, want 2", n)
	}
}

func TestKappa(t *testing.T) {
	near(t, "kappa of perfect calls", Kappa(callsOf([2]int{1, 1}, [2]int{4, 4}, [2]int{7, 7})), 1, 1e-12)
	// By hand: labels 3 3 4 4, calls 3 4 4 4. Observed Σd² = 1; expected
	// (n_t n_p d²)/n = (2·3·1 + 2·1·1)/4 = 2. kappa = 1 − 1/2.
	near(t, "kappa by hand", Kappa(callsOf([2]int{3, 3}, [2]int{3, 4}, [2]int{4, 4}, [2]int{4, 4})), 0.5, 1e-12)
	// A missing rung stands six away: observed 36, expected
	// (2·1·36 + 2·1·1·… ) computed by the definition below.
	// labels 3 4, calls 3 −: observed 36; expected (1·1·0+1·1·36+1·1·1+1·1·36)/2.
	near(t, "kappa with a miss", Kappa(callsOf([2]int{3, 3}, [2]int{4, 0})), 1-36/36.5, 1e-12)
}

func TestOnLadderAndPerRung(t *testing.T) {
	c := callsOf([2]int{3, 3}, [2]int{3, 0}, [2]int{0, 4}, [2]int{0, 0}, [2]int{4, 4})
	g := OnLadder(c)
	near(t, "precision", g.Precision, 2.0/3, 1e-12)
	near(t, "recall", g.Recall, 2.0/3, 1e-12)
	p := PerRung(c)
	near(t, "recall of pm", p[3].Recall, 0.5, 1e-12)
	near(t, "precision of senior", p[4].Precision, 1, 1e-12)
}

func TestMacroF1NamesThinRungs(t *testing.T) {
	var pairs [][2]int
	for range 10 {
		pairs = append(pairs, [2]int{4, 4})
	}
	pairs = append(pairs, [2]int{7, 4})
	f1, thin := MacroF1(callsOf(pairs...))
	near(t, "macro F1", f1, 2*10.0/(2*10+1), 1e-12)
	if len(thin) != 1 || thin[0] != 7 {
		t.Errorf("thin rungs %v, want [7]", thin)
	}
}

func TestECE(t *testing.T) {
	// Ten rows in ten bins: |confidence − hit| averaged.
	var c []Call
	for i := range 10 {
		call := Call{ID: fmt.Sprint(i), Truth: 3, Rank: 3, Confidence: 0.8}
		if i < 2 {
			call.Rank = 4
		}
		c = append(c, call)
	}
	near(t, "ECE", ECE(c), (8*0.2+2*0.8)/10, 1e-12)
	if f := NoiseFloor(c); f <= 0.2 || f >= 0.5 {
		t.Errorf("noise floor of ten rows at 0.8 = %v, expected 2·0.8·0.2 = 0.32", f)
	}
}

func TestNoiseFloorMatchesFacts(t *testing.T) {
	// With many rows the floor shrinks towards nothing.
	var c []Call
	for i := range 4000 {
		c = append(c, Call{ID: fmt.Sprintf("%05d", i), Truth: 3, Rank: 3, Confidence: 0.5 + float64(i%50)/100})
	}
	if f := NoiseFloor(c); f > 0.025 {
		t.Errorf("noise floor at n = 4000 is %v, want under 0.025", f)
	}
}

func TestSelectiveLeavesOutTheLeastSure(t *testing.T) {
	var c []Call
	for i := range 20 {
		c = append(c, Call{ID: fmt.Sprintf("%02d", i), Truth: 3, Rank: 3, Confidence: 0.9})
	}
	c[7].Rank, c[7].Confidence = 4, 0.3
	c[9].Rank, c[9].Abstained = 5, true
	if s := Selective(c); s.K != 18 || s.N != 18 {
		t.Errorf("Selective = %d/%d, want 18/18", s.K, s.N)
	}
}

func TestLevelSets(t *testing.T) {
	c := []Call{{Truth: 3, Rank: 3, Lo: 3, Hi: 4}, {Truth: 5, Rank: 4, Lo: 4, Hi: 4}, {Truth: 2}}
	covered, size := LevelSets(c)
	if covered.K != 1 || covered.N != 3 {
		t.Errorf("covered %d/%d, want 1/3", covered.K, covered.N)
	}
	near(t, "mean size", size, 1, 1e-12)
}

func TestTFIDFLearnsWhatWordsTell(t *testing.T) {
	var texts []string
	var ranks []int
	for range 5 {
		texts = append(texts, "assist the team and learn", "own the roadmap of one product", "hire and manage the managers")
		ranks = append(ranks, 1, 3, 6)
	}
	m := fitTFIDF(texts, ranks)
	for text, want := range map[string]int{"learn and assist": 1, "the product roadmap": 3, "manage managers": 6} {
		if got := m.rank(text); got != want {
			t.Errorf("rank of %q = %d, want %d", text, got, want)
		}
	}
}
