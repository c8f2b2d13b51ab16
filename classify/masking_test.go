package classify_test

import (
	"regexp"
	"strings"
	"testing"

	"rung/classify/title"
	"rung/corpus"
)

var rankBeforeRole = regexp.MustCompile(`(?i)\b(junior|jr\.?|associate|senior|sr\.?|staff|principal|lead|group)\s+((technical\s+)?(product (manager|owner)|pm))\b`)

// TestOwnRankWordsDoNotMoveTheDuties replaces the rank in the posting's own
// name, in title and text, by another rung's. The duties must not notice.
func TestOwnRankWordsDoNotMoveTheDuties(t *testing.T) {
	c := classifier(t)
	same, n := 0, 0
	var moved []string
	everyPosting(t, func(t *testing.T, p corpus.Posting) {
		head := title.Parse(p.Title).Head
		own := rankBeforeRole.FindStringSubmatch(head)
		if own == nil {
			return
		}
		before := c.Classify(p)
		for _, rank := range []string{"Junior", "Senior", "Principal"} {
			q := p
			swap := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(own[1]) + `\s+` + regexp.QuoteMeta(own[2]) + `\b`)
			q.Title = swap.ReplaceAllString(p.Title, rank+" "+own[2])
			q.Text = swap.ReplaceAllString(p.Text, rank+" "+own[2])
			n++
			if after := c.Classify(q); after.Duties.Rung == before.Duties.Rung {
				same++
			} else {
				moved = append(moved, p.ID+" "+rank+": "+before.Duties.Rung+" → "+after.Duties.Rung)
			}
		}
	})
	t.Logf("duties stay in %d of %d", same, n)
	if float64(same) < 0.99*float64(n) {
		t.Errorf("duties stay in %d of %d:\n%s", same, n, strings.Join(moved, "\n"))
	}
}
