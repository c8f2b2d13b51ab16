package crawler

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"rung/corpus"
	"rung/crawler/fetch"
	"rung/crawler/source"
	"rung/crawler/source/wire"
)

// A Checked is what one board answered when it was asked whether it is there.
type Checked struct {
	Board   corpus.Board   `json:"board"`
	At      time.Time      `json:"at"`
	Outcome corpus.Outcome `json:"outcome"`
	Detail  string         `json:"detail,omitempty"`
	// Postings counts what the board lists, Wanted those whose title is
	// wanted.
	Postings int `json:"postings"`
	Wanted   int `json:"wanted"`
	// Company is what the board calls its employer, "" where it does not say.
	Company string `json:"company,omitempty"`
}

// CheckOptions say which boards are asked, and how. Source, Want, Now and
// Workers are as in Options.
type CheckOptions struct {
	Boards  []corpus.Board
	Getter  fetch.Getter
	Source  func(name string) (source.Source, bool)
	Want    func(title string) bool
	Now     func() time.Time
	Workers int
	// Report is told of every board, one call at a time.
	Report func(Checked)
}

// checkRequests is how often one board is asked in a check: enough for the
// longest list of a system that answers in pages of twenty, and a bound for
// career sites, whose pages have to be read one by one.
const checkRequests = 150

// Check asks every board for its list and for no posting's own page, and
// stores nothing. The error is ctx's: boards not asked are not reported.
func Check(ctx context.Context, o CheckOptions) error {
	if o.Workers <= 0 {
		o.Workers = 8
	}
	var one sync.Mutex
	report := func(c Checked) {
		one.Lock()
		defer one.Unlock()
		o.Report(c)
	}
	f := newFrontier(once(o.Boards), o.Workers)
	stop := context.AfterFunc(ctx, f.close)
	defer stop()
	var workers sync.WaitGroup
	for range o.Workers {
		workers.Go(func() {
			for {
				l, b, ok := f.next()
				if !ok {
					return
				}
				if c := o.check(ctx, b); ctx.Err() == nil {
					report(c)
				}
				f.done(l)
			}
		})
	}
	workers.Wait()
	return ctx.Err()
}

// check asks one board.
func (o CheckOptions) check(ctx context.Context, b corpus.Board) Checked {
	c := Checked{Board: b, At: o.Now().UTC()}
	t := tally{want: o.Want}
	r := run{Options: Options{Source: o.Source, Want: t.ask}}
	if b.Source == "jsonld" {
		// A career site lists addresses: only its pages tell the titles.
		r.Want = o.Want
	}
	l, err := r.list(ctx, &rationed{Getter: o.Getter, left: checkRequests}, b)
	l = settle(l, b, err, c.At)
	c.Outcome, c.Detail = l.Outcome, l.Detail
	c.Postings, c.Wanted, c.Company = t.count(l)
	return c
}

// A tally counts wanted titles while it turns every posting away, so that no
// page of a posting is asked for.
type tally struct {
	want   func(title string) bool
	wanted int
}

func (t *tally) wants(title string) bool { return t.want == nil || t.want(title) }

func (t *tally) ask(title string) bool {
	if t.wants(title) {
		t.wanted++
	}
	return false
}

// count says what a listing holds: postings that were brought, and those that
// were turned away.
func (t *tally) count(l corpus.Listing) (postings, wanted int, company string) {
	wanted = t.wanted
	for _, p := range l.Postings {
		if t.wants(p.Title) {
			wanted++
		}
		if company == "" && p.CompanyFrom == corpus.CompanyFromPayload {
			company = p.Company
		}
	}
	postings = len(l.Postings)
	for _, r := range l.Rejected {
		if r.Reason == wire.NotWanted {
			postings++
		}
	}
	return postings, wanted, company
}

// A rationed getter answers so many requests and no more.
type rationed struct {
	fetch.Getter
	left int
}

func (r *rationed) Get(ctx context.Context, q fetch.Request) (fetch.Page, error) {
	if r.left == 0 {
		return fetch.Page{}, &fetch.Error{Outcome: corpus.OutcomeTruncated, URL: q.URL, Err: fmt.Errorf("a check asks a board no more than %d times", checkRequests)}
	}
	r.left--
	return r.Getter.Get(ctx, q)
}

// An Answer is what a board answered once, in a crawl or in a check.
type Answer struct {
	At      time.Time
	Outcome corpus.Outcome
}

// Apart is how long after a board was not found it has to be missing still to
// count as dead: of boards that are not found once, some are back within the
// hour.
const Apart = time.Hour

// Dead reports whether a board is gone, and since when: its latest answers,
// the first and the last of them at least an hour apart, are all "not found".
// One such answer proves nothing.
func Dead(answers []Answer) (since time.Time, dead bool) {
	answers = slices.Clone(answers)
	slices.SortFunc(answers, func(a, b Answer) int { return b.At.Compare(a.At) })
	for _, a := range answers {
		if a.Outcome != corpus.OutcomeNotFound {
			break
		}
		since = a.At
	}
	return since, !since.IsZero() && answers[0].At.Sub(since) >= Apart
}
