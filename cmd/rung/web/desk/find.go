package desk

import (
	"context"
	"errors"

	"rung/classify/ladder"
	"rung/index"
	"rung/index/query"
)

// A Search asks for postings.
type Search struct {
	Filters
	Sort      index.Sort // empty for the index's own
	Limit     int        // hits wanted
	Cursor    string     // Found.Next of the page before
	Facets    []string   // of index.FacetNames
	Highlight bool
	Fold      bool // one hit a vacancy
}

// Found is one page of hits and, where there are none, what to ask instead.
type Found struct {
	// Query is what was asked, in the query language.
	Query string `json:"query" doc:"What was asked, in the query language"`
	Total int    `json:"total" doc:"Postings that match"`
	// Vacancies is counted with facets only.
	Vacancies int           `json:"vacancies,omitempty" doc:"Vacancies they belong to; counted with facets only"`
	Hits      []Hit         `json:"hits"`
	Facets    []index.Facet `json:"facets,omitempty"`
	Sort      index.Sort    `json:"sort" doc:"The order the hits are in"`
	Next      string        `json:"next,omitempty" doc:"Cursor of the following page; absent on the last"`
	// DidYouMean is the query with a word spelled as postings spell it,
	// Loosen the query without one of its parts; only where nothing matches.
	DidYouMean string         `json:"did_you_mean,omitempty" doc:"The query with a word spelled as postings spell it, where nothing matches"`
	Loosen     []index.Looser `json:"loosen,omitempty" doc:"The query without one of its parts, where nothing matches"`
	Notice     string         `json:"notice,omitempty" doc:"Said of data that is not real"`
	TookMicros int64          `json:"took_us" doc:"Time the search took, in microseconds"`
}

// A Hit is one posting found; Rung is the name of its rank, "" off the ladder.
type Hit struct {
	index.Hit
	Rung string `json:"rung"`
}

// Find searches.
func (d *Desk) Find(ctx context.Context, s Search) (Found, error) {
	q, err := s.Parse()
	if err != nil {
		return Found{}, err
	}
	res, err := d.Index.Search(ctx, index.Request{
		Query: q, Sort: s.Sort, Size: s.Limit, After: s.Cursor, Facets: s.Facets, Highlight: s.Highlight, Fold: s.Fold,
	})
	if errors.Is(err, index.ErrCursor) {
		return Found{}, &Refused{Field: "cursor", Reason: "this page cannot be reached", Fix: "begin again without a cursor"}
	}
	if err != nil {
		return Found{}, err
	}
	out := Found{
		Query: s.Text(), Total: res.Total, Vacancies: res.Vacancies, Hits: make([]Hit, 0, len(res.Hits)), Facets: res.Facets,
		Sort: res.Sort, Next: res.Next, Notice: d.Notice, TookMicros: res.Took.Microseconds(),
	}
	for _, h := range res.Hits {
		out.Hits = append(out.Hits, Hit{h, ladder.Name(h.Rank)})
	}
	if res.Total == 0 {
		err = d.instead(ctx, q, &out)
	}
	return out, err
}

// mostLoosers is how many ways to loosen a query are of use.
const mostLoosers = 3

// instead says what to ask where nothing matches. A slip may not be all that
// is wrong: what is loosened is spelled right.
func (d *Desk) instead(ctx context.Context, q query.Query, out *Found) error {
	better, found, err := d.Index.Suggest(ctx, q)
	if err != nil {
		return err
	}
	if found {
		out.DidYouMean = better.String()
		return nil
	}
	out.Loosen, err = d.Index.Loosen(ctx, better)
	out.Loosen = out.Loosen[:min(len(out.Loosen), mostLoosers)]
	return err
}
