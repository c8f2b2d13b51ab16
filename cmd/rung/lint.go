package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rung/classify"
	"rung/classify/lint"
	"rung/classify/text"
	"rung/corpus"
	"rung/crawler/extract"
	"rung/index/trend"
)

type lintFlags struct {
	title, location     string
	format, inputFormat string
	failOn              []string
	json, list          bool
	noMarket            bool
	allowPrivate        bool
}

var lintFormats = []string{"text", "json", "jsonl", "sarif"}

func lintCommand(a *app) *cobra.Command {
	var f lintFlags
	cmd := &cobra.Command{
		Use:   "lint [FILE|-|URL]…",
		Short: "Read a job ad before it is published: title, years, pay, scope, wording",
		Long: "Lint holds an ad's title against its duties, its years against the rung (of the market where the\n" +
			"data directory has one, else of the ladder), its pay against a dated table of disclosure laws, and\n" +
			"looks for missing scope and outcomes, words that turn people away, boilerplate and hard prose. Every\n" +
			"finding points at its words and says why and what to do. --fail-on makes findings fail a build.",
		Example: "  rung lint --title 'Senior Product Manager' --location 'Denver, CO' ad.txt\n" +
			"  rung lint --fail-on error,pay-missing ads/*.txt\n" +
			"  rung lint --format sarif ads.jsonl > lint.sarif\n" +
			"  rung lint --list                       every code with its meaning",
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.json {
				f.format = "json"
			}
			return a.lint(cmd.Context(), args, f)
		},
	}
	fl := cmd.Flags()
	fl.StringVarP(&f.title, "title", "t", "", "the title of a pasted description")
	fl.StringVar(&f.location, "location", "", "where the job is, when the ad's data does not say")
	fl.StringVar(&f.format, "format", "text", strings.Join(lintFormats, ", "))
	fl.BoolVar(&f.json, "json", false, "short for --format json")
	fl.StringVar(&f.inputFormat, "input-format", "auto", "auto, jsonl, json, csv, html or text")
	fl.StringSliceVar(&f.failOn, "fail-on", nil, "exit with 6 on these: note, warning, error (that and worse), or codes")
	fl.BoolVar(&f.list, "list", false, "list every code with its severity and meaning")
	fl.BoolVar(&f.noMarket, "no-market", false, "hold years against the ladder only")
	fl.BoolVar(&f.allowPrivate, "allow-private", false, "let a URL be on this machine or its network")
	return cmd
}

// A lintedAd is one report with the input it came from.
type lintedAd struct {
	input  string
	file   bool // input is a file that a reader could open
	ad     corpus.Posting
	report lint.Report
}

func (a *app) lint(ctx context.Context, args []string, f lintFlags) error {
	if f.list {
		return a.lintCodes(f.format)
	}
	format, err := formatFlag(f.inputFormat)
	if err != nil {
		return err
	}
	out, err := a.lintPrinter(f.format)
	if err != nil {
		return err
	}
	if err := knownFailures(f.failOn); err != nil {
		return err
	}
	if len(args) == 0 {
		if a.inTTY {
			a.note("Paste the ad, then press Ctrl-D (rung lint --help for more).")
		}
		args = []string{"-"}
	}
	opt := lint.Options{On: a.now(), Tagger: text.Prose{}}
	if !f.noMarket {
		if opt.Market, err = a.marketYears(ctx); err != nil {
			return err
		}
	}
	c, err := classify.Default()
	if err != nil {
		return err
	}
	l := linter{a: a, classifier: c, options: opt, flags: f, format: format, print: out.ad}
	for _, name := range args {
		if err := l.input(ctx, name); err != nil {
			return errors.Join(err, out.end())
		}
	}
	if err := out.end(); err != nil {
		return err
	}
	return l.exit()
}

// linter reads inputs and counts what decides the exit code.
type linter struct {
	a           *app
	classifier  *classify.Classifier
	options     lint.Options
	flags       lintFlags
	format      corpus.Format
	print       func(lintedAd) error
	failed, bad int
}

func (l *linter) input(ctx context.Context, name string) error {
	if isURL(name) {
		p, err := l.a.fetchPosting(ctx, name, l.flags.allowPrivate)
		if err != nil {
			return err
		}
		return l.ad(name, false, p)
	}
	in, err := l.a.openInput(name)
	if err != nil {
		return err
	}
	defer in.Close()
	for p, err := range postings(in, decodeOptions(name, l.flags.title, l.format)) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var row *corpus.RowError
		switch {
		case errors.As(err, &row):
			l.bad++
			l.a.warn("%s", rowText(in.name, row))
			continue
		case err == nil:
			err = l.ad(in.name, name != "-", p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *linter) ad(name string, file bool, p corpus.Posting) error {
	if p.Title == "" {
		p.Title = l.flags.title
	}
	if l.flags.location != "" {
		p.Locations = extract.Places(l.flags.location)
	}
	p.Salaries = append(slices.Clip(p.Salaries), extract.Pay(p.Text)...)
	r := lint.Check(p, l.classifier.Classify(p), l.options)
	if fails(r, l.flags.failOn) {
		l.failed++
	}
	return l.print(lintedAd{input: name, file: file, ad: p, report: r})
}

func (l *linter) exit() error {
	switch {
	case l.failed > 0:
		l.a.note("%s against --fail-on %s", plural(l.failed, "ad"), strings.Join(l.flags.failOn, ","))
		return silent{exitGate}
	case l.bad > 0:
		return silent{exitPartial}
	}
	return nil
}

// knownFailures refuses a --fail-on that could never fail.
func knownFailures(names []string) error {
	for _, name := range names {
		known := lint.Severity(name).AtLeast(lint.Note) || slices.ContainsFunc(lint.Catalogue(), func(c lint.Code) bool { return c.Code == name })
		if !known {
			return fail(exitUsage, "note, warning, error, or a code of: rung lint --list", "--fail-on knows no %q", name)
		}
	}
	return nil
}

// fails reports whether a finding is among those that fail: by its code, or by
// a severity it reaches.
func fails(r lint.Report, on []string) bool {
	return slices.ContainsFunc(r.Findings, func(f lint.Finding) bool {
		return slices.ContainsFunc(on, func(name string) bool {
			s := lint.Severity(name)
			return f.Code == name || s.AtLeast(lint.Note) && f.Severity.AtLeast(s)
		})
	})
}

// marketReport reports on what the data directory holds; nil where there is
// no store, or nothing in it, since asking must not make one.
func (a *app) marketReport(ctx context.Context) (*trend.Report, error) {
	dir, err := a.dataDir()
	if err != nil || !exists(indexDir(dir)) {
		return nil, nil // no home for data is no market either
	}
	w, err := a.openAt(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	return w.report(ctx, trend.Options{Draws: -1})
}

func (a *app) marketYears(ctx context.Context) (map[string]lint.MarketYears, error) {
	r, err := a.marketReport(ctx)
	if r == nil || err != nil {
		return nil, err
	}
	out := map[string]lint.MarketYears{}
	for _, y := range r.Years {
		out[y.Rung] = lint.MarketYears{N: y.N, Median: y.Median, Upper: y.Q3}
	}
	return out, nil
}

func (a *app) lintCodes(format string) error {
	if format == "json" {
		return writeJSON(a.out, lint.Catalogue())
	}
	for _, c := range lint.Catalogue() {
		fmt.Fprintf(a.out, "%s %s %s\n", pad(c.Code, 18), pad(string(c.Severity), 8), fit(c.Means, a.columns-28))
	}
	return nil
}

// lintOutput prints ads as they come; end closes what only a whole list has.
type lintOutput struct {
	ad  func(lintedAd) error
	end func() error
}

func (a *app) lintPrinter(format string) (lintOutput, error) {
	done := func() error { return nil }
	switch format {
	case "text":
		n := 0
		return lintOutput{func(l lintedAd) error {
			if n > 0 {
				fmt.Fprintln(a.out)
			}
			n++
			lintText(a.out, a.console, l)
			return nil
		}, done}, nil
	case "json":
		return lintOutput{func(l lintedAd) error { return writeJSON(a.out, l.report) }, done}, nil
	case "jsonl":
		return lintOutput{func(l lintedAd) error { return writeLines(a.out, []lint.Report{l.report}) }, done}, nil
	case "sarif":
		var all []lintedAd
		return lintOutput{func(l lintedAd) error { all = append(all, l); return nil },
			func() error { return writeSarif(a.out, all) }}, nil
	}
	return lintOutput{}, fail(exitUsage, choices(format, lintFormats), "there is no format %q", format)
}
