package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"rung/corpus"
)

// liftedColumns are the members of the verdict that a table shows as
// columns.
var liftedColumns = []string{"on_ladder", "rung", "rank", "beside", "track", "confidence", "duties.rung", "gap", "abstained", "reason", "years.min", "model"}

func exportCommand(a *app) *cobra.Command {
	var format, out, company, from string
	var all, open, contacts bool
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write postings with their verdicts as JSON lines or CSV",
		Long: "Export writes postings with their verdicts. --all writes an archive of the whole store (spells,\n" +
			"outcomes, raw payloads) that import reads back without loss. E-mail addresses and phone numbers in the\n" +
			"words of ads are masked unless --with-contacts is given; an archive, being without loss, keeps them.",
		Example: "  rung export --format csv -o postings.csv\n  rung export --all -o archive.jsonl",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.export(cmd.Context(), format, out, all, corpus.ExportOptions{
				Filter: corpus.Filter{Company: company, Source: from, Open: open}, Contacts: contacts, Lift: liftedColumns,
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "jsonl", "jsonl or csv")
	cmd.Flags().StringVarP(&out, "output", "o", "", "write to `FILE` instead of standard output")
	cmd.Flags().BoolVar(&all, "all", false, "everything, for a lossless round trip")
	cmd.Flags().BoolVar(&contacts, "with-contacts", false, "keep e-mail addresses and phone numbers in the words of ads")
	cmd.Flags().BoolVar(&open, "open", false, "only what is open")
	cmd.Flags().StringVar(&company, "company", "", "only this employer")
	cmd.Flags().StringVar(&from, "source", "", "only this source")
	return cmd
}

func (a *app) export(ctx context.Context, format, name string, all bool, opt corpus.ExportOptions) error {
	if format != "jsonl" && format != "csv" {
		return fail(exitUsage, choices(format, []string{"jsonl", "csv"}), "there is no export format %q", format)
	}
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.Close()
	err = a.writeTo(name, func(out io.Writer) error {
		switch {
		case all:
			return corpus.ExportAll(ctx, w.store, out)
		case format == "csv":
			return corpus.ExportCSV(ctx, w.store, out, opt)
		}
		return corpus.ExportJSONL(ctx, w.store, out, opt)
	})
	if err != nil {
		return err
	}
	return w.exported(ctx, opt.Filter)
}

// exported says so where an export holds no posting.
func (w *workspace) exported(ctx context.Context, f corpus.Filter) error {
	for _, err := range w.store.All(ctx, f) {
		return err
	}
	return nothing(w, "loosen it: drop --open, --company or --source", "what was asked for")
}

// writeTo writes to a file, or to standard output where none is named. A
// file is complete or not there: it is written beside and moved.
func (a *app) writeTo(name string, write func(io.Writer) error) error {
	if name == "" || name == "-" {
		b := bufio.NewWriter(a.out)
		if err := write(b); err != nil {
			return err
		}
		return b.Flush()
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".rung-*")
	if err != nil {
		return fail(exitUnreadable, "name a file in a directory that is there and that you may write to", "cannot write %s: %w", name, err)
	}
	defer os.Remove(f.Name())
	b := bufio.NewWriter(f)
	if err := write(b); err != nil {
		f.Close()
		return err
	}
	if err := b.Flush(); err != nil {
		f.Close()
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return fail(exitUnreadable, "name a file, not a directory", "cannot write %s: %w", name, err)
	}
	return nil
}
