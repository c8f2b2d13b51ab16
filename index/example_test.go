package index_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"rung/classify"
	"rung/corpus"
	"rung/index"
	"rung/index/query"
)

func ExampleIndex_Search() {
	dir, err := os.MkdirTemp("", "index")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	x, err := index.Open(dir, index.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer x.Close()

	err = x.Put(context.Background(), []index.Document{
		{
			Posting: corpus.Posting{ID: "1", Title: "Senior PM, Payments", Text: "You set the strategy. You manage the roadmap of payments."},
			Verdict: classify.Verdict{OnLadder: true, Rung: "senior", Rank: 4},
		},
		{
			Posting: corpus.Posting{ID: "2", Title: "Product Manager, Search", Text: "You keep the backlog in order."},
			Verdict: classify.Verdict{OnLadder: true, Rung: "pm", Rank: 3},
		},
	})
	if err != nil {
		log.Fatal(err)
	}

	q, err := query.Parse(`"product manager" managing rung:senior..director`)
	if err != nil {
		log.Fatal(err)
	}
	res, err := x.Search(context.Background(), index.Request{Query: q, Highlight: true, Facets: []string{"rung"}})
	if err != nil {
		log.Fatal(err)
	}
	for _, h := range res.Hits {
		fmt.Println(h.ID, h.Title)
		fmt.Println(h.Fragments[0].Text)
	}
	fmt.Println(res.Total, res.Facets[0].Counts)
	// Output:
	// 1 Senior PM, Payments
	// You manage the roadmap of payments.
	// 1 [{senior 1}]
}
