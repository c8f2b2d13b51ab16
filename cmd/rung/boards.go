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

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"rung/corpus"
	"rung/crawler"
	"rung/crawler/source"
)

func boardsCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "boards",
		Short: "The job boards: find, add, list and check them",
		Long: "A crawl reads the shipped directory of boards and those you add, less those that were pruned.\n" +
			"Yours are in boards.yaml of the data directory, pruned ones in pruned.yaml.",
		Example: "  rung boards detect https://example.com/careers\n  rung boards add ashby:linear\n  rung boards list --source greenhouse\n  rung boards check --limit 20",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.Long = wrap(cmd.Long, 80, "")
	cmd.AddCommand(boardsListCommand(a), boardsDetectCommand(a), boardsAddCommand(a), boardsCheckCommand(a), boardsStatusCommand(a))
	return cmd
}

// shelf opens the directory of boards as the user of the data directory has
// it.
func (a *app) shelf() (*crawler.Shelf, error) {
	dir, err := a.dataDir()
	if err != nil {
		return nil, err
	}
	s, err := crawler.OpenShelf(dir)
	if err != nil {
		return nil, fail(exitUnreadable, "mend the file, or move it away", "%w", err)
	}
	return s, nil
}

// named are the boards of SOURCE:TOKEN words. What the directory knows of one,
// such as where it is, counts.
func (a *app) named(words []string) ([]corpus.Board, error) {
	shelf, err := a.shelf()
	if err != nil {
		return nil, err
	}
	entries := shelf.Entries()
	var out []corpus.Board
	for _, word := range words {
		b, err := crawler.ParseBoard(word)
		if err != nil {
			return nil, fail(exitUsage, "for example: --board ashby:linear", "%w", err)
		}
		if err := knownSource(b.Source); err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(entries, func(e crawler.Entry) bool { return e.ID() == b.ID() }); i >= 0 {
			b = entries[i].Board
		}
		out = append(out, b)
	}
	return out, nil
}

// knownSource refuses a source that there is not.
func knownSource(name string) error {
	if _, ok := source.For(name); name != "" && !ok {
		return fail(exitUsage, choices(name, sourceNames()), "there is no source %q", name)
	}
	return nil
}

type listFlags struct {
	file, from, match string
	own, pruned       bool
	json              bool
}

func boardsListCommand(a *app) *cobra.Command {
	var f listFlags
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "The boards there are: shipped, your own, pruned",
		Example: "  rung boards list --own\n  rung boards list --match bank --json\n  rung boards list --boards mine.yaml",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return a.listBoards(f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.file, "boards", "", "the boards of a YAML `FILE` instead of the directory")
	fl.StringVar(&f.from, "source", "", "only boards of this system")
	fl.StringVar(&f.match, "match", "", "only boards with this in their company or token")
	fl.BoolVar(&f.own, "own", false, "only boards you added")
	fl.BoolVar(&f.pruned, "pruned", false, "only boards that were pruned")
	fl.BoolVar(&f.json, "json", false, "as JSON")
	return cmd
}

// has reports whether a board is one of those asked for.
func (f listFlags) has(e crawler.Entry) bool {
	return (f.from == "" || e.Source == f.from) &&
		(!f.own || e.Origin == crawler.Own) && (!f.pruned || e.Pruned != "") &&
		strings.Contains(strings.ToLower(e.Company+" "+e.Token), strings.ToLower(f.match))
}

func (a *app) listBoards(f listFlags) error {
	if err := knownSource(f.from); err != nil {
		return err
	}
	entries, err := a.entries(f.file)
	if err != nil {
		return err
	}
	entries = slices.DeleteFunc(entries, func(e crawler.Entry) bool { return !f.has(e) })
	if f.json {
		return writeJSON(a.out, entries)
	}
	if len(entries) == 0 {
		return fail(exitNothing, "see all: rung boards list", "no board is like that")
	}
	return a.writeTo("", func(w io.Writer) error {
		count := map[string]int{}
		for _, e := range entries {
			count[mark(e)]++
			fmt.Fprintln(w, a.entryLine(e))
		}
		var parts []string
		for _, m := range []string{"own", "shipped", "pruned"} {
			if count[m] > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", count[m], m))
			}
		}
		a.note("%s: %s", plural(len(entries), "board"), strings.Join(parts, ", "))
		return nil
	})
}

// mark says in a word what a board is to a crawl.
func mark(e crawler.Entry) string {
	if e.Pruned != "" {
		return "pruned"
	}
	return string(e.Origin)
}

func (a *app) entryLine(e crawler.Entry) string {
	line := pad(e.ID(), max(36, runewidth.StringWidth(e.ID()))) + "  " + pad(mark(e), 7) + "  " + e.Company
	if e.Pruned != "" {
		line += fmt.Sprintf(" (%s, %s)", e.Pruned, e.PrunedOn)
	}
	return strings.TrimRight(fitRight(line, a.columns), " ")
}

// fitRight cuts a line that is laid out already, keeping its spaces.
func fitRight(s string, width int) string { return runewidth.Truncate(s, max(width, 40), "…") }

// entries are the boards of a file, all of them the user's own, or of the
// directory.
func (a *app) entries(file string) ([]crawler.Entry, error) {
	if file == "" {
		shelf, err := a.shelf()
		if err != nil {
			return nil, err
		}
		return shelf.Entries(), nil
	}
	boards, err := crawlFlags{file: file, allowPrivate: true}.list(a)
	if err != nil {
		return nil, err
	}
	out := []crawler.Entry{}
	for _, b := range boards {
		out = append(out, crawler.Entry{Board: b, Origin: crawler.Own})
	}
	return out, nil
}

func boardsStatusCommand(a *app) *cobra.Command {
	var f struct {
		from          string
		json, trouble bool
	}
	cmd := &cobra.Command{
		Use:   "status",
		Short: "How each board answered when it was last crawled",
		Long: "Status shows the last outcome of every board that was ever crawled, from the store; it asks\n" +
			"nobody. The exit code is 5 when a board could not be read.",
		Example: "  rung boards status --trouble",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.boardsStatus(cmd.Context(), f.from, f.trouble, f.json)
		},
	}
	cmd.Long = wrap(cmd.Long, 80, "")
	cmd.Flags().StringVar(&f.from, "source", "", "only boards of this system")
	cmd.Flags().BoolVar(&f.trouble, "trouble", false, "only boards that were not read in full")
	cmd.Flags().BoolVar(&f.json, "json", false, "as JSON")
	return cmd
}

func (a *app) boardsStatus(ctx context.Context, from string, trouble, asJSON bool) error {
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
			fmt.Fprintf(w, "%s  %s  %s %5d\n", v.At.Format(time.DateOnly), pad(outcomeWords(v.Outcome), 17), pad(v.Board.ID(), 40), v.Postings)
			if !v.Listed() && v.Detail != "" {
				fmt.Fprintln(w, wrap(v.Detail, a.columns, "            "))
			}
		}
		fmt.Fprintf(w, "%s read, %d could not be\n", plural(all-failed, "board"), failed)
		return nil
	})
}

// outcomeWords is an outcome as people read it.
func outcomeWords(o corpus.Outcome) string {
	switch o {
	case corpus.OutcomeComplete, corpus.OutcomeUnchanged:
		return "ok"
	case corpus.OutcomeRobots:
		return "skipped by robots"
	}
	return string(o)
}

// missingShown is how many boards a crawl names that were not found.
const missingShown = 8

// nameMissing names the boards of a crawl that were not found, and what there
// is to do about them.
func (a *app) nameMissing(r *crawlReport) {
	var missing []string
	for _, t := range r.Troubles {
		if t.Outcome == corpus.OutcomeNotFound {
			missing = append(missing, t.Board)
		}
	}
	if len(missing) == 0 {
		return
	}
	named := strings.Join(missing[:min(missingShown, len(missing))], ", ")
	if n := len(missing) - missingShown; n > 0 {
		named += fmt.Sprintf(" and %d more", n)
	}
	verb := "was"
	if len(missing) > 1 {
		verb = "were"
	}
	a.note("%s", wrap(fmt.Sprintf("%s %s not found: %s. Once proves nothing; an hour from now, rung boards check --prune asks again and leaves out what is gone.", plural(len(missing), "board"), verb, named), a.columns, ""))
}

// exists reports whether a path is there.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
