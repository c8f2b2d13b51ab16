package corpus

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"
)

// ImportOptions say how a file is imported. At is required: it becomes the
// first sighting of what is new.
type ImportOptions struct {
	DecodeOptions
	At time.Time
	// Bad is told of every row that cannot be imported; nil for nobody.
	Bad func(*RowError)
	// Progress is told now and then how far the import is; nil for nobody.
	Progress func(ImportStats)
}

// ImportStats counts what an import did. Rows is the sum of the others.
type ImportStats struct {
	Rows      int `json:"rows"`
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Forgotten int `json:"forgotten"` // never to be stored again
	Bad       int `json:"bad"`
}

// Add counts another file in.
func (s *ImportStats) Add(t ImportStats) {
	s.Rows += t.Rows
	s.New += t.New
	s.Changed += t.Changed
	s.Unchanged += t.Unchanged
	s.Forgotten += t.Forgotten
	s.Bad += t.Bad
}

// importBatch is how many postings share a transaction.
const importBatch = 256

// Import stores the postings of a file. A posting keeps the id it has; one
// without gets an id of its URL or content, so that importing a file twice
// changes nothing. A bad row costs only itself, and so does one that gives
// other content to an id of an earlier row. On an error, what was imported
// before it stays.
//
// An import is no listing: it closes nothing but what states an end that is
// past, and it is no sighting of what the store already holds. A file that
// ExportAll wrote is recognised and restored, with history and payloads.
func Import(ctx context.Context, s *Store, r io.Reader, opt ImportOptions) (ImportStats, error) {
	if opt.At.IsZero() {
		return ImportStats{}, errors.New("import: no time is given")
	}
	rest, archive, err := sniffArchive(r)
	if err != nil {
		return ImportStats{}, fmt.Errorf("import: %w", err)
	}
	if archive {
		return restore(ctx, s, rest, opt)
	}
	im := &importer{store: s, opt: opt, at: timeOf(opt.At.UnixMilli()), run: s.imports.Add(1)}
	im.opt.line = &im.line
	for p, err := range Decode(rest, im.opt.DecodeOptions) {
		if err := im.take(ctx, p, err); err != nil {
			return im.stats, err
		}
	}
	if err := im.flush(ctx); err != nil {
		return im.stats, err
	}
	return im.stats, im.end(ctx)
}

type importer struct {
	store *Store
	opt   ImportOptions
	at    time.Time
	run   int64
	line  int // of the posting just decoded
	batch []imported
	stats ImportStats
}

type imported struct {
	document
	line int
}

// take adds a posting to the batch, or reports a bad row.
func (im *importer) take(ctx context.Context, p Posting, err error) error {
	var bad *RowError
	switch {
	case errors.As(err, &bad):
		im.reject(bad)
		return nil
	case err != nil:
		return fmt.Errorf("import: %w", err)
	}
	doc, err := documentOf(p)
	if err != nil {
		im.reject(&RowError{Line: im.line, ID: p.ID, Reason: err.Error()})
		return nil
	}
	im.batch = append(im.batch, imported{doc, im.line})
	if len(im.batch) < importBatch {
		return nil
	}
	return im.flush(ctx)
}

func (im *importer) reject(bad *RowError) {
	im.stats.Rows++
	im.stats.Bad++
	if im.opt.Bad != nil {
		im.opt.Bad(bad)
	}
}

// flush stores the batch. What it counts counts only once it is committed.
func (im *importer) flush(ctx context.Context) error {
	var stats ImportStats
	var rejected []*RowError
	err := im.store.write(ctx, "import", func(t *tx) error {
		stats, rejected = ImportStats{}, nil
		if err := t.do(`CREATE TEMP TABLE IF NOT EXISTS imported
			(run INTEGER, id TEXT, digest TEXT, PRIMARY KEY (run, id)) WITHOUT ROWID`); err != nil {
			return err
		}
		for _, doc := range im.batch {
			bad, err := im.put(t, doc, &stats)
			if err != nil {
				return fmt.Errorf("line %d, %s: %w", doc.line, doc.posting.ID, err)
			}
			if bad != nil {
				rejected = append(rejected, bad)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	im.batch = im.batch[:0]
	im.stats.Add(stats)
	for _, bad := range rejected {
		im.reject(bad)
	}
	if im.opt.Progress != nil {
		im.opt.Progress(im.stats)
	}
	return nil
}

// put stores one posting.
func (im *importer) put(t *tx, doc imported, stats *ImportStats) (*RowError, error) {
	clash, err := im.clashes(t, doc)
	if err != nil || clash {
		return &RowError{Line: doc.line, ID: doc.posting.ID, Reason: "an earlier row has the same id and other content"}, err
	}
	stats.Rows++
	if gone, err := t.isForgotten(doc.posting); err != nil || gone {
		stats.Forgotten++
		return nil, err
	}
	r, err := t.find(doc.posting.ID)
	if err != nil {
		return nil, err
	}
	if r == nil {
		stats.New++
		return nil, im.admit(t, doc.document)
	}
	fields, err := t.rewrite(r, doc.document, im.at)
	if len(fields) > 0 {
		stats.Changed++
	} else {
		stats.Unchanged++
	}
	return nil, err
}

// clashes reports whether this import already met the id with other content.
func (im *importer) clashes(t *tx, doc imported) (bool, error) {
	var digest string
	err := t.row("SELECT digest FROM imported WHERE run = ? AND id = ?", im.run, doc.posting.ID).Scan(&digest)
	if errors.Is(err, sql.ErrNoRows) {
		return false, t.do("INSERT INTO imported (run, id, digest) VALUES (?, ?, ?)", im.run, doc.posting.ID, doc.digest)
	}
	return digest != doc.digest, err
}

func (im *importer) admit(t *tx, doc document) error {
	r, err := t.insert(doc, im.at)
	if err == nil && past(r.valid, im.at) {
		err = t.close(r.n, im.at, ClosedExpired)
	}
	return err
}

// end drops what the import remembered of its rows.
func (im *importer) end(ctx context.Context) error {
	return im.store.write(ctx, "end import", func(t *tx) error {
		return t.do("DELETE FROM imported WHERE run = ?", im.run)
	})
}
