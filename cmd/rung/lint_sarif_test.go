package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"rung/classify"
	"rung/classify/lint"
	"rung/corpus"
)

// TestSarifKeepsTheSchema holds the output to the schema of SARIF 2.1.0,
// findings in the title, in the text and nowhere among it.
func TestSarifKeepsTheSchema(t *testing.T) {
	c, err := classify.Default()
	if err != nil {
		t.Fatal(err)
	}
	p := corpus.Posting{ID: "x", Title: "Chief Product Officer", Text: strings.Repeat("Support the product manager with research under the guidance of a senior product manager.\n", 5) + "You are a native English speaker."}
	r := lint.Check(p, c.Classify(p), lint.Options{})
	if len(r.Findings) < 3 {
		t.Fatalf("only %v was found", r.Codes())
	}
	var out bytes.Buffer
	if err := writeSarif(&out, []lintedAd{{input: "ad.txt", ad: p, report: r}, {input: "empty.txt"}}); err != nil {
		t.Fatal(err)
	}
	back, err := sarif.FromBytes(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := back.Validate(); err != nil {
		t.Errorf("not valid SARIF: %v", err)
	}
	if got := len(back.Runs[0].Results); got != len(r.Findings) {
		t.Errorf("%d results, want %d", got, len(r.Findings))
	}
	if got := len(back.Runs[0].Tool.Driver.Rules); got != len(lint.Catalogue()) {
		t.Errorf("%d rules, want %d", got, len(lint.Catalogue()))
	}
}

func TestPosition(t *testing.T) {
	text := "één\nzwei drei"
	for _, tt := range []struct{ at, line, column int }{{0, 1, 1}, {3, 1, 3}, {6, 2, 1}, {len(text), 2, 10}} {
		if line, column := position(text, tt.at); line != tt.line || column != tt.column {
			t.Errorf("position(%q, %d) = %d:%d, want %d:%d", text, tt.at, line, column, tt.line, tt.column)
		}
	}
}
