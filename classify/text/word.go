package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Word is one word of a text.
type Word struct {
	// Start and End are byte offsets into the text.
	Start, End int
	// Norm is the word in lower case with apostrophes made "'" and invisible
	// characters left out. Hyphens and slashes part words, so "cross-functional"
	// is two; "5+", "1.5", "P&L", "don't" and "U.S" are one. The number of a
	// list item is no word.
	Norm string
}

// Words divides s into words.
func Words(s string) []Word {
	return appendWords(nil, s, lower(s), 0, len(s))
}

// appendWords appends the words of s[start:end]; low is lower(s).
func appendWords(dst []Word, s, low string, start, end int) []Word {
	for i := start; i < end; {
		if wordByte[s[i]]&begins == 0 {
			i++
			continue
		}
		if s[i] >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:end])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				i += n
				continue
			}
		}
		stop, plain := wordEnd(s, i, end)
		if stop-i <= 2 && enumerates(s, i, stop) {
			i = stop
			continue
		}
		if cut := glue(s[i:stop], low[i:stop], low[i:end]); cut > 0 {
			stop = i + cut
		}
		w := Word{Start: i, End: stop}
		if plain {
			w.Norm = low[i:stop]
		} else {
			w.Norm = normal(s[i:stop])
		}
		dst = append(dst, w)
		i = stop
	}
	return dst
}

// enumerates reports whether s[i:stop] numbers a list item: "1. Own the roadmap"
// or "2) …" at the start of a line.
func enumerates(s string, i, stop int) bool {
	if wordByte[s[i]]&digit == 0 || stop+1 >= len(s) || s[stop] != '.' && s[stop] != ')' || s[stop+1] != ' ' {
		return false
	}
	before := strings.TrimRight(s[max(0, i-8):i], " \t")
	return before == "" && i <= 8 || strings.HasSuffix(before, "\n")
}

// maxGlued is the longest word that is looked at for a second one in it.
const maxGlued = 64

// glue returns where a second word begins that a lost line break has glued to
// the first ("experienceStrong", "areas5+ years"), 0 for nowhere. rest is the
// text from the word on, in lower case.
//
// A word that begins small has no capital inside unless it is glued. One that
// begins with a capital may be a name ("UiPath"): what follows must be a word
// that opens items.
func glue(w, low, rest string) int {
	if len(w) > maxGlued {
		return 0
	}
	small := w[0] >= 'a' && w[0] <= 'z'
	for i := 2; i < len(w); i++ {
		switch c := w[i]; {
		case 'A' <= c && c <= 'Z':
			if splitsAt(w, low, i, small) {
				return i
			}
		case small && i > 2 && '0' <= c && c <= '9':
			if countsYears(rest[i:]) {
				return i
			}
			return 0
		}
	}
	return 0
}

// splitsAt decides for a capital at i.
func splitsAt(w, low string, i int, small bool) bool {
	after := glued(low[i:])
	if !isLower(w[i-1]) {
		return len(after) > 4 && i+1 < len(w) && isLower(w[i+1]) && openers[after] > 0
	}
	if small && i > 2 {
		return i+1 == len(w) && after == "a" || i+1 < len(w) && isLower(w[i+1])
	}
	return len(after) > 1 && isLower(w[i+1]) && (openers[after] > 0 || headingTails[low[:i]])
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

// countsYears reports whether s begins with a number of years or days.
func countsYears(s string) bool {
	s = strings.TrimLeft(s, "0123456789+-–. ")
	return strings.HasPrefix(s, "year") || strings.HasPrefix(s, "yr") || strings.HasPrefix(s, "day")
}

// headingTails end headings and no names.
var headingTails = set("role job position opportunity responsibilities requirements qualifications benefits description overview summary")

// glued is the first word of s, apostrophe and more cut off.
func glued(s string) string {
	for i := range len(s) {
		if wordByte[s[i]]&letter == 0 {
			return s[:i]
		}
	}
	return s
}

const (
	begins byte = 1 << iota // may begin a word: ASCII letters, digits, any byte of a longer rune
	letter
	digit
)

var wordByte = func() (t [256]byte) {
	for b := 0; b < 256; b++ {
		switch c := byte(b); {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			t[b] = begins | letter
		case '0' <= c && c <= '9':
			t[b] = begins | digit
		case c >= utf8.RuneSelf:
			t[b] = begins
		}
	}
	return t
}()

// wordEnd returns where the word that begins at i ends, and whether its norm
// is simply its lower case.
func wordEnd(s string, i, end int) (stop int, plain bool) {
	plain = true
	start := i
	for i < end {
		c := s[i]
		if wordByte[c]&(letter|digit) != 0 {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			if n := joined(s, start, i, end); n > 0 {
				i += n
				continue
			}
			break
		}
		r, n := utf8.DecodeRuneInString(s[i:end])
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			i += n
			plain = plain && sameLower(r)
		case invisible(r) || isApostrophe(r):
			// Inside a word only.
			if i+n >= end || !startsWord(s[i+n:end]) {
				return i, plain
			}
			i += n
			plain = false
		default:
			return i, plain
		}
	}
	return i, plain
}

// joined returns how many bytes of ASCII punctuation at i belong to the word
// begun at start, 0 for none.
func joined(s string, start, i, end int) int {
	next := byte(0)
	if i+1 < end {
		next = s[i+1]
	}
	prev := s[i-1]
	switch s[i] {
	case '\'':
		if wordByte[next]&letter != 0 {
			return 1
		}
	case '&':
		if wordByte[prev]&letter != 0 && wordByte[next]&letter != 0 {
			return 1
		}
	case '+':
		if wordByte[prev]&digit != 0 && wordByte[next]&letter == 0 {
			return 1
		}
	case ',':
		if wordByte[prev]&digit != 0 && groupOfThree(s[i+1:end]) {
			return 1
		}
	case '.':
		if wordByte[prev]&digit != 0 && wordByte[next]&digit != 0 {
			return 1
		}
		if wordByte[prev]&letter != 0 && wordByte[next]&letter != 0 && initials(s, start, i, end) {
			return 1
		}
	}
	return 0
}

// groupOfThree reports whether s begins with exactly three digits.
func groupOfThree(s string) bool {
	n := 0
	for n < len(s) && wordByte[s[n]]&digit != 0 {
		n++
	}
	return n == 3
}

// initials reports whether the full stop at i stands between single letters,
// as in "U.S" and "e.g".
func initials(s string, start, i, end int) bool {
	before := i-1 == start || s[i-2] == '.'
	after := i+2 >= end || wordByte[s[i+2]]&(letter|digit) == 0
	return before && after
}

func startsWord(s string) bool {
	if wordByte[s[0]]&(letter|digit) != 0 {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func isApostrophe(r rune) bool {
	switch r {
	case '\u2019', '\u2018', '\u02bc', '\u00b4', '\uff07':
		return true
	}
	return false
}

func invisible(r rune) bool {
	switch r {
	case '\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
		return true
	}
	return false
}

func normal(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case invisible(r):
		case isApostrophe(r):
			b.WriteByte('\'')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

func sameLower(r rune) bool {
	l := unicode.ToLower(r)
	return l == r || utf8.RuneLen(l) == utf8.RuneLen(r)
}

// lower is s in lower case, every byte at its old offset: a letter whose lower
// case has another length stays as it is, and so do invalid bytes.
func lower(s string) string {
	b := make([]byte, len(s))
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			b[i] = c
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if l := unicode.ToLower(r); n > 1 && l != r && utf8.RuneLen(l) == n {
			utf8.EncodeRune(b[i:], l)
		} else {
			copy(b[i:], s[i:i+n])
		}
		i += n
	}
	return string(b)
}
