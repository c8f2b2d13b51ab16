package index_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"rung/index"
	"rung/index/indextest"
	"rung/index/query"
)

// benchSize is how many documents the benchmarks run over: RUNG_BENCH_DOCS,
// or 20,000.
func benchSize() int {
	if n, err := strconv.Atoi(os.Getenv("RUNG_BENCH_DOCS")); err == nil {
		return n
	}
	return 20_000
}

var bench struct {
	dir string // to remove in the end
	x   *index.Index
}

var benchMarket = indextest.Market{Seed: 7, Employers: 2000, Words: 350, Every: 58}

// benchIndex builds one index for all benchmarks. TestMain removes it, unless
// RUNG_BENCH_DIR names a directory to keep it in: then it is built once, for
// as many runs as there are while the mapping stays.
func benchIndex(b *testing.B) *index.Index {
	b.Helper()
	if bench.x != nil {
		return bench.x
	}
	dir := os.Getenv("RUNG_BENCH_DIR")
	if dir == "" {
		tmp, err := os.MkdirTemp("", "rung-bench")
		if err != nil {
			b.Fatal(err)
		}
		dir, bench.dir = tmp, tmp
	}
	x, err := index.Open(dir, index.Options{})
	if err != nil {
		b.Fatal(err)
	}
	bench.x = x
	n, err := x.Count()
	if err != nil {
		b.Fatal(err)
	}
	if n != benchSize() {
		began := time.Now()
		fill(b, x, benchMarket, benchSize())
		b.Logf("%d documents indexed in %s", benchSize(), time.Since(began).Round(time.Second))
		time.Sleep(time.Duration(benchSize()) * 200 * time.Microsecond) // lets merging settle
	}
	return x
}

func fill(t testing.TB, x *index.Index, m indextest.Market, n int) {
	t.Helper()
	for at := 0; at < n; at += 1000 {
		var docs []index.Document
		for i := at; i < min(n, at+1000); i++ {
			docs = append(docs, m.Document(i))
		}
		if err := x.Put(context.Background(), docs); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMain(m *testing.M) {
	code := m.Run()
	if bench.x != nil {
		bench.x.Close()
	}
	if bench.dir != "" {
		os.RemoveAll(bench.dir)
	}
	os.Exit(code)
}

func BenchmarkPut(b *testing.B) {
	docs := indextest.Market{Seed: 3, Words: 350}.Documents(1000)
	for b.Loop() {
		x, err := index.Open(b.TempDir(), index.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := x.Put(context.Background(), docs); err != nil {
			b.Fatal(err)
		}
		x.Close()
	}
	b.ReportMetric(float64(len(docs)*b.N)/b.Elapsed().Seconds(), "docs/s")
}

func BenchmarkSearch(b *testing.B) {
	x := benchIndex(b)
	for _, bb := range []struct {
		name, q string
		req     index.Request
	}{
		{"q=word", "roadmap", index.Request{}},
		{"q=words+filters", "roadmap pricing rung:senior..director country:US is:open", index.Request{}},
		{"q=words+filters+fold+highlight", "roadmap pricing rung:senior..director is:open", index.Request{Fold: true, Highlight: true}},
		{"q=word+filter+date+3facets", "roadmap rung:senior", index.Request{Sort: index.ByDate, Facets: threeFacets}},
		{"q=word+date+9facets", "roadmap", index.Request{Facets: nineFacets}},
		{"q=all+9facets", "", index.Request{Facets: nineFacets, Fold: true}},
		{"q=phrase", `"product strategy"`, index.Request{}},
		{"q=filters", "rung:pm is:open since:2026-01 salary:>100k", index.Request{}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			req := bb.req
			req.Query = parse(b, bb.q)
			timed(b, func() error { _, err := x.Search(context.Background(), req); return err })
		})
	}
}

func BenchmarkWalk(b *testing.B) {
	x := benchIndex(b)
	for _, q := range []string{"", "rung:senior", "is:open country:US"} {
		b.Run("q="+q, func(b *testing.B) {
			n, ranks := 0, [8]int{}
			for b.Loop() {
				err := x.Walk(context.Background(), parse(b, q), func(r *index.Row) error {
					ranks[r.Rank]++
					n++
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(n), "ns/row")
		})
	}
}

func parse(t testing.TB, s string) query.Query {
	t.Helper()
	q, err := query.Parse(s)
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", s, err))
	}
	return q
}
