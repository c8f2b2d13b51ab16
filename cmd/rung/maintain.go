package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"rung/corpus"
	"rung/crawler"
)

func reclassifyCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "reclassify",
		Short: "Run the present model over what an older one judged",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := a.dataDir()
			if err != nil {
				return err
			}
			w, err := openParts(cmd.Context(), dir)
			if err != nil {
				return err
			}
			defer w.Close()
			n, err := w.reclassify(cmd.Context(), a)
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "%s judged anew by model %s\n", plural(n, "posting"), w.model)
			if err := w.openIndex(cmd.Context(), a); err != nil {
				return err
			}
			_, err = w.bring(cmd.Context(), a)
			return err
		},
	}
}

func reindexCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "reindex",
		Short: "Build the index anew from the store and swap it in",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			w, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer w.Close()
			if err := w.remake(cmd.Context(), a); err != nil {
				return err
			}
			n, err := w.index.Count()
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "%s indexed\n", plural(n, "posting"))
			return nil
		},
	}
}

func forgetCommand(a *app) *cobra.Command {
	var f struct{ url, board, company string }
	cmd := &cobra.Command{
		Use:     "forget",
		Short:   "Remove postings for good, and never bring them back",
		Example: "  rung forget --company 'Acme Ltd'\n  rung forget --board ashby:acme\n  rung forget --url https://jobs.example/1",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			what := map[corpus.ForgetKind]string{corpus.ForgetURL: f.url, corpus.ForgetBoard: f.board, corpus.ForgetCompany: f.company}
			return a.forget(cmd.Context(), what)
		},
	}
	cmd.Flags().StringVar(&f.url, "url", "", "the address of one posting")
	cmd.Flags().StringVar(&f.board, "board", "", "a whole board, as source:token")
	cmd.Flags().StringVar(&f.company, "company", "", "everything of an employer")
	cmd.MarkFlagsOneRequired("url", "board", "company")
	return cmd
}

func (a *app) forget(ctx context.Context, what map[corpus.ForgetKind]string) error {
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.Close()
	total := 0
	for kind, value := range what {
		if value == "" {
			continue
		}
		n, err := w.store.Forget(ctx, corpus.Forgotten{Kind: kind, Value: value, At: a.now().UTC()})
		if err != nil {
			return err
		}
		total += n
	}
	if _, err := w.bring(ctx, a); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s removed; nothing like it will be brought back\n", plural(total, "posting"))
	return nil
}

// oblivion is what was asked to be forgotten. It refuses boards of that kind
// that are named, since nothing could be read of them.
func oblivion(ctx context.Context, s *corpus.Store, named []string) (corpus.Oblivion, error) {
	all, err := s.ForgottenAll(ctx)
	if err != nil {
		return nil, err
	}
	o := corpus.NewOblivion(all)
	for _, name := range named {
		b, err := crawler.ParseBoard(name)
		if err == nil && o.Board(b) {
			return nil, fail(exitNothing, "forgetting is for good; a data directory of its own can hold it: rung --data DIR crawl --board "+shellWord(name), "%s was asked to be forgotten", name)
		}
	}
	return o, nil
}
