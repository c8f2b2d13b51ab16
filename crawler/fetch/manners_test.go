package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rung/corpus"
	"rung/crawler/crawltest"
	"rung/crawler/fetch"
)

// diary answers every request with 200 and notes when it came.
type diary struct {
	mu    sync.Mutex
	start time.Time
	at    map[string][]time.Duration // by host, robots.txt aside
	most  map[string]int             // requests on their way at once
	now   map[string]int
	takes time.Duration
	reply func(r *http.Request, n int) *http.Response
}

func newDiary() *diary {
	return &diary{start: time.Now(), at: map[string][]time.Duration{}, most: map[string]int{}, now: map[string]int{}}
}

func (d *diary) RoundTrip(r *http.Request) (*http.Response, error) {
	n := d.enter(r)
	select {
	case <-time.After(d.takes):
	case <-r.Context().Done():
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now[r.URL.Host]--
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if d.reply != nil {
		if res := d.reply(r, n); res != nil {
			return res, nil
		}
	}
	return answer(http.StatusOK, "", "User-agent: *\nDisallow:\n"), nil
}

func (d *diary) enter(r *http.Request) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	host := r.URL.Host
	if r.URL.Path != "/robots.txt" {
		d.at[host] = append(d.at[host], time.Since(d.start))
	}
	d.now[host]++
	d.most[host] = max(d.most[host], d.now[host])
	return len(d.at[host])
}

func answer(code int, header, body string) *http.Response {
	h := http.Header{}
	if name, value, ok := strings.Cut(header, ": "); ok {
		h.Set(name, value)
	}
	return &http.Response{
		StatusCode: code, Status: fmt.Sprintf("%d %s", code, http.StatusText(code)),
		Header: h, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}

// ask sends n requests to each host at the same time and waits for all.
func ask(t *testing.T, c *fetch.Client, n int, hosts ...string) (failed int) {
	t.Helper()
	var wg sync.WaitGroup
	var mu sync.Mutex
	for _, host := range hosts {
		for i := range n {
			wg.Go(func() {
				_, err := c.Get(t.Context(), fetch.Request{URL: fmt.Sprintf("https://%s/%d", host, i)})
				if err != nil {
					mu.Lock()
					failed++
					mu.Unlock()
				}
			})
		}
	}
	wg.Wait()
	return failed
}

func TestPacePerHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDiary()
		o := options(nil)
		o.Transport = d
		o.Pace = fetch.Pace{PerSecond: 2, Burst: 1, Parallel: 8}
		ask(t, fetch.New(o), 9, "a.test", "b.test")
		for _, host := range []string{"a.test", "b.test"} {
			at := d.at[host]
			if len(at) != 9 {
				t.Fatalf("%s: %d requests, want 9", host, len(at))
			}
			// robots.txt takes the first token.
			for i, when := range at {
				if want := time.Duration(i+1) * 500 * time.Millisecond; when != want {
					t.Errorf("%s: request %d at %s, want %s: hosts must not share a bucket", host, i, when, want)
				}
			}
		}
	})
}

func TestPaceParallel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDiary()
		d.takes = time.Second
		o := options(nil)
		o.Transport = d
		o.Pace = fetch.Pace{PerSecond: 1000, Burst: 1000, Parallel: 3}
		ask(t, fetch.New(o), 12, "a.test")
		if d.most["a.test"] != 3 {
			t.Errorf("%d requests at once, want 3", d.most["a.test"])
		}
	})
}

func TestKnownPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDiary()
		o := options(nil)
		o.Transport = d
		ask(t, fetch.New(o), 3, "apply.workable.com")
		if got := d.at["apply.workable.com"]; got[2]-got[0] != 4*time.Second {
			t.Errorf("requests at %v, want 2 s between them", got)
		}
	})
}

func TestCrawlDelay(t *testing.T) {
	for _, tc := range []struct {
		delay string
		want  time.Duration
	}{
		{"3", 3 * time.Second},
		{"0.1", 500 * time.Millisecond}, // never faster than the pace
		{"3600", 30 * time.Second},      // capped
		{"soon", 500 * time.Millisecond},
	} {
		t.Run(tc.delay, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDiary()
				d.reply = func(r *http.Request, _ int) *http.Response {
					if r.URL.Path == "/robots.txt" {
						return answer(200, "", "User-agent: rung\nCrawl-delay: "+tc.delay)
					}
					return nil
				}
				o := options(nil)
				o.Transport = d
				o.Pace = fetch.Pace{PerSecond: 2, Burst: 1, Parallel: 1}
				ask(t, fetch.New(o), 4, "a.test")
				if at := d.at["a.test"]; at[3]-at[2] != tc.want {
					t.Errorf("requests at %v, want %s between them", at, tc.want)
				}
			})
		})
	}
}

// TestRetryAfterHoldsHost holds that a wait one request was told counts for
// all requests to the host, and for no other host.
func TestRetryAfterHoldsHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDiary()
		d.reply = func(r *http.Request, n int) *http.Response {
			if r.URL.Host == "busy.test" && n == 1 && r.URL.Path != "/robots.txt" {
				return answer(429, "Retry-After: 20", "")
			}
			return nil
		}
		o := options(nil)
		o.Transport = d
		o.Pace = fetch.Pace{PerSecond: 1000, Burst: 1, Parallel: 1}
		if failed := ask(t, fetch.New(o), 3, "busy.test", "free.test"); failed != 0 {
			t.Errorf("%d requests failed", failed)
		}
		if at := d.at["busy.test"]; len(at) != 4 || at[1] < 20*time.Second {
			t.Errorf("busy.test asked at %v, want nothing for 20 s after the first", at)
		}
		if at := d.at["free.test"]; at[len(at)-1] > time.Second {
			t.Errorf("free.test asked at %v, want it not to wait", at)
		}
	})
}

func TestRetryAfterTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := crawltest.Open(t, "testdata/web.txtar")
		c := fetch.New(options(n))
		var e *fetch.Error
		for _, path := range []string{"hours", "other"} {
			_, err := c.Get(t.Context(), fetch.Request{URL: "https://busier.test/" + path})
			if !errors.As(err, &e) || e.Outcome != corpus.OutcomeRateLimited || e.RetryAfter < time.Hour {
				t.Errorf("%s: %v, want rate limited with the wait asked for", path, err)
			}
		}
		if got := n.Count("GET https://busier.test/other"); got != 0 {
			t.Errorf("the host was asked %d times after it wanted to be left alone", got)
		}
	})
}

func TestBreaker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDiary()
		broken := true
		d.reply = func(r *http.Request, _ int) *http.Response {
			if broken && r.URL.Path != "/robots.txt" {
				return answer(500, "", "")
			}
			return nil
		}
		o := options(nil)
		o.Transport, o.Tries, o.Pace = d, 1, fetch.Unpaced
		c := fetch.New(o)
		get := func() corpus.Outcome {
			_, err := c.Get(t.Context(), fetch.Request{URL: "https://a.test/board"})
			return outcome(t, err)
		}
		for range 20 {
			if got := get(); got != corpus.OutcomeServerError {
				t.Fatalf("Get = %q, want server error also while the host is left alone", got)
			}
		}
		if got := len(d.at["a.test"]); got != 5 {
			t.Errorf("a failing host was asked %d times, want 5", got)
		}
		time.Sleep(5 * time.Minute)
		get()
		get()
		if got := len(d.at["a.test"]); got != 6 {
			t.Errorf("%d requests after the pause, want one more: a single one may try", got)
		}
		broken = false
		time.Sleep(5 * time.Minute)
		for range 3 {
			if got := get(); got != corpus.OutcomeComplete {
				t.Errorf("Get = %q after the host recovered", got)
			}
		}
	})
}

// TestRobotsAge holds that the file is asked for once a day, by one request
// however many wait for it.
func TestRobotsAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDiary()
		var robots []time.Duration
		d.takes = time.Second
		d.reply = func(r *http.Request, _ int) *http.Response {
			if r.URL.Path == "/robots.txt" {
				robots = append(robots, time.Since(d.start))
			}
			return nil
		}
		o := options(nil)
		o.Transport, o.Pace = d, fetch.Unpaced
		c := fetch.New(o)
		ask(t, c, 10, "a.test")
		time.Sleep(23 * time.Hour)
		ask(t, c, 2, "a.test")
		time.Sleep(time.Hour)
		ask(t, c, 2, "a.test")
		if len(robots) != 2 {
			t.Errorf("robots.txt asked for at %v, want at the start and after 24 h", robots)
		}
	})
}

// TestRobotsWaiterSurvives holds that a cancelled request for robots.txt
// fails only the one who cancelled.
func TestRobotsWaiterSurvives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDiary()
		d.takes = 10 * time.Second
		o := options(nil)
		o.Transport, o.Pace = d, fetch.Unpaced
		c := fetch.New(o)
		first, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := c.Get(first, fetch.Request{URL: "https://a.test/1"}); outcome(t, err) != corpus.OutcomeInterrupted {
				t.Errorf("the cancelled request: %v", err)
			}
		})
		synctest.Wait()
		wg.Go(func() {
			if _, err := c.Get(t.Context(), fetch.Request{URL: "https://a.test/2"}); err != nil {
				t.Errorf("the one who waited: %v", err)
			}
		})
		wg.Wait()
	})
}

// held is what an earlier crawl brought.
type held map[string]corpus.Validators

func (h held) Validators(_ context.Context, url string) (corpus.Validators, error) {
	v, ok := h[url]
	if !ok {
		return v, corpus.ErrNotFound
	}
	return v, nil
}

func TestConditional(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDiary()
		d.reply = func(r *http.Request, _ int) *http.Response {
			if r.Header.Get("If-None-Match") == `"one"` && r.Header.Get("If-Modified-Since") != "" {
				return answer(304, "Content-Type: text/html; charset=iso-8859-1", "")
			}
			return nil
		}
		o := options(nil)
		o.Transport = d
		o.Held = held{
			"https://a.test/board": {ETag: `"one"`, LastModified: "Sun, 01 Nov 2026 08:00:00 GMT", Body: []byte("Größe")},
			"https://a.test/stale": {ETag: `"old"`, Body: []byte("old")},
		}
		c := fetch.New(o)
		page, err := c.Get(t.Context(), fetch.Request{URL: "https://a.test/board"})
		if err != nil || !page.NotModified || page.Status != 304 || string(page.Body) != "Größe" || page.Wire != 0 {
			t.Errorf("Get = %+v, %v, want the stored body and not a byte of it on the wire", page, err)
		}
		page, err = c.Get(t.Context(), fetch.Request{URL: "https://a.test/stale"})
		if err != nil || page.NotModified || string(page.Body) == "old" {
			t.Errorf("Get = %+v, %v, want the new body", page, err)
		}
		page, err = c.Get(t.Context(), fetch.Request{Method: "POST", URL: "https://a.test/board", Body: []byte("{}")})
		if err != nil || page.NotModified {
			t.Errorf("POST = %+v, %v, want it unconditional", page, err)
		}
	})
}

// failing is a store that cannot be read.
type failing struct{}

func (failing) Validators(context.Context, string) (corpus.Validators, error) {
	return corpus.Validators{}, corpus.ErrBusy
}

func TestConditionalStoreFails(t *testing.T) {
	n := crawltest.Open(t, "testdata/web.txtar")
	o := n.Options(crawltest.Now)
	o.Held = failing{}
	_, err := fetch.New(o).Get(t.Context(), fetch.Request{URL: "https://good.test/board"})
	if outcome(t, err) != corpus.OutcomeInterrupted || !errors.Is(err, corpus.ErrBusy) {
		t.Errorf("Get = %v, want the store's own error", err)
	}
}

// TestEnvironment holds that colly's variables change nothing.
func TestEnvironment(t *testing.T) {
	t.Setenv("COLLY_MAX_BODY_SIZE", "3")
	t.Setenv("COLLY_USER_AGENT", "somebody else")
	t.Setenv("COLLY_ALLOWED_DOMAINS", "nowhere.test")
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
	n := crawltest.Open(t, "testdata/web.txtar")
	page, err := n.Getter(crawltest.Now).Get(t.Context(), fetch.Request{URL: "https://good.test/board"})
	if err != nil || len(page.Body) <= 3 {
		t.Errorf("Get = %q, %v, want the page as without the variables", page.Body, err)
	}
}

func TestHeaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDiary()
		d.reply = func(r *http.Request, _ int) *http.Response {
			if got := r.Header.Get("User-Agent"); got != "rung/test (+https://example.com)" {
				t.Errorf("%s: User-Agent %q", r.URL, got)
			}
			if got := r.Header.Get("Accept"); r.URL.Path != "/robots.txt" && got != "application/json" {
				t.Errorf("%s: Accept %q", r.URL, got)
			}
			return nil
		}
		o := options(nil)
		o.Transport, o.UserAgent = d, "rung/test (+https://example.com)"
		if _, err := fetch.New(o).Get(t.Context(), fetch.Request{URL: "https://a.test/", Accept: "application/json"}); err != nil {
			t.Error(err)
		}
	})
}

// TestFullJitter holds that a wait between tries is a random part, from nothing
// to all, of a bound that doubles up to a minute.
func TestFullJitter(t *testing.T) {
	for part, want := range map[float64][]time.Duration{
		0:    {0, 0, 0, 0},
		0.25: {5 * time.Second, 10 * time.Second, 15 * time.Second, 15 * time.Second},
		1:    {20 * time.Second, 40 * time.Second, time.Minute, time.Minute},
	} {
		synctest.Test(t, func(t *testing.T) {
			d := newDiary()
			d.reply = func(r *http.Request, _ int) *http.Response {
				if r.URL.Path == "/robots.txt" {
					return nil
				}
				return answer(500, "", "")
			}
			o := options(nil)
			o.Transport, o.Pace, o.Tries, o.Backoff = d, fetch.Unpaced, 5, 20*time.Second
			o.Rand = func() float64 { return part }
			ask(t, fetch.New(o), 1, "a.test")
			at := d.at["a.test"]
			if len(at) != 5 {
				t.Fatalf("with %v: %d tries at %v, want 5", part, len(at), d.at)
			}
			for i, wait := range want {
				if got := at[i+1] - at[i]; got != wait {
					t.Errorf("with %v the wait after try %d is %s, want %s", part, i+1, got, wait)
				}
			}
		})
	}
}
