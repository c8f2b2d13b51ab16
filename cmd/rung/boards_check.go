package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"rung/classify/title"
	"rung/corpus"
	"rung/crawler"
	"rung/crawler/fetch"
	"rung/crawler/source"
)

type checkFlags struct {
	crawlFlags
	prune bool
}

func boardsCheckCommand(a *app) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Ask each board whether it is there, and what it lists",
		Long: wrap("Check asks every board for its list, politely and with robots.txt obeyed, and stores no posting. A board is asked once in --max-age, so a check that was interrupted goes on where it was. "+
			"A board that was not found twice, an hour or more apart, in crawls or checks, is gone: --prune leaves such boards out of crawls from then on; rung boards add takes one back. "+
			"The exit code is 5 when a board could not be read.", 80, ""),
		Example: "  rung boards check --source ashby --limit 20\n  rung boards check --prune\n  rung boards check --board ashby:linear --json",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.checkBoards(cmd.Context(), f) },
	}
	fl := cmd.Flags()
	fl.StringArrayVar(&f.boards, "board", nil, "check one board, as `SOURCE:TOKEN`; may be repeated")
	fl.StringVar(&f.file, "boards", "", "check the boards of a YAML `FILE` instead of the directory")
	fl.StringVar(&f.from, "source", "", "only boards of this system")
	fl.IntVar(&f.limit, "limit", 0, "ask at most this many boards")
	fl.DurationVar(&f.maxAge, "max-age", 20*time.Hour, "do not ask a board again that answered within this time")
	fl.BoolVar(&f.allowPrivate, "allow-private", false, "let boards be on this machine or its network")
	fl.BoolVar(&f.prune, "prune", false, "leave boards that are gone out of crawls")
	fl.BoolVar(&f.json, "json", false, "as JSON, earlier answers too")
	cmd.MarkFlagsMutuallyExclusive("boards", "prune")
	return cmd
}

// A checking is one run of boards check.
type checking struct {
	*app
	f      checkFlags
	log    *crawler.CheckLog
	visits map[string]corpus.Visit // the latest crawl of each board
	asked  int
	off    int // boards of sources that have to be asked for by name
}

func (a *app) checkBoards(ctx context.Context, f checkFlags) (err error) {
	boards, err := f.list(a)
	if err != nil {
		return err
	}
	dir, err := a.dataDir()
	if err != nil {
		return err
	}
	c := &checking{app: a, f: f}
	if c.log, err = crawler.OpenCheckLog(dir); err != nil {
		return fail(exitUnreadable, "", "%w", err)
	}
	defer func() { err = errors.Join(err, c.log.Close()) }()
	if c.visits, err = a.crawled(ctx, dir); err != nil {
		return err
	}
	if err := c.ask(ctx, boards); err != nil {
		return err
	}
	return c.conclude(boards)
}

// crawled is the latest visit of every board.
func (a *app) crawled(ctx context.Context, dir string) (map[string]corpus.Visit, error) {
	out := map[string]corpus.Visit{}
	s, err := openStoreAt(ctx, dir)
	if err != nil {
		return nil, err
	}
	visits, err := s.Visits(ctx, corpus.VisitFilter{Latest: true})
	for _, v := range visits {
		out[v.Board.ID()] = v
	}
	return out, errors.Join(err, s.Close())
}

// ask asks the boards that are due.
func (c *checking) ask(ctx context.Context, boards []corpus.Board) error {
	named := len(c.f.boards) > 0 || c.f.from != ""
	due := slices.DeleteFunc(slices.Clone(boards), func(b corpus.Board) bool {
		if !named && !source.Default(b.Source) {
			c.off++
			return true
		}
		return !c.due(b)
	})
	if c.f.limit > 0 && len(due) > c.f.limit {
		due = due[:c.f.limit]
	}
	c.asked = len(due)
	client := c.client(fetch.Options{AllowPrivate: c.f.allowPrivate, PassRobots: source.PassRobots(c.f.asked(boards)...)})
	defer client.Close()
	opt := crawler.CheckOptions{Boards: due, Getter: client, Source: source.For, Want: title.Gate, Now: c.now}
	meter := c.meter("checking", len(due))
	var failed error
	opt.Report = func(k crawler.Checked) {
		meter.add(1)
		failed = errors.Join(failed, c.log.Add(k))
		if !c.f.json {
			c.told(k)
		}
	}
	err := crawler.Check(ctx, opt)
	meter.done()
	return errors.Join(failed, err)
}

// due reports whether a board has not answered lately. Before pruning, one
// that was not found is asked as soon as a second answer proves something.
func (c *checking) due(b corpus.Board) bool {
	all := c.log.Answers(b.ID())
	if len(all) == 0 {
		return true
	}
	last := all[len(all)-1]
	age := c.now().Sub(last.At)
	return age >= c.f.maxAge || c.f.prune && last.Outcome == corpus.OutcomeNotFound && age >= crawler.Apart
}

// told prints one answer as it comes.
func (c *checking) told(k crawler.Checked) {
	says := ""
	if k.Outcome.Listed() || k.Postings > 0 {
		says = fmt.Sprintf("%5d, %3d PM", k.Postings, k.Wanted)
	}
	fmt.Fprintln(c.out, fitRight(pad(outcomeWords(k.Outcome), 17)+"  "+pad(says, 13)+"  "+k.Board.ID(), c.columns))
	if !k.Outcome.Listed() && k.Detail != "" {
		fmt.Fprintln(c.out, wrap(k.Detail, c.columns, "    "))
	}
}

// answers are all that is known of how a board answered.
func (c *checking) answers(b corpus.Board) (out []crawler.Answer) {
	if v, ok := c.visits[b.ID()]; ok {
		out = append(out, crawler.Answer{At: v.At, Outcome: v.Outcome})
	}
	for _, k := range c.log.Answers(b.ID()) {
		out = append(out, crawler.Answer{At: k.At, Outcome: k.Outcome})
	}
	return out
}

// conclude says what all answers come to, prunes what is gone, and judges.
func (c *checking) conclude(boards []corpus.Board) error {
	var known []crawler.Checked
	var gone []corpus.Board
	outcomes := map[corpus.Outcome]int{}
	failed := 0
	for _, b := range boards {
		all := c.log.Answers(b.ID())
		if len(all) == 0 {
			continue
		}
		last := all[len(all)-1]
		known = append(known, last)
		outcomes[last.Outcome]++
		if !last.Outcome.Listed() && last.Outcome != corpus.OutcomeRobots {
			failed++
		}
		if _, dead := crawler.Dead(c.answers(b)); dead {
			gone = append(gone, b)
		}
	}
	if c.f.json {
		if err := writeJSON(c.out, known); err != nil {
			return err
		}
	} else {
		if c.off > 0 {
			fmt.Fprintf(c.out, "%s of sources that are read only when asked for by name\n", plural(c.off, "board"))
		}
		fmt.Fprintf(c.out, "%s asked, answers of %d of %d known: %s\n", plural(c.asked, "board"), len(known), len(boards), worded(outcomes))
	}
	if err := c.prune(gone); err != nil {
		return err
	}
	if failed > 0 {
		return silent{exitPartial}
	}
	return nil
}

// worded counts outcomes in the words people read.
func worded(m map[corpus.Outcome]int) string {
	inWords := map[corpus.Outcome]int{}
	for o, n := range m {
		inWords[corpus.Outcome(outcomeWords(o))] += n
	}
	return outcomes(inWords)
}

// prune leaves out the boards that are gone, or says how.
func (c *checking) prune(gone []corpus.Board) error {
	if len(gone) == 0 {
		return nil
	}
	if !c.f.prune {
		c.note("%s not found twice or more; rung boards check --prune leaves such boards out of crawls", plural(len(gone), "board"))
		return nil
	}
	shelf, err := c.shelf()
	if err != nil {
		return err
	}
	for _, b := range gone {
		since, _ := crawler.Dead(c.answers(b))
		if err := shelf.Prune(b, "not found since "+since.Format(time.DateOnly), c.now()); err != nil {
			return err
		}
		c.note("pruned %s; to take it back: rung boards add %s", b.ID(), shellWord(b.ID()))
	}
	return nil
}
