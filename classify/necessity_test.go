package classify_test

import (
	"cmp"
	"slices"
	"testing"

	"rung/classify"
	"rung/classify/ladder"
	"rung/corpus"
	"rung/corpus/gold"
)

// margin is how far a rung's probability stands above the best other one, and
// whether that one lies below it.
func margin(v classify.Verdict, rung string) (m float64, rivalBelow bool) {
	rival := 0.0
	for r, p := range v.Probabilities {
		if r != rung && p >= rival {
			rival, rivalBelow = p, ladder.Rank(r) < ladder.Rank(rung)
		}
	}
	return v.Probabilities[rung] - rival, rivalBelow
}

// strongest returns the text evidence that speaks most for a rung against its
// rival: what pulls up where the rival lies below, what pulls down where it
// lies above.
func strongest(v classify.Verdict, rivalBelow bool, n int) []classify.Evidence {
	var out []classify.Evidence
	for _, e := range v.Evidence {
		if e.Section != "title" && e.Duties && (e.Weight > 0) == rivalBelow {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b classify.Evidence) int { return cmp.Compare(b.Weight*b.Weight, a.Weight*a.Weight) })
	return out[:min(n, len(out))]
}

// without cuts spans out of a text, last first.
func without(text string, spans []classify.Evidence) string {
	slices.SortFunc(spans, func(a, b classify.Evidence) int { return b.Start - a.Start })
	end := len(text)
	for _, e := range spans {
		text = text[:e.Start] + text[min(e.End, end):]
		end = e.Start
	}
	return text
}

// TestEvidenceIsNeeded cuts the three strongest spans out of each invented ad
// and judges it again: what was said to decide must have decided.
func TestEvidenceIsNeeded(t *testing.T) {
	rows, err := gold.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := classifier(t)
	fell, n := 0, 0
	for _, r := range rows {
		before := c.Classify(r.Posting)
		m, below := margin(before, before.Rung)
		spans := strongest(before, below, 3)
		if !before.OnLadder || len(spans) == 0 {
			continue
		}
		n++
		after := c.Classify(corpus.Posting{Title: r.Title, Text: without(r.Text, spans)})
		if got, _ := margin(after, before.Rung); got < m {
			fell++
		} else {
			t.Logf("%s: margin of %s %.3f → %.3f without %d spans", r.ID, before.Rung, m, got, len(spans))
		}
	}
	t.Logf("the margin falls in %d of %d", fell, n)
	if float64(fell) < 0.95*float64(n) {
		t.Errorf("the margin falls in %d of %d", fell, n)
	}
}
