package corpus

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// An archive is a store as JSON lines: a heading {"rung_archive":1}, then one
// entry a line, each an object with a single member that says what it is. It
// is complete but for what is derived again: vacancies, and the positions of
// stages. Payloads are zstd frames in base64.

// ArchiveVersion changes when old programs could not read new archives.
const ArchiveVersion = 1

// entry is one line of an archive; one member is set.
type entry struct {
	Version   int               `json:"rung_archive,omitempty"`
	Board     *Board            `json:"board,omitempty"`
	Crawl     *Crawl            `json:"crawl,omitempty"`
	Pending   *archivePending   `json:"pending,omitempty"`
	Visit     *Visit            `json:"visit,omitempty"`
	Raw       *archiveRaw       `json:"raw,omitempty"`
	Validator *archiveValidator `json:"validator,omitempty"`
	Forgotten *Forgotten        `json:"forgotten,omitempty"`
	Posting   *archivePosting   `json:"posting,omitempty"`
	Event     *archiveEvent     `json:"event,omitempty"`
}

type archivePending struct {
	Crawl int64 `json:"crawl"`
	Board Board `json:"board"`
}

type archiveRaw struct {
	Hash   string    `json:"hash"`
	Size   int       `json:"size"`
	UsedAt time.Time `json:"used_at"`
	Data   []byte    `json:"data"`
}

type archiveValidator struct {
	URL          string    `json:"url"`
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	Raw          string    `json:"raw"`
	At           time.Time `json:"at"`
}

type archivePosting struct {
	Posting Posting        `json:"posting"`
	Spells  []Spell        `json:"spells"`
	Missed  time.Time      `json:"missed,omitzero"` // the suspect listing that lacked it
	Verdict *StoredVerdict `json:"verdict,omitempty"`
}

type archiveEvent struct {
	ID string `json:"id"`
	Event
}

// sniffArchive reports whether a file is an archive, and gives back a reader
// of all of it.
func sniffArchive(r io.Reader) (io.Reader, bool, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	head, err := in.Peek(64)
	if err != nil && err != io.EOF {
		return nil, false, err
	}
	return in, bytes.HasPrefix(head, []byte(`{"rung_archive":`)), nil
}

// ExportAll writes the whole store as an archive, as it is when the writing
// begins. Import reads it into an empty store without loss.
func ExportAll(ctx context.Context, s *Store, w io.Writer) error {
	view, err := s.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return explain("export all", err)
	}
	defer view.Rollback()
	a := &archiver{ctx: ctx, view: view, w: w}
	a.line(entry{Version: ArchiveVersion})
	for _, part := range []func(){a.forgotten, a.boards, a.crawls, a.raws, a.visits, a.validators, a.postings, a.events} {
		part()
	}
	return explain("export all", a.err)
}

// An archiver writes entries; after its first error it does nothing.
type archiver struct {
	ctx  context.Context
	view *sql.Tx
	w    io.Writer
	err  error
}

func (a *archiver) line(e entry) {
	if a.err == nil {
		a.err = writeLine(a.w, e)
	}
}

// each writes the entry that scan makes of every row.
func (a *archiver) each(query string, scan func(rows *sql.Rows) (entry, error)) {
	if a.err != nil {
		return
	}
	rows, err := a.view.QueryContext(a.ctx, query)
	a.err = eachRow(rows, err, func(rows *sql.Rows) error {
		e, err := scan(rows)
		if err == nil {
			a.line(e)
			err = a.err
		}
		return err
	})
}

func (a *archiver) forgotten() {
	a.each("SELECT kind, value, at FROM forgotten ORDER BY kind, value", func(rows *sql.Rows) (entry, error) {
		f, err := scanForgotten(rows)
		return entry{Forgotten: &f}, err
	})
}

func (a *archiver) boards() {
	a.each("SELECT "+boardColumns+" FROM boards b ORDER BY b.n", func(rows *sql.Rows) (entry, error) {
		var b Board
		err := rows.Scan(b.into()...)
		return entry{Board: &b}, err
	})
}

func (a *archiver) crawls() {
	a.each("SELECT n, started_at, ended_at, 0, 0 FROM crawls ORDER BY n", func(rows *sql.Rows) (entry, error) {
		c, err := scanCrawl(rows)
		return entry{Crawl: &c}, err
	})
}

func (a *archiver) raws() {
	a.each("SELECT hash, size, used_at, data FROM raws ORDER BY hash", func(rows *sql.Rows) (entry, error) {
		var r archiveRaw
		var used int64
		err := rows.Scan(&r.Hash, &r.Size, &used, &r.Data)
		r.UsedAt = timeOf(used)
		return entry{Raw: &r}, err
	})
}

// visits come in the order of their turns, done or not.
func (a *archiver) visits() {
	a.each("SELECT v.done, v.crawl, "+boardColumns+", "+visitColumns+` FROM visits v JOIN boards b ON b.n = v.board
		ORDER BY v.crawl, v.turn`, func(rows *sql.Rows) (entry, error) {
		var done bool
		v, err := scanVisit(rows, &done)
		if !done {
			return entry{Pending: &archivePending{Crawl: v.Crawl, Board: v.Board}}, err
		}
		return entry{Visit: &v}, err
	})
}

func (a *archiver) validators() {
	a.each("SELECT url, etag, last_modified, raw, at FROM validators ORDER BY url", func(rows *sql.Rows) (entry, error) {
		var v archiveValidator
		var at int64
		err := rows.Scan(&v.URL, &v.ETag, &v.LastModified, &v.Raw, &at)
		v.At = timeOf(at)
		return entry{Validator: &v}, err
	})
}

func (a *archiver) postings() {
	a.each(`SELECT p.n, p.missed_at, p.opened_at, p.repost, coalesce(v.model, ''), coalesce(v.fingerprint, ''), v.data, `+postingColumns+`
		FROM postings p JOIN documents d ON d.posting = p.n LEFT JOIN verdicts v ON v.posting = p.n ORDER BY p.n`, a.posting)
}

func (a *archiver) posting(rows *sql.Rows) (entry, error) {
	var n, missed, opened int64
	var repost bool
	var v StoredVerdict
	var packed []byte
	p, err := scanPosting(rows, &n, &missed, &opened, &repost, &v.Model, &v.Fingerprint, &packed)
	if err != nil {
		return entry{}, err
	}
	e := &archivePosting{Posting: p, Missed: timeOf(missed)}
	if packed != nil {
		v.ID = p.ID
		if v.JSON, err = unpack(packed); err != nil {
			return entry{}, err
		}
		e.Verdict = &v
	}
	e.Spells, err = a.spells(n)
	e.Spells = append(e.Spells, Spell{Opened: timeOf(opened), LastSeen: p.Observed.LastSeen, Closed: p.Observed.ClosedAt, Reason: p.Observed.CloseReason, Repost: repost})
	return entry{Posting: e}, err
}

func (a *archiver) spells(n int64) (spells []Spell, err error) {
	rows, err := a.view.QueryContext(a.ctx, "SELECT opened_at, last_seen, closed_at, close_reason, repost FROM spells WHERE posting = ? ORDER BY spell", n)
	err = eachRow(rows, err, func(rows *sql.Rows) error {
		spell, err := scanSpell(rows)
		spells = append(spells, spell)
		return err
	})
	return spells, err
}

func (a *archiver) events() {
	a.each("SELECT p.id, c.seq, c.at, c.kind, c.fields FROM changes c JOIN postings p ON p.n = c.posting ORDER BY c.seq", func(rows *sql.Rows) (entry, error) {
		var e archiveEvent
		var err error
		e.Event, err = scanEvent(rows, &e.ID)
		return entry{Event: &e}, err
	})
}

// restore reads an archive. What the store already has keeps its own history.
func restore(ctx context.Context, s *Store, r io.Reader, opt ImportOptions) (ImportStats, error) {
	re := &restorer{crawls: map[int64]int64{}, known: map[int64]bool{}}
	split := newSplitter(r, maxPayload)
	for {
		chunks, err := lines(split, importBatch, archiveBatchBytes)
		if err != nil || len(chunks) == 0 {
			return re.stats, err
		}
		var batch ImportStats
		err = s.write(ctx, "restore", func(t *tx) error {
			batch, re.tx = ImportStats{}, t
			for _, c := range chunks {
				if err := re.take(c, &batch); err != nil {
					return fmt.Errorf("line %d: %w", c.line, err)
				}
			}
			return nil
		})
		if err != nil {
			return re.stats, err
		}
		re.stats.Add(batch)
		if opt.Progress != nil {
			opt.Progress(re.stats)
		}
	}
}

// archiveBatchBytes bounds what one transaction of a restoration holds.
const archiveBatchBytes = 16 << 20

// lines returns the next lines, up to a number and a size.
func lines(split *splitter, n, size int) (list []chunk, err error) {
	for len(list) < n && size > 0 {
		c := split.lineRow()
		if c.err == io.EOF {
			return list, nil
		}
		if c.err != nil {
			return list, fmt.Errorf("line %d: %w", c.line, c.err)
		}
		size -= len(c.data)
		list = append(list, c)
	}
	return list, nil
}

type restorer struct {
	*tx
	stats  ImportStats
	crawls map[int64]int64 // the archive's number of a crawl → ours
	known  map[int64]bool  // our crawls that were here before
}

func (re *restorer) take(c chunk, stats *ImportStats) error {
	dec := json.NewDecoder(bytes.NewReader(c.data))
	dec.UseNumber()
	var e entry
	if err := dec.Decode(&e); err != nil {
		return fmt.Errorf("not an archive's entry: %w", err)
	}
	switch {
	case e.Version > ArchiveVersion:
		return fmt.Errorf("archive of version %d: %w", e.Version, ErrNewer)
	case e.Board != nil:
		_, err := re.board(*e.Board)
		return err
	case e.Crawl != nil:
		return re.crawl(*e.Crawl)
	case e.Pending != nil:
		return re.pending(*e.Pending)
	case e.Visit != nil:
		return re.visit(*e.Visit)
	case e.Raw != nil:
		return re.raw(*e.Raw)
	case e.Validator != nil:
		v := e.Validator
		return re.do("INSERT INTO validators (url, etag, last_modified, raw, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", v.URL, v.ETag, v.LastModified, v.Raw, millis(v.At))
	case e.Forgotten != nil:
		f := e.Forgotten
		return re.do("INSERT INTO forgotten (kind, value, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", string(f.Kind), f.Value, millis(f.At))
	case e.Posting != nil:
		return re.posting(*e.Posting, stats)
	case e.Event != nil:
		return re.event(*e.Event)
	}
	return nil // the heading, or what a later version adds
}

// crawl finds the crawl that began at that moment, or adds it.
func (re *restorer) crawl(c Crawl) error {
	var n int64
	err := re.row("SELECT n FROM crawls WHERE started_at = ?", millis(c.Started)).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		err = re.row("INSERT INTO crawls (started_at, ended_at) VALUES (?, ?) RETURNING n", millis(c.Started), millis(c.Ended)).Scan(&n)
	} else if err == nil {
		re.known[n] = true
	}
	re.crawls[c.ID] = n
	return err
}

func (re *restorer) pending(p archivePending) error {
	crawl := re.crawls[p.Crawl]
	if re.known[crawl] {
		return nil
	}
	var turn int
	if err := re.row("SELECT coalesce(max(turn), -1) + 1 FROM visits WHERE crawl = ?", crawl).Scan(&turn); err != nil {
		return err
	}
	return re.plan(crawl, turn, p.Board)
}

func (re *restorer) visit(v Visit) error {
	v.Crawl = re.crawls[v.Crawl]
	if re.known[v.Crawl] {
		return nil
	}
	board, err := re.board(v.Board)
	if err != nil {
		return err
	}
	for i, hash := range v.Pages {
		if err := re.do("INSERT INTO pages (crawl, board, page, raw) VALUES (?, ?, ?, ?)", v.Crawl, board, i, hash); err != nil {
			return err
		}
	}
	return re.visited(board, v)
}

func (re *restorer) raw(r archiveRaw) error {
	data, err := unpack(r.Data)
	if err != nil {
		return err
	}
	if Address(data) != r.Hash {
		return fmt.Errorf("payload %s: %w: its content is another", r.Hash, ErrCorrupt)
	}
	return re.keep(payload{hash: r.Hash, size: r.Size, packed: r.Data}, r.UsedAt)
}

func (re *restorer) posting(a archivePosting, stats *ImportStats) error {
	stats.Rows++
	doc, err := documentOf(a.Posting)
	if err != nil {
		return err
	}
	if len(a.Spells) == 0 {
		return fmt.Errorf("posting %s has no spell", a.Posting.ID)
	}
	if gone, err := re.isForgotten(doc.posting); err != nil || gone {
		stats.Forgotten++
		return err
	}
	if r, err := re.find(doc.posting.ID); err != nil || r != nil {
		stats.Unchanged++
		return err
	}
	stats.New++
	n, err := re.admit(doc, a)
	if err != nil || a.Verdict == nil {
		return err
	}
	return re.do("INSERT INTO verdicts (posting, model, fingerprint, data) VALUES (?, ?, ?, ?)", n, a.Verdict.Model, a.Verdict.Fingerprint, pack(a.Verdict.JSON))
}

// admit writes a posting with all its spells. Its events follow by
// themselves.
func (re *restorer) admit(doc document, a archivePosting) (int64, error) {
	o, now := a.Posting.Observed, a.Spells[len(a.Spells)-1]
	doc.posting.Observed.Raw = o.Raw
	r, err := re.insertRow(doc, o.FirstSeen)
	if err != nil {
		return 0, err
	}
	for i, s := range a.Spells[:len(a.Spells)-1] {
		if err := re.do("INSERT INTO spells (posting, spell, opened_at, last_seen, closed_at, close_reason, repost) VALUES (?, ?, ?, ?, ?, ?, ?)",
			r.n, i+1, millis(s.Opened), millis(s.LastSeen), millis(s.Closed), string(s.Reason), s.Repost); err != nil {
			return 0, err
		}
	}
	return r.n, re.do(`UPDATE postings SET spell = ?, opened_at = ?, last_seen = ?, missed_at = ?, closed_at = ?, close_reason = ?, repost = ? WHERE n = ?`,
		len(a.Spells), millis(now.Opened), millis(now.LastSeen), millis(a.Missed), millis(now.Closed), string(now.Reason), now.Repost, r.n)
}

// event adds one change to a posting unless it is there already.
func (re *restorer) event(e archiveEvent) error {
	r, err := re.find(e.ID)
	if err != nil || r == nil {
		return err
	}
	var there bool
	if err := re.row("SELECT EXISTS (SELECT 1 FROM changes WHERE posting = ? AND at = ? AND kind = ? AND fields = ?)",
		r.n, millis(e.At), string(e.Kind), strings.Join(e.Fields, " ")).Scan(&there); err != nil || there {
		return err
	}
	return re.changed(r.n, e.At, e.Kind, slices.Clone(e.Fields))
}
