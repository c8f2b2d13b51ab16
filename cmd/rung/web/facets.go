package web

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rung/index"
	"rung/index/query"
)

// facetSize is how many values of a facet are shown, the commonest.
const facetSize = 8

// A facet is something hits are counted by beside them.
type facet struct {
	name, title string
	// folded facets are shown shut until one of their values is chosen.
	folded bool
	// term is a value as the query language asks for it, words as people read
	// it; nil for field:value and for the value itself.
	term, words func(value string) string
	// order sorts the values that are shown; nil for the commonest first.
	order func(a, b string) int
}

var facets = []facet{
	{name: "rung", title: "Rung", order: func(a, b string) int { return slices.Index(query.Rungs, a) - slices.Index(query.Rungs, b) }},
	{name: "track", title: "Track", words: oneOf("manager", "people manager", "individual contributor")},
	{name: "open", title: "State", term: oneOf("true", "is:open", "is:closed"), words: oneOf("true", "open", "closed")},
	{name: "workplace", title: "Workplace"},
	{name: "country", title: "Country"},
	{name: "company", title: "Company"},
	{name: "month", title: "Month", term: func(v string) string { return "date:" + v }, order: func(a, b string) int { return strings.Compare(b, a) }},
	{name: "paid", title: "Pay", folded: true, term: oneOf("true", "is:paid", "-is:paid"), words: oneOf("true", "stated", "not stated")},
	{name: "gap", title: "Title against duties", folded: true, words: gapWords, order: func(a, b string) int { return number(b) - number(a) }},
	{name: "source", title: "System", folded: true},
}

func facetNames() []string {
	var out []string
	for _, f := range facets {
		out = append(out, f.name)
	}
	return out
}

// oneOf is yes for one value and no for all others.
func oneOf(value, yes, no string) func(string) string {
	return func(v string) string {
		if v == value {
			return yes
		}
		return no
	}
}

func number(s string) int {
	n, _ := strconv.Atoi(s) // values of a facet of numbers are numbers
	return n
}

func gapWords(value string) string {
	switch n := number(value); {
	case n > 0:
		return fmt.Sprintf("%d above", n)
	case n < 0:
		return fmt.Sprintf("%d below", -n)
	}
	return "alike"
}

type facetView struct {
	Title  string
	Open   bool
	Counts []facetCount
	Other  int
}

// A facetCount is one value, as people read it, On where the query asks for
// it already; Link then takes it out again.
type facetCount struct {
	Name string
	N    int
	On   bool
	Link string
}

// facet shows one facet of the hits.
func (p *searchPage) facet(counted index.Facet) facetView {
	f := facets[slices.IndexFunc(facets, func(f facet) bool { return f.name == counted.Name })]
	v := facetView{Title: f.title, Open: !f.folded, Other: counted.Other}
	if f.order != nil {
		slices.SortFunc(counted.Counts, func(a, b index.Count) int { return f.order(a.Value, b.Value) })
	}
	for _, c := range counted.Counts {
		one := p.facetCount(f, c)
		v.Counts, v.Open = append(v.Counts, one), v.Open || one.On
	}
	return v
}

func (p *searchPage) facetCount(f facet, c index.Count) facetCount {
	term := f.asked(c.Value)
	text, on := without(p.Query, term)
	if !on {
		text = narrowed(p.Query, term)
	}
	one := facetCount{Name: c.Value, N: c.N, On: on, Link: link("/search", "q", text, "sort", p.Sort)}
	if f.words != nil {
		one.Name = cmp.Or(f.words(c.Value), one.Name)
	}
	return one
}

// asked is a value as the query language asks for it.
func (f facet) asked(value string) string {
	if f.term != nil {
		return f.term(value)
	}
	return term(f.name, value)
}

// term asks for the value of a field.
func term(field, value string) string {
	if strings.ContainsAny(value, " \t(),\"") {
		value = `"` + strings.ReplaceAll(value, `"`, "") + `"`
	}
	return field + ":" + value
}

// without takes a term out of a query that has it at its end, where
// narrowed puts it, or between other terms.
func without(text, term string) (string, bool) {
	padded := " " + text + " "
	at := strings.LastIndex(padded, " "+term+" ")
	if at < 0 {
		return text, false
	}
	return strings.TrimSpace(padded[:at] + padded[at+1+len(term):]), true
}

// narrowed adds a term to a query.
func narrowed(text, term string) string {
	if strings.Contains(text, " OR ") {
		text = "(" + text + ")"
	}
	return strings.TrimSpace(text + " " + term)
}
