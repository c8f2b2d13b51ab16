package rule

import (
	"slices"
	"strings"

	ahocorasick "github.com/BobuSumisu/aho-corasick"
)

// A prefilter names the phrases a posting can match at all, by one pass of an
// Aho-Corasick automaton over its lower-cased text.
//
// The automaton looks for the beginnings of anchor words only; that a hit is a
// word, and which, is checked on the words of the text.
type prefilter struct {
	trie *ahocorasick.Trie
	// at lists, by word id, the phrases anchored at it.
	at [][]phraseRef
	// always are the phrases without an anchor.
	always []phraseRef
}

// phraseRef is phrase number phrase of rule number rule; id numbers all
// phrases of a Set.
type phraseRef struct{ rule, phrase, id int32 }

func newPrefilter(s *Set) *prefilter {
	f := &prefilter{at: make([][]phraseRef, len(s.vocab)+1)}
	anchors := map[wordID]bool{}
	id := int32(0)
	for r := range s.rules {
		for p, prog := range s.rules[r].phrases {
			ref := phraseRef{int32(r), int32(p), id}
			id++
			if prog.anchor.words == nil {
				f.always = append(f.always, ref)
			}
			for _, w := range prog.anchor.words {
				f.at[w] = append(f.at[w], ref)
				anchors[w] = true
			}
		}
	}
	s.phrases = int(id)
	var words []string
	for w, id := range s.vocab {
		if anchors[id] {
			// Texts have apostrophes of several kinds.
			before, _, _ := strings.Cut(w, "'")
			words = append(words, before)
		}
	}
	f.trie = ahocorasick.NewTrieBuilder().AddStrings(beginnings(words)).Build()
	return f
}

// beginnings returns the words without those that begin with another: the
// shorter one finds them too.
func beginnings(words []string) []string {
	slices.Sort(words)
	var kept []string
	for _, w := range words {
		if n := len(kept); n == 0 || !strings.HasPrefix(w, kept[n-1]) {
			kept = append(kept, w)
		}
	}
	return kept
}
