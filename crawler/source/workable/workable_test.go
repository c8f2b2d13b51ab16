package workable_test

import (
	"testing"

	"rung/corpus"
	"rung/crawler/crawltest"
	"rung/crawler/source/wire"
	"rung/crawler/source/wire/wiretest"
	"rung/crawler/source/workable"
)

const archive = "testdata/board.txtar"

var board = corpus.Board{Source: "workable", Token: "kiteworks", Company: "Kiteworks"}

func TestSource(t *testing.T) { crawltest.Source(t, workable.Source{}, board, archive) }

// TestList shows every field of every posting of the fixture.
func TestList(t *testing.T) {
	l, err := workable.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wiretest.Golden(t, "testdata/postings.golden", l.Postings, l.Rejected)
}

// FuzzParse holds that any bytes give an error or postings that can be stored.
func FuzzParse(f *testing.F) {
	f.Add(wiretest.Payload(f, archive, 0))
	f.Add([]byte(`{"name":"x","jobs":[{"shortcode":"1","title":"a"},{"shortcode":"1","title":"a"}]}`))
	f.Add([]byte(`{"jobs":"none"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		postings, rejected, err := workable.Parse(body, board)
		wiretest.Parsed(t, "workable", postings, rejected, err)
	})
}
