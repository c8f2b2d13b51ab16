package jazzhr_test

import (
	"testing"

	"rung/corpus"
	"rung/crawler/crawltest"
	"rung/crawler/source/jazzhr"
	"rung/crawler/source/wire"
	"rung/crawler/source/wire/wiretest"
)

const archive = "testdata/board.txtar"

var board = corpus.Board{Source: "jazzhr", Token: "quillworks", Company: "Quillworks"}

func TestSource(t *testing.T) { crawltest.Source(t, jazzhr.Source{}, board, archive) }

// TestList shows every field of every posting of the fixture.
func TestList(t *testing.T) {
	l, err := jazzhr.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wiretest.Golden(t, "testdata/postings.golden", l.Postings, l.Rejected)
}

// FuzzParse holds that any bytes give an error or postings that can be stored.
func FuzzParse(f *testing.F) {
	f.Add(wiretest.Payload(f, archive, 0))
	f.Add([]byte(`<table id="jobs_table"><tr><td><a class="job_title_link" href="/apply/jobs/details/%zz">x</a></table></html>`))
	f.Add([]byte(`<div id="job_listings_wrapper"></div></html>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		postings, rejected, err := jazzhr.Parse(body, board)
		wiretest.Parsed(t, "jazzhr", postings, rejected, err)
	})
}

// FuzzComplete holds that any page gives an error or leaves the posting one
// that can be stored.
func FuzzComplete(f *testing.F) {
	f.Add(wiretest.Payload(f, archive, 1))
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := wire.New(board, "1", "Product Manager")
		if err != nil {
			t.Fatal(err)
		}
		if err := jazzhr.Complete(&p, body); err != nil {
			wiretest.Parsed(t, "jazzhr", nil, nil, err)
			return
		}
		wiretest.Parsed(t, "jazzhr", []corpus.Posting{p}, nil, nil)
	})
}
