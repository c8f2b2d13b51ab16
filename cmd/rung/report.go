package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rung/classify/score"
	"rung/cmd/rung/report"
	"rung/cmd/rung/web/desk"
	"rung/corpus"
	"rung/index/trend"
)

type reportFlags struct {
	filters
	from, to, by, date string
	format, out        string
	postings, against  string
	json               bool
}

var reportFormats = []string{"text", "json", "csv", "md", "html"}

// aboutFormats explain json and csv instead of reporting.
var aboutFormats = map[string]string{"schema": report.Schema, "dictionary": report.Dictionary}

func reportCommand(a *app) *cobra.Command {
	f := reportFlags{}
	cmd := &cobra.Command{
		Use:   "report [QUERY]…",
		Short: "The level-demand report: what the market asks for at every rung",
		Long: "Report counts vacancies by rung and time, with intervals, openings and closings, pay, years asked\n" +
			"for and employers. A query and the flags of search narrow it. Every series names its date;\n" +
			"openings and closings need two crawls or more.",
		Example: "  rung report\n  rung report --country US --from 2026-01 --by week\n  rung report 'payments' --format html -o demand.html\n  rung report --postings mix/senior    behind a number (keys: --format csv)",
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.json {
				f.format = "json"
			}
			return a.report(cmd.Context(), args, f)
		},
	}
	f.register(cmd)
	fl := cmd.Flags()
	fl.StringVar(&f.from, "from", "", "report on what was open from this month or day on")
	fl.StringVar(&f.to, "to", "", "up to and including this month or day")
	fl.StringVar(&f.by, "by", "month", "month or week")
	fl.StringVar(&f.date, "date", "posted", "date of the series: posted, first_seen or closed")
	fl.StringVar(&f.format, "format", "text", strings.Join(reportFormats, ", ")+"; schema and dictionary explain json and csv")
	fl.BoolVar(&f.json, "json", false, "short for --format json")
	fl.StringVarP(&f.out, "output", "o", "", "write to `FILE` instead of standard output")
	fl.StringVar(&f.postings, "postings", "", "print the ids of the postings behind the number with this `KEY`; all: of every number, as CSV")
	fl.StringVar(&f.against, "against", "", "an earlier report (`FILE` of --format json) to say what was revised since")
	return cmd
}

// options reads the flags as what trend is asked.
func (f reportFlags) options(args []string) (trend.Options, error) {
	if !slices.Contains(reportFormats, f.format) {
		return trend.Options{}, fail(exitUsage, choices(f.format, reportFormats), "there is no format %q", f.format)
	}
	opt, err := desk.Count{Filters: f.typed(args), From: f.from, To: f.to, By: f.by, Date: f.date}.Options()
	return opt, asked(err)
}

func (a *app) report(ctx context.Context, args []string, f reportFlags) error {
	if about, ok := aboutFormats[f.format]; ok {
		return a.writeTo(f.out, func(out io.Writer) error { _, err := io.WriteString(out, about); return err })
	}
	opt, err := f.options(args)
	if err != nil {
		return err
	}
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.Close()
	r, err := w.report(ctx, opt)
	if err != nil {
		return err
	}
	if f.postings != "" {
		return a.postingsBehind(r, f.postings)
	}
	meta, err := w.meta(f.again(args))
	if err != nil {
		return err
	}
	if meta.Earlier, err = readReport(f.against); err != nil {
		return err
	}
	err = a.writeTo(f.out, func(out io.Writer) error { return writeReport(out, r, meta, f.format, a.columns) })
	if err == nil && report.Empty(r) {
		return a.nothingFound(w)
	}
	return err
}

// meta is what a report says of itself.
func (w *workspace) meta(command string) (report.Meta, error) {
	generation, err := w.index.Generation()
	return report.Meta{Notice: w.notice, Model: w.model, Version: version, Generation: generation, Command: command}, err
}

// readReport reads what --format json wrote; nil for no file.
func readReport(name string) (*trend.Report, error) {
	if name == "" {
		return nil, nil
	}
	const fix = "make one with: rung report --json -o FILE"
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fail(exitUnreadable, fix, "%w", err)
	}
	r := new(trend.Report)
	if err := json.Unmarshal(data, r); err != nil || r.Population == "" {
		return nil, fail(exitUnreadable, fix, "%s is no report: %w", name, cmp.Or(err, errors.New("it counts nothing")))
	}
	return r, nil
}

// report computes a report of what the index and the crawls hold.
func (w *workspace) report(ctx context.Context, opt trend.Options) (*trend.Report, error) {
	visits, err := w.store.Visits(ctx, corpus.VisitFilter{})
	if err != nil {
		return nil, err
	}
	opt.Crawls, opt.Outcomes = crawlsOf(visits), outcomesOf(visits)
	if m := w.mistakes; m != nil {
		opt.Confusion = confusionOf(m.Confusion)
		opt.Noise = trend.Noise{Below: m.Below, Above: m.Above, N: m.Concordant}
	}
	return w.reports.Compute(ctx, w.index, opt)
}

func confusionOf(counts [score.Rungs][score.Rungs]int) (c trend.Confusion) {
	for verdict, row := range counts {
		for truth, n := range row {
			c[verdict][truth] = float64(n)
		}
	}
	return c
}

// outcomesOf counts the boards by how their last visit ended.
func outcomesOf(visits []corpus.Visit) map[string]int {
	last := map[string]corpus.Visit{}
	for _, v := range visits {
		if old, ok := last[v.Board.ID()]; !ok || !v.At.Before(old.At) {
			last[v.Board.ID()] = v
		}
	}
	out := map[string]int{}
	for _, v := range last {
		out[string(v.Outcome)]++
	}
	return out
}

// crawlsOf gathers which boards were read in full by which crawl. A crawl is
// dated by its last visit.
func crawlsOf(visits []corpus.Visit) []trend.Crawl {
	var out []trend.Crawl
	at := map[int64]int{}
	for _, v := range visits {
		if !v.Listed() {
			continue
		}
		i, ok := at[v.Crawl]
		if !ok {
			i = len(out)
			at[v.Crawl] = i
			out = append(out, trend.Crawl{})
		}
		out[i].Boards = append(out[i].Boards, v.Board.ID())
		if v.At.After(out[i].At) {
			out[i].At = v.At
		}
	}
	return out
}

func writeReport(w io.Writer, r *trend.Report, m report.Meta, format string, columns int) error {
	switch format {
	case "json":
		return report.JSON(w, r, m)
	case "csv":
		return report.CSV(w, r)
	case "md":
		return report.Markdown(w, report.New(r, m))
	case "html":
		return report.HTML(w, report.New(r, m))
	}
	return report.Text(w, report.New(r, m), columns)
}

func (a *app) postingsBehind(r *trend.Report, key string) error {
	if key == "all" {
		return a.allPostings(r)
	}
	ids, err := r.Postings(key)
	if err != nil {
		return fail(exitNothing, "keys stand in the column key of: rung report --format csv", "%w", err)
	}
	for _, id := range ids {
		fmt.Fprintln(a.out, id)
	}
	return nil
}

// allPostings writes the postings behind every number.
func (a *app) allPostings(r *trend.Report) error {
	w := csv.NewWriter(a.out)
	w.Write([]string{"key", "posting"}) // its errors are kept for Error
	for _, key := range r.Keys() {
		ids, err := r.Postings(key)
		if err != nil {
			return err
		}
		for _, id := range ids {
			w.Write([]string{key, id})
		}
	}
	w.Flush()
	return w.Error()
}

// again is the command that makes the report again, without where it goes.
func (f reportFlags) again(args []string) string {
	words := []string{"rung report"}
	if q := f.typed(args).Text(); q != "" {
		words = append(words, "'"+strings.ReplaceAll(q, "'", `'\''`)+"'")
	}
	for _, x := range []struct{ name, value, normal string }{{"--from", f.from, ""}, {"--to", f.to, ""}, {"--by", f.by, "month"}, {"--date", f.date, "posted"}, {"--against", f.against, ""}} {
		if x.value != x.normal {
			words = append(words, x.name+" "+x.value)
		}
	}
	return strings.Join(words, " ")
}
