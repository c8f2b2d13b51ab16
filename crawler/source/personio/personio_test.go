package personio_test

import (
	"testing"

	"rung/corpus"
	"rung/crawler/crawltest"
	"rung/crawler/source/personio"
	"rung/crawler/source/wire"
	"rung/crawler/source/wire/wiretest"
)

const archive = "testdata/board.txtar"

var board = corpus.Board{Source: "personio", Token: "salzhaus", Company: "Salzhaus"}

func TestSource(t *testing.T) { crawltest.Source(t, personio.Source{}, board, archive) }

// TestList shows every field of every posting of the fixture.
func TestList(t *testing.T) {
	l, err := personio.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wiretest.Golden(t, "testdata/postings.golden", l.Postings, l.Rejected)
}

// FuzzParse holds that any bytes give an error or postings that can be stored.
func FuzzParse(f *testing.F) {
	f.Add(wiretest.Payload(f, archive, 0))
	f.Add([]byte(`<workzag-jobs><position><id>1</id></position></workzag-jobs>`))
	f.Add([]byte(`<html><body>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		postings, rejected, err := personio.Parse(body, board)
		wiretest.Parsed(t, "personio", postings, rejected, err)
	})
}
