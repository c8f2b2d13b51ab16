package fetch_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gocolly/colly/v2"

	"rung/corpus"
	"rung/crawler/crawltest"
	"rung/crawler/fetch"
)

func TestPublicAddress(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8": true, "1.1.1.1": true, "2606:4700::1111": true, "172.32.0.1": true, "100.128.0.1": true,
		"127.0.0.1": false, "127.8.9.10": false, "::1": false, "10.1.2.3": false, "172.16.0.1": false,
		"192.168.1.1": false, "169.254.169.254": false, "fd00:ec2::254": false, "fe80::1": false, "0.0.0.0": false,
		"::": false, "100.100.100.200": false, "192.0.0.192": false, "224.0.0.1": false, "ff02::1": false,
		"255.255.255.255": false, "198.18.0.1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false,
		"64:ff9b::7f00:1": false, "2002:7f00:1::": false, "::ffff:8.8.8.8": true, "240.0.0.1": false,
	} {
		if got := fetch.PublicAddress(netip.MustParseAddr(address)); got != want {
			t.Errorf("PublicAddress(%s) = %v, want %v", address, got, want)
		}
	}
}

func TestCheckURL(t *testing.T) {
	for raw, ok := range map[string]bool{
		"https://example.com/a": true, "http://example.com:8080/": true, "https://8.8.8.8/": true,
		"https://EXAMPLE.com.": true, "https://1x.example": true,
		"http://localhost/": false, "http://LOCALHOST./": false, "http://a.localhost/": false, "http://db/": false,
		"http://127.1/": false, "http://2130706433/": false, "http://0x7f000001/": false, "http://0x7f.0x1/": false,
		"http://[::1]/": false, "http://[fe80::1%25eth0]/": false, "http://printer.local/": false,
		"http://vault.internal/": false, "file:///etc/passwd": false, "gopher://example.com/": false,
		"https://user@example.com/": false, "https:///a": false,
	} {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if err := fetch.CheckURL(u, false); (err == nil) != ok {
			t.Errorf("CheckURL(%s) = %v, want ok %v", raw, err, ok)
		}
	}
}

// loopback options have no wait and may reach this machine.
func loopback() fetch.Options {
	return fetch.Options{Now: func() time.Time { return crawltest.Now }, AllowPrivate: true, Pace: fetch.Unpaced, Backoff: time.Millisecond}
}

// TestLoopback repeats over real connections what a round tripper can only
// pretend.
func TestLoopback(t *testing.T) {
	server := crawltest.Parse(t, []byte(`
-- /board --
HTTP/1.1 200 OK
Fault: gzip

{"jobs":["Product Manager"]}
-- /cut --
HTTP/1.1 200 OK
Fault: cut

{"jobs":["half of this is lost"]}
-- /reset --
HTTP/1.1 200 OK
Fault: reset

-- /drip --
HTTP/1.1 200 OK
Fault: drip 1h

0123456789
-- /huge --
HTTP/1.1 200 OK
Fault: huge 3000000

-
-- /bomb --
HTTP/1.1 200 OK
Fault: bomb 8000000

-- /off --
HTTP/1.1 302 Found
Location: http://localhost:1/

`)).Server()
	o := loopback()
	o.Timeout, o.MaxBody = 3*time.Second, 2<<20
	o.Tries = 2
	c := fetch.New(o)
	defer c.Close()
	for _, tc := range []struct {
		path string
		want corpus.Outcome
	}{
		{"/board", corpus.OutcomeComplete}, {"/cut", corpus.OutcomeTruncated}, {"/reset", corpus.OutcomeUnreachable},
		{"/drip", corpus.OutcomeUnreachable}, {"/huge", corpus.OutcomeTruncated}, {"/bomb", corpus.OutcomeTruncated},
		{"/off", corpus.OutcomeRefused},
	} {
		page, err := c.Get(t.Context(), fetch.Request{URL: server.URL + tc.path})
		if got := outcome(t, err); got != tc.want {
			t.Errorf("%s: %q (%v), want %q", tc.path, got, err, tc.want)
		}
		if err == nil && (page.Wire == 0 || page.Wire > 100 || !strings.Contains(string(page.Body), "Product Manager")) {
			t.Errorf("%s: %d bytes on the wire, body %q", tc.path, page.Wire, page.Body)
		}
	}
}

// TestDialGuard holds that a public name with a private address is refused
// when it is dialled, by any spelling that gets past CheckURL.
func TestDialGuard(t *testing.T) {
	var hits atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer server.Close()
	o := loopback()
	o.AllowPrivate = false
	o.PassRobots = func(*url.URL) bool { return true }
	_, err := fetch.New(o).Get(t.Context(), fetch.Request{URL: server.URL})
	if outcome(t, err) != corpus.OutcomeRefused {
		t.Errorf("Get = %v, want it refused", err)
	}
	if err := fetch.Dial(t.Context(), strings.TrimPrefix(server.URL, "http://")); err == nil {
		t.Error("the dialer connected to loopback")
	} else {
		var refused *fetch.Refused
		if !errors.As(err, &refused) {
			t.Errorf("the dialer says %v, want a *Refused", err)
		}
	}
	if hits.Load() != 0 {
		t.Error("the server was reached")
	}
}

// TestNoLeaks holds that no goroutine outlives its request, however it ended.
func TestNoLeaks(t *testing.T) {
	before := runtime.NumGoroutine()
	func() {
		release := make(chan struct{})
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/stall" {
				select {
				case <-release:
				case <-r.Context().Done():
				}
			}
		}))
		defer server.Close()
		defer close(release)
		c := fetch.New(loopback())
		defer c.Close()
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		var wg sync.WaitGroup
		for i := range 100 {
			wg.Go(func() {
				_, _ = c.Get(ctx, fetch.Request{URL: server.URL + []string{"/fine", "/stall"}[i%2]}) // only what is left behind matters
			})
		}
		wg.Wait()
	}()
	for deadline := time.Now().Add(3 * time.Second); runtime.NumGoroutine() > before+2; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
}

// BenchmarkThroughput sets the whole chain, pace off, against a bare colly
// collector on the same loopback server.
func BenchmarkThroughput(b *testing.B) {
	page := bytes.Repeat([]byte("<p>A page of eight kilobytes, as small boards are.</p>\n"), 8<<10/55)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page)
	}))
	defer server.Close()
	b.Run("by=colly", func(b *testing.B) {
		c := colly.NewCollector(colly.AllowURLRevisit())
		parallel(b, func() error { return c.Visit(server.URL + "/board") })
	})
	b.Run("by=rung", func(b *testing.B) {
		c := fetch.New(loopback())
		defer c.Close()
		parallel(b, func() error {
			_, err := c.Get(b.Context(), fetch.Request{URL: server.URL + "/board"})
			return err
		})
	})
}

func parallel(b *testing.B, get func() error) {
	b.SetParallelism(4)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := get(); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}
