package hn_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/crawler/crawltest"
	"rung/crawler/source/hn"
	"rung/crawler/source/wire"
	"rung/crawler/source/wire/wiretest"
)

const archive = "testdata/board.txtar"

var board = corpus.Board{Source: "hn", Token: "whoishiring"}

func TestSource(t *testing.T) { crawltest.Source(t, hn.Source{}, board, archive) }

// TestList shows every field of every posting of the fixture.
func TestList(t *testing.T) {
	l, err := hn.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wiretest.Golden(t, "testdata/postings.golden", l.Postings, l.Rejected)
}

// TestWant holds that titles that are not wanted are left out and count as
// seen.
func TestWant(t *testing.T) {
	list := func(want func(string) bool) corpus.Listing {
		l, err := hn.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{Want: want})
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

// TestRoles shows what headings and lists become.
func TestRoles(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"one", "A | Product Manager | Berlin", "Product Manager"},
		{"order", "A | REMOTE | Full-time | Product Manager", "Product Manager"},
		{"commas", "A | Senior/Lead Platform &amp; DevOps Engineer, Senior Frontend Engineer | Utrecht", "Senior/Lead Platform & DevOps Engineer; Senior Frontend Engineer"},
		{"a comma inside", "A | Product Manager, Growth", "Product Manager, Growth"},
		{"a comma inside, then another role", "A | Product Manager, Growth, Data Engineer", "Product Manager, Growth; Data Engineer"},
		{"and", "A | Product Manager and Designer", "Product Manager; Designer"},
		{"slash of one role", "A | Product Manager/Owner", "Product Manager/Owner"},
		{"slash of two", "A | VP Engineering Manager / Product Manager", "VP Engineering Manager; Product Manager"},
		{"parentheses", "A | Product Manager (Growth, Data and Engineering) | Oslo", "Product Manager (Growth, Data and Engineering)"},
		{"two parts", "A | Product Owner | Head of Design", "Product Owner; Head of Design"},
		{"counts", "A | 2x Product Managers", "Product Managers"},
		{"other bars", "A • Product Manager • Oslo", "Product Manager"},
		{"a list", "A | Various | Oslo<p>- Product Manager - https:&#x2F;&#x2F;a.example&#x2F;1<p>- We value engineers.<p>* Head of Product", "Product Manager; Head of Product"},
		{"lines with links", "A | Oslo<p>Product Manager: <a href=\"https:&#x2F;&#x2F;a.example\">https:&#x2F;&#x2F;a.example</a><p>We like managers", "Product Manager"},
		{"no role", "A | Oslo | Hiring soon", ""},
		{"no bars", "Is any product manager here?", ""},
	}
	for _, tt := range tests {
		body, err := json.Marshal(map[string]any{"title": "Ask HN: Who is hiring? (May 2026)", "children": []any{map[string]any{"id": 1, "created_at": "2026-05-01T00:00:00Z", "text": tt.text}}})
		if err != nil {
			t.Fatal(err)
		}
		postings, rejected, _ := hn.Parse(body, board)
		var titles []string
		for _, p := range postings {
			titles = append(titles, p.Title)
			if p.Company != "A" {
				t.Errorf("%s: company %q", tt.name, p.Company)
			}
		}
		if got := strings.Join(titles, "; "); got != tt.want || (tt.want == "") != (len(rejected) == 1) {
			t.Errorf("%s: %q, %d rejected; want %q", tt.name, got, len(rejected), tt.want)
		}
	}
}

// TestRecorded reads comments of a real thread.
func TestRecorded(t *testing.T) {
	body, err := os.ReadFile(corpustest.Shared(t, "recorded/payloads/hn_algolia_item_trimmed.json"))
	if err != nil {
		t.Fatal(err)
	}
	postings, rejected, err := hn.Parse(body, board)
	if err != nil || len(rejected) != 0 || len(postings) < 6 {
		t.Errorf("%d postings, %d rejected, error %v; want every role of the four comments", len(postings), len(rejected), err)
	}
	for _, p := range postings {
		if p.Company == "" || p.Posted == nil || p.ValidThrough == nil {
			t.Errorf("%s: company %q, posted %v, valid through %v", p.ID, p.Company, p.Posted, p.ValidThrough)
		}
	}
}

// TestNewest holds that other threads of the account are not taken, and that
// finding none is an error.
func TestNewest(t *testing.T) {
	if id, err := hn.Newest(wiretest.Payload(t, archive, 0)); id != "9001" || err != nil {
		t.Errorf("Newest = %q, %v, want 9001", id, err)
	}
	if id, err := hn.Newest([]byte(`{"hits":[{"objectID":"1","title":"Ask HN: Who wants to be hired?","created_at":"2026-10-01T15:00:02Z"}]}`)); err == nil {
		t.Errorf("Newest = %q, want an error", id)
	}
}

// FuzzParse holds that any bytes give an error or postings that can be stored.
func FuzzParse(f *testing.F) {
	f.Add(wiretest.Payload(f, archive, 1))
	f.Add([]byte(`{"title":"Ask HN: Who is hiring?","children":[{"id":1,"text":"A | ((PM, (CTO/ and | https://x"}]}`))
	f.Add([]byte(`{"title":"Ask HN: Who is hiring?","children":[{"id":{},"text":3}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		postings, rejected, err := hn.Parse(body, board)
		wiretest.Parsed(t, "hn", postings, rejected, err)
	})
}
