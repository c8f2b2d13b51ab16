package index

import (
	"strconv"
	"strings"
	"time"
)

// The separators of a row's canonical text. Control characters in strings
// become spaces, so that neither can occur in one.
const (
	columnEnd = '\x1f'
	itemEnd   = '\x1e'
)

// AppendCanonical appends the text that stands for a row in digests: equal
// rows have equal bytes, and different ones different bytes. It stays the same
// however rows are kept, so that a report made again by a newer program can
// be seen to be of the same rows. Each column is ended by columnEnd; numbers
// are decimal or, where times, base 36; lists have an itemEnd after each
// item. What the id repeats is left out: the vacancy of a posting that is
// alone, and source and board, of which then only the lengths are there.
func (r *Row) AppendCanonical(b []byte) []byte {
	str := func(s string) { b = append(append(b, clean(s)...), columnEnd) }
	num := func(n int) { b = append(strconv.AppendInt(b, int64(n), 10), columnEnd) }
	float := func(f float64) { b = append(strconv.AppendFloat(b, f, 'g', -1, 64), columnEnd) }
	at := func(t time.Time) { b = append(appendTime(b, t), columnEnd) }

	at(r.Posted)
	at(r.FirstSeen)
	if r.Vacancy == r.ID {
		str("")
	} else {
		str(r.Vacancy)
	}
	str(r.ID)

	if n := len(r.Board); n > 0 && strings.HasPrefix(r.ID, r.Board+":") && strings.HasPrefix(r.Board, r.Source+":") {
		num(n)
		num(len(r.Source))
	} else {
		num(0)
		str(r.Source)
		str(r.Board)
	}
	str(r.Company)
	for _, c := range r.Countries {
		b = append(append(b, clean(c)...), itemEnd)
	}
	b = append(b, columnEnd)
	str(string(r.Workplace))
	str(r.Language)
	num(flags(r.OnLadder, r.Abstained))
	str(r.Beside)
	str(r.Track)
	num(r.Rank)
	num(r.TitleRank)
	num(r.DutiesRank)
	if r.Gap != nil {
		b = strconv.AppendInt(b, int64(*r.Gap), 10)
	}
	b = append(b, columnEnd)
	num(int(r.Confidence*1e4 + 0.5))
	at(r.LastSeen)
	at(r.Closed)
	for _, s := range r.Spells {
		b = append(appendTime(b, s.Opened), itemEnd)
		b = append(appendTime(b, s.Closed), itemEnd)
	}
	b = append(b, columnEnd)
	float(r.Pay.Min)
	float(r.Pay.Max)
	str(r.Pay.Currency)
	str(string(r.Pay.Period))
	if r.YearsMin != nil {
		b = strconv.AppendFloat(b, *r.YearsMin, 'g', -1, 64)
	}
	b = append(b, columnEnd)
	num(r.Length)
	str(r.Rules)
	str(r.Skills)
	return b
}

func appendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return b
	}
	return strconv.AppendInt(b, t.Unix(), 36)
}

func flags(on ...bool) int {
	n := 0
	for i, f := range on {
		if f {
			n |= 1 << i
		}
	}
	return n
}
