package eval_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rung/classify/eval"
	"rung/corpus"
	"rung/corpus/gold"
)

func labelled(words ...string) (rows []gold.Row) {
	for i, w := range words {
		rows = append(rows, gold.Row{Posting: corpus.Posting{ID: string(rune('a' + i))}, Label: gold.Label{Rung: w}})
	}
	return rows
}

func TestAgree(t *testing.T) {
	a := labelled("pm", "pm", "senior", "senior", "lead", "other", "")
	b := labelled("pm", "senior", "senior", "lead", "lead", "pm", "pm")
	got := eval.Agree(a, b, func(l gold.Label) string { return l.Rung })
	if got.N != 6 || got.Exact.K != 3 || got.WithinOne.K != 5 || got.WithinOne.N != 5 {
		t.Errorf("n %d, exact %d, within one %d of %d; want 6, 3, 5 of 5", got.N, got.Exact.K, got.WithinOne.K, got.WithinOne.N)
	}
	// By hand: the observed distances are 0 1 0 1 0; expected by chance
	// (rows 2 pm, 2 senior, 1 lead; columns 1, 2, 2) they add up to 32 in 25.
	if want := 1 - 2*5.0/32; math.Abs(got.Kappa-want) > 1e-9 {
		t.Errorf("kappa %v, want %v", got.Kappa, want)
	}
	if !(got.KappaLo <= got.Kappa && got.Kappa <= got.KappaHi) {
		t.Errorf("kappa %v is outside its interval %v to %v", got.Kappa, got.KappaLo, got.KappaHi)
	}
	want := []eval.Difference{{ID: "b", A: "pm", B: "senior"}, {ID: "d", A: "senior", B: "lead"}, {ID: "f", A: "other", B: "pm"}}
	if diff := cmp.Diff(want, got.Differ); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}

func TestAgreeOnNothing(t *testing.T) {
	got := eval.Agree(nil, labelled("pm"), func(l gold.Label) string { return l.Rung })
	if got.N != 0 || !math.IsNaN(got.Kappa) || !math.IsNaN(got.KappaLo) {
		t.Errorf("agreement on nothing: %+v", got)
	}
}
