package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"rung/corpus"
	"rung/crawler/replay"
)

// maxRSS is the most memory a crawl of 10,000 postings may take, in bytes.
const maxRSS = 200 << 20

// TestCrawlMemory crawls 10,000 postings of 100 boards over loopback in a
// process of its own and reads its peak from /proc when the last is stored.
func TestCrawlMemory(t *testing.T) {
	if os.Getenv("RUNG_PROOFS") == "" {
		t.Skip("crawls 10,000 postings; make proofs runs it")
	}
	var boards []replay.Board
	sources := []string{"ashby", "greenhouse", "lever", "recruitee", "pinpoint"}
	for i := range 100 {
		b := corpus.Board{Source: sources[i%len(sources)], Token: fmt.Sprint("employer", i), Company: fmt.Sprint("Employer ", i)}
		list := roles(b, 100)
		for j := range list {
			// As long as ads are: some 6 kB.
			list[j].Text += strings.Repeat(fmt.Sprintf("\n\n- Work with crew %d on the plan for quay %d and tell the harbour master how it goes", i, j), 60)
		}
		boards = append(boards, replay.Board{Board: b, Open: func(time.Time) []corpus.Posting { return list }})
	}
	_, file := served(t, boards...)
	data := filepath.Join(t.TempDir(), "data")
	cmd := rungProcess(t.Context(), nil, "--data", data, "crawl", "--boards", file, "--allow-private", "--all-roles", "--json")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // what follows the crawl is not measured here
		_ = cmd.Wait()
	})
	crawl, took := crawlEnded(t, data)
	peak := peakRSS(cmd.Process.Pid)
	visits, err := crawl.Visits(t.Context(), corpus.VisitFilter{})
	if err != nil {
		t.Fatal(err)
	}
	postings, size := 0, int64(0)
	for _, v := range visits {
		postings += v.Change.New
		size += v.Bytes
	}
	t.Logf("%d postings of %d boards stored, %d MB received in %s: peak %d MB", postings, len(visits), size>>20, short(took), peak>>20)
	if postings != 10_000 || peak == 0 {
		t.Fatalf("%d postings stored, peak %d", postings, peak)
	}
	if peak > maxRSS {
		t.Errorf("%d MB, at most %d allowed", peak>>20, int64(maxRSS)>>20)
	}
}

// crawlEnded waits until the first crawl of a data directory that another
// process writes has ended.
func crawlEnded(t *testing.T, data string) (s *corpus.Store, took time.Duration) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if s == nil && exists(filepath.Join(data, "index")) {
			var err error
			if s, err = corpus.Open(t.Context(), data, corpus.Options{}); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
		}
		if s == nil {
			continue
		}
		if c, err := s.LastCrawl(t.Context()); err == nil && !c.Ended.IsZero() {
			return s, c.Ended.Sub(c.Started)
		}
	}
	t.Fatal("the crawl never ended")
	return nil, 0
}

// peakRSS is the most memory a process ever held, 0 for one that has ended.
func peakRSS(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmHWM:" {
			kb, err := strconv.ParseInt(f[1], 10, 64)
			if err == nil {
				return kb << 10
			}
		}
	}
	return 0
}
