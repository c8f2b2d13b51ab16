package workday_test

import (
	"testing"

	"rung/corpus"
	"rung/crawler/crawltest"
	"rung/crawler/source/wire"
	"rung/crawler/source/wire/wiretest"
	"rung/crawler/source/workday"
)

const archive = "testdata/board.txtar"

var board = corpus.Board{Source: "workday", Token: "tidewater/wd5/Careers", Company: "Tidewater"}

func TestSource(t *testing.T) { crawltest.Source(t, workday.Source{}, board, archive) }

// TestList shows every field of every posting of the fixture.
func TestList(t *testing.T) {
	l, err := workday.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wiretest.Golden(t, "testdata/postings.golden", l.Postings, l.Rejected)
}

// FuzzParse holds that any bytes give an error or postings that can be stored.
func FuzzParse(f *testing.F) {
	f.Add(wiretest.Payload(f, archive, 0))
	f.Add([]byte(`{"total":1,"jobPostings":[{"title":"x","externalPath":"/job/../%2e%2e"}]}`))
	f.Add([]byte(`{"total":5}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		postings, rejected, err := workday.Parse(body, board)
		wiretest.Parsed(t, "workday", postings, rejected, err)
	})
}
