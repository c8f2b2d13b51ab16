package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"rung/classify/title"
	"rung/corpus"
	"rung/crawler"
	"rung/crawler/fetch"
	"rung/crawler/source"
)

type crawlFlags struct {
	boards                         []string
	file, from, format             string
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
			"A crawl that was interrupted goes on with --resume.",
		Example: "  rung crawl --board ashby:linear\n  rung crawl --boards boards.yaml --max-age 12h\n  rung crawl --every 6h",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.json {
				f.format = "json"
			}
			if f.every > 0 {
				return a.crawlEvery(cmd.Context(), f)
			}
			return a.crawl(cmd.Context(), f)
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
			return nil, fail(exitUsage, "one of: "+strings.Join(sourceNames(), ", "), "there is no source %q", f.from)
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

func (a *app) crawl(ctx context.Context, f crawlFlags) error {
	if f.format != "text" && f.format != "json" {
		return fail(exitUsage, "one of: text, json", "there is no format %q", f.format)
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
	r, err := a.crawlOnce(ctx, w, f, boards)
	if r == nil {
		return err
	}
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
func (a *app) crawlOnce(ctx context.Context, w *workspace, f crawlFlags, boards []corpus.Board) (*crawlReport, error) {
	client := fetch.New(fetch.Options{
		Now: a.now, AllowPrivate: f.allowPrivate, Held: w.store, UserAgent: userAgent(),
		PassRobots: source.PassRobots(f.asked(boards)...),
	})
	defer client.Close()
	opt := crawler.Options{
		Boards: boards, Getter: client, Source: source.For, Store: w.store, Now: a.now,
		Workers: f.workers, Resume: f.resume, MaxAge: f.maxAge, Limit: f.limit, DryRun: f.dryRun,
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

func (a *app) runCrawl(ctx context.Context, w *workspace, opt crawler.Options, total int) (*crawlReport, error) {
	r := &crawlReport{Troubles: []trouble{}}
	meter := a.meter("crawling", total)
	opt.Progress = func(e crawler.Event) {
		if !e.Ended {
			return
		}
		meter.add(1)
		if !e.Outcome.Listed() {
			r.Troubles = append(r.Troubles, trouble{e.Board.ID(), e.Outcome, e.Detail})
		}
		if e.Change.Suspect {
			r.Troubles = append(r.Troubles, trouble{e.Board.ID(), e.Outcome,
				fmt.Sprintf("suspect: it lacks %d open postings, which stay open until the next listing agrees", e.Change.Held)})
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

func userAgent() string {
	return "rung/" + version + strings.TrimPrefix(fetch.DefaultUserAgent, "rung/1")
}

const troublesShown = 12

func (a *app) crawlSummary(r *crawlReport, format string) error {
	if format == "json" {
		return writeJSON(a.out, r)
	}
	shown := min(len(r.Troubles), troublesShown)
	for _, t := range r.Troubles[:shown] {
		a.warn("%s", fit(fmt.Sprintf("%s: %s. %s", t.Board, t.Outcome, t.Detail), max(a.columns*2, 120)))
	}
	if n := len(r.Troubles) - shown; n > 0 {
		a.warn("and %d more boards with trouble; --json names them all", n)
	}
	a.nameMissing(r)
	return summaryTable(a.out, r)
}

func summaryTable(w io.Writer, r *crawlReport) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(label, format string, args ...any) {
		fmt.Fprintf(t, "%s\t%s\n", label, fmt.Sprintf(format, args...))
	}
	row("boards", "%d: %s", r.Boards, outcomes(r.Outcomes))
	if r.Fresh > 0 {
		row("fresh", "%d passed over", r.Fresh)
	}
	row("postings", "%d listed, %d confirmed on boards that did not change", r.Postings, max(0, r.Change.Unchanged+r.Change.New+r.Change.Changed+r.Change.Reopened-r.Postings))
	c := r.Change
	row("changes", "%d new, %d changed, %d closed, %d reopened, %d unchanged", c.New, c.Changed, c.Closed, c.Reopened, c.Unchanged)
	if c.Held > 0 {
		row("held back", "%d not closed: their listing is suspect", c.Held)
	}
	if c.Rejected > 0 {
		row("rejected", "%d could not be read", c.Rejected)
	}
	st := r.Stages
	row("classified", "%d in %s, indexed %d in %s, vacancies joined in %s", st.Classified, short(st.TookJudging), st.Indexed, short(st.TookIndexing), short(st.TookJoining))
	row("cost", "%s in %d requests, %s", humanize.Bytes(uint64(max(r.Bytes, 0))), r.Requests, short(r.Took))
	return t.Flush()
}

func short(d time.Duration) time.Duration { return d.Round(time.Millisecond) }

func outcomes(m map[corpus.Outcome]int) string {
	var parts []string
	for _, o := range slices.Sorted(maps.Keys(m)) {
		if m[o] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", m[o], o))
		}
	}
	return strings.Join(parts, ", ")
}

// crawlEvery runs as a service: a crawl that fails is told and the next one
// tried; only an interruption ends it.
func (a *app) crawlEvery(ctx context.Context, f crawlFlags) error {
	if f.every < time.Minute {
		return fail(exitUsage, "politeness needs at least a minute: --every 6h", "--every %s is too often", f.every)
	}
	for {
		err := a.crawl(ctx, f)
		var s silent
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && !errors.As(err, &s):
			reportError(a.console, err)
		}
		a.note("next crawl at %s", a.now().Add(f.every).Format("2006-01-02 15:04"))
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(f.every):
		}
	}
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
	if err := refuse(url, page.Body[:min(len(page.Body), 4096)]); err != nil {
		return corpus.Posting{}, err
	}
	return pagePosting(url, page)
}
