package workday_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
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

// A career is a site of more postings than it shows, each of a family, a time
// type and a place or two.
type career struct {
	size   int
	facets string // which are offered, by their first letters: "f", "t", "l"
	lost   string // a family nobody is told of, though its postings are counted
	asked  int

	answers map[string][]int
}

func (c *career) family(i int) string { return fmt.Sprint("family", i%4) }

// of lists the values a posting has of one filter.
func (c *career) of(i int, parameter string) []string {
	switch parameter {
	case "jobFamilyGroup":
		return []string{c.family(i)}
	case "timeType":
		return []string{fmt.Sprint("time", i/4%10/9)}
	}
	return []string{fmt.Sprint("place", i%3), fmt.Sprint("place", i%5)}
}

func (c *career) Get(_ context.Context, r fetch.Request) (fetch.Page, error) {
	c.asked++
	var ask struct {
		AppliedFacets map[string][]string
		Limit, Offset int
	}
	if err := json.Unmarshal(r.Body, &ask); err != nil || ask.AppliedFacets == nil {
		return fetch.Page{}, fmt.Errorf("asked with %s", r.Body)
	}
	ids := c.open(ask.AppliedFacets)
	shown := min(len(ids), 2000)
	var rows []string
	for n := ask.Offset; n < ask.Offset+ask.Limit && (n < shown || len(ids) > shown); n++ {
		i := ids[n%shown]
		rows = append(rows, fmt.Sprintf(`{"title":"Role %d","externalPath":"/job/Here/Role_R%d","bulletFields":["R%d"]}`, i, i, i))
	}
	total, facets := shown, []byte("[]")
	if ask.Offset == 0 {
		facets = c.offer(ids)
	} else {
		total = 0
	}
	return fetch.Page{Body: fmt.Appendf(nil, `{"total":%d,"jobPostings":[%s],"facets":%s}`, total, strings.Join(rows, ","), facets), At: crawltest.Now}, nil
}

// open lists the postings a question leaves.
func (c *career) open(narrowed map[string][]string) []int {
	key := fmt.Sprint(narrowed)
	if ids, known := c.answers[key]; known {
		return ids
	}
	var ids []int
next:
	for i := range c.size {
		for parameter, values := range narrowed {
			if !slices.Contains(c.of(i, parameter), values[0]) {
				continue next
			}
		}
		if len(narrowed) == 0 || c.family(i) != c.lost {
			ids = append(ids, i)
		}
	}
	if c.answers == nil {
		c.answers = map[string][]int{}
	}
	c.answers[key] = ids
	return ids
}

// offer counts every filter's values, the places in a group of their own.
func (c *career) offer(ids []int) []byte {
	type value map[string]any
	filters := []value{}
	for _, parameter := range []string{"jobFamilyGroup", "timeType", "locations"} {
		if !strings.Contains(c.facets, parameter[:1]) {
			continue
		}
		counts := map[string]int{}
		for _, i := range ids {
			for _, v := range slices.Compact(c.of(i, parameter)) {
				counts[v]++
			}
		}
		var values []value
		for _, v := range slices.Sorted(maps.Keys(counts)) {
			values = append(values, value{"id": v, "count": counts[v]})
		}
		f := value{"facetParameter": parameter, "values": values}
		if parameter == "locations" {
			f = value{"facetParameter": "locationMainGroup", "values": []value{f}}
		}
		filters = append(filters, f)
	}
	out, err := json.Marshal(filters)
	if err != nil {
		panic(err) // texts and numbers
	}
	return out
}

// TestParts reads sites of more postings than one question shows.
func TestParts(t *testing.T) {
	tests := []struct {
		name    string
		site    career
		outcome corpus.Outcome
		known   int
		says    string
	}{
		{"one filter is enough", career{size: 5000, facets: "j"}, corpus.OutcomeComplete, 5000, ""},
		{"two filters", career{size: 8040, facets: "jt"}, corpus.OutcomeComplete, 8040, ""},
		{"places that overlap", career{size: 9000, facets: "jl"}, corpus.OutcomeComplete, 9000, ""},
		{"no filter", career{size: 2500, facets: ""}, corpus.OutcomeTruncated, 2000, "has no filter to divide them by"},
		{"filters that do not divide enough", career{size: 12000, facets: "t"}, corpus.OutcomeTruncated, 3200, "has no filter to divide them by"},
		{"a part nobody is told of", career{size: 5000, facets: "jt", lost: "family3"}, corpus.OutcomeTruncated, 3750, ""},
		{"few enough for one question", career{size: 1990, facets: "jtl"}, corpus.OutcomeComplete, 1990, ""},
	}
	none := wire.Options{Want: func(string) bool { return false }}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, err := workday.Source{}.List(t.Context(), &tt.site, board, none)
			if err != nil || l.Outcome != tt.outcome || !strings.Contains(l.Detail, tt.says) {
				t.Errorf("%q (%s), error %v; want %q", l.Outcome, l.Detail, err, tt.outcome)
			}
			seen := map[string]bool{}
			for _, r := range l.Rejected {
				seen[r.NativeID] = true
			}
			if len(seen) != len(l.Rejected) || len(seen) < tt.known {
				t.Errorf("%d ids in %d rows, want %d each once; %d requests", len(seen), len(l.Rejected), tt.known, tt.site.asked)
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
