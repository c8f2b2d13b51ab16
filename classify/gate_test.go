package classify_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/corpus/gold"
)

// TestGateUnderOddTitles holds the ads of gold whose titles say nothing,
// little or the wrong thing to the duties in them.
func TestGateUnderOddTitles(t *testing.T) {
	c := classifier(t)
	n, wrong := 0, []string{}
	for _, r := range goldRows(t) {
		if !strings.HasPrefix(r.ID, "gate-") {
			continue
		}
		n++
		if v := c.Classify(r.Posting); v.OnLadder != r.Label.OnLadder {
			wrong = append(wrong, r.ID)
		}
	}
	if n < 40 || len(wrong) > n/20 {
		t.Errorf("%d of %d on the wrong side of the gate: %v", len(wrong), n, wrong)
	}
}

// The ads of gold that say what the role does are placed by it when their
// titles are taken away: on the ladder in nine of ten, off it in three of four.
func TestGateWithoutTitles(t *testing.T) {
	c := classifier(t)
	var on, stay, off, leave int
	for _, r := range goldRows(t) {
		p := r.Posting
		p.Title = ""
		switch v := c.Classify(p); {
		case r.Label.OnLadder && r.Label.Duties == "":
		case r.Label.OnLadder:
			on++
			stay += one(v.OnLadder)
		default:
			off++
			leave += one(!v.OnLadder)
		}
	}
	t.Logf("untitled: %d of %d stay on the ladder, %d of %d off it", stay, on, leave, off)
	if 10*stay < 9*on || 4*leave < 3*off {
		t.Errorf("untitled: %d of %d stay on the ladder, %d of %d off it", stay, on, leave, off)
	}
}

// TestLookAlikesStayOff judges real postings near product management in name
// or place. Nothing was fitted on them.
func TestLookAlikesStayOff(t *testing.T) {
	file, err := os.Open(corpustest.Shared(t, "postings/lookalikes.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	c := classifier(t)
	n, placed := 0, []string{}
	for lines := bufio.NewReader(file); ; {
		line, err := lines.ReadBytes('\n')
		if len(line) == 0 && err != nil {
			break
		}
		var row struct{ ID, Title, Body string }
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatal(err)
		}
		n++
		if c.Classify(corpus.Posting{ID: row.ID, Title: row.Title, Text: row.Body}).OnLadder {
			placed = append(placed, row.Title)
		}
	}
	if n < 600 || 50*len(placed) > n {
		t.Errorf("%d of %d look-alikes are placed on the ladder, 2 %% may be: %q", len(placed), n, placed)
	}
}

func goldRows(t *testing.T) []gold.Row {
	t.Helper()
	rows, err := gold.Load()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
