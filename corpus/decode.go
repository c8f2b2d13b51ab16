package corpus

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Format is how postings are written in a file.
type Format string

const (
	FormatAuto  Format = ""      // by the file's name, else by its beginning
	FormatJSONL Format = "jsonl" // one object a line
	FormatJSON  Format = "json"  // an array of objects, or objects over several lines
	FormatCSV   Format = "csv"   // a heading, then a record a posting; comma, semicolon or tab
	FormatHTML  Format = "html"  // one page
	FormatText  Format = "text"  // one posting
)

// MaxRow is the default bound of one row, and of one page or plain text.
const MaxRow = 16 << 20

// DecodeOptions say how a file is read. The zero value guesses the format.
//
// Reading markup, places and pay is not the corpus's business, so those who
// can are handed in.
type DecodeOptions struct {
	Format Format
	// Name is the file's name; its ending tells the format.
	Name string
	// Title is given to a plain text or page that names none.
	Title string
	// Source is given to postings that name none; "" means "import".
	Source string
	// MaxRow bounds a row in bytes; 0 means MaxRow.
	MaxRow int
	// HTMLText turns markup into plain text. Without it, rows whose text is
	// only given as markup are errors.
	HTMLText func(markup string) string
	// PagePostings finds the structured postings of a page. Without it, or
	// where it finds none, the page's text is the posting.
	PagePostings func(page []byte) []Posting
	// Places and Pay read loose strings; without them only the words are
	// kept.
	Places func(s string) []Location
	Pay    func(s string) []Salary

	// line is set to where the posting that is yielded next begins.
	line *int
}

func (o DecodeOptions) withDefaults() DecodeOptions {
	if o.MaxRow == 0 {
		o.MaxRow = MaxRow
	}
	if o.Source == "" {
		o.Source = "import"
	}
	if o.line == nil {
		o.line = new(int)
	}
	*o.line = 1
	return o
}

func (o DecodeOptions) places(s string) []Location {
	if o.Places != nil {
		if found := o.Places(s); len(found) > 0 {
			return found
		}
	}
	return []Location{{Raw: s}}
}

func (o DecodeOptions) pay(s string) []Salary {
	if o.Pay != nil {
		if found := o.Pay(s); len(found) > 0 {
			return found
		}
	}
	return []Salary{{Raw: s, Origin: SalaryStructured}}
}

// identified returns the posting normalised and with an identity: its own id,
// else one of source, board and native id, of its URL, or of its content.
func (o DecodeOptions) identified(p Posting) Posting {
	if p.Source == "" {
		p.Source = o.Source
	}
	if p.Title == "" {
		p.Title = o.Title
	}
	p = Normalize(p)
	switch {
	case p.ID != "":
	case p.NativeID != "":
		p.ID = PostingID(p.Source, p.Board, p.NativeID)
	case p.URL != "":
		p.ID = PostingID(p.Source, p.Board, Address([]byte(p.URL))[:16])
	default:
		p.ID = PostingID(p.Source, p.Board, Fingerprint(p)[:16])
	}
	return p
}

// A RowError is one row that could not be read. It costs only that row.
type RowError struct {
	Line   int    // where the row begins, from 1
	ID     string // of the posting, where that much could be read
	Reason string
	Err    error // ErrLongRow, or nil
}

func (e *RowError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }
func (e *RowError) Unwrap() error { return e.Err }

func rowError(line int, err error) *RowError {
	e := &RowError{Line: line, Reason: err.Error()}
	if errors.Is(err, ErrLongRow) {
		e.Err = ErrLongRow
	}
	return e
}

// Decode reads postings one after the other, in the order of the file and
// normalised. A *RowError stands in the place of a row that cannot be read,
// and reading goes on; any other error is the reader's and the last.
//
// Memory is bound by the longest row. Byte order marks, UTF-16 with one, and
// invalid UTF-8 are dealt with; a binary file is one RowError.
func Decode(r io.Reader, opt DecodeOptions) iter.Seq2[Posting, error] {
	opt = opt.withDefaults()
	return func(yield func(Posting, error) bool) {
		in := bufio.NewReaderSize(transform.NewReader(r, unicode.BOMOverride(encoding.Nop.NewDecoder())), 64<<10)
		head, err := opt.look(in)
		if err != nil && err != io.EOF && len(head) == 0 {
			yield(Posting{}, err)
			return
		}
		if reason := binaryKind(head); reason != "" {
			yield(Posting{}, &RowError{Line: 1, Reason: reason})
			return
		}
		opt.reader(head)(in, opt, yield)
	}
}

// look returns the beginning of a file. Lines may come one by one from whoever
// waits for the answer to each, so of them only what has come is looked at.
func (o DecodeOptions) look(in *bufio.Reader) ([]byte, error) {
	if o.Format != FormatJSONL {
		return in.Peek(4096)
	}
	if head, err := in.Peek(1); err != nil {
		return head, err
	}
	return in.Peek(min(in.Buffered(), 4096))
}

// binaryKind says what to do with a file that is no text, "" when it is.
func binaryKind(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("%PDF")):
		return "a PDF, not postings as text: save or copy its text first"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return "a ZIP or office document, not postings as text: unpack it or save it as text first"
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return "compressed with gzip: unpack it first"
	case bytes.IndexByte(head, 0) >= 0:
		return "a binary file, not postings as text"
	}
	return ""
}

type formatReader func(in *bufio.Reader, opt DecodeOptions, yield func(Posting, error) bool)

func (o DecodeOptions) reader(head []byte) formatReader {
	format := o.Format
	if format == FormatAuto {
		format = formatOf(o.Name, head)
	}
	switch format {
	case FormatJSONL:
		return readJSONL
	case FormatJSON:
		return readJSON
	case FormatCSV:
		return readCSV
	case FormatHTML:
		return readHTML
	case FormatText:
		return readText
	}
	return func(_ *bufio.Reader, _ DecodeOptions, yield func(Posting, error) bool) {
		yield(Posting{}, fmt.Errorf("unknown format %q: jsonl, json, csv, html and text are known", format))
	}
}

// formatOf tells a format by the ending of a name and the beginning of the
// file. The two JSON forms are always told apart by the file: many a ".json"
// has one object a line.
func formatOf(name string, head []byte) Format {
	start := bytes.TrimSpace(head)
	object := len(start) > 0 && (start[0] == '{' || start[0] == '[')
	switch ending := strings.ToLower(filepath.Ext(name)); ending {
	case ".csv", ".tsv":
		return FormatCSV
	case ".html", ".htm", ".xhtml":
		return FormatHTML
	case ".txt", ".md", ".text":
		return FormatText
	case ".jsonl", ".ndjson":
		return FormatJSONL
	case ".json":
		object = true
	}
	switch {
	case object:
		return jsonForm(start)
	case len(start) > 0 && start[0] == '<':
		return FormatHTML
	case isHeading(start):
		return FormatCSV
	}
	return FormatText
}

// jsonForm is JSONL when the first line is an object by itself, or one too
// long to be seen whole.
func jsonForm(start []byte) Format {
	first, _, more := bytes.Cut(start, []byte("\n"))
	if len(start) == 0 || start[0] == '[' || more && !json.Valid(first) && !looksLikeRow(first) {
		return FormatJSON
	}
	return FormatJSONL
}

// looksLikeRow: a broken line with members on it is a bad row; a lone brace
// begins an object over several lines.
func looksLikeRow(first []byte) bool { return bytes.Count(first, []byte(`":`)) > 1 }

// isHeading reports whether a text begins like a table: two or more cells,
// two of which are fields we know.
func isHeading(start []byte) bool {
	first, _, _ := bytes.Cut(start, []byte("\n"))
	cells := strings.Split(string(first), string(rune(separator(first))))
	known := 0
	for _, cell := range cells {
		if fieldOf(strings.Trim(cell, "\"\r ")) != "" {
			known++
		}
	}
	return known >= 2 && known*2 >= len(cells)
}

// separator is the commonest of comma, semicolon and tab in a heading.
func separator(heading []byte) byte {
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if bytes.Count(heading, []byte{c}) > bytes.Count(heading, []byte{best}) {
			best = c
		}
	}
	return best
}

func readJSONL(in *bufio.Reader, opt DecodeOptions, yield func(Posting, error) bool) {
	readRows(newSplitter(in, opt.MaxRow).lineRow, opt, yield)
}

func readJSON(in *bufio.Reader, opt DecodeOptions, yield func(Posting, error) bool) {
	readRows(newSplitter(in, opt.MaxRow).jsonRow, opt, yield)
}

// readRows yields a posting or a RowError for every chunk.
func readRows(next func() chunk, opt DecodeOptions, yield func(Posting, error) bool) {
	for {
		c := next()
		if c.err == io.EOF {
			return
		}
		if c.err != nil && c.err != ErrLongRow && !errors.Is(c.err, io.ErrUnexpectedEOF) {
			yield(Posting{}, c.err)
			return
		}
		if !yieldRow(c, opt, yield) {
			return
		}
	}
}

func yieldRow(c chunk, opt DecodeOptions, yield func(Posting, error) bool) bool {
	*opt.line = c.line
	if c.err != nil {
		return yield(Posting{}, rowError(c.line, c.err))
	}
	row, err := objectOf(c.data)
	if err != nil {
		return yield(Posting{}, rowError(c.line, err))
	}
	rows := graph(row)
	if len(rows) == 0 {
		return yield(Posting{}, rowError(c.line, errors.New("a graph without a JobPosting")))
	}
	for _, row := range rows {
		p, err := postingOf(row, opt)
		if err != nil {
			failed := rowError(c.line, err)
			failed.ID = p.ID
			if !yield(Posting{}, failed) {
				return false
			}
			continue
		}
		if !yield(p, nil) {
			return false
		}
	}
	return true
}

func objectOf(data []byte) (map[string]any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var value any
	if err := dec.Decode(&value); err != nil {
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	if rest := bytes.TrimSpace(data[dec.InputOffset():]); len(rest) > 0 {
		return nil, errors.New("not JSON: there is more after the object")
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, errors.New("not an object")
	}
	return object, nil
}

// graph returns the postings of a schema.org graph, or the row itself.
func graph(row map[string]any) []map[string]any {
	nodes, ok := row["@graph"].([]any)
	if !ok {
		return []map[string]any{row}
	}
	var found []map[string]any
	for _, node := range nodes {
		if object, ok := node.(map[string]any); ok && object["@type"] == "JobPosting" {
			found = append(found, object)
		}
	}
	return found
}

func readCSV(in *bufio.Reader, opt DecodeOptions, yield func(Posting, error) bool) {
	t := &tableSplitter{splitter: newSplitter(in, opt.MaxRow)}
	head := t.rawLine()
	t.comma = separator(head.data)
	heading, err := t.cells(head)
	if err != nil {
		if head.err != io.EOF {
			yield(Posting{}, rowError(1, fmt.Errorf("heading: %w", err)))
		}
		return
	}
	for {
		c := t.record()
		if c.err == io.EOF {
			return
		}
		if !yieldCells(t, heading, c, opt, yield) {
			return
		}
	}
}

func yieldCells(t *tableSplitter, heading []string, c chunk, opt DecodeOptions, yield func(Posting, error) bool) bool {
	*opt.line = c.line
	cells, err := t.cells(c)
	if err == nil && len(cells) != len(heading) {
		err = fmt.Errorf("%d cells under %d headings", len(cells), len(heading))
	}
	if err != nil {
		return yield(Posting{}, rowError(c.line, err))
	}
	row := map[string]any{}
	for i, name := range heading {
		row[name] = cells[i]
	}
	p, err := postingOf(row, opt)
	if err != nil {
		return yield(Posting{}, rowError(c.line, err))
	}
	return yield(p, nil)
}

func (t *tableSplitter) cells(c chunk) ([]string, error) {
	if c.err != nil {
		return nil, c.err
	}
	r := csv.NewReader(bytes.NewReader(c.data))
	r.Comma = rune(t.comma)
	r.LazyQuotes = true
	r.FieldsPerRecord = -1
	return r.Read()
}

// readWhole reads a document that is one posting.
func readWhole(in io.Reader, opt DecodeOptions) (string, error) {
	data, err := io.ReadAll(io.LimitReader(in, int64(opt.MaxRow)+1))
	if err == nil && len(data) > opt.MaxRow {
		err = rowError(1, ErrLongRow)
	}
	if err == nil && len(bytes.TrimSpace(data)) == 0 {
		err = &RowError{Line: 1, Reason: "the file is empty"}
	}
	return strings.ToValidUTF8(string(data), "\uFFFD"), err
}

func readHTML(in *bufio.Reader, opt DecodeOptions, yield func(Posting, error) bool) {
	page, err := readWhole(in, opt)
	if err != nil {
		yield(Posting{}, err)
		return
	}
	if opt.PagePostings != nil {
		if found := opt.PagePostings([]byte(page)); len(found) > 0 {
			for _, p := range found {
				if !yield(opt.identified(p), nil) {
					return
				}
			}
			return
		}
	}
	if opt.HTMLText == nil {
		yield(Posting{}, &RowError{Line: 1, Reason: "a page of markup, and there is no reader for that"})
		return
	}
	p := Posting{Title: opt.Title, HTML: page, Text: opt.HTMLText(page)}
	if p.Title == "" {
		p.Title = titleLine(p.Text)
	}
	yield(opt.identified(p), nil)
}

func readText(in *bufio.Reader, opt DecodeOptions, yield func(Posting, error) bool) {
	text, err := readWhole(in, opt)
	if err != nil {
		yield(Posting{}, err)
		return
	}
	p := Posting{Title: opt.Title, Text: text}
	if p.Title == "" {
		p.Title = titleLine(text)
	}
	yield(opt.identified(p), nil)
}

// maxTitle is how many letters a first line may have and still be a title.
const maxTitle = 100

// titleLine is the first line of an advertisement when it stands there like a
// title: short, no sentence, and with text below it.
func titleLine(text string) string {
	first, rest, _ := strings.Cut(strings.TrimSpace(lineEnds.Replace(text)), "\n")
	first = strings.TrimSpace(strings.TrimLeft(first, "#*"))
	if strings.TrimSpace(rest) == "" || utf8.RuneCountInString(first) > maxTitle || strings.HasSuffix(first, ".") {
		return ""
	}
	return first
}
