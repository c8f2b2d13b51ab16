package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mattn/go-runewidth"

	"rung/corpus"
	"rung/crawler"
	"rung/crawler/replay"
)

// served starts a server for boards and writes the boards file that leads
// there.
func served(t *testing.T, boards ...replay.Board) (server *replay.Server, file string) {
	t.Helper()
	server = replay.New()
	for _, b := range boards {
		if err := server.Add(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	text := "boards:\n"
	for _, b := range server.Boards() {
		text += fmt.Sprintf("  - {source: %s, token: %q, company: %q, base: %q}\n", b.Source, b.Token, b.Company, b.Base)
	}
	file = filepath.Join(t.TempDir(), "boards.yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return server, file
}

func small(source, token string) replay.Board {
	b := corpus.Board{Source: source, Token: token, Company: "Employer " + token}
	return replay.Board{Board: b, Open: func(time.Time) []corpus.Posting { return openings(b) }}
}

// talk is what a command says while it runs.
type talk struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (s *talk) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.said.Write(p)
}

func (s *talk) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.said.String()
}

// TestService runs a crawl every so often, breaks a board between two, and
// reads the counters until they tell of both.
func TestService(t *testing.T) {
	server, file := served(t, small("greenhouse", "north"), small("ashby", "south"))
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	said := &talk{}
	c := quietConsole(time.Now)
	c.err = said
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"--data", t.TempDir(), "crawl", "--boards", file, "--allow-private", "--every", "300ms", "--metrics", "127.0.0.1:0"}, c)
	}()
	at := ""
	until(t, func() bool {
		at = regexp.MustCompile(`http://127\.0\.0\.1:\d+/metrics`).FindString(said.String())
		return at != ""
	})
	until(t, func() bool { return strings.Contains(ask(t, at), `rung_crawls_total{result="full"}`) })
	server.SetFault(server.Boards()[0], replay.FaultBlocked)
	var counters string
	until(t, func() bool {
		counters = ask(t, at)
		return strings.Contains(counters, `rung_crawls_total{result="partial"}`)
	})
	for _, want := range []string{
		`rung_boards_total{outcome="blocked",source="greenhouse"}`, `rung_boards_total{outcome="complete",source="ashby"} 1`,
		`rung_postings_changed_total{change="new",source="ashby"} 2`, `rung_crawl_boards_left 0`, `rung_crawl_ended_timestamp_seconds{result="partial"}`,
		"rung_received_bytes_total", "rung_requests_total", "process_resident_memory_bytes", "go_goroutines",
	} {
		if !strings.Contains(counters, want) {
			t.Errorf("the counters lack %s", want)
		}
	}
	interrupt()
	select {
	case got := <-code:
		if got != exitInterrupted {
			t.Errorf("exit code %d, want %d", got, exitInterrupted)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("an interrupted service goes on")
	}
	if !strings.Contains(said.String(), "next crawl at 20") {
		t.Errorf("it never said when the next crawl is:\n%s", said)
	}
}

// until waits for something to become true, far longer than it should take.
func until(t *testing.T, true func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !true(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it never happened")
		}
	}
}

// TestServiceRefuses holds what a service may not do.
func TestServiceRefuses(t *testing.T) {
	_, file := served(t, small("greenhouse", "north"))
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"--every", "59s", "--board", "ashby:example"}, "too often"},
		{[]string{"--metrics", "127.0.0.1:0", "--boards", file}, "runs as a service"},
		{[]string{"--every", "6h", "--metrics", "0.0.0.0:0", "--boards", file, "--allow-private"}, "on this machine only"},
		{[]string{"--every", "6h", "--metrics", "nonsense", "--boards", file, "--allow-private"}, "cannot show counters"},
	} {
		said := &talk{}
		c := quietConsole(time.Now)
		c.err = said
		code := run(t.Context(), append([]string{"--data", t.TempDir(), "crawl"}, tt.args...), c)
		if code != exitUsage || !strings.Contains(said.String(), tt.want) {
			t.Errorf("%v: exit code %d, want %d; said %q, want %q", tt.args, code, exitUsage, said, tt.want)
		}
	}
}

func TestCrawlTally(t *testing.T) {
	var sum crawlTally
	for _, e := range []crawler.Event{
		{Ended: true, Outcome: corpus.OutcomeComplete, Postings: 4120, Bytes: 54_800_000, Change: corpus.Change{New: 310, Changed: 12, Closed: 8}},
		{Ended: true, Outcome: corpus.OutcomeBlocked},
		{Ended: true, Outcome: corpus.OutcomeRobots},
	} {
		sum.add(e)
	}
	for width, want := range map[int]string{
		120: "4,120 postings: 310 new, 12 changed, 8 closed; 1 error; 55 MB",
		44:  "4,120 postings +310 ~12 -8, 1 error, 55 MB",
		40:  "4,120 postings +310 ~12 -8, 1 error",
		24:  "4,120 postings, 1 error",
		14:  "4,120 postings",
		5:   "",
		-20: "",
	} {
		if got := sum.words(width); got != want || runewidth.StringWidth(got) > max(width, 0) {
			t.Errorf("within %d: %q, want %q", width, got, want)
		}
	}
}

// TestCrawlMeter draws a crawl on a terminal of 80 columns, and nothing where
// there is none. The boards come slower than the bar is drawn.
func TestCrawlMeter(t *testing.T) {
	draw := func(terminal bool) string {
		var out bytes.Buffer
		c := quietConsole(time.Now)
		c.err, c.errTTY = &out, terminal
		a := &app{console: c}
		m := a.crawlMeter(2000)
		for n := range 3 {
			time.Sleep(150 * time.Millisecond)
			m.board(crawler.Event{Ended: true, Outcome: corpus.OutcomeComplete, Postings: 400, Bytes: 1e6, Change: corpus.Change{New: 400}, Done: n + 1, Total: 1000})
		}
		m.done()
		return out.String()
	}
	if got := draw(false); got != "" {
		t.Errorf("off a terminal it draws %q", got)
	}
	got := draw(true)
	if !strings.Contains(got, "800 postings +800 ~0 -0, 0 errors, 2.0 MB") || !strings.Contains(got, "(2/1000)") {
		t.Errorf("it draws %q", got)
	}
	for _, line := range strings.FieldsFunc(got, func(r rune) bool { return r == '\r' || r == '\n' }) {
		if w := runewidth.StringWidth(strings.TrimRight(line, " ")); w > 80 {
			t.Errorf("a line of %d columns: %q", w, line)
		}
	}
}
