package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/dustin/go-humanize"

	"rung/corpus"
)

// troublesShown is how many boards with trouble a crawl names on a terminal.
const troublesShown = 12

func (a *app) crawlSummary(r *crawlReport, format string) error {
	if format == "json" {
		return writeJSON(a.out, r)
	}
	// That a run ended before a board is said once, in the table.
	named := slices.DeleteFunc(slices.Clone(r.Troubles), func(t trouble) bool { return t.Outcome == corpus.OutcomeInterrupted })
	shown := min(len(named), troublesShown)
	for _, t := range named[:shown] {
		a.warn("%s", fit(fmt.Sprintf("%s: %s. %s", t.Board, outcomeName(t.Outcome), t.why()), max(a.columns*3, 200)))
	}
	if n := len(named) - shown; n > 0 {
		a.warn("and %d more boards with trouble; --json names them all", n)
	}
	a.nameMissing(r)
	return summaryTable(a.out, r)
}

// why is the cause of a trouble without the address and the outcome, which
// would leave a terminal's line no room for it.
func (t trouble) why() string {
	if _, cause, ok := strings.Cut(t.Detail, ": "+string(t.Outcome)+": "); ok {
		return cause
	}
	return t.Detail
}

// summaryTable is what a crawl did, a label and a line each; of the boards a
// line for every way they ended.
func summaryTable(w io.Writer, r *crawlReport) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(label, format string, args ...any) {
		fmt.Fprintf(t, "%s\t%s\n", label, fmt.Sprintf(format, args...))
	}
	row("boards", "%d of %d read (%s)", r.Listed(), r.Boards, r.Result)
	for _, o := range outcomesInOrder {
		if n := r.Outcomes[o.is]; n > 0 {
			row("  "+outcomeName(o.is), "%d%s", n, o.means)
		}
	}
	if r.Fresh > 0 {
		row("fresh", "%d passed over", r.Fresh)
	}
	if r.Off > 0 {
		row("off", "%d of sources that are read only when asked for by name", r.Off)
	}
	c := r.Change
	row("postings", "%d listed, %d confirmed on boards that did not change", r.Postings, max(0, c.Unchanged+c.New+c.Changed+c.Reopened-r.Postings))
	row("changes", "%d new, %d changed, %d closed, %d reopened, %d unchanged", c.New, c.Changed, c.Closed, c.Reopened, c.Unchanged)
	if c.Held > 0 {
		row("held back", "%d not closed: their listing is suspect", c.Held)
	}
	if c.Rejected > 0 {
		row("rejected", "%d could not be read", c.Rejected)
	}
	st := r.Stages
	row("stages", "%d classified in %s, %d indexed in %s, vacancies in %s", st.Classified, short(st.TookJudging), st.Indexed, short(st.TookIndexing), short(st.TookJoining))
	row("cost", "%s in %s, %s", humanize.Bytes(uint64(max(r.Bytes, 0))), plural(r.Requests, "request"), short(r.Took))
	return t.Flush()
}

// outcomesInOrder are the ways a board can end, the good ones first, and what
// each means where its name does not say it.
var outcomesInOrder = []struct {
	is    corpus.Outcome
	means string
}{
	{corpus.OutcomeComplete, ""},
	{corpus.OutcomeUnchanged, "  the same as last time"},
	{corpus.OutcomeEmpty, "  nothing is open"},
	{corpus.OutcomeTruncated, "  a part is missing, so it closes nothing"},
	{corpus.OutcomeRobots, "  robots.txt forbids it"},
	{corpus.OutcomeBlocked, "  refused, or asked for a human"},
	{corpus.OutcomeRateLimited, "  asked for a longer pause than a run makes"},
	{corpus.OutcomeNotFound, "  there is no such board"},
	{corpus.OutcomeChangedShape, "  the answer is not what the system documents"},
	{corpus.OutcomeServerError, ""},
	{corpus.OutcomeUnreachable, ""},
	{corpus.OutcomeRefused, "  by rung itself: a private address, or off the host"},
	{corpus.OutcomeInterrupted, "  rung crawl --resume reads them"},
}

// outcomeName is an outcome as people read it, each with a name of its own.
func outcomeName(o corpus.Outcome) string {
	if o == corpus.OutcomeRobots {
		return "skipped by robots"
	}
	return string(o)
}

func short(d time.Duration) time.Duration { return d.Round(time.Millisecond) }

func outcomes(m map[corpus.Outcome]int) string {
	var parts []string
	for _, o := range slices.Sorted(maps.Keys(m)) {
		if m[o] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", m[o], o))
		}
	}
	return strings.Join(parts, ", ")
}
