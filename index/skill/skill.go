// Package skill finds what a posting asks people to know: SQL, experimentation,
// Figma, payments.
//
//	skill.In("You write SQL and run A/B tests.") // experimentation, sql
//	skill.Named("A/B testing")                   // experimentation, true
//
// What is known stands in skills.txt, whose head says how to add to it. Names
// are lower-case words with hyphens, so that they can be written in a query
// and kept in a list between spaces.
//
// # Limits
//
// A skill is found where it is mentioned, whoever has it and whether it is
// asked for, welcome or denied; what the company builds ("our AI platform")
// counts as well. English only.
package skill

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed skills.txt
var list string

// Names returns the names of all skills in alphabetical order.
func Names() []string { return slices.Clone(shipped().names) }

// Named returns the name of a skill written in any way it is known by, in any
// case; false where it is none.
func Named(s string) (string, bool) {
	name, ok := shipped().named[key(s)]
	return name, ok
}

// In returns the names of the skills a text mentions, each once, in
// alphabetical order.
func In(text string) []string { return shipped().in(text) }

// A lexicon is skills.txt, ready to be found. It is not changed once made.
type lexicon struct {
	names []string
	// named has every way of writing as key gives it.
	named map[string]string
	// ways are by their first word in lower case.
	ways map[string][]way
}

// A way is one way to write a skill: its words, of which those with capitals
// are matched exactly.
type way struct {
	words []string
	skill int // place in names
}

var shipped = sync.OnceValue(func() *lexicon { return parse(list) })

func parse(data string) *lexicon {
	l := &lexicon{named: map[string]string{}, ways: map[string][]way{}}
	type entry struct {
		name string
		ways []string
	}
	var entries []entry
	for line := range strings.Lines(data) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		line, others := strings.CutPrefix(line, "!")
		name, rest, _ := strings.Cut(line, ":")
		e := entry{name: key(name)}
		if !others {
			e.ways = append(e.ways, name)
		}
		for w := range strings.SplitSeq(rest, ",") {
			if strings.TrimSpace(w) != "" {
				e.ways = append(e.ways, w)
			}
		}
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	for i, e := range entries {
		l.names = append(l.names, e.name)
		l.named[e.name] = e.name
		for _, w := range e.ways {
			l.add(i, w)
		}
	}
	return l
}

func (l *lexicon) add(skill int, written string) {
	words := strings.FieldsFunc(written, func(r rune) bool { return !letter(r) })
	first := strings.ToLower(words[0])
	l.named[key(written)] = l.names[skill]
	l.ways[first] = append(l.ways[first], way{words, skill})
}

// key is a way of writing without what does not matter: case, and what stands
// between words.
func key(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !letter(r) }), "-")
}

// letter reports what words are made of.
func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '&' || r == '+' }

func (l *lexicon) in(text string) []string {
	var found []string
	seen := map[int]bool{}
	lower := make([]byte, 0, 32)
	for start, end := word(text, 0); start < end; start, end = word(text, end) {
		lower = appendLower(lower[:0], text[start:end])
		for _, w := range l.ways[string(lower)] {
			if !seen[w.skill] && w.at(text, start) {
				seen[w.skill] = true
				found = append(found, l.names[w.skill])
			}
		}
	}
	slices.Sort(found)
	return found
}

// at reports whether the words stand in the text from byte i on.
func (w way) at(text string, i int) bool {
	end := i
	for n, want := range w.words {
		start, e := word(text, end)
		if start == e || n > 0 && !joined(text[end:start]) || !same(text[start:e], want) {
			return false
		}
		end = e
	}
	return true
}

// word is the first word of a text at or after byte i; empty at the end.
func word(text string, i int) (start, end int) {
	start = span(text, i, false)
	return start, span(text, start, true)
}

// span is where letters, or what is none, end that begin at byte i. Nearly
// all text is ASCII, for which a table is several times as fast.
func span(text string, i int, letters bool) int {
	for i < len(text) {
		if c := text[i]; c < utf8.RuneSelf {
			if plain[c] != letters {
				break
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if letter(r) != letters {
			break
		}
		i += n
	}
	return i
}

var plain = func() (t [utf8.RuneSelf]bool) {
	for c := range t {
		t[c] = letter(rune(c))
	}
	return t
}()

// joined reports whether words with this between them may be one skill: not
// across a comma, a bullet, the end of a line or of a sentence.
func joined(between string) bool {
	return strings.Trim(between, " \t-/_\u2010\u2011") == "" || between == "."
}

// same compares a word of a text with one of the list.
func same(got, want string) bool {
	return got == want || strings.EqualFold(got, want) && want == strings.ToLower(want)
}

// appendLower appends s in lower case, which for ASCII costs no memory.
func appendLower(b []byte, s string) []byte {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return append(b[:0], strings.ToLower(s)...)
		}
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return b
}
