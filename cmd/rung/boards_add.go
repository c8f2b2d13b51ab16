package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"rung/corpus"
	"rung/crawler"
	"rung/crawler/detect"
	"rung/crawler/fetch"
)

type addFlags struct {
	company, base string
	allowPrivate  bool
}

func boardsAddCommand(a *app) *cobra.Command {
	var f addFlags
	cmd := &cobra.Command{
		Use:   "add SOURCE:TOKEN|URL",
		Short: "Add a board to your own, or take a pruned one back",
		Long: wrap("Add writes the board into boards.yaml of the data directory, which every crawl of the directory then reads. "+
			"Of a URL it first finds the board (see rung boards detect) and adds the likeliest, unless that looks like another company's. A board that was pruned is taken back.", 80, ""),
		Example: "  rung boards add ashby:linear\n  rung boards add 'ashby:Forward Financing' --company 'Forward Financing'\n  rung boards add https://example.com/careers",
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.addBoard(cmd.Context(), args[0], f) },
	}
	cmd.Flags().StringVar(&f.company, "company", "", "the employer's name, where the board does not say it")
	cmd.Flags().StringVar(&f.base, "base", "", "where the board is, instead of the system's public address")
	cmd.Flags().BoolVar(&f.allowPrivate, "allow-private", false, "let the board be on this machine or its network")
	return cmd
}

func (a *app) addBoard(ctx context.Context, what string, f addFlags) error {
	b, err := a.boardMeant(ctx, what, f)
	if err != nil {
		return err
	}
	shelf, err := a.shelf()
	if err != nil {
		return err
	}
	restored, err := shelf.Add(b)
	var twice *crawler.DuplicateError
	switch {
	case errors.As(err, &twice):
		return fail(exitUsage, "a crawl reads it: rung crawl --board "+shellWord(b.ID()), "%w", err)
	case err != nil:
		return fail(exitUnreadable, "", "%w", err)
	case restored:
		fmt.Fprintf(a.out, "%s is no longer pruned\n", b.ID())
	default:
		fmt.Fprintf(a.out, "%s\n", crawler.Line(b))
	}
	a.note("Read it now: rung crawl --board %s", shellWord(b.ID()))
	return nil
}

// boardMeant is the board an argument names, or the one found behind a URL.
func (a *app) boardMeant(ctx context.Context, what string, f addFlags) (corpus.Board, error) {
	if isAddress(what) {
		return a.boardBehind(ctx, what, f)
	}
	b, err := crawler.ParseBoard(what)
	if err != nil {
		return b, fail(exitUsage, "for example: rung boards add ashby:linear; or a careers page: https://…", "%w", err)
	}
	if err := knownSource(b.Source); err != nil {
		return b, err
	}
	b.Company, b.Base, b.Why = f.company, f.base, "added"
	return b, checkBase(b, f.allowPrivate)
}

// isAddress tells a page from SOURCE:TOKEN.
func isAddress(s string) bool {
	return strings.Contains(s, "://") && !strings.HasPrefix(s, "jsonld:") || !strings.Contains(s, ":") && strings.Contains(s, ".")
}

func checkBase(b corpus.Board, allowPrivate bool) error {
	if b.Base == "" {
		return nil
	}
	u, err := url.Parse(b.Base)
	if err == nil {
		err = fetch.CheckURL(u, allowPrivate)
	}
	if err != nil {
		return fail(exitUsage, "a base is a public http or https address; one of this machine or its network needs --allow-private", "base %q: %w", b.Base, err)
	}
	return nil
}

func (a *app) boardBehind(ctx context.Context, address string, f addFlags) (corpus.Board, error) {
	r, err := a.detect(ctx, address, f.company, f.allowPrivate)
	if err != nil {
		return corpus.Board{}, err
	}
	if len(r.Found) == 0 {
		return corpus.Board{}, nothingFound(r)
	}
	best := r.Found[0]
	b := a.listing(best, r)
	if f.company != "" {
		b.Company = f.company
	}
	if best.Identity == detect.AnotherCompany {
		return b, fail(exitNothing, "if it is the right one all the same: rung boards add "+quoted(best.Board), "%s looks like another company: %s", b.ID(), best.Why)
	}
	a.note("%s, found %s at %s; %s: %s", b.ID(), howWords[best.How], best.At, best.Identity, best.Why)
	return b, nil
}
