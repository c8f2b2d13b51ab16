package trend

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"rung/index"
	"rung/index/query"
)

// A Source gives the rows of the postings a query matches, each once;
// *index.Index is one.
type Source interface {
	Walk(ctx context.Context, q query.Query, fn func(*index.Row) error) error
}

// Unit is the length of a period.
type Unit string

const (
	Month Unit = "month"
	Week  Unit = "week" // Monday to Sunday
)

// Date is what a series is ordered by.
type Date string

const (
	Posted    Date = "posted"     // stated by the posting
	FirstSeen Date = "first_seen" // observed by us
	Closed    Date = "closed"     // observed by us
)

// Options of Compute. The zero value reports on everything by month posted.
type Options struct {
	Query query.Query // nil means all
	// From and To bound the report: series show periods in [From, To), and
	// the other tables vacancies open at some time in it. Zero is unbounded.
	// Both are widened to whole periods, which a count is otherwise not of.
	From, To time.Time
	By       Unit // empty means Month
	Date     Date // empty means Posted
	// Crawls are the times boards were read, in any order; Flow needs two.
	Crawls []Crawl
	// Top is how many employers and countries are listed; 0 means 10.
	Top int

	// Core leaves out all but Coverage, Mix, Series, Flow, Pay without its
	// intervals and Top: what can be asked for often.
	Core bool
	// Draws is how many times the bootstrap draws: 0 means 1000, a negative
	// number not at all, and the intervals it makes are then nil. Seed is what
	// the draws begin with; 0 means a fixed one.
	Draws int
	Seed  uint64
	// Confusion is how the classifier mistakes rungs for each other, Noise
	// how it mistakes titles that agree with their duties; without them
	// nothing is corrected. A query that chooses by verdict, as by rung, leaves
	// Confusion unused.
	Confusion Confusion
	Noise     Noise
	// Outcomes counts boards by how their last reading ended, and Now is when
	// the report is made; both only for Freshness.
	Outcomes map[string]int
	Now      time.Time
}

// A Crawl is one time boards were read.
type Crawl struct {
	At time.Time `json:"at"`
	// Boards are the ids ("source:token") of the boards listed completely.
	// A crawl without any is taken to have read every board.
	Boards []string `json:"boards,omitempty"`
}

func (o Options) withDefaults() (Options, error) {
	if o.Query == nil {
		o.Query = query.All{}
	}
	if o.By == "" {
		o.By = Month
	}
	if o.Date == "" {
		o.Date = Posted
	}
	if o.Top <= 0 {
		o.Top = 10
	}
	if o.Draws == 0 {
		o.Draws = defaultDraws
	}
	o.Draws, o.Seed = max(0, o.Draws), cmp.Or(o.Seed, defaultSeed)
	if err := errors.Join(o.Noise.check(), o.Confusion.check()); err != nil {
		return o, err
	}
	if choosesByVerdict(o.Query) {
		o.Confusion = Confusion{}
	}
	if !o.From.IsZero() {
		o.From = o.By.period(o.From).Start
	}
	if p := o.By.period(o.To); !o.To.IsZero() && p.Start.Before(o.To) {
		o.To = p.End
	}
	switch {
	case o.By != Month && o.By != Week:
		return o, fmt.Errorf("trend: no period %q; there are month and week", o.By)
	case o.Date != Posted && o.Date != FirstSeen && o.Date != Closed:
		return o, fmt.Errorf("trend: no date %q; there are posted, first_seen and closed", o.Date)
	case !o.From.IsZero() && !o.To.IsZero() && !o.From.Before(o.To):
		return o, fmt.Errorf("trend: from %s is not before to %s", o.From.Format(time.DateOnly), o.To.Format(time.DateOnly))
	}
	return o, nil
}

// A Period is one month or week, [Start, End) at midnights UTC.
type Period struct {
	// Name is "2026-06" or, for a week, "2026-W23" after ISO 8601.
	Name  string    `json:"name"`
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

func (u Unit) period(t time.Time) Period {
	y, m, d := t.UTC().Date()
	if u == Month {
		start := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
		return Period{start.Format("2006-01"), start, start.AddDate(0, 1, 0)}
	}
	day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	start := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	year, week := start.ISOWeek()
	return Period{fmt.Sprintf("%d-W%02d", year, week), start, start.AddDate(0, 0, 7)}
}

// maxPeriods bounds a series against a single absurd date.
const maxPeriods = 1200

// periods returns every period from the one of first to the one of last.
func (u Unit) periods(first, last time.Time) []Period {
	var out []Period
	for p := u.period(first); !p.Start.After(last) && len(out) < maxPeriods; p = u.period(p.End) {
		out = append(out, p)
	}
	return out
}
