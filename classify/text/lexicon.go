package text

import (
	"embed"
	"slices"
	"strings"
)

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

// entries calls f with each line of a lexicon file and the [section] it is in.
func entries(name string, f func(section, line string)) {
	data, err := lexiconFiles.ReadFile("lexicon/" + name + ".txt")
	if err != nil {
		panic("text: built-in lexicon: " + err.Error())
	}
	section := ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
		default:
			f(section, line)
		}
	}
}

// A tree holds word sequences, for looking them up without building strings.
type tree[T any] struct {
	next map[string]*tree[T]
	here bool // a sequence ends here
	val  T
}

func (t *tree[T]) add(words []string, val T) {
	for _, w := range words {
		if t.next == nil {
			t.next = map[string]*tree[T]{}
		}
		if t.next[w] == nil {
			t.next[w] = &tree[T]{}
		}
		t = t.next[w]
	}
	t.here, t.val = true, val
}

// A sieve tells most words that are not in a set at a glance.
type sieve [64]uint64

func (s *sieve) add(w string) {
	h := sieveHash(w)
	s[h>>6] |= 1 << (h & 63)
}

// may reports whether w may be in the set; false is certain.
func (s *sieve) may(w string) bool {
	h := sieveHash(w)
	return s[h>>6]&(1<<(h&63)) != 0
}

// sieveHash mixes a word's length, ends and middle into twelve bits.
func sieveHash(w string) uint32 {
	if w == "" {
		return 0
	}
	n := uint32(len(w))
	return (uint32(w[0])*131 + uint32(w[n-1])*31 + uint32(w[n/2])*7 + n*977) & 4095
}

// longest returns the longest sequence that words begin with, and its length,
// 0 for none.
func (t *tree[T]) longest(words []Word) (val T, n int) {
	for i := range words {
		if t = t.next[words[i].Norm]; t == nil {
			break
		}
		if t.here {
			val, n = t.val, i+1
		}
	}
	return val, n
}

// longestSuffix is longest from the end backwards, for sequences added in
// reverse.
func (t *tree[T]) longestSuffix(words []Word) (val T, n int) {
	for i := range words {
		if t = t.next[words[len(words)-1-i].Norm]; t == nil {
			break
		}
		if t.here {
			val, n = t.val, i+1
		}
	}
	return val, n
}

func norms(s string) []string {
	words := Words(s)
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.Norm
	}
	return out
}

// contractions are the ones headings and cues are written with, and what they
// stand for.
var contractions = [][2]string{
	{"you'll", "you will"}, {"you're", "you are"}, {"you've", "you have"}, {"you'd", "you would"},
	{"we're", "we are"}, {"we've", "we have"}, {"we'd", "we would"}, {"it'd", "it would"}, {"what's", "what is"},
}

// longhand returns s and, where it holds a contraction, s without it.
func longhand(s string) []string {
	long := s
	for _, c := range contractions {
		long = strings.ReplaceAll(long, c[0], c[1])
	}
	if long == s {
		return []string{s}
	}
	return []string{s, long}
}

// headingLexicon knows headings: whole ones, and by their beginning or end.
type headingLexicon struct {
	whole, begin, end tree[Kind]
}

var headings = func() *headingLexicon {
	var h headingLexicon
	entries("headings", func(section, line string) {
		for _, s := range longhand(line) {
			h.add(s, Kind(section))
		}
	})
	return &h
}()

func (h *headingLexicon) add(s string, k Kind) {
	words := norms(s)
	switch {
	case strings.HasSuffix(s, "*"):
		h.begin.add(words, k)
	case strings.HasPrefix(s, "*"):
		slices.Reverse(words)
		h.end.add(words, k)
	default:
		h.whole.add(words, k)
	}
}

// A cue shows the section of a sentence by its words.
type cue struct {
	kind Kind
	// strong cues decide under a heading of another kind.
	strong bool
}

// opening cues count at the start of a sentence only.
var openingCues, innerCues = func() (opening, inner tree[cue]) {
	entries("cues", func(section, line string) {
		body, strong := strings.CutPrefix(line, "!")
		body, start := strings.CutPrefix(body, "^")
		for _, s := range longhand(body) {
			if start {
				opening.add(norms(s), cue{Kind(section), strong})
			} else {
				inner.add(norms(s), cue{Kind(section), strong})
			}
		}
	})
	return opening, inner
}()

// innerCueWords are the first words of inner cues.
var innerCueWords = func() (s sieve) {
	for w := range innerCues.next {
		s.add(w)
	}
	return s
}()

// opener says what a word may open: verbOpener, otherOpener or neither.
type opener byte

const (
	verbOpener opener = iota + 1
	otherOpener
)

var openers = func() map[string]opener {
	m := map[string]opener{}
	entries("openers", func(section, line string) {
		kind := otherOpener
		if section == "verbs" {
			kind = verbOpener
		}
		for _, w := range strings.Fields(line) {
			m[w] = kind
		}
	})
	return m
}()
