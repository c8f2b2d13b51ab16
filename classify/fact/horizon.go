package fact

import (
	"rung/classify/text"
)

// A Span is how far ahead plans reach, in order.
type Span string

const (
	SpanSprint   Span = "sprint"
	SpanQuarter  Span = "quarter"
	SpanYear     Span = "year"
	SpanLong     Span = "long-term" // said so, without a number
	SpanMultiple Span = "multi-year"
)

// A HorizonClause says how far ahead the role plans.
type HorizonClause struct {
	Start, End int
	Span       Span
}

// nearPlan is how many words may lie between a span and the plan it is of.
const nearPlan = 6

// Horizon returns the horizons one sentence names for plans: roadmaps,
// strategies, visions, goals. A quarter of revenue or an annual leave is none.
func Horizon(body string, words []text.Word) []HorizonClause {
	return newSentence(body, words).horizon()
}

func (s *sentence) horizon() []HorizonClause {
	if s.all&planWords == 0 {
		return nil
	}
	var found []HorizonClause
	for i, w := range s.words {
		span, last := s.spanAt(i)
		if span == "" || len(found) > 0 && w.Start < found[len(found)-1].End {
			continue
		}
		if s.plan(i, last) {
			found = append(found, HorizonClause{Start: s.countStart(i), End: s.words[last].End, Span: span})
		}
	}
	return found
}

// countStart is where a span begins: at its number, where a unit of time at
// word i has one before it.
func (s *sentence) countStart(i int) int {
	if s.is(i, unitWords|monthWords) {
		if _, start, ok := s.number(i - 1); ok {
			return start
		}
	}
	return s.words[i].Start
}

// plan reports whether a plan stands near the words from i to last, in their
// clause.
func (s *sentence) plan(i, last int) bool {
	for k := last + 1; k <= last+nearPlan && k < len(s.words) && !clauseGap(s.between(k-1)); k++ {
		if s.is(k, planWords) {
			return true
		}
	}
	for k := i - 1; k >= max(0, i-nearPlan) && !clauseGap(s.between(k)); k-- {
		if s.is(k, planWords) {
			return true
		}
	}
	return false
}

// spanAt reads a span at word i and returns it with its last word.
func (s *sentence) spanAt(i int) (Span, int) {
	w := s.norm(i)
	switch {
	case s.is(i-1, recurringWords):
		return "", 0 // "present the strategy every quarter" is a rhythm
	case w == "multi" && (s.norm(i+1) == "year" || s.norm(i+1) == "years"):
		return SpanMultiple, i + 1
	case s.is(i, multiYearWords):
		return SpanMultiple, i
	case w == "long" && (s.norm(i+1) == "term" || s.norm(i+1) == "range"):
		return SpanLong, i + 1
	case w == "longer" && s.norm(i+1) == "term":
		return SpanLong, i + 1
	case s.is(i, yearWords):
		return SpanYear, i
	case s.is(i, quarterWords):
		return s.quarters(i), i
	case s.is(i, sprintWords):
		return SpanSprint, i
	case s.is(i, unitWords):
		return s.counted(i, 12)
	case s.is(i, monthWords):
		return s.counted(i, 1)
	}
	return "", 0
}

// quarters judges a quarter, or as many as the number before it says.
func (s *sentence) quarters(i int) Span {
	switch n, _, ok := s.number(i - 1); {
	case !ok || n < 4 || n > 40:
		return SpanQuarter
	case n > 4:
		return SpanMultiple
	}
	return SpanYear
}

// counted judges "12-18 months" and "3-year" by the upper end.
func (s *sentence) counted(i int, months float64) (Span, int) {
	n, _, ok := s.number(i - 1)
	gap := s.between(i - 1)
	joined := hyphened(gap)
	if !joined && s.find(i-5, i-1, comingWords) < 0 && !s.is(i, monthWords) {
		return "", 0 // years of experience, of history
	}
	switch n *= months; {
	case !ok || n > 240:
		return "", 0
	case n > 12:
		return SpanMultiple, i
	case n > 6:
		return SpanYear, i
	}
	return SpanQuarter, i
}
