package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"rung/classify"
	"rung/corpus"
)

type classifyFlags struct {
	title, format, inputFormat string
	withText, json             bool
	allowPrivate               bool
}

func classifyCommand(a *app) *cobra.Command {
	var f classifyFlags
	cmd := &cobra.Command{
		Use:   "classify [FILE|-|URL]…",
		Short: "Place a job description on the ladder, with its evidence",
		Long: "Classify reads a pasted description, files (text, HTML, JSONL or CSV of postings) or the URL of one\n" +
			"public posting, and prints its rung, how sure that is, and every piece of evidence with its\n" +
			"words. JSON lines give one verdict a row, in order, a line also for a row that cannot be\n" +
			"judged. Nothing is stored.",
		Example: "  rung classify < ad.txt\n  rung classify --title 'Senior Product Manager' ad.txt\n  rung classify --format jsonl postings.jsonl > verdicts.jsonl",
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.json {
				f.format = "json"
			}
			return a.classify(cmd.Context(), args, f)
		},
	}
	cmd.Flags().StringVarP(&f.title, "title", "t", "", "the title of a pasted description")
	cmd.Flags().StringVar(&f.format, "format", "text", "text, json or jsonl")
	cmd.Flags().BoolVar(&f.json, "json", false, "short for --format json")
	cmd.Flags().StringVar(&f.inputFormat, "input-format", "auto", "auto, jsonl, json, csv, html or text")
	cmd.Flags().BoolVar(&f.withText, "with-text", false, "give the text that offsets refer to")
	cmd.Flags().BoolVar(&f.allowPrivate, "allow-private", false, "let a URL be on this machine or its network")
	return cmd
}

func (a *app) classify(ctx context.Context, args []string, f classifyFlags) error {
	format, err := formatFlag(f.inputFormat)
	if err != nil {
		return err
	}
	p, err := a.verdictPrinter(f.format)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		if a.inTTY {
			a.note("Paste the description, then press Ctrl-D (rung classify --help for more).")
		}
		args = []string{"-"}
	}
	c, err := classify.Default()
	if err != nil {
		return err
	}
	for _, name := range args {
		if err := a.classifyInput(ctx, c, name, format, f, p); err != nil {
			return errors.Join(err, p.flush())
		}
	}
	return p.flush()
}

func (a *app) classifyInput(ctx context.Context, c *classify.Classifier, name string, format corpus.Format, f classifyFlags, p *verdictPrinter) error {
	if isURL(name) {
		posting, err := a.fetchPosting(ctx, name, f.allowPrivate)
		if err != nil {
			return err
		}
		return p.judged(c, posting, f.withText)
	}
	in, err := a.openInput(name)
	if err != nil {
		return err
	}
	defer in.Close()
	opt := decodeOptions(name, f.title, format)
	for posting, err := range postings(in, opt) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var row *corpus.RowError
		switch {
		case errors.As(err, &row):
			err = p.unjudged(in.name, row)
		case err == nil:
			if f.title != "" && posting.Title == "" {
				posting.Title = f.title
			}
			err = p.judged(c, posting, f.withText)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func isURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// verdictPrinter prints verdicts in one format as they come, so that a long
// file needs no memory and shows progress downstream.
type verdictPrinter struct {
	a      *app
	out    *bufio.Writer
	format string
	n, bad int
}

func (a *app) verdictPrinter(format string) (*verdictPrinter, error) {
	switch format {
	case "text", "json", "jsonl":
		return &verdictPrinter{a: a, out: bufio.NewWriter(a.out), format: format}, nil
	}
	return nil, fail(exitUsage, choices(format, []string{"text", "json", "jsonl"}), "there is no format %q", format)
}

func (p *verdictPrinter) judged(c *classify.Classifier, posting corpus.Posting, withText bool) error {
	if posting.Text == "" && posting.Title == "" {
		return p.unjudged("", &corpus.RowError{ID: posting.ID, Reason: "it has neither title nor text"})
	}
	v := c.Classify(posting)
	if withText {
		v.Text = posting.Text
	}
	if p.format != "text" {
		return p.line(v)
	}
	if p.n > 0 {
		fmt.Fprintf(p.out, "\n%s\n\n", ruler(p.a.columns))
	}
	p.n++
	if posting.Title != "" {
		fmt.Fprintln(p.out, p.a.paint(bold, fit(posting.Title, p.a.columns)))
	}
	verdictText(p.out, p.a.console, v)
	contrastText(p.out, p.a.console, c.Contrast(v))
	return nil
}

// unjudged answers a row that cannot be read: a line in its place, so that
// line n of the output is row n of the input.
func (p *verdictPrinter) unjudged(name string, row *corpus.RowError) error {
	p.bad++
	if p.format == "text" {
		p.a.warn("%s", rowText(name, row))
		return nil
	}
	return p.line(classify.Unjudged(row.ID, row.Reason))
}

func (p *verdictPrinter) line(v classify.Verdict) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if p.format == "json" {
		if data, err = json.MarshalIndent(v, "", "  "); err != nil {
			return err
		}
	}
	p.n++
	_, err = fmt.Fprintf(p.out, "%s\n", data)
	return err
}

func (p *verdictPrinter) flush() error {
	if err := p.out.Flush(); err != nil && !errors.Is(err, io.ErrClosedPipe) {
		return err
	}
	if p.bad > 0 {
		return silent{exitPartial}
	}
	return nil
}

func ruler(width int) string { return strings.Repeat("─", min(width, 72)) }
