package eval_test

import (
	"encoding/json"
	"os"
	"testing"

	"rung/classify"
	"rung/classify/eval"
	"rung/classify/score"
	"rung/corpus/corpustest"
	"rung/corpus/gold"
)

// slack is how far a figure may fall below the one in the README before the
// build fails.
const slack = 0.02

// floors are the out-of-fold figures as the README states them.
type floors struct {
	ShownExact  float64 `json:"shown_exact"`
	ShownWithin float64 `json:"shown_within_one"`
	ShownKappa  float64 `json:"shown_kappa"`
	MaskedExact float64 `json:"masked_exact"`
	MaskedWithn float64 `json:"masked_within_one"`
	MaskedKappa float64 `json:"masked_kappa"`
	OnLadderF1  float64 `json:"on_ladder_f1"`
}

func figures(p eval.Pass) floors {
	return floors{
		p.Shown.Exact.P, p.Shown.WithinOne.P, p.Shown.Kappa,
		p.Masked.Exact.P, p.Masked.WithinOne.P, p.Masked.Kappa,
		p.OnLadder.F1,
	}
}

func checkFloors(t *testing.T, path string, got floors) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var want floors
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	t.Logf("out of fold: %+v", got)
	for _, f := range []struct {
		name      string
		got, want float64
	}{
		{"exact, shown", got.ShownExact, want.ShownExact},
		{"within one, shown", got.ShownWithin, want.ShownWithin},
		{"kappa, shown", got.ShownKappa, want.ShownKappa},
		{"exact, masked", got.MaskedExact, want.MaskedExact},
		{"within one, masked", got.MaskedWithn, want.MaskedWithn},
		{"kappa, masked", got.MaskedKappa, want.MaskedKappa},
		{"on the ladder, F1", got.OnLadderF1, want.OnLadderF1},
	} {
		if f.got < f.want-slack {
			t.Errorf("%s fell to %.3f; the README says %.3f", f.name, f.got, f.want)
		}
	}
}

func measure(t *testing.T, rows, extra []gold.Row) eval.Pass {
	t.Helper()
	c, err := classify.Default()
	if err != nil {
		t.Fatal(err)
	}
	held, err := eval.CrossValidate(c, eval.Read(c, rows), eval.Read(c, extra), score.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return eval.NewPass(held)
}

func invented(t *testing.T) []gold.Row {
	t.Helper()
	rows, err := gold.Load()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestFloorsOnRealPostings(t *testing.T) {
	file, err := os.Open(corpustest.Shared(t, "eval/dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var rows []gold.Row
	for r, err := range gold.Decode(file) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	checkFloors(t, "testdata/floors_real.json", figures(measure(t, rows, invented(t))))
}

// The invented gold runs everywhere. Its figures find regressions and say
// nothing about accuracy.
func TestFloorsOnInventedGold(t *testing.T) {
	checkFloors(t, "testdata/floors_gold.json", figures(measure(t, invented(t), nil)))
}
