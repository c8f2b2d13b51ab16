package index

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	bq "github.com/blevesearch/bleve/v2/search/query"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"rung/index/query"
)

// Sort is an order of hits. Equal hits are in order of their ids.
type Sort string

const (
	ByScore Sort = "score" // best first; newest first where the query has no words
	ByDate  Sort = "date"  // newest first, by Row.Date
	BySeen  Sort = "seen"  // newest first, by Row.FirstSeen
)

// Sorts returns the orders there are.
func Sorts() []Sort { return []Sort{ByScore, ByDate, BySeen} }

// maxDepth bounds how far paging goes; whole results are walked instead.
const maxDepth = 10_000

// A Request is what to search for. The zero value asks for the ten newest
// postings.
type Request struct {
	Query query.Query // nil means all
	Sort  Sort        // empty means ByScore
	Size  int         // hits wanted; 0 means 10
	// After is Result.Next of the page before; empty for the first page.
	After string
	// Facets are names of FacetNames to count over all matches, FacetSize
	// the values listed of each; 0 means 20.
	Facets    []string
	FacetSize int
	// Highlight fills Hit.Fragments.
	Highlight bool
	// Fold shows one hit, its best, for each vacancy.
	Fold bool

	// admit, unless nil, sees every match and says which count.
	admit func(id string, seen time.Time) bool
}

// A Result is one page of hits.
type Result struct {
	Hits []Hit `json:"hits"`
	// Total counts the postings that match, whatever Fold says.
	Total int `json:"total"`
	// Vacancies counts the vacancies they belong to; 0 unless facets were
	// asked for, because counting them means reading every match.
	Vacancies int     `json:"vacancies,omitempty"`
	Facets    []Facet `json:"facets,omitempty"`
	// Sort is the order the hits are in.
	Sort Sort `json:"sort"`
	// Next asks for the following page; empty on the last.
	Next string        `json:"next,omitempty"`
	Took time.Duration `json:"took_ns"`
}

// A Hit is one posting found.
type Hit struct {
	Row
	// Score is 0 in date order.
	Score float64 `json:"score"`
	Title string  `json:"title"`
	URL   string  `json:"url,omitempty"`
	// Fragments are the sentences that answer the query best, in the order
	// of the text.
	Fragments []Fragment `json:"fragments,omitempty"`
	// Also lists the other postings of the vacancy that match, by id; only
	// with Fold.
	Also []string `json:"also,omitempty"`
}

// ErrCursor: Request.After is not a cursor of this query and order, or goes
// deeper than 10,000 hits.
var ErrCursor = errors.New("this page cannot be reached; begin again without a cursor")

// Search answers a request from one state of the index.
func (x *Index) Search(ctx context.Context, r Request) (res Result, err error) {
	defer guard(x.dir, &err)()
	began := time.Now()
	if r.Query == nil {
		r.Query = query.All{}
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	c, err := compile(r.Query, x.engine.Mapping())
	if err != nil {
		return Result{}, err
	}
	s, err := x.engine.snapshot()
	if err != nil {
		return Result{}, err
	}
	defer s.Close()
	res, err = s.answer(ctx, r, c)
	res.Took = time.Since(began)
	return res, err
}

// answer is Search for a query that is compiled already.
func (s snapshot) answer(ctx context.Context, r Request, c compiled) (Result, error) {
	col, err := newCollector(r, c)
	if err != nil {
		return Result{}, err
	}
	col.ledger = &s.engine.ledger
	if col.pages, err = col.ledger.open(s); err != nil {
		return Result{}, err
	}
	if err := col.collect(ctx, s, c); err != nil {
		return Result{}, err
	}
	res, err := col.page(s)
	if err != nil {
		return Result{}, err
	}
	if err := s.fill(ctx, res.Hits, r, c); err != nil || !r.Fold {
		return res, err
	}
	return res, col.also(ctx, s, res.Hits, c)
}

// cursor is the place after a page: its last hit and how many came before.
type cursor struct {
	Sort Sort    `json:"s"`
	Key  float64 `json:"k"`
	ID   string  `json:"i"`
	N    int     `json:"n"`
}

func (c cursor) String() string {
	b, _ := json.Marshal(c) // a struct of strings and finite numbers cannot fail
	return base64.RawURLEncoding.EncodeToString(b)
}

func parseCursor(s string, sort Sort) (cursor, error) {
	var c cursor
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil || c.Sort != sort || c.N < 0 || c.N > maxDepth {
		return c, ErrCursor
	}
	return c, nil
}

// A collector sees every match once and keeps the best, the counts and the
// number of vacancies.
type collector struct {
	req    Request
	sort   Sort
	size   int
	keep   int // hits to hold: the page, all before it and one after
	after  *cursor
	best   *best
	facets []*counter
	seen   tally // vacancies, when facets are counted
	total  int

	ledger *ledger
	pages  []page
	open   int // the page of the last match
}

func newCollector(r Request, c compiled) (*collector, error) {
	col := &collector{req: r, sort: r.Sort, size: r.Size}
	if col.size <= 0 {
		col.size = 10
	}
	if col.sort == "" {
		col.sort = ByScore
	}
	if !slices.Contains(Sorts(), col.sort) {
		return nil, fmt.Errorf("index: no order %q; there are %v", col.sort, Sorts())
	}
	if c.scored == nil && col.sort == ByScore {
		col.sort = ByDate
	}
	col.keep = col.size + 1
	if r.After != "" {
		cur, err := parseCursor(r.After, col.sort)
		if err != nil {
			return nil, err
		}
		col.after = &cur
		col.keep += cur.N
	}
	if col.keep > maxDepth+1 {
		return nil, ErrCursor
	}
	return col, col.begin()
}

// counts reports whether facets, and with them vacancies, are counted.
func (col *collector) counts() bool { return len(col.req.Facets) > 0 }

// begin empties what is collected.
func (col *collector) begin() (err error) {
	col.total, col.best = 0, newBest(col.keep, col.req.Fold)
	col.seen = nil
	col.facets, err = newCounters(col.req.Facets)
	return err
}

// slow reports whether the matches take longer than to begin a search, which
// each processor does: they are counted, or scored without a filter.
func (col *collector) slow(c compiled) bool {
	return col.counts() || c.scored != nil && c.filter == nil
}

// collect visits all matches, a range of the documents on each processor where
// that is slow.
func (col *collector) collect(ctx context.Context, s snapshot, c compiled) error {
	parts, err := s.parts()
	if err != nil || !col.slow(c) || col.req.admit != nil || len(parts) == 1 {
		return errors.Join(err, col.scan(ctx, s, c, everything))
	}
	errs := make([]error, len(parts))
	cols := make([]collector, len(parts))
	var counting sync.WaitGroup
	for i, r := range parts {
		cols[i] = *col
		counting.Go(func() {
			defer guard(s.engine.dir(), &errs[i])()
			if errs[i] = cols[i].begin(); errs[i] == nil {
				errs[i] = cols[i].scan(ctx, s, c, r)
			}
		})
	}
	counting.Wait()
	for i := range cols {
		col.merge(&cols[i])
	}
	return errors.Join(errs...)
}

func (col *collector) scan(ctx context.Context, s snapshot, c compiled, r docRange) error {
	if col.sort == ByScore {
		return s.scan(ctx, c.ranked(), search.SearcherOptions{}, r, col.visit)
	}
	return s.scan(ctx, c.all(), search.SearcherOptions{Score: "none"}, r, col.visit)
}

// merge adds what another collected of other documents.
func (col *collector) merge(part *collector) {
	col.total += part.total
	for _, c := range part.best.worstFirst {
		if col.best.wants(c.key) {
			col.best.offer(*c)
		}
	}
	col.seen.merge(part.seen)
	for i, f := range part.facets {
		col.facets[i].merge(f)
	}
}

// partSize is how many documents a processor is called for.
const partSize = 1024

// parts divides the documents among the processors.
func (s snapshot) parts() (out []docRange, err error) {
	n, err := s.DocCount()
	parts := min(uint64(runtime.GOMAXPROCS(0)), n/partSize+1)
	for i := range parts {
		// Deleted documents keep their numbers, so the last part is open.
		out = append(out, docRange{from: n * i / parts, to: n * (i + 1) / parts, open: i == parts-1})
	}
	return out, err
}

func (col *collector) visit(m *search.DocumentMatch, v *values) error {
	// Rounding keeps sums that differ by the order of their parts equal, so
	// that the tie falls to the id.
	key := math.Round(m.Score*1e6) / 1e6
	if !col.counts() && col.req.admit == nil && col.sort == ByScore && !col.best.wants(key) {
		col.total++
		return nil
	}
	doc := m.IndexInternalID.Value()
	f, err := col.factsOf(doc, v)
	if err != nil {
		return err
	}
	if col.req.admit != nil && !col.req.admit(f.id, time.Unix(f.seen, 0).UTC()) {
		return nil
	}
	col.total++
	switch col.sort {
	case ByDate:
		key = float64(f.date)
	case BySeen:
		key = float64(f.seen)
	}
	if col.best.wants(key) {
		col.best.offer(candidate{key: key, id: f.id, vacancy: f.vacancy, doc: doc})
	}
	return col.count(f, doc, v)
}

// factsOf returns a document's facts, reading its row where the ledger does
// not have them.
func (col *collector) factsOf(doc uint64, v *values) (*facts, error) {
	f := col.place(doc)
	if f.known.Load() {
		return f, nil
	}
	row, err := v.row(doc)
	if err != nil {
		return nil, err
	}
	col.ledger.fill(f, &row)
	return f, nil
}

// place is where a document's facts are kept. Documents come in the order of
// their numbers, so the page is nearly always the one before.
func (col *collector) place(doc uint64) *facts {
	for doc < col.pages[col.open].from {
		col.open--
	}
	for doc-col.pages[col.open].from >= uint64(len(col.pages[col.open].facts)) {
		col.open++
	}
	p := col.pages[col.open]
	return &p.facts[doc-p.from]
}

func (col *collector) count(f *facts, doc uint64, v *values) error {
	if !col.counts() {
		return nil
	}
	col.seen.add(f.vacancy)
	for _, c := range col.facets {
		if c.kept() {
			c.add(f)
			continue
		}
		row, err := v.row(doc)
		if err != nil {
			return err
		}
		c.addRow(&row)
	}
	return nil
}

// row reads the row of a document by the engine's number.
func (v *values) row(doc uint64) (Row, error) {
	packed, err := v.read(&search.DocumentMatch{IndexInternalID: bleveindex.NewIndexInternalID(nil, doc)})
	u := unpacker{packed: packed}
	r := u.row()
	if err == nil && !u.whole() {
		err = fmt.Errorf("index: %w: broken row %q", ErrCorrupt, packed)
	}
	return r, err
}

// page takes the hits after the cursor from the best and reads their rows.
func (col *collector) page(s snapshot) (Result, error) {
	res := Result{Total: col.total, Vacancies: col.seen.count(), Sort: col.sort, Hits: []Hit{}}
	dv, err := s.DocValueReader([]string{rowField})
	if err != nil {
		return res, err
	}
	v := &values{reader: dv}
	before := 0
	all := col.best.sorted()
	if a := col.after; a != nil {
		before = a.N
		last := candidate{key: a.Key, id: a.ID}
		all = slices.DeleteFunc(all, func(c candidate) bool { return !last.before(c) })
	}
	for i, c := range all {
		if i == col.size {
			prev := all[i-1]
			res.Next = cursor{col.sort, prev.key, prev.id, before + i}.String()
			break
		}
		row, err := v.row(c.doc)
		if err != nil {
			return Result{}, err
		}
		h := Hit{Row: row}
		if col.sort == ByScore {
			h.Score = c.key
		}
		res.Hits = append(res.Hits, h)
	}
	for _, f := range col.facets {
		res.Facets = append(res.Facets, f.result(col.ledger, col.req.FacetSize))
	}
	return res, nil
}

// fill adds what is not in the rows: stored words and fragments.
func (s snapshot) fill(ctx context.Context, hits []Hit, r Request, c compiled) error {
	if len(hits) == 0 {
		return nil
	}
	ids, at := make([]string, len(hits)), map[string]*Hit{}
	for i := range hits {
		ids[i], at[hits[i].ID] = hits[i].ID, &hits[i]
	}
	var eq bq.Query = bleve.NewDocIDQuery(ids)
	if r.Highlight && c.scored != nil {
		eq = bleve.NewConjunctionQuery(eq, c.scored)
	}
	req := bleve.NewSearchRequestOptions(eq, len(ids), 0, false)
	req.Fields = []string{"title", "url"}
	if r.Highlight {
		req.Fields = append(req.Fields, "body")
		req.IncludeLocations = true
	}
	found, err := s.engine.SearchInContext(ctx, req)
	if err != nil {
		return err
	}
	for _, m := range found.Hits {
		h := at[m.ID]
		h.Title, _ = m.Fields["title"].(string)
		h.URL, _ = m.Fields["url"].(string)
		if body, ok := m.Fields["body"].(string); ok {
			h.Fragments = fragments(body, m.Locations["body"])
		}
	}
	return nil
}

// also lists the other matches of each hit's vacancy.
func (col *collector) also(ctx context.Context, s snapshot, hits []Hit, c compiled) error {
	if len(hits) == 0 {
		return nil
	}
	var vacancies []bq.Query
	at := map[uint32]*Hit{}
	for i, n := range col.ledger.numbers(hits) {
		vacancies = append(vacancies, termQuery("vacancy", hits[i].Vacancy))
		at[n] = &hits[i]
	}
	eq := bleve.NewConjunctionQuery(bleve.NewDisjunctionQuery(vacancies...), c.all())
	err := s.scan(ctx, eq, search.SearcherOptions{Score: "none"}, everything, func(m *search.DocumentMatch, v *values) error {
		f, err := col.factsOf(m.IndexInternalID.Value(), v)
		if err != nil {
			return err
		}
		if hit := at[f.vacancy]; hit != nil && hit.ID != f.id {
			hit.Also = append(hit.Also, f.id)
		}
		return nil
	})
	for i := range hits {
		slices.Sort(hits[i].Also)
	}
	return err
}
