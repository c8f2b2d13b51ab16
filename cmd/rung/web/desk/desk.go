// Package desk answers what programs ask of rung. The JSON API and the MCP
// server put the same questions to it and differ only in how they are spoken
// to and how much they say.
//
//	d := &desk.Desk{Classifier: c, Index: x, Record: record, …}
//	p, v, err := d.Judge(ctx, desk.Ad{Title: "Product Manager", Text: "You own …"})
//	found, err := d.Find(ctx, desk.Search{Filters: desk.Filters{Query: "payments", Rung: "senior"}})
//
// What was asked wrongly is a *Refused, which names the field at fault and the
// mend; corpus.ErrNotFound is a posting that there is not. Every other error
// is a fault of ours.
//
// # Limits
//
// A desk only reads. It is safe for concurrent use where what it is made of
// is.
package desk

import (
	"context"
	"io"
	"iter"

	"rung/classify"
	"rung/classify/compare"
	"rung/classify/ladder"
	"rung/corpus"
	"rung/index"
	"rung/index/query"
	"rung/index/trend"
)

// A Classifier judges postings.
type Classifier interface {
	Classify(p corpus.Posting) classify.Verdict
	Contrast(v classify.Verdict) classify.Contrast
}

// An Index finds postings.
type Index interface {
	Search(ctx context.Context, r index.Request) (index.Result, error)
	Count() (int, error)
	Suggest(ctx context.Context, q query.Query) (better query.Query, found bool, err error)
	Loosen(ctx context.Context, q query.Query) ([]index.Looser, error)
}

// A Record is everything known of one posting.
type Record struct {
	Posting corpus.Posting   `json:"posting"`
	Verdict classify.Verdict `json:"verdict"`
	Vacancy corpus.Vacancy   `json:"vacancy"`
	History corpus.History   `json:"history"`
}

// A Desk is what answers are made of. All fields but Notice are required.
type Desk struct {
	Classifier Classifier
	Index      Index
	// Record finds a posting by its id; corpus.ErrNotFound when there is
	// none.
	Record func(ctx context.Context, id string) (Record, error)
	// Read makes a posting of a title and a text or markup, Fetch of the
	// address of one public posting, through the crawler's guarded client.
	// What they cannot read is a *Refused.
	Read  func(title, text string) (corpus.Posting, error)
	Fetch func(ctx context.Context, url string) (corpus.Posting, error)
	// Rows reads postings, one JSON object a line, as they come. A line that
	// cannot be read is a *corpus.RowError in its place.
	Rows   func(r io.Reader) iter.Seq2[corpus.Posting, error]
	Report func(ctx context.Context, opt trend.Options) (*trend.Report, error)
	// Market counts what the stored vacancies of each rung ask for; nil where
	// nothing is stored.
	Market func(ctx context.Context) (compare.Market, error)
	// Visits are the latest of each board.
	Visits func(ctx context.Context) ([]corpus.Visit, error)
	// State names what is stored: it stays the same while nothing changes,
	// and is "" while a crawl is changing it.
	State  func(ctx context.Context) (string, error)
	Ladder *ladder.Ladder
	// Model and Version name what judges and what serves.
	Model, Version string
	// Notice is said of data that is not real.
	Notice string
}

// Refused is a question that cannot be answered as it was put.
type Refused struct {
	// Field is the one at fault, by its JSON name; "" for the whole.
	Field  string
	Reason string
	Fix    string // what to do instead; may be empty
	Err    error  // what it was read from, as a *query.Error; may be nil
}

func (r *Refused) Unwrap() error { return r.Err }

func (r *Refused) Error() string {
	if r.Fix == "" {
		return r.Reason
	}
	return r.Reason + "; " + r.Fix
}
