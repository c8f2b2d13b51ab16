package corpus_test

import (
	"context"
	"fmt"
	"testing"

	"rung/corpus"
	"rung/corpus/corpustest"
)

// market is a listing of n postings with texts of some 700 words.
func market(n, day int) corpus.Listing {
	l := corpustest.Listing(corpustest.Day(day), corpustest.UpTo(n)...)
	for i := range l.Postings {
		l.Postings[i].Text = advert(fmt.Sprint("bench", i), 60)
		l.Postings[i].HTML = "<p>" + l.Postings[i].Text + "</p>"
	}
	return l
}

// rate reports postings per second beside the time of an operation.
func rate(b *testing.B, postings int) {
	b.ReportMetric(float64(postings*b.N)/b.Elapsed().Seconds(), "postings/s")
}

func BenchmarkApply(b *testing.B) {
	const n = 200
	for name, unchanged := range map[string]bool{"listing=new": false, "listing=unchanged": true} {
		b.Run(name, func(b *testing.B) {
			s := open(b, corpus.Options{})
			first, later := market(n, 0), market(n, 1)
			apply(b, s, first)
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				if !unchanged {
					later.Board.Token = fmt.Sprint("board", i)
				}
				apply(b, s, later)
			}
			rate(b, n)
		})
	}
}

func BenchmarkAll(b *testing.B) {
	const n = 500
	s := open(b, corpus.Options{})
	apply(b, s, market(n, 0))
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		for _, err := range s.All(context.Background(), corpus.Filter{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	rate(b, n)
}

func BenchmarkSimhash(b *testing.B) {
	text := advert("bench", 60)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		corpus.Simhash(text)
	}
}
