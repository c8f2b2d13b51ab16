package trend_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"hash/fnv"
	"os"
	"testing"
	"time"

	"rung/corpus/corpustest"
	"rung/index"
	"rung/index/trend"
)

// snapshot is one reading of all boards: the ids open then.
type snapshot struct {
	At     time.Time           `json:"at"`
	Boards map[string][]string `json:"boards"`
}

func snapshots(t *testing.T) []snapshot {
	f, err := os.Open(corpustest.Shared(t, "longitudinal/snapshots.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []snapshot
	for lines := json.NewDecoder(bufio.NewReader(z)); lines.More(); {
		var s snapshot
		if err := lines.Decode(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// TestRealOpeningsAndClosings replays real snapshots as spells and holds
// every day's stock and movement against the snapshots themselves.
func TestRealOpeningsAndClosings(t *testing.T) {
	shots := snapshots(t)
	spells := map[string][]index.Spell{}
	boardOf := map[string]string{}
	open := map[string]bool{}
	var cs []trend.Crawl
	for _, s := range shots {
		c := trend.Crawl{At: s.At.UTC()}
		for board, ids := range s.Boards {
			c.Boards = append(c.Boards, board)
			now := map[string]bool{}
			for _, id := range ids {
				now[id] = true
				boardOf[id] = board
				if !open[id] {
					open[id] = true
					spells[id] = append(spells[id], index.Spell{Opened: c.At})
				}
			}
			for id := range open {
				if open[id] && boardOf[id] == board && !now[id] {
					open[id] = false
					spells[id][len(spells[id])-1].Closed = c.At
				}
			}
		}
		cs = append(cs, c)
	}
	var src rows
	for id, ss := range spells {
		h := fnv.New32()
		h.Write([]byte(id))
		r := index.Row{ID: id, Vacancy: id, Board: boardOf[id], OnLadder: true, Rank: 1 + int(h.Sum32()%7),
			FirstSeen: ss[0].Opened, Closed: ss[len(ss)-1].Closed, Spells: ss}
		src = append(src, r)
	}
	flow := compute(t, src, trend.Options{By: trend.Week, Crawls: cs}).Flow
	joined, opened, closed := 0, 0, 0
	for i, p := range flow.Periods {
		// The stock before a border is the last reading before it of each
		// board.
		last := map[string]int{}
		for _, s := range shots {
			if s.At.Before(p.End) {
				for board, ids := range s.Boards {
					unique := map[string]bool{}
					for _, id := range ids {
						unique[id] = true
					}
					last[board] = len(unique)
				}
			}
		}
		want := 0
		for _, n := range last {
			want += n
		}
		c := flow.Total[i]
		if c.End != want {
			t.Errorf("%s: %d open at the end, the snapshots have %d", p.Name, c.End, want)
		}
		joined, opened, closed = joined+c.Joined, opened+c.New, closed+c.Closed
	}
	first := 0
	for _, ss := range spells {
		first += len(ss)
	}
	if joined+opened != first {
		t.Errorf("%d joined and %d new, the snapshots have %d spells", joined, opened, first)
	}
	t.Logf("%d postings, %d snapshots: %d joined, %d new, %d closed", len(src), len(shots), joined, opened, closed)
}
