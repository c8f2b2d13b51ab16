package crawler_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rung/corpus"
	"rung/crawler"
	"rung/crawler/crawltest"
	"rung/crawler/fetch"
	"rung/crawler/source"
)

// fake is a source whose boards do what their tokens say.
type fake struct{ started chan string }

func (fake) Name() string                        { return "fake" }
func (fake) Claim(*url.URL) (corpus.Board, bool) { return corpus.Board{}, false }

func (f fake) List(ctx context.Context, _ fetch.Getter, b corpus.Board, _ source.Options) (corpus.Listing, error) {
	l := corpus.Listing{Board: b, At: crawltest.Now, Outcome: corpus.OutcomeComplete, Bytes: 10, Requests: 1}
	kind, _, _ := strings.Cut(b.Token, "-")
	switch kind {
	case "empty":
		return corpus.Listing{Outcome: corpus.OutcomeComplete}, nil
	case "mute":
		return corpus.Listing{}, nil
	case "lying":
		return l, errors.New("something went wrong after all")
	case "missing":
		return corpus.Listing{Outcome: corpus.OutcomeNotFound}, &fetch.Error{Outcome: corpus.OutcomeNotFound, Status: 404}
	case "robots":
		return corpus.Listing{Outcome: corpus.OutcomeRobots}, &fetch.Error{Outcome: corpus.OutcomeRobots}
	case "panic":
		panic("index out of range")
	case "nil":
		var none *corpus.Listing
		return *none, nil
	case "stall":
		f.started <- b.Token
		<-ctx.Done()
		return corpus.Listing{}, ctx.Err()
	}
	l.Postings = []corpus.Posting{posting(b, "1"), posting(b, "2")}
	return l, nil
}

func posting(b corpus.Board, id string) corpus.Posting {
	return corpus.Posting{
		ID: corpus.PostingID(b.Source, b.Token, id), Source: b.Source, Board: b.Token, NativeID: id,
		URL: "https://jobs.test/" + b.Token + "/" + id, Title: "Product Manager " + id, Company: b.Token,
		Text: "You own the roadmap of " + b.Token + ", part " + id + ".",
	}
}

func find(f fake) func(string) (source.Source, bool) {
	return func(name string) (source.Source, bool) { return f, name == "fake" }
}

func open(t *testing.T) *corpus.Store {
	t.Helper()
	s, err := corpus.Open(t.Context(), t.TempDir(), corpus.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func fakes(tokens ...string) []corpus.Board {
	var boards []corpus.Board
	for _, token := range tokens {
		boards = append(boards, corpus.Board{Source: "fake", Token: token})
	}
	return boards
}

func now() time.Time { return crawltest.Now }

// TestRunOutcomes states for every way an adapter can end what its board
// becomes, and that the others do not notice.
func TestRunOutcomes(t *testing.T) {
	s := open(t)
	want := map[string]corpus.Outcome{
		"fine": corpus.OutcomeComplete, "empty": corpus.OutcomeEmpty, "mute": corpus.OutcomeChangedShape,
		"lying": corpus.OutcomeChangedShape, "missing": corpus.OutcomeNotFound, "robots": corpus.OutcomeRobots,
		"panic": corpus.OutcomeChangedShape, "nil": corpus.OutcomeChangedShape, "fine-2": corpus.OutcomeComplete,
	}
	got := map[string]corpus.Outcome{}
	var starts int
	stats, err := crawler.Run(t.Context(), crawler.Options{
		Boards: append(fakes(slices.Sorted(maps.Keys(want))...), corpus.Board{Source: "fake", Token: "fine"}, corpus.Board{Source: "telepathy", Token: "a"}),
		Source: find(fake{}), Store: s, Now: now, Workers: 3,
		Progress: func(e crawler.Event) {
			if !e.Ended {
				starts++
				return
			}
			if e.Board.Source == "telepathy" {
				if e.Outcome != corpus.OutcomeRefused || e.Detail != `no adapter for source "telepathy"` {
					t.Errorf("telepathy: %+v", e)
				}
				return
			}
			got[e.Board.Token] = e.Outcome
			if e.Detail == "" && !e.Outcome.Listed() {
				t.Errorf("%s: no word about %q", e.Board.Token, e.Outcome)
			}
			if e.Total != len(want) || e.Done < 1 || e.Done > e.Total {
				t.Errorf("%s: %d of %d", e.Board.Token, e.Done, e.Total)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(got, want) {
		t.Errorf("outcomes %v\nwant %v", got, want)
	}
	if starts != len(want) || stats.Boards != len(want) || stats.NoAdapter != 1 || sum(stats.Outcomes) != stats.Boards {
		t.Errorf("%d starts; stats %+v; want %d boards that add up", starts, stats, len(want))
	}
	if stats.Postings != 4 || stats.Change.New != 4 || stats.Result() != crawler.Partial {
		t.Errorf("stats %+v (%s), want 4 new postings and a partial run", stats, stats.Result())
	}
	stored(t, s, 4, want)
}

// TestRunOff passes over boards of a source that has to be asked for, and says
// what keeps it off.
func TestRunOff(t *testing.T) {
	for _, why := range []string{"", "its robots.txt forbids it"} {
		var said []string
		stats, err := crawler.Run(t.Context(), crawler.Options{
			Boards: fakes("a", "b"), Source: find(fake{}), Now: now, DryRun: true, Off: func(string) string { return why },
			Progress: func(e crawler.Event) {
				if e.Ended && e.Outcome == corpus.OutcomeRobots {
					said = append(said, e.Detail)
				}
			},
		})
		if err != nil || stats.Result() != crawler.Full {
			t.Errorf("%s, error %v", stats.Result(), err)
		}
		if off := why != ""; off != (stats.Off == 2) || off != (stats.Boards == 0) || off != (len(said) == 2 && strings.Contains(said[0], why)) {
			t.Errorf("with %q: %+v, said %q", why, stats, said)
		}
	}
}

func sum(outcomes map[corpus.Outcome]int) (n int) {
	for _, m := range outcomes {
		n += m
	}
	return n
}

// stored checks what the store knows of the latest crawl.
func stored(t *testing.T, s *corpus.Store, open int, want map[string]corpus.Outcome) {
	t.Helper()
	visits, err := s.Visits(t.Context(), corpus.VisitFilter{Latest: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range visits {
		if v.Outcome != want[v.Board.Token] {
			t.Errorf("stored outcome of %s is %q, want %q", v.Board.Token, v.Outcome, want[v.Board.Token])
		}
	}
	if len(visits) != len(want) {
		t.Errorf("%d visits stored, want %d", len(visits), len(want))
	}
	counts, err := s.Counts(t.Context())
	if err != nil || counts.Open != open {
		t.Errorf("%d postings open (%v), want %d", counts.Open, err, open)
	}
}

// TestRunCancel holds that a cancelled run applies what it has read, leaves
// the rest pending, and that Resume reads exactly the rest.
func TestRunCancel(t *testing.T) {
	s := open(t)
	f := fake{started: make(chan string)}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-f.started
		cancel()
	}()
	o := crawler.Options{
		Boards: fakes("fine-1", "fine-2", "stall", "fine-3", "fine-4"),
		Source: find(f), Store: s, Now: now, Workers: 1,
	}
	stats, err := crawler.Run(ctx, o)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that the context ended", err)
	}
	if stats.Outcomes[corpus.OutcomeComplete] != 2 || stats.Outcomes[corpus.OutcomeInterrupted] != 3 || stats.Boards != 5 {
		t.Errorf("stats %+v, want 2 complete and 3 interrupted", stats)
	}
	stored(t, s, 4, map[string]corpus.Outcome{"fine-1": corpus.OutcomeComplete, "fine-2": corpus.OutcomeComplete})

	var read []string
	o.Resume, o.Boards = true, nil
	o.Source = find(fake{started: f.started})
	o.Progress = func(e crawler.Event) {
		if !e.Ended {
			read = append(read, e.Board.Token)
		}
	}
	ctx, cancel = context.WithCancel(t.Context())
	defer cancel()
	go func() {
		<-f.started // the stalling board comes first again
		cancel()
	}()
	if _, err := crawler.Run(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if len(read) != 1 || read[0] != "stall" {
		t.Errorf("read %q, want the pending boards in their order", read)
	}
	crawls, err := s.Crawls(t.Context())
	if err != nil || len(crawls) != 1 || !crawls[0].Ended.IsZero() {
		t.Errorf("crawls %+v, %v, want one that has not ended", crawls, err)
	}
}

func TestRunResumeNothing(t *testing.T) {
	s := open(t)
	o := crawler.Options{Boards: fakes("fine"), Source: find(fake{}), Store: s, Now: now, Resume: true}
	for range 2 {
		if stats, err := crawler.Run(t.Context(), o); err != nil || stats.Boards != 1 {
			t.Errorf("%+v, %v, want a new crawl where nothing is pending", stats, err)
		}
	}
}

// What was asked to be forgotten is not asked for again, not even by a crawl
// that goes on where another was stopped.
func TestRunForgets(t *testing.T) {
	s := open(t)
	forget := corpus.NewOblivion([]corpus.Forgotten{{Kind: corpus.ForgetBoard, Value: "fake:fine-2"}})
	var read []string
	o := crawler.Options{
		Boards: fakes("fine-1", "fine-2", "fine-3"), Source: find(fake{}), Store: s, Now: now, Workers: 1, Forget: forget,
		Progress: func(e crawler.Event) {
			if e.Ended {
				read = append(read, e.Board.Token)
			}
		},
	}
	if stats, err := crawler.Run(t.Context(), o); err != nil || stats.Boards != 2 {
		t.Errorf("%+v, %v, want two boards", stats, err)
	}
	if want := []string{"fine-1", "fine-3"}; !slices.Equal(read, want) {
		t.Errorf("read %q, want %q", read, want)
	}
}

func TestRunNarrowed(t *testing.T) {
	s := open(t)
	o := crawler.Options{Boards: fakes("fine-1", "missing", "fine-2"), Source: find(fake{}), Store: s, Now: now, Limit: 2, Workers: 1}
	if stats, err := crawler.Run(t.Context(), o); err != nil || stats.Boards != 2 || stats.Outcomes[corpus.OutcomeNotFound] != 1 {
		t.Errorf("Limit: %+v, %v", stats, err)
	}
	o.Limit, o.MaxAge = 0, time.Hour
	stats, err := crawler.Run(t.Context(), o)
	if err != nil || stats.Boards != 2 || stats.Fresh != 1 {
		t.Errorf("MaxAge: %+v, %v, want the board that was read well passed over and the missing one asked again", stats, err)
	}
	o.Now = func() time.Time { return crawltest.Now.Add(2 * time.Hour) }
	if stats, err := crawler.Run(t.Context(), o); err != nil || stats.Boards != 3 {
		t.Errorf("MaxAge later: %+v, %v", stats, err)
	}
}

func TestRunDry(t *testing.T) {
	stats, err := crawler.Run(t.Context(), crawler.Options{Boards: fakes("fine", "missing"), Source: find(fake{}), Now: now, DryRun: true})
	if err != nil || stats.Postings != 2 || stats.Outcomes[corpus.OutcomeNotFound] != 1 || stats.Change.New != 0 {
		t.Errorf("%+v, %v, want the boards read and nothing stored", stats, err)
	}
}

// broken is a store that fails at its third board.
type broken struct {
	*corpus.Store
	mu sync.Mutex
	n  int
}

func (b *broken) Apply(ctx context.Context, id int64, l corpus.Listing) (corpus.Change, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.n++; b.n >= 3 {
		return corpus.Change{}, corpus.ErrBusy
	}
	return b.Store.Apply(ctx, id, l)
}

func TestRunStoreFails(t *testing.T) {
	s := &broken{Store: open(t)}
	var tokens []string
	for i := range 50 {
		tokens = append(tokens, fmt.Sprint("fine-", i))
	}
	stats, err := crawler.Run(t.Context(), crawler.Options{Boards: fakes(tokens...), Source: find(fake{}), Store: s, Now: now, Workers: 4})
	if !errors.Is(err, corpus.ErrBusy) {
		t.Errorf("error %v, want the store's", err)
	}
	if stats.Outcomes[corpus.OutcomeComplete] != 2 || sum(stats.Outcomes) != 50 || stats.Change.New != 4 {
		t.Errorf("stats %+v, want two boards stored and the rest interrupted", stats)
	}
	pending, err := s.Pending(t.Context(), 1)
	if err != nil || len(pending) != 48 {
		t.Errorf("%d pending, %v, want 48", len(pending), err)
	}
}

func TestRunNoLeaks(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 20 {
		f := fake{started: make(chan string, 10)}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
		_, _ = crawler.Run(ctx, crawler.Options{Boards: fakes("stall-1", "stall-2", "fine"), Source: find(f), Now: now, DryRun: true}) // only what is left behind matters
		cancel()
	}
	for deadline := time.Now().Add(3 * time.Second); runtime.NumGoroutine() > before; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
}

func TestStatsAdd(t *testing.T) {
	a := crawler.Stats{Boards: 2, Outcomes: map[corpus.Outcome]int{corpus.OutcomeComplete: 2}, Postings: 5, Change: corpus.Change{New: 5}, Bytes: 7, Requests: 2, Took: time.Second}
	b := crawler.Stats{Boards: 2, Outcomes: map[corpus.Outcome]int{corpus.OutcomeComplete: 1, corpus.OutcomeBlocked: 1}, Fresh: 1, NoAdapter: 2, Suspect: 1, Postings: 1, Bytes: 3, Requests: 4, Took: time.Second}
	var got crawler.Stats
	got.Add(a)
	got.Add(b)
	if got.Boards != 4 || sum(got.Outcomes) != 4 || got.Outcomes[corpus.OutcomeComplete] != 3 || got.Postings != 6 || got.Change.New != 5 ||
		got.Bytes != 10 || got.Requests != 6 || got.Fresh != 1 || got.NoAdapter != 2 || got.Suspect != 1 || got.Took != 2*time.Second {
		t.Errorf("sum %+v", got)
	}
	if a.Outcomes[corpus.OutcomeComplete] != 2 {
		t.Error("Add changed its argument")
	}
}

func TestStatsResult(t *testing.T) {
	for _, tc := range []struct {
		name     string
		outcomes map[corpus.Outcome]int
		want     crawler.Result
	}{
		{"nothing to do", nil, crawler.Full},
		{"all read", map[corpus.Outcome]int{corpus.OutcomeComplete: 2, corpus.OutcomeEmpty: 1, corpus.OutcomeUnchanged: 1}, crawler.Full},
		{"what robots.txt forbids is no failure", map[corpus.Outcome]int{corpus.OutcomeComplete: 1, corpus.OutcomeRobots: 1}, crawler.Full},
		{"one lost", map[corpus.Outcome]int{corpus.OutcomeComplete: 2, corpus.OutcomeTruncated: 1}, crawler.Partial},
		{"none read", map[corpus.Outcome]int{corpus.OutcomeServerError: 3, corpus.OutcomeRobots: 1}, crawler.Failed},
	} {
		s := crawler.Stats{Outcomes: tc.outcomes}
		s.Boards = sum(tc.outcomes)
		if got := s.Result(); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}
