package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"

	"rung/classify"
	"rung/classify/ladder"
	"rung/cmd/rung/web"
	"rung/cmd/rung/web/api"
	"rung/cmd/rung/web/desk"
	"rung/corpus"
)

// maxRow bounds a line of a stream of postings from another program.
const maxRow = 1 << 20

// desk answers what programs ask of a data directory.
func (a *app) desk(w *workspace, fetch func(ctx context.Context, address string) (corpus.Posting, error)) (*desk.Desk, error) {
	l, err := ladder.Load()
	if err != nil {
		return nil, err
	}
	c, err := classify.Default()
	if err != nil {
		return nil, err
	}
	return &desk.Desk{
		Classifier: c, Index: w.index, Record: w.deskRecord, Rows: rows, Report: w.report, Market: w.market, State: w.state, Ladder: l,
		Model: w.model, Version: version, Notice: w.notice,
		Read: func(title, text string) (corpus.Posting, error) {
			p, err := readPasted(title, text)
			return p, refused("text", err)
		},
		Fetch: func(ctx context.Context, url string) (corpus.Posting, error) {
			p, err := fetch(ctx, url)
			return p, refused("url", err)
		},
		Visits: func(ctx context.Context) ([]corpus.Visit, error) {
			return w.store.Visits(ctx, corpus.VisitFilter{Latest: true})
		},
	}, nil
}

// refused tells what cannot be read, which whoever asked can mend, from what
// failed.
func refused(field string, err error) error {
	var c *coded
	var row *corpus.RowError
	var page *web.Refused
	switch {
	case errors.As(err, &page):
		return &desk.Refused{Field: field, Reason: page.Reason, Fix: page.Fix}
	case errors.As(err, &c) && c.code == exitUnreadable:
		return &desk.Refused{Field: field, Reason: c.err.Error()}
	case errors.As(err, &row):
		return &desk.Refused{Field: field, Reason: row.Reason}
	}
	return err
}

func (w *workspace) deskRecord(ctx context.Context, id string) (desk.Record, error) {
	r, err := w.record(ctx, id)
	return desk.Record(r), err
}

// rows reads postings, one JSON object a line, as they come.
func rows(r io.Reader) iter.Seq2[corpus.Posting, error] {
	opt := decodeOptions("", "", corpus.FormatJSONL)
	opt.MaxRow = maxRow
	return corpus.Decode(r, opt)
}

// state names what is stored; "" while a crawl is changing it.
func (w *workspace) state(ctx context.Context) (string, error) {
	generation, err := w.index.Generation()
	if err != nil {
		return "", err
	}
	crawl, err := w.store.LastCrawl(ctx)
	switch {
	case errors.Is(err, corpus.ErrNotFound):
		return fmt.Sprint(generation), nil
	case err != nil:
		return "", err
	case crawl.Ended.IsZero():
		return "", nil
	}
	return fmt.Sprintf("%d.%d", generation, crawl.ID), nil
}

// apiPrefix is where the API is, whatever its version.
const apiPrefix = "/api/"

// api is the API over a data directory.
func (a *app) api(answers *desk.Desk, d doorway) http.Handler {
	return api.New(api.Options{Desk: answers, Hosts: d.hosts, Rate: d.rate, Log: func(operation string, err error) {
		a.warn("answering %s: %v", operation, err)
	}})
}
