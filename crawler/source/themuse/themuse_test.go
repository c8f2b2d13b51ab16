package themuse_test

import (
	"context"
	"fmt"
	"net/url"
	"testing"

	"rung/corpus"
	"rung/crawler/crawltest"
	"rung/crawler/fetch"
	"rung/crawler/source/themuse"
	"rung/crawler/source/wire"
	"rung/crawler/source/wire/wiretest"
)

const archive = "testdata/board.txtar"

var board = corpus.Board{Source: "themuse", Token: "Product Management"}

func TestSource(t *testing.T) { crawltest.Source(t, themuse.Source{}, board, archive) }

// TestList shows every field of every posting of the fixture.
func TestList(t *testing.T) {
	l, err := themuse.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wiretest.Golden(t, "testdata/postings.golden", l.Postings, l.Rejected)
}

// TestWant holds that titles that are not wanted are left out and count as
// seen.
func TestWant(t *testing.T) {
	list := func(want func(string) bool) corpus.Listing {
		l, err := themuse.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{Want: want})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	all, one := list(nil), list(func(title string) bool { return title == "Senior Product Manager" })
	if len(one.Postings) != 1 || len(one.Rejected) != len(all.Rejected)+len(all.Postings)-1 || one.Outcome != corpus.OutcomeComplete {
		t.Errorf("%d postings, %d rejected, %q of %d and %d; want one, and the others seen", len(one.Postings), len(one.Rejected), one.Outcome, len(all.Postings), len(all.Rejected))
	}
}

// TestLarge holds that a category beyond the feed's last page is read by level,
// and is truncated when the levels do not bring all of it.
func TestLarge(t *testing.T) {
	for _, tt := range []struct {
		total int
		want  corpus.Outcome
	}{{10, corpus.OutcomeComplete}, {2100, corpus.OutcomeTruncated}} {
		g := getterFunc(func(r fetch.Request) (fetch.Page, error) {
			u, err := url.Parse(r.URL)
			if err != nil {
				t.Fatal(err)
			}
			level, page := u.Query().Get("level"), u.Query().Get("page")
			pages := 2
			if level == "" {
				pages = 105
			}
			return fetch.Page{Body: fmt.Appendf(nil, `{"page_count":%d,"total":%d,"results":[{"id":%q,"name":"PM"}]}`, pages, tt.total, level+page)}, nil
		})
		l, err := themuse.Source{}.List(t.Context(), g, board, wire.Options{})
		if err != nil || l.Outcome != tt.want || len(l.Postings) != 11 || l.Requests != 11 {
			t.Errorf("of %d: %d postings in %d requests, %q (%s), error %v; want 11 in 11, %q", tt.total, len(l.Postings), l.Requests, l.Outcome, l.Detail, err, tt.want)
		}
	}
}

type getterFunc func(fetch.Request) (fetch.Page, error)

func (f getterFunc) Get(_ context.Context, r fetch.Request) (fetch.Page, error) { return f(r) }

// FuzzParse holds that any bytes give an error or postings that can be stored.
func FuzzParse(f *testing.F) {
	f.Add(wiretest.Payload(f, archive, 0))
	f.Add([]byte(`{"results":[{"id":1,"name":"x","levels":[{}],"locations":null}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		postings, rejected, err := themuse.Parse(body, board)
		wiretest.Parsed(t, "themuse", postings, rejected, err)
	})
}
