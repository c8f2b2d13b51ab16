package crawler_test

import (
	"fmt"
	"slices"
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

// faultsOf states what a fault becomes: the outcomes it may be kept as, and
// what the user reads of it. Where a board is known to have been read before,
// none of them changes a posting.
var faultsOf = []struct {
	fault replay.Fault
	kept  []corpus.Outcome
	says  string
}{
	{replay.FaultNotFound, []corpus.Outcome{corpus.OutcomeNotFound}, "HTTP 404"},
	{replay.FaultBlocked, []corpus.Outcome{corpus.OutcomeBlocked}, "HTTP 403"},
	{replay.FaultRateLimited, []corpus.Outcome{corpus.OutcomeRateLimited}, "ask again in 1h0m0s"},
	{replay.FaultServerError, []corpus.Outcome{corpus.OutcomeServerError}, "HTTP 500"},
	{replay.FaultSlow, []corpus.Outcome{corpus.OutcomeUnreachable}, "time-out"},
	{replay.FaultTruncated, []corpus.Outcome{corpus.OutcomeChangedShape}, "changed shape"},
	{replay.FaultCut, []corpus.Outcome{corpus.OutcomeTruncated}, "broke off"},
	{replay.FaultRedirectOff, []corpus.Outcome{corpus.OutcomeRefused, corpus.OutcomeNotFound}, "elsewhere.invalid"},
	{replay.FaultRedirectLoop, []corpus.Outcome{corpus.OutcomeChangedShape}, "redirect loop"},
	{replay.FaultRobots, []corpus.Outcome{corpus.OutcomeRobots}, "robots.txt of 127.0.0.1"},
	{replay.FaultHTML, []corpus.Outcome{corpus.OutcomeChangedShape}, "changed shape"},
	{replay.FaultShape, []corpus.Outcome{corpus.OutcomeChangedShape}, "changed shape"},
	{replay.FaultEmptyBody, []corpus.Outcome{corpus.OutcomeChangedShape}, "changed shape"},
}

// TestEveryFault switches every fault on after a good crawl, for every system:
// the outcome is kept with a sentence that names the cause, nothing is closed
// or changed, and the next crawl finds all as in the first.
func TestEveryFault(t *testing.T) {
	if testing.Short() {
		t.Skip("crawls every system with every fault")
	}
	const size = 3
	for _, name := range replay.Sources() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv, s := serveMany(t, name, size), open(t)
			hour := 0
			for _, tt := range faultsOf {
				if e := crawlAt(t, srv, s, hour, ""); !e.Outcome.Listed() || e.Change.New+e.Change.Unchanged != size {
					t.Fatalf("before %q: %q (%s), %+v", tt.fault, e.Outcome, e.Detail, e.Change)
				}
				srv.SetFault(srv.Boards()[0], tt.fault)
				e := crawlAt(t, srv, s, hour+1, tt.fault)
				if !slices.Contains(tt.kept, e.Outcome) || !strings.Contains(e.Detail, tt.says) {
					t.Errorf("%q: %q (%s), want one of %q that says %q", tt.fault, e.Outcome, e.Detail, tt.kept, tt.says)
				}
				if c := e.Change; c.New+c.Changed+c.Closed+c.Reopened > 0 {
					t.Errorf("%q changed what is stored: %+v", tt.fault, c)
				}
				kept(t, s, e, size)
				srv.SetFault(srv.Boards()[0], "")
				hour += 2
			}
		})
	}
}

// crawlAt crawls the server's boards once, hours after crawltest.Now, and
// returns how the last ended. The client's patience is short only where the
// server never answers.
func crawlAt(t *testing.T, srv *replay.Server, s *corpus.Store, hour int, f replay.Fault) crawler.Event {
	t.Helper()
	at := crawltest.Now.Add(time.Duration(hour) * time.Hour)
	o := fetch.Options{
		Now: func() time.Time { return at }, AllowPrivate: true, Held: s,
		Tries: 2, Backoff: time.Millisecond, Timeout: 20 * time.Second, MaxRetryAfter: time.Minute,
	}
	if f == replay.FaultSlow {
		o.Tries, o.Timeout = 1, 300*time.Millisecond
	}
	client := fetch.New(o)
	defer client.Close()
	var last crawler.Event
	if _, err := crawler.Run(t.Context(), crawler.Options{
		Boards: srv.Boards(), Getter: client, Source: source.For, Store: s, Now: func() time.Time { return at },
		Progress: func(e crawler.Event) { last = e },
	}); err != nil {
		t.Fatal(err)
	}
	return last
}

// kept checks that the store tells of the latest visit what the user was told,
// and that all postings are open still.
func kept(t *testing.T, s *corpus.Store, e crawler.Event, size int) {
	t.Helper()
	visits, err := s.Visits(t.Context(), corpus.VisitFilter{Latest: true})
	if err != nil || len(visits) != 1 || visits[0].Outcome != e.Outcome || visits[0].Detail != e.Detail {
		t.Errorf("the store keeps %+v (%v), the user was told %q (%s)", visits, err, e.Outcome, e.Detail)
	}
	if counts, err := s.Counts(t.Context()); err != nil || counts.Open != size {
		t.Errorf("%d postings open (%v), want %d", counts.Open, err, size)
	}
}

// TestPageFaultsStored switches on what only lists in pages can have: every
// posting is stored all the same, none is closed, and the listing is called
// complete only if nothing speaks against it.
func TestPageFaultsStored(t *testing.T) {
	const size = 45
	for _, name := range replay.Paged() {
		for _, fault := range replay.PageFaults() {
			t.Run(fmt.Sprint(name, " ", fault), func(t *testing.T) {
				srv, s := serveMany(t, name, size), open(t)
				srv.SetFault(srv.Boards()[0], fault)
				e := crawlAt(t, srv, s, 0, fault)
				if e.Change.New != size || e.Change.Closed != 0 {
					t.Errorf("%q (%s): %+v, want %d new", e.Outcome, e.Detail, e.Change, size)
				}
				kept(t, s, e, size)
				srv.SetFault(srv.Boards()[0], "")
				if e := crawlAt(t, srv, s, 1, ""); !e.Outcome.Listed() || e.Change.New+e.Change.Closed > 0 || e.Change.Unchanged != size {
					t.Errorf("the crawl after: %q, %+v", e.Outcome, e.Change)
				}
			})
		}
	}
}
