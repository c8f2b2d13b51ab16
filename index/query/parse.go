package query

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxLength = 4096
	maxDepth  = 64
)

// An Error says where in the query something is wrong.
type Error struct {
	// Query is the whole text; bytes Start to End are the place.
	Query      string
	Start, End int
	// What is wrong, and Hint what to write instead ("" for nothing).
	What, Hint string
}

func (e *Error) Error() string {
	s := fmt.Sprintf("query, column %d: %s", utf8.RuneCountInString(e.Query[:e.Start])+1, e.What)
	if e.Hint != "" {
		s += "; " + e.Hint
	}
	return s
}

// Pointer returns the query with a line of carets under the place.
func (e *Error) Pointer() string {
	before := utf8.RuneCountInString(e.Query[:e.Start])
	width := max(1, utf8.RuneCountInString(e.Query[e.Start:e.End]))
	return e.Query + "\n" + strings.Repeat(" ", before) + strings.Repeat("^", width)
}

// Parse reads the language of the package comment. Any error is an *Error.
// The empty query is All.
func Parse(s string) (Query, error) {
	p := &parser{text: s}
	if len(s) > maxLength {
		return nil, p.fail(maxLength, maxLength, "longer than 4,096 bytes", "")
	}
	if i := invalidByte(s); i >= 0 {
		return nil, p.fail(i, i+1, "not valid UTF-8", "")
	}
	q, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.pos < len(s) {
		return nil, p.fail(p.pos, p.pos+1, "a closing parenthesis without an opening one", "")
	}
	return q, nil
}

func invalidByte(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return i
			}
		}
	}
	return -1
}

type parser struct {
	text  string
	pos   int
	depth int
}

func (p *parser) fail(start, end int, what, hint string) error {
	return &Error{Query: p.text, Start: start, End: min(end, len(p.text)), What: what, Hint: hint}
}

func isSpace(r rune) bool { return unicode.IsSpace(r) }

func (p *parser) space() {
	rest := p.text[p.pos:]
	p.pos += len(rest) - len(strings.TrimLeftFunc(rest, isSpace))
}

// done reports the end of the group being read.
func (p *parser) done() bool {
	p.space()
	return p.pos == len(p.text) || p.text[p.pos] == ')'
}

func (p *parser) or() (Query, error) {
	var parts Or
	for {
		q, err := p.and()
		if err != nil {
			return nil, err
		}
		parts = append(parts, q)
		at := p.pos
		if !p.takeOr() {
			break
		}
		if p.done() || p.peekOr() {
			return nil, p.fail(at, at+2, "OR has nothing after it", "")
		}
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return parts, nil
}

func (p *parser) peekOr() bool {
	rest, ok := strings.CutPrefix(p.text[p.pos:], "OR")
	if !ok {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || isSpace(r) || r == '(' || r == ')'
}

func (p *parser) takeOr() bool {
	if p.peekOr() {
		p.pos += 2
		return true
	}
	return false
}

func (p *parser) and() (Query, error) {
	var parts And
	for !p.done() {
		if p.peekOr() {
			if len(parts) == 0 {
				return nil, p.fail(p.pos, p.pos+2, "OR has nothing before it", "to seek the word itself, write \"OR\"")
			}
			break
		}
		q, err := p.unary()
		if err != nil {
			return nil, err
		}
		parts = append(parts, q)
	}
	switch len(parts) {
	case 0:
		return All{}, nil
	case 1:
		return parts[0], nil
	}
	return parts, nil
}

func (p *parser) unary() (Query, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return nil, p.fail(p.pos, p.pos+1, "nested too deeply", "")
	}
	switch start := p.pos; p.text[p.pos] {
	case '-':
		return p.not()
	case '(':
		return p.parens()
	case '"':
		text, err := p.quoted()
		if err == nil && strings.TrimSpace(text) == "" {
			err = p.fail(start, p.pos, "the quotes are empty", "")
		}
		return Phrase{Text: text}, err
	}
	return p.atom()
}

func (p *parser) not() (Query, error) {
	start := p.pos
	p.pos++
	if p.pos == len(p.text) || p.text[p.pos] == ')' || p.spaceHere() || p.peekOr() {
		return nil, p.fail(start, start+1, `"-" has nothing after it`, "write it directly before what to leave out")
	}
	q, err := p.unary()
	if err != nil {
		return nil, err
	}
	if _, ok := q.(All); ok {
		return None{}, nil
	}
	return Not{q}, nil
}

func (p *parser) spaceHere() bool {
	r, _ := utf8.DecodeRuneInString(p.text[p.pos:])
	return isSpace(r)
}

func (p *parser) parens() (Query, error) {
	start := p.pos
	p.pos++
	q, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.pos == len(p.text) {
		return nil, p.fail(start, start+1, "this parenthesis is never closed", "")
	}
	p.pos++
	return q, nil
}

func (p *parser) quoted() (string, error) {
	start := p.pos
	var b strings.Builder
	for i := p.pos + 1; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case c == '"':
			p.pos = i + 1
			return b.String(), nil
		case c == '\\' && i+1 < len(p.text) && (p.text[i+1] == '"' || p.text[i+1] == '\\'):
			i++
			b.WriteByte(p.text[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", p.fail(start, start+1, "this quote is never closed", "")
}

// bare reads up to a space, quote or parenthesis.
func (p *parser) bare() string {
	start := p.pos
	n := strings.IndexFunc(p.text[start:], func(r rune) bool {
		return isSpace(r) || r == '"' || r == '(' || r == ')'
	})
	if n < 0 {
		n = len(p.text) - start
	}
	p.pos += n
	return p.text[start:p.pos]
}

func (p *parser) atom() (Query, error) {
	start := p.pos
	word := p.bare()
	name, val, isField := strings.Cut(word, ":")
	if !isField {
		if word == "*" {
			return All{}, nil
		}
		return Word{Text: word}, nil
	}
	f, ok := fieldNamed(name)
	if !ok {
		return nil, p.unknownField(start, name)
	}
	at := start + len(name) + 1
	if val != "" {
		return p.fieldValue(f, val, at, false)
	}
	if p.pos < len(p.text) && p.text[p.pos] == '"' {
		text, err := p.quoted()
		if err != nil {
			return nil, err
		}
		return p.fieldValue(f, text, at, true)
	}
	return nil, p.fail(start, at, f.Name+": has no value", "for example "+f.Name+":"+f.Example)
}

func (p *parser) unknownField(start int, name string) error {
	hint := `to seek the colon itself, put it in "quotes"`
	if near := Nearest(strings.ToLower(name), fieldNames()); near != "" {
		hint = "did you mean " + near + ":?"
	}
	return p.fail(start, start+len(name), fmt.Sprintf("there is no field %q", name), hint)
}
