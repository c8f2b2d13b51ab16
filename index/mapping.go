package index

import (
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// mappingVersion is raised with every change of the mapping, of the packed
// row or of an analyzer; an index made under another one is ErrStale.
const mappingVersion = 1

// newMapping names every field. Nothing else is indexed.
func newMapping() (*mapping.IndexMappingImpl, error) {
	doc := bleve.NewDocumentStaticMapping()
	words := func(name, analyzer string, stored, positions bool) {
		doc.AddFieldMappingsAt(name, &mapping.FieldMapping{Type: "text", Analyzer: analyzer,
			Index: true, Store: stored, IncludeTermVectors: positions})
	}
	words("title", en.AnalyzerName, true, true)
	words("body", en.AnalyzerName, true, true)
	words("company", plainAnalyzer, true, true)
	words("department", en.AnalyzerName, false, true)
	words("city", plainAnalyzer, false, true)
	doc.AddFieldMappingsAt("url", &mapping.FieldMapping{Type: "text", Analyzer: keyword.Name, Store: true})
	for _, name := range []string{"rank", "gap", "track", "beside", "is", "source", "board", "country",
		"workplace", "employment", "currency", "period", "lang", "vacancy"} {
		doc.AddFieldMappingsAt(name, &mapping.FieldMapping{Type: "text", Analyzer: keyword.Name,
			Index: true, SkipFreqNorm: true})
	}
	for _, name := range []string{"date", "posted", "seen", "closed", "salary_min", "salary_max", "years", "conf"} {
		doc.AddFieldMappingsAt(name, &mapping.FieldMapping{Type: "number", Index: true, SkipFreqNorm: true})
	}
	doc.AddFieldMappingsAt(rowField, &mapping.FieldMapping{Type: "text", Analyzer: keyword.Name,
		Index: true, DocValues: true, SkipFreqNorm: true})

	m := bleve.NewIndexMapping()
	if err := m.AddCustomAnalyzer(plainAnalyzer, map[string]any{
		"type": custom.Name, "tokenizer": unicode.Name, "token_filters": []string{lowercase.Name},
	}); err != nil {
		return nil, err
	}
	m.DefaultMapping = doc
	m.DefaultAnalyzer = keyword.Name
	m.IndexDynamic, m.StoreDynamic, m.DocValuesDynamic = false, false, false
	m.ScoringModel = bleveindex.BM25Scoring
	return m, m.Validate()
}

const rowField = "row"

// plainAnalyzer splits and lower-cases; English stop words and stems would
// damage names ("The Who", "Ames").
const plainAnalyzer = "plain"
