package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"rung/classify/title"
	"rung/cmd/rung/report"
	"rung/corpus"
	"rung/corpus/sample"
	"rung/crawler"
	"rung/crawler/fetch"
	"rung/crawler/replay"
	"rung/crawler/source"
	"rung/index/trend"
)

// demoEvery is how often the demo's boards are read in the market's time.
const demoEvery = 14 * 24 * time.Hour

func demoCommand(a *app) *cobra.Command {
	var once bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "The whole job on an invented market: crawl, classify, report, pages",
		Long: "Demo serves an invented job market over loopback in each job board's own protocol, crawls it\n" +
			"through eighteen months of its own time, classifies and indexes what it finds, prints the\n" +
			"level-demand report and then serves the pages until interrupted. Nothing of it is real, and\n" +
			"it asks nothing beyond this machine.",
		Example: "  rung demo\n  rung demo --once --data demo    keep it, then: rung --data demo search pm",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.demo(cmd.Context(), once) },
	}
	cmd.Flags().BoolVar(&once, "once", false, "end after the report")
	return cmd
}

func (a *app) demo(ctx context.Context, once bool) (err error) {
	dir := a.data
	if dir == "" {
		if dir, err = os.MkdirTemp("", "rung-demo-*"); err != nil {
			return fmt.Errorf("a folder for the demo: %w", err)
		}
		defer os.RemoveAll(dir)
	}
	market, err := sample.Load()
	if err != nil {
		return err
	}
	w, err := a.openDemo(ctx, dir, market)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if err := a.crawlMarket(ctx, w, market); err != nil {
		return err
	}
	r, err := w.report(ctx, trend.Options{})
	if err != nil {
		return err
	}
	meta, err := w.meta("rung demo --once")
	if err != nil {
		return err
	}
	if err := report.Text(a.out, report.New(r, meta), a.columns); err != nil || once {
		return err
	}
	boards, err := a.reopen(w, market)
	if err != nil {
		return err
	}
	defer boards.server.Close()
	return a.serve(ctx, w, outside{boards, fetchNothing}, doorway{addr: "127.0.0.1:0", rate: defaultRate})
}

// openDemo opens a data directory for the sample market alone: invented and
// real postings are never counted together.
func (a *app) openDemo(ctx context.Context, dir string, market *sample.Market) (*workspace, error) {
	s, err := openStoreAt(ctx, dir)
	if err != nil {
		return nil, err
	}
	err = onlyOf(ctx, s, market)
	if err = errors.Join(err, s.Close()); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, noticeName), []byte(sample.Notice+"\n"), 0o644); err != nil {
		return nil, fmt.Errorf("marking the demo as invented: %w", err)
	}
	return a.openAt(ctx, dir)
}

// onlyOf fails for a store that holds anything but the market.
func onlyOf(ctx context.Context, s *corpus.Store, market *sample.Market) error {
	mine := map[string]bool{}
	for _, b := range market.Boards() {
		mine[b.ID()] = true
	}
	for p, err := range s.All(ctx, corpus.Filter{}) {
		if err != nil {
			return err
		}
		if !mine[p.Source+":"+p.Board] {
			return fail(exitUsage, "give it one of its own: rung demo --data DIR", "%s holds postings that are not the demo's", s.Dir())
		}
	}
	return nil
}

// crawlMarket reads the boards again and again through the market's time,
// and carries what that brought through the stages.
func (a *app) crawlMarket(ctx context.Context, w *workspace, market *sample.Market) error {
	times, err := w.demoTimes(ctx)
	if err != nil || len(times) == 0 {
		return err
	}
	server, err := serveMarket(market)
	if err != nil {
		return err
	}
	defer server.Close()
	a.note("Reading its %d boards over loopback, %d times from %s to %s.", len(server.Boards()), len(times), times[0].Format(time.DateOnly), times[len(times)-1].Format(time.DateOnly))
	stats, err := a.crawlThrough(ctx, w, server, times)
	if err != nil {
		return err
	}
	done, err := w.bring(ctx, a)
	if err != nil {
		return err
	}
	a.note("%d postings listed in %d requests: %d new, %d closed; %d classified, %d indexed.\n",
		stats.Postings, stats.Requests, stats.Change.New, stats.Change.Closed, done.Classified, done.Indexed)
	return nil
}

// demoTimes are the times still to be read at, so that a demo that was
// interrupted goes on.
func (w *workspace) demoTimes(ctx context.Context) ([]time.Time, error) {
	var done time.Time
	last, err := w.store.LastCrawl(ctx)
	switch {
	case err == nil:
		done = last.Ended
	case !errors.Is(err, corpus.ErrNotFound):
		return nil, err
	}
	var out []time.Time
	for at := sample.Start; ; at = at.Add(demoEvery) {
		if at.After(sample.End) {
			at = sample.End
		}
		if at.After(done) {
			out = append(out, at)
		}
		if at.Equal(sample.End) {
			return out, nil
		}
	}
}

// crawlThrough crawls at each time, the clocks of the boards, of the client
// and of the run set to it.
func (a *app) crawlThrough(ctx context.Context, w *workspace, server *replay.Server, times []time.Time) (crawler.Stats, error) {
	var clock atomic.Pointer[time.Time]
	now := func() time.Time { return *clock.Load() }
	clock.Store(&times[0])
	client := marketClient(now, w)
	defer client.Close()
	boards := server.Boards()
	meter := a.meter("crawling", len(times)*len(boards))
	defer meter.done()
	var total crawler.Stats
	for i := range times {
		server.SetNow(times[i])
		clock.Store(&times[i])
		meter.say(times[i].Format("crawling 2006-01"))
		stats, err := crawler.Run(ctx, crawler.Options{
			Boards: boards, Getter: client, Source: source.For, Store: w.store, Now: now, Want: title.Gate,
			Progress: func(e crawler.Event) { demoProgress(a, meter, e) },
		})
		total.Add(stats)
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// marketClient asks the market's boards, unpaced: they are this program's own.
func marketClient(now func() time.Time, w *workspace) *fetch.Client {
	return fetch.New(fetch.Options{
		Now: now, AllowPrivate: true, UserAgent: userAgent(), Held: w.store, Transport: loopbackOnly(),
		Pace: fetch.Unpaced, HostPace: func(string) (fetch.Pace, bool) { return fetch.Unpaced, true },
	})
}

func demoProgress(a *app, m *meter, e crawler.Event) {
	if !e.Ended {
		return
	}
	m.add(1)
	if !e.Outcome.Listed() && e.Outcome != corpus.OutcomeInterrupted {
		a.warn("%s: %s. %s", e.Board.ID(), e.Outcome, e.Detail)
	}
}

// loopbackOnly connects to this machine and to nothing else, whatever it is
// asked.
func loopbackOnly() http.RoundTripper {
	return &http.Transport{DialContext: dialLoopback, MaxIdleConnsPerHost: 16, DisableCompression: true}
}

func dialLoopback(ctx context.Context, network, address string) (net.Conn, error) {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !to.Addr().IsLoopback() || !strings.HasPrefix(network, "tcp") {
		return nil, fmt.Errorf("%s is beyond this machine, which the demo never leaves", address)
	}
	return new(net.Dialer).DialContext(ctx, network, address)
}
