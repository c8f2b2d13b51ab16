package remotive_test

import (
	"os"
	"testing"

	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/crawler/crawltest"
	"rung/crawler/source/remotive"
	"rung/crawler/source/wire"
	"rung/crawler/source/wire/wiretest"
)

const archive = "testdata/board.txtar"

var board = corpus.Board{Source: "remotive", Token: "product"}

func TestSource(t *testing.T) { crawltest.Source(t, remotive.Source{}, board, archive) }

// TestList shows every field of every posting of the fixture.
func TestList(t *testing.T) {
	l, err := remotive.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wiretest.Golden(t, "testdata/postings.golden", l.Postings, l.Rejected)
}

// TestWant holds that titles that are not wanted are left out and count as
// seen.
func TestWant(t *testing.T) {
	list := func(want func(string) bool) corpus.Listing {
		l, err := remotive.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{Want: want})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	all, one := list(nil), list(func(title string) bool { return title == "Product Owner" })
	if len(one.Postings) != 1 || len(one.Rejected) != len(all.Rejected)+len(all.Postings)-1 || one.Outcome != corpus.OutcomeComplete {
		t.Errorf("%d postings, %d rejected, %q of %d and %d; want one, and the others seen", len(one.Postings), len(one.Rejected), one.Outcome, len(all.Postings), len(all.Rejected))
	}
}

// TestRecorded reads a recorded answer.
func TestRecorded(t *testing.T) {
	body, err := os.ReadFile(corpustest.Shared(t, "recorded/payloads/remotive_shape_sanitised.json"))
	if err != nil {
		t.Fatal(err)
	}
	postings, rejected, err := remotive.Parse(body, board)
	if err != nil || len(rejected) != 0 || len(postings) != 2 {
		t.Fatalf("%d postings, %d rejected, error %v; want 2", len(postings), len(rejected), err)
	}
	for _, p := range postings {
		if p.Title == "" || p.Company == "" || p.Text == "" || p.URL == "" || p.Posted == nil {
			t.Errorf("%+v", p)
		}
	}
}

// FuzzParse holds that any bytes give an error or postings that can be stored.
func FuzzParse(f *testing.F) {
	f.Add(wiretest.Payload(f, archive, 0))
	f.Add([]byte(`{"jobs":[{"id":1,"title":"x","salary":"$1-2"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		postings, rejected, err := remotive.Parse(body, board)
		wiretest.Parsed(t, "remotive", postings, rejected, err)
	})
}
