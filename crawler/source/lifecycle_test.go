package source_test

import (
	"strconv"
	"testing"
	"time"

	"rung/corpus"
	"rung/crawler"
	"rung/crawler/fetch"
	"rung/crawler/replay"
	"rung/crawler/source"
)

// TestLife crawls a board of every source into a store on four days: two
// postings open, nothing changes, one is taken down, nothing changes. A title
// nobody wants stands beside them all the time.
func TestLife(t *testing.T) {
	store, err := corpus.Open(t.Context(), t.TempDir(), corpus.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	server := replay.New()
	for _, name := range replay.Sources() {
		b := corpus.Board{Source: name, Token: tokenOf(name), Company: "Harbour"}
		if err := server.Add(replay.Board{Board: b, Open: open}); err != nil {
			t.Fatal(err)
		}
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	n := len(replay.Sources())
	for _, step := range []struct {
		days          int
		unchanged     int // boards
		fresh, closed int // postings a board
	}{
		{0, 0, 2, 0},
		{1, n, 0, 0},
		{7, 0, 0, 1},
		{8, n, 0, 0},
	} {
		stats := visit(t, store, server, first.AddDate(0, 0, step.days))
		if o := stats.Outcomes; o[corpus.OutcomeUnchanged] != step.unchanged || o[corpus.OutcomeComplete] != n-step.unchanged {
			t.Errorf("day %d: outcomes %v of %d boards, want %d unchanged and the others complete", step.days, o, n, step.unchanged)
		}
		// Systems that send whole boards also bring what nobody wants.
		if c := stats.Change; c.New < step.fresh*n || step.fresh == 0 && c.New > 0 || c.Changed > 0 || c.Closed != step.closed*n {
			t.Errorf("day %d: %d new, %d changed, %d closed; want %d a board, 0, %d a board", step.days, c.New, c.Changed, c.Closed, step.fresh, step.closed)
		}
	}
}

var first = time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)

func visit(t *testing.T, store *corpus.Store, server *replay.Server, at time.Time) crawler.Stats {
	t.Helper()
	server.SetNow(at)
	now := func() time.Time { return at }
	getter := fetch.New(fetch.Options{
		Now: now, AllowPrivate: true, Pace: fetch.Unpaced, Held: store,
		HostPace: func(string) (fetch.Pace, bool) { return fetch.Pace{}, false },
	})
	defer getter.Close()
	stats, err := crawler.Run(t.Context(), crawler.Options{
		Store: store, Boards: server.Boards(), Getter: getter, Source: source.For, Now: now,
		Want: func(title string) bool { return title != "Baker" },
	})
	if err != nil {
		t.Fatal(err)
	}
	return stats
}

// open is what a board has: the last posting for the first days only.
func open(at time.Time) []corpus.Posting {
	var all []corpus.Posting
	for i, title := range []string{"Senior Product Manager", "Baker", "Product Owner"} {
		id := strconv.Itoa(101 + i)
		if i == 2 && at.After(first.AddDate(0, 0, 5)) {
			continue
		}
		all = append(all, corpus.Posting{
			NativeID: id, Title: title, Company: "Harbour", Text: "Work as a " + title + ".\n\n- Do it well.",
			Locations: []corpus.Location{{Raw: "Lisbon, Portugal", City: "Lisbon", Country: "PT"}},
			Posted:    &corpus.Stated{At: first.AddDate(0, 0, -3), Field: "posted"},
		})
	}
	return all
}

// tokenOf is a board's token in the form its source wants.
func tokenOf(name string) string {
	switch name {
	case "workday":
		return "harbour/wd5/Careers"
	case "jsonld":
		return "https://jobs.harbour.example/careers"
	}
	return "harbour"
}
