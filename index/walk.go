package index

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2/search"
	bq "github.com/blevesearch/bleve/v2/search/query"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"rung/index/query"
)

// Walk calls fn with the row of every posting the query matches, each once,
// in no particular order, from one state of the index: writes meanwhile do
// not show. fn is called by one goroutine at a time, may keep the row, and
// ends the walk with its first error, which Walk returns. fn must not write
// to the index.
func (x *Index) Walk(ctx context.Context, q query.Query, fn func(*Row) error) (err error) {
	return x.walk(ctx, q, newPackedRows, fn)
}

// WalkFacts is Walk without Row.Rules and Row.Skills, which are half of what
// there is to read, and with rows that hold until fn returns: fn may keep
// their strings, but neither a row nor what it points to.
func (x *Index) WalkFacts(ctx context.Context, q query.Query, fn func(*Row) error) (err error) {
	return x.walk(ctx, q, newPackedFacts, fn)
}

func (x *Index) walk(ctx context.Context, q query.Query, rows func() *packedRows, fn func(*Row) error) (err error) {
	defer guard(x.dir, &err)()
	x.mu.RLock()
	defer x.mu.RUnlock()
	c, err := compile(q, x.engine.Mapping())
	if err != nil {
		return err
	}
	s, err := x.engine.snapshot()
	if err != nil {
		return err
	}
	defer s.Close()
	return x.walkParts(ctx, s, c.all(), rows, fn)
}

// rowsAtOnce is how many rows are unpacked, and shown to fn, together.
const rowsAtOnce = 256

// walkParts reads as many ranges of documents at once as there are processors.
// Each shows fn what it has unpacked when it is its turn: rows that go to
// another processor first take longer to get there than to be read.
func (x *Index) walkParts(ctx context.Context, s snapshot, eq bq.Query, rows func() *packedRows, fn func(*Row) error) error {
	n, err := s.DocCount()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var turn sync.Mutex
	show := func(rows []Row) error {
		turn.Lock()
		defer turn.Unlock()
		for i := range rows {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if err := fn(&rows[i]); err != nil {
				return err
			}
		}
		return nil
	}
	var readers sync.WaitGroup
	parts := min(uint64(runtime.GOMAXPROCS(0)), n/4096+1)
	for i := range parts {
		// Deleted documents keep their numbers, so the last part is open.
		r := docRange{from: n * i / parts, to: n * (i + 1) / parts, open: i == parts-1}
		readers.Go(func() {
			if err := x.walkPart(ctx, s, eq, r, rows(), show); err != nil {
				cancel(err)
			}
		})
	}
	readers.Wait()
	return context.Cause(ctx)
}

func (x *Index) walkPart(ctx context.Context, s snapshot, eq bq.Query, r docRange, rows *packedRows, show func([]Row) error) (err error) {
	defer guard(x.dir, &err)()
	flush := func() error {
		unpacked, err := rows.unpack()
		if err != nil {
			return corrupt(x.dir, err)
		}
		return show(unpacked)
	}
	err = s.scan(ctx, eq, search.SearcherOptions{Score: "none"}, r, func(m *search.DocumentMatch, v *values) error {
		if err := rows.add(m, v); err != nil || len(rows.ends) < rowsAtOnce {
			return err
		}
		return flush()
	})
	if err != nil || len(rows.ends) == 0 {
		return err
	}
	return flush()
}

// packedRows are the rows of a batch one after the other. They become one
// string, of which all theirs are slices: a third of the time of a walk went
// into making one for each.
type packedRows struct {
	text   strings.Builder
	ends   []int
	shared shared
	visit  bleveindex.DocValueVisitor
	// facts: only they are kept, and the last batch is used again.
	facts bool
	batch []Row
	room  *room
}

func newPackedRows() *packedRows {
	p := &packedRows{}
	p.visit = func(_ string, term []byte) { p.text.Write(term) }
	return p
}

func newPackedFacts() *packedRows {
	p := &packedRows{facts: true}
	p.visit = func(_ string, term []byte) { p.text.Write(term[:bytes.IndexByte(term, factsEnd)+1]) }
	return p
}

func (p *packedRows) add(m *search.DocumentMatch, v *values) error {
	err := v.reader.VisitDocValues(m.IndexInternalID, p.visit)
	p.ends = append(p.ends, p.text.Len())
	return err
}

// next is an empty batch for the rows there are.
func (p *packedRows) next() []Row {
	n := len(p.ends)
	if !p.facts || n > cap(p.batch) {
		p.batch, p.room = make([]Row, n), newRoom(n)
		return p.batch
	}
	p.batch = p.batch[:n]
	clear(p.batch)
	p.room.empty()
	return p.batch
}

// unpack empties p.
func (p *packedRows) unpack() ([]Row, error) {
	rows := p.next()
	text, from := p.text.String(), 0
	for i, to := range p.ends {
		u := unpacker{packed: text[from:to], room: p.room, shared: &p.shared}
		if u.into(&rows[i]); !u.whole() {
			return nil, fmt.Errorf("broken row %q", text[from:to])
		}
		from = to
	}
	p.text.Reset()
	p.text.Grow(len(text) + len(text)/8)
	p.ends = p.ends[:0]
	return rows, nil
}

// snapshot is one state of the engine.
type snapshot struct {
	bleveindex.IndexReader
	engine *engine
}

// FieldDictContains is what the engine seeks numbers by; without it, it reads
// all terms of a field for each range.
func (s snapshot) FieldDictContains(field string) (bleveindex.FieldDictContains, error) {
	r, ok := s.IndexReader.(bleveindex.IndexReaderContains)
	if !ok {
		return nil, fmt.Errorf("index: a snapshot of %T cannot look terms up", s.IndexReader)
	}
	return r.FieldDictContains(field)
}

func (e *engine) snapshot() (snapshot, error) {
	advanced, err := e.Advanced()
	if err != nil {
		return snapshot{}, err
	}
	r, err := advanced.Reader()
	return snapshot{r, e}, err
}

// docRange is a part of the engine's document numbers, [from, to).
type docRange struct {
	from, to uint64
	open     bool // to is the end, whatever it is
}

var everything = docRange{open: true}

// scan calls visit with every match of eq within a range.
func (s snapshot) scan(ctx context.Context, eq bq.Query, opt search.SearcherOptions, r docRange,
	visit func(*search.DocumentMatch, *values) error) error {
	searcher, err := eq.Searcher(ctx, s, s.engine.Mapping(), opt)
	if err != nil {
		return err
	}
	defer searcher.Close()
	dv, err := s.DocValueReader([]string{rowField})
	if err != nil {
		return err
	}
	v := &values{reader: dv}
	sc := &search.SearchContext{
		DocumentMatchPool: search.NewDocumentMatchPool(searcher.DocumentMatchPoolSize()+1, 0),
		IndexReader:       s,
	}
	m, err := first(searcher, sc, r)
	for n := 0; err == nil && m != nil && r.holds(m); n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := visit(m, v); err != nil {
			return err
		}
		sc.DocumentMatchPool.Put(m)
		m, err = searcher.Next(sc)
	}
	return err
}

func first(s search.Searcher, sc *search.SearchContext, r docRange) (*search.DocumentMatch, error) {
	if r.from == 0 {
		return s.Next(sc)
	}
	return s.Advance(sc, bleveindex.NewIndexInternalID(nil, r.from))
}

func (r docRange) holds(m *search.DocumentMatch) bool {
	return r.open || m.IndexInternalID.Value() < r.to
}

// values reads packed rows.
type values struct{ reader bleveindex.DocValueReader }

// read returns the packed row of a match. The engine says nothing of a
// document without one, so the variable begins empty each time.
func (v *values) read(m *search.DocumentMatch) (string, error) {
	var packed string
	err := v.reader.VisitDocValues(m.IndexInternalID, func(_ string, term []byte) { packed = string(term) })
	return packed, err
}
