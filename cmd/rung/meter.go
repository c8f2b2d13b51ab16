package main

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

// meter shows how far long work is: a bar on a terminal, nothing elsewhere,
// so that logs stay readable.
type meter struct{ bar *progressbar.ProgressBar }

// barRoom is the room a bar takes beside its label: the bar itself, the
// percentage, the count of thousands and the time left.
const barRoom = 36

// meter starts a bar; total is -1 where nobody knows it.
func (a *app) meter(label string, total int) *meter {
	if !a.errTTY || a.quiet || a.env("TERM") == "dumb" {
		return &meter{}
	}
	return &meter{bar: progressbar.NewOptions(total,
		progressbar.OptionSetWriter(a.err),
		progressbar.OptionSetDescription(label),
		progressbar.OptionSetWidth(6),
		progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(total > 0),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionEnableColorCodes(a.color()),
	)}
}

// Errors of the bar are errors of the terminal it is drawn on, which nothing
// can be done about and no result depends on.

func (m *meter) add(n int) {
	if m.bar != nil {
		_ = m.bar.Add(n)
	}
}

func (m *meter) say(label string) {
	if m.bar != nil {
		m.bar.Describe(label)
	}
}

func (m *meter) done() {
	if m.bar != nil {
		_ = m.bar.Finish()
	}
}
