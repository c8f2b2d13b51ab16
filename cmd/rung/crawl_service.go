package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"time"

	"rung/corpus"
)

// crawlEvery runs as a service: a crawl that fails is told and the next one
// tried; only an interruption ends it. Times are counted from the start of a
// crawl; one that takes longer than that is followed by the next at once.
func (a *app) crawlEvery(ctx context.Context, f crawlFlags) error {
	if err := a.mayRepeat(f); err != nil {
		return err
	}
	told, stop, err := a.serveMetrics(ctx, f.metrics)
	if err != nil {
		return err
	}
	defer stop()
	for {
		next := time.NewTimer(f.every)
		due := a.now().Add(f.every)
		err := a.crawl(ctx, f, told)
		var s silent
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && !errors.As(err, &s):
			reportError(a.console, nil, err)
		}
		a.note("next crawl at %s", due.Format("2006-01-02 15:04:05"))
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-next.C:
		}
	}
}

// leastEvery is how often boards of others may be read at most.
const leastEvery = time.Minute

// mayRepeat refuses to bother other people's servers. Boards of this machine
// may be read as often as one likes.
func (a *app) mayRepeat(f crawlFlags) error {
	if f.every >= leastEvery {
		return nil
	}
	boards, err := f.list(a)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(boards, func(b corpus.Board) bool { return !onThisMachine(b.Base) }) {
		return fail(exitUsage, "politeness needs at least a minute: --every 6h", "--every %s is too often", f.every)
	}
	return nil
}

func onThisMachine(base string) bool {
	u, err := url.Parse(base)
	if err != nil {
		return false
	}
	at, err := netip.ParseAddr(u.Hostname())
	return err == nil && at.IsLoopback()
}

// serveMetrics shows counters at an address until stop is called; for "" it
// counts nothing.
func (a *app) serveMetrics(ctx context.Context, addr string) (told *crawlMetrics, stop func(), err error) {
	if addr == "" {
		return nil, func() {}, nil
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, nil, fail(exitUsage, "for example: --metrics 127.0.0.1:9464", "cannot show counters: %w", err)
	}
	if at, err := netip.ParseAddrPort(l.Addr().String()); err != nil || !at.Addr().Unmap().IsLoopback() {
		return nil, nil, errors.Join(fail(exitUsage, "for example: --metrics 127.0.0.1:9464", "counters are shown on this machine only, and %s is more", addr), l.Close())
	}
	told = newCrawlMetrics()
	server := &http.Server{
		Handler: told.handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute,
		MaxHeaderBytes: 64 << 10, BaseContext: func(net.Listener) context.Context { return ctx },
	}
	a.note("Counters are at http://%s/metrics", l.Addr())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			a.warn("showing counters: %v", err)
		}
	}()
	return told, func() {
		_ = server.Close() // the process ends; who reads counters now asks again
		<-ended
	}, nil
}
