package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	bq "github.com/blevesearch/bleve/v2/search/query"

	"rung/index/query"
)

// ErrUnknown: no posting of that id is in the index.
var ErrUnknown = errors.New("no such posting in the index")

// How many of its words stand for a posting that others are compared with,
// and how much more one of the title says than one of the text.
const (
	similarWords = 30
	titleSays    = 3
)

// perEmployer is how many hits may be of one employer.
const perEmployer = 2

// MoreLikeThis returns the n postings whose words are most like those of a
// posting, best first, one for each vacancy and none of its own, two for each
// employer; 0 means 10. What its employer says in other postings too is not
// compared, or these would be the most alike. Only what q matches is among
// them; nil means all. The error is ErrUnknown for an id that is not there.
func (x *Index) MoreLikeThis(ctx context.Context, id string, q query.Query, n int) (hits []Hit, err error) {
	defer guard(x.dir, &err)()
	x.mu.RLock()
	defer x.mu.RUnlock()
	s, err := x.engine.snapshot()
	if err != nil {
		return nil, err
	}
	defer s.Close()
	p, err := s.posting(ctx, id)
	if err != nil {
		return nil, err
	}
	words, err := s.telling(ctx, p)
	if err != nil || len(words) == 0 {
		return nil, err
	}
	filter, err := s.otherThan(p.vacancy, q)
	if err != nil {
		return nil, err
	}
	c := compiled{scored: bleve.NewDisjunctionQuery(words...), filter: filter}
	if n <= 0 {
		n = 10
	}
	res, err := s.answer(ctx, Request{Size: n*5 + 20, Fold: true}, c)
	return fewOfEach(res.Hits, n), err
}

func fewOfEach(hits []Hit, n int) []Hit {
	of := map[string]int{}
	hits = slices.DeleteFunc(hits, func(h Hit) bool {
		of[h.Company]++
		return h.Company != "" && of[h.Company] > perEmployer
	})
	return hits[:min(n, len(hits))]
}

func (s snapshot) otherThan(vacancy string, q query.Query) (bq.Query, error) {
	if q == nil {
		q = query.All{}
	}
	c, err := compile(q, s.engine.Mapping())
	b := bleve.NewBooleanQuery()
	b.AddMust(c.all())
	b.AddMustNot(termQuery("vacancy", vacancy))
	return b, err
}

// words of one posting, as they are kept.
type words struct{ vacancy, title, body string }

// posting reads one posting, its body without what others of its board say.
func (s snapshot) posting(ctx context.Context, id string) (words, error) {
	var p words
	var board string
	found, err := s.stored(ctx, bleve.NewDocIDQuery([]string{id}), 1)
	if err != nil {
		return p, err
	}
	if len(found) == 0 {
		return p, fmt.Errorf("index: posting %q: %w", id, ErrUnknown)
	}
	p = found[0]
	err = s.scan(ctx, bleve.NewDocIDQuery([]string{id}), search.SearcherOptions{Score: "none"}, everything, func(m *search.DocumentMatch, v *values) error {
		packed, err := v.read(m)
		u := unpacker{packed: packed}
		row := u.row()
		p.vacancy, board = row.Vacancy, row.Board
		return err
	})
	if err != nil || board == "" {
		return p, err
	}
	b := bleve.NewBooleanQuery()
	b.AddMust(termQuery("board", board))
	b.AddMustNot(termQuery("vacancy", p.vacancy))
	others, err := s.stored(ctx, b, 3)
	p.body = without(p.body, others)
	return p, err
}

func (s snapshot) stored(ctx context.Context, q bq.Query, n int) ([]words, error) {
	req := bleve.NewSearchRequestOptions(q, n, 0, false)
	req.Fields = []string{"title", "body"}
	req.SortBy([]string{"_id"})
	found, err := s.engine.SearchInContext(ctx, req)
	if err != nil {
		return nil, err
	}
	var out []words
	for _, m := range found.Hits {
		title, _ := m.Fields["title"].(string)
		body, _ := m.Fields["body"].(string)
		out = append(out, words{title: title, body: body})
	}
	return out, nil
}

// without leaves out the lines that another posting has as well, unless that
// is all of them.
func without(body string, others []words) string {
	common := map[string]bool{}
	for _, o := range others {
		for line := range strings.Lines(o.body) {
			common[strings.TrimSpace(line)] = true
		}
	}
	var own []string
	for line := range strings.Lines(body) {
		if !common[strings.TrimSpace(line)] {
			own = append(own, line)
		}
	}
	if len(own) == 0 {
		return body
	}
	return strings.Join(own, "")
}

// telling is the words of a posting that say most about it: often here, not
// everywhere, weighed by the logarithm of both.
func (s snapshot) telling(ctx context.Context, p words) ([]bq.Query, error) {
	total, err := s.DocCount()
	if err != nil {
		return nil, err
	}
	type told struct {
		field, term string
		weight      float64
	}
	var all []told
	for _, f := range []struct {
		name, text string
		says       float64
	}{{"title", p.title, titleSays}, {"body", p.body, 1}} {
		for term, n := range s.terms(f.name, f.text) {
			having, err := s.having(ctx, f.name, term)
			if err != nil {
				return nil, err
			}
			// A word only this posting has finds nothing else.
			if having > 1 {
				rare := math.Log(1 + float64(total)/float64(having))
				all = append(all, told{f.name, term, f.says * (1 + math.Log(float64(n))) * rare})
			}
		}
	}
	slices.SortFunc(all, func(a, b told) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.field, b.field), cmp.Compare(a.term, b.term))
	})
	var out []bq.Query
	for _, w := range all[:min(len(all), similarWords)] {
		q := bleve.NewTermQuery(w.term)
		q.SetField(w.field)
		q.SetBoost(w.weight)
		out = append(out, q)
	}
	return out, nil
}

// terms counts the words of a text as a field indexes them.
func (s snapshot) terms(field, text string) map[string]int {
	m := s.engine.Mapping()
	out := map[string]int{}
	for _, t := range m.AnalyzerNamed(m.AnalyzerNameForPath(field)).Analyze([]byte(text)) {
		out[string(t.Term)]++
	}
	return out
}

// having is how many postings have a word in a field.
func (s snapshot) having(ctx context.Context, field, term string) (uint64, error) {
	r, err := s.TermFieldReader(ctx, []byte(term), field, false, false, false)
	if err != nil {
		return 0, err
	}
	return r.Count(), r.Close()
}
