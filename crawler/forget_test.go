package crawler_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"rung/corpus"
	"rung/crawler"
	"rung/crawler/fetch"
	"rung/crawler/replay"
	"rung/crawler/source"
)

// A listener keeps the addresses that are asked for.
type listener struct {
	fetch.Getter
	mu    sync.Mutex
	asked []string
}

func (l *listener) Get(ctx context.Context, r fetch.Request) (fetch.Page, error) {
	l.mu.Lock()
	l.asked = append(l.asked, r.URL)
	l.mu.Unlock()
	return l.Getter.Get(ctx, r)
}

func (l *listener) count(part string) (n int) {
	for _, address := range l.asked {
		if strings.Contains(address, part) {
			n++
		}
	}
	return n
}

// TestForgotten forgets a board, a company and one posting, and crawls again:
// none of them is asked for, none comes back, and the rest stays as it was.
func TestForgotten(t *testing.T) {
	boards := []replay.Board{}
	for _, b := range []corpus.Board{
		{Source: "greenhouse", Token: "pier", Company: "Pier"},
		{Source: "greenhouse", Token: "lamps", Company: "Florida Lamps"},
		{Source: "bamboohr", Token: "anvil", Company: "Anvil"},
	} {
		boards = append(boards, replay.Board{Board: b, Open: func(at time.Time) []corpus.Posting {
			postings := openings(b)(at)
			for i := range postings {
				postings[i].Company = b.Company
			}
			return postings
		}})
	}
	server := checkable(t, boards...)
	store, err := corpus.Open(t.Context(), t.TempDir(), corpus.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	client := fetch.New(fetch.Options{Now: func() time.Time { return day }, AllowPrivate: true, Pace: fetch.Unpaced})
	defer client.Close()
	crawl := func(at time.Time) *listener {
		t.Helper()
		all, err := store.ForgottenAll(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		l := &listener{Getter: client}
		_, err = crawler.Run(t.Context(), crawler.Options{
			Boards: server.Boards(), Getter: l, Source: source.For, Store: store, Now: func() time.Time { return at }, Forget: corpus.NewOblivion(all),
		})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	if l := crawl(day); l.count("/pier/") != 1 || l.count("/lamps/") != 1 || l.count("/careers/2/detail") != 1 {
		t.Fatalf("the first crawl asked for %q", l.asked)
	}
	for _, f := range []corpus.Forgotten{
		{Kind: corpus.ForgetBoard, Value: "greenhouse:pier"},
		{Kind: corpus.ForgetCompany, Value: "florida  LAMPS"},
		{Kind: corpus.ForgetURL, Value: "https://anvil.bamboohr.com/careers/2"},
	} {
		f.At = day
		if _, err := store.Forget(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	l := crawl(day.AddDate(0, 0, 1))
	if l.count("/pier/")+l.count("/lamps/")+l.count("/careers/2/detail") != 0 || l.count("/careers/list") != 1 || l.count("/careers/3/detail") != 1 {
		t.Errorf("the second crawl asked for %q", l.asked)
	}
	n, err := store.Counts(t.Context())
	if err != nil || n.Postings != 2 || n.Open != 2 {
		t.Errorf("%+v, %v: want the two postings of anvil that were not forgotten", n, err)
	}
}
