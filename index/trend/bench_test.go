package trend_test

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"rung/index"
	"rung/index/indextest"
	"rung/index/query"
	"rung/index/trend"
)

var benchCrawls = crawls("2025-01-01", "2025-03-01", "2025-06-01", "2025-09-01", "2025-12-01", "2026-03-01", "2026-07-01")

// BenchmarkCompute makes the core of the report and the whole, cold from the
// index, while the index grows to RUNG_BENCH_DOCS documents, or 40,000: a
// quarter, half, and all of them, so that "us/posting" shows whether time
// grows faster. "read" only reads the rows of the core, the yardstick of the
// same run. "held-MB" is what a report holds while it is kept. Nothing is kept
// between runs but in "unchanged", which asks a Memo again.
//
// RUNG_BENCH_INDEX names a folder to keep the index in, which takes a hundred
// times longer to make than to read; what it has already is not made again,
// and smaller sizes than that are left out.
func BenchmarkCompute(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("RUNG_BENCH_DOCS"))
	if err != nil {
		n = 40_000
	}
	x := benchIndex(b)
	for _, size := range []int{n / 4, n / 2, n} {
		if grow(b, x, size) {
			b.Run(fmt.Sprintf("docs=%d", size), func(b *testing.B) { benchSize(b, x) })
		}
	}
	b.Run("unchanged", func(b *testing.B) { benchUnchanged(b, x) })
}

func benchSize(b *testing.B, x *index.Index) {
	b.Run("read", func(b *testing.B) {
		perPosting(b, x, func() any {
			rows := 0
			err := x.WalkFacts(ctx, query.All{}, func(*index.Row) error { rows++; return nil })
			if err != nil || rows == 0 {
				b.Fatal(rows, err)
			}
			return nil
		})
	})
	for _, bb := range []struct {
		name string
		opt  trend.Options
	}{
		{"core/by=month", trend.Options{By: trend.Month, Core: true}},
		{"whole/by=month", trend.Options{By: trend.Month}},
		{"whole/by=week", trend.Options{By: trend.Week}},
	} {
		bb.opt.Crawls = benchCrawls
		b.Run(bb.name, func(b *testing.B) {
			perPosting(b, x, func() any { return compute(b, x, bb.opt) })
		})
	}
}

// perPosting runs do b.N times and reports the median, the fastest, the median
// for each posting, and what the last result holds.
func perPosting(b *testing.B, x *index.Index, do func() any) {
	b.ReportAllocs()
	postings, err := x.Count()
	if err != nil {
		b.Fatal(err)
	}
	before := heap()
	var took []time.Duration
	var last any
	for b.Loop() {
		last = nil
		began := time.Now()
		last = do()
		took = append(took, time.Since(began))
	}
	held := heap() - before
	runtime.KeepAlive(last)
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(took[0]), "min-ms")
	b.ReportMetric(ms(took[len(took)/2]), "p50-ms")
	b.ReportMetric(1000*ms(took[len(took)/2])/float64(postings), "us/posting")
	b.ReportMetric(max(0, held), "held-MB")
}

// heap is what is alive, in MB.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

func benchUnchanged(b *testing.B, x *index.Index) {
	var memo trend.Memo
	opt := trend.Options{Crawls: benchCrawls, Draws: 100}
	ask := func() {
		if _, err := memo.Compute(ctx, x, opt); err != nil {
			b.Fatal(err)
		}
	}
	ask()
	for b.Loop() {
		ask()
	}
}

// grow adds documents up to n; false when there were more already.
func grow(b *testing.B, x *index.Index, n int) bool {
	m := indextest.Market{Seed: 7, Employers: 2000, Words: 20}
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
	return made <= n
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
