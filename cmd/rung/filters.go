package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"rung/cmd/rung/web/desk"
	"rung/index/query"
)

// filters are the flags that narrow search and report alike.
type filters struct{ desk.Filters }

func (f *filters) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.Rung, "rung", "", "a rung or a range: senior, pm..lead")
	fl.StringVar(&f.Rung, "level", "", "the same as --rung")
	fl.StringVar(&f.Company, "company", "", "employer")
	fl.StringVar(&f.Country, "country", "", "country, as a two-letter code")
	fl.StringVar(&f.Since, "since", "", "from this day or month on (2026-06-01, 2026-06)")
	fl.StringVar(&f.Until, "until", "", "up to this day or month")
	fl.BoolVar(&f.Remote, "remote", false, "remote work only")
	fl.Float64Var(&f.MinSalary, "min-salary", 0, "yearly pay that reaches above this, as stated")
	if err := fl.MarkHidden("level"); err != nil {
		panic(err)
	}
}

// typed are the filters with the query that stands beside them.
func (f filters) typed(words []string) desk.Filters {
	f.Query = strings.Join(words, " ")
	return f.Filters
}

// asked reads what was typed and the flags as one query.
func (f filters) asked(words []string) (query.Query, error) {
	q, err := f.typed(words).Parse()
	return q, asked(err)
}

// asked words what the desk refuses for the command line: a mistake in a query
// is shown at its place, another by its flag.
func asked(err error) error {
	var qe *query.Error
	var r *desk.Refused
	switch {
	case errors.As(err, &qe):
		hint := qe.Pointer()
		if qe.Hint != "" {
			hint += "\n" + qe.Hint
		}
		return fail(exitUsage, hint, "the query cannot be read: %s", qe.What)
	case errors.As(err, &r):
		return fail(exitUsage, r.Fix, "--%s: %s", r.Field, r.Reason)
	}
	return err
}
