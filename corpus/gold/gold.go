package gold

import (
	"bufio"
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"rung/corpus"
)

//go:embed *.jsonl
var files embed.FS

// A Row is one labelled posting.
type Row struct {
	corpus.Posting
	Label Label
	// Trap names the mistake the ad invites, "" for an ordinary ad. The
	// names are listed in README.md.
	Trap string
	// Invented is true of the embedded rows, which no figure may be drawn
	// from.
	Invented bool
}

// A LineError says which line of a gold file could not be read, and why.
type LineError struct {
	Line int // from 1
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("gold file: line %d: %v", e.Line, e.Err) }
func (e *LineError) Unwrap() error { return e.Err }

// Load returns the embedded rows in order of their id. An error means that
// the program was built from damaged files.
func Load() ([]Row, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("list the embedded gold: %w", err)
	}
	var rows []Row
	for _, entry := range entries {
		if rows, err = appendFile(rows, entry.Name()); err != nil {
			return nil, fmt.Errorf("read the embedded gold %s: %w", entry.Name(), err)
		}
	}
	slices.SortFunc(rows, func(a, b Row) int { return strings.Compare(a.ID, b.ID) })
	return rows, nil
}

func appendFile(rows []Row, name string) ([]Row, error) {
	data, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	for row, err := range Decode(bytes.NewReader(data)) {
		if err != nil {
			return nil, err
		}
		row.Invented = true
		rows = append(rows, row)
	}
	return rows, nil
}

// maxLine bounds a row in bytes: far above any real posting, far below what
// would exhaust memory.
const maxLine = 16 << 20

// Decode yields the rows of a gold file in order. A line that cannot be read
// yields a [*LineError] and a zero Row, and reading goes on with the next; a
// failure of r, or a line above 16 MiB, is the last thing yielded. Blank lines
// are skipped. A label is held to the vocabulary of rungs only, so that
// somebody else's file can still be scored; [Row.Check] holds it to the rest.
func Decode(r io.Reader) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(make([]byte, 0, 64<<10), maxLine)
		n := 0
		for lines.Scan() {
			n++
			line := bytes.TrimSpace(lines.Bytes())
			if n == 1 {
				line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
			}
			if len(line) == 0 {
				continue
			}
			row, err := decodeLine(line)
			if err != nil {
				row, err = Row{}, &LineError{Line: n, Err: err}
			}
			if !yield(row, err) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(Row{}, &LineError{Line: n + 1, Err: err})
		}
	}
}

// wire is a row as it stands in the file.
type wire struct {
	ID         string `json:"id"`
	Source     string `json:"source"`
	Title      string `json:"title"`
	Company    string `json:"company"`
	Location   string `json:"location"`
	Posted     string `json:"posted"`
	URL        string `json:"url"`
	Employment string `json:"employment_type"`
	Salary     string `json:"salary_text"`
	Body       string `json:"body"`
	HTML       string `json:"html"`
	Label      *Label `json:"label"`
	Trap       string `json:"trap"`
}

func decodeLine(line []byte) (Row, error) {
	var w wire
	if err := json.Unmarshal(line, &w); err != nil {
		return Row{}, err
	}
	switch {
	case w.ID == "":
		return Row{}, errors.New("no id")
	case strings.TrimSpace(w.Body) == "":
		return Row{}, fmt.Errorf("%s: no body", w.ID)
	case w.Label == nil:
		return Row{}, fmt.Errorf("%s: no label", w.ID)
	}
	if err := w.Label.known(); err != nil {
		return Row{}, fmt.Errorf("%s: %w", w.ID, err)
	}
	posting, err := w.posting()
	if err != nil {
		return Row{}, fmt.Errorf("%s: %w", w.ID, err)
	}
	return Row{Posting: posting, Label: *w.Label, Trap: w.Trap}, nil
}

// posting carries the stated words over and interprets none of them: a
// normalised place or pay is the business of whoever needs one.
func (w wire) posting() (corpus.Posting, error) {
	p := corpus.Posting{
		ID: w.ID, Source: w.Source, URL: w.URL,
		Title: w.Title, Company: w.Company,
		Text: w.Body, HTML: w.HTML,
		EmploymentRaw: w.Employment,
	}
	if w.Company != "" {
		p.CompanyFrom = corpus.CompanyFromImport
	}
	if w.Location != "" {
		p.Locations = []corpus.Location{{Raw: w.Location}}
	}
	if w.Salary != "" {
		p.Salaries = []corpus.Salary{{Raw: w.Salary, Origin: corpus.SalaryStructured}}
	}
	if w.Posted != "" {
		at, err := time.Parse(time.DateOnly, w.Posted)
		if err != nil {
			return p, fmt.Errorf("posted: %w", err)
		}
		p.Posted = &corpus.Stated{At: at, Field: "posted"}
	}
	return p, nil
}
