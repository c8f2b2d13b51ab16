package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"rung/classify"
	"rung/corpus"
	"rung/crawler"
	"rung/index"
)

func doctorCommand(a *app) *cobra.Command {
	var asJSON bool
	var prune pruneFlags
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look at everything rung keeps, and say what is wrong and what helps",
		Long: "Doctor reads the whole store for damage, opens the index and counts both. It changes nothing\n" +
			"but with --prune; the exit code is 3 when something is broken.",
		Example: "  rung doctor\n  rung --data DIR doctor --json\n  rung doctor --prune --keep 2y --dry-run",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if prune.asked {
				return a.prune(cmd.Context(), prune)
			}
			if cmd.Flags().Changed("keep") || prune.dryRun {
				return fail(exitUsage, "rung doctor --prune --keep "+prune.keep, "--keep and --dry-run belong to --prune")
			}
			return a.doctor(cmd, asJSON)
		},
	}
	prune.add(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

// A finding is one thing the doctor looked at.
type finding struct {
	What string `json:"what"`
	Says string `json:"says"`
	// Help is what to do; only with a finding that is not well.
	Help string `json:"help,omitempty"`
	Well bool   `json:"well"`
}

func (a *app) doctor(cmd *cobra.Command, asJSON bool) error {
	dir, err := a.dataDir()
	if err != nil {
		return err
	}
	findings := append(a.examine(cmd.Context(), dir), a.settingsOf(cmd)...)
	if asJSON {
		err = writeJSON(a.out, findings)
	} else {
		a.findingsText(findings)
	}
	for _, f := range findings {
		if err == nil && !f.Well {
			return silent{exitUnreadable}
		}
	}
	return err
}

func (a *app) findingsText(fs []finding) {
	for _, f := range fs {
		mark := a.paint(green, "ok ")
		if !f.Well {
			mark = a.paint(red, "BAD")
		}
		indent := strings.Repeat(" ", 15)
		fmt.Fprintf(a.out, "%s %s %s\n", mark, pad(f.What, 10), strings.TrimSpace(wrap(f.Says, a.columns, indent)))
		if f.Help != "" {
			fmt.Fprintln(a.out, wrap(f.Help, a.columns, indent))
		}
	}
}

// examine looks at one thing after the other; a broken one does not keep it
// from the next.
func (a *app) examine(ctx context.Context, dir string) []finding {
	out := []finding{{What: "program", Says: fmt.Sprintf("rung %s, %s, %s/%s", version, runtime.Version(), runtime.GOOS, runtime.GOARCH), Well: true}}
	c, err := classify.Default()
	if err != nil {
		return append(out, finding{What: "classifier", Says: err.Error(), Help: "this build is broken; build it anew"})
	}
	out = append(out,
		finding{What: "classifier", Says: "model " + c.Model(), Well: true},
		finding{What: "versions", Says: fmt.Sprintf("store schema %d, index mapping %d, archive %d", corpus.SchemaVersion(), index.MappingVersion, corpus.ArchiveVersion), Well: true},
		examineBoards(dir))
	out = append(out, examineDisk(dir))
	if !exists(dir) {
		return append(out, finding{What: "data", Says: dir + " is not there yet; the first crawl or import makes it", Well: true})
	}
	size := sizeOf(dir)
	out = append(out, size)
	if !size.Well {
		return out // and nothing in it can be seen
	}
	counts, f := a.examineStore(ctx, dir)
	return append(out, f, examineIndex(dir, c.Model(), counts.Postings))
}

// examineBoards reads the directory of boards as the user has it.
func examineBoards(dir string) finding {
	shelf, err := crawler.OpenShelf(dir)
	if err != nil {
		return finding{What: "boards", Says: err.Error(), Help: "mend the file, or move it away"}
	}
	count := map[string]int{}
	for _, e := range shelf.Entries() {
		count[mark(e)]++
	}
	says := plural(count["shipped"], "board") + " shipped"
	for _, m := range []string{"own", "pruned"} {
		if count[m] > 0 {
			says += fmt.Sprintf(", %d %s", count[m], m)
		}
	}
	return finding{What: "boards", Says: says, Well: true}
}

// sizeOf says where the data lies and how much room it takes.
func sizeOf(dir string) finding {
	var size int64
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		st, err := d.Info()
		if errors.Is(err, os.ErrNotExist) {
			return nil // removed meanwhile
		}
		if err == nil {
			size += st.Size()
		}
		return err
	})
	if err != nil {
		return finding{What: "data", Says: err.Error(), Help: "make the directory readable, or name another with --data"}
	}
	return finding{What: "data", Says: fmt.Sprintf("%s, %s", dir, humanize.Bytes(uint64(size))), Well: true}
}

func (a *app) examineStore(ctx context.Context, dir string) (corpus.Counts, finding) {
	bad := func(err error) (corpus.Counts, finding) {
		f := finding{What: "store", Says: err.Error(), Help: "another rung may be at work; end it and look again"}
		if errors.Is(err, corpus.ErrCorrupt) || errors.Is(err, corpus.ErrNewer) {
			f.Help = "" // the error says what to do
		}
		return corpus.Counts{}, f
	}
	s, err := corpus.Open(ctx, dir, corpus.Options{})
	if err != nil {
		return bad(err)
	}
	defer s.Close()
	if err := s.Check(ctx); err != nil {
		return bad(err)
	}
	n, err := s.Counts(ctx)
	if err != nil {
		return bad(err)
	}
	says := fmt.Sprintf("whole: %s (%d open) in %s, %s, %s", plural(n.Postings, "posting"), n.Open, vacancies(n.Vacancies), plural(n.Boards, "board"), plural(n.Crawls, "crawl"))
	if last, err := s.LastCrawl(ctx); err == nil {
		says += ", the last on " + last.Started.Format(time.DateOnly)
	}
	return n, finding{What: "store", Says: says, Well: true}
}

func vacancies(n int) string {
	if n == 1 {
		return "1 vacancy"
	}
	return fmt.Sprintf("%d vacancies", n)
}

func examineIndex(dir, model string, stored int) finding {
	const remake = "rung reindex makes it anew from the store; nothing is lost"
	if !exists(indexDir(dir)) {
		return finding{What: "index", Says: "not there yet; the first search makes it", Well: true}
	}
	x, err := index.Open(indexDir(dir), index.Options{Model: model})
	switch {
	case errors.Is(err, index.ErrLocked):
		return finding{What: "index", Says: "in use by another rung", Well: true}
	case errors.Is(err, index.ErrStale):
		return finding{What: "index", Says: "made by another version; the next command makes it anew", Well: true}
	case err != nil:
		return finding{What: "index", Says: err.Error(), Help: remake}
	}
	defer x.Close()
	n, err := x.Count()
	if err != nil {
		return finding{What: "index", Says: err.Error(), Help: remake}
	}
	says := plural(n, "posting")
	switch {
	case n < stored:
		says += fmt.Sprintf(", %d fewer than the store; the next command brings them", stored-n)
	case n > stored:
		says += fmt.Sprintf(", %d more than the store holds; rung reindex makes it anew", n-stored)
	}
	return finding{What: "index", Says: says, Well: true}
}
