package query

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// A Query is one node of a tree of All, None, And, Or, Not, Word, Phrase,
// Term, Range and Days. String prints it in the language of the package
// comment, so that parsing the print gives the same query again.
type Query interface {
	String() string
	node()
}

type (
	// All matches every posting; it is what an empty query means.
	All struct{}
	// None matches nothing.
	None struct{}
	// And matches what all parts match; Or what any part matches.
	And []Query
	Or  []Query
	// Not matches what Of does not.
	Not struct{ Of Query }
	// Word is one word, matched by stem. An empty Field means title, company,
	// places and body.
	Word struct{ Field, Text string }
	// Phrase is words that follow each other.
	Phrase struct{ Field, Text string }
	// Term is the exact value of a field of fixed words.
	Term struct{ Field, Value string }
	// Range is a number between Lo and Hi; infinite ends are unbounded, LoOpen
	// and HiOpen exclude the end itself. Rungs are ranges over their rank,
	// 1 to 7, in the field "rung".
	Range struct {
		Field          string
		Lo, Hi         float64
		LoOpen, HiOpen bool
	}
	// Days is a date from From up to, not including, Until; a zero end is
	// unbounded. Both are midnights, UTC.
	Days struct {
		Field       string
		From, Until time.Time
	}
)

func (All) node()    {}
func (None) node()   {}
func (And) node()    {}
func (Or) node()     {}
func (Not) node()    {}
func (Word) node()   {}
func (Phrase) node() {}
func (Term) node()   {}
func (Range) node()  {}
func (Days) node()   {}

func (All) String() string  { return "*" }
func (None) String() string { return "-*" }

func (q And) String() string {
	if len(q) == 0 {
		return All{}.String()
	}
	return join(q, " ")
}

func (q Or) String() string {
	if len(q) == 0 {
		return None{}.String()
	}
	return join(q, " OR ")
}

func (q Not) String() string { return "-" + group(q.Of) }

func (q Word) String() string {
	if q.Text == "" || strings.ContainsFunc(q.Text, special) || q.Field == "" && notWord(q.Text) {
		return prefix(q.Field) + quote(q.Text)
	}
	return prefix(q.Field) + q.Text
}

func (q Phrase) String() string { return prefix(q.Field) + quote(q.Text) }

func (q Term) String() string {
	if q.Value == "" || strings.ContainsFunc(q.Value, special) || strings.Contains(q.Value, ",") {
		return prefix(q.Field) + quote(q.Value)
	}
	return prefix(q.Field) + q.Value
}

func (q Range) String() string {
	show := number
	if q.Field == "rung" {
		show = rungName
	}
	low, high := !math.IsInf(q.Lo, -1), !math.IsInf(q.Hi, 1)
	switch {
	case low && high && !q.LoOpen && !q.HiOpen && q.Lo == q.Hi:
		return prefix(q.Field) + show(q.Lo)
	case low && high && !q.LoOpen && !q.HiOpen:
		return prefix(q.Field) + show(q.Lo) + ".." + show(q.Hi)
	case low && high:
		return "(" + Range{q.Field, q.Lo, math.Inf(1), q.LoOpen, false}.String() +
			" " + Range{q.Field, math.Inf(-1), q.Hi, false, q.HiOpen}.String() + ")"
	case low:
		return prefix(q.Field) + sign(">", q.LoOpen) + show(q.Lo)
	case high:
		return prefix(q.Field) + sign("<", q.HiOpen) + show(q.Hi)
	}
	return prefix(q.Field) + ".."
}

func (q Days) String() string {
	var from, last string
	if !q.From.IsZero() {
		from = q.From.Format(time.DateOnly)
	}
	if !q.Until.IsZero() {
		last = q.Until.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	if from == last && from != "" {
		return prefix(q.Field) + from
	}
	return prefix(q.Field) + from + ".." + last
}

func join(parts []Query, by string) string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = group(p)
	}
	return strings.Join(out, by)
}

// group prints q so that it holds together inside another node. One part is
// wrapped too, because its own print may be a list.
func group(q Query) string {
	switch q := q.(type) {
	case And, Or:
		return "(" + q.String() + ")"
	}
	return q.String()
}

func prefix(field string) string {
	if field == "" {
		return ""
	}
	return field + ":"
}

func sign(s string, open bool) string {
	if open {
		return s
	}
	return s + "="
}

// special runes end a word unless it is quoted.
func special(r rune) bool { return r == '"' || r == '(' || r == ')' || isSpace(r) }

// notWord reports what the parser would take for something else.
func notWord(s string) bool {
	return s == "OR" || s == "*" || s[0] == '-' || strings.Contains(s, ":")
}

var quoter = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func quote(s string) string { return `"` + quoter.Replace(s) + `"` }

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
