package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rung/classify/title"
	"rung/corpus"
	"rung/crawler"
	"rung/crawler/fetch"
	"rung/crawler/source"
)

type crawlFlags struct {
	boards                         []string
	file, from, format, metrics    string
	allRoles, allowPrivate, resume bool
	dryRun, json                   bool
	every, maxAge                  time.Duration
	limit, workers                 int
}

func crawlCommand(a *app) *cobra.Command {
	var f crawlFlags
	cmd := &cobra.Command{
		Use:   "crawl",
		Short: "Read job boards, then classify and index what they bring",
		Long: "Crawl reads the directory of boards (the shipped ones and your own, see rung\n" +
			"boards), a boards file, or single boards. It obeys robots.txt, paces itself per\n" +
			"host, and tells closed from could-not-look: every board ends with an outcome.\n" +
			"A crawl that was interrupted or killed goes on with --resume, which reads the\n" +
			"boards it had left and no posting's page a second time. The exit code is 0 when\n" +
			"every board was read, 5 when some were, 1 when none was; what robots.txt forbids\n" +
			"is no failure. With --every it runs as a service until it is interrupted.",
		Example: "  rung crawl --board ashby:linear\n  rung crawl --boards boards.yaml --max-age 12h\n  rung crawl --every 6h --metrics 127.0.0.1:9464",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.json {
				f.format = "json"
			}
			switch {
			case f.every > 0:
				return a.crawlEvery(cmd.Context(), f)
			case f.metrics != "":
				return fail(exitUsage, "add one: --every 6h", "--metrics is for a crawl that runs as a service")
			}
			return a.crawl(cmd.Context(), f, nil)
		},
	}
	fl := cmd.Flags()
	fl.StringArrayVar(&f.boards, "board", nil, "read one board, as `SOURCE:TOKEN`; may be repeated")
	fl.StringVar(&f.file, "boards", "", "read the boards of a YAML `FILE` instead of the directory")
	fl.StringVar(&f.from, "source", "", "only boards of this system")
	fl.BoolVar(&f.allRoles, "all-roles", false, "fetch details of every posting, not only of product roles")
	fl.BoolVar(&f.allowPrivate, "allow-private", false, "let boards be on this machine or its network")
	fl.BoolVar(&f.resume, "resume", false, "go on where an interrupted crawl stopped")
	fl.DurationVar(&f.every, "every", 0, "crawl again after this time, until interrupted")
	fl.StringVar(&f.metrics, "metrics", "", "with --every: counters for Prometheus at /metrics of this `ADDRESS` of this machine")
	fl.DurationVar(&f.maxAge, "max-age", 0, "pass over boards read well within this time")
	fl.IntVar(&f.limit, "limit", 0, "read at most this many boards")
	fl.IntVar(&f.workers, "workers", 0, "boards read at the same time (default 8)")
	fl.BoolVar(&f.dryRun, "dry-run", false, "read the boards and store nothing")
	fl.StringVar(&f.format, "format", "text", "text or json")
	fl.BoolVar(&f.json, "json", false, "short for --format json")
	return cmd
}

// list is the boards a command line means: those named, those of a file, or
// the user's own and the shipped ones that are not pruned.
func (f crawlFlags) list(a *app) ([]corpus.Board, error) {
	var out []corpus.Board
	switch {
	case len(f.boards) > 0:
		var err error
		if out, err = a.named(f.boards); err != nil {
			return nil, err
		}
	case f.file != "":
		file, err := os.Open(f.file)
		if err != nil {
			return nil, fail(exitUnreadable, "", "cannot read the boards file: %w", err)
		}
		defer file.Close()
		if out, err = crawler.ReadBoards(f.file, file, f.allowPrivate); err != nil {
			return nil, fail(exitUnreadable, "the form is: boards: [{source: ashby, token: linear}]\na base on this machine or its network needs --allow-private", "%w", err)
		}
	default:
		shelf, err := a.shelf()
		if err != nil {
			return nil, err
		}
		out = shelf.Boards()
	}
	if f.from != "" {
		if _, ok := source.For(f.from); !ok {
			return nil, fail(exitUsage, choices(f.from, sourceNames()), "there is no source %q", f.from)
		}
		out = slices.DeleteFunc(out, func(b corpus.Board) bool { return b.Source != f.from })
	}
	if len(out) == 0 && !f.resume {
		return nil, fail(exitNothing, "", "there is no board to read")
	}
	return out, nil
}

func sourceNames() []string {
	var out []string
	for _, s := range source.All() {
		out = append(out, s.Name())
	}
	return out
}

// crawl runs one crawl and says how it went. told, where not nil, hears of
// every board and of the end.
func (a *app) crawl(ctx context.Context, f crawlFlags, told *crawlMetrics) error {
	if f.format != "text" && f.format != "json" {
		return fail(exitUsage, choices(f.format, []string{"text", "json"}), "there is no format %q", f.format)
	}
	boards, err := f.list(a)
	if err != nil {
		return err
	}
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.Close()
	forget, err := oblivion(ctx, w.store, f.boards)
	if err != nil {
		return err
	}
	r, err := a.crawlOnce(ctx, w, f, boards, forget, told)
	told.ended(r, err, a.now())
	if perr := a.crawlSummary(r, f.format); perr != nil {
		return perr
	}
	if err != nil {
		return err
	}
	switch r.Result {
	case crawler.Partial:
		return silent{exitPartial}
	case crawler.Failed:
		return silent{exitUnexpected}
	}
	return nil
}

// crawlReport is what one crawl did, for people and machines.
type crawlReport struct {
	crawler.Stats
	Result crawler.Result `json:"result"`
	Stages brought        `json:"stages"`
	// Troubles are boards that were not read in full.
	Troubles []trouble `json:"troubles"`
}

type trouble struct {
	Board   string         `json:"board"`
	Outcome corpus.Outcome `json:"outcome"`
	Detail  string         `json:"detail,omitempty"`
}

// crawlOnce runs one crawl and carries what it brought through the stages.
// An interrupted crawl still has its report.
func (a *app) crawlOnce(ctx context.Context, w *workspace, f crawlFlags, boards []corpus.Board, forget corpus.Oblivion, told *crawlMetrics) (*crawlReport, error) {
	client := fetch.New(fetch.Options{
		Now: a.now, AllowPrivate: f.allowPrivate, Held: w.store, UserAgent: userAgent(),
		PassRobots: source.PassRobots(f.asked(boards)...),
	})
	defer client.Close()
	opt := crawler.Options{
		Boards: boards, Getter: client, Source: source.For, Store: w.store, Now: a.now,
		Workers: f.workers, Resume: f.resume, MaxAge: f.maxAge, Limit: f.limit, DryRun: f.dryRun, Forget: forget,
		Progress: told.board,
	}
	if !f.allRoles {
		opt.Want = title.Gate
	}
	if len(f.boards) == 0 && f.from == "" {
		opt.Off = source.Why
	}
	return a.runCrawl(ctx, w, opt, len(boards))
}

// asked names the sources the user asked for by name, which turns on those
// that are off by default. A boards file or the shipped directory asks for
// nobody by name.
func (f crawlFlags) asked(boards []corpus.Board) []string {
	if f.from != "" {
		return []string{f.from}
	}
	if len(f.boards) == 0 {
		return nil
	}
	var out []string
	for _, b := range boards {
		out = append(out, b.Source)
	}
	return out
}

// runCrawl runs a crawl under a meter. opt.Progress, where not nil, is told
// what the meter is.
func (a *app) runCrawl(ctx context.Context, w *workspace, opt crawler.Options, total int) (*crawlReport, error) {
	r := &crawlReport{Troubles: []trouble{}}
	meter := a.crawlMeter(total)
	also := opt.Progress
	opt.Progress = func(e crawler.Event) {
		meter.board(e)
		r.board(e)
		if also != nil {
			also(e)
		}
	}
	stats, err := crawler.Run(ctx, opt)
	meter.done()
	r.Stats, r.Result = stats, stats.Result()
	slices.SortFunc(r.Troubles, func(x, y trouble) int {
		return cmp.Or(cmp.Compare(x.Outcome, y.Outcome), cmp.Compare(x.Board, y.Board))
	})
	if err != nil || opt.DryRun {
		return r, err
	}
	r.Stages, err = w.bring(ctx, a)
	return r, err
}

// board notes what was wrong with a board, if anything. Boards of sources that
// have to be asked for are counted and no trouble.
func (r *crawlReport) board(e crawler.Event) {
	var off *crawler.OffError
	switch {
	case errors.As(e.Err, &off):
	case e.Ended && !e.Outcome.Listed():
		r.Troubles = append(r.Troubles, trouble{e.Board.ID(), e.Outcome, e.Detail})
	case e.Change.Suspect:
		r.Troubles = append(r.Troubles, trouble{e.Board.ID(), e.Outcome,
			fmt.Sprintf("suspect: it lacks %d open postings, which stay open until the next listing agrees", e.Change.Held)})
	}
}

func userAgent() string {
	return "rung/" + version + strings.TrimPrefix(fetch.DefaultUserAgent, "rung/1")
}

// fetchPosting brings one public posting for classify, through the same
// guarded and polite client.
func (a *app) fetchPosting(ctx context.Context, url string, allowPrivate bool) (corpus.Posting, error) {
	client := fetch.New(fetch.Options{Now: a.now, AllowPrivate: allowPrivate, UserAgent: userAgent(), MaxBody: maxPasted})
	defer client.Close()
	page, err := client.Get(ctx, fetch.Request{URL: url, Accept: "text/html"})
	if err != nil {
		hint := "paste its text instead: rung classify, then Ctrl-D"
		var fe *fetch.Error
		if errors.As(err, &fe) && fe.Outcome == corpus.OutcomeRefused {
			hint = "addresses of this machine and its network need --allow-private"
		}
		return corpus.Posting{}, fail(exitUnreadable, hint, "%w", err)
	}
	if err := refuse(url, a.command, page.Body[:min(len(page.Body), 4096)]); err != nil {
		return corpus.Posting{}, err
	}
	return pagePosting(url, page)
}
