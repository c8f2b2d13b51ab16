package api

import (
	"context"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"rung/cmd/rung/web/desk"
)

// metrics count what the API does. Labels are operations and statuses, of
// which there are few, and never what was asked.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	underway prometheus.Gauge
	judged   *prometheus.CounterVec
}

func newMetrics(d *desk.Desk) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rung_http_requests_total", Help: "Requests answered, by operation and status."}, []string{"operation", "code"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "rung_http_request_seconds", Help: "Time to answer, by operation.",
			Buckets: prometheus.ExponentialBuckets(0.0005, 2, 16)}, []string{"operation"}),
		underway: prometheus.NewGauge(prometheus.GaugeOpts{Name: "rung_http_requests_underway", Help: "Requests being answered."}),
		judged:   prometheus.NewCounterVec(prometheus.CounterOpts{Name: "rung_verdicts_total", Help: "Ads judged for the asking, by rung; beside for those off the ladder."}, []string{"rung"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, m.underway, m.judged, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "rung_postings", Help: "Postings in the index; -1 when it cannot say."}, func() float64 {
			n, err := d.Index.Count()
			if err != nil {
				return -1
			}
			return float64(n)
		}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "rung_build_info", Help: "Always 1; the labels say what judges and what serves.",
			ConstLabels: prometheus.Labels{"model": d.Model, "version": d.Version}}, func() float64 { return 1 }))
	return m
}

func (m *metrics) count(operation string, status int) {
	m.requests.WithLabelValues(operation, strconv.Itoa(status)).Inc()
}

// measured counts and times what an operation answers.
func (m *metrics) measured(ctx huma.Context, next func(huma.Context)) {
	id := ctx.Operation().OperationID
	began := time.Now()
	m.underway.Inc()
	defer m.underway.Dec()
	next(ctx)
	m.seconds.WithLabelValues(id).Observe(time.Since(began).Seconds())
	m.count(id, ctx.Status())
}

func (m *metrics) judgedAs(rung string) {
	if rung == "" {
		rung = "beside"
	}
	m.judged.WithLabelValues(rung).Inc()
}

func (m *metrics) scrape(context.Context, *struct{}) (*huma.StreamResponse, error) {
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		r, w := humago.Unwrap(ctx)
		promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{DisableCompression: true}).ServeHTTP(w, r)
	}}, nil
}
