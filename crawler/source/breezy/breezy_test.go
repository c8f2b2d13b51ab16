package breezy_test

import (
	"testing"

	"rung/corpus"
	"rung/crawler/crawltest"
	"rung/crawler/source/breezy"
	"rung/crawler/source/wire"
	"rung/crawler/source/wire/wiretest"
)

const archive = "testdata/board.txtar"

var board = corpus.Board{Source: "breezy", Token: "pepperwood", Company: "Pepperwood"}

func TestSource(t *testing.T) { crawltest.Source(t, breezy.Source{}, board, archive) }

// TestList shows every field of every posting of the fixture.
func TestList(t *testing.T) {
	l, err := breezy.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wiretest.Golden(t, "testdata/postings.golden", l.Postings, l.Rejected)
}

// FuzzParse holds that any bytes give an error or postings that can be stored.
func FuzzParse(f *testing.F) {
	f.Add(wiretest.Payload(f, archive, 0))
	f.Add([]byte(`[{"id":"1","name":"x","location":{"country":"Chile","state":{"name":"Maule"}},"type":null}]`))
	f.Add([]byte(`[null]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		postings, rejected, err := breezy.Parse(body, board)
		wiretest.Parsed(t, "breezy", postings, rejected, err)
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
		if err := breezy.Complete(&p, body); err != nil {
			wiretest.Parsed(t, "breezy", nil, nil, err)
			return
		}
		wiretest.Parsed(t, "breezy", []corpus.Posting{p}, nil, nil)
	})
}
