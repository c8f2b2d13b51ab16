package index

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"rung/index/query"
)

// Suggest returns the query with every word that no posting has replaced by
// the nearest one that some have, and whether that finds anything: the "did
// you mean" of a search that finds nothing. A word of fewer than four letters
// is left alone, one of fewer than six may be wrong in one place, a longer one
// in two (see query.Edits); of equally near words the one in more postings is
// taken.
func (x *Index) Suggest(ctx context.Context, q query.Query) (better query.Query, found bool, err error) {
	defer guard(x.dir, &err)()
	x.mu.RLock()
	defer x.mu.RUnlock()
	s, err := x.engine.snapshot()
	if err != nil {
		return nil, false, err
	}
	defer s.Close()
	sp := &speller{ctx: ctx, snapshot: s, mapping: s.engine.Mapping()}
	better = sp.query(query.Simplify(q))
	if sp.err != nil || !sp.changed {
		return q, false, sp.err
	}
	n, err := s.count(ctx, better)
	return better, n > 0, err
}

// A speller corrects queries; after its first error it changes nothing.
type speller struct {
	snapshot
	ctx     context.Context
	mapping mapping.IndexMapping
	changed bool
	err     error
}

func (s *speller) query(q query.Query) query.Query {
	switch q := q.(type) {
	case query.And:
		return query.And(s.queries(q))
	case query.Or:
		return query.Or(s.queries(q))
	case query.Not:
		return query.Not{Of: s.query(q.Of)}
	case query.Word:
		return query.Word{Field: q.Field, Text: s.text(q.Field, q.Text)}
	case query.Phrase:
		return query.Phrase{Field: q.Field, Text: s.text(q.Field, q.Text)}
	}
	return q
}

func (s *speller) queries(in []query.Query) []query.Query {
	out := make([]query.Query, len(in))
	for i, q := range in {
		out[i] = s.query(q)
	}
	return out
}

// text replaces words in their places and keeps everything between them.
func (s *speller) text(field, text string) string {
	fields := []string{field}
	if field == "" {
		fields = []string{"title", "body", "company", "city"}
	}
	var b strings.Builder
	end := 0
	for _, t := range s.mapping.AnalyzerNamed(nameAnalyzer).Analyze([]byte(text)) {
		b.WriteString(text[end:t.Start])
		b.WriteString(s.word(fields, text[t.Start:t.End], string(t.Term)))
		end = t.End
	}
	return b.String() + text[end:]
}

// word is the nearest word that is known, or the typed one. plain is the
// typed one without capitals and accents.
func (s *speller) word(fields []string, typed, plain string) string {
	far := reach(plain)
	if far == 0 || s.known(fields, typed) || s.err != nil {
		return typed
	}
	var near []spelling
	if fields[0] == "title" {
		near = s.near(spellingField, typed, plain, far)
	}
	for _, f := range fields {
		near = append(near, s.near(f, typed, plain, far)...)
	}
	if s.err != nil || len(near) == 0 {
		return typed
	}
	s.changed = true
	return slices.MinFunc(near, func(a, b spelling) int {
		return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(b.postings, a.postings), cmp.Compare(a.word, b.word))
	}).word
}

// reach is how many letters a word may be wrong in.
func reach(plain string) int {
	n := utf8.RuneCountInString(plain)
	switch {
	case n < 4 || !strings.ContainsFunc(plain, unicode.IsLetter):
		return 0
	case n < 6:
		return 1
	}
	return maxReach
}

// known reports whether some posting has a typed word in one of the fields, the
// thesaurus has it, or it asks for nothing, as "of" does.
func (s *speller) known(fields []string, typed string) bool {
	if _, same := query.Expand(query.Word{Text: typed}, query.Synonyms()).(query.Word); !same {
		return true
	}
	for _, f := range fields {
		terms := s.terms(f, typed)
		if len(terms) == 0 {
			return true
		}
		for term := range terms {
			n, err := s.having(s.ctx, f, term)
			if err != nil {
				s.err = err
			}
			if n > 0 {
				return true
			}
		}
	}
	return false
}

// A spelling is a word of the index and how far it is from the typed one.
type spelling struct {
	word     string
	edits    int
	postings uint64
}

const (
	// maxReach is as far as the engine looks.
	maxReach = 2
	// mostStems is how many stems near a typed word are looked up as they
	// are written.
	mostStems = 4
	// mostTexts is in how many postings: those that have a stem often may
	// all have it in one form ("marketing"), the typed one being another.
	mostTexts = 50
)

// near lists the words of a field within reach of a typed one. Fields of
// prose hold stems, so its stem is compared with theirs, and the words they
// are the stems of are read from postings.
func (s *speller) near(field, typed, plain string, far int) []spelling {
	var stem string
	for stem = range s.terms(field, typed) {
	}
	dict, err := s.IndexReader.(bleveindex.IndexReaderFuzzy).FieldDictFuzzy(field, stem, maxReach, "")
	if err != nil {
		s.err = err
		return nil
	}
	defer dict.Close()
	var stems []spelling
	e, err := dict.Next()
	for ; err == nil && e != nil; e, err = dict.Next() {
		// The engine counts no postings for terms it finds by nearness.
		var n uint64
		if n, err = s.having(s.ctx, field, e.Term); err != nil {
			break
		}
		stems = append(stems, spelling{e.Term, query.Edits(stem, e.Term), n})
	}
	if err != nil {
		s.err = err
		return nil
	}
	slices.SortFunc(stems, func(a, b spelling) int {
		return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(b.postings, a.postings), cmp.Compare(a.word, b.word))
	})
	var out []spelling
	for _, e := range stems[:min(len(stems), mostStems)] {
		word := e.word
		if s.mapping.AnalyzerNameForPath(field) == proseAnalyzer {
			word = s.written(field, e.word, plain)
		}
		if edits := query.Edits(plain, word); word != "" && edits <= far {
			out = append(out, spelling{word, edits, e.postings})
		}
	}
	return out
}

// written is the word nearest to the typed one that a stem stands for in some
// posting.
func (s *speller) written(field, stem, plain string) string {
	q := bleve.NewTermQuery(stem)
	q.SetField(field)
	req := bleve.NewSearchRequestOptions(q, mostTexts, 0, false)
	req.Fields, req.IncludeLocations = []string{field}, true
	found, err := s.engine.SearchInContext(s.ctx, req)
	if err != nil {
		s.err = err
		return ""
	}
	var near string
	for _, m := range found.Hits {
		text, _ := m.Fields[field].(string)
		for _, l := range m.Locations[field][stem] {
			if int(l.End) > len(text) {
				continue
			}
			word := strings.ToLower(text[l.Start:l.End])
			if near == "" || query.Edits(plain, word) < query.Edits(plain, near) {
				near = word
			}
		}
	}
	return near
}
