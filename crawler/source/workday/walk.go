package workday

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"rung/corpus"
	"rung/crawler/source/wire"
)

const (
	perPage = 20
	// ceiling is how many postings a site shows of one question; more are
	// counted as so many.
	ceiling  = 2000
	maxPages = ceiling/perPage + 1
	// maxParts bounds the questions a list is divided into, maxDepth how many
	// filters one question has.
	maxParts = 500
	maxDepth = 4
)

type board struct {
	Total    wire.Number        `json:"total"`
	Postings *[]json.RawMessage `json:"jobPostings"`
	Facets   []facet            `json:"facets"`
}

// A facet is a filter the site offers, one of its values, or a group of
// filters, which stands where a value would.
type facet struct {
	Parameter string      `json:"facetParameter"`
	ID        string      `json:"id"`
	Count     wire.Number `json:"count"`
	Values    []facet     `json:"values"`
}

// flatten lists the filters of all groups, each with its values.
func flatten(facets []facet, depth int) []facet {
	var out []facet
	for _, f := range facets {
		if inner := flatten(f.Values, depth+1); depth < maxDepth {
			out = append(out, inner...)
		}
		f.Values = slices.DeleteFunc(slices.Clone(f.Values), func(v facet) bool { return v.ID == "" || v.Count < 1 })
		if f.Parameter != "" && len(f.Values) > 0 {
			out = append(out, f)
		}
	}
	return out
}

func (f facet) sum() int {
	n := 0
	for _, v := range f.Values {
		n += int(v.Count)
	}
	return n
}

// A page is one answer of the list. Its facets speak of the whole list.
type page struct {
	rows     []listed
	rejected []corpus.Rejected
	total    int
	facets   []facet
}

// preferred are filters in the order in which they are tried. Of the first
// three a posting has one value each, so that their counts add up.
var preferred = []string{"jobFamilyGroup", "timeType", "workerSubType", "locationMainGroup", "locationHierarchy1", "locationCountry", "locations"}

const additive = 3

// divider is the filter to take a list apart by that is too long for one
// question: the first one that is not applied yet and has several values.
func (p page) divider(applied filter) (facet, bool) {
	if len(applied) >= maxDepth {
		return facet{}, false
	}
	for _, want := range preferred {
		for _, f := range p.facets {
			if f.Parameter == want && len(f.Values) > 1 && applied[want] == nil {
				return f, true
			}
		}
	}
	return facet{}, false
}

// counted is how many postings the list has at least, by what filters say of
// which every posting has one value.
func (p page) counted() int {
	n := 0
	for _, f := range p.facets {
		if slices.Contains(preferred[:additive], f.Parameter) {
			n = max(n, f.sum())
		}
	}
	return n
}

// A filter is what one question is narrowed to.
type filter map[string][]string

func (f filter) with(parameter, value string) filter {
	out := maps.Clone(f)
	if out == nil {
		out = filter{}
	}
	out[parameter] = []string{value}
	return out
}

// A walk reads a site's list, part by part where it is too long.
type walk struct {
	v        *wire.Visit
	board    corpus.Board
	address  string
	known    map[string]bool // the paths of rows
	rows     []listed
	rejected []corpus.Rejected
	parts    int
}

// A share is what one question brought: the paths of its rows, and how many
// rows could not be read.
type share struct {
	paths    map[string]bool
	unread   int
	question filter
}

func (s share) size() int { return len(s.paths) + s.unread }

// list reads what the filter leaves, and returns what that was.
func (w *walk) list(ctx context.Context, narrowed filter) (share, error) {
	got := share{paths: map[string]bool{}, question: narrowed}
	first, err := w.page(ctx, &got, 0)
	if err != nil {
		return got, err
	}
	if first.total >= ceiling {
		if by, ok := first.divider(narrowed); ok {
			return got, w.divide(ctx, &got, first, by)
		}
		w.v.Lose(fmt.Sprintf("the site counts %d postings, shows no more than %d, and has no filter to divide them by", first.total, ceiling))
	}
	_, err = wire.Pager{Size: perPage, Max: maxPages}.Walk(w.v, func(offset int) (wire.Slice, error) {
		p := first
		if offset > 0 {
			if p, err = w.page(ctx, &got, offset); err != nil {
				return wire.Slice{}, err
			}
		}
		return p.slice(), nil
	})
	return got, err
}

func (p page) slice() wire.Slice {
	s := wire.Slice{Rejected: p.rejected, Total: p.total}
	for _, r := range p.rows {
		s.Keys = append(s.Keys, r.path)
	}
	return s
}

// divide reads a list value by value of one filter. What lies in several
// parts is taken once.
func (w *walk) divide(ctx context.Context, got *share, first page, by facet) error {
	// What could not be read of the first page comes again in a part.
	got.unread = 0
	w.rejected = w.rejected[:len(w.rejected)-len(first.rejected)]
	for _, value := range by.Values {
		if w.parts++; w.parts > maxParts {
			w.v.Lose(fmt.Sprintf("the list is in more than %d parts", maxParts))
			return nil
		}
		part, err := w.list(ctx, got.question.with(by.Parameter, value.ID))
		if err != nil {
			return err
		}
		maps.Copy(got.paths, part.paths)
		got.unread += part.unread
	}
	if want := max(first.counted(), first.total); got.size() < want {
		w.v.Lose(fmt.Sprintf("the parts of the list have %d postings together, its filters count %d", got.size(), want))
	}
	return nil
}

// page asks for one page and takes what is new of it.
func (w *walk) page(ctx context.Context, got *share, offset int) (page, error) {
	applied := got.question
	if applied == nil {
		applied = filter{}
	}
	body, err := json.Marshal(map[string]any{"appliedFacets": applied, "limit": perPage, "offset": offset, "searchText": ""})
	if err != nil {
		return page{}, err
	}
	answer, err := w.v.Post(ctx, w.address, body)
	if err != nil {
		return page{}, err
	}
	p, err := parse(answer.Body, w.board, answer.At)
	if err != nil {
		return page{}, err
	}
	for _, r := range p.rows {
		got.paths[r.path] = true
		if !w.known[r.path] {
			w.known[r.path] = true
			w.rows = append(w.rows, r)
		}
	}
	got.unread += len(p.rejected)
	w.rejected = append(w.rejected, p.rejected...)
	return p, nil
}
