package main

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"
)

// pruneFlags ask the doctor to drop raw payloads that nothing needs.
type pruneFlags struct {
	asked, dryRun bool
	keep          string
}

func (f *pruneFlags) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.asked, "prune", false, "drop raw payloads older than --keep that no open posting and no conditional request needs")
	cmd.Flags().StringVar(&f.keep, "keep", "2y", "with --prune: how long payloads are kept, such as 2y, 18mo, 12w, 90d")
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "with --prune: only say what would go")
}

// prune drops old payloads. Postings, spells and verdicts stay; what goes is
// the chance to read closed postings again with a better parser.
func (a *app) prune(ctx context.Context, f pruneFlags) error {
	before, err := ago(a.now().UTC(), f.keep)
	if err != nil {
		return err
	}
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.Close()
	drop, says := w.store.PruneRaw, "dropped"
	if f.dryRun {
		drop, says = w.store.PrunableRaw, "would go"
	}
	n, size, err := drop(ctx, before)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s from before %s %s (%s uncompressed); the room is used again by what comes next\n",
		plural(n, "payload"), before.Format(time.DateOnly), says, humanize.Bytes(uint64(size)))
	return nil
}

var agePattern = regexp.MustCompile(`^([1-9][0-9]{0,3})(d|w|mo|y)$`)

// ago reads an age in days, weeks, months or years and takes it from now.
func ago(now time.Time, age string) (time.Time, error) {
	m := agePattern.FindStringSubmatch(age)
	if m == nil {
		return time.Time{}, fail(exitUsage, "rung doctor --prune --keep 2y", "%q is no age: a number and d, w, mo or y", age)
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return time.Time{}, err
	}
	switch m[2] {
	case "d":
		return now.AddDate(0, 0, -n), nil
	case "w":
		return now.AddDate(0, 0, -7*n), nil
	case "mo":
		return now.AddDate(0, -n, 0), nil
	}
	return now.AddDate(-n, 0, 0), nil
}
