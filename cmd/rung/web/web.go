package web

import (
	"context"
	"net/http"
	"time"

	"rung/classify"
	"rung/classify/ladder"
	"rung/cmd/rung/report"
	"rung/corpus"
	"rung/crawler"
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
	MoreLikeThis(ctx context.Context, id string, q query.Query, n int) ([]index.Hit, error)
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

// Options are what the pages are made of. All functions and interfaces are
// required.
type Options struct {
	Classifier Classifier
	Index      Index
	// Record finds a posting by its id; corpus.ErrNotFound when there is
	// none.
	Record func(ctx context.Context, id string) (Record, error)
	// Read makes a posting of a pasted title and text, ReadFile of a file
	// of that name, Fetch of the address of one public posting, through the
	// crawler's guarded client. Their errors are shown to the person who
	// asked; a *Refused has the mend beside the reason.
	Read     func(title, text string) (corpus.Posting, error)
	ReadFile func(name, title string, data []byte) (corpus.Posting, error)
	Fetch    func(ctx context.Context, url string) (corpus.Posting, error)
	Report   func(ctx context.Context, opt trend.Options) (*trend.Report, error)
	// Meta is what a report says of itself; command makes it again.
	Meta   func(command string) (report.Meta, error)
	Saved  Saved
	Boards Boards
	Labels Labels
	Ladder *ladder.Ladder
	// Now is the time of what is stored, which a demo sets.
	Now func() time.Time
	// Model and Version name what judges and what serves.
	Model, Version string
	// Notice stands on every page, for data that is not real.
	Notice string
	// Hosts are names the server may be called by, beside localhost and IP
	// addresses.
	Hosts []string
}

// Saved are the searches that are kept. Their errors are of the file they are
// kept in.
type Saved interface {
	All() (index.SavedSearches, error)
	// Save keeps a query under a name, in the place of the one there was.
	Save(ctx context.Context, name string, q query.Query) error
	// Remove does nothing for a name that there is not.
	Remove(name string) error
}

// Boards are the boards there are, how they answered, and how to read them
// again.
type Boards interface {
	Entries() ([]crawler.Entry, error)
	// Visits are the latest of each board.
	Visits(ctx context.Context) ([]corpus.Visit, error)
	// Off says why nothing can be crawled from here, "" when it can.
	Off() string
	// Crawl reads boards, tells how it goes, and carries what it brought to
	// the index. It is not called twice at the same time.
	Crawl(ctx context.Context, boards []corpus.Board, told func(crawler.Event)) (crawler.Stats, error)
}

// Refused is what cannot be read, and what to do instead.
type Refused struct{ Reason, Fix string }

func (r *Refused) Error() string { return r.Reason }

type server struct {
	Options
	crawl crawl
}

// Pages answer requests until they are closed.
type Pages struct {
	http.Handler
	server *server
}

// Close stops a crawl that was started from the pages and waits for it.
func (p *Pages) Close() { p.server.crawl.close() }

// New returns the pages.
func New(o Options) *Pages {
	s := &server{Options: o}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.page(s.form))
	mux.HandleFunc("POST /classify", s.page(s.classify))
	mux.HandleFunc("GET /classify", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusSeeOther) })
	mux.HandleFunc("GET /search", s.page(s.search))
	mux.HandleFunc("GET /posting", s.page(s.posting))
	mux.HandleFunc("GET /demand", s.demand)
	mux.HandleFunc("GET /report", moved("/demand"))
	mux.HandleFunc("GET /behind", s.behind)
	mux.HandleFunc("GET /ladder", s.page(s.ladder))
	mux.HandleFunc("GET /boards", s.page(s.boards))
	mux.HandleFunc("POST /boards/crawl", s.startCrawl)
	mux.HandleFunc("POST /boards/stop", s.stopCrawl)
	mux.HandleFunc("GET /boards/progress", s.progress)
	mux.HandleFunc("GET /label", s.page(s.label))
	mux.HandleFunc("POST /label", s.labelled)
	mux.HandleFunc("GET /label/file", s.labelFile)
	mux.HandleFunc("GET /label/agreement", s.page(s.agreement))
	mux.HandleFunc("POST /saved", s.save)
	mux.HandleFunc("POST /saved/remove", s.unsave)
	mux.HandleFunc("GET /feed/{name}", s.feed)
	mux.HandleFunc("GET /style.css", asset("text/css; charset=utf-8", styleText, report.Style))
	mux.HandleFunc("GET /page.js", asset("text/javascript; charset=utf-8", scriptText))
	mux.HandleFunc("GET /icon.svg", asset("image/svg+xml", iconText))
	mux.HandleFunc("/", s.page(func(*http.Request) (answer, error) {
		return answer{}, &problem{Status: http.StatusNotFound, Title: "There is no such page", Detail: "The pages are Classify, Search, Demand, Ladder, Boards and Label."}
	}))
	return &Pages{s.guard(mux), s}
}

// moved leads old addresses on, with what they asked.
func moved(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if q := r.URL.RawQuery; q != "" {
			http.Redirect(w, r, to+"?"+q, http.StatusMovedPermanently)
			return
		}
		http.Redirect(w, r, to, http.StatusMovedPermanently)
	}
}
