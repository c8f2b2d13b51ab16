package main

import (
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"

	"rung/index"
)

func TestSentenceFitsAndKeepsItsMarks(t *testing.T) {
	f := index.Fragment{Text: "Own größe and the roadmap of every ferry we sail", Marks: []index.Mark{{Start: 20, End: 27}, {Start: 37, End: 42}}}
	for _, tt := range []struct {
		name  string
		width int
		color bool
		want  string
	}{
		{"one line", 80, false, "  Own größe and the roadmap of every ferry we sail"},
		{"narrow", 22, false, "  Own größe and the\n  roadmap of every\n  ferry we sail"},
		{"painted", 22, true, "  Own größe and the\n  \x1b[1mroadmap\x1b[0m of every\n  \x1b[1mferry\x1b[0m we sail"},
		{"narrower than a word", 5, false, "  Own\n  größe\n  and\n  the\n  roadmap\n  of\n  every\n  ferry\n  we\n  sail"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := &app{console: &console{env: func(string) string { return "" }, outTTY: tt.color}}
			if got := a.sentence(f, tt.width, "  "); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// TestHitsLeadToTheirPostings holds that titles are links in a terminal that
// follows them, and plain elsewhere.
func TestHitsLeadToTheirPostings(t *testing.T) {
	h := index.Hit{Title: "Product Manager", URL: "https://jobs.example/1"}
	const title = "\x1b[1mProduct Manager\x1b[0m"
	for _, tt := range []struct {
		name, force, want string
	}{
		{"followed", "1", "\x1b]8;;https://jobs.example/1\x1b\\" + title + "\x1b]8;;\x1b\\  "},
		{"not followed", "0", title + "  "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			a := &app{console: terminal(&out, map[string]string{"FORCE_HYPERLINK": tt.force}, 80)}
			a.hitText(&out, h)
			if got := out.String(); !strings.HasPrefix(got, tt.want) {
				t.Errorf("%q, want it to begin with %q", got, tt.want)
			}
		})
	}
}

func TestWrapFacts(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   []string
		want string
	}{
		{"fits", []string{"Acme", "DE"}, "  Acme · DE"},
		{"breaks between facts", []string{"Acme Robotics", "posted 2026-10-12"}, "  Acme Robotics\n  posted 2026-10-12"},
		{"cuts a fact wider than a line", []string{strings.Repeat("ab", 20)}, "  " + strings.Repeat("ab", 8) + "a…"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := wrapFacts(tt.in, 20, "  ")
			if got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
			for line := range strings.SplitSeq(got, "\n") {
				if runewidth.StringWidth(line) > 20 {
					t.Errorf("%q is wider than 20 columns", line)
				}
			}
		})
	}
}
