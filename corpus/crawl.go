package corpus

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// A Crawl is one run over a list of boards.
type Crawl struct {
	ID      int64     `json:"id"`
	Started time.Time `json:"started"`
	// Ended is zero while the crawl runs, and stays so when it was killed.
	Ended time.Time `json:"ended,omitzero"`
	// Boards counts what the crawl set out to read, Done what it has read.
	Boards int `json:"boards"`
	Done   int `json:"done"`
}

// A Visit is how one board of one crawl went.
type Visit struct {
	Crawl    int64      `json:"crawl"`
	Board    Board      `json:"board"`
	At       time.Time  `json:"at,omitzero"`
	Outcome  Outcome    `json:"outcome"` // "" while pending
	Detail   string     `json:"detail,omitempty"`
	Bytes    int64      `json:"bytes,omitempty"`
	Requests int        `json:"requests,omitempty"`
	Postings int        `json:"postings,omitempty"`
	Change   Change     `json:"change,omitzero"` // without its Postings
	Rejected []Rejected `json:"rejected,omitempty"`
	// Pages are the content addresses of what was read, in order.
	Pages []string `json:"pages,omitempty"`
}

// Listed reports whether the visit is a full statement of what was open then,
// that is, one that statistics may count on.
func (v Visit) Listed() bool { return v.Outcome.Listed() }

// BeginCrawl records that the boards are to be read, in this order. A board
// given twice is read once. Details kept for an earlier crawl are dropped.
func (s *Store) BeginCrawl(ctx context.Context, at time.Time, boards []Board) (crawlID int64, err error) {
	err = s.write(ctx, "begin crawl", func(t *tx) error {
		result, err := t.exec("INSERT INTO crawls (started_at) VALUES (?)", millis(at))
		if err != nil {
			return err
		}
		if crawlID, err = result.LastInsertId(); err != nil {
			return err
		}
		// Only the latest crawl is ever gone on with.
		if err := t.do("DELETE FROM details"); err != nil {
			return err
		}
		for turn, b := range boards {
			if err := t.plan(crawlID, turn, b); err != nil {
				return fmt.Errorf("%s: %w", b.ID(), err)
			}
		}
		return nil
	})
	return crawlID, err
}

func (t *tx) plan(crawlID int64, turn int, b Board) error {
	board, err := t.board(b)
	if err != nil {
		return err
	}
	return t.do("INSERT INTO visits (crawl, board, turn) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", crawlID, board, turn)
}

// board returns the row of b, written or brought up to date. What b leaves
// empty keeps its value, except the base, which is where b lies now.
func (t *tx) board(b Board) (n int64, err error) {
	if b.Source == "" || b.Token == "" {
		return 0, fmt.Errorf("board %q has no source or no token", b.ID())
	}
	err = t.row(`INSERT INTO boards (id, source, token, company, base, why, checked) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET base = excluded.base,
			company = CASE WHEN excluded.company = '' THEN company ELSE excluded.company END,
			why = CASE WHEN excluded.why = '' THEN why ELSE excluded.why END,
			checked = CASE WHEN excluded.checked = '' THEN checked ELSE excluded.checked END
		RETURNING n`,
		b.ID(), b.Source, b.Token, b.Company, b.Base, b.Why, b.Checked).Scan(&n)
	return n, err
}

// boardColumns are what scanBoard reads, of the table boards named b.
const boardColumns = "b.source, b.token, b.company, b.base, b.why, b.checked"

// into lists where the columns of boardColumns go.
func (b *Board) into() []any {
	return []any{&b.Source, &b.Token, &b.Company, &b.Base, &b.Why, &b.Checked}
}

// Pending returns the boards of a crawl that are still to be read, in the
// order they were given. After a kill it says where to go on.
func (s *Store) Pending(ctx context.Context, crawlID int64) ([]Board, error) {
	var boards []Board
	rows, err := s.reader.QueryContext(ctx, "SELECT "+boardColumns+
		" FROM visits v JOIN boards b ON b.n = v.board WHERE v.crawl = ? AND v.done = 0 ORDER BY v.turn", crawlID)
	err = eachRow(rows, err, func(rows *sql.Rows) error {
		var b Board
		err := rows.Scan(b.into()...)
		boards = append(boards, b)
		return err
	})
	return boards, explain("read pending boards", err)
}

// EndCrawl records that a crawl is over. Boards still pending stay so.
func (s *Store) EndCrawl(ctx context.Context, crawlID int64, at time.Time) error {
	return s.write(ctx, "end crawl", func(t *tx) error {
		if err := t.knownCrawl(crawlID); err != nil {
			return err
		}
		return t.do("UPDATE crawls SET ended_at = ? WHERE n = ?", millis(at), crawlID)
	})
}

func (t *tx) knownCrawl(id int64) error {
	var n int64
	err := t.row("SELECT n FROM crawls WHERE n = ?", id).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("crawl %d: %w", id, ErrNotFound)
	}
	return err
}

const selectCrawls = `SELECT c.n, c.started_at, c.ended_at, count(v.board), coalesce(sum(v.done), 0)
	FROM crawls c LEFT JOIN visits v ON v.crawl = c.n GROUP BY c.n ORDER BY c.n DESC`

// LastCrawl returns the latest crawl, ErrNotFound when there was none.
func (s *Store) LastCrawl(ctx context.Context) (Crawl, error) {
	crawls, err := s.crawls(ctx, selectCrawls+" LIMIT 1")
	if err != nil {
		return Crawl{}, explain("read last crawl", err)
	}
	if len(crawls) == 0 {
		return Crawl{}, fmt.Errorf("read last crawl: %w", ErrNotFound)
	}
	return crawls[0], nil
}

// Crawls returns every crawl, the latest first.
func (s *Store) Crawls(ctx context.Context) ([]Crawl, error) {
	crawls, err := s.crawls(ctx, selectCrawls)
	return crawls, explain("read crawls", err)
}

func (s *Store) crawls(ctx context.Context, query string) ([]Crawl, error) {
	var crawls []Crawl
	rows, err := s.reader.QueryContext(ctx, query)
	err = eachRow(rows, err, func(rows *sql.Rows) error {
		c, err := scanCrawl(rows)
		crawls = append(crawls, c)
		return err
	})
	return crawls, err
}

func scanCrawl(rows *sql.Rows) (c Crawl, err error) {
	var started, ended int64
	err = rows.Scan(&c.ID, &started, &ended, &c.Boards, &c.Done)
	c.Started, c.Ended = timeOf(started), timeOf(ended)
	return c, err
}

// VisitFilter narrows Visits. The zero value wants all that are done.
type VisitFilter struct {
	Crawl int64  // 0 for every crawl
	Board string // an ID of a board, "" for every board
	// Latest keeps only the last visit of each board.
	Latest bool
}

// visitColumns are what scanVisit reads after the board, of visits v.
const visitColumns = `v.at, v.outcome, v.detail, v.bytes, v.requests, v.postings, v.change, v.rejected,
	(SELECT json_group_array(p.raw ORDER BY p.page) FROM pages p WHERE p.crawl = v.crawl AND p.board = v.board)`

const selectVisits = "SELECT v.crawl, " + boardColumns + ", " + visitColumns + `
	FROM visits v JOIN boards b ON b.n = v.board
	WHERE v.done = 1 AND (?1 = 0 OR v.crawl = ?1) AND (?2 = '' OR b.id = ?2)
	AND (NOT ?3 OR NOT EXISTS (SELECT 1 FROM visits w WHERE w.board = v.board AND w.done = 1 AND (w.at, w.crawl) > (v.at, v.crawl)))
	ORDER BY v.at, v.crawl, v.turn`

// Visits returns how boards went, in order of time: which were read well
// when, and what that changed.
func (s *Store) Visits(ctx context.Context, f VisitFilter) ([]Visit, error) {
	var visits []Visit
	rows, err := s.reader.QueryContext(ctx, selectVisits, f.Crawl, f.Board, f.Latest)
	err = eachRow(rows, err, func(rows *sql.Rows) error {
		v, err := scanVisit(rows)
		visits = append(visits, v)
		return err
	})
	return visits, explain("read visits", err)
}

// scanVisit reads a visit; more takes further columns before it.
func scanVisit(rows *sql.Rows, more ...any) (v Visit, err error) {
	var at int64
	var change, rejected, pages string
	into := append(append(more, &v.Crawl), v.Board.into()...)
	into = append(into, &at, &v.Outcome, &v.Detail, &v.Bytes, &v.Requests, &v.Postings, &change, &rejected, &pages)
	if err := rows.Scan(into...); err != nil {
		return v, err
	}
	v.At = timeOf(at)
	return v, errors.Join(decodeColumn(change, &v.Change), decodeColumn(rejected, &v.Rejected), decodeColumn(pages, &v.Pages))
}

// decodeColumn reads a JSON column that is empty where there is nothing.
func decodeColumn(column string, into any) error {
	if column == "" || column == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(column), into)
}

// visited records the visit of a board. An interrupted one stays pending, so
// that a resumed crawl reads it.
func (t *tx) visited(board int64, v Visit) error {
	if v.Outcome == OutcomeInterrupted {
		return nil
	}
	change, err := json.Marshal(v.Change)
	if err != nil {
		return err
	}
	rejected, err := json.Marshal(v.Rejected)
	if err != nil {
		return err
	}
	if v.Rejected == nil {
		rejected = nil
	}
	if err := t.do(`INSERT INTO visits (crawl, board, turn, done, at, outcome, detail, bytes, requests, postings, change, rejected)
		VALUES (?, ?, (SELECT coalesce(max(turn), -1) + 1 FROM visits WHERE crawl = ?1), 1, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (crawl, board) DO UPDATE SET done = 1, at = excluded.at, outcome = excluded.outcome, detail = excluded.detail,
			bytes = excluded.bytes, requests = excluded.requests, postings = excluded.postings, change = excluded.change, rejected = excluded.rejected`,
		v.Crawl, board, millis(v.At), string(v.Outcome), v.Detail, v.Bytes, v.Requests, v.Postings, string(change), string(rejected)); err != nil {
		return err
	}
	if v.Outcome.Listed() {
		if err := t.do("UPDATE boards SET listed_at = max(listed_at, ?) WHERE n = ?", millis(v.At), board); err != nil {
			return err
		}
	}
	return t.do("DELETE FROM details WHERE crawl = ? AND board = ?", v.Crawl, board)
}

// SaveDetail keeps the payload of one posting's own page until its board is
// applied, so that a resumed crawl asks only for the details it lacks. The
// key is the adapter's, the native id as a rule.
func (s *Store) SaveDetail(ctx context.Context, crawlID int64, b Board, key string, raw []byte) error {
	packed := pack(raw)
	return s.write(ctx, "save detail of "+b.ID(), func(t *tx) error {
		if err := t.knownCrawl(crawlID); err != nil {
			return err
		}
		board, err := t.board(b)
		if err != nil {
			return err
		}
		return t.do("INSERT OR REPLACE INTO details (crawl, board, key, data) VALUES (?, ?, ?, ?)", crawlID, board, key, packed)
	})
}

// Details returns the payloads saved for a board that is not yet applied, by
// key.
func (s *Store) Details(ctx context.Context, crawlID int64, b Board) (map[string][]byte, error) {
	details := map[string][]byte{}
	rows, err := s.reader.QueryContext(ctx, `SELECT d.key, d.data FROM details d JOIN boards b ON b.n = d.board
		WHERE d.crawl = ? AND b.id = ?`, crawlID, b.ID())
	err = eachRow(rows, err, func(rows *sql.Rows) error {
		var key string
		var packed []byte
		if err := rows.Scan(&key, &packed); err != nil {
			return err
		}
		data, err := unpack(packed)
		details[key] = data
		return err
	})
	return details, explain("read details of "+b.ID(), err)
}

// Boards returns every board a crawl was ever asked to read, by ID.
func (s *Store) Boards(ctx context.Context) ([]Board, error) {
	var boards []Board
	rows, err := s.reader.QueryContext(ctx, "SELECT "+boardColumns+" FROM boards b ORDER BY b.id")
	err = eachRow(rows, err, func(rows *sql.Rows) error {
		var b Board
		err := rows.Scan(b.into()...)
		boards = append(boards, b)
		return err
	})
	return boards, explain("read boards", err)
}
