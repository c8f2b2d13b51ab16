package rule_test

import (
	"bufio"
	"encoding/json"
	"math/rand"
	"os"
	"path/filepath"
	"testing"

	"github.com/jdkato/prose/v2"

	"rung/classify/rule"
	"rung/classify/text"
	"rung/corpus/corpustest"
)

// ladderSet compiles the shipped rules, read as files: this package stands
// below the one that embeds them.
func ladderSet(tb testing.TB) *rule.Set {
	tb.Helper()
	paths, err := filepath.Glob("../ladder/rules/*.yaml")
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no rule files: %v", err)
	}
	var files []rule.File
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			tb.Fatal(err)
		}
		f, err := rule.ParseFile(p, data)
		if err != nil {
			tb.Fatal(err)
		}
		files = append(files, f)
	}
	set, err := rule.Compile(files...)
	if err != nil {
		tb.Fatal(err)
	}
	return set
}

// bodies returns the texts of real postings, in an order shuffled by a fixed
// seed.
func bodies(tb testing.TB) []string {
	tb.Helper()
	f, err := os.Open(corpustest.Shared(tb, "eval/dev.jsonl"))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var all []string
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var row struct {
			Body string `json:"body"`
		}
		if err := json.Unmarshal(sc.Bytes(), &row); err != nil {
			tb.Fatal(err)
		}
		all = append(all, row.Body)
	}
	rand.New(rand.NewSource(1)).Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
	return all
}

// perPosting runs f over the texts in turn and reports postings per second. No
// text is kept in any form between two runs over it: neither package caches.
func perPosting(b *testing.B, texts []string, f func(string)) {
	b.Helper()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		f(texts[i%len(texts)])
		i++
	}
	b.ReportMetric(float64(i)/b.Elapsed().Seconds(), "postings/s")
}

// BenchmarkMatch is what a posting costs before scoring, and beside it what
// prose costs when it tags whole postings.
func BenchmarkMatch(b *testing.B) {
	set, texts := ladderSet(b), bodies(b)
	text.Prose{}.Load()
	b.Run("step=parse", func(b *testing.B) {
		perPosting(b, texts, func(s string) { text.Parse(s) })
	})
	b.Run("step=parse+match/tagger=none", func(b *testing.B) {
		perPosting(b, texts, func(s string) { set.Match(text.Parse(s), nil) })
	})
	b.Run("step=parse+match/tagger=prose", func(b *testing.B) {
		perPosting(b, texts, func(s string) { set.Match(text.Parse(s), text.Prose{}) })
	})
	b.Run("yardstick=whole-posting", func(b *testing.B) {
		model := prose.ModelFromData("yardstick")
		perPosting(b, texts, func(s string) {
			_, err := prose.NewDocument(s, prose.UsingModel(model), prose.WithSegmentation(false), prose.WithExtraction(false))
			if err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run("yardstick=prose-defaults", func(b *testing.B) {
		if testing.Short() {
			b.Skip("a quarter of a second a posting")
		}
		perPosting(b, texts[:2], func(s string) {
			if _, err := prose.NewDocument(s); err != nil {
				b.Fatal(err)
			}
		})
	})
}
