package fetch_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rung/corpus"
	"rung/crawler/crawltest"
	"rung/crawler/fetch"
)

// options are the defaults over the little web, with a small cap, no luck in
// the jitter and the bubble's clock.
func options(n *crawltest.Network) fetch.Options {
	started := time.Now()
	return fetch.Options{
		Now:       func() time.Time { return crawltest.Now.Add(time.Since(started)) },
		Rand:      func() float64 { return 0.5 },
		Transport: n,
		MaxBody:   1 << 20,
	}
}

// TestGet states for every kind of answer what the caller is told.
func TestGet(t *testing.T) {
	const ok = corpus.OutcomeComplete
	for _, tc := range []struct {
		name, url string
		want      corpus.Outcome
		body      string // of a page
		err       string // part of the error
		asked     int    // requests for the URL; 0 is not checked
	}{
		{"a page", "https://good.test/board", ok, `{"jobs":[]}` + "\n", "", 1},
		{"a compressed page", "https://good.test/packed", ok, `{"jobs":["Product Manager"]}` + "\n", "", 1},
		{"another charset", "https://good.test/latin", ok, "Größe\n", "", 1},
		{"not found", "https://good.test/missing", corpus.OutcomeNotFound, "", "HTTP 404", 1},
		{"gone", "https://good.test/gone", corpus.OutcomeNotFound, "", "HTTP 410", 1},
		{"login", "https://good.test/login", corpus.OutcomeBlocked, "", "HTTP 401", 1},
		{"forbidden", "https://good.test/forbidden", corpus.OutcomeBlocked, "", "HTTP 403", 1},
		{"no content", "https://good.test/nothing", corpus.OutcomeChangedShape, "", "HTTP 204", 1},
		{"unprocessable", "https://good.test/bad-request", corpus.OutcomeChangedShape, "", "HTTP 422", 1},

		{"429 with seconds, then fine", "https://busy.test/once", ok, "now\n", "", 2},
		{"503 with a date, then fine", "https://busy.test/date", ok, "now\n", "", 2},
		{"429 with hours", "https://busier.test/hours", corpus.OutcomeRateLimited, "", "ask again in 2h0m0s", 1},
		{"429 for ever", "https://always.test/429", corpus.OutcomeRateLimited, "", "HTTP 429", 4},
		{"500 for ever", "https://down.test/500", corpus.OutcomeServerError, "", "HTTP 500", 4},
		{"501 is not repeated", "https://down.test/501", corpus.OutcomeServerError, "", "HTTP 501", 1},
		{"500 twice, then fine", "https://shaky.test/500-then-fine", ok, "fine\n", "", 3},
		{"reset, then fine", "https://shaky.test/reset-then-fine", ok, "fine\n", "", 2},
		{"cut, then whole", "https://shaky.test/cut-then-fine", ok, `{"jobs":["whole"]}` + "\n", "", 2},
		{"cut for ever", "https://shaky.test/always-cut", corpus.OutcomeTruncated, "", "broke off after 17 bytes", 4},
		{"reset for ever", "https://shaky.test/reset", corpus.OutcomeUnreachable, "", "connection reset", 4},
		{"no answer", "https://slow.test/stall", corpus.OutcomeUnreachable, "", "time-out", 4},
		{"slow drip", "https://slow.test/drip", corpus.OutcomeUnreachable, "", "time-out", 4},
		{"quick drip", "https://slow.test/quick-drip", ok, "0123456789\n", "", 1},

		{"exactly the cap", "https://large.test/exact", ok, "-\n" + strings.Repeat(" ", 1<<20-2), "", 1},
		{"one byte more", "https://large.test/one-more", corpus.OutcomeTruncated, "", "larger than 1048576 bytes", 1},
		{"large once unpacked", "https://large.test/packed", corpus.OutcomeTruncated, "", "larger than 1048576 bytes", 1},
		{"unknown encoding", "https://large.test/brotli", corpus.OutcomeChangedShape, "", `"br"`, 1},
		{"no gzip under .gz", "https://large.test/sitemap.xml.gz", ok, "<h1>No such file</h1>\n", "", 1},

		{"moved on the host", "https://moved.test/here", ok, "found\n", "", 1},
		{"moved to https", "http://moved.test/plain", ok, "found\n", "", 1},
		{"moved back to http", "https://moved.test/unsafe", corpus.OutcomeRefused, "", "off the host", 1},
		{"moved off the host", "https://moved.test/off-host", corpus.OutcomeRefused, "", "off the host to https://elsewhere.test/there", 1},
		{"moved to another port", "https://moved.test/other-port", corpus.OutcomeRefused, "", "moved.test:8443", 1},
		{"moved to metadata", "https://moved.test/metadata", corpus.OutcomeRefused, "", "169.254.169.254", 1},
		{"moved to nowhere", "https://moved.test/nowhere", corpus.OutcomeChangedShape, "", "HTTP 302", 1},
		{"redirect loop", "https://moved.test/loop", corpus.OutcomeChangedShape, "", "redirect loop", 1},

		{"robots allow", "https://shy.test/public", ok, "public\n", "", 1},
		{"robots forbid", "https://shy.test/private/board", corpus.OutcomeRobots, "", "robots.txt of shy.test forbids /private/board", -1},
		{"robots forbid the target", "https://shy.test/trap", corpus.OutcomeRobots, "", "forbids /private/board", 1},
		{"robots 5xx", "https://broken-robots.test/board", corpus.OutcomeRobots, "", "answered 503, which forbids everything", -1},
		{"robots 403", "https://no-robots.test/board", ok, "fine\n", "", 1},
		{"robots 429", "https://busy-robots.test/board", corpus.OutcomeRateLimited, "", "robots.txt of busy-robots.test", -1},
		{"robots unreachable", "https://lost-robots.test/board", corpus.OutcomeUnreachable, "", "robots.txt of lost-robots.test", -1},
		{"robots elsewhere count here", "https://moved-robots.test/private/board", corpus.OutcomeRobots, "", "robots.txt of moved-robots.test forbids", -1},

		{"challenge by header", "https://guarded.test/cloudflare", corpus.OutcomeBlocked, "", "Cf-Mitigated: challenge", 1},
		{"challenge with 202", "https://guarded.test/waf", corpus.OutcomeBlocked, "", "X-Amzn-Waf-Action", 1},
		{"challenge with 200", "https://guarded.test/polite", corpus.OutcomeBlocked, "", "challenge page", 1},
		{"its words in a posting", "https://guarded.test/posting", ok, "", "", 1},

		{"loopback", "http://127.0.0.1:8080/", corpus.OutcomeRefused, "", "not a public address", -1},
		{"loopback by name", "http://localhost/", corpus.OutcomeRefused, "", "not a public address", -1},
		{"another scheme", "ftp://good.test/board", corpus.OutcomeRefused, "", "neither http nor https", -1},
		{"a password", "https://me:secret@good.test/board", corpus.OutcomeRefused, "", "user name", -1},
		{"no URL", "http://[::1", corpus.OutcomeRefused, "", "", -1},
		{"no host", "https:///board", corpus.OutcomeRefused, "", "", -1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := crawltest.Open(t, "testdata/web.txtar")
				page, err := fetch.New(options(n)).Get(t.Context(), fetch.Request{URL: tc.url})
				if got := outcome(t, err); got != tc.want {
					t.Fatalf("Get = %q (%v), want %q", got, err, tc.want)
				}
				if err != nil && (!strings.Contains(err.Error(), tc.err) || tc.err == "" && tc.want == ok) {
					t.Errorf("error %q, want it to say %q", err, tc.err)
				}
				if tc.body != "" && string(page.Body) != tc.body {
					t.Errorf("body %.40q (%d bytes), want %.40q", page.Body, len(page.Body), tc.body)
				}
				if got := n.Count("GET " + tc.url); tc.asked != 0 && got != max(tc.asked, 0) {
					t.Errorf("asked %d times, want %d", got, max(tc.asked, 0))
				}
			})
		})
	}
}

// outcome is what the board's listing would become.
func outcome(t *testing.T, err error) corpus.Outcome {
	t.Helper()
	if err == nil {
		return corpus.OutcomeComplete
	}
	var e *fetch.Error
	if !errors.As(err, &e) {
		t.Fatalf("error %v (%T) is no *fetch.Error", err, err)
	}
	return e.Outcome
}

func TestGetTypes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := crawltest.Open(t, "testdata/web.txtar")
		o := options(n)
		o.MaxBody = 64 << 20
		c := fetch.New(o)
		_, err := c.Get(t.Context(), fetch.Request{URL: "https://large.test/bomb"})
		var large *fetch.TooLarge
		if !errors.As(err, &large) || !large.Bomb || large.Wire > 100_000 {
			t.Errorf("bomb: %v, want a *TooLarge that says so early", err)
		}
		_, err = c.Get(t.Context(), fetch.Request{URL: "https://good.test/forbidden"})
		var e *fetch.Error
		if !errors.As(err, &e) || e.Status != 403 || !strings.Contains(string(e.Body), "S22") {
			t.Errorf("forbidden: %+v, want the status and what the server said", e)
		}
	})
}

func TestGetFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := crawltest.Open(t, "testdata/web.txtar")
		o := options(n)
		o.Follow = func(_, to *url.URL) bool {
			return to.Hostname() == "elsewhere.test" || to.Hostname() == "169.254.169.254"
		}
		c := fetch.New(o)
		page, err := c.Get(t.Context(), fetch.Request{URL: "https://moved.test/off-host"})
		if err != nil || page.URL != "https://elsewhere.test/there" || page.Asked != "https://moved.test/off-host" {
			t.Errorf("Get = %s from %s, %v", page.URL, page.Asked, err)
		}
		if _, err := c.Get(t.Context(), fetch.Request{URL: "https://moved.test/metadata"}); outcome(t, err) != corpus.OutcomeRefused {
			t.Errorf("an allowed redirect still must not reach a private address: %v", err)
		}
	})
}

func TestGetPost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := crawltest.Open(t, "testdata/web.txtar")
		c := fetch.New(options(n))
		for _, address := range []string{"https://good.test/list", "https://shaky.test/list"} {
			page, err := c.Get(t.Context(), fetch.Request{Method: "POST", URL: address, Body: []byte(`{"limit":20}`)})
			if err != nil || !strings.Contains(string(page.Body), "total") {
				t.Errorf("POST %s = %q, %v", address, page.Body, err)
			}
		}
	})
}

// TestCancel holds that every wait ends with the context: for a place, for a
// token, for a server, between tries.
func TestCancel(t *testing.T) {
	for _, address := range []string{
		"https://slow.test/stall", "https://slow.test/drip", "https://down.test/500", "https://busy.test/once",
	} {
		t.Run(address, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := crawltest.Open(t, "testdata/web.txtar")
				o := options(n)
				o.Backoff = time.Minute
				o.Pace = fetch.Pace{PerSecond: 0.01, Burst: 1, Parallel: 1}
				c := fetch.New(o)
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
				defer cancel()
				start := time.Now()
				_, err := c.Get(ctx, fetch.Request{URL: address})
				if got := outcome(t, err); got != corpus.OutcomeInterrupted {
					t.Errorf("Get = %q (%v), want interrupted", got, err)
				}
				if took := time.Since(start); took != 3*time.Second {
					t.Errorf("took %s, want the 3 s of the context", took)
				}
			})
		})
	}
}
