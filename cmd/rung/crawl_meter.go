package main

import (
	"fmt"

	"github.com/dustin/go-humanize"
	"github.com/mattn/go-runewidth"

	"rung/corpus"
	"rung/crawler"
)

// crawlMeter is the meter of a crawl. Beside the boards it counts what they
// brought, in as many words as the terminal has room for.
type crawlMeter struct {
	*meter
	columns func() int
	sum     crawlTally
}

type crawlTally struct {
	postings, troubles int
	bytes              int64
	change             corpus.Change
}

func (a *app) crawlMeter(total int) *crawlMeter {
	return &crawlMeter{meter: a.meter("crawling", total), columns: a.measure}
}

// board counts a board that has ended. A resumed crawl has fewer to read than
// it was given, which is known only now.
func (m *crawlMeter) board(e crawler.Event) {
	if m.bar == nil || !e.Ended || e.Total == 0 {
		return
	}
	m.sum.add(e)
	m.bar.ChangeMax(e.Total)
	m.say(m.sum.words(m.columns() - barRoom))
	m.add(1)
}

func (t *crawlTally) add(e crawler.Event) {
	t.postings += e.Postings
	t.bytes += e.Bytes
	t.change.Add(e.Change)
	if !e.Outcome.Listed() && e.Outcome != corpus.OutcomeRobots {
		t.troubles++
	}
}

// words says the tally within a width, with fewer words where it is narrow.
func (t *crawlTally) words(width int) string {
	postings, size := humanize.Comma(int64(t.postings)), humanize.Bytes(uint64(max(t.bytes, 0)))
	c := t.change
	for _, s := range []string{
		fmt.Sprintf("%s postings: %d new, %d changed, %d closed; %s; %s", postings, c.New, c.Changed, c.Closed, plural(t.troubles, "error"), size),
		fmt.Sprintf("%s postings +%d ~%d -%d, %s, %s", postings, c.New, c.Changed, c.Closed, plural(t.troubles, "error"), size),
		fmt.Sprintf("%s postings +%d ~%d -%d, %s", postings, c.New, c.Changed, c.Closed, plural(t.troubles, "error")),
		fmt.Sprintf("%s postings, %s", postings, plural(t.troubles, "error")),
		postings + " postings",
	} {
		if runewidth.StringWidth(s) <= width {
			return s
		}
	}
	return ""
}
