package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rung/corpus"
	"rung/crawler/replay"
)

// kills is how often TestKilledCrawl kills a crawl; RUNG_KILLS changes it, and
// make kill sets it high.
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("RUNG_KILLS")); err == nil && n > 0 {
		return n
	}
	return 3
}

// seaport serves boards of systems of every kind: whole, in pages, with a page
// for each posting. It counts requests, and calls someone at a given one.
type seaport struct {
	file   string
	pages  sync.Map // requests by address
	asked  atomic.Int64
	strike atomic.Pointer[blow]
}

type blow struct {
	at   int64
	deal func()
}

func newSeaport(t *testing.T, size int) *seaport {
	t.Helper()
	h, server := &seaport{}, replay.New()
	for _, b := range []corpus.Board{
		{Source: "ashby", Token: "north"}, {Source: "bamboohr", Token: "east"}, {Source: "rippling", Token: "south"},
		{Source: "breezy", Token: "west"}, {Source: "workday", Token: "quay/wd5/Careers"}, {Source: "teamtailor", Token: "pier"},
		{Source: "jazzhr", Token: "dock"}, {Source: "greenhouse", Token: "lock"}, {Source: "jsonld", Token: "https://jobs.mole.example/careers"},
	} {
		b.Company = "Employer " + b.Source
		if err := server.Add(replay.Board{Board: b, Open: func(time.Time) []corpus.Posting { return roles(b, size) }}); err != nil {
			t.Fatal(err)
		}
	}
	server.SetNow(opening)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := h.asked.Add(1)
		count, _ := h.pages.LoadOrStore(r.Method+" "+r.URL.String(), new(atomic.Int64))
		count.(*atomic.Int64).Add(1)
		if s := h.strike.Load(); s != nil && n == s.at {
			s.deal()
		}
		server.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	server.SetURL(web.URL)
	text := "boards:\n"
	for _, b := range server.Boards() {
		text += fmt.Sprintf("  - {source: %s, token: %q, company: %q, base: %q}\n", b.Source, b.Token, b.Company, b.Base)
	}
	h.file = filepath.Join(t.TempDir(), "boards.yaml")
	if err := os.WriteFile(h.file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return h
}

// roles are product roles of one employer, no two alike.
func roles(b corpus.Board, n int) []corpus.Posting {
	var out []corpus.Posting
	for i := range n {
		p := openings(b)[0]
		p.NativeID = strconv.Itoa(100 + i)
		p.ID = corpus.PostingID(b.Source, b.Token, p.NativeID)
		p.Title = []string{"Product Manager", "Senior Product Manager", "Head of Product"}[i%3] + fmt.Sprintf(", %s %d", b.Source, i)
		p.Text += fmt.Sprintf("\n\nThis role is number %d at %s and serves landing stage %d.", i, b.Source, 7*i)
		out = append(out, p)
	}
	return out
}

func (h *seaport) crawl(ctx context.Context, data string) *exec.Cmd {
	cmd := rungProcess(ctx, nil, "--data", data, "crawl", "--boards", h.file, "--allow-private", "--resume", "--json")
	cmd.Env = append(cmd.Env, "RUNG_TEST_NOW="+opening.Format(time.RFC3339))
	return cmd
}

// TestKilledCrawl kills a crawling process outright, at random requests and at
// random moments, and goes on until a crawl ends by itself: the store is then
// what an undisturbed crawl makes, and no posting's page was asked for again
// but those that were under way.
func TestKilledCrawl(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	const size, workers = 12, 8
	h := newSeaport(t, size)
	whole := filepath.Join(t.TempDir(), "whole")
	if out, err := h.crawl(t.Context(), whole).CombinedOutput(); err != nil {
		t.Fatalf("undisturbed: %v\n%s", err, out)
	}
	once := h.asked.Load()
	want := stateOf(t, whole)
	if len(want.postings) != 9*size || len(want.outcomes) != 9 {
		t.Fatalf("undisturbed: %d postings of %d boards", len(want.postings), len(want.outcomes))
	}

	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 4))
	for dealt := 0; dealt < kills(); {
		data := filepath.Join(t.TempDir(), fmt.Sprint("killed", dealt))
		h.pages.Clear()
		rounds := 0
		for ended := false; !ended; rounds++ {
			if ended = h.disturbed(t, random, data, once, rounds); !ended {
				dealt++
			}
		}
		got := stateOf(t, data)
		if !got.equal(want) {
			t.Fatalf("seed %d: after %d runs the store differs from that of one run:\ngot  %v\nwant %v", seed, rounds, got, want)
		}
		h.pages.Range(func(address, count any) bool {
			// A page is asked for again only if it had not come yet.
			if n := count.(*atomic.Int64).Load(); n > int64(rounds) {
				t.Errorf("seed %d: %s was asked for %d times in %d runs", seed, address, n, rounds)
			}
			return true
		})
		again, details := 0, 0
		h.pages.Range(func(address, count any) bool {
			if isDetail(address.(string)) {
				details++
				again += int(count.(*atomic.Int64).Load()) - 1
			}
			return true
		})
		// A kill costs at most what each worker was waiting for; a crawl that
		// was killed after its last board is followed by one of all pages.
		if most := (rounds-1)*workers + (got.crawls-1)*details; details == 0 || again > most {
			t.Errorf("seed %d: %d postings' pages asked for again after %d kills in %d crawls, at most %d should be", seed, again, rounds-1, got.crawls, most)
		}
		t.Logf("%d kills, %d crawls: %d of %d postings' pages asked for again", rounds-1, got.crawls, again, details)
	}
}

// isDetail reports whether an address of a seaport is a posting's own page.
func isDetail(address string) bool {
	for _, part := range []string{"/detail", "/west/p/", "/jobs/details/", "/job/", "/board/south/jobs/"} {
		if strings.Contains(address, part) {
			return true
		}
	}
	return false
}

// disturbed starts a crawl and kills it, in the first runs for certain and
// later only perhaps. It reports whether the crawl ended by itself.
func (h *seaport) disturbed(t *testing.T, random *rand.Rand, data string, once int64, round int) (ended bool) {
	t.Helper()
	cmd := h.crawl(t.Context(), data)
	var out bytes.Buffer
	cmd.Stderr = &out
	kill := func() { _ = cmd.Process.Kill() } // it may have ended
	switch {
	case round < 3:
		h.strike.Store(&blow{h.asked.Load() + 1 + random.Int64N(once/3), kill})
	case round < 6:
		defer time.AfterFunc(time.Duration(random.Int64N(int64(2*time.Second))), kill).Stop()
	}
	defer h.strike.Store(nil)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	if err == nil {
		return true
	}
	if cmd.ProcessState.ExitCode() != -1 {
		t.Fatalf("a crawl that goes on ended with %v:\n%s", err, out.String())
	}
	return false
}

// A state is what a store holds, without what the order of boards decides.
type state struct {
	postings  map[string]string // by id, without the name of the vacancy
	vacancies map[string]bool   // ids of the postings of each
	outcomes  map[string]string // of the first crawl, by board
	crawls    int
}

func (s state) equal(t state) bool {
	return maps.Equal(s.postings, t.postings) && maps.Equal(s.vacancies, t.vacancies) && maps.Equal(s.outcomes, t.outcomes)
}

func (s state) String() string {
	return fmt.Sprintf("%d postings in %d vacancies, outcomes %v", len(s.postings), len(s.vacancies), s.outcomes)
}

func stateOf(t *testing.T, data string) state {
	t.Helper()
	s := state{postings: map[string]string{}, vacancies: map[string]bool{}, outcomes: map[string]string{}}
	ask := func(args ...string) []byte {
		c := quietConsole(func() time.Time { return opening })
		var out bytes.Buffer
		c.out = &out
		if code := run(t.Context(), append([]string{"--data", data}, args...), c); code != exitOK {
			t.Fatalf("rung %v: exit code %d", args, code)
		}
		return out.Bytes()
	}
	together := map[string][]string{}
	for line := range bytes.Lines(ask("export")) {
		var row map[string]any
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatal(err)
		}
		id, vacancy := row["id"].(string), row["vacancy"].(string)
		together[vacancy] = append(together[vacancy], id)
		delete(row, "vacancy")
		text, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		s.postings[id] = string(text)
	}
	for _, ids := range together {
		slices.Sort(ids)
		s.vacancies[strings.Join(ids, " ")] = true
	}
	store, err := corpus.Open(t.Context(), data, corpus.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	// A crawl that was killed after its last board is followed by another.
	visits, err := store.Visits(t.Context(), corpus.VisitFilter{Crawl: 1})
	if err != nil {
		t.Fatal(err)
	}
	crawls, err := store.Crawls(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.crawls = len(crawls)
	for _, c := range crawls {
		if c.Ended.IsZero() {
			t.Errorf("crawl %d never ended", c.ID)
		}
	}
	for _, v := range visits {
		s.outcomes[v.Board.ID()] = fmt.Sprint(v.Outcome, " ", v.Postings, " ", v.Change.New)
	}
	return s
}
