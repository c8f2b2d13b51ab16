package index

import (
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// MappingVersion is raised with every change of the mapping, of the packed
// row or of an analyzer; an index made under another one is ErrStale.
const MappingVersion = 7

// newMapping names every field. Nothing else is indexed.
func newMapping() (*mapping.IndexMappingImpl, error) {
	doc := bleve.NewDocumentStaticMapping()
	words := func(name, analyzer string, stored, positions bool) {
		doc.AddFieldMappingsAt(name, &mapping.FieldMapping{Type: "text", Analyzer: analyzer,
			Index: true, Store: stored, IncludeTermVectors: positions})
	}
	words("title", proseAnalyzer, true, true)
	words("head", headAnalyzer, false, true)
	words("body", proseAnalyzer, true, true)
	words("company", nameAnalyzer, true, true)
	words("department", proseAnalyzer, false, true)
	words("city", nameAnalyzer, false, true)
	doc.AddFieldMappingsAt(spellingField, &mapping.FieldMapping{Type: "text", Analyzer: nameAnalyzer,
		Index: true, SkipFreqNorm: true})
	doc.AddFieldMappingsAt("url", &mapping.FieldMapping{Type: "text", Analyzer: keyword.Name, Store: true})
	for _, name := range []string{"rank", "gap", "track", "beside", "is", "source", "board", "country",
		"workplace", "employment", "currency", "period", "lang", "vacancy", "skill"} {
		doc.AddFieldMappingsAt(name, &mapping.FieldMapping{Type: "text", Analyzer: keyword.Name,
			Index: true, SkipFreqNorm: true})
	}
	for _, name := range []string{"date", "posted", "seen", "closed", "salary_min", "salary_max", "years", "conf"} {
		doc.AddFieldMappingsAt(name, &mapping.FieldMapping{Type: "number", Index: true, SkipFreqNorm: true})
	}

	m := bleve.NewIndexMapping()
	if err := addAnalyzers(m); err != nil {
		return nil, err
	}
	m.DefaultMapping = doc
	m.DefaultAnalyzer = keyword.Name
	m.IndexDynamic, m.StoreDynamic, m.DocValuesDynamic = false, false, false
	// Not BM25: for the mean length of a text the engine takes the number of
	// different words over the number of texts, which falls as an index grows.
	m.ScoringModel = bleveindex.TFIDFScoring
	return m, m.Validate()
}

// rowField holds packed rows and is beside the mapping, which cannot say that
// its doc values are neither gathered by the thousand nor compressed: to read
// the rows of ten hits took a quarter of a search, and decompressing a tenth
// of a report. The engine has doc values only of what is indexed too.
const (
	rowField   = "row"
	rowOptions = bleveindex.IndexField | bleveindex.DocValues | bleveindex.SkipFreqNorm |
		bleveindex.SkipDVChunking | bleveindex.SkipDVCompression
)

// spellingField holds titles and names as they are written, for Suggest: in
// the other fields "manager" is "manag", which is too far from "manger".
const spellingField = "spelling"
