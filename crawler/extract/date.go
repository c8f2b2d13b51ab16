package extract

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"rung/corpus"
)

// layouts are the date forms systems use. A time without a zone is UTC.
var layouts = []string{
	time.RFC3339Nano,
	"2006-01-02T15:04:05.999999999Z0700",
	"2006-01-02T15:04:05.999999999",
	"2006-01-02T15:04Z07:00",
	"2006-01-02 15:04:05 MST",
	"2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02 15:04:05",
	"2006-01-02",
	"2006/01/02",
	"02.01.2006",
	time.RFC1123Z,
	time.RFC1123,
	"Mon, 2 Jan 2006 15:04:05 -0700",
	"Mon, 2 Jan 2006 15:04:05 MST",
	"2 Jan 2006 15:04:05 -0700",
	"Mon Jan 02 15:04:05 -0700 2006",
	"January 2, 2006",
	"Jan 2, 2006",
	"2 January 2006",
	"2 Jan 2006",
}

// Date reads an absolute date in any form listed above, in UTC. Dates outside
// 1995 to 2100 are placeholders ("0001-01-01") and not read.
func Date(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if len(s) > 64 {
		return time.Time{}, false
	}
	for _, layout := range layouts {
		if at, err := time.Parse(layout, s); err == nil {
			return plausible(at.UTC())
		}
	}
	return time.Time{}, false
}

func plausible(at time.Time) (time.Time, bool) {
	if at.Year() < 1995 || at.Year() > 2100 {
		return time.Time{}, false
	}
	return at, true
}

// Stated reads a date and names the field it came from; nil when the field
// states none.
func Stated(field, value string) *corpus.Stated {
	at, ok := Date(value)
	if !ok {
		return nil
	}
	return &corpus.Stated{At: at, Field: field}
}

// StatedMillis is Stated for milliseconds since 1970.
func StatedMillis(field string, ms int64) *corpus.Stated {
	at, ok := plausible(time.UnixMilli(ms).UTC())
	if !ok || ms == 0 {
		return nil
	}
	return &corpus.Stated{At: at, Field: field}
}

var ago = regexp.MustCompile(`(?i)^(?:posted\s+)?(?:(today|just posted)|(yesterday)|(\d{1,3})\s+(day|week|month)s?\s+ago)$`)

// Ago reads a date told relative to at, as the day it names ("Posted 3 Days
// Ago"), at midnight UTC. "30+ Days Ago" names no day and is not read.
func Ago(s string, at time.Time) (time.Time, bool) {
	m := ago.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil || at.IsZero() {
		return time.Time{}, false
	}
	day := at.UTC().Truncate(24 * time.Hour)
	n, err := strconv.Atoi(m[3])
	if err != nil {
		n = 0
	}
	switch {
	case m[2] != "":
		return day.AddDate(0, 0, -1), true
	case strings.EqualFold(m[4], "week"):
		return day.AddDate(0, 0, -7*n), true
	case strings.EqualFold(m[4], "month"):
		return day.AddDate(0, -n, 0), true
	}
	return day.AddDate(0, 0, -n), true
}
