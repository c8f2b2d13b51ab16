package index

import (
	"cmp"
	"context"
	"slices"

	"github.com/blevesearch/bleve/v2/search"

	"rung/index/query"
)

// A Looser is a query without one of its parts.
type Looser struct {
	// Drop is the part to leave out, Query what remains, Total how many
	// postings that finds.
	Drop  string `json:"drop"`
	Query string `json:"query"`
	Total int    `json:"total"`
}

// Loosen says what to leave out of a query that finds nothing: each of its
// parts without which something is found, the most found first. A query of
// one part has none.
func (x *Index) Loosen(ctx context.Context, q query.Query) (out []Looser, err error) {
	defer guard(x.dir, &err)()
	x.mu.RLock()
	defer x.mu.RUnlock()
	s, err := x.engine.snapshot()
	if err != nil {
		return nil, err
	}
	defer s.Close()
	parts, _ := query.Simplify(q).(query.And)
	for i, p := range parts {
		rest := query.Simplify(slices.Delete(slices.Clone(parts), i, i+1))
		n, err := s.count(ctx, rest)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, Looser{p.String(), rest.String(), n})
		}
	}
	slices.SortStableFunc(out, func(a, b Looser) int { return cmp.Compare(b.Total, a.Total) })
	return out, nil
}

func (s snapshot) count(ctx context.Context, q query.Query) (n int, err error) {
	c, err := compile(q, s.engine.Mapping())
	if err != nil {
		return 0, err
	}
	err = s.scan(ctx, c.all(), search.SearcherOptions{Score: "none"}, everything,
		func(*search.DocumentMatch, *values) error { n++; return nil })
	return n, err
}
