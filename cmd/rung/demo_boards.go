package main

import (
	"context"
	"time"

	"rung/classify/title"
	"rung/cmd/rung/web"
	"rung/corpus"
	"rung/corpus/sample"
	"rung/crawler"
	"rung/crawler/replay"
	"rung/crawler/source"
)

// demoBoards are the boards of the sample market as the pages show them. They
// are crawled over loopback again, in the market's own time, which goes on
// from the end of its eighteen months.
type demoBoards struct {
	*app
	w      *workspace
	server *replay.Server
	began  time.Time
}

// reopen serves the market's boards again, at its end.
func (a *app) reopen(w *workspace, market *sample.Market) (*demoBoards, error) {
	server, err := serveMarket(market)
	if err != nil {
		return nil, err
	}
	return &demoBoards{a, w, server, a.now()}, nil
}

// serveMarket serves the market's boards, each in its system's protocol; the
// caller closes the server.
func serveMarket(market *sample.Market) (*replay.Server, error) {
	server := replay.New()
	for _, b := range market.Boards() {
		open := func(at time.Time) []corpus.Posting { return market.Open(b.ID(), at) }
		if err := server.Add(replay.Board{Board: b, Open: open}); err != nil {
			return nil, err
		}
	}
	return server, server.Start()
}

// fetchNothing keeps the demo on this machine, whatever it is asked.
func fetchNothing(context.Context, string) (corpus.Posting, error) {
	return corpus.Posting{}, &web.Refused{Reason: "The demo never leaves this machine.", Fix: "Paste the ad's text, or ask the pages of rung serve."}
}

func (d *demoBoards) Entries() ([]crawler.Entry, error) {
	var out []crawler.Entry
	for _, b := range d.server.Boards() {
		out = append(out, crawler.Entry{Board: b, Origin: crawler.Own})
	}
	return out, nil
}

func (d *demoBoards) Visits(ctx context.Context) ([]corpus.Visit, error) {
	return servedBoards{d.app, d.w}.Visits(ctx)
}

func (d *demoBoards) Off() string { return "" }

func (d *demoBoards) Crawl(ctx context.Context, boards []corpus.Board, told func(crawler.Event)) (crawler.Stats, error) {
	now := func() time.Time { return sample.End.Add(d.now().Sub(d.began)) }
	d.server.SetNow(now())
	client := marketClient(now, d.w)
	defer client.Close()
	return d.w.crawlAndBring(ctx, d.app, crawler.Options{
		Boards: boards, Getter: client, Source: source.For, Store: d.w.store, Now: now, Want: title.Gate, Progress: told,
	})
}
