package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"rung/cmd/rung/web/desk"
	"rung/cmd/rung/web/guard"
)

// Prefix is where the API is, with its version.
const Prefix = "/api/v1"

const (
	maxAd    = 1 << 20
	maxBatch = 16 << 20
	// patience is how long one answer may take.
	patience = 30 * time.Second
	// linePatience is how long a line of a stream may take to come, and its
	// verdict to be taken.
	linePatience = time.Minute
)

// Options are what the API is made of.
type Options struct {
	Desk *desk.Desk
	// Hosts are names the server may be called by, beside localhost and IP
	// addresses.
	Hosts []string
	// Rate is how many requests a client may make in a second; 0 for any.
	Rate float64
	// Log is told of faults of ours: the operation and the error, never what
	// was asked. Nil tells nobody.
	Log func(operation string, err error)
}

// server is the API as handlers share it.
type server struct {
	Options
	*metrics
	api huma.API
}

// New returns the API, guarded. It answers every path below /api/.
func New(o Options) http.Handler {
	s := &server{Options: o, metrics: newMetrics(o.Desk)}
	mux := http.NewServeMux()
	s.api = humago.NewWithPrefix(mux, Prefix, config(o.Desk.Version))
	s.api.UseMiddleware(s.measured, s.named, bounded)
	s.operations()
	mux.HandleFunc("GET "+Prefix+"/docs", s.docs)
	mux.HandleFunc("GET "+Prefix+"/docs.css", docsStyle)
	mux.HandleFunc("/api/", s.elsewhere(mux))
	h := guard.Limit(o.Rate, writeProblem, mux)
	return guard.New(guard.Options{Hosts: o.Hosts, Policy: "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"}, h)
}

func config(version string) huma.Config {
	c := huma.DefaultConfig("rung", version)
	c.Info.Description = "Product-management postings, placed on the career ladder with their evidence."
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.DocsPath, c.SchemasPath = "", ""
	c.CreateHooks = nil // no $schema member in answers: they are the contract's and nothing else
	c.Transformers = []huma.Transformer{tidyProblem}
	c.RejectUnknownQueryParameters = true
	return c
}

// operations is the table of what there is.
func (s *server) operations() {
	huma.Register(s.api, huma.Operation{
		OperationID: "classify", Method: http.MethodPost, Path: "/classify", Tags: []string{"classify"},
		Summary:      "Place one ad on the ladder, with its evidence",
		Description:  "Give a title and a text (plain or HTML), or the url of one public posting. Nothing is stored; the same ad always gets the same verdict.",
		MaxBodyBytes: maxAd, BodyReadTimeout: patience, Errors: problems(400, 408, 413, 415, 422, 503),
	}, s.classify)
	huma.Register(s.api, huma.Operation{
		OperationID: "classify-batch", Method: http.MethodPost, Path: "/classify/batch", Tags: []string{"classify"},
		Summary:      "Place up to 500 ads on the ladder",
		Description:  "One verdict for each ad, in order. An ad that cannot be judged has a verdict that abstains and says why.",
		MaxBodyBytes: maxBatch, BodyReadTimeout: patience, Errors: problems(400, 408, 413, 415, 422, 503),
	}, s.classifyBatch)
	huma.Register(s.api, s.streamOperation(), s.classifyStream)
	huma.Register(s.api, s.partial(huma.Operation{
		OperationID: "search", Method: http.MethodGet, Path: "/search", Tags: []string{"postings"},
		Summary:     "Search postings",
		Description: "q is the query language: words, \"phrases\", OR, -not, and fields such as rung:senior..director, country:US, salary:>150k, is:open. The other parameters are short for fields.",
		Errors:      problems(304, 422, 503),
	}, foundType, "Postings found"), s.search)
	huma.Register(s.api, s.partial(huma.Operation{
		OperationID: "posting", Method: http.MethodGet, Path: "/posting/{id}", Tags: []string{"postings"},
		Summary: "One posting with its verdict, vacancy and history", Errors: problems(304, 404, 422, 503),
	}, recordType, "The posting"), s.posting)
	huma.Register(s.api, huma.Operation{
		OperationID: "report", Method: http.MethodGet, Path: "/report", Tags: []string{"demand"},
		Summary:     "The level-demand report",
		Description: "Counts of vacancies by rung and time with 95 % intervals, openings and closings, pay, years asked for, employers. Every number has a key; report/postings lists what is behind it.",
		Errors:      problems(304, 422, 503),
	}, s.report)
	huma.Register(s.api, huma.Operation{
		OperationID: "report-postings", Method: http.MethodGet, Path: "/report/postings", Tags: []string{"demand"},
		Summary: "The postings behind one number of the report", Errors: problems(304, 404, 422, 503),
	}, s.behind)
	huma.Register(s.api, huma.Operation{
		OperationID: "ladder", Method: http.MethodGet, Path: "/ladder", Tags: []string{"ladder"},
		Summary: "The ladder: rungs, what each asks with citations, and the dimensions", Errors: problems(304, 503),
	}, s.ladder)
	huma.Register(s.api, huma.Operation{
		OperationID: "boards", Method: http.MethodGet, Path: "/boards", Tags: []string{"boards"},
		Summary: "How each board answered when it was last read", Errors: problems(304, 422, 503),
	}, s.boards)
	s.operationsOnItself()
}

func (s *server) operationsOnItself() {
	huma.Register(s.api, huma.Operation{
		OperationID: "health", Method: http.MethodGet, Path: "/health", Tags: []string{"itself"}, Summary: "Whether the server lives", Errors: problems(503),
	}, s.health)
	huma.Register(s.api, huma.Operation{
		OperationID: "ready", Method: http.MethodGet, Path: "/ready", Tags: []string{"itself"}, Summary: "Whether it can answer: store and index are open", Errors: problems(503),
	}, s.ready)
	huma.Register(s.api, huma.Operation{
		OperationID: "metrics", Method: http.MethodGet, Path: "/metrics", Tags: []string{"itself"}, Summary: "Counters for Prometheus",
		Responses: plainResponse("200", "Metrics in Prometheus' text format", "text/plain"), Errors: problems(),
	}, s.scrape)
}

// plainResponse documents an answer that is not JSON.
func plainResponse(status, description, kind string) map[string]*huma.Response {
	return map[string]*huma.Response{status: {Description: description, Content: map[string]*huma.MediaType{kind: {Schema: &huma.Schema{Type: huma.TypeString}}}}}
}

// problems adds what every operation may answer to what one may.
func problems(own ...int) []int {
	return append(own, http.StatusTooManyRequests, http.StatusInternalServerError)
}

// named says in every answer which model judged, and that it is the client's
// to keep only as long as it asks again.
func (s *server) named(ctx huma.Context, next func(huma.Context)) {
	ctx.SetHeader("X-Model-Version", s.Desk.Model)
	ctx.SetHeader("Cache-Control", "no-cache")
	next(ctx)
}

// bounded gives every answer but a stream its time.
func bounded(ctx huma.Context, next func(huma.Context)) {
	if ctx.Operation().OperationID == streamID {
		next(ctx)
		return
	}
	timed, cancel := context.WithTimeout(ctx.Context(), patience)
	defer cancel()
	next(huma.WithContext(ctx, timed))
}
