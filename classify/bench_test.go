package classify_test

import (
	"math/rand/v2"
	"os"
	"testing"

	"github.com/jdkato/prose/v2"

	"rung/classify"
	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/corpus/gold"
)

// benchPostings are the labelled real postings in a fixed shuffle, so that no
// employer's texts follow each other.
func benchPostings(b *testing.B) []corpus.Posting {
	b.Helper()
	file, err := os.Open(corpustest.Shared(b, "eval/dev.jsonl"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	var out []corpus.Posting
	for r, err := range gold.Decode(file) {
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, r.Posting)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// BenchmarkClassify judges every posting once an iteration, on one core. The
// classifier keeps nothing between postings, so a first pass and a later one
// differ only by the processor's own caches; pass=first makes a new classifier
// outside the clock. The yardsticks are whole-posting tagging with one shared
// prose model, and prose's defaults on a few postings.
func BenchmarkClassify(b *testing.B) {
	postings := benchPostings(b)
	b.Run("pass=first", func(b *testing.B) {
		for range b.N {
			b.StopTimer()
			c, err := classify.New(classify.Options{})
			if err != nil {
				b.Fatal(err)
			}
			c.Classify(postings[0])
			b.StartTimer()
			classifyPostings(c, postings[1:])
		}
		perSecond(b, len(postings)-1)
	})
	b.Run("pass=warm", func(b *testing.B) {
		c := classifier(b)
		b.ReportAllocs()
		for b.Loop() {
			classifyPostings(c, postings)
		}
		perSecond(b, len(postings))
	})
	b.Run("yardstick=tag-whole-posting", func(b *testing.B) {
		model := prose.ModelFromData("shared")
		some := postings[:60]
		for b.Loop() {
			for _, p := range some {
				tagWhole(b, p.Text, prose.UsingModel(model), prose.WithSegmentation(false), prose.WithExtraction(false))
			}
		}
		perSecond(b, len(some))
	})
	b.Run("yardstick=prose-defaults", func(b *testing.B) {
		some := postings[:2]
		for b.Loop() {
			for _, p := range some {
				tagWhole(b, p.Text)
			}
		}
		perSecond(b, len(some))
	})
}

func classifyPostings(c *classify.Classifier, ps []corpus.Posting) {
	for _, p := range ps {
		c.Classify(p)
	}
}

func tagWhole(b *testing.B, text string, opts ...prose.DocOpt) {
	b.Helper()
	if _, err := prose.NewDocument(text, opts...); err != nil {
		b.Fatal(err)
	}
}

func perSecond(b *testing.B, n int) {
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "postings/s")
}
