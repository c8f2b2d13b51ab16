package title

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// joint is how a word hangs on the one before it in its clause.
type joint uint8

const (
	space joint = iota
	soft        // a hyphen or dot without spaces
	slash
)

// word is one word of a title in the spelling the lexicon uses.
type word struct {
	text       string
	start, end int
	joint      joint
	clause     int
}

// clauseInfo is where a clause stands.
type clauseInfo struct {
	paren bool
}

// scanner splits a title into words and clauses.
type scanner struct {
	text    string
	words   []word
	clauses []clauseInfo
	open    []int // clauses that a closing bracket returns to
	current int
	joint   joint
}

// maxWords bounds what is read of a title, so that a page pasted in its place
// costs no more than a title. The longest real ones have some thirty words.
const maxWords = 64

func scan(text string) ([]word, []clauseInfo) {
	s := &scanner{text: text, words: make([]word, 0, 16), clauses: make([]clauseInfo, 1, 8)}
	for i := 0; i < len(text) && len(s.words) < maxWords; {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case isWordRune(r):
			i = s.word(i)
		default:
			s.sign(r, i, n)
			i += n
		}
	}
	return s.words, s.clauses
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r))
}

// word reads the word at i and returns where the next thing starts.
func (s *scanner) word(i int) int {
	end := i
	for end < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[end:])
		if !isWordRune(r) {
			break
		}
		end += n
	}
	text := fold(s.text[i:end])
	next := end + s.ending(text, end)
	if to, ok := lex.words[text]; ok {
		text = to
	}
	s.emit(text, i, next)
	return next
}

// ending returns the length of a gender ending glued to the word at end.
func (s *scanner) ending(text string, end int) int {
	if len(text) < 3 || end >= len(s.text) {
		return 0
	}
	rest := s.text[end:]
	for _, e := range lex.endings {
		if len(rest) < len(e) || !strings.EqualFold(rest[:len(e)], e) {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(rest[len(e):]); !isWordRune(r) {
			return len(e)
		}
	}
	return 0
}

func (s *scanner) emit(text string, start, end int) {
	s.words = append(s.words, word{text: text, start: start, end: end, joint: s.joint, clause: s.current})
	s.joint = space
}

func (s *scanner) sign(r rune, at, n int) {
	switch r {
	case ',', ';', ':', '|', '•', '·', '–', '—', '，', '、', '：', '｜', '~':
		s.split()
	case '-', '‐', '‑', '.', '_', '－':
		s.hyphen(r, at, n)
	case '/', '／', '\\':
		s.joint = slash
	case '(', '[', '{', '（', '【', '［':
		s.open = append(s.open, s.current)
		s.newClause(true)
	case ')', ']', '}', '）', '】', '］':
		s.close()
	case '&', '+', '＆':
		s.emit("and", at, at+n)
	case '@':
		s.emit("@", at, at+n)
	}
}

// hyphen joins where it touches text on both sides and splits where it
// stands free; a full stop never splits.
func (s *scanner) hyphen(r rune, at, n int) {
	before, _ := utf8.DecodeLastRuneInString(s.text[:at])
	after, _ := utf8.DecodeRuneInString(s.text[at+n:])
	switch {
	case isWordRune(before) && isWordRune(after):
		s.joint = soft
	case r != '.' && r != '_':
		s.split()
	}
}

func (s *scanner) split() {
	s.newClause(s.clauses[s.current].paren)
}

func (s *scanner) newClause(paren bool) {
	s.clauses = append(s.clauses, clauseInfo{paren: paren})
	s.current = len(s.clauses) - 1
	s.joint = space
}

func (s *scanner) close() {
	if len(s.open) == 0 {
		s.split()
		return
	}
	s.current = s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	s.joint = space
}

// fold brings a word to lower case without accents, so that every way of
// writing it in capitals or with other code points is one spelling.
func fold(w string) string {
	lower, ascii := true, true
	for i := 0; i < len(w); i++ {
		lower = lower && (w[i] < 'A' || w[i] > 'Z')
		ascii = ascii && w[i] < utf8.RuneSelf
	}
	switch {
	case ascii && lower:
		return w
	case ascii:
		return strings.ToLower(w)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(w) {
		r = unicode.ToLower(unicode.ToUpper(r))
		switch {
		case unicode.IsMark(r) && !unicode.Is(unicode.Hangul, r) && r < 0x3000:
			// An accent: dropped.
		case r == 'ł':
			b.WriteByte('l')
		case r == 'ø':
			b.WriteByte('o')
		case r == 'ß':
			b.WriteString("ss")
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}
