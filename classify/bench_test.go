package classify_test

import (
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/jdkato/prose/v2"

	"rung/classify"
	"rung/classify/text"
	"rung/classify/title"
	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/corpus/gold"
	"rung/crawler/replay"
	"rung/crawler/source/ashby"
)

// benchPostings are the labelled real postings and those of the recorded boards
// with a product title, in a fixed shuffle, so that no employer's texts follow
// each other.
func benchPostings(tb testing.TB) []corpus.Posting {
	tb.Helper()
	out := append(labelledPostings(tb), recordedPostings(tb)...)
	rng := rand.New(rand.NewPCG(1, 1))
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func labelledPostings(tb testing.TB) (out []corpus.Posting) {
	tb.Helper()
	file, err := os.Open(corpustest.Shared(tb, "eval/dev.jsonl"))
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	for r, err := range gold.Decode(file) {
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, r.Posting)
	}
	return out
}

func recordedPostings(tb testing.TB) (out []corpus.Posting) {
	tb.Helper()
	boards, err := replay.Recorded("ashby", corpustest.Shared(tb, "recorded/ashby-boards.tar.gz"))
	if err != nil {
		tb.Fatal(err)
	}
	for _, b := range boards {
		postings, _, err := ashby.Parse(b.Raw, b.Board)
		if err != nil {
			continue // a few recorded boards are empty answers
		}
		for _, p := range postings {
			if title.Parse(p.Title).Kind == title.Ladder {
				out = append(out, p)
			}
		}
	}
	return out
}

// BenchmarkClassify runs on one core. An iteration judges every posting once
// with a new classifier and no memory kept from before (cold), judges them all
// once more (warm), and lets prose do the same postings: whole, tagged by one
// shared model; and by its defaults, which take a quarter of a second each, so
// only a few. Loading prose's model, a fifth of a second once a process, is
// outside the clock of all but the last. What is reported are medians over the
// iterations; the ratios are taken within one, so that a busy machine slows
// both sides of them:
//
//	go test ./classify -run '^$' -bench Classify -benchtime 5x
func BenchmarkClassify(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	postings := benchPostings(b)
	text.Prose{}.Load()
	shared := prose.ModelFromData("shared")
	var cold, warm, overTagging, overDefaults []float64
	for range b.N {
		c, err := classify.New(classify.Options{})
		if err != nil {
			b.Fatal(err)
		}
		emptyPools()
		judge := func(p corpus.Posting) { c.Classify(p) }
		first := rate(postings, judge)
		cold, warm = append(cold, first), append(warm, rate(postings, judge))
		overTagging = append(overTagging, first/rate(postings, func(p corpus.Posting) {
			tag(b, p.Text, prose.UsingModel(shared), prose.WithSegmentation(false), prose.WithExtraction(false))
		}))
		overDefaults = append(overDefaults, first/rate(postings[:3], func(p corpus.Posting) { tag(b, p.Text) }))
	}
	b.ReportMetric(median(cold), "cold/s")
	b.ReportMetric(median(warm), "warm/s")
	b.ReportMetric(median(overTagging), "x-tagging")
	b.ReportMetric(median(overDefaults), "x-defaults")
	b.ReportMetric(0, "ns/op") // an iteration is no unit
}

// emptyPools drops what sync.Pools hold, which survives one collection.
func emptyPools() {
	runtime.GC()
	runtime.GC()
}

// rate is how many of the postings f does in a second.
func rate(ps []corpus.Posting, f func(corpus.Posting)) float64 {
	start := time.Now()
	for _, p := range ps {
		f(p)
	}
	return float64(len(ps)) / time.Since(start).Seconds()
}

func tag(b *testing.B, text string, opts ...prose.DocOpt) {
	b.Helper()
	if _, err := prose.NewDocument(text, opts...); err != nil {
		b.Fatal(err)
	}
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// The bounds on what judging one posting allocates, on average over the
// invented ones; about twice what it takes.
const (
	maxAllocs = 500
	maxBytes  = 80 << 10
)

func TestAllocationsAreBounded(t *testing.T) {
	rows, err := gold.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := classifier(t)
	judgeAll := func() {
		for _, r := range rows {
			c.Classify(r.Posting)
		}
	}
	judgeAll() // fills pools and loads prose
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	judgeAll()
	runtime.ReadMemStats(&after)
	n := uint64(len(rows))
	allocs, bytes := (after.Mallocs-before.Mallocs)/n, (after.TotalAlloc-before.TotalAlloc)/n
	t.Logf("%d allocations, %d bytes a posting", allocs, bytes)
	if allocs > maxAllocs || bytes > maxBytes {
		t.Errorf("a posting takes %d allocations of %d bytes in all, want at most %d and %d", allocs, bytes, maxAllocs, maxBytes)
	}
}
