package index_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rung/index"
	"rung/index/indextest"
)

// What a ledger remembers of documents must not outlive them: after writes,
// overwriting and deletion a warm index answers as one opened anew.
func TestWarmIndexAnswersAsAColdOne(t *testing.T) {
	ctx := context.Background()
	docs := indextest.Market{Seed: 11}.Documents(360)
	dir := t.TempDir()
	warm := open(t, dir, index.Options{})
	ask := func(x *index.Index) (out []index.Result) {
		for _, q := range []string{"", "roadmap", "rung:senior..lead is:open", "pricing -country:US"} {
			for _, by := range index.Sorts() {
				res := search(t, x, q, index.Request{Sort: by, Size: 8, Fold: true, Facets: index.FacetNames(), FacetSize: 1000})
				res.Took = 0
				out = append(out, res)
			}
		}
		return out
	}
	put(t, warm, docs[:240]...)
	ask(warm)
	for i := range docs[:120] {
		d := &docs[i*2]
		d.Posting.Company, d.Posting.Locations[0].Country, d.Vacancy = "Renamed "+d.Posting.Company, "NO", ""
	}
	put(t, warm, docs...)
	ask(warm)
	if err := warm.Delete(ctx, []string{docs[1].Posting.ID, docs[300].Posting.ID}); err != nil {
		t.Fatal(err)
	}
	got := ask(warm)
	if err := warm.Close(); err != nil {
		t.Fatal(err)
	}
	cold := open(t, dir, index.Options{})
	if diff := cmp.Diff(ask(cold), got); diff != "" {
		t.Errorf("cold and warm differ (-cold +warm):\n%s", diff)
	}
}

func TestNewestSeenFirst(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	put(t, x, indextest.Market{Seed: 12}.Documents(200)...)
	res := search(t, x, "roadmap", index.Request{Sort: index.BySeen, Size: 50})
	for i, h := range res.Hits[1:] {
		if h.FirstSeen.After(res.Hits[i].FirstSeen) {
			t.Errorf("hit %d was first seen %s, the one before %s", i+1, h.FirstSeen, res.Hits[i].FirstSeen)
		}
	}
	if res.Sort != index.BySeen || len(res.Hits) != 50 {
		t.Errorf("sort %q, %d hits", res.Sort, len(res.Hits))
	}
}
