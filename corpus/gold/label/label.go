// Package label keeps what people decide about postings: one gold file for
// each annotator, in one directory.
//
//	book := label.Open(dir)
//	row, err := label.Answers{Duties: "senior", …}.Row(posting)
//	err = book.Put("ana", row)
//	rows, err := book.Rows("ana")
//
// # The two passes
//
// The annotation guide asks for the duties before the title is seen. What a
// reader answers in the first pass (Duties to Reports) is taken from the text
// alone, and what in the second (Rung, Certainty) with everything shown. The
// rest of a label follows from the answers.
//
// # On disk
//
// dir/NAME.jsonl, in the format of package gold, rows in the order they were
// labelled; a row labelled anew takes the place of the one before. A file is
// replaced at once or not at all.
//
// # Limits
//
// Files are small: every change writes its file anew. Of two processes that
// write the same one the later wins.
package label

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"rung/corpus"
	"rung/corpus/gold"
)

// A Book is a directory of annotators' files. Its methods may be called from
// several goroutines at once.
type Book struct {
	dir string
	mu  sync.Mutex
}

// Open returns the book of a directory, which the first Put makes.
func Open(dir string) *Book { return &Book{dir: dir} }

const ending = ".jsonl"

var name = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// ErrName: an annotator's name is what no file can be called by.
var ErrName = errors.New("an annotator's name is up to forty small letters, digits and hyphens")

// File is where an annotator's rows are.
func (b *Book) File(annotator string) (string, error) {
	if !name.MatchString(annotator) {
		return "", ErrName
	}
	return filepath.Join(b.dir, annotator+ending), nil
}

// Annotators returns who has labelled anything, sorted.
func (b *Book) Annotators() ([]string, error) {
	entries, err := os.ReadDir(b.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if n, ok := strings.CutSuffix(e.Name(), ending); ok && name.MatchString(n) {
			out = append(out, n)
		}
	}
	return out, nil
}

// Rows returns what an annotator has labelled; nothing for one that is not
// known.
func (b *Book) Rows(annotator string) ([]gold.Row, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.rows(annotator)
}

func (b *Book) rows(annotator string) ([]gold.Row, error) {
	path, err := b.File(annotator)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []gold.Row
	for row, err := range gold.Decode(bytes.NewReader(data)) {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		out = append(out, row)
	}
	return out, nil
}

// Put keeps a row, in the place of an earlier one of the same posting.
func (b *Book) Put(annotator string, row gold.Row) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	rows, err := b.rows(annotator)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(rows, func(r gold.Row) bool { return r.ID == row.ID }); i >= 0 {
		rows[i] = row
	} else {
		rows = append(rows, row)
	}
	return b.write(annotator, rows)
}

func (b *Book) write(annotator string, rows []gold.Row) error {
	path, err := b.File(annotator)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(b.dir, "."+annotator+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // nothing is there once it is renamed
	if err := errors.Join(gold.Encode(f, rows), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return os.Rename(f.Name(), path)
}

// Answers are what a reader decides. Words are those of the annotation guide.
type Answers struct {
	// Duties is "" for a text that tells none; DutiesCertainty is then not
	// asked.
	Duties, DutiesCertainty string
	Evidence                []string
	YearsMin                *int
	Reports                 bool
	// TitleSays is what the head of the title claims, "" for none.
	TitleSays       string
	Rung, Certainty string
}

// Row is the posting with the label that follows from the answers. Its error
// says everything that cannot be true together, or is not in the text.
func (a Answers) Row(p corpus.Posting) (gold.Row, error) {
	l := gold.Label{Duties: a.Duties, DutiesCertainty: a.DutiesCertainty, Rung: a.Rung, Certainty: a.Certainty, YearsMin: a.YearsMin,
		Reports: a.Reports, TitleSays: a.TitleSays, Mismatch: gold.NoMismatch, Evidence: a.Evidence}
	if l.Duties == "" {
		l.DutiesCertainty = "none"
	}
	if l.TitleSays == "" {
		l.TitleSays = "none"
	}
	if l.Evidence == nil {
		l.Evidence = []string{}
	}
	l.OnLadder = !slices.Contains(gold.Beside(), l.Rung)
	if slices.Contains(gold.Senior(), l.Rung) {
		l.Track = "ic"
		if l.Reports {
			l.Track = "manager"
		}
	}
	if gap, ok := l.Gap(); ok && gap != 0 {
		l.Mismatch = gold.TitleAbove
		if gap < 0 {
			l.Mismatch = gold.TitleBelow
		}
	}
	row := gold.Row{Posting: p, Label: l}
	return row, row.Check()
}
