package crawler_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"rung/corpus"
	"rung/crawler"
	"rung/crawler/crawltest"
	"rung/crawler/fetch"
	"rung/crawler/source"
)

// visit crawls the board of testdata/board.txtar once, through the real
// client, adapter and store, days after crawltest.Now.
func visit(t *testing.T, s *corpus.Store, n *crawltest.Network, days int, bend func(*fetch.Options)) (crawler.Stats, crawler.Event) {
	t.Helper()
	at := crawltest.Now.AddDate(0, 0, days)
	o := n.Options(at)
	o.Held = s
	if bend != nil {
		bend(&o)
	}
	var last crawler.Event
	stats, err := crawler.Run(t.Context(), crawler.Options{
		Boards: []corpus.Board{{Source: "ashby", Token: "Harbour Bikes"}},
		Getter: fetch.New(o), Source: source.For, Store: s, Now: func() time.Time { return at },
		Progress: func(e crawler.Event) { last = e },
	})
	if err != nil {
		t.Fatal(err)
	}
	return stats, last
}

func archive(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("testdata/board.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestBadInput states for everything a board may answer on a bad day what is
// recorded and what the user reads, and holds that what was stored stays.
func TestBadInput(t *testing.T) {
	const address = "-- https://api.ashbyhq.com/posting-api/job-board/Harbour%20Bikes?includeCompensation=true --\n"
	const ok = "HTTP/1.1 200 OK\nContent-Type: application/json\n"
	good := archive(t)
	_, body, _ := strings.Cut(good, "\n\n")
	for _, tc := range []struct {
		name, answer string
		want         corpus.Outcome
		says         string
	}{
		{"not found", "HTTP/1.1 404 Not Found\n\n{}", corpus.OutcomeNotFound, "HTTP 404"},
		{"busy", "HTTP/1.1 429 Too Many Requests\nRetry-After: 3600\n\n", corpus.OutcomeRateLimited, "ask again in 1h0m0s"},
		{"broken", "HTTP/1.1 500 Internal Server Error\n\n", corpus.OutcomeServerError, "HTTP 500"},
		{"forbidden", "HTTP/1.1 403 Forbidden\n\n", corpus.OutcomeBlocked, "HTTP 403"},
		{"challenge", "HTTP/1.1 503 Service Unavailable\nContent-Type: text/html\nCf-Mitigated: challenge\n\n<title>Just a moment...</title>", corpus.OutcomeBlocked, "challenge"},
		{"off the host", "HTTP/1.1 302 Found\nLocation: https://elsewhere.test/\n\n", corpus.OutcomeRefused, "off the host to https://elsewhere.test/"},
		{"to this machine", "HTTP/1.1 302 Found\nLocation: http://127.0.0.1/\n\n", corpus.OutcomeRefused, "127.0.0.1"},
		{"redirect loop", "HTTP/1.1 302 Found\nLocation: /posting-api/job-board/Harbour%20Bikes?includeCompensation=true\n\n", corpus.OutcomeChangedShape, "redirect loop"},
		{"half a JSON", ok + "\n" + body[:len(body)/2], corpus.OutcomeChangedShape, "unexpected end of JSON"},
		{"another shape", ok + "\n{\"postings\":[]}", corpus.OutcomeChangedShape, "changed shape"},
		{"a web page", "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<!doctype html><h1>Careers</h1>", corpus.OutcomeChangedShape, "markup came instead of JSON"},
		{"nothing at all", ok + "\n", corpus.OutcomeChangedShape, "empty"},
		{"connection cut", ok + "Fault: cut\n\n" + body, corpus.OutcomeTruncated, "broke off"},
		{"connection reset", ok + "Fault: reset\n\n", corpus.OutcomeUnreachable, "connection reset"},
		{"stalled", ok + "Fault: stall\n\n", corpus.OutcomeUnreachable, "time-out"},
		{"too large", ok + "Fault: huge 2000000\n\n" + body, corpus.OutcomeTruncated, "larger than 1048576 bytes"},
		{"a bomb", ok + "Fault: bomb 9000000\n\n", corpus.OutcomeTruncated, "larger than 1048576 bytes"},
		{"an empty board", ok + "\n{\"apiVersion\":\"1\",\"jobs\":[]}", corpus.OutcomeEmpty, ""},
		{"forbidden by robots", ok + "\n{}\n-- https://api.ashbyhq.com/robots.txt --\nHTTP/1.1 200 OK\n\nUser-agent: *\nDisallow: /\n", corpus.OutcomeRobots, "robots.txt of api.ashbyhq.com forbids"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := open(t)
			if stats, _ := visit(t, s, crawltest.Parse(t, []byte(good)), 0, nil); stats.Change.New != 2 {
				t.Fatalf("the good day: %+v", stats)
			}
			stats, e := visit(t, s, crawltest.Parse(t, []byte(address+tc.answer)), 1, func(o *fetch.Options) {
				// Long enough for a busy machine to answer, short where the
				// server never will.
				o.MaxBody, o.Timeout = 1<<20, 10*time.Second
				if tc.name == "stalled" {
					o.Timeout = 100 * time.Millisecond
				}
			})
			if e.Outcome != tc.want || !strings.Contains(e.Detail, tc.says) {
				t.Errorf("outcome %q (%s), want %q that says %q", e.Outcome, e.Detail, tc.want, tc.says)
			}
			if stats.Change.Closed != 0 || stats.Change.New != 0 || stats.Change.Changed != 0 {
				t.Errorf("what was stored changed: %+v", stats.Change)
			}
			stored(t, s, 2, map[string]corpus.Outcome{"Harbour Bikes": tc.want})
			// And the day after, all is well again: the validators of the good
			// day still speak of what is stored.
			if stats, e := visit(t, s, crawltest.Parse(t, []byte(good)), 2, nil); !e.Outcome.Listed() || stats.Change.Unchanged != 2 {
				t.Errorf("the day after: %q, %+v", e.Outcome, stats.Change)
			}
		})
	}
}

// TestValidatorsAfterApply holds that a board asked conditionally is one that
// was applied: neither a failed parse nor a failed store leaves validators.
func TestValidatorsAfterApply(t *testing.T) {
	good := archive(t)
	for _, tc := range []struct {
		name, archive string
		store         func(*corpus.Store) crawler.Store
		saved         bool
	}{
		{"read and applied", good, func(s *corpus.Store) crawler.Store { return s }, true},
		{"half a JSON", good[:len(good)*2/3], func(s *corpus.Store) crawler.Store { return s }, false},
		{"not applied", good, func(s *corpus.Store) crawler.Store { return &broken{Store: s, n: 9} }, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := open(t)
			n := crawltest.Parse(t, []byte(tc.archive))
			_, _ = crawler.Run(t.Context(), crawler.Options{ // its error is another test's
				Boards: []corpus.Board{{Source: "ashby", Token: "Harbour Bikes"}},
				Getter: n.Getter(crawltest.Now), Source: source.For, Store: tc.store(s), Now: now,
			})
			_, err := s.Validators(context.Background(), n.Asked()[0][len("GET "):])
			if saved := err == nil; saved != tc.saved {
				t.Errorf("validators saved: %v (%v), want %v", saved, err, tc.saved)
			}
		})
	}
}

// TestNotModified holds that the second crawl of an unchanged board moves no
// body and changes no posting.
func TestNotModified(t *testing.T) {
	s := open(t)
	good := archive(t)
	first, _ := visit(t, s, crawltest.Parse(t, []byte(good)), 0, nil)
	name, _, _ := strings.Cut(good[strings.Index(good, "-- "):], "\n")
	unchanged := name + "\nHTTP/1.1 304 Not Modified\nETag: \"good\"\n\n"
	second, e := visit(t, s, crawltest.Parse(t, []byte(unchanged)), 1, nil)
	if e.Outcome != corpus.OutcomeUnchanged || second.Change.Unchanged != 2 || second.Change.Closed+second.Change.Changed != 0 {
		t.Errorf("second crawl: %q, %+v", e.Outcome, second.Change)
	}
	if first.Bytes == 0 || second.Bytes != 0 {
		t.Errorf("%d bytes, then %d, want none the second time", first.Bytes, second.Bytes)
	}
	p, err := s.Get(t.Context(), "ashby:Harbour Bikes:b1")
	if err != nil || !p.Observed.LastSeen.Equal(crawltest.Now.AddDate(0, 0, 1)) {
		t.Errorf("last seen %s, %v, want the day of the second crawl", p.Observed.LastSeen, err)
	}
}

// TestSameBytes holds when a board that answers in full is taken for unchanged:
// only if the very bytes were applied before, last, by this reading.
func TestSameBytes(t *testing.T) {
	good := archive(t)
	edited := strings.Replace(good, "stands in the workshop", "stands in the hall", 1)
	lost := strings.Replace(edited, `"id": "b1"`, `"ident": "b1"`, 1)
	if edited == good || lost == edited {
		t.Fatal("the archive does not hold the words this test edits")
	}
	type step struct {
		answer, reading, company string
		want                     corpus.Outcome
		changed                  int
	}
	for name, steps := range map[string][]step{
		"the same twice":     {{good, "1", "", corpus.OutcomeComplete, 0}, {good, "1", "", corpus.OutcomeUnchanged, 0}, {good, "1", "", corpus.OutcomeUnchanged, 0}},
		"another reading":    {{good, "1", "", corpus.OutcomeComplete, 0}, {good, "2", "", corpus.OutcomeComplete, 0}, {good, "2", "", corpus.OutcomeUnchanged, 0}},
		"another company":    {{good, "1", "A", corpus.OutcomeComplete, 0}, {good, "1", "B", corpus.OutcomeComplete, 2}, {good, "1", "B", corpus.OutcomeUnchanged, 0}},
		"there and back":     {{good, "1", "", corpus.OutcomeComplete, 0}, {edited, "1", "", corpus.OutcomeComplete, 1}, {good, "1", "", corpus.OutcomeComplete, 1}},
		"truncated between":  {{good, "1", "", corpus.OutcomeComplete, 0}, {lost, "1", "", corpus.OutcomeTruncated, 1}, {good, "1", "", corpus.OutcomeComplete, 1}},
		"truncated at first": {{lost, "1", "", corpus.OutcomeTruncated, 0}, {lost, "1", "", corpus.OutcomeTruncated, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			for day, st := range steps {
				at := crawltest.Now.AddDate(0, 0, day)
				options := crawltest.Parse(t, []byte(strings.Replace(st.answer, "ETag: \"good\"\n", "", 1))).Options(at)
				options.Held = s
				var last crawler.Event
				_, err := crawler.Run(t.Context(), crawler.Options{
					Boards: []corpus.Board{{Source: "ashby", Token: "Harbour Bikes", Company: st.company}},
					Getter: fetch.New(options), Source: source.For, Store: s, Reading: st.reading,
					Now: func() time.Time { return at }, Progress: func(e crawler.Event) { last = e },
				})
				if err != nil || last.Outcome != st.want || last.Change.Changed != st.changed || last.Bytes == 0 {
					t.Errorf("day %d: %q (%s), %+v, %d bytes, error %v; want %q, %d changed", day, last.Outcome, last.Detail, last.Change, last.Bytes, err, st.want, st.changed)
				}
			}
		})
	}
}
