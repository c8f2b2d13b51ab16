package crawler_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rung/corpus"
	"rung/crawler"
	"rung/crawler/crawltest"
	"rung/crawler/fetch"
	"rung/crawler/replay"
	"rung/crawler/source"
)

// validators are the systems known to send them; see package replay.
var validators = map[string]bool{"teamtailor": true}

// TestSecondCrawl reads a board of every system twice and shows what the second
// time cost: nearly nothing where there are validators, and no posting changes
// anywhere.
func TestSecondCrawl(t *testing.T) {
	var table strings.Builder
	fmt.Fprintf(&table, "%-16s %10s %10s %7s  %s\n", "system", "first", "second", "saved", "outcome")
	for _, name := range replay.Sources() {
		const size = 20
		srv, s := serveMany(t, name, size), open(t)
		read := func(day int) (crawler.Stats, corpus.Outcome) {
			at := crawltest.Now.AddDate(0, 0, day)
			client := fetch.New(fetch.Options{Now: func() time.Time { return at }, AllowPrivate: true, Held: s})
			defer client.Close()
			var outcome corpus.Outcome
			stats, err := crawler.Run(t.Context(), crawler.Options{
				Boards: srv.Boards(), Getter: client, Source: source.For, Store: s, Now: func() time.Time { return at },
				Progress: func(e crawler.Event) { outcome = e.Outcome },
			})
			if err != nil {
				t.Fatal(err)
			}
			return stats, outcome
		}
		first, outcome := read(0)
		if outcome != corpus.OutcomeComplete || first.Change.New != size {
			t.Errorf("%s: %q, %+v", name, outcome, first.Change)
			continue
		}
		second, outcome := read(1)
		saved := 100 * (1 - float64(second.Bytes)/float64(first.Bytes))
		fmt.Fprintf(&table, "%-16s %10d %10d %6.1f%%  %s\n", name, first.Bytes, second.Bytes, saved, outcome)
		if outcome != corpus.OutcomeUnchanged {
			t.Errorf("%s: %q, want a board of known bytes not to be read again", name, outcome)
		}
		if c := second.Change; c.New+c.Changed+c.Closed+c.Reopened > 0 || c.Unchanged != size {
			t.Errorf("%s: the second crawl is %q and changes %+v", name, outcome, c)
		}
		if validators[name] && saved < 95 {
			t.Errorf("%s: %.1f %% fewer bytes, want at least 95", name, saved)
		}
	}
	t.Logf("\n%s", table.String())
}
