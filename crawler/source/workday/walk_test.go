package workday_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"rung/corpus"
	"rung/crawler/crawltest"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
	"rung/crawler/source/workday"
)

// A tenant answers lists as a career site of size postings does, with the
// faults such sites have.
type tenant struct {
	size, total int
	wrap        bool // offsets beyond the end begin again from the front
	blocked     bool // postings' own pages answer 403
	details     int
}

func (c *tenant) Get(_ context.Context, r fetch.Request) (fetch.Page, error) {
	if r.Method != http.MethodPost {
		c.details++
		if c.blocked {
			return fetch.Page{}, &fetch.Error{Outcome: corpus.OutcomeBlocked, URL: r.URL, Status: 403}
		}
		return fetch.Page{Body: []byte(`{"jobPostingInfo":{"jobDescription":"<p>Row.</p>"}}`), At: crawltest.Now}, nil
	}
	var ask struct{ Limit, Offset int }
	if err := json.Unmarshal(r.Body, &ask); err != nil {
		return fetch.Page{}, err
	}
	var rows []string
	for i := ask.Offset; i < ask.Offset+ask.Limit && (i < c.size || c.wrap); i++ {
		rows = append(rows, fmt.Sprintf(`{"title":"Role %d","externalPath":"/job/Here/Role_R%d","bulletFields":["R%d"]}`, i%c.size, i%c.size, i%c.size))
	}
	total := c.total
	if ask.Offset > 0 {
		total = 0
	}
	return fetch.Page{Body: fmt.Appendf(nil, `{"total":%d,"jobPostings":[%s]}`, total, strings.Join(rows, ",")), At: crawltest.Now}, nil
}

func TestWalk(t *testing.T) {
	tests := []struct {
		name     string
		site     tenant
		want     func(string) bool
		outcome  corpus.Outcome
		postings int
		details  int
	}{
		{"three pages, the total on the first only", tenant{size: 45, total: 45}, nil, corpus.OutcomeComplete, 45, 45},
		{"only wanted titles are asked for", tenant{size: 45, total: 45}, func(s string) bool { return strings.HasSuffix(s, "7") }, corpus.OutcomeComplete, 4, 4},
		{"begins again from the front", tenant{size: 45, total: 90, wrap: true}, nil, corpus.OutcomeTruncated, 45, 45},
		{"ends before its total", tenant{size: 25, total: 60}, nil, corpus.OutcomeTruncated, 25, 25},
		{"capped", tenant{size: 2000, total: 2000}, func(string) bool { return false }, corpus.OutcomeTruncated, 0, 0},
		{"pages of postings are blocked", tenant{size: 10, total: 10, blocked: true}, nil, corpus.OutcomeTruncated, 0, 3},
		{"nothing open", tenant{size: 0, total: 0}, nil, corpus.OutcomeEmpty, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, err := workday.Source{}.List(t.Context(), &tt.site, board, wire.Options{Want: tt.want})
			if err != nil || l.Outcome != tt.outcome || len(l.Postings) != tt.postings || tt.site.details != tt.details {
				t.Errorf("%q (%s), %d postings, %d details, error %v; want %q, %d, %d", l.Outcome, l.Detail, len(l.Postings), tt.site.details, err, tt.outcome, tt.postings, tt.details)
			}
			if known := len(l.Postings) + len(l.Rejected); known != tt.site.size {
				t.Errorf("%d ids are known, want all %d", known, tt.site.size)
			}
		})
	}
}

func TestToken(t *testing.T) {
	for _, token := range []string{"", "tidewater", "tidewater/Careers", "tidewater/wd5/", "a/b/c"} {
		l, err := workday.Source{}.List(t.Context(), &tenant{}, corpus.Board{Source: "workday", Token: token}, wire.Options{})
		if err == nil || l.Outcome.Listed() {
			t.Errorf("token %q: %q, %v", token, l.Outcome, err)
		}
	}
}
