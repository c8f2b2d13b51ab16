package classify_test

import (
	"testing"

	"rung/classify/ladder"
	"rung/corpus"
)

func TestContrast(t *testing.T) {
	c := classifier(t)
	everyPosting(t, func(t *testing.T, p corpus.Posting) {
		v := c.Classify(p)
		k := c.Contrast(v)
		if !v.OnLadder {
			if k.Above != "" || k.Below != "" {
				t.Errorf("%s: off the ladder and still beside %q and %q", p.ID, k.Above, k.Below)
			}
			return
		}
		if ladder.Rank(k.Above) != v.Rank+1 && v.Rank < 7 || ladder.Rank(k.Below) != v.Rank-1 {
			t.Errorf("%s: %s lies between %q and %q", p.ID, v.Rung, k.Below, k.Above)
		}
		for _, m := range k.Missing {
			if m.Asks == "" || len(m.Cite) == 0 || m.Weight <= 0 {
				t.Errorf("%s: missing %+v says nothing", p.ID, m)
			}
			for _, e := range v.Evidence {
				if e.Rule == m.Rule {
					t.Errorf("%s: %s is said to be missing and stands in the text", p.ID, m.Rule)
				}
			}
		}
		for i := 1; i < len(k.Missing); i++ {
			if k.Missing[i].Weight > k.Missing[i-1].Weight {
				t.Errorf("%s: the heavier signal comes later", p.ID)
			}
		}
	})
}
