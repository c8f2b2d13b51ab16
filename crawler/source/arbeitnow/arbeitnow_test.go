package arbeitnow_test

import (
	"context"
	"os"
	"testing"

	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/crawler/crawltest"
	"rung/crawler/fetch"
	"rung/crawler/source/arbeitnow"
	"rung/crawler/source/wire"
	"rung/crawler/source/wire/wiretest"
)

const archive = "testdata/board.txtar"

var board = corpus.Board{Source: "arbeitnow", Token: "all"}

func TestSource(t *testing.T) { crawltest.Source(t, arbeitnow.Source{}, board, archive) }

// TestList shows every field of every posting of the fixture.
func TestList(t *testing.T) {
	l, err := arbeitnow.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wiretest.Golden(t, "testdata/postings.golden", l.Postings, l.Rejected)
}

// TestWant holds that titles that are not wanted are left out and count as
// seen.
func TestWant(t *testing.T) {
	list := func(want func(string) bool) corpus.Listing {
		l, err := arbeitnow.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{Want: want})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	all, one := list(nil), list(func(title string) bool { return title == "Head of Product" })
	if len(one.Postings) != 1 || len(one.Rejected) != len(all.Rejected)+len(all.Postings)-1 || one.Outcome != corpus.OutcomeComplete {
		t.Errorf("%d postings, %d rejected, %q of %d and %d; want one, and the others seen", len(one.Postings), len(one.Rejected), one.Outcome, len(all.Postings), len(all.Rejected))
	}
}

// TestEndless holds that a feed that always names a next page ends as
// truncated.
func TestEndless(t *testing.T) {
	g := getterFunc(func(fetch.Request) (fetch.Page, error) {
		return fetch.Page{Body: []byte(`{"data":[{"slug":"a","title":"PM"}],"links":{"next":"on"}}`)}, nil
	})
	l, err := arbeitnow.Source{}.List(t.Context(), g, board, wire.Options{})
	if err != nil || l.Outcome != corpus.OutcomeTruncated || l.Requests != 2 || len(l.Postings) != 1 {
		t.Errorf("%d postings in %d requests, %q (%s), error %v; want 1 in 2, truncated", len(l.Postings), l.Requests, l.Outcome, l.Detail, err)
	}
}

type getterFunc func(fetch.Request) (fetch.Page, error)

func (f getterFunc) Get(_ context.Context, r fetch.Request) (fetch.Page, error) { return f(r) }

// TestRecorded reads a recorded answer.
func TestRecorded(t *testing.T) {
	body, err := os.ReadFile(corpustest.Shared(t, "recorded/payloads/arbeitnow_trimmed.json"))
	if err != nil {
		t.Fatal(err)
	}
	postings, rejected, err := arbeitnow.Parse(body, board)
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
	f.Add([]byte(`{"data":[{"slug":1,"title":"x","job_types":null}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		postings, rejected, err := arbeitnow.Parse(body, board)
		wiretest.Parsed(t, "arbeitnow", postings, rejected, err)
	})
}
