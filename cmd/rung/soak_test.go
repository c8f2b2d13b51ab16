package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rung/corpus"
	"rung/crawler/replay"
)

// TestSoak runs the service for as long as RUNG_SOAK says, a crawl every
// second, while faults wander over its boards: neither memory nor goroutines
// grow, and the store is whole at the end.
func TestSoak(t *testing.T) {
	span, err := time.ParseDuration(os.Getenv("RUNG_SOAK"))
	if err != nil {
		t.Skip("set RUNG_SOAK=3m, or make proofs")
	}
	const size = 20
	var boards []replay.Board
	for _, source := range []string{"ashby", "greenhouse", "bamboohr", "teamtailor", "personio", "breezy"} {
		b := corpus.Board{Source: source, Token: "quay", Company: "Employer " + source}
		boards = append(boards, replay.Board{Board: b, Open: func(time.Time) []corpus.Posting { return roles(b, size) }})
	}
	server, file := served(t, boards...)
	data := filepath.Join(t.TempDir(), "data")
	cmd := rungProcess(t.Context(), nil, "--data", data, "crawl", "--boards", file, "--allow-private", "--every", "1s", "--metrics", "127.0.0.1:0")
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	at := strings.TrimSuffix(pagesOf(t, said), "/") + "/metrics"
	go io.Copy(io.Discard, said)
	var memory, goroutines []float64
	faults := replay.Faults()
	for turn, end := 0, time.Now().Add(span); time.Now().Before(end); turn++ {
		b := server.Boards()[turn%len(boards)]
		f := faults[turn%len(faults)]
		if f == replay.FaultSlow {
			f = "" // holds a crawl for a minute, which is no growth but also no crawl
		}
		server.SetFault(b, f)
		time.Sleep(time.Second)
		server.SetFault(b, "")
		counters := ask(t, at)
		memory = append(memory, sampled(counters, "go_memstats_heap_inuse_bytes"))
		goroutines = append(goroutines, sampled(counters, "go_goroutines"))
	}
	counters := ask(t, at)
	third := len(memory) / 3
	m1, m2 := median(memory[third:2*third]), median(memory[2*third:])
	// Between two crawls; while one runs there are more of them.
	g1, g2 := slices.Min(goroutines[third:2*third]), slices.Min(goroutines[2*third:])
	t.Logf("%d seconds, %.0f crawls (%.0f partial): heap %.0f MB, then %.0f MB; %.0f goroutines, then %.0f; %.0f MB resident",
		len(memory), sampled(counters, "rung_crawls_total"), sampled(counters, `rung_crawls_total{result="partial"}`), m1/1e6, m2/1e6, g1, g2,
		sampled(counters, "process_resident_memory_bytes")/1e6)
	if m2 > 1.2*m1 || g2 > g1+2 {
		t.Errorf("it grows: heap %.0f to %.0f bytes, goroutines %.0f to %.0f", m1, m2, g1, g2)
	}
	if sampled(counters, `rung_crawls_total{result="partial"}`) == 0 {
		t.Error("no fault was met")
	}
	interrupt(t, cmd, nil)
	_ = cmd.Wait() // 130, since it was interrupted
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
		t.Errorf("exit code %d, want %d", code, exitInterrupted)
	}
	s, err := corpus.Open(t.Context(), data, corpus.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("the store: %v", err)
	}
	if counts, err := s.Counts(t.Context()); err != nil || counts.Open != size*len(boards) {
		t.Errorf("%d postings open, %v; want %d", counts.Open, err, size*len(boards))
	}
}

// sampled adds up the samples of a counter whose line begins with name.
func sampled(counters, name string) float64 {
	var sum float64
	for _, m := range regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(name)+`(?:\{.*?\})? (\S+)$`).FindAllStringSubmatch(counters, -1) {
		if f, err := strconv.ParseFloat(m[1], 64); err == nil {
			sum += f
		}
	}
	return sum
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}
