package index

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2/search"
	bq "github.com/blevesearch/bleve/v2/search/query"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"rung/index/query"
)

// Walk calls fn with the row of every posting the query matches, each once,
// in no particular order, from one state of the index: writes meanwhile do
// not show. It ends at the first error of fn and returns it. The row's
// strings may be kept.
func (x *Index) Walk(ctx context.Context, q query.Query, fn func(Row) error) (err error) {
	defer guard(x.dir, &err)()
	return x.scan(ctx, q, false, func(m *search.DocumentMatch, v *values) error {
		packed, err := v.read(m)
		if err != nil {
			return err
		}
		u := unpacker{rest: packed}
		r := u.row()
		if u.bad {
			return corrupt(x.dir, fmt.Errorf("broken row %q", packed))
		}
		return fn(r)
	})
}

// scan calls visit with every match of q, scored or not.
func (x *Index) scan(ctx context.Context, q query.Query, scored bool,
	visit func(*search.DocumentMatch, *values) error) error {
	x.mu.RLock()
	defer x.mu.RUnlock()
	c, err := compile(q, x.engine.Mapping())
	if err != nil {
		return err
	}
	opt, eq := search.SearcherOptions{Score: "none"}, c.all()
	if scored {
		opt, eq = search.SearcherOptions{}, c.ranked()
	}
	return x.engine.scan(ctx, eq, opt, visit)
}

func (e *engine) scan(ctx context.Context, eq bq.Query, opt search.SearcherOptions,
	visit func(*search.DocumentMatch, *values) error) error {
	advanced, err := e.Advanced()
	if err != nil {
		return err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	ctx = context.WithValue(ctx, search.GetScoringModelCallbackKey,
		search.GetScoringModelCallbackFn(func() string { return bleveindex.BM25Scoring }))
	s, err := eq.Searcher(ctx, reader, e.Mapping(), opt)
	if err != nil {
		return err
	}
	defer s.Close()
	dv, err := reader.DocValueReader([]string{rowField})
	if err != nil {
		return err
	}
	return drain(ctx, s, reader, visit, &values{reader: dv})
}

func drain(ctx context.Context, s search.Searcher, reader bleveindex.IndexReader,
	visit func(*search.DocumentMatch, *values) error, v *values) error {
	sc := &search.SearchContext{
		DocumentMatchPool: search.NewDocumentMatchPool(s.DocumentMatchPoolSize()+1, 0),
		IndexReader:       reader,
	}
	for n := 0; ; n++ {
		if n%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		m, err := s.Next(sc)
		if err != nil || m == nil {
			return err
		}
		if err := visit(m, v); err != nil {
			return err
		}
		sc.DocumentMatchPool.Put(m)
	}
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
