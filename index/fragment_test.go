package index

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/search"
)

func TestSentences(t *testing.T) {
	text := "We build tools, e.g. for banks. You own it! Ready?\n\n- first bullet\n• second\n   \nV. 2 ends"
	var got []string
	for _, s := range sentences(text) {
		got = append(got, text[s.Start:s.End])
	}
	want := "We build tools, e.g. for banks.|You own it!|Ready?|first bullet|second|V.|2 ends"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("sentences %s\nwant      %s", s, want)
	}
}

func TestLongSentencesAreCutAtWords(t *testing.T) {
	text := strings.Repeat("größere wörter ", 60) + "target " + strings.Repeat("danach kommt mehr ", 60)
	at := strings.Index(text, "target")
	f := fragments(text, locations("target", at, at+6))[0]
	m := f.Marks[0]
	if f.Text[m.Start:m.End] != "target" || !strings.HasPrefix(f.Text, "… ") || !strings.HasSuffix(f.Text, " …") {
		t.Errorf("fragment %+v", f)
	}
	if !utf8.ValidString(f.Text) || len(f.Text) > maxFragmentSize+20 {
		t.Errorf("%d bytes: %q", len(f.Text), f.Text)
	}
	for w := range strings.FieldsSeq(f.Text) {
		if !strings.Contains("größere wörter target danach kommt mehr … ", w+" ") {
			t.Errorf("half a word: %q", w)
		}
	}
}

// FuzzFragments: any text and places give valid pieces of the text, with
// marks inside them.
func FuzzFragments(f *testing.F) {
	f.Add("One. Two three", 5, 8)
	f.Add(strings.Repeat("経験", 300), 300, 306)
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		if !utf8.ValidString(text) || start < 0 || end < start || end > len(text) ||
			!utf8.ValidString(text[:start]) || !utf8.ValidString(text[start:end]) {
			t.Skip()
		}
		for _, f := range fragments(text, locations("x", start, end)) {
			if !utf8.ValidString(f.Text) {
				t.Fatalf("invalid %q", f.Text)
			}
			for _, m := range f.Marks {
				if got, want := f.Text[m.Start:m.End], text[start:end]; got != want {
					t.Fatalf("mark %q, want %q", got, want)
				}
			}
		}
	})
}

func locations(term string, start, end int) search.TermLocationMap {
	return search.TermLocationMap{term: {&search.Location{Start: uint64(start), End: uint64(end)}}}
}
