package eval

import (
	"cmp"
	"slices"

	"rung/classify/ladder"
)

// silentRank is what a product title without rank says.
const silentRank = 3

func rank(rung string) int { return ladder.Rank(rung) }

// misses lists rows whose shown verdict is not the label, worst first, on and
// off the ladder alike.
func misses(rows []Judged) []Miss {
	var out []Miss
	for _, j := range rows {
		c := shownCall(j)
		m := Miss{ID: j.Row.ID, Title: j.Row.Title, Label: j.Row.Label.Rung, Verdict: j.Verdict.Rung, Off: missDistance}
		if !j.Verdict.OnLadder {
			m.Verdict = j.Verdict.Beside
		}
		switch {
		case !c.LabelOn && !c.VerdictOn, c.Truth > 0 && c.Truth == c.Rank:
			continue
		case c.Truth > 0 && c.Rank > 0:
			m.Off = abs(c.Truth - c.Rank)
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b Miss) int { return cmp.Or(b.Off-a.Off, cmp.Compare(a.ID, b.ID)) })
	return out
}
