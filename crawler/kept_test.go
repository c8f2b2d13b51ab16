package crawler_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"rung/corpus"
	"rung/crawler"
	"rung/crawler/crawltest"
	"rung/crawler/fetch"
	"rung/crawler/replay"
	"rung/crawler/source"
)

// cutter ends the run after a number of postings' own pages, and remembers
// which were asked for.
type cutter struct {
	fetch.Getter
	left  int
	end   func()
	asked []string
}

func (c *cutter) Get(ctx context.Context, r fetch.Request) (fetch.Page, error) {
	if r.Detail {
		c.asked = append(c.asked, r.URL)
		if c.left--; c.left < 0 {
			c.end()
		}
	}
	return c.Getter.Get(ctx, r)
}

// TestKeptDetails ends a run between a list and its details, for every system
// that has them: the run that goes on asks for the missing ones only, and the
// store holds what an undisturbed run would have brought. A day later, pages
// are no longer taken for what the board has now.
func TestKeptDetails(t *testing.T) {
	const size, before = 9, 4
	for _, name := range []string{"bamboohr", "rippling", "workday", "smartrecruiters", "breezy", "jazzhr", "jsonld"} {
		for _, wait := range []time.Duration{time.Hour, 25 * time.Hour} {
			t.Run(fmt.Sprint(name, " after ", wait), func(t *testing.T) {
				srv := serveMany(t, name, size)
				s := open(t)
				run := func(at time.Time, details int, resume bool) (crawler.Stats, []string, error) {
					ctx, cancel := context.WithCancel(t.Context())
					defer cancel()
					client := fetch.New(fetch.Options{Now: func() time.Time { return at }, AllowPrivate: true, Held: s})
					defer client.Close()
					c := &cutter{Getter: client, left: details, end: cancel}
					stats, err := crawler.Run(ctx, crawler.Options{
						Boards: srv.Boards(), Getter: c, Source: source.For, Store: s, Resume: resume,
						Now: func() time.Time { return at },
					})
					return stats, c.asked, err
				}
				stats, first, err := run(crawltest.Now, before, false)
				if !errors.Is(err, context.Canceled) || stats.Outcomes[corpus.OutcomeInterrupted] != 1 || stats.Change.New != 0 || len(first) <= before {
					t.Fatalf("cut short: %+v, %d pages asked for, error %v", stats, len(first), err)
				}
				stats, second, err := run(crawltest.Now.Add(wait), 1000, true)
				if err != nil || stats.Outcomes[corpus.OutcomeComplete] != 1 || stats.Change.New != size {
					t.Fatalf("gone on with: %+v, error %v; want %d new", stats, err, size)
				}
				want := size - before
				if wait > 24*time.Hour {
					want = size
				}
				if len(second) != want {
					t.Errorf("%d pages asked for after %d had come, want %d", len(second), before, want)
				}
				for _, url := range second {
					if want < size && slices.Contains(first[:before], url) {
						t.Errorf("%s was asked for twice", url)
					}
				}
				if left, err := s.Details(t.Context(), 1, srv.Boards()[0]); err != nil || len(left) != 0 {
					t.Errorf("%d pages kept of a board that is applied, %v", len(left), err)
				}
			})
		}
	}
}

// serveMany serves one board of a system with that many product roles.
func serveMany(t *testing.T, name string, size int) *replay.Server {
	t.Helper()
	token := map[string]string{"workday": "harbour/wd5/Careers", "jsonld": "https://jobs.harbour.example/careers"}[name]
	if token == "" {
		token = "harbour"
	}
	srv := replay.New()
	if err := srv.Add(replay.Board{Board: corpus.Board{Source: name, Token: token, Company: "Harbour"}, Open: func(time.Time) []corpus.Posting {
		var list []corpus.Posting
		for i := range size {
			list = append(list, corpus.Posting{
				NativeID: fmt.Sprint(1000 + i), Title: fmt.Sprint("Product Manager ", i), Company: "Harbour",
				Text: fmt.Sprintf("Own quay %d.", i), Language: "en", Locations: []corpus.Location{{Raw: "Hamburg, Germany", City: "Hamburg", Country: "DE"}},
				Posted: &corpus.Stated{At: crawltest.Now.AddDate(0, -1, 0), Field: "posted"},
			})
		}
		return list
	}}); err != nil {
		t.Fatal(err)
	}
	srv.SetNow(crawltest.Now)
	if err := srv.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { srv.Close() })
	return srv
}
