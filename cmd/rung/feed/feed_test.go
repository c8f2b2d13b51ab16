package feed_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"rung/classify"
	"rung/cmd/rung/feed"
	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/index"
	"rung/index/query"
)

func at(day int) time.Time { return time.Date(2026, 10, day, 8, 0, 0, 0, time.UTC) }

var docs = []index.Document{
	{Posting: corpus.Posting{ID: "greenhouse:ferry co:1", Source: "greenhouse", Board: "ferry co", Title: "Product Manager, Ferries", Company: "Ferry & Co",
		URL: "https://jobs.example/1", Text: "Own the timetable of ferries. Talk to skippers.", Workplace: corpus.Hybrid,
		Posted:   &corpus.Stated{At: at(1), Field: "first_published"},
		Observed: corpus.Observed{FirstSeen: at(2), LastSeen: at(9)}},
		Verdict: classify.Verdict{OnLadder: true, Rank: 3, Rung: "pm"}},
	{Posting: corpus.Posting{ID: "hostile", Title: "<script>alert(1)</script>\x00", Company: "]]>", URL: "javascript:alert(1)",
		Text: "Own <b>ferries</b> & boats.", Observed: corpus.Observed{FirstSeen: at(5), LastSeen: at(9), ClosedAt: at(9)}},
		Verdict: classify.Verdict{Beside: "other"}},
}

func written(t *testing.T, q string) string {
	t.Helper()
	x, err := index.Open(t.TempDir(), index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if err := x.Put(context.Background(), docs); err != nil {
		t.Fatal(err)
	}
	tree, err := query.Parse(q)
	if err != nil {
		t.Fatal(err)
	}
	res, err := x.Search(context.Background(), feed.Request(tree))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := feed.Write(&b, feed.Feed{Name: "boats", Query: q, Base: "http://localhost:8017", Self: "/feed/boats", Hits: res.Hits}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWrite(t *testing.T) {
	corpustest.Golden(t, "testdata/boats.xml", []byte(written(t, "ferries")))
	corpustest.Golden(t, "testdata/nothing.xml", []byte(written(t, "zeppelins")))
}

// What employers write stays text, in the XML and in the HTML inside it.
func TestForeignTextStaysText(t *testing.T) {
	out := written(t, "ferries")
	var doc struct {
		Entries []struct {
			Title   string `xml:"title"`
			Content string `xml:"content"`
			Links   []struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Entries) != 2 || !strings.HasPrefix(doc.Entries[0].Title, "<script>alert(1)</script>") {
		t.Fatalf("entries %+v, want the hostile one first, seen last", doc.Entries)
	}
	if c := doc.Entries[0].Content; strings.Contains(c, "<b>") || !strings.Contains(c, "&lt;b&gt;") {
		t.Errorf("content %q has markup of the posting", c)
	}
	for _, e := range doc.Entries {
		for _, l := range e.Links {
			if !strings.HasPrefix(l.Href, "http") {
				t.Errorf("links to %s", l.Href)
			}
		}
	}
}
