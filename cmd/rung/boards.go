package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rung/corpus"
	"rung/crawler"
)

func boardsCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "boards",
		Short:   "The job boards: which there are, and how they answered last",
		Example: "  rung boards list --source greenhouse\n  rung boards check",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(boardsListCommand(a), boardsCheckCommand(a))
	return cmd
}

func boardsListCommand(a *app) *cobra.Command {
	var f crawlFlags
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "The boards a crawl would read",
		Example: "  rung boards list\n  rung boards list --boards mine.yaml --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			boards, err := f.list()
			if err != nil {
				return err
			}
			if f.json {
				return writeJSON(a.out, boards)
			}
			return a.writeTo("", func(w io.Writer) error {
				for _, b := range boards {
					fmt.Fprintln(w, strings.TrimRight(pad(b.ID(), 44)+" "+fit(b.Company, max(a.columns-46, 20)), " "))
				}
				a.note("%s", plural(len(boards), "board"))
				return nil
			})
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.file, "boards", "", "the boards of a YAML `FILE` instead of the shipped directory")
	fl.StringVar(&f.from, "source", "", "only boards of this system")
	fl.BoolVar(&f.allowPrivate, "allow-private", false, "let boards be on this machine or its network")
	fl.BoolVar(&f.json, "json", false, "as JSON")
	return cmd
}

func boardsCheckCommand(a *app) *cobra.Command {
	var f struct {
		from          string
		json, trouble bool
	}
	cmd := &cobra.Command{
		Use:   "check",
		Short: "How each board answered when it was last read",
		Long: "Check shows the last outcome of every board that was ever crawled, from the store; it asks nobody.\n" +
			"The exit code is 5 when a board could not be read.",
		Example: "  rung boards check --trouble",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.checkBoards(cmd.Context(), f.from, f.trouble, f.json)
		},
	}
	cmd.Flags().StringVar(&f.from, "source", "", "only boards of this system")
	cmd.Flags().BoolVar(&f.trouble, "trouble", false, "only boards that were not read in full")
	cmd.Flags().BoolVar(&f.json, "json", false, "as JSON")
	return cmd
}

func (a *app) checkBoards(ctx context.Context, from string, trouble, asJSON bool) error {
	visits, err := a.lastVisits(ctx, from)
	if err != nil {
		return err
	}
	failed := 0
	shown := []corpus.Visit{}
	for _, v := range visits {
		if !v.Listed() && v.Outcome != corpus.OutcomeRobots {
			failed++
		}
		if !trouble || !v.Listed() {
			shown = append(shown, v)
		}
	}
	if asJSON {
		err = writeJSON(a.out, shown)
	} else {
		err = a.visitsText(shown, len(visits), failed)
	}
	if err == nil && failed > 0 {
		return silent{exitPartial}
	}
	return err
}

// lastVisits are the latest visits by board.
func (a *app) lastVisits(ctx context.Context, from string) ([]corpus.Visit, error) {
	s, err := a.openStore(ctx)
	if err != nil {
		return nil, err
	}
	visits, err := s.Visits(ctx, corpus.VisitFilter{Latest: true})
	if err = errors.Join(err, s.Close()); err != nil {
		return nil, err
	}
	visits = slices.DeleteFunc(visits, func(v corpus.Visit) bool { return from != "" && v.Board.Source != from })
	if len(visits) == 0 {
		return nil, fail(exitNothing, fmt.Sprintf("read some: rung crawl (%d boards are shipped), or rung demo", len(crawler.Directory())), "no board was crawled yet")
	}
	slices.SortStableFunc(visits, func(x, y corpus.Visit) int {
		return cmp.Or(cmp.Compare(x.Outcome, y.Outcome), cmp.Compare(x.Board.ID(), y.Board.ID()))
	})
	return visits, nil
}

func (a *app) visitsText(visits []corpus.Visit, all, failed int) error {
	return a.writeTo("", func(w io.Writer) error {
		for _, v := range visits {
			fmt.Fprintf(w, "%s  %s  %s %5d\n", v.At.Format(time.DateOnly), pad(string(v.Outcome), 13), pad(v.Board.ID(), 40), v.Postings)
			if !v.Listed() && v.Detail != "" {
				fmt.Fprintln(w, wrap(v.Detail, a.columns, "            "))
			}
		}
		fmt.Fprintf(w, "%s read, %d could not be\n", plural(all-failed, "board"), failed)
		return nil
	})
}

// exists reports whether a path is there.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
