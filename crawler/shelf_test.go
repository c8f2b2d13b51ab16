package crawler_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rung/corpus"
	"rung/crawler"
)

var day = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func shelf(t *testing.T, dir string) *crawler.Shelf {
	t.Helper()
	s, err := crawler.OpenShelf(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestShelf adds, prunes and takes back, and finds all of it again when the
// shelf is opened anew.
func TestShelf(t *testing.T) {
	dir := t.TempDir()
	all := len(crawler.Directory())
	shippedOne := crawler.Directory()[0]
	own := corpus.Board{Source: "lever", Token: "007", Company: "Harbour: & Sons #1", Base: "https://api.eu.lever.co", Why: "added"}

	s := shelf(t, dir)
	if restored, err := s.Add(own); err != nil || restored {
		t.Fatalf("Add = %v, %v", restored, err)
	}
	if err := s.Prune(shippedOne, "not found", day); err != nil {
		t.Fatal(err)
	}
	if err := s.Prune(own, "not found", day); err != nil {
		t.Fatal(err)
	}
	if err := s.Prune(own, "again", day.AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
	for range 2 { // as it is, and opened anew
		if n := len(s.Boards()); n != all-1 {
			t.Errorf("a crawl reads %d boards, want %d", n, all-1)
		}
		entries := s.Entries()
		if len(entries) != all+1 || entries[0].Board != own || entries[0].Pruned != "not found" || entries[0].PrunedOn != "2026-11-23" {
			t.Errorf("%d entries, the first %+v", len(entries), entries[0])
		}
		s = shelf(t, dir)
	}
	for _, b := range []corpus.Board{own, shippedOne} {
		if restored, err := s.Add(b); err != nil || !restored {
			t.Errorf("Add of pruned %s = %v, %v", b.ID(), restored, err)
		}
		var twice *crawler.DuplicateError
		if _, err := s.Add(b); !errors.As(err, &twice) || twice.Entry.ID() != b.ID() {
			t.Errorf("Add of listed %s = %v", b.ID(), err)
		}
	}
	if n := len(shelf(t, dir).Boards()); n != all+1 {
		t.Errorf("a crawl reads %d boards, want %d", n, all+1)
	}
}

// TestShelfFiles holds that files written by hand stay as they are but for
// what is changed, in whatever form they have.
func TestShelfFiles(t *testing.T) {
	for _, tt := range []struct{ name, before, after string }{
		{"nothing", "", "boards:\n  - {source: lever, token: a}\n"},
		{"an empty list", "boards:\n", "boards:\n  - {source: lever, token: a}\n"},
		{"comments", "# mine\nboards:\n  # the sea\n  - source: ashby\n    token: pier # old\n", "# mine\nboards:\n  # the sea\n  - source: ashby\n    token: pier # old\n  - {source: lever, token: a}\n"},
		{"json", `{"boards": [{"source": "ashby", "token": "pier"}]}`, "{\"boards\": [{\"source\": \"ashby\", \"token\": \"pier\"}, {source: lever, token: a}]}\n"},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "boards.yaml")
		if tt.before != "" {
			if err := os.WriteFile(path, []byte(tt.before), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := shelf(t, dir).Add(corpus.Board{Source: "lever", Token: "a"}); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		got, err := os.ReadFile(path)
		if err != nil || string(got) != tt.after {
			t.Errorf("%s: the file is\n%s\nwant\n%s(%v)", tt.name, got, tt.after, err)
		}
	}
}

func TestShelfMistakes(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "pruned.yaml"), []byte("boards:\n- {source: ashby}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var mistake *crawler.BoardsError
	if _, err := crawler.OpenShelf(dir); !errors.As(err, &mistake) || mistake.Line != 2 || filepath.Base(mistake.File) != "pruned.yaml" {
		t.Errorf("OpenShelf = %v, want the mistake with its file and line", err)
	}
	if _, err := shelf(t, t.TempDir()).Add(corpus.Board{Source: "ashby", Token: "a\nb"}); err == nil {
		t.Error("a token of two lines was added")
	}
}

func TestDead(t *testing.T) {
	at := func(minutes int, o corpus.Outcome) crawler.Answer {
		return crawler.Answer{At: day.Add(time.Duration(minutes) * time.Minute), Outcome: o}
	}
	const gone, ok, blocked = corpus.OutcomeNotFound, corpus.OutcomeComplete, corpus.OutcomeBlocked
	for _, tt := range []struct {
		name    string
		answers []crawler.Answer
		want    bool
	}{
		{"nothing known", nil, false},
		{"once", []crawler.Answer{at(0, gone)}, false},
		{"twice, an hour apart", []crawler.Answer{at(0, gone), at(60, gone)}, true},
		{"twice in a minute", []crawler.Answer{at(0, gone), at(1, gone)}, false},
		{"in whatever order they are known", []crawler.Answer{at(90, gone), at(0, ok), at(10, gone)}, true},
		{"back meanwhile", []crawler.Answer{at(0, gone), at(30, ok), at(90, gone)}, false},
		{"blocked since", []crawler.Answer{at(0, gone), at(90, gone), at(180, blocked)}, false},
		{"never found fault with", []crawler.Answer{at(0, ok), at(90, ok)}, false},
	} {
		if _, dead := crawler.Dead(tt.answers); dead != tt.want {
			t.Errorf("%s: dead %v, want %v", tt.name, dead, tt.want)
		}
	}
	if since, _ := crawler.Dead([]crawler.Answer{at(5, gone), at(90, gone)}); !since.Equal(day.Add(5 * time.Minute)) {
		t.Errorf("dead since %s", since)
	}
}

// TestCheckLog holds that answers outlive the process, a half written line,
// and a file that has grown.
func TestCheckLog(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "checks.jsonl")
	b := corpus.Board{Source: "ashby", Token: "pier"}
	for i := range 30 {
		l, err := crawler.OpenCheckLog(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(l.Add(crawler.Checked{Board: b, At: day.AddDate(0, 0, i), Outcome: corpus.OutcomeComplete, Postings: i}), l.Close()); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = f.WriteString(`{"board":{"source":"ashby","tok`); errors.Join(err, f.Close()) != nil {
		t.Fatal(err)
	}
	l, err := crawler.OpenCheckLog(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var days []int
	for _, c := range l.Answers(b.ID()) {
		days = append(days, c.Postings)
	}
	if !slices.Equal(days, []int{27, 28, 29}) {
		t.Errorf("the latest answers are of days %v", days)
	}
	if st, err := os.Stat(path); err != nil || st.Size() > 2000 {
		t.Errorf("the file has %d bytes (%v)", st.Size(), err)
	}
}
