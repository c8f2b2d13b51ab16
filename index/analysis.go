package index

import (
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/token/porter"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/registry"
)

// The analyzers: prose is read as English, a head too but without the holes
// that "of" and "the" leave, so that "VP of Product" and "VP Product" are one
// phrase; names are only split, because English stop words and stems would
// damage them ("The Who", "Ames"). All are lower-cased and lose their
// accents: who has no "ł" on the keyboard finds Wrocław.
const (
	proseAnalyzer = "prose"
	headAnalyzer  = "head"
	nameAnalyzer  = "name"
)

const (
	foldFilter  = "rung_fold"
	closeFilter = "rung_close"
)

func addAnalyzers(m *mapping.IndexMappingImpl) error {
	english := []string{en.PossessiveName, lowercase.Name, foldFilter, en.StopName, porter.Name}
	for name, filters := range map[string][]string{
		proseAnalyzer: english,
		headAnalyzer:  append(english, closeFilter),
		nameAnalyzer:  {lowercase.Name, foldFilter},
	} {
		err := m.AddCustomAnalyzer(name, map[string]any{
			"type": custom.Name, "tokenizer": unicode.Name, "token_filters": filters,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// The engine reads a mapping back by the names of its filters, which it must
// know before any index is opened.
func init() {
	register(foldFilter, foldAccents)
	register(closeFilter, closeGaps)
}

func register(name string, f tokenFilter) {
	err := registry.RegisterTokenFilter(name, func(map[string]any, *registry.Cache) (analysis.TokenFilter, error) {
		return f, nil
	})
	if err != nil {
		panic(err) // only a name used twice
	}
}

type tokenFilter func(analysis.TokenStream) analysis.TokenStream

func (f tokenFilter) Filter(in analysis.TokenStream) analysis.TokenStream { return f(in) }

var ascii = asciifolding.New()

// foldAccents works on tokens and not, as the engine's own filter does, on
// the text, where it would move the places that are marked in hits.
func foldAccents(in analysis.TokenStream) analysis.TokenStream {
	for _, t := range in {
		for _, b := range t.Term {
			if b >= utf8.RuneSelf {
				t.Term = ascii.Filter(t.Term)
				break
			}
		}
	}
	return in
}

// closeGaps numbers the words that are left from one on.
func closeGaps(in analysis.TokenStream) analysis.TokenStream {
	for i, t := range in {
		t.Position = i + 1
	}
	return in
}
