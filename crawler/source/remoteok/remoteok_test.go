package remoteok_test

import (
	"os"
	"strings"
	"testing"

	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/crawler/crawltest"
	"rung/crawler/source/remoteok"
	"rung/crawler/source/wire"
	"rung/crawler/source/wire/wiretest"
)

const archive = "testdata/board.txtar"

var board = corpus.Board{Source: "remoteok", Token: "all"}

func TestSource(t *testing.T) { crawltest.Source(t, remoteok.Source{}, board, archive) }

// TestList shows every field of every posting of the fixture.
func TestList(t *testing.T) {
	l, err := remoteok.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wiretest.Golden(t, "testdata/postings.golden", l.Postings, l.Rejected)
}

// TestWant holds that titles that are not wanted are left out and count as
// seen.
func TestWant(t *testing.T) {
	list := func(want func(string) bool) corpus.Listing {
		l, err := remoteok.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{Want: want})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	all, one := list(nil), list(func(title string) bool { return title == "Head of Product & Bread" })
	if len(one.Postings) != 1 || len(one.Rejected) != len(all.Rejected)+len(all.Postings)-1 || one.Outcome != corpus.OutcomeComplete {
		t.Errorf("%d postings, %d rejected, %q of %d and %d; want one, and the others seen", len(one.Postings), len(one.Rejected), one.Outcome, len(all.Postings), len(all.Rejected))
	}
}

// TestRecorded reads a recorded answer.
func TestRecorded(t *testing.T) {
	body, err := os.ReadFile(corpustest.Shared(t, "recorded/payloads/remoteok_api_trimmed.json"))
	if err != nil {
		t.Fatal(err)
	}
	postings, rejected, err := remoteok.Parse(body, board)
	if err != nil || len(rejected) != 0 || len(postings) != 2 {
		t.Fatalf("%d postings, %d rejected, error %v; want 2", len(postings), len(rejected), err)
	}
	for _, p := range postings {
		if p.Title == "" || p.Company == "" || p.Text == "" || p.URL == "" || p.Posted == nil || strings.Contains(p.Text, "Â") {
			t.Errorf("%+v", p)
		}
	}
}

// FuzzParse holds that any bytes give an error or postings that can be stored.
func FuzzParse(f *testing.F) {
	f.Add(wiretest.Payload(f, archive, 0))
	f.Add([]byte(`[{"legal":"x"}]`))
	f.Add([]byte(`[{"id":1,"position":"x","salary_min":"2","description":"please mention the word x when applying"}]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		postings, rejected, err := remoteok.Parse(body, board)
		wiretest.Parsed(t, "remoteok", postings, rejected, err)
	})
}
