package web

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rung/index"
	"rung/index/query"
	"rung/index/trend"
)

func TestAFacetIsChosenAndTakenOut(t *testing.T) {
	for _, tt := range []struct{ query, term, narrowed string }{
		{"", "rung:pm", "rung:pm"},
		{"roadmap", "rung:pm", "roadmap rung:pm"},
		{"a OR b", `company:"Ferry (North)"`, `(a OR b) company:"Ferry (North)"`},
	} {
		if got := narrowed(tt.query, tt.term); got != tt.narrowed {
			t.Errorf("narrowed(%q, %q) = %q, want %q", tt.query, tt.term, got, tt.narrowed)
		}
		if _, on := without(tt.query, tt.term); on {
			t.Errorf("%q is said to have %q", tt.query, tt.term)
		}
		if got, on := without(tt.narrowed, tt.term); !on || strings.Trim(got, "()") != tt.query {
			t.Errorf("without(%q, %q) = %q, %v", tt.narrowed, tt.term, got, on)
		}
	}
}

// Every value of a facet is a term that the query language reads, and that is
// found again to take it out.
func TestFacets(t *testing.T) {
	for _, tt := range []struct{ facet, value, words, query string }{
		{"rung", "senior", "senior", "rung:senior"},
		{"track", "ic", "individual contributor", "track:ic"},
		{"open", "true", "open", "is:open"},
		{"open", "false", "closed", "is:closed"},
		{"company", `Oak & "Ink" (Media)`, `Oak & "Ink" (Media)`, `company:"Oak & Ink (Media)"`},
		{"month", "2026-05", "2026-05", "date:2026-05"},
		{"paid", "false", "not stated", "-is:paid"},
		{"gap", "2", "2 above", "gap:2"},
		{"gap", "-1", "1 below", "gap:-1"},
		{"gap", "0", "alike", "gap:0"},
	} {
		p := searchPage{Query: tt.query}
		v := p.facet(index.Facet{Name: tt.facet, Counts: []index.Count{{Value: tt.value, N: 3}}})
		if c := v.Counts[0]; c.Name != tt.words || !c.On || c.N != 3 || !v.Open {
			t.Errorf("%s %s of %q is %+v, want %q and chosen", tt.facet, tt.value, tt.query, c, tt.words)
		}
		if _, err := query.Parse(tt.query); err != nil {
			t.Errorf("%s %s: %v", tt.facet, tt.value, err)
		}
	}
	v := new(searchPage).facet(index.Facet{Name: "rung", Counts: []index.Count{{Value: "lead"}, {Value: "associate"}, {Value: "pm"}}})
	if got := v.Counts[0].Name + v.Counts[1].Name + v.Counts[2].Name; got != "associatepmlead" {
		t.Errorf("rungs in the order %s", got)
	}
}

func TestQuickFilters(t *testing.T) {
	f := demandFilter{Query: "roadmap country:US", By: "week"}
	rep := &trend.Report{Countries: []trend.Place{{Country: "US"}, {Country: "DE"}}}
	var got []string
	for _, q := range f.quick(rep) {
		got = append(got, fmt.Sprint(q.Name, " ", q.On, " ", q.Link))
	}
	want := []string{
		"remote false /demand?by=week&q=roadmap+country%3AUS+remote%3Atrue",
		"pay stated false /demand?by=week&q=roadmap+country%3AUS+is%3Apaid",
		"US true /demand?by=week&q=roadmap",
		"DE false /demand?by=week&q=roadmap+country%3AUS+country%3ADE",
	}
	if !slices.Equal(got, want) {
		t.Errorf("quick filters\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
