//go:build unix

package fetch_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gocolly/colly/v2"

	"rung/crawler/fetch"
)

// cost is what a number of pages took: on the clock, and of the processors.
// The server's share is the same for both sides.
type cost struct{ wall, cpu time.Duration }

func costOf(t *testing.T, pages int, get func() error) cost {
	t.Helper()
	start, before := time.Now(), processors(t)
	var callers sync.WaitGroup
	for range 8 {
		callers.Go(func() {
			for range pages / 8 {
				if err := get(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	callers.Wait()
	return cost{time.Since(start), processors(t) - before}
}

func processors(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// TestThroughput sets the whole chain, pace off, beside a bare colly collector
// on the same loopback server, in turns, so that what else the machine does
// weighs on both. RUNG_PROOFS holds the median to 0.8 of colly's speed.
func TestThroughput(t *testing.T) {
	if testing.Short() {
		t.Skip("measures")
	}
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
	bare := colly.NewCollector(colly.AllowURLRevisit())
	// Its own client keeps two connections a host and would mostly dial.
	bare.WithTransport(&http.Transport{MaxIdleConnsPerHost: 8})
	client := fetch.New(loopback())
	defer client.Close()
	byColly := func() error { return bare.Visit(server.URL + "/board") }
	byRung := func() error {
		_, err := client.Get(t.Context(), fetch.Request{URL: server.URL + "/board"})
		return err
	}
	rounds, pages, floor := 7, 400, 0.5
	if os.Getenv("RUNG_PROOFS") != "" {
		rounds, pages, floor = 25, 800, 0.8
	}
	costOf(t, pages, byColly) // connections, caches
	costOf(t, pages, byRung)
	var wall, cpu []float64
	for range rounds {
		c, r := costOf(t, pages, byColly), costOf(t, pages, byRung)
		wall = append(wall, float64(c.wall)/float64(r.wall))
		cpu = append(cpu, float64(c.cpu)/float64(r.cpu))
	}
	slices.Sort(wall)
	slices.Sort(cpu)
	t.Logf("speed beside bare colly: %.2f on the clock (%.2f to %.2f), %.2f by processor time (%.2f to %.2f)",
		wall[rounds/2], wall[rounds/4], wall[rounds*3/4], cpu[rounds/2], cpu[rounds/4], cpu[rounds*3/4])
	if got := wall[rounds/2]; got < floor {
		t.Errorf("%.2f of bare colly's speed, want at least %.2f", got, floor)
	}
}
