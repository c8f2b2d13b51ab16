package corpus_test

import (
	"context"
	"testing"
	"time"

	"rung/corpus"
	"rung/corpus/corpustest"
)

var (
	day                    = corpustest.Day
	_   corpustest.Backend = (*corpus.Store)(nil)
)

func open(t testing.TB, opt corpus.Options) *corpus.Store {
	t.Helper()
	return openIn(t, t.TempDir(), opt)
}

func openIn(t testing.TB, dir string, opt corpus.Options) *corpus.Store {
	t.Helper()
	s, err := corpus.Open(context.Background(), dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// apply applies a listing in a crawl of its own.
func apply(t testing.TB, s *corpus.Store, l corpus.Listing) corpus.Change {
	t.Helper()
	ctx := context.Background()
	crawl, err := s.BeginCrawl(ctx, l.At, []corpus.Board{l.Board})
	if err != nil {
		t.Fatal(err)
	}
	change, err := s.Apply(ctx, crawl, l)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.EndCrawl(ctx, crawl, l.At); err != nil {
		t.Fatal(err)
	}
	return change
}

func TestStore(t *testing.T) {
	corpustest.Store(t, func(t testing.TB, dir string) corpustest.Backend { return openIn(t, dir, corpus.Options{}) })
}

func TestExpire(t *testing.T) {
	s := open(t, corpus.Options{})
	l := corpustest.Listing(day(0), 1, 2)
	l.Postings[0].ValidThrough = &corpus.Stated{At: day(3), Field: "validThrough"}
	apply(t, s, l)
	for _, tt := range []struct {
		at   time.Time
		want int
	}{{day(2), 0}, {day(4), 1}, {day(5), 0}} {
		if got, err := s.Expire(context.Background(), tt.at); got != tt.want || err != nil {
			t.Errorf("Expire(%s) = %d, %v, want %d", tt.at, got, err, tt.want)
		}
	}
}
