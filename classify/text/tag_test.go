package text

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestProseTag(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"one tag a word", "You define the vision", []string{"PRP", "VBP", "DT", "NN"}},
		{"contractions are one word", "You don’t lead teams", []string{"PRP", "VBP", "VB", "NNS"}},
		{"hyphens part words", "You lead cross-functional teams", []string{"PRP", "VBP", "JJ", "JJ", "NNS"}},
		{"commas are kept", "You hire, coach people", []string{"PRP", "VBP", "VBP", "NNS"}},
		{"nothing", "", []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Prose{}.Tag(tt.text, Words(tt.text))); diff != "" {
				t.Errorf("Tag(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

// Inputs on which prose panics or takes time by the square of a token.
func TestProseGuards(t *testing.T) {
	for name, s := range map[string]string{
		"invalid UTF-8":        "ely \xcb\xcb\xcb\xcb\xcb\xcb\xcbl's lead",
		"lower case is longer": "Ⱥ's Ⱥn't Ⱥ'll ȺȺȺ's lead the team",
		"long word":            "lead " + strings.Repeat("a'", 20000) + "a teams",
		"many words":           strings.Repeat("lead teams ", 5000),
		"dots":                 "lead " + strings.Repeat("a.", 10000) + " teams",
	} {
		t.Run(name, func(t *testing.T) {
			words := Words(s)
			began := time.Now()
			tags := Prose{}.Tag(s, words)
			if len(tags) != len(words) || tags[0] == "" {
				t.Errorf("%d tags for %d words, the first %q", len(tags), len(words), tags[0])
			}
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestProseIsSafeForGoroutines(t *testing.T) {
	const s = "You own the roadmap and lead a team"
	want := Prose{}.Tag(s, Words(s))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if diff := cmp.Diff(want, Prose{}.Tag(s, Words(s))); diff != "" {
				t.Errorf("tags differ (-want +got):\n%s", diff)
			}
		})
	}
	wg.Wait()
}

// fixedTagger says the same of every word.
type fixedTagger string

func (f fixedTagger) Tag(_ string, words []Word) []string {
	tags := make([]string, len(words))
	for i := range tags {
		tags[i] = string(f)
	}
	return tags
}

// The tagger decides where neighbours do not, and only there.
func TestReadAsksTheTagger(t *testing.T) {
	tests := []struct {
		name, sentence, at string
		asked              bool
	}{
		{"open", "You know markets and design interfaces", "design", true},
		{"after to", "You come to design interfaces", "design", false},
		{"after an article", "You change the design often", "design", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			verb := readAt(t, Duties, tt.sentence, tt.at, fixedTagger("VB")).Verb == "design"
			noun := readAt(t, Duties, tt.sentence, tt.at, fixedTagger("NN")).Verb == "design"
			if (verb != noun) != tt.asked {
				t.Errorf("%q in %q: a verb with VB %t, with NN %t; asked should be %t", tt.at, tt.sentence, verb, noun, tt.asked)
			}
		})
	}
}

func FuzzTag(f *testing.F) {
	f.Add("ely \xcb\xcb\xcb\xcb\xcb\xcb\xcbl's")
	f.Add("You don't lead Ⱥ's (((( .... '''' teams, and P&L 5+ €x")
	f.Fuzz(func(t *testing.T, s string) {
		words := Words(s)
		if tags := (Prose{}).Tag(s, words); len(tags) != len(words) {
			t.Errorf("%d tags for %d words of %q", len(tags), len(words), s)
		}
	})
}
