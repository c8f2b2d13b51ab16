package main

import (
	"context"
	"fmt"
	"strings"

	"rung/index"
	"rung/index/query"
)

// help is what to ask instead of a search that finds nothing.
type help struct {
	DidYouMean string         `json:"did_you_mean,omitempty"`
	Loosen     []index.Looser `json:"loosen,omitempty"`
}

// mostLoosers is how many ways to loosen a query are shown.
const mostLoosers = 3

func (s searching) helpWith(ctx context.Context, q query.Query) (help, error) {
	var h help
	better, found, err := s.index.Suggest(ctx, q)
	if err != nil {
		return h, err
	}
	if found {
		h.DidYouMean = better.String()
		return h, nil
	}
	// A slip may not be all that is wrong: what is loosened is spelled right.
	h.Loosen, err = s.index.Loosen(ctx, better)
	h.Loosen = h.Loosen[:min(len(h.Loosen), mostLoosers)]
	return h, err
}

// nothingFound tells an empty store from a narrow query.
func (a *app) nothingFound(w *workspace) error {
	return nothing(w, "loosen it: drop a word or a field, or widen rung:", "the query")
}

func (s searching) nothingFound(out reply) error {
	if s.flags.like != "" {
		return fail(exitNothing, "widen the query beside --like", "no other posting is like %s", s.flags.like)
	}
	return nothing(s.workspace, out.help.lines(), out.Query)
}

func nothing(w *workspace, hint, query string) error {
	n, err := w.index.Count()
	if err != nil {
		return err
	}
	if n == 0 {
		return fail(exitNothing, "bring postings first: rung crawl, rung import FILE, or try rung demo", "the index of %s is empty", w.dir)
	}
	return fail(exitNothing, hint, "none of %s matches %s", plural(n, "posting"), query)
}

func (h help) lines() string {
	var out []string
	if h.DidYouMean != "" {
		out = append(out, "did you mean: rung search "+shellWord(h.DidYouMean))
	}
	for _, l := range h.Loosen {
		out = append(out, fmt.Sprintf("%s without %s: rung search %s", plural(l.Total, "posting"), l.Drop, shellWord(l.Query)))
	}
	if len(out) == 0 {
		out = append(out, "see what there is: rung search --facets all -n 1")
	}
	return strings.Join(out, "\n")
}
