package weworkremotely_test

import (
	"context"
	"fmt"
	"os"
	"path"
	"strings"
	"testing"

	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/crawler/crawltest"
	"rung/crawler/fetch"
	"rung/crawler/source/weworkremotely"
	"rung/crawler/source/wire"
	"rung/crawler/source/wire/wiretest"
)

const archive = "testdata/board.txtar"

var board = corpus.Board{Source: "weworkremotely", Token: "remote-product-jobs"}

func TestSource(t *testing.T) { crawltest.Source(t, weworkremotely.Source{}, board, archive) }

// TestList shows every field of every posting of the fixture.
func TestList(t *testing.T) {
	l, err := weworkremotely.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wiretest.Golden(t, "testdata/postings.golden", l.Postings, l.Rejected)
}

// TestWant holds that titles that are not wanted are left out and count as
// seen.
func TestWant(t *testing.T) {
	list := func(want func(string) bool) corpus.Listing {
		l, err := weworkremotely.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{Want: want})
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

const item = "<item><title>Heron: Product Owner</title><description>Own it.</description><guid>https://weworkremotely.com/remote-jobs/%s</guid></item>"

// TestAll holds that all categories are read, that a posting in two of them is
// one, and that a missing category closes nothing.
func TestAll(t *testing.T) {
	for _, missing := range []string{"", "all-other-remote-jobs"} {
		asked := 0
		g := getterFunc(func(r fetch.Request) (fetch.Page, error) {
			asked++
			category := strings.TrimSuffix(path.Base(r.URL), ".rss")
			if category == missing {
				return fetch.Page{}, &fetch.Error{Outcome: corpus.OutcomeNotFound, URL: r.URL, Status: 404}
			}
			return fetch.Page{Body: fmt.Appendf(nil, "<rss><channel>"+item+item+"</channel></rss>", "shared", category)}, nil
		})
		l, err := weworkremotely.Source{}.List(t.Context(), g, corpus.Board{Source: "weworkremotely", Token: "all"}, wire.Options{})
		want, n := corpus.OutcomeComplete, 11
		if missing != "" {
			want, n = corpus.OutcomeTruncated, 10
		}
		if err != nil || asked != 10 || l.Outcome != want || len(l.Postings) != n {
			t.Errorf("without %q: %d requests, %d postings, %q (%s), error %v; want 10, %d, %q", missing, asked, len(l.Postings), l.Outcome, l.Detail, err, n, want)
		}
	}
}

type getterFunc func(fetch.Request) (fetch.Page, error)

func (f getterFunc) Get(_ context.Context, r fetch.Request) (fetch.Page, error) { return f(r) }

// TestRecorded reads a recorded answer.
func TestRecorded(t *testing.T) {
	body, err := os.ReadFile(corpustest.Shared(t, "recorded/payloads/weworkremotely_rss_trimmed.xml"))
	if err != nil {
		t.Fatal(err)
	}
	postings, rejected, err := weworkremotely.Parse(body, board)
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
	f.Add([]byte(`<rss><channel><item><title>a: b</title><guid>x</guid></item></channel></rss>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		postings, rejected, err := weworkremotely.Parse(body, board)
		wiretest.Parsed(t, "weworkremotely", postings, rejected, err)
	})
}
