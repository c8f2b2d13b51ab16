package trend_test

import (
	"os"
	"strconv"
	"testing"

	"rung/index"
	"rung/index/indextest"
	"rung/index/trend"
)

// BenchmarkCompute makes the core of the report and the whole, cold from the
// index, over RUNG_BENCH_DOCS documents or 20,000. Nothing is kept between
// runs but in "unchanged", which asks a Memo again. RUNG_BENCH_INDEX names a
// folder to keep the index in, which takes far longer to make than to read.
func BenchmarkCompute(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("RUNG_BENCH_DOCS"))
	if err != nil {
		n = 20_000
	}
	m := indextest.Market{Seed: 7, Employers: 2000, Words: 20}
	x := benchIndex(b)
	made, err := x.Count()
	if err != nil {
		b.Fatal(err)
	}
	for i := made; i < n; i += 1000 {
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
	b.Run("unchanged", func(b *testing.B) {
		var memo trend.Memo
		opt := trend.Options{Crawls: cs, Draws: 100}
		ask := func() {
			if _, err := memo.Compute(ctx, x, opt); err != nil {
				b.Fatal(err)
			}
		}
		ask()
		for b.Loop() {
			ask()
		}
	})
}

func benchIndex(b *testing.B) *index.Index {
	dir := os.Getenv("RUNG_BENCH_INDEX")
	if dir == "" {
		return indexed(b, nil)
	}
	x, err := index.Open(dir, index.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { x.Close() })
	return x
}
