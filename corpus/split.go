package corpus

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// ErrLongRow: a row is longer than DecodeOptions.MaxRow.
var ErrLongRow = errors.New("longer than a row may be")

// A splitter cuts a stream into rows, holding one at a time. It counts lines
// and survives rows that are too long: those it skips, and says so.
type splitter struct {
	in   *bufio.Reader
	max  int
	line int // of the next byte, from 1
}

func newSplitter(r io.Reader, max int) *splitter {
	return &splitter{in: bufio.NewReaderSize(r, 64<<10), max: max, line: 1}
}

// A chunk is one row and the line it begins on. err is ErrLongRow, or the
// error that ended the stream.
type chunk struct {
	line int
	data []byte
	err  error
}

// lineRow returns the next line that is not blank.
func (s *splitter) lineRow() chunk {
	for {
		c := s.rawLine()
		if c.err != nil || len(bytes.TrimSpace(c.data)) > 0 {
			return c
		}
	}
}

// rawLine returns the next line without its end. At the end of the stream err
// is io.EOF and data empty.
func (s *splitter) rawLine() chunk {
	c := chunk{line: s.line}
	for {
		part, err := s.in.ReadSlice('\n')
		if len(c.data)+len(part) > s.max {
			c.err = ErrLongRow
			c.data = nil
		} else if c.err == nil {
			c.data = append(c.data, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && (len(c.data) > 0 || c.err != nil):
			return c
		case err != nil:
			c.err = err
			return c
		}
		s.line++
		c.data = bytes.TrimRight(c.data, "\r\n")
		return c
	}
}

// jsonRow returns the next JSON object of an array, or of objects one after
// the other. It looks only at brackets and strings, so that an element that is
// no JSON costs only itself.
func (s *splitter) jsonRow() chunk {
	b, err := s.skipTo()
	c := chunk{line: s.line, err: err}
	if err != nil {
		return c
	}
	var scan jsonScan
	for {
		c.add(b, s.max)
		if scan.ends(b) {
			return c
		}
		if b, err = s.next(); err != nil {
			c.err = fmt.Errorf("the file ends inside it: %w", errors.Join(io.ErrUnexpectedEOF, notEOF(err)))
			return c
		}
		if scan.bare && (b == ',' || b == ']' || b == '\n') {
			return c
		}
	}
}

// add appends a byte, or gives the row up as too long.
func (c *chunk) add(b byte, max int) {
	switch {
	case len(c.data) < max && c.err == nil:
		c.data = append(c.data, b)
	case c.err == nil:
		c.err, c.data = ErrLongRow, nil
	}
}

func notEOF(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

// skipTo passes what stands between elements and returns the first byte of
// the next.
func (s *splitter) skipTo() (byte, error) {
	for {
		b, err := s.next()
		if err != nil || !bytes.ContainsRune([]byte(" \t\r\n,[]"), rune(b)) {
			return b, err
		}
	}
}

func (s *splitter) next() (byte, error) {
	b, err := s.in.ReadByte()
	if b == '\n' && err == nil {
		s.line++
	}
	return b, err
}

// jsonScan follows the depth of brackets outside strings.
type jsonScan struct {
	depth          int
	quoted, escape bool
	bare           bool // an element that is neither object nor array
}

// ends takes the next byte and reports whether it is the element's last.
func (j *jsonScan) ends(b byte) bool {
	switch {
	case j.escape:
		j.escape = false
	case j.quoted && b == '\\':
		j.escape = true
	case b == '"':
		j.quoted = !j.quoted
		return !j.quoted && j.depth == 0
	case j.quoted:
	case b == '{' || b == '[':
		j.depth++
	case b == '}' || b == ']':
		j.depth--
		return j.depth <= 0
	case j.depth == 0:
		j.bare = true
	}
	return false
}

// A tableSplitter cuts CSV into records. A quote that is never closed would
// swallow the rest of the file; such a record is given up after max bytes and
// reading goes on with the line after the one it began on.
type tableSplitter struct {
	*splitter
	comma  byte
	behind []chunk // lines read ahead and given back
}

func (t *tableSplitter) physical() chunk {
	if len(t.behind) > 0 {
		c := t.behind[0]
		t.behind = t.behind[1:]
		return c
	}
	return t.rawLine()
}

// record returns the next record, with "\n" between its lines.
func (t *tableSplitter) record() chunk {
	first := t.physical()
	for first.err == nil && len(bytes.TrimSpace(first.data)) == 0 {
		first = t.physical()
	}
	if first.err != nil {
		return first
	}
	whole := chunk{line: first.line, data: bytes.Clone(first.data)}
	var ahead []chunk
	open := t.opens(first.data, false)
	for open {
		c := t.physical()
		if c.err != nil || len(whole.data)+len(c.data) >= t.max {
			t.behind = append(append(ahead, c), t.behind...)
			return chunk{line: first.line, err: errors.New("a quote is never closed")}
		}
		ahead = append(ahead, c)
		whole.data = append(append(whole.data, '\n'), c.data...)
		open = t.opens(c.data, true)
	}
	return whole
}

// opens reports whether a line leaves a quoted cell open, given whether it
// began in one. A quote opens a cell only at its start.
func (t *tableSplitter) opens(data []byte, quoted bool) bool {
	start := true
	for i := 0; i < len(data); i++ {
		b := data[i]
		switch {
		case quoted && b == '"' && i+1 < len(data) && data[i+1] == '"':
			i++
		case quoted && b == '"':
			quoted = false
		case quoted:
		case b == '"' && start:
			quoted = true
		}
		start = !quoted && b == t.comma
	}
	return quoted
}
