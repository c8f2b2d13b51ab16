// Package wiretest is what the tests of every adapter do beside the shared
// suite: read a fixture's payload, show what became of it, and hold what any
// bytes must give.
package wiretest

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/crawler/source/wire"
)

// Payload returns the body of the i-th answer of an archive.
func Payload(t testing.TB, path string, i int) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files := txtar.Parse(data).Files
	if i >= len(files) {
		t.Fatalf("%s has %d answers, no number %d", path, len(files), i)
	}
	_, body, _ := strings.Cut(string(files[i].Data), "\n\n")
	return []byte(body)
}

// Golden compares every field of what was read with a golden file.
func Golden(t testing.TB, path string, postings []corpus.Posting, rejected []corpus.Rejected) {
	t.Helper()
	got, err := json.MarshalIndent(map[string]any{"postings": postings, "rejected": rejected}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	corpustest.Golden(t, path, append(got, '\n'))
}

// Parsed holds the property of every Parse: an error that says what changed,
// or postings that can be stored and rejections that give a reason.
func Parsed(t testing.TB, source string, postings []corpus.Posting, rejected []corpus.Rejected, err error) {
	t.Helper()
	var shape *wire.ShapeError
	if err != nil {
		if !errors.As(err, &shape) || len(postings) > 0 {
			t.Errorf("%d postings and error %v (%T), want a *wire.ShapeError alone", len(postings), err, err)
		}
		return
	}
	for _, p := range postings {
		if p.ID != corpus.PostingID(source, p.Board, p.NativeID) || p.NativeID == "" || p.Title == "" {
			t.Errorf("posting without identity: %q %q %q", p.ID, p.NativeID, p.Title)
		}
		if !utf8.ValidString(p.Text) || !utf8.ValidString(p.Title) {
			t.Errorf("%s is not UTF-8", p.ID)
		}
		for _, s := range p.Salaries {
			if s.Min < 0 || s.Max < 0 || s.Max > 0 && s.Min > s.Max || s.Min+s.Max == 0 {
				t.Errorf("%s pays %+v", p.ID, s)
			}
		}
	}
	for _, r := range rejected {
		if r.Reason == "" {
			t.Errorf("rejected without a reason: %+v", r)
		}
	}
}
