package crawler_test

import (
	"fmt"
	"testing"
	"time"

	"rung/corpus"
	"rung/crawler"
	"rung/crawler/crawltest"
	"rung/crawler/fetch"
	"rung/crawler/replay"
	"rung/crawler/source"
)

// TestUnchangedPages holds which boards of several pages are taken for
// unchanged the second time: those whose every page is known again. Nothing
// changes in any case, and an opening is always seen.
func TestUnchangedPages(t *testing.T) {
	for _, tt := range []struct {
		source, token string
		size          int
		want          corpus.Outcome
	}{
		{"bamboohr", "harbour", 5, corpus.OutcomeUnchanged},
		{"teamtailor", "harbour", 150, corpus.OutcomeUnchanged}, // by its validators too
		{"personio", "harbour", 5, corpus.OutcomeUnchanged},
		{"bamboohr", "harbour", 80, corpus.OutcomeComplete},            // more pages than are kept
		{"workday", "harbour/wd5/Careers", 5, corpus.OutcomeUnchanged}, // its list is asked for by POST,
	} {
		t.Run(fmt.Sprint(tt.source, " ", tt.size), func(t *testing.T) {
			size := tt.size
			srv := replay.New()
			err := srv.Add(replay.Board{Board: corpus.Board{Source: tt.source, Token: tt.token, Company: "Harbour"}, Open: func(time.Time) []corpus.Posting {
				var open []corpus.Posting
				for i := range size {
					open = append(open, corpus.Posting{NativeID: fmt.Sprint(1000 + i), Title: fmt.Sprint("Product Manager ", i), Company: "Harbour", Text: "Own the quay.", Language: "en"})
				}
				return open
			}})
			if err != nil {
				t.Fatal(err)
			}
			if err := srv.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { srv.Close() })
			s := open(t)
			read := func(day int) (corpus.Outcome, corpus.Change) {
				at := crawltest.Now.AddDate(0, 0, day)
				var last crawler.Event
				_, err := crawler.Run(t.Context(), crawler.Options{
					Boards: srv.Boards(), Source: source.For, Store: s, Now: func() time.Time { return at },
					Getter: fetch.New(fetch.Options{
						Now: func() time.Time { return at }, AllowPrivate: true, Pace: fetch.Unpaced, Held: s,
						HostPace: func(string) (fetch.Pace, bool) { return fetch.Pace{}, false },
					}),
					Progress: func(e crawler.Event) { last = e },
				})
				if err != nil {
					t.Fatal(err)
				}
				return last.Outcome, last.Change
			}
			if o, c := read(0); o != corpus.OutcomeComplete || c.New != tt.size {
				t.Fatalf("first: %q, %d new, want %d", o, c.New, tt.size)
			}
			if o, c := read(1); o != tt.want || c.Unchanged != tt.size || c.New+c.Changed+c.Closed > 0 {
				t.Errorf("second: %q, %+v, want %q", o, c, tt.want)
			}
			size++
			if o, c := read(2); o != corpus.OutcomeComplete || c.New != 1 || c.Unchanged != tt.size {
				t.Errorf("with one more: %q, %+v", o, c)
			}
		})
	}
}
