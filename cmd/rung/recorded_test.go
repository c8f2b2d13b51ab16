package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"testing"
	"time"

	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/crawler"
	"rung/crawler/fetch"
	"rung/crawler/replay"
	"rung/crawler/source"
	"rung/index"
	"rung/index/query"
	"rung/index/trend"
)

// quietConsole is a console for work whose talk nobody reads.
func quietConsole(now func() time.Time) *console {
	return &console{
		in: bytes.NewReader(nil), out: io.Discard, err: io.Discard,
		env: func(string) string { return "" }, now: now, columns: 80,
	}
}

// TestRecordedBoards is the main job on real input: 223 recorded boards are
// crawled over loopback through the real path, classified, indexed and
// searched; the second crawl changes nothing.
func TestRecordedBoards(t *testing.T) {
	if testing.Short() {
		t.Skip("crawls 223 boards twice")
	}
	boards, err := replay.Recorded("ashby", corpustest.Shared(t, "recorded/ashby-boards.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	server := replay.New()
	for _, b := range boards {
		if err := server.Add(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Close()

	ctx := context.Background()
	now := time.Date(2025, 10, 28, 12, 0, 0, 0, time.UTC)
	a := &app{console: quietConsole(func() time.Time { return now }), data: t.TempDir()}
	w, err := a.open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()

	first := crawlServed(t, a, w, server)
	if first.Boards != len(boards) || first.Listed() != len(boards) {
		t.Errorf("first crawl listed %d of %d boards: %v", first.Listed(), len(boards), first.Outcomes)
	}
	if first.Change.New != first.Postings || first.Postings < 4000 {
		t.Errorf("first crawl: %d postings listed, %d new", first.Postings, first.Change.New)
	}
	if first.Stages.Classified != first.Change.New || first.Stages.Indexed != first.Change.New {
		t.Errorf("first crawl brought %d, classified %d, indexed %d", first.Change.New, first.Stages.Classified, first.Stages.Indexed)
	}

	storedOnce(t, w, boards)

	now = now.AddDate(0, 0, 1)
	second := crawlServed(t, a, w, server)
	c := second.Change
	if c.New+c.Changed+c.Closed+c.Reopened != 0 || second.Stages.Classified+second.Stages.Indexed != 0 {
		t.Errorf("second crawl of the same boards: %d new, %d changed, %d closed, %d reopened, %d classified",
			c.New, c.Changed, c.Closed, c.Reopened, second.Stages.Classified)
	}
	t.Logf("%d postings in %d requests", first.Postings, first.Requests)
	searchLadder(t, ctx, w)
	reportLadder(t, ctx, w)
}

// storedOnce compares the ids in the store with those of a reading by maps of
// encoding/json alone: every listed posting is there, once, and no other.
func storedOnce(t *testing.T, w *workspace, boards []replay.Board) {
	t.Helper()
	want := map[string]bool{}
	for _, b := range boards {
		var payload map[string]any
		if err := json.Unmarshal(b.Raw, &payload); err != nil {
			t.Fatal(err)
		}
		for _, j := range payload["jobs"].([]any) {
			if job := j.(map[string]any); job["isListed"] == true {
				want["ashby:"+b.Board.Token+":"+job["id"].(string)] = true
			}
		}
	}
	n := 0
	for p, err := range w.store.All(t.Context(), corpus.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; !want[p.ID] {
			t.Errorf("%s is stored and not listed, or stored twice", p.ID)
		}
		delete(want, p.ID)
	}
	if len(want) > 0 {
		t.Errorf("%d listed postings are not stored", len(want))
	}
	t.Logf("%d postings stored, each once", n)
}

// reportLadder makes the level-demand report of the two crawls.
func reportLadder(t *testing.T, ctx context.Context, w *workspace) {
	t.Helper()
	start := time.Now()
	r, err := w.report(ctx, trend.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := r.Coverage
	t.Logf("report in %v: %d postings, %d vacancies, %d on the ladder at %d employers, %d with pay", short(time.Since(start)),
		c.Postings, c.Vacancies, c.OnLadder, c.Employers, c.States("pay"))
	if c.OnLadder < 150 || c.Crawls != 2 || r.Flow == nil {
		t.Errorf("the report counts %d vacancies on the ladder over %d crawls (%s)", c.OnLadder, c.Crawls, r.FlowNote)
	}
}

func crawlServed(t *testing.T, a *app, w *workspace, server *replay.Server) *crawlReport {
	t.Helper()
	client := fetch.New(fetch.Options{Now: a.now, AllowPrivate: true, Pace: fetch.Unpaced, Held: w.store})
	defer client.Close()
	start := time.Now()
	r, err := a.runCrawl(context.Background(), w, crawler.Options{
		Boards: server.Boards(), Getter: client, Source: source.For, Store: w.store, Now: a.now,
	}, len(server.Boards()))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("crawl with its stages %v: vacancies %v, classified %d in %v, indexed %d in %v", short(time.Since(start)),
		short(r.Stages.TookJoining), r.Stages.Classified, short(r.Stages.TookJudging), r.Stages.Indexed, short(r.Stages.TookIndexing))
	return r
}

// searchLadder asks for each rung and finds only that rung.
func searchLadder(t *testing.T, ctx context.Context, w *workspace) {
	t.Helper()
	total := 0
	for _, rung := range query.Rungs {
		q, err := query.Parse("rung:" + rung)
		if err != nil {
			t.Fatal(err)
		}
		res, err := w.index.Search(ctx, index.Request{Query: q, Size: 5})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range res.Hits {
			if !h.OnLadder || query.Rungs[h.Rank-1] != rung {
				t.Errorf("rung:%s found %s, on rank %d", rung, h.ID, h.Rank)
			}
		}
		total += res.Total
		t.Logf("%-9s %d", rung, res.Total)
	}
	if total < 150 {
		t.Errorf("only %d of the recorded postings stand on the ladder", total)
	}
	crawls, err := w.store.Crawls(ctx)
	if err != nil || len(crawls) != 2 {
		t.Errorf("%d crawls kept, want 2 (%v)", len(crawls), err)
	}
	for _, c := range crawls {
		if c.Ended.IsZero() {
			t.Errorf("crawl %d never ended", c.ID)
		}
	}
	if n, err := w.index.Count(); err != nil || n < 4000 {
		t.Errorf("index holds %d postings (%v)", n, err)
	}
	visits, err := w.store.Visits(ctx, corpus.VisitFilter{Crawl: crawls[0].ID})
	if err != nil || len(visits) != 223 {
		t.Errorf("%d outcomes kept of the crawl, want one a board (%v)", len(visits), err)
	}
}
