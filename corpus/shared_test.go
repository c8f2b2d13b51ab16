package corpus_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"rung/corpus"
	"rung/corpus/corpustest"
)

func importFile(t *testing.T, s *corpus.Store, path string, at time.Time) corpus.ImportStats {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	stats, err := corpus.Import(context.Background(), s, f, corpus.ImportOptions{
		DecodeOptions: corpus.DecodeOptions{Name: path}, At: at,
		Bad: func(e *corpus.RowError) { t.Errorf("%s: %v", path, e) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return stats
}

// TestImportShared imports real files whole, twice.
func TestImportShared(t *testing.T) {
	want := map[string]int{"eval/dev.jsonl": 296, "postings/lookalikes.jsonl": 627, "postings/truncated.jsonl": 293, "postings/titles_linkedin_levels.jsonl": 243}
	s := open(t, corpus.Options{})
	for name, rows := range want {
		path := corpustest.Shared(t, name)
		if got := importFile(t, s, path, day(0)); got != (corpus.ImportStats{Rows: rows, New: rows}) {
			t.Errorf("first import of %s: %+v", name, got)
		}
		if got := importFile(t, s, path, day(1)); got != (corpus.ImportStats{Rows: rows, Unchanged: rows}) {
			t.Errorf("second import of %s: %+v", name, got)
		}
	}
}

// TestImportSharedFields compares every field of the labelled file with what
// its JSON says.
func TestImportSharedFields(t *testing.T) {
	path := corpustest.Shared(t, "eval/dev.jsonl")
	s := open(t, corpus.Options{})
	importFile(t, s, path, day(0))
	for _, line := range readLines(t, path) {
		var want struct {
			ID, Source, Title, Company, Location, Posted, URL, Body, HTML string
			EmploymentType                                                string         `json:"employment_type"`
			SalaryText                                                    string         `json:"salary_text"`
			Label                                                         map[string]any `json:"label"`
		}
		if err := json.Unmarshal([]byte(line), &want); err != nil {
			t.Fatal(err)
		}
		got, err := s.Get(context.Background(), want.ID)
		if err != nil {
			t.Fatal(err)
		}
		var location, salary, posted string
		if len(got.Locations) > 0 {
			location = got.Locations[0].Raw
		}
		if len(got.Salaries) > 0 {
			salary = got.Salaries[0].Raw
		}
		if got.Posted != nil {
			posted = got.Posted.At.Format(time.DateOnly)
		}
		words := func(s string) string { return strings.Join(strings.Fields(s), " ") }
		for _, f := range []struct{ field, got, want string }{
			{"source", got.Source, want.Source}, {"title", got.Title, words(want.Title)}, {"company", got.Company, words(want.Company)},
			{"location", location, words(want.Location)}, {"posted", posted, want.Posted}, {"employment", got.EmploymentRaw, words(want.EmploymentType)},
			{"salary", salary, words(want.SalaryText)}, {"html", got.HTML, want.HTML},
		} {
			if f.got != f.want {
				t.Errorf("%s: %s = %q, want %q", want.ID, f.field, f.got, f.want)
			}
		}
		if words(strings.ReplaceAll(got.Text, "\u200b", "")) != words(strings.NewReplacer("\u200b", "", "\ufeff", "", "\u00ad", "").Replace(want.Body)) {
			t.Errorf("%s: the text differs in more than spacing", want.ID)
		}
		if _, ok := got.Extra["label"].(map[string]any); !ok {
			t.Errorf("%s: the label is lost: %v", want.ID, got.Extra)
		}
	}
}

func readLines(t testing.TB, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimRight(string(data), "\n"), "\n")
}

type snapshot struct {
	At     time.Time
	Boards map[string][]string
}

func snapshots(t testing.TB) []snapshot {
	t.Helper()
	f, err := os.Open(corpustest.Shared(t, "longitudinal/snapshots.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var list []snapshot
	dec := json.NewDecoder(bufio.NewReader(unzipped))
	for dec.More() {
		var s snapshot
		if err := dec.Decode(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	return list
}

// flow is what became of the postings of one board at one snapshot.
type flow struct{ opened, closed, reopened int }

// countFlows counts openings, closings and reopenings by the file alone.
func countFlows(list []snapshot) map[string]flow {
	flows := map[string]flow{}
	open, known := map[string]map[string]bool{}, map[string]bool{}
	for _, s := range list {
		for board, ids := range s.Boards {
			var f flow
			now := map[string]bool{}
			for _, id := range ids {
				now[id] = true
				switch {
				case open[board][id]:
				case known[id]:
					f.reopened++
				default:
					f.opened++
				}
				known[id] = true
			}
			for id := range open[board] {
				if !now[id] {
					f.closed++
				}
			}
			open[board] = now
			flows[s.At.Format(time.RFC3339)+" "+board] = f
		}
	}
	return flows
}

// replay applies the snapshots as complete listings.
func replay(t testing.TB, s *corpus.Store, list []snapshot) (flows map[string]flow, held []string) {
	t.Helper()
	ctx := context.Background()
	flows = map[string]flow{}
	for _, snap := range list {
		crawl, err := s.BeginCrawl(ctx, snap.At, nil)
		if err != nil {
			t.Fatal(err)
		}
		for board, ids := range snap.Boards {
			l := corpus.Listing{Board: corpus.Board{Source: "snapshot", Token: board}, At: snap.At, Outcome: corpus.OutcomeComplete}
			for _, id := range ids {
				l.Postings = append(l.Postings, corpus.Posting{NativeID: id, Title: id, Text: "x"})
			}
			c, err := s.Apply(ctx, crawl, l)
			if err != nil {
				t.Fatal(err)
			}
			key := snap.At.Format(time.RFC3339) + " " + board
			flows[key] = flow{c.New, c.Closed, c.Reopened}
			if c.Suspect {
				held = append(held, fmt.Sprintf("%s: %d listed, %d held, %d closed", key, len(ids), c.Held, c.Closed))
			}
		}
		if err := s.EndCrawl(ctx, crawl, snap.At); err != nil {
			t.Fatal(err)
		}
	}
	return flows, held
}

// TestLongitudinal proves the lifecycle on 89 snapshots of five real boards:
// with the hold-back rule off, every opening, closing and reopening is what
// the file says.
func TestLongitudinal(t *testing.T) {
	list := snapshots(t)
	want := countFlows(list)
	got, _ := replay(t, open(t, corpus.Options{TrustAll: true}), list)
	var total flow
	for key, w := range want {
		total.opened += w.opened
		total.closed += w.closed
		total.reopened += w.reopened
		if got[key] != w {
			t.Errorf("%s: got %+v, want %+v", key, got[key], w)
		}
	}
	if len(got) != len(want) || total.closed == 0 || total.reopened == 0 {
		t.Errorf("%d listings, want %d; the file should show closings and reopenings: %+v", len(got), len(want), total)
	}
	t.Logf("%d snapshots, %d listings: %+v", len(list), len(got), total)
}

// TestLongitudinalHeld replays the same with the hold-back rule on and lists
// what it changes: only listings that lack more than half of ten or more open
// postings, or are empty, and those that follow one.
func TestLongitudinalHeld(t *testing.T) {
	list := snapshots(t)
	want := countFlows(list)
	got, held := replay(t, open(t, corpus.Options{}), list)
	after := map[string]bool{} // boards with something held
	for _, snap := range list {
		for board := range snap.Boards {
			key := snap.At.Format(time.RFC3339) + " " + board
			suspect := slices.ContainsFunc(held, func(h string) bool { return strings.HasPrefix(h, key+":") })
			if got[key] != want[key] {
				t.Logf("differs at %s: %+v, without the rule %+v", key, got[key], want[key])
				if !suspect && !after[board] {
					t.Errorf("%s differs, and no listing of the board was ever suspect", key)
				}
			}
			after[board] = after[board] || suspect
		}
	}
	for _, h := range held {
		t.Logf("suspect: %s", h)
	}
}
