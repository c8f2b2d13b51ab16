package extract_test

import (
	"testing"
	"time"

	"rung/crawler/extract"
)

// FuzzDate holds that any text gives no date, or one in UTC that can be meant
// and that is read again as itself; and that a relative one is never later
// than the time it is told at.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-08-05 10:10:39 UTC", "Mon, 2 Jan 2006 15:04:05 -0700", "0001-01-01", "Posted 3 Days Ago", "2026-02-30", "2026-01-01T00:00:00+23:59"} {
		f.Add(s)
	}
	now := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		if at, ok := extract.Date(s); ok {
			again, same := extract.Date(at.Format(time.RFC3339Nano))
			if at.Location() != time.UTC || at.Year() < 1995 || at.Year() > 2100 || !same || !again.Equal(at) {
				t.Errorf("Date(%q) = %s", s, at)
			}
		}
		if day, ok := extract.Ago(s, now); ok && (day.After(now) || day.Year() < 1900) {
			t.Errorf("Ago(%q) = %s", s, day)
		}
	})
}
