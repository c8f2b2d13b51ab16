package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"rung/classify"
	"rung/classify/compare"
	"rung/classify/ladder"
	"rung/classify/text"
	"rung/corpus"
	"rung/crawler/extract"
	"rung/index"
	"rung/index/query"
	"rung/index/trend"
)

type compareFlags struct {
	rung, to, me string
	format       string
	json         bool
	noMarket     bool
}

var compareFormats = []string{"text", "json", "md"}

func compareCommand(a *app) *cobra.Command {
	var f compareFlags
	cmd := &cobra.Command{
		Use:   "compare [A B]",
		Short: "What B asks that A does not: two ads, two rungs, or a rung and you",
		Long: "Compare sets two ads side by side (files, - or ids of stored postings), or two rungs, or holds a\n" +
			"résumé against a rung: by responsibility, in the ladder's words with their sources, with the words\n" +
			"of the text, and with how many vacancies of the market in the data directory ask for it. A résumé\n" +
			"gets no score, is sent nowhere and is not stored.",
		Example: "  rung compare mine.txt theirs.txt\n  rung compare --rung pm --to senior\n  rung compare --rung senior --me resume.txt",
		Args:    cobra.MaximumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.json {
				f.format = "json"
			}
			return a.compare(cmd.Context(), args, f)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.rung, "rung", "", "the rung to start from, or to hold --me against")
	fl.StringVar(&f.to, "to", "", "the rung to go to (default: the next one up)")
	fl.StringVar(&f.me, "me", "", "a résumé or self-description: `FILE`, or - for standard input")
	fl.StringVar(&f.format, "format", "text", strings.Join(compareFormats, ", "))
	fl.BoolVar(&f.json, "json", false, "short for --format json")
	fl.BoolVar(&f.noMarket, "no-market", false, "leave out what the market asks")
	return cmd
}

func (a *app) compare(ctx context.Context, args []string, f compareFlags) error {
	if !slices.Contains(compareFormats, f.format) {
		return fail(exitUsage, "one of: "+strings.Join(compareFormats, ", "), "there is no format %q", f.format)
	}
	from, to, err := f.rungs(args)
	if err != nil {
		return err
	}
	var market compare.Market
	if !f.noMarket {
		if market, err = a.market(ctx); err != nil {
			return err
		}
	}
	switch {
	case f.me != "":
		return a.compareMe(f, from, market)
	case from != "":
		return a.showComparison(compare.Rungs(from, to, market), market, f)
	}
	ads := [2]compare.Ad{}
	for i, name := range args {
		if ads[i], err = a.adNamed(ctx, name); err != nil {
			return err
		}
	}
	return a.showComparison(compare.Ads(ads[0], ads[1], market), market, f)
}

// rungs reads which of the three questions is asked; from is "" for two ads.
func (f compareFlags) rungs(args []string) (from, to string, err error) {
	from, to = ladder.Name(ladder.Rank(f.rung)), ladder.Name(ladder.Rank(f.to))
	for _, x := range []struct{ flag, said, read string }{{"--rung", f.rung, from}, {"--to", f.to, to}} {
		if x.said != "" && x.read == "" {
			return "", "", fail(exitUsage, "one of: "+strings.Join(ladder.Rungs(), ", "), "%s %q is no rung", x.flag, x.said)
		}
	}
	const usage = "two ads: rung compare A B\ntwo rungs: rung compare --rung pm --to senior\nyou: rung compare --rung senior --me resume.txt"
	switch {
	case f.me != "" && (from == "" || to != "" || len(args) > 0):
		return "", "", fail(exitUsage, usage, "--me needs --rung and nothing else")
	case from == "" && (len(args) != 2 || to != ""):
		return "", "", fail(exitUsage, usage, "nothing to compare")
	case from != "" && len(args) > 0:
		return "", "", fail(exitUsage, usage, "ads and rungs at once")
	case from != "" && to == "" && f.me == "":
		if to = ladder.Name(ladder.Rank(from) + 1); to == "" {
			return "", "", fail(exitUsage, "name another: --to director", "there is no rung above %s", from)
		}
	}
	if from != "" && from == to {
		return "", "", fail(exitUsage, usage, "%s and %s are one rung", f.rung, f.to)
	}
	return from, to, nil
}

// adNamed reads the one ad of a file or standard input, or a stored posting.
func (a *app) adNamed(ctx context.Context, name string) (compare.Ad, error) {
	p, err := a.oneAd(ctx, name)
	if err != nil {
		return compare.Ad{}, err
	}
	c, err := classify.Default()
	if err != nil {
		return compare.Ad{}, err
	}
	if len(p.Salaries) == 0 {
		p.Salaries = extract.Pay(p.Text)
	}
	return compare.Ad{Posting: p, Verdict: c.Classify(p)}, nil
}

func (a *app) oneAd(ctx context.Context, name string) (corpus.Posting, error) {
	if name != "-" && !exists(name) && strings.Contains(name, ":") {
		return a.storedPosting(ctx, name)
	}
	in, err := a.openInput(name)
	if err != nil {
		return corpus.Posting{}, err
	}
	defer in.Close()
	for p, err := range postings(in, decodeOptions(name, "", corpus.FormatAuto)) {
		var row *corpus.RowError
		if errors.As(err, &row) {
			return p, fail(exitUnreadable, "give one ad as text, HTML or a line of JSON", "%s", rowText(in.name, row))
		}
		return p, err
	}
	return corpus.Posting{}, fail(exitUnreadable, "", "%s holds no ad", name)
}

func (a *app) storedPosting(ctx context.Context, id string) (corpus.Posting, error) {
	w, err := a.open(ctx)
	if err != nil {
		return corpus.Posting{}, err
	}
	defer w.Close()
	p, err := w.store.Get(ctx, id)
	if errors.Is(err, corpus.ErrNotFound) {
		return p, fail(exitNothing, "ids stand under the hits of rung search", "there is no file and no posting %q", id)
	}
	return p, err
}

// market counts what the stored vacancies of each rung ask; nil where nothing
// is stored.
func (a *app) market(ctx context.Context) (compare.Market, error) {
	dir, err := a.dataDir()
	if err != nil || !exists(indexDir(dir)) {
		return nil, nil // no home for data is no market either
	}
	w, err := a.openAt(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	return w.market(ctx)
}

// marketMemo keeps the last market, by the state of the index; it is shared
// and not changed.
type marketMemo struct {
	mu     sync.Mutex
	at     uint64
	market compare.Market
}

// market counts what the stored vacancies of each rung ask, and the years and
// pay they state, anew where something changed.
func (w *workspace) market(ctx context.Context) (compare.Market, error) {
	memo := &w.markets
	memo.mu.Lock()
	defer memo.mu.Unlock()
	at, err := w.index.Generation()
	if err != nil || memo.market != nil && memo.at == at {
		return memo.market, err
	}
	m, err := w.countMarket(ctx)
	if err == nil {
		// Written to meanwhile, it is counted anew the next time.
		memo.at, memo.market = at, m
	}
	return m, err
}

func (w *workspace) countMarket(ctx context.Context) (compare.Market, error) {
	m, err := w.asked(ctx)
	if err != nil || len(m) == 0 {
		return nil, err
	}
	r, err := w.report(ctx, trend.Options{Draws: -1})
	if err != nil {
		return nil, err
	}
	yearsAndPay(m, r)
	return m, nil
}

// asked counts responsibilities by vacancy: a vacancy says what its longest
// posting says, as everywhere.
func (w *workspace) asked(ctx context.Context) (compare.Market, error) {
	longest := map[string]index.Row{}
	err := w.index.Walk(ctx, query.All{}, func(r *index.Row) error {
		if r.OnLadder && r.Length > longest[r.Vacancy].Length {
			longest[r.Vacancy] = index.Row{Vacancy: r.Vacancy, Length: r.Length, Rank: r.Rank, Rules: r.Rules}
		}
		return nil
	})
	m := compare.Market{}
	for _, r := range longest {
		m.Add(ladder.Name(r.Rank), strings.Fields(r.Rules))
	}
	return m, err
}

// fewVacancies is below how many a median says nothing.
const fewVacancies = 5

func yearsAndPay(m compare.Market, r *trend.Report) {
	for _, y := range r.Years {
		if y.N >= fewVacancies {
			m.Rung(y.Rung).Years = &compare.Years{N: y.N, Q1: y.Q1, Median: y.Median, Q3: y.Q3}
		}
	}
	for _, p := range r.Pay {
		for _, g := range p.Groups {
			if g.Suppressed == "" && g.N >= fewVacancies {
				x := m.Rung(p.Rung)
				x.Pay = append(x.Pay, compare.Pay{Currency: g.Currency, Period: g.Period, N: g.N, Median: g.Median})
			}
		}
	}
}

// maxResume bounds a résumé, in bytes.
const maxResume = 1 << 20

func (a *app) compareMe(f compareFlags, rung string, market compare.Market) error {
	in, err := a.openInput(f.me)
	if err != nil {
		return err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, maxResume+1))
	switch {
	case err != nil:
		return fail(exitUnreadable, "", "reading %s: %w", in.name, err)
	case len(data) > maxResume:
		return fail(exitUnreadable, "give the text of one résumé", "%s is larger than a résumé can be", in.name)
	}
	if err := refuse(in.name, in.command, data[:min(len(data), 4096)]); err != nil {
		return err
	}
	body := string(data)
	if strings.HasPrefix(strings.TrimSpace(body), "<") {
		body = extract.Text(body)
	}
	body = corpus.Normalize(corpus.Posting{Text: body}).Text
	if strings.TrimSpace(body) == "" {
		return fail(exitUnreadable, "give the text of a résumé, or paste it: rung compare --rung "+rung+" --me -", "%s is empty", in.name)
	}
	return a.showMatch(compare.Me(body, rung, market, text.Prose{}), market, f)
}
