package trend_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rung/index/trend"
)

func TestRevisions(t *testing.T) {
	opt := trend.Options{Crawls: crawls("2025-12-20", "2026-01-05", "2026-02-01", "2026-03-01"), Draws: -1}
	src := rows{row("a", 3, "x", "2026-01-05", ""), row("b", 4, "x", "2026-01-05", "2026-02-01")}
	var earlier trend.Report
	if err := json.Unmarshal([]byte(marshal(t, compute(t, src, opt))), &earlier); err != nil {
		t.Fatal(err)
	}
	if r := compute(t, src, opt).Since(&earlier); !r.Same || r.Compared == 0 || len(r.Changed) != 0 {
		t.Errorf("of the same input %+v", r)
	}
	src[1].Rank = 5 // a newer model thinks otherwise
	src = append(src, row("late", 3, "x", "2026-01-05", ""))
	r := compute(t, src, opt).Since(&earlier)
	want := []trend.Revision{
		{Period: "2026-01", Rung: "all", What: "new", Was: 2, Is: 3}, {Period: "2026-01", Rung: "all", What: "open at end", Was: 2, Is: 3},
		{Period: "2026-01", Rung: "pm", What: "new", Was: 1, Is: 2}, {Period: "2026-01", Rung: "pm", What: "open at end", Was: 1, Is: 2},
		{Period: "2026-01", Rung: "senior", What: "new", Was: 1, Is: 0}, {Period: "2026-01", Rung: "senior", What: "open at end", Was: 1, Is: 0},
		{Period: "2026-01", Rung: "lead", What: "new", Was: 0, Is: 1}, {Period: "2026-01", Rung: "lead", What: "open at end", Was: 0, Is: 1},
	}
	var january []trend.Revision
	for _, c := range r.Changed {
		if c.Period == "2026-01" {
			january = append(january, c)
		}
	}
	if diff := cmp.Diff(want, january); diff != "" || r.Same {
		t.Errorf("revisions of January (-want +got):\n%s", diff)
	}
	if r := compute(t, rows{}, trend.Options{}).Since(&earlier); r.Compared != 0 {
		t.Errorf("without crawls %+v", r)
	}
}
