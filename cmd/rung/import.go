package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"rung/corpus"
)

func importCommand(a *app) *cobra.Command {
	var errorsFile, format, from string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "import FILE…",
		Short: "Bring postings from files into the store",
		Long: "Import reads JSONL, CSV, JSON, schema.org JobPosting, HTML or plain text, one posting a row, and\n" +
			"stores, classifies and indexes them. A row that cannot be read costs only itself: it is\n" +
			"named, and written to --errors FILE; the exit code is then 5.",
		Example: "  rung import postings.jsonl more.csv\n  rung import --errors bad.jsonl - < postings.jsonl",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := formatFlag(format)
			if err != nil {
				return err
			}
			return a.importFiles(cmd.Context(), args, f, from, errorsFile, asJSON)
		},
	}
	cmd.Flags().StringVar(&errorsFile, "errors", "", "write rows that cannot be read to `FILE`, as JSON lines")
	cmd.Flags().StringVar(&format, "input-format", "auto", "auto, jsonl, json, csv, html or text")
	cmd.Flags().StringVar(&from, "source", "", "name the source of rows that name none")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the counts as JSON")
	return cmd
}

func (a *app) importFiles(ctx context.Context, names []string, format corpus.Format, from, errorsFile string, asJSON bool) error {
	bad, err := badRows(errorsFile)
	if err != nil {
		return err
	}
	defer bad.Close()
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.Close()
	var total corpus.ImportStats
	for _, name := range names {
		stats, err := a.importFile(ctx, w, name, format, from, bad)
		total.Add(stats)
		if err != nil {
			return err
		}
	}
	done, err := w.bring(ctx, a)
	if err != nil {
		return err
	}
	return a.importSummary(total, done, bad, asJSON)
}

func (a *app) importFile(ctx context.Context, w *workspace, name string, format corpus.Format, from string, bad *badRowFile) (corpus.ImportStats, error) {
	in, err := a.openInput(name)
	if err != nil {
		return corpus.ImportStats{}, err
	}
	defer in.Close()
	b, head, err := peek(in)
	if err != nil {
		return corpus.ImportStats{}, fail(exitUnreadable, "", "reading %s: %w", in.name, err)
	}
	if err := refuse(in.name, in.command, head); err != nil {
		return corpus.ImportStats{}, err
	}
	meter := a.meter("importing "+in.name, -1)
	defer meter.done()
	seen := 0
	opt := corpus.ImportOptions{
		DecodeOptions: decodeOptions(name, "", format),
		At:            a.now().UTC(),
		Bad:           func(e *corpus.RowError) { bad.add(a, in.name, e) },
		Progress: func(s corpus.ImportStats) {
			meter.add(s.Rows - seen)
			seen = s.Rows
		},
	}
	opt.Source = from
	return corpus.Import(ctx, w.store, b, opt)
}

func (a *app) importSummary(s corpus.ImportStats, done brought, bad *badRowFile, asJSON bool) error {
	if asJSON {
		data, err := json.Marshal(struct {
			corpus.ImportStats
			brought
		}{s, done})
		if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "%s\n", data)
	} else {
		says := fmt.Sprintf("%s: %d new, %d changed, %d unchanged, %d unreadable; %d classified, %d indexed",
			plural(s.Rows, "row"), s.New, s.Changed, s.Unchanged, s.Bad, done.Classified, done.Indexed)
		fmt.Fprintln(a.out, wrapHanging(says, a.columns, "  "))
	}
	if err := bad.err; err != nil {
		return fail(exitUnexpected, "", "writing --errors: %w", err)
	}
	switch {
	case s.Bad > 0:
		return silent{exitPartial}
	case s.Rows == 0:
		return fail(exitNothing, rowForm, "there is no posting in it")
	}
	return nil
}

// badRowFile takes rows that could not be read: a few are named on stderr,
// all go to the file, if there is one.
type badRowFile struct {
	w     io.WriteCloser
	shown int
	err   error
}

const badRowsShown = 5

func badRows(name string) (*badRowFile, error) {
	if name == "" {
		return &badRowFile{}, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, fail(exitUnreadable, "", "cannot write --errors: %w", err)
	}
	return &badRowFile{w: f}, nil
}

func (b *badRowFile) add(a *app, name string, e *corpus.RowError) {
	b.shown++
	switch {
	case b.shown <= badRowsShown:
		a.warn("%s", rowText(name, e))
	case b.shown == badRowsShown+1 && b.w == nil:
		a.warn("more rows could not be read; --errors FILE keeps them all")
	}
	if b.w == nil {
		return
	}
	data, err := json.Marshal(map[string]any{"file": name, "line": e.Line, "id": e.ID, "reason": e.Reason})
	if err == nil {
		_, err = fmt.Fprintf(b.w, "%s\n", data)
	}
	b.err = errors.Join(b.err, err)
}

func (b *badRowFile) Close() error {
	if b.w == nil {
		return nil
	}
	return b.w.Close()
}
