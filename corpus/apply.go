package corpus

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Apply stores what one visit to a board brought, in one transaction, and
// marks the board as done in its crawl.
//
// Postings are normalised, compared with what is stored and written where
// they differ; the open spell of each is extended. A posting that a complete
// listing lacks is closed; a listing that is empty or lacks more than half of
// ten or more open postings is suspect: it closes only what the suspect
// listing before it lacked too, dated to that listing. A stated end in the past
// closes as expired. Outcomes that are no full statement close nothing, and
// neither does a listing older than one already applied. OutcomeUnchanged
// repeats the listing before it: what is open is seen again, and what a
// suspect listing lacked is lacked twice.
func (s *Store) Apply(ctx context.Context, crawlID int64, l Listing) (Change, error) {
	attempt := "apply " + l.Board.ID()
	if l.At.IsZero() {
		return Change{}, fmt.Errorf("%s: the listing has no time", attempt)
	}
	a := prepare(l)
	a.trust = s.opt.TrustAll
	err := s.write(ctx, attempt, func(t *tx) error {
		if err := t.knownCrawl(crawlID); err != nil {
			return err
		}
		a.tx, a.crawl, a.change = t, crawlID, Change{Rejected: len(a.rejected)}
		return a.run()
	})
	return a.change, err
}

// An application is a listing on its way into the store.
type application struct {
	*tx
	crawl    int64
	board    int64
	l        Listing
	at       time.Time
	docs     []document
	pages    []payload
	rejected []Rejected
	outcome  Outcome
	trust    bool
	change   Change
	open     map[string]*row    // the board's open postings by id
	sighted  map[string][]int64 // postings seen again, by the page they were read from
}

// A row is a posting's line in the store.
type row struct {
	n                                   int64
	id, native, digest                  string
	spell                               int
	opened, last, missed, closed, valid int64
	seen                                bool
}

// prepare does what needs no transaction: normalising, packing, hashing.
func prepare(l Listing) *application {
	a := &application{l: l, at: timeOf(l.At.UnixMilli()), outcome: l.Outcome, rejected: l.Rejected}
	for _, page := range l.Raw {
		a.pages = append(a.pages, payloadOf(page))
	}
	for _, p := range merged(l) {
		doc, err := documentOf(p)
		if err != nil {
			a.rejected = append(a.rejected, Rejected{NativeID: p.NativeID, Reason: err.Error()})
			continue
		}
		doc.posting.Observed.Raw = a.pageOf(p)
		a.docs = append(a.docs, doc)
	}
	a.outcome = effective(l.Outcome, len(a.docs), a.rejected)
	return a
}

// merged gives the listing's postings their identity and joins records of one
// native id, which systems repeat for every place.
func merged(l Listing) []Posting {
	var out []Posting
	at := map[string]int{}
	for _, p := range l.Postings {
		p.Source, p.Board = l.Board.Source, l.Board.Token
		if p.NativeID != "" {
			p.ID = PostingID(p.Source, p.Board, p.NativeID)
		}
		i, twice := at[p.ID]
		if !twice || p.ID == "" {
			at[p.ID] = len(out)
			out = append(out, p)
			continue
		}
		out[i].Locations = append(out[i].Locations[:len(out[i].Locations):len(out[i].Locations)], p.Locations...)
	}
	return out
}

// effective corrects an outcome that claims more than the listing shows: a
// record that was lost without its id may be any of the open postings.
func effective(o Outcome, postings int, rejected []Rejected) Outcome {
	if o != OutcomeComplete && o != OutcomeEmpty {
		return o
	}
	for _, r := range rejected {
		if r.NativeID == "" {
			return OutcomeTruncated
		}
	}
	if postings == 0 && len(rejected) == 0 {
		return OutcomeEmpty
	}
	return OutcomeComplete
}

// pageOf is the address of the page a posting was read from: what the adapter
// says, if it says so, else the last page that holds its id (the detail page,
// where there is one), else the first.
func (a *application) pageOf(p Posting) string {
	if len(a.pages) == 0 {
		return ""
	}
	for _, page := range a.pages {
		if page.hash == p.Observed.Raw {
			return page.hash
		}
	}
	for i := len(a.pages) - 1; i > 0 && p.NativeID != ""; i-- {
		if bytes.Contains(a.l.Raw[i], []byte(p.NativeID)) {
			return a.pages[i].hash
		}
	}
	return a.pages[0].hash
}

func (a *application) run() error {
	var err error
	if a.board, err = a.tx.board(a.l.Board); err != nil {
		return err
	}
	if err := a.keepPages(); err != nil {
		return err
	}
	if err := a.loadOpen(); err != nil {
		return err
	}
	if a.outcome == OutcomeUnchanged {
		err = a.repeat()
	} else {
		err = a.sightAll()
	}
	if err != nil {
		return err
	}
	if err := a.extendAll(); err != nil {
		return err
	}
	if err := a.closeMissing(); err != nil {
		return err
	}
	totals := a.change
	totals.Postings = nil
	return a.visited(a.board, Visit{
		Crawl: a.crawl, At: a.at, Outcome: a.outcome, Detail: a.l.Detail, Bytes: a.l.Bytes, Requests: a.l.Requests,
		Postings: len(a.docs), Change: totals, Rejected: a.rejected,
	})
}

func (a *application) keepPages() error {
	if err := a.do("DELETE FROM pages WHERE crawl = ? AND board = ?", a.crawl, a.board); err != nil {
		return err
	}
	for i, page := range a.pages {
		if err := a.keep(page, a.at); err != nil {
			return err
		}
		if err := a.do("INSERT INTO pages (crawl, board, page, raw) VALUES (?, ?, ?, ?)", a.crawl, a.board, i, page.hash); err != nil {
			return err
		}
	}
	return nil
}

const rowColumns = "n, id, native_id, digest, spell, opened_at, last_seen, missed_at, closed_at, valid_through"

func (r *row) into() []any {
	return []any{&r.n, &r.id, &r.native, &r.digest, &r.spell, &r.opened, &r.last, &r.missed, &r.closed, &r.valid}
}

func (a *application) loadOpen() error {
	a.open, a.sighted = map[string]*row{}, map[string][]int64{}
	return a.each(func(rows *sql.Rows) error {
		r := &row{}
		err := rows.Scan(r.into()...)
		a.open[r.id] = r
		return err
	}, "SELECT "+rowColumns+" FROM postings WHERE source = ? AND board = ? AND closed_at = 0", a.l.Board.Source, a.l.Board.Token)
}

// find returns the line of a posting, nil when it is new.
func (t *tx) find(id string) (*row, error) {
	r := &row{}
	err := t.sqlRow(r, id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return r, err
}

func (t *tx) sqlRow(r *row, id string) error {
	return t.row("SELECT "+rowColumns+" FROM postings WHERE id = ?", id).Scan(r.into()...)
}

// repeat sees again everything that the listing before this one saw.
func (a *application) repeat() error {
	for _, r := range a.open {
		if r.missed != 0 {
			continue
		}
		r.seen = true
		a.extend(r, "")
		a.change.Unchanged++
		if past(r.valid, a.at) {
			if err := a.close(r, a.at, ClosedExpired); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *application) sightAll() error {
	for _, doc := range a.docs {
		if err := a.sight(doc); err != nil {
			return fmt.Errorf("%s: %w", doc.posting.ID, err)
		}
	}
	a.sightRejected()
	return nil
}

// sightRejected extends the spells of postings that were listed but could not
// be read.
func (a *application) sightRejected() {
	for _, rejected := range a.rejected {
		r := a.open[PostingID(a.l.Board.Source, a.l.Board.Token, rejected.NativeID)]
		if r == nil || r.seen || rejected.NativeID == "" {
			continue
		}
		r.seen = true
		a.extend(r, "")
	}
}

// sight stores one listed posting.
func (a *application) sight(doc document) error {
	gone, err := a.isForgotten(doc.posting)
	if err != nil {
		return err
	}
	r := a.open[doc.posting.ID]
	if r == nil {
		if r, err = a.find(doc.posting.ID); err != nil {
			return err
		}
	}
	switch {
	case gone:
		a.change.Forgotten++
		return a.dropForgotten(r)
	case r == nil:
		return a.admit(doc)
	}
	return a.meet(r, doc)
}

// dropForgotten removes a stored posting that a change of its name or address
// has made one of the forgotten; r is nil when it is not stored.
func (a *application) dropForgotten(r *row) error {
	if r == nil {
		return nil
	}
	r.seen = true
	return a.remove(r.id)
}

// admit stores a posting never seen before.
func (a *application) admit(doc document) error {
	r, err := a.insert(doc, a.at)
	if err != nil {
		return err
	}
	a.change.New++
	a.change.note(r.id, ChangeNew)
	if past(r.valid, a.at) {
		return a.close(r, a.at, ClosedExpired)
	}
	return nil
}

// meet stores a posting that is known: its content where that changed, and
// another sighting of it.
func (a *application) meet(r *row, doc document) error {
	r.seen = true
	if millis(a.at) < r.last {
		a.change.Unchanged++
		return nil // what an old listing says has been said better since
	}
	fields, err := a.rewrite(r, doc, a.at)
	if err != nil {
		return err
	}
	if len(fields) > 0 {
		a.change.Changed++
		a.change.note(r.id, ChangeContent, fields...)
	}
	r.valid = validUntil(doc.posting)
	switch {
	case r.closed != 0 && past(r.valid, a.at):
		return nil // listed on, though its own end is past
	case r.closed != 0 && millis(a.at) <= r.closed:
		return nil // an old listing says nothing about what came after
	case r.closed != 0:
		return a.reopen(r, doc)
	}
	if len(fields) == 0 {
		a.change.Unchanged++
	}
	a.extend(r, doc.posting.Observed.Raw)
	if past(r.valid, a.at) {
		return a.close(r, a.at, ClosedExpired)
	}
	return nil
}

// extend carries the open spell of a posting on to this sighting.
func (a *application) extend(r *row, page string) {
	a.sighted[page] = append(a.sighted[page], r.n)
}

// extendAll writes the sightings, one statement a page.
func (a *application) extendAll() error {
	for page, rows := range a.sighted {
		list, err := json.Marshal(rows)
		if err != nil {
			return err
		}
		if err := a.do(`UPDATE postings SET last_seen = max(last_seen, ?1), missed_at = 0, raw = CASE WHEN ?2 = '' THEN raw ELSE ?2 END
			WHERE n IN (SELECT value FROM json_each(?3))`, millis(a.at), page, string(list)); err != nil {
			return err
		}
	}
	return nil
}

// reopen ends the closed spell for good and begins the next.
func (a *application) reopen(r *row, doc document) error {
	repost := a.at.Sub(timeOf(r.last)) > RepostGap
	if err := a.do(`INSERT INTO spells (posting, spell, opened_at, last_seen, closed_at, close_reason, repost)
		SELECT n, spell, opened_at, last_seen, closed_at, close_reason, repost FROM postings WHERE n = ?`, r.n); err != nil {
		return err
	}
	if err := a.do(`UPDATE postings SET spell = spell + 1, opened_at = ?1, last_seen = ?1, missed_at = 0, closed_at = 0,
		close_reason = '', repost = ?2, raw = CASE WHEN ?3 = '' THEN raw ELSE ?3 END WHERE n = ?4`,
		millis(a.at), repost, doc.posting.Observed.Raw, r.n); err != nil {
		return err
	}
	kind := ChangeReopened
	a.change.Reopened++
	if repost {
		kind = ChangeReposted
		a.change.Reposted++
	}
	a.change.note(r.id, kind)
	return a.changed(r.n, a.at, kind, nil)
}

// insert stores a new posting and records that it is new.
func (t *tx) insert(doc document, at time.Time) (*row, error) {
	r, err := t.insertRow(doc, at)
	if err != nil {
		return nil, err
	}
	return r, t.changed(r.n, at, ChangeNew, nil)
}

// insertRow writes a new posting whose first spell opens at the given time.
func (t *tx) insertRow(doc document, at time.Time) (*row, error) {
	p := doc.posting
	r := &row{id: p.ID, native: p.NativeID, digest: doc.digest, valid: validUntil(p), opened: millis(at), last: millis(at), spell: 1}
	err := t.row(`INSERT INTO postings (id, source, board, native_id, url, company_key, fingerprint, digest, raw, valid_through, first_seen, opened_at, last_seen)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?11, ?11, ?11) RETURNING n`,
		p.ID, p.Source, p.Board, p.NativeID, p.URL, companyKey(p.Company), fingerprint(p), doc.digest, p.Observed.Raw, r.valid, millis(at)).Scan(&r.n)
	if err != nil {
		return nil, err
	}
	if err := t.do("INSERT INTO documents (posting, data) VALUES (?, ?)", r.n, pack(doc.data)); err != nil {
		return nil, err
	}
	// An id that was forgotten and comes back under another URL is no longer
	// removed.
	return r, t.do("DELETE FROM removed WHERE id = ?", p.ID)
}

// rewrite brings the stored document up to date and names what changed in it,
// nil when nothing worth a change did.
func (t *tx) rewrite(r *row, doc document, at time.Time) ([]string, error) {
	if r.digest == doc.digest {
		return nil, nil
	}
	var packed []byte
	if err := t.row("SELECT data FROM documents WHERE posting = ?", r.n).Scan(&packed); err != nil {
		return nil, err
	}
	old, err := decodePosting(packed)
	if err != nil {
		return nil, err
	}
	p := doc.posting
	if err := t.do("UPDATE documents SET data = ? WHERE posting = ?", pack(doc.data), r.n); err != nil {
		return nil, err
	}
	if err := t.do(`UPDATE postings SET source = ?, board = ?, native_id = ?, url = ?, company_key = ?, fingerprint = ?, digest = ?, valid_through = ? WHERE n = ?`,
		p.Source, p.Board, p.NativeID, p.URL, companyKey(p.Company), fingerprint(p), doc.digest, validUntil(p), r.n); err != nil {
		return nil, err
	}
	fields := changedFields(old, p)
	if len(fields) == 0 {
		return nil, nil
	}
	return fields, t.changed(r.n, at, ChangeContent, fields)
}
