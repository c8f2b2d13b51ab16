package main

import (
	"context"

	"rung/classify/title"
	"rung/corpus"
	"rung/crawler"
	"rung/crawler/fetch"
	"rung/crawler/source"
)

// servedBoards are the boards the pages show and may crawl.
type servedBoards struct {
	*app
	w *workspace
}

func (s servedBoards) Entries() ([]crawler.Entry, error) {
	shelf, err := crawler.OpenShelf(s.w.dir)
	if err != nil {
		return nil, err
	}
	return shelf.Entries(), nil
}

func (s servedBoards) Visits(ctx context.Context) ([]corpus.Visit, error) {
	return s.w.store.Visits(ctx, corpus.VisitFilter{Latest: true})
}

// Off keeps real postings out of a data directory of invented ones.
func (s servedBoards) Off() string {
	if s.w.notice == "" {
		return ""
	}
	return "What is stored here is invented, and real boards are not mixed with it. Serve another data directory to crawl: rung --data DIR serve."
}

func (s servedBoards) Crawl(ctx context.Context, boards []corpus.Board, told func(crawler.Event)) (crawler.Stats, error) {
	forget, err := oblivion(ctx, s.w.store, nil)
	if err != nil {
		return crawler.Stats{}, err
	}
	client := fetch.New(fetch.Options{Now: s.now, Held: s.w.store, UserAgent: userAgent()})
	defer client.Close()
	return s.w.crawlAndBring(ctx, s.app, crawler.Options{
		Boards: boards, Getter: client, Source: source.For, Store: s.w.store, Now: s.now,
		Want: title.Gate, Off: source.Why, Progress: told, Forget: forget,
	})
}

// crawlAndBring crawls and carries what was read through the stages, also
// when the crawl was stopped.
func (w *workspace) crawlAndBring(ctx context.Context, a *app, opt crawler.Options) (crawler.Stats, error) {
	stats, err := crawler.Run(ctx, opt)
	if _, berr := w.bring(context.WithoutCancel(ctx), a); berr != nil {
		return stats, berr
	}
	return stats, err
}
