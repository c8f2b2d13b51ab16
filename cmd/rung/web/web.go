package web

import (
	"context"
	"net/http"

	"rung/classify"
	"rung/classify/ladder"
	"rung/corpus"
	"rung/index"
	"rung/index/trend"
)

// A Classifier judges postings.
type Classifier interface {
	Classify(p corpus.Posting) classify.Verdict
}

// An Index finds postings.
type Index interface {
	Search(ctx context.Context, r index.Request) (index.Result, error)
	Count() (int, error)
}

// A Record is everything known of one posting.
type Record struct {
	Posting corpus.Posting   `json:"posting"`
	Verdict classify.Verdict `json:"verdict"`
	Vacancy corpus.Vacancy   `json:"vacancy"`
	History corpus.History   `json:"history"`
}

// Options are what the pages are made of. All functions and interfaces are
// required.
type Options struct {
	Classifier Classifier
	Index      Index
	// Record finds a posting by its id; corpus.ErrNotFound when there is
	// none.
	Record func(ctx context.Context, id string) (Record, error)
	// Read makes a posting of a pasted title and text. Its error is shown
	// to the person who pasted it.
	Read   func(title, text string) (corpus.Posting, error)
	Report func(ctx context.Context, opt trend.Options) (*trend.Report, error)
	Ladder *ladder.Ladder
	// Model and Version name what judges and what serves.
	Model, Version string
	// Notice stands on every page, for data that is not real.
	Notice string
	// Hosts are names the server may be called by, beside localhost and IP
	// addresses.
	Hosts []string
}

type server struct{ Options }

// New returns the pages.
func New(o Options) http.Handler {
	s := &server{o}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.page(s.form))
	mux.HandleFunc("POST /classify", s.page(s.classify))
	mux.HandleFunc("GET /classify", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusSeeOther) })
	mux.HandleFunc("GET /search", s.page(s.search))
	mux.HandleFunc("GET /posting", s.page(s.posting))
	mux.HandleFunc("GET /report", s.page(s.report))
	mux.HandleFunc("GET /style.css", style)
	mux.HandleFunc("/", s.page(func(*http.Request) (answer, error) {
		return answer{}, &problem{Status: http.StatusNotFound, Title: "There is no such page", Detail: "The pages are Classify, Search and Report."}
	}))
	return s.guard(mux)
}
