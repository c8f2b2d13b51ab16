package rippling_test

import (
	"testing"

	"rung/corpus"
	"rung/crawler/crawltest"
	"rung/crawler/source/rippling"
	"rung/crawler/source/wire"
	"rung/crawler/source/wire/wiretest"
)

const archive = "testdata/board.txtar"

var board = corpus.Board{Source: "rippling", Token: "Mossworks", Company: "Mossworks"}

func TestSource(t *testing.T) { crawltest.Source(t, rippling.Source{}, board, archive) }

// TestList shows every field of every posting of the fixture.
func TestList(t *testing.T) {
	l, err := rippling.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wiretest.Golden(t, "testdata/postings.golden", l.Postings, l.Rejected)
}

// FuzzParse holds that any bytes give an error or postings that can be stored.
func FuzzParse(f *testing.F) {
	f.Add(wiretest.Payload(f, archive, 0))
	f.Add([]byte(`[{"uuid":"1","name":"x","workLocation":{"label":7}}]`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		postings, rejected, err := rippling.Parse(body, board)
		wiretest.Parsed(t, "rippling", postings, rejected, err)
	})
}
