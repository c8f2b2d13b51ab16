package corpus_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"rung/corpus"
)

// A crawl in miniature: two listings of one board, and what became of its
// postings.
func ExampleOpen() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "rung-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	store, err := corpus.Open(ctx, dir, corpus.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer store.Close()

	board := corpus.Board{Source: "ashby", Token: "acme"}
	monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for week, titles := range [][]string{{"Product Manager", "Associate Product Manager"}, {"Product Manager"}} {
		at := monday.Add(time.Duration(week) * 7 * 24 * time.Hour)
		listing := corpus.Listing{Board: board, At: at, Outcome: corpus.OutcomeComplete}
		for _, title := range titles {
			listing.Postings = append(listing.Postings, corpus.Posting{NativeID: strings.ToLower(title), Title: title})
		}
		crawl, err := store.BeginCrawl(ctx, at, []corpus.Board{board})
		if err != nil {
			log.Fatal(err)
		}
		change, err := store.Apply(ctx, crawl, listing)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%d new, %d closed\n", change.New, change.Closed)
	}
	for p, err := range store.All(ctx, corpus.Filter{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(p.Title, "open:", p.Observed.ClosedAt.IsZero())
	}
	// Output:
	// 2 new, 0 closed
	// 0 new, 1 closed
	// Product Manager open: true
	// Associate Product Manager open: false
}

// Importing lines of JSON; the broken one costs only itself.
func ExampleImport() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "rung-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	store, err := corpus.Open(ctx, dir, corpus.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer store.Close()

	file := strings.NewReader(`{"jobTitle":"Product Manager","employer":"Acme","postedDate":"2026-02-27","body":"Own the roadmap."}
{"jobTitle":
{"id":"42","title":"Group Product Manager","location":"Oslo","body":"Lead three managers."}`)
	stats, err := corpus.Import(ctx, store, file, corpus.ImportOptions{
		At:  time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
		Bad: func(bad *corpus.RowError) { fmt.Println(bad) },
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d new of %d rows\n", stats.New, stats.Rows)
	// Output:
	// line 2: not JSON: unexpected EOF
	// 2 new of 3 rows
}
