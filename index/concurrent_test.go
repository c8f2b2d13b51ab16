package index_test

import (
	"sync"
	"testing"

	"rung/index"
	"rung/index/indextest"
)

// While an index is rebuilt, swapped and written to, searches go on: none
// fails, and none finds less than all there was throughout.
func TestSearchesGoOnWhileTheIndexIsRebuilt(t *testing.T) {
	docs := indextest.Market{Seed: 21}.Documents(120)
	always, extra := docs[:100], docs[100:]
	x := open(t, t.TempDir(), index.Options{})
	put(t, x, always...)
	least := search(t, x, "", index.Request{}).Total

	stop := make(chan struct{})
	var searching sync.WaitGroup
	for i := range 3 {
		req := index.Request{Sort: index.Sorts()[i], Facets: []string{"rung", "company"}, Fold: i%2 == 0, Highlight: i == 0}
		searching.Go(func() {
			for n := 0; ; n++ {
				req.Query = parse(t, []string{"", "is:open OR is:closed"}[n%2])
				res, err := x.Search(ctx, req)
				if err != nil || res.Total < least || len(res.Hits) != 10 {
					t.Errorf("a search during a rebuild: %d of %d postings, %d hits, %v", res.Total, least, len(res.Hits), err)
					return
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for range 2 {
		b, err := x.Rebuild(index.Options{})
		if err != nil {
			t.Error(err)
			break
		}
		put(t, x, extra...)
		if err := b.Put(ctx, docs); err != nil {
			t.Error(err)
		}
		if err := b.Commit(); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	searching.Wait()
	if n, err := x.Count(); n != len(docs) || err != nil {
		t.Errorf("in the end %d postings, %v, want %d", n, err, len(docs))
	}
}
