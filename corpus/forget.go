package corpus

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// ForgetKind says what is forgotten.
type ForgetKind string

const (
	ForgetURL     ForgetKind = "url"     // the postings at one URL
	ForgetBoard   ForgetKind = "board"   // a board, "source:token"
	ForgetCompany ForgetKind = "company" // a company, in any case and spacing
)

// Forgotten is one thing never to be stored again.
type Forgotten struct {
	Kind  ForgetKind `json:"kind"`
	Value string     `json:"value"`
	At    time.Time  `json:"at"`
}

// canonical is the value as it is compared.
func (f Forgotten) canonical() (Forgotten, error) {
	switch f.Kind {
	case ForgetURL:
		f.Value = CanonicalURL(f.Value)
	case ForgetBoard:
		f.Value = line(f.Value)
	case ForgetCompany:
		f.Value = companyKey(f.Value)
	default:
		return f, fmt.Errorf("cannot forget a %q", f.Kind)
	}
	if f.Value == "" {
		return f, fmt.Errorf("forget %s: nothing is named", f.Kind)
	}
	return f, nil
}

// Forget removes postings for good, with their history, verdicts and the
// payloads they were read from, and remembers what was asked, so that neither
// a crawl nor an import brings them back. It reports how many postings went.
//
// A payload that holds a whole board goes with the first of its postings that
// is forgotten; the payloads of later crawls are kept as they come, since they
// are evidence of what the board published.
func (s *Store) Forget(ctx context.Context, f Forgotten) (int, error) {
	f, err := f.canonical()
	if err != nil {
		return 0, err
	}
	var n int
	err = s.write(ctx, fmt.Sprintf("forget %s %s", f.Kind, f.Value), func(t *tx) error {
		if err := t.do("INSERT INTO forgotten (kind, value, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", string(f.Kind), f.Value, millis(f.At)); err != nil {
			return err
		}
		ids, err := t.forgettable(f)
		n = len(ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := t.remove(id); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// forgettable names the stored postings that f speaks of.
func (t *tx) forgettable(f Forgotten) (ids []string, err error) {
	query := map[ForgetKind]string{
		ForgetURL:     "SELECT id FROM postings WHERE url = ?",
		ForgetBoard:   "SELECT id FROM postings WHERE source || ':' || board = ?",
		ForgetCompany: "SELECT id FROM postings WHERE company_key = ?",
	}[f.Kind]
	err = t.each(func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, query, f.Value)
	return ids, err
}

// remove deletes one posting and leaves its id for the stages that show it.
func (t *tx) remove(id string) error {
	for _, query := range []string{
		// Validators first: they keep payloads alive, and would answer a
		// conditional request with what is to be forgotten.
		`DELETE FROM validators WHERE raw IN (SELECT raw FROM postings WHERE id = ?1) OR raw IN (SELECT pg.raw FROM pages pg JOIN boards b ON b.n = pg.board JOIN postings p ON p.source = b.source AND p.board = b.token WHERE p.id = ?1)`,
		`DELETE FROM raws WHERE hash IN (SELECT raw FROM postings WHERE id = ?1) OR hash IN (SELECT pg.raw FROM pages pg JOIN boards b ON b.n = pg.board JOIN postings p ON p.source = b.source AND p.board = b.token WHERE p.id = ?1)`,
		`DELETE FROM postings WHERE id = ?1`,
	} {
		if err := t.do(query, id); err != nil {
			return err
		}
	}
	return t.do("INSERT OR REPLACE INTO removed (id, seq) VALUES (?, ?)", id, t.next())
}

// isForgotten reports whether a posting must not be stored.
func (t *tx) isForgotten(p Posting) (bool, error) {
	var one int
	err := t.row(`SELECT 1 FROM forgotten WHERE (kind, value) IN (VALUES ('url', ?), ('board', ?), ('company', ?)) LIMIT 1`,
		p.URL, p.Source+":"+p.Board, companyKey(p.Company)).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// ForgottenAll returns everything that was asked to be forgotten, so that a
// crawl can leave such boards out.
func (s *Store) ForgottenAll(ctx context.Context) ([]Forgotten, error) {
	var all []Forgotten
	rows, err := s.reader.QueryContext(ctx, "SELECT kind, value, at FROM forgotten ORDER BY kind, value")
	err = eachRow(rows, err, func(rows *sql.Rows) error {
		var f Forgotten
		var at int64
		err := rows.Scan(&f.Kind, &f.Value, &at)
		f.At = timeOf(at)
		all = append(all, f)
		return err
	})
	return all, explain("read what is forgotten", err)
}
