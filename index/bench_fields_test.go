package index_test

import (
	"context"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	blevesearch "github.com/blevesearch/bleve/v2/search"

	"rung/index/indextest"
)

// BenchmarkWalkFields reads statistics the other way, from one doc value
// field a column, to compare with BenchmarkWalk, which reads all columns from
// one field: "words" five keywords, "numbers" two numbers, each of which the
// engine gives back as sixteen terms.
func BenchmarkWalkFields(b *testing.B) {
	doc := bleve.NewDocumentStaticMapping()
	words, numbers := []string{"rank", "company", "country", "vacancy", "id"}, []string{"posted", "pay"}
	for _, f := range words {
		doc.AddFieldMappingsAt(f, &mapping.FieldMapping{Type: "text", Analyzer: "keyword", Index: true, DocValues: true})
	}
	for _, f := range numbers {
		doc.AddFieldMappingsAt(f, &mapping.FieldMapping{Type: "number", Index: true, DocValues: true})
	}
	m := bleve.NewIndexMapping()
	m.DefaultMapping = doc
	x, err := bleve.New(b.TempDir()+"/x", m)
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	n := benchSize()
	market := indextest.Market{Seed: 7, Employers: 2000, Words: 1}
	for i := 0; i < n; {
		batch := x.NewBatch()
		for range min(1000, n-i) {
			d := market.Document(i)
			i++
			err := batch.Index(d.Posting.ID, map[string]any{"rank": string(rune('0' + d.Verdict.Rank)), "company": d.Posting.Company,
				"country": d.Posting.Locations[0].Country, "vacancy": d.Vacancy, "id": d.Posting.ID,
				"posted": float64(d.Posting.Observed.FirstSeen.Unix()), "pay": float64(i % 90 * 1000)})
			if err != nil {
				b.Fatal(err)
			}
		}
		if err := x.Batch(batch); err != nil {
			b.Fatal(err)
		}
	}
	for name, fields := range map[string][]string{"words": words, "numbers": numbers, "all": append(words, numbers...)} {
		b.Run("fields="+name, func(b *testing.B) {
			for b.Loop() {
				visitFields(b, x, fields)
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(n*b.N), "ns/row")
		})
	}
}

func visitFields(b *testing.B, x bleve.Index, fields []string) {
	advanced, err := x.Advanced()
	if err != nil {
		b.Fatal(err)
	}
	reader, err := advanced.Reader()
	if err != nil {
		b.Fatal(err)
	}
	defer reader.Close()
	s, err := bleve.NewMatchAllQuery().Searcher(context.Background(), reader, x.Mapping(), blevesearch.SearcherOptions{Score: "none"})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	dv, err := reader.DocValueReader(fields)
	if err != nil {
		b.Fatal(err)
	}
	sc := &blevesearch.SearchContext{DocumentMatchPool: blevesearch.NewDocumentMatchPool(2, 0), IndexReader: reader}
	bytes := 0
	for {
		m, err := s.Next(sc)
		if err != nil {
			b.Fatal(err)
		}
		if m == nil {
			break
		}
		err = dv.VisitDocValues(m.IndexInternalID, func(_ string, term []byte) { bytes += len(term) })
		if err != nil {
			b.Fatal(err)
		}
		sc.DocumentMatchPool.Put(m)
	}
	if bytes == 0 {
		b.Fatal("nothing was read")
	}
}
