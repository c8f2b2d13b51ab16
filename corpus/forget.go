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
			if err := errors.Join(t.removePayloads(id), t.remove(id)); err != nil {
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

// removePayloads deletes what a posting was read from. The validators go too:
// they would answer a conditional request with what is to be forgotten.
func (t *tx) removePayloads(id string) error {
	const of = `(SELECT raw FROM postings WHERE id = ?1 UNION SELECT pg.raw FROM pages pg JOIN boards b ON b.n = pg.board
		JOIN postings p ON p.source = b.source AND p.board = b.token WHERE p.id = ?1)`
	if err := t.do("DELETE FROM validators WHERE raw IN "+of, id); err != nil {
		return err
	}
	return t.do("DELETE FROM raws WHERE hash IN "+of, id)
}

// remove deletes one posting and leaves its id for the stages that show it.
func (t *tx) remove(id string) error {
	if err := t.do("DELETE FROM postings WHERE id = ?", id); err != nil {
		return err
	}
	return t.do("INSERT OR REPLACE INTO removed (id, seq) VALUES (?, ?)", id, t.next())
}

// isForgotten reports whether a posting must not be stored.
func (t *tx) isForgotten(p Posting) (bool, error) {
	err := t.loadForgotten()
	return err == nil && t.forgotten.Posting(p), err
}

// Oblivion is what is to be forgotten, to be asked quickly. The zero value
// forgets nothing.
type Oblivion map[Forgotten]bool // without their times

// NewOblivion makes one of what ForgottenAll returns.
func NewOblivion(all []Forgotten) Oblivion {
	o := make(Oblivion, len(all))
	for _, f := range all {
		f.At = time.Time{}
		o[f] = true
	}
	return o
}

// Posting reports whether a posting is to be forgotten: its URL, its board or
// its company.
func (o Oblivion) Posting(p Posting) bool {
	return len(o) > 0 && (o[Forgotten{Kind: ForgetURL, Value: CanonicalURL(p.URL)}] ||
		o[Forgotten{Kind: ForgetBoard, Value: p.Source + ":" + p.Board}] ||
		o[Forgotten{Kind: ForgetCompany, Value: companyKey(p.Company)}])
}

// Board reports whether a whole board is to be forgotten: itself, or the
// company it is listed under.
func (o Oblivion) Board(b Board) bool {
	return len(o) > 0 && (o[Forgotten{Kind: ForgetBoard, Value: line(b.ID())}] || o[Forgotten{Kind: ForgetCompany, Value: companyKey(b.Company)}])
}

// loadForgotten reads the list once a transaction; it is short, and asked for
// every posting.
func (t *tx) loadForgotten() error {
	if t.forgotten != nil {
		return nil
	}
	t.forgotten = Oblivion{}
	return t.each(func(rows *sql.Rows) error {
		f, err := scanForgotten(rows)
		f.At = time.Time{}
		t.forgotten[f] = true
		return err
	}, "SELECT kind, value, at FROM forgotten")
}

// ForgottenAll returns everything that was asked to be forgotten, so that a
// crawl can leave such boards out.
func (s *Store) ForgottenAll(ctx context.Context) ([]Forgotten, error) {
	var all []Forgotten
	rows, err := s.reader.QueryContext(ctx, "SELECT kind, value, at FROM forgotten ORDER BY kind, value")
	err = eachRow(rows, err, func(rows *sql.Rows) error {
		f, err := scanForgotten(rows)
		all = append(all, f)
		return err
	})
	return all, explain("read what is forgotten", err)
}

func scanForgotten(rows *sql.Rows) (f Forgotten, err error) {
	var at int64
	err = rows.Scan(&f.Kind, &f.Value, &at)
	f.At = timeOf(at)
	return f, err
}
