package trend_test

import (
	"math"
	"testing"

	"rung/index/trend"
)

// By hand: of what is new, 2 of 4 are senior in February and 6 of 8 in March;
// what was there when boards were first read, and the cut last month, do not
// count. Newcombe's interval of 6/8 − 2/4 is −0.2384 to 0.6429 from the Wilson
// intervals 0.4093–0.9285 and 0.1500–0.8500.
func TestShiftByHand(t *testing.T) {
	var src rows
	add := func(n, rank int, day string) {
		for range n {
			id := string(rune('a' + len(src)))
			src = append(src, row(id, rank, "employer "+id, day, ""))
		}
	}
	add(5, 3, "2026-01-01") // joined
	add(2, 4, "2026-02-10")
	add(2, 3, "2026-02-10")
	add(6, 4, "2026-03-10")
	add(2, 3, "2026-03-10")
	add(3, 7, "2026-04-05")
	s := compute(t, src, trend.Options{Crawls: crawls("2026-01-01", "2026-02-10", "2026-03-10", "2026-04-05")}).Shift
	if s == nil || s.Before.Name != "2026-02" || s.After.Name != "2026-03" {
		t.Fatalf("shift %+v", s)
	}
	senior := s.Rungs[3]
	if senior.Before.K != 2 || senior.Before.N != 4 || senior.After.K != 6 || senior.After.N != 8 {
		t.Errorf("senior %+v", senior)
	}
	c := senior.Change
	if math.Abs(c.Difference-0.25) > 1e-12 || math.Abs(c.Interval.Low+0.2384) > 0.0001 || math.Abs(c.Interval.High-0.6429) > 0.0001 || c.ClearAmong {
		t.Errorf("change %+v", c)
	}
}

func TestShiftPutsThreePeriodsTogether(t *testing.T) {
	src := rows{row("a", 3, "x", "2026-01-01", ""), row("b", 4, "x", "2026-03-03", ""), row("c", 5, "y", "2026-07-03", "")}
	days := []string{"2025-12-15", "2026-01-01", "2026-03-03", "2026-05-01", "2026-07-03", "2026-08-10"}
	s := compute(t, src, trend.Options{Crawls: crawls(days...)}).Shift
	if s.Before.Name != "2026-02..2026-04" || s.After.Name != "2026-05..2026-07" || s.Rungs[3].Before.K != 1 || s.Rungs[4].After.K != 1 {
		t.Errorf("shift %+v", s)
	}
}
