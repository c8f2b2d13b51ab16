package eval

import (
	"testing"

	"rung/classify"
	"rung/corpus/gold"
)

func TestMistakesByHand(t *testing.T) {
	row := func(label, duties string, rank, title, found int) Judged {
		var j Judged
		j.Row.Label = gold.Label{OnLadder: label != "", Rung: label, Duties: duties}
		j.Verdict = classify.Verdict{OnLadder: rank > 0, Rank: rank}
		j.Verdict.Title.Rank, j.Verdict.Duties.Rank = title, found
		return j
	}
	m := mistakes([]Judged{
		row("senior", "senior", 4, 4, 4),
		row("senior", "senior", 3, 4, 3), // a rung too low, duties too
		row("pm", "senior", 3, 3, 5),     // title and duties disagree: no noise
		row("pm", "pm", 0, 3, 4),         // judged off the ladder
		row("", "", 3, 3, 3),             // not on the ladder
		row("lead", "lead", 5, 5, 0),     // the duties say nothing
	})
	if m.Confusion[3][3] != 1 || m.Confusion[2][3] != 1 || m.Confusion[2][2] != 1 || m.Confusion[4][4] != 1 {
		t.Errorf("confusion %v", m.Confusion)
	}
	sum := 0
	for _, verdict := range m.Confusion {
		for _, n := range verdict {
			sum += n
		}
	}
	if sum != 4 {
		t.Errorf("%d postings in the confusion, want 4", sum)
	}
	if m.Concordant != 3 || m.Below != 1 || m.Above != 1 {
		t.Errorf("of %d concordant %d below and %d above, want 3, 1 and 1", m.Concordant, m.Below, m.Above)
	}
}
