package crawler

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"rung/corpus"
	"rung/crawler/fetch"
)

//go:embed boards.yaml
var directory []byte

// Directory returns the boards that are shipped. The slice is the caller's.
func Directory() []corpus.Board { return append([]corpus.Board(nil), shipped()...) }

var shipped = sync.OnceValue(func() []corpus.Board {
	boards, err := ParseBoards("boards.yaml", directory, false)
	if err != nil {
		panic(err) // the file is built in, and a test reads it
	}
	return boards
})

// A BoardsError is one mistake in a boards file.
type BoardsError struct {
	File   string
	Line   int // 1 for the first
	Reason string
}

func (e *BoardsError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Reason) }

// ReadBoards reads a boards file from r; name stands in error messages.
func ReadBoards(name string, r io.Reader, allowPrivate bool) ([]corpus.Board, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read boards file %s: %w", name, err)
	}
	return ParseBoards(name, data, allowPrivate)
}

// ParseBoards reads the text of a boards file. The error joins a *BoardsError
// for every mistake; no boards are returned with it.
func ParseBoards(name string, data []byte, allowPrivate bool) ([]corpus.Board, error) {
	p := boardsParser{file: name, allowPrivate: allowPrivate, lines: map[string]int{}}
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return nil, fmt.Errorf("boards file %s: %w", name, err) // its message names the line
	}
	p.document(&root)
	if len(p.errs) > 0 {
		return nil, errors.Join(p.errs...)
	}
	return p.boards, nil
}

// ParseBoard reads a board as the command line and posting ids write it:
// "source:token".
func ParseBoard(s string) (corpus.Board, error) {
	name, token, _ := strings.Cut(s, ":")
	b := corpus.Board{Source: name, Token: token}
	if reason := wrong(b, false); reason != "" {
		return corpus.Board{}, fmt.Errorf("board %q: %s; want SOURCE:TOKEN, as in ashby:example", s, reason)
	}
	return b, nil
}

// boardsParser walks the YAML nodes instead of decoding into structs, because
// a node knows its line and the text it was written as: a token 007 or no is
// no number and no boolean.
type boardsParser struct {
	file         string
	allowPrivate bool
	boards       []corpus.Board
	lines        map[string]int // where a board was first listed
	errs         []error
}

func (p *boardsParser) wrong(n *yaml.Node, format string, args ...any) {
	p.errs = append(p.errs, &BoardsError{p.file, max(n.Line, 1), fmt.Sprintf(format, args...)})
}

func (p *boardsParser) document(root *yaml.Node) {
	if root.Kind != yaml.DocumentNode || root.Content[0].Kind != yaml.MappingNode {
		p.wrong(root, `want a list under "boards:"`)
		return
	}
	top, found := root.Content[0], false
	for i := 0; i+1 < len(top.Content); i += 2 {
		key, value := top.Content[i], top.Content[i+1]
		if key.Value != "boards" || found {
			p.wrong(key, `unexpected %q; the only key here is "boards", once`, key.Value)
			continue
		}
		found = true
		p.list(value)
	}
	if !found {
		p.wrong(top, `want a list under "boards:"`)
	}
}

func (p *boardsParser) list(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return // "boards:" with nothing below it
	}
	if n.Kind != yaml.SequenceNode {
		p.wrong(n, `"boards" is not a list`)
		return
	}
	for _, item := range n.Content {
		p.item(item)
	}
}

func (p *boardsParser) item(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		p.wrong(n, "a board is written {source: …, token: …}")
		return
	}
	before := len(p.errs)
	b := p.fields(n)
	if len(p.errs) > before {
		return
	}
	if reason := wrong(b, p.allowPrivate); reason != "" {
		p.wrong(n, "%s", reason)
		return
	}
	if first, listed := p.lines[b.ID()]; listed {
		p.wrong(n, "board %s is already listed on line %d", b.ID(), first)
		return
	}
	p.lines[b.ID()] = n.Line
	p.boards = append(p.boards, b)
}

func (p *boardsParser) fields(n *yaml.Node) (b corpus.Board) {
	fields := map[string]*string{
		"source": &b.Source, "token": &b.Token, "company": &b.Company,
		"base": &b.Base, "why": &b.Why, "checked": &b.Checked,
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		field, known := fields[key.Value]
		switch {
		case !known:
			p.wrong(key, "unknown field %q", key.Value)
		case field == nil:
			p.wrong(key, "field %q is given twice", key.Value)
		case value.Kind != yaml.ScalarNode:
			p.wrong(value, "field %q is not a plain text", key.Value)
		case value.Tag != "!!null":
			*field = value.Value
		}
		if known {
			fields[key.Value] = nil
		}
	}
	return b
}

// wrong says what is wrong with a board, or "".
func wrong(b corpus.Board, allowPrivate bool) string {
	switch {
	case b.Source == "" || b.Token == "":
		return "a board needs a source and a token"
	case strings.Trim(b.Source, "abcdefghijklmnopqrstuvwxyz0123456789") != "":
		return fmt.Sprintf("source %q is not a lower-case word", b.Source)
	case b.Token != strings.TrimSpace(b.Token) || !utf8.ValidString(b.Token) || strings.ContainsFunc(b.Token, unicode.IsControl):
		return fmt.Sprintf("token %q has stray spaces or control characters", b.Token)
	}
	if b.Checked != "" {
		if _, err := time.Parse(time.DateOnly, b.Checked); err != nil {
			return fmt.Sprintf("checked %q is no date like 2026-11-01", b.Checked)
		}
	}
	return wrongBase(b.Base, allowPrivate)
}

func wrongBase(base string, allowPrivate bool) string {
	if base == "" {
		return ""
	}
	u, err := url.Parse(base)
	if err != nil {
		return fmt.Sprintf("base %q is no URL", base)
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return fmt.Sprintf("base %q has more than scheme, host and path", base)
	}
	if err := fetch.CheckURL(u, allowPrivate); err != nil {
		return fmt.Sprintf("base %q: %v", base, err)
	}
	return ""
}
