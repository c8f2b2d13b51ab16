package index

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	bq "github.com/blevesearch/bleve/v2/search/query"
	"github.com/blevesearch/bleve/v2/search/searcher"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"rung/index/query"
)

// How much a word weighs in each field bare words are sought in: a title
// says what a posting is, its head most of all ("Executive Assistant" of
// "Executive Assistant to the Chief Product Officer"); a body mentions much.
// The title comes first: what is no word to it, as "of", is sought nowhere.
var wordFields = []struct {
	name  string
	boost float64
}{{"title", 4}, {"head", 2}, {"company", 2}, {"city", 2}, {"body", 1}}

// The weights of all the words side by side.
const (
	titleBoost = 8
	headBoost  = 8
)

// compiled is a query in the engine's terms: scored parts, which rank, and
// filters, which only admit. Either may be nil; both nil matches everything.
type compiled struct {
	scored, filter bq.Query
	// title is the bare words as a phrase of the title: it admits nothing by
	// itself and lifts what it matches. Nil for fewer than two words.
	title bq.Query
}

// all is one engine query that admits what both parts admit.
func (c compiled) all() bq.Query {
	switch {
	case c.scored == nil && c.filter == nil:
		return bleve.NewMatchAllQuery()
	case c.scored == nil:
		return c.filter
	case c.filter == nil:
		return c.scored
	}
	return bleve.NewConjunctionQuery(c.scored, c.filter)
}

// ranked admits the same and scores by the scored part alone.
func (c compiled) ranked() bq.Query {
	if c.scored == nil {
		return c.all()
	}
	q := c.scored
	if c.filter != nil {
		q = bleve.NewConjunctionQuery(c.scored, unscored{c.filter})
	}
	if c.title == nil {
		return q
	}
	b := bleve.NewBooleanQuery()
	b.AddMust(q)
	b.AddShould(c.title)
	return b
}

// unscored is a filter inside a conjunction. The engine's own kind asks it
// only about matches that are scored already, and takes its errors for "no";
// a conjunction steps through the rarer part and scores what both admit.
type unscored struct{ bq.Query }

func (u unscored) Searcher(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping,
	opt search.SearcherOptions) (search.Searcher, error) {
	opt.Score = "none"
	s, err := u.Query.Searcher(ctx, r, m, opt)
	if err != nil {
		return nil, err
	}
	return weighed{s, 0}, nil
}

// anyField seeks a word in several fields. It scores as the engine's own
// disjunction does, whose sum shrinks with the share of parts that do not
// match, but leaves out fields no posting has the word in: most words are in
// the text alone, and asking five fields about each match was half of the
// time a search took.
type anyField []bq.Query

func (a anyField) Searcher(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping,
	opt search.SearcherOptions) (search.Searcher, error) {
	var parts []search.Searcher
	for _, q := range a {
		s, err := q.Searcher(ctx, r, m, opt)
		if err == nil && s.Count() == 0 {
			err = s.Close()
		} else if err == nil {
			parts = append(parts, s)
		}
		if err != nil {
			return nil, errors.Join(err, closeAll(parts))
		}
	}
	switch {
	case len(parts) == 0:
		return searcher.NewMatchNoneSearcher(r)
	case opt.Score == "none":
		return searcher.NewDisjunctionSearcher(ctx, r, parts, 0, opt)
	}
	s, err := searcher.NewDisjunctionSearcher(ctx, r, parts, 0, opt)
	if err != nil {
		return nil, err
	}
	return weighed{s, float64(len(parts)) / float64(len(a))}, nil
}

func closeAll(all []search.Searcher) error {
	var errs []error
	for _, s := range all {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

// weighed multiplies scores.
type weighed struct {
	search.Searcher
	by float64
}

func (w weighed) Next(c *search.SearchContext) (*search.DocumentMatch, error) {
	return w.weigh(w.Searcher.Next(c))
}

func (w weighed) Advance(c *search.SearchContext, id bleveindex.IndexInternalID) (*search.DocumentMatch, error) {
	return w.weigh(w.Searcher.Advance(c, id))
}

func (w weighed) weigh(m *search.DocumentMatch, err error) (*search.DocumentMatch, error) {
	if m != nil {
		m.Score *= w.by
	}
	return m, err
}

// compile translates a query, after Simplify and Expand.
func compile(q query.Query, m mapping.IndexMapping) (compiled, error) {
	q = query.Simplify(q)
	t := translator{m}
	title, err := t.titlePhrase(q)
	if err != nil {
		return compiled{}, err
	}
	q = query.Expand(q, query.Synonyms())
	parts, ok := q.(query.And)
	if !ok {
		parts = query.And{q}
	}
	var scored, filter []bq.Query
	for _, p := range parts {
		e, err := t.node(p)
		if err != nil {
			return compiled{}, err
		}
		switch {
		case e == nil:
		case ranks(p):
			scored = append(scored, e)
		default:
			filter = append(filter, e)
		}
	}
	return compiled{conjunction(scored), conjunction(filter), title}, nil
}

// titlePhrase is the bare words of q in their order: who types "head of
// product" means that title before any text with the three words.
func (t translator) titlePhrase(q query.Query) (bq.Query, error) {
	parts, _ := q.(query.And)
	var words []string
	for _, p := range parts {
		if w, ok := p.(query.Word); ok && w.Field == "" {
			words = append(words, w.Text)
		}
	}
	if len(words) < 2 {
		return nil, nil
	}
	together := strings.Join(words, " ")
	title, err := t.inField("title", together, titleBoost)
	if err != nil || title == nil {
		return nil, err
	}
	head, err := t.inField("head", together, headBoost)
	return bleve.NewDisjunctionQuery(title, head), err
}

func conjunction(parts []bq.Query) bq.Query {
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return parts[0]
	}
	return bleve.NewConjunctionQuery(parts...)
}

// ranks reports whether a part has words that say how well a posting fits.
func ranks(q query.Query) bool {
	switch q := q.(type) {
	case query.Word, query.Phrase:
		return true
	case query.And:
		for _, p := range q {
			if ranks(p) {
				return true
			}
		}
	case query.Or:
		for _, p := range q {
			if ranks(p) {
				return true
			}
		}
	}
	return false
}

// A translator turns query nodes into engine queries; nil stands for a node
// that asks for nothing, as a word does that no text is indexed by.
type translator struct{ mapping mapping.IndexMapping }

func (t translator) node(q query.Query) (bq.Query, error) {
	switch q := q.(type) {
	case query.All:
		return bleve.NewMatchAllQuery(), nil
	case query.None:
		return bleve.NewMatchNoneQuery(), nil
	case query.And:
		parts, err := t.nodes(q)
		return conjunction(parts), err
	case query.Or:
		parts, err := t.nodes(q)
		if err != nil || len(parts) < 2 {
			return conjunction(parts), err
		}
		return bleve.NewDisjunctionQuery(parts...), nil
	case query.Not:
		return t.not(q)
	case query.Word:
		return t.words(q.Field, q.Text)
	case query.Phrase:
		return t.words(q.Field, q.Text)
	case query.Term:
		return t.term(q)
	case query.Range:
		return t.numbers(q)
	case query.Days:
		return t.days(q)
	}
	return nil, fmt.Errorf("index: cannot search for a %T", q)
}

func (t translator) nodes(parts []query.Query) ([]bq.Query, error) {
	var out []bq.Query
	for _, p := range parts {
		e, err := t.node(p)
		if err != nil {
			return nil, err
		}
		if e != nil {
			out = append(out, e)
		}
	}
	return out, nil
}

// not always has a must part: the engine takes a must that cannot match for
// none given.
func (t translator) not(q query.Not) (bq.Query, error) {
	e, err := t.node(q.Of)
	if err != nil || e == nil {
		return nil, err
	}
	b := bleve.NewBooleanQuery()
	b.AddMust(bleve.NewMatchAllQuery())
	b.AddMustNot(e)
	return b, nil
}

func (t translator) words(field, text string) (bq.Query, error) {
	if field != "" {
		return t.inField(field, text, 1)
	}
	var parts anyField
	for _, f := range wordFields {
		e, err := t.inField(f.name, text, f.boost)
		if err != nil || e == nil {
			return nil, err
		}
		parts = append(parts, e)
	}
	return parts, nil
}

// maxPhrase bounds the words of a phrase that are sought. The engine tries
// every place of each word against every place of the word before, so that a
// long phrase of one word takes minutes in texts that repeat that word.
const maxPhrase = 24

// inField seeks text as the field's analyzer reads it: one word as a term,
// several as a phrase.
func (t translator) inField(field, text string, boost float64) (bq.Query, error) {
	a := t.mapping.AnalyzerNamed(t.mapping.AnalyzerNameForPath(field))
	if a == nil {
		return nil, fmt.Errorf("index: no field %q to search in", field)
	}
	tokens := a.Analyze([]byte(text))
	switch {
	case len(tokens) == 0:
		return nil, nil
	case len(tokens) == 1 || samePlace(tokens):
		q := bleve.NewTermQuery(string(tokens[0].Term))
		q.SetField(field)
		q.SetBoost(boost)
		return q, nil
	}
	if len(tokens) > maxPhrase {
		text = text[:tokens[maxPhrase-1].End]
	}
	q := bleve.NewMatchPhraseQuery(text)
	q.SetField(field)
	q.SetBoost(boost)
	return q, nil
}

func samePlace(ts analysis.TokenStream) bool { return ts[0].Position == ts[len(ts)-1].Position }

func (t translator) term(q query.Term) (bq.Query, error) {
	if q.Field == "id" {
		return bleve.NewDocIDQuery([]string{q.Value}), nil
	}
	return termQuery(q.Field, q.Value), nil
}

func termQuery(field, value string) bq.Query {
	e := bleve.NewTermQuery(value)
	e.SetField(field)
	return e
}

// listed are the number fields of few whole values, indexed as words: a list
// of them is much cheaper than a numeric range.
var listed = map[string]struct {
	field  string
	lo, hi float64
}{"rung": {"rank", 1, 7}, "gap": {"gap", -6, 6}}

func (t translator) numbers(q query.Range) (bq.Query, error) {
	if s, ok := listed[q.Field]; ok {
		var parts []bq.Query
		for v := s.lo; v <= s.hi; v++ {
			if within(q, v) {
				parts = append(parts, termQuery(s.field, digits(int(v))))
			}
		}
		if len(parts) == 0 {
			return bleve.NewMatchNoneQuery(), nil
		}
		return bleve.NewDisjunctionQuery(parts...), nil
	}
	if q.Field == "salary" {
		// Two ranges overlap when each begins before the other ends.
		return bleve.NewConjunctionQuery(
			numeric("salary_max", q.Lo, math.Inf(1), q.LoOpen, false),
			numeric("salary_min", math.Inf(-1), q.Hi, false, q.HiOpen)), nil
	}
	return numeric(q.Field, q.Lo, q.Hi, q.LoOpen, q.HiOpen), nil
}

func within(q query.Range, v float64) bool {
	return (v > q.Lo || v == q.Lo && !q.LoOpen) && (v < q.Hi || v == q.Hi && !q.HiOpen)
}

func numeric(field string, lo, hi float64, loOpen, hiOpen bool) bq.Query {
	low, high := !loOpen, !hiOpen
	e := bleve.NewNumericRangeInclusiveQuery(bound(lo), bound(hi), &low, &high)
	e.SetField(field)
	return e
}

// bound caps infinities; the engine wants at least one end, and a range
// without any still asks for a value.
func bound(x float64) *float64 {
	x = max(-math.MaxFloat64, min(math.MaxFloat64, x))
	return &x
}

func (t translator) days(q query.Days) (bq.Query, error) {
	lo, hi := math.Inf(-1), math.Inf(1)
	if !q.From.IsZero() {
		lo = dayNumber(q.From)
	}
	if !q.Until.IsZero() {
		hi = dayNumber(q.Until)
	}
	return numeric(q.Field, lo, hi, false, true), nil
}
