package trend_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"rung/index"
	"rung/index/trend"
)

func ExampleCompute() {
	day := func(d int) time.Time { return time.Date(2026, 6, d, 0, 0, 0, 0, time.UTC) }
	// An *index.Index is a source; any other walk over rows will do.
	src := rows{
		{ID: "1", Vacancy: "1", Company: "Brightloom", OnLadder: true, Rank: 4, FirstSeen: day(1), Closed: day(20)},
		{ID: "2", Vacancy: "2", Company: "Fernway", OnLadder: true, Rank: 4, FirstSeen: day(8)},
		{ID: "3", Vacancy: "3", Company: "Fernway", OnLadder: true, Rank: 3, FirstSeen: day(8)},
	}
	r, err := trend.Compute(context.Background(), src, trend.Options{
		Crawls: []trend.Crawl{{At: day(1)}, {At: day(30)}},
	})
	if err != nil {
		log.Fatal(err)
	}
	senior := r.Flow.Rungs[3].Cells[0]
	fmt.Printf("senior: %d already open, %d new, %d closed, %d open\n", senior.Joined, senior.New, senior.Closed, senior.End)
	ids, err := r.Postings(senior.NewKey)
	fmt.Println(ids, err)
	fmt.Println(r.Notes[0])
	// Output:
	// senior: 1 already open, 1 new, 1 closed, 1 open
	// [2] <nil>
	// Only 3 vacancies: shares say little.
}

var _ trend.Source = (*index.Index)(nil)
