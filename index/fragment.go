package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/search"
)

const (
	maxFragments    = 2
	maxFragmentSize = 280 // bytes; a longer sentence is cut at words
)

// A Fragment is a sentence of the body, whole unless it is very long.
type Fragment struct {
	// Text is the sentence; an ellipsis stands where it was cut. Start is
	// the byte of the body at which its first letter is.
	Text  string `json:"text"`
	Start int    `json:"start"`
	// Marks are the byte ranges of Text that answer the query, in order,
	// never overlapping.
	Marks []Mark `json:"marks"`
}

// Mark is a range of bytes.
type Mark struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// fragments picks the sentences with the most different words of the query,
// then the earliest.
func fragments(body string, terms search.TermLocationMap) []Fragment {
	hits := marks(terms, len(body))
	if len(hits) == 0 {
		return nil
	}
	type scored struct {
		span  Mark
		hits  []termMark
		words int
	}
	var all []scored
	for _, s := range sentences(body) {
		in := scored{span: s}
		words := map[string]bool{}
		for len(hits) > 0 && hits[0].Start < s.End {
			if hits[0].Start >= s.Start && hits[0].End <= s.End {
				in.hits = append(in.hits, hits[0])
				words[hits[0].term] = true
			}
			hits = hits[1:]
		}
		if in.words = len(words); in.words > 0 {
			all = append(all, in)
		}
	}
	slices.SortStableFunc(all, func(a, b scored) int { return cmp.Compare(b.words, a.words) })
	all = all[:min(len(all), maxFragments)]
	slices.SortFunc(all, func(a, b scored) int { return cmp.Compare(a.span.Start, b.span.Start) })
	var out []Fragment
	for _, s := range all {
		out = append(out, cut(body, s.span, s.hits))
	}
	return out
}

type termMark struct {
	Mark
	term string
}

// marks lists the places of all terms in order, overlapping ones once.
func marks(terms search.TermLocationMap, size int) []termMark {
	var out []termMark
	for term, places := range terms {
		for _, l := range places {
			if l.Start < l.End && int(l.End) <= size {
				out = append(out, termMark{Mark{int(l.Start), int(l.End)}, term})
			}
		}
	}
	slices.SortFunc(out, func(a, b termMark) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.term, b.term))
	})
	end := 0
	return slices.DeleteFunc(out, func(m termMark) bool {
		overlaps := m.Start < end
		if !overlaps {
			end = m.End
		}
		return overlaps
	})
}

// sentences divides a text at line ends and after ".", "!" or "?" that a
// space and something other than a small letter follow. Bullet signs and
// spaces around are left out.
func sentences(text string) []Mark {
	var out []Mark
	start := 0
	end := func(i int) {
		if s := trimmed(text, start, i); s.Start < s.End {
			out = append(out, s)
		}
		start = i
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
			end(i)
		case '.', '!', '?':
			if i+2 < len(text) && text[i+1] == ' ' {
				if r, _ := utf8.DecodeRuneInString(text[i+2:]); !unicode.IsLower(r) {
					end(i + 1)
				}
			}
		}
	}
	end(len(text))
	return out
}

func trimmed(text string, start, end int) Mark {
	s := text[start:end]
	s = strings.TrimLeft(s, " \t\r\n-•*")
	start = end - len(s)
	return Mark{start, start + len(strings.TrimRight(s, " \t\r\n"))}
}

// cut makes a fragment of a sentence, shortened to the part around its first
// hit where it is too long.
func cut(body string, s Mark, hits []termMark) Fragment {
	before, after := "", ""
	if s.End-s.Start > maxFragmentSize {
		from := max(s.Start, hits[0].Start-maxFragmentSize/4)
		if from > s.Start {
			from = min(nextWord(body, from), hits[0].Start)
			before = "… "
		}
		to := min(s.End, max(from+maxFragmentSize, hits[0].End))
		if to < s.End {
			to = max(lastWord(body, to), hits[0].End)
			after = " …"
		}
		s = Mark{from, to}
	}
	f := Fragment{Text: before + body[s.Start:s.End] + after, Start: s.Start}
	for _, h := range hits {
		if h.End <= s.End {
			f.Marks = append(f.Marks, Mark{h.Start - s.Start + len(before), h.End - s.Start + len(before)})
		}
	}
	return f
}

// nextWord is the first place after i where a word begins, and lastWord the
// last before i where one ended.
func nextWord(s string, i int) int {
	if n := strings.IndexByte(s[i:], ' '); n >= 0 {
		return i + n + 1
	}
	return len(s)
}

func lastWord(s string, i int) int {
	return max(0, strings.LastIndexByte(s[:i], ' '))
}
