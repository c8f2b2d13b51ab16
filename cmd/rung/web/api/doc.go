// Package api is rung for programs: JSON over HTTP, described by an OpenAPI
// 3.1 document that is made from the handlers.
//
//	h := api.New(api.Options{Desk: d})
//	mux.Handle("/api/", h)
//
// # What there is, under /api/v1
//
//	POST classify           one ad → its verdict
//	POST classify/batch     up to 500 ads → as many verdicts
//	POST classify/stream    JSON lines of postings → JSON lines of verdicts, as they come
//	GET  search             ?q=&limit=&cursor=&sort=&facets=&fields=
//	GET  posting/{id}       ?fields=
//	GET  report             ?q=&from=&to=&by=&date=
//	GET  report/postings    ?key= and the same: the postings behind one number
//	GET  ladder             rungs, responsibilities with citations, dimensions
//	GET  boards             how each board answered last
//	GET  health, ready, metrics
//	GET  openapi.json, openapi.yaml, docs
//
// # Answers
//
// Every answer names the model in X-Model-Version. What went wrong is a problem
// of RFC 9457, with the place of each mistake in errors. Lists are paged by
// opaque cursors. Answers to GET carry a weak ETag made of the state of the
// store, the model and the version, and If-None-Match with it costs nothing.
// fields names the members wanted, by their path: fields=verdict.rung,posting.title.
//
// # Limits
//
// A single ad is at most 1 MiB, a batch 16 MiB and 500 ads, a line of a stream 1
// MiB (413); a stream has no end but each line must arrive, and its verdict be
// taken, within a minute. An answer takes at most 30 seconds (503). A client
// has Options.Rate requests a second, and twice that at once (429 with
// Retry-After); a stream is one request. There is no login.
package api
