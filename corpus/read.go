package corpus

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"strings"
	"time"
)

// Filter narrows what All returns. The zero value wants everything.
type Filter struct {
	Source  string
	Board   string // the token of a board; with Source
	Company string // in any case and spacing
	// Open leaves out what is closed.
	Open bool
	// OpenAt keeps what was in an open spell at that time; spells before the
	// present one count.
	OpenAt time.Time
}

// where is the filter as SQL over postings p.
func (f Filter) where() (string, []any) {
	conditions, args := []string{"1"}, []any{}
	add := func(condition string, values ...any) {
		conditions = append(conditions, condition)
		args = append(args, values...)
	}
	if f.Source != "" {
		add("p.source = ?", f.Source)
	}
	if f.Board != "" {
		add("p.board = ?", f.Board)
	}
	if f.Company != "" {
		add("p.company_key = ?", companyKey(f.Company))
	}
	if f.Open {
		add("p.closed_at = 0")
	}
	if at := millis(f.OpenAt); at != 0 {
		add(`(p.opened_at <= ? AND (p.closed_at = 0 OR p.closed_at > ?) OR EXISTS
			(SELECT 1 FROM spells s WHERE s.posting = p.n AND s.opened_at <= ? AND s.closed_at > ?))`, at, at, at, at)
	}
	return strings.Join(conditions, " AND "), args
}

// postingColumns are what scanPosting reads, of postings p and documents d.
const postingColumns = "p.first_seen, p.last_seen, p.closed_at, p.close_reason, p.raw, d.data"

// scanPosting reads a posting with its observed facts; more takes further
// columns before them.
func scanPosting(rows *sql.Rows, more ...any) (Posting, error) {
	var first, last, closed int64
	var o Observed
	var packed []byte
	if err := rows.Scan(append(more, &first, &last, &closed, &o.CloseReason, &o.Raw, &packed)...); err != nil {
		return Posting{}, err
	}
	p, err := decodePosting(packed)
	o.FirstSeen, o.LastSeen, o.ClosedAt = timeOf(first), timeOf(last), timeOf(closed)
	p.Observed = o
	return p, err
}

// Get returns a posting by its ID, or ErrNotFound.
func (s *Store) Get(ctx context.Context, id string) (Posting, error) {
	var found *Posting
	rows, err := s.reader.QueryContext(ctx, "SELECT "+postingColumns+" FROM postings p JOIN documents d ON d.posting = p.n WHERE p.id = ?", id)
	err = eachRow(rows, err, func(rows *sql.Rows) error {
		p, err := scanPosting(rows)
		found = &p
		return err
	})
	if err == nil && found == nil {
		err = ErrNotFound
	}
	if err != nil {
		return Posting{}, explain("read posting "+id, err)
	}
	return *found, nil
}

// All streams postings in the order they were first stored, as they were when
// the reading began. An error ends the stream.
func (s *Store) All(ctx context.Context, f Filter) iter.Seq2[Posting, error] {
	where, args := f.where()
	return s.stream(ctx, "SELECT "+postingColumns+" FROM postings p JOIN documents d ON d.posting = p.n WHERE "+where+" ORDER BY p.n", args...)
}

// errStop ends a walk whose reader has had enough.
var errStop = errors.New("stop")

func (s *Store) stream(ctx context.Context, query string, args ...any) iter.Seq2[Posting, error] {
	return func(yield func(Posting, error) bool) {
		rows, err := s.reader.QueryContext(ctx, query, args...)
		err = eachRow(rows, err, func(rows *sql.Rows) error {
			p, err := scanPosting(rows)
			if err == nil && !yield(p, nil) {
				return errStop
			}
			return err
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(Posting{}, explain("read postings", err))
		}
	}
}

// A Spell is one time a posting was open, from its first sighting to its
// closing.
type Spell struct {
	Opened   time.Time `json:"opened"`
	LastSeen time.Time `json:"last_seen"`
	// Closed is zero while the spell is open.
	Closed time.Time   `json:"closed,omitzero"`
	Reason CloseReason `json:"reason,omitempty"`
	// Repost: the posting had been out of sight for more than RepostGap.
	Repost bool `json:"repost,omitempty"`
}

// An Event is one entry of a posting's history.
type Event struct {
	Seq    int64      `json:"seq"`
	At     time.Time  `json:"at"`
	Kind   ChangeKind `json:"kind"`
	Fields []string   `json:"fields,omitempty"`
}

// History is everything that happened to a posting.
type History struct {
	ID     string  `json:"id"`
	Spells []Spell `json:"spells"` // the present or last one at the end
	Events []Event `json:"events"`
}

const selectSpells = `SELECT opened_at, last_seen, closed_at, close_reason, repost FROM (
	SELECT s.spell, s.opened_at, s.last_seen, s.closed_at, s.close_reason, s.repost
		FROM spells s JOIN postings p ON p.n = s.posting WHERE p.id = ?1
	UNION ALL SELECT spell, opened_at, last_seen, closed_at, close_reason, repost FROM postings WHERE id = ?1)
	ORDER BY spell`

// History returns the spells and changes of a posting, or ErrNotFound.
func (s *Store) History(ctx context.Context, id string) (History, error) {
	h := History{ID: id}
	rows, err := s.reader.QueryContext(ctx, selectSpells, id)
	err = eachRow(rows, err, func(rows *sql.Rows) error {
		spell, err := scanSpell(rows)
		h.Spells = append(h.Spells, spell)
		return err
	})
	if err == nil && len(h.Spells) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return h, explain("read history of "+id, err)
	}
	rows, err = s.reader.QueryContext(ctx, "SELECT c.seq, c.at, c.kind, c.fields FROM changes c JOIN postings p ON p.n = c.posting WHERE p.id = ? ORDER BY c.seq", id)
	err = eachRow(rows, err, func(rows *sql.Rows) error {
		event, err := scanEvent(rows)
		h.Events = append(h.Events, event)
		return err
	})
	return h, explain("read history of "+id, err)
}

func scanSpell(rows *sql.Rows) (Spell, error) {
	var opened, last, closed int64
	var spell Spell
	err := rows.Scan(&opened, &last, &closed, &spell.Reason, &spell.Repost)
	spell.Opened, spell.LastSeen, spell.Closed = timeOf(opened), timeOf(last), timeOf(closed)
	return spell, err
}

// scanEvent reads a change; more takes further columns before it.
func scanEvent(rows *sql.Rows, more ...any) (Event, error) {
	var e Event
	var at int64
	var fields string
	err := rows.Scan(append(more, &e.Seq, &at, &e.Kind, &fields)...)
	e.At, e.Fields = timeOf(at), orNil(strings.Fields(fields))
	return e, err
}

// Counts are the sizes of a store.
type Counts struct {
	Postings  int   `json:"postings"`
	Open      int   `json:"open"`
	Boards    int   `json:"boards"`
	Crawls    int   `json:"crawls"`
	Verdicts  int   `json:"verdicts"`
	Vacancies int   `json:"vacancies"`
	Payloads  int   `json:"payloads"`
	Bytes     int64 `json:"bytes"` // of payloads, before compression
}

// Counts returns the sizes of the store.
func (s *Store) Counts(ctx context.Context) (Counts, error) {
	var c Counts
	err := s.reader.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM postings), (SELECT count(*) FROM postings WHERE closed_at = 0),
		(SELECT count(*) FROM boards), (SELECT count(*) FROM crawls), (SELECT count(*) FROM verdicts),
		(SELECT count(DISTINCT vacancy) FROM vacancies), (SELECT count(*) FROM raws), (SELECT coalesce(sum(size), 0) FROM raws)`).
		Scan(&c.Postings, &c.Open, &c.Boards, &c.Crawls, &c.Verdicts, &c.Vacancies, &c.Payloads, &c.Bytes)
	return c, explain("count", err)
}
