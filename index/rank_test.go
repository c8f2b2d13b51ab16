package index_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"rung/classify"
	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/corpus/sample"
	"rung/index"
)

// A sought is one line of searches.txt: a query and what it should find.
type sought struct {
	query string
	want  []string // ids
}

// readSearches returns the searches of a file and the market they are about,
// its postings classified as shipped.
func readSearches(t *testing.T, path string) (all []sought, docs []index.Document) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]string{} // "token/id" to posting id
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		q, answer, found := strings.Cut(line, " => ")
		switch employers, ok := strings.CutPrefix(line, "employers:"); {
		case ok:
			for _, d := range judged(t, strings.Fields(employers)) {
				byName[d.Posting.Board+"/"+d.Posting.NativeID] = d.Posting.ID
				docs = append(docs, d)
			}
		case found:
			s := sought{query: q}
			for _, name := range strings.Fields(answer) {
				id, ok := byName[name]
				if !ok {
					t.Fatalf("%s: %q seeks %q, which is not in the market", path, q, name)
				}
				s.want = append(s.want, id)
			}
			all = append(all, s)
		case line != "" && line[0] != '#':
			t.Fatalf("%s: cannot read %q", path, line)
		}
	}
	return all, docs
}

// judged is what some employers of the sample market ever posted.
func judged(t *testing.T, tokens []string) (docs []index.Document) {
	t.Helper()
	market, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := classify.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range market.All() {
		if slices.Contains(tokens, p.Board) {
			p.Observed = corpus.Observed{FirstSeen: p.Posted.At, LastSeen: p.Posted.At}
			docs = append(docs, index.Document{Posting: p, Verdict: c.Classify(p)})
		}
	}
	return docs
}

// TestRelevance holds what people seek to be on the first lines. The golden
// file shows the rank of every answer, so that a rank that moves is seen.
func TestRelevance(t *testing.T) {
	if testing.Short() {
		t.Skip("classifies a market")
	}
	all, docs := readSearches(t, "testdata/rank/searches.txt")
	x := open(t, t.TempDir(), index.Options{})
	put(t, x, docs...)
	var report strings.Builder
	var at1, at5, mrr float64
	for _, s := range all {
		res := search(t, x, s.query, index.Request{Size: 10})
		got := ids(res)
		at1 += recallAt(1, s.want, got)
		at5 += recallAt(5, s.want, got)
		mrr += reciprocalRank(s.want, got)
		fmt.Fprintf(&report, "%s  (%d found)\n", s.query, res.Total)
		for _, id := range s.want {
			fmt.Fprintf(&report, "  %4s  %s\n", place(id, got), id)
		}
	}
	n := float64(len(all))
	fmt.Fprintf(&report, "\n%d queries over %d postings: recall@1 %.3f, recall@5 %.3f, MRR %.3f\n",
		len(all), len(docs), at1/n, at5/n, mrr/n)
	corpustest.Golden(t, "testdata/rank/rank_stats.golden", []byte(report.String()))
	if len(all) < 40 || at5/n < 0.9 || mrr/n < 0.8 {
		t.Errorf("%d queries, recall@5 %.3f, MRR %.3f; want 40, 0.9 and 0.8 at least", len(all), at5/n, mrr/n)
	}
}

func place(id string, got []string) string {
	if i := slices.Index(got, id); i >= 0 {
		return fmt.Sprintf("#%d", i+1)
	}
	return "-"
}

// recallAt is the share of the answers among the first k hits, of as many as
// have room there.
func recallAt(k int, want, got []string) float64 {
	found := 0
	for _, id := range got[:min(k, len(got))] {
		if slices.Contains(want, id) {
			found++
		}
	}
	return float64(found) / float64(min(k, len(want)))
}

// reciprocalRank is 1 over the place of the first answer, 0 without any
// among the hits.
func reciprocalRank(want, got []string) float64 {
	for i, id := range got {
		if slices.Contains(want, id) {
			return 1 / float64(i+1)
		}
	}
	return 0
}
