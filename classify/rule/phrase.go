package rule

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"rung/classify/text"
)

// A Phrase is a parsed pattern. Its String parses to the same phrase.
type Phrase struct{ items sequence }

// String returns the phrase in its canonical spelling.
func (p *Phrase) String() string { return p.items.String() }

type sequence []item

func (s sequence) String() string {
	parts := make([]string, len(s))
	for i, it := range s {
		parts[i] = it.String()
	}
	return strings.Join(parts, " ")
}

type item struct {
	atom     atom
	optional bool
}

func (it item) String() string {
	if it.optional {
		return it.atom.String() + "?"
	}
	return it.atom.String()
}

type atom interface{ String() string }

type (
	word struct {
		text  string
		exact bool
	}
	list   struct{ name string }
	gap    struct{ max int }
	number struct{}
	// name is a word written like a name.
	name struct{}
	edge struct{ end bool }
	// either is "a|b": alternatives of one item each.
	either []atom
	// group is "(a b|c)": alternatives of whole sequences.
	group []sequence
)

// sequences returns the alternatives as those of a group.
func (e either) sequences() []sequence {
	all := make([]sequence, len(e))
	for i, x := range e {
		all[i] = sequence{{atom: x}}
	}
	return all
}

func (w word) String() string {
	if w.exact {
		return "=" + w.text
	}
	return w.text
}
func (l list) String() string   { return "{" + l.name + "}" }
func (g gap) String() string    { return ".." + strconv.Itoa(g.max) }
func (number) String() string   { return "#" }
func (name) String() string     { return "@" }
func (e either) String() string { return join(e, "|") }
func (g group) String() string  { return "(" + join(g, "|") + ")" }
func (e edge) String() string {
	if e.end {
		return "$"
	}
	return "^"
}

func join[T fmt.Stringer](parts []T, sep string) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(p.String())
	}
	return b.String()
}

// SyntaxError is a phrase that cannot be read.
type SyntaxError struct {
	Phrase string
	Offset int // in bytes
	Reason string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("phrase %q at byte %d: %s", e.Phrase, e.Offset, e.Reason)
}

// maxGap bounds a gap: past a dozen words two words have nothing to do with
// each other.
const maxGap = 12

// maxDepth bounds nested groups.
const maxDepth = 8

// ParsePhrase reads one phrase of the language in the package comment. Errors
// are of type *SyntaxError.
func ParsePhrase(s string) (*Phrase, error) {
	p := parser{src: s}
	items, err := p.sequence(0)
	if err == nil && p.pos < len(s) {
		err = p.errorf("unexpected %q", s[p.pos])
	}
	if err == nil && !items.solid() {
		err = errors.New("needs at least one word, number, name or list that is not optional")
	}
	if err == nil {
		return &Phrase{items}, nil
	}
	var se *SyntaxError
	if errors.As(err, &se) {
		return nil, err
	}
	return nil, &SyntaxError{Phrase: s, Offset: p.pos, Reason: err.Error()}
}

// solid reports whether every match of s holds at least one word.
func (s sequence) solid() bool {
	for _, it := range s {
		if !it.optional && solidAtom(it.atom) {
			return true
		}
	}
	return false
}

func solidAtom(a atom) bool {
	switch a := a.(type) {
	case word, list, number, name:
		return true
	case either:
		for _, x := range a {
			if !solidAtom(x) {
				return false
			}
		}
		return true
	case group:
		for _, s := range a {
			if !s.solid() {
				return false
			}
		}
		return true
	}
	return false
}

type parser struct {
	src string
	pos int
}

func (p *parser) errorf(format string, args ...any) error {
	return &SyntaxError{Phrase: p.src, Offset: p.pos, Reason: fmt.Sprintf(format, args...)}
}

func (p *parser) peek() byte {
	if p.pos < len(p.src) {
		return p.src[p.pos]
	}
	return 0
}

func (p *parser) accept(c byte) bool {
	if p.pos < len(p.src) && p.src[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

func (p *parser) space() {
	for p.accept(' ') {
	}
}

// sequence reads items up to the end, or inside a group (depth > 0) up to "|"
// or ")".
func (p *parser) sequence(depth int) (sequence, error) {
	var s sequence
	for {
		p.space()
		if p.pos == len(p.src) || depth > 0 && (p.peek() == '|' || p.peek() == ')') {
			break
		}
		it, err := p.item(depth)
		if err != nil {
			return nil, err
		}
		s = append(s, it)
	}
	if len(s) == 0 {
		return nil, p.errorf("nothing to match")
	}
	return s, nil
}

func (p *parser) item(depth int) (item, error) {
	a, err := p.atom(depth)
	if err != nil {
		return item{}, err
	}
	// Outside groups "|" binds single items; inside it parts sequences.
	if depth == 0 && p.peek() == '|' {
		e := either{a}
		for p.accept('|') {
			if a, err = p.atom(depth); err != nil {
				return item{}, err
			}
			e = append(e, a)
		}
		a = e
	}
	it := item{atom: a, optional: p.accept('?')}
	if it.optional && !solidAtom(a) {
		return item{}, p.errorf("%s cannot be optional", a)
	}
	if c := p.peek(); p.pos < len(p.src) && c != ' ' && !(depth > 0 && (c == '|' || c == ')')) {
		return item{}, p.errorf("unexpected %q after %s", c, it)
	}
	return it, nil
}

func (p *parser) atom(depth int) (atom, error) {
	switch p.peek() {
	case '(':
		return p.group(depth)
	case '{':
		return p.list()
	case '#':
		p.pos++
		return number{}, nil
	case '@':
		p.pos++
		return name{}, nil
	case '^', '$':
		p.pos++
		return edge{end: p.src[p.pos-1] == '$'}, nil
	case '.':
		return p.gap()
	}
	return p.word()
}

func (p *parser) group(depth int) (atom, error) {
	if depth >= maxDepth {
		return nil, p.errorf("groups nested deeper than %d", maxDepth)
	}
	p.pos++
	var g group
	for {
		s, err := p.sequence(depth + 1)
		if err != nil {
			return nil, err
		}
		g = append(g, s)
		if p.accept(')') {
			return g, nil
		}
		if !p.accept('|') {
			return nil, p.errorf("group is not closed")
		}
	}
}

func (p *parser) list() (atom, error) {
	p.pos++
	end := strings.IndexByte(p.src[p.pos:], '}')
	if end <= 0 {
		return nil, p.errorf("list name is not closed")
	}
	name := p.src[p.pos : p.pos+end]
	if strings.IndexFunc(name, func(r rune) bool { return !isNameRune(r) }) >= 0 {
		return nil, p.errorf("list name %q: only lower-case letters, digits, - and _", name)
	}
	p.pos += end + 1
	return list{name}, nil
}

func isNameRune(r rune) bool {
	return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' || r == '_'
}

func (p *parser) gap() (atom, error) {
	if !strings.HasPrefix(p.src[p.pos:], "..") {
		return nil, p.errorf("unexpected %q", ".")
	}
	digits := p.pos + 2
	end := digits
	for end < len(p.src) && '0' <= p.src[end] && p.src[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(p.src[digits:end])
	if err != nil || n < 1 || n > maxGap {
		return nil, p.errorf("a gap is ..1 to ..%d", maxGap)
	}
	p.pos = end
	return gap{n}, nil
}

func (p *parser) word() (atom, error) {
	exact := p.accept('=')
	start := p.pos
	for p.pos < len(p.src) {
		r, n := utf8.DecodeRuneInString(p.src[p.pos:])
		if !isWordRune(r) {
			break
		}
		p.pos += n
	}
	w := strings.ToLower(p.src[start:p.pos])
	if len(text.Words(w)) == 0 {
		return nil, p.errorf("expected a word")
	}
	return word{text: w, exact: exact}, nil
}

func isWordRune(r rune) bool {
	switch r {
	case '-', '\'', '&', '+', '/', '.':
		return true
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}
