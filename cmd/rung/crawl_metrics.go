package main

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"rung/corpus"
	"rung/crawler"
)

// crawlMetrics counts what a crawling service does, for Prometheus. A nil one
// counts nothing.
type crawlMetrics struct {
	registry               *prometheus.Registry
	crawls, boards         *prometheus.CounterVec
	postings, bytes, asked *prometheus.CounterVec
	changes                *prometheus.CounterVec
	left, took, last, held *prometheus.GaugeVec
}

func newCrawlMetrics() *crawlMetrics {
	m := &crawlMetrics{registry: prometheus.NewRegistry()}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "rung", Name: name, Help: help}, labels)
		m.registry.MustRegister(c)
		return c
	}
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		g := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "rung", Name: name, Help: help}, labels)
		m.registry.MustRegister(g)
		return g
	}
	m.crawls = counter("crawls_total", "Crawls that ended, by how: full, partial, failed, or error where the fault was our own.", "result")
	m.boards = counter("boards_total", "Boards asked, by how it ended.", "source", "outcome")
	m.postings = counter("postings_listed_total", "Postings that boards listed.", "source")
	m.changes = counter("postings_changed_total", "Postings that changed in the store.", "source", "change")
	m.bytes = counter("received_bytes_total", "Bytes received, as they came over the wire.", "source")
	m.asked = counter("requests_total", "Requests for boards and postings.", "source")
	m.left = gauge("crawl_boards_left", "Boards the present crawl has still to read.")
	m.took = gauge("crawl_duration_seconds", "How long the latest crawl took.")
	m.last = gauge("crawl_ended_timestamp_seconds", "When the latest crawl of that result ended.", "result")
	m.held = gauge("postings_held", "Postings of the latest crawl that were not closed because their listing is suspect.")
	return m
}

func (m *crawlMetrics) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}

// board counts a board that has ended. One that was passed over, which is
// before there is a total, was not asked.
func (m *crawlMetrics) board(e crawler.Event) {
	if m == nil || !e.Ended || e.Total == 0 {
		return
	}
	from := e.Board.Source
	m.boards.WithLabelValues(from, string(e.Outcome)).Inc()
	m.postings.WithLabelValues(from).Add(float64(e.Postings))
	m.bytes.WithLabelValues(from).Add(float64(e.Bytes))
	m.asked.WithLabelValues(from).Add(float64(e.Requests))
	for kind, n := range map[corpus.ChangeKind]int{
		corpus.ChangeNew: e.Change.New, corpus.ChangeContent: e.Change.Changed,
		corpus.ChangeClosed: e.Change.Closed, corpus.ChangeReopened: e.Change.Reopened,
	} {
		m.changes.WithLabelValues(from, string(kind)).Add(float64(n))
	}
	m.left.WithLabelValues().Set(float64(e.Total - e.Done))
}

// ended counts a crawl that has ended, with its report unless it never began.
func (m *crawlMetrics) ended(r *crawlReport, err error, at time.Time) {
	if m == nil {
		return
	}
	result := "error"
	if err == nil {
		result = string(r.Result)
	}
	m.crawls.WithLabelValues(result).Inc()
	m.last.WithLabelValues(result).Set(float64(at.UnixMilli()) / 1000)
	if r != nil {
		m.took.WithLabelValues().Set(r.Took.Seconds())
		m.held.WithLabelValues().Set(float64(r.Change.Held))
	}
}
