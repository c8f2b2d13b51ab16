package trend_test

import (
	"os"
	"strconv"
	"testing"

	"rung/index"
	"rung/index/indextest"
	"rung/index/trend"
)

// BenchmarkCompute makes the core of the report and the whole, cold from the index, over
// RUNG_BENCH_DOCS documents or 20,000. Nothing is kept between runs.
func BenchmarkCompute(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("RUNG_BENCH_DOCS"))
	if err != nil {
		n = 20_000
	}
	m := indextest.Market{Seed: 7, Employers: 2000, Words: 20}
	x := indexed(b, nil)
	for i := 0; i < n; i += 1000 {
		docs := make([]index.Document, 0, 1000)
		for j := i; j < min(n, i+1000); j++ {
			docs = append(docs, m.Document(j))
		}
		if err := x.Put(ctx, docs); err != nil {
			b.Fatal(err)
		}
	}
	cs := crawls("2025-01-01", "2025-03-01", "2025-06-01", "2025-09-01", "2025-12-01", "2026-03-01", "2026-07-01")
	for _, bb := range []struct {
		name string
		opt  trend.Options
	}{
		{"core/by=month", trend.Options{By: trend.Month, Core: true}},
		{"whole/by=month", trend.Options{By: trend.Month}},
		{"whole/by=week", trend.Options{By: trend.Week}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			bb.opt.Crawls = cs
			b.ReportAllocs()
			for b.Loop() {
				compute(b, x, bb.opt)
			}
		})
	}
}
