package eval

import (
	"rung/classify"
	"rung/classify/ladder"
	"rung/corpus/gold"
)

// A Judged row is a labelled posting with the verdict on it.
type Judged struct {
	Row     gold.Row
	Group   string
	Verdict classify.Verdict
}

// shownCall compares the verdict with the label made with everything shown.
func shownCall(j Judged) Call {
	c := j.call()
	v := j.Verdict
	if j.Row.Label.OnLadder {
		c.Truth = ladder.Rank(j.Row.Label.Rung)
	}
	if v.OnLadder {
		c.Rank, c.Confidence = v.Rank, v.Confidence
		c.Lo, c.Hi = ends(v.Rungs)
	}
	return c
}

// maskedCall compares the duties model with the label made without the
// title. Where it says nothing it is a miss: the title never steps in.
func maskedCall(j Judged) Call {
	c := j.call()
	c.Truth = ladder.Rank(j.Row.Label.Duties)
	d := j.Verdict.Duties
	c.Rank, c.Confidence = d.Rank, d.Confidence
	c.Lo, c.Hi = ends(d.Rungs)
	return c
}

// titleCall is the baseline of the title's words alone.
func titleCall(j Judged, truth func(Judged) Call) Call {
	c := truth(j)
	c.Rank = j.Verdict.Title.Rank
	c.VerdictOn = c.Rank > 0
	c.Lo, c.Hi = c.Rank, c.Rank
	return c
}

func (j Judged) call() Call {
	return Call{
		ID:        j.Row.ID,
		Group:     j.Group,
		LabelOn:   j.Row.Label.OnLadder,
		VerdictOn: j.Verdict.OnLadder,
		Abstained: j.Verdict.Abstained,
	}
}

func ends(rungs []string) (lo, hi int) {
	if len(rungs) == 0 {
		return 0, 0
	}
	return ladder.Rank(rungs[0]), ladder.Rank(rungs[len(rungs)-1])
}

// majority answers every row with the label that most rows carry.
func majority(calls []Call) []Call {
	var count [8]int
	for _, c := range calls {
		if c.Truth > 0 {
			count[c.Truth]++
		}
	}
	best := 1
	for r := range count {
		if count[r] > count[best] {
			best = r
		}
	}
	out := make([]Call, len(calls))
	for i, c := range calls {
		c.Rank, c.Lo, c.Hi = best, best, best
		c.VerdictOn = true
		out[i] = c
	}
	return out
}
