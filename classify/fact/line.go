package fact

import (
	"strings"

	"rung/classify/text"
)

// A Superior is the rank of the one a role reports to.
type Superior string

const (
	ToFounder   Superior = "founder"
	ToCEO       Superior = "ceo"
	ToCPO       Superior = "cpo"
	ToExecutive Superior = "executive" // another chief officer
	ToVP        Superior = "vp"
	ToDirector  Superior = "director" // director or head
	ToLead      Superior = "lead"     // group, lead or principal product manager
	ToPM        Superior = "pm"
)

// A LineClause says whom the role reports to.
type LineClause struct {
	Start, End int
	To         Superior
	// Product is true when the superior's own title speaks of product.
	Product bool
}

// ReportingLine returns the superior that one sentence names for the role;
// ok is false when it names none, or whom somebody else reports to.
func ReportingLine(body string, words []text.Word) (line LineClause, ok bool) {
	return newSentence(body, words).reportingLine()
}

func (s *sentence) reportingLine() (line LineClause, ok bool) {
	for i := s.find(0, len(s.words), reportWords); i >= 0; i = s.find(i+1, len(s.words), reportWords) {
		if line, ok = s.line(i); ok {
			return line, true
		}
	}
	return LineClause{}, false
}

func (s *sentence) line(i int) (LineClause, bool) {
	k := i + 1
	for s.norm(k) == "directly" || s.norm(k) == "in" || s.norm(k) == "line" {
		k++
	}
	if w := s.norm(k); w != "to" && w != "into" {
		return LineClause{}, false
	}
	if s.othersReport(i) {
		return LineClause{}, false
	}
	for j := k + 1; j < min(len(s.words), k+11); j++ {
		if gap := s.between(j - 1); j > k+1 && strings.ContainsAny(gap, ".;!?") {
			break
		}
		if to, n := s.superior(j); to != "" {
			last := s.wholeTitle(min(j+n-1, len(s.words)-1))
			return LineClause{Start: s.words[i].Start, End: s.words[last].End, To: to, Product: s.ofProduct(k+1, last)}, true
		}
		if w := s.norm(j); w == "you" || w == "and" && j > k+3 || w == "team" {
			break
		}
	}
	return LineClause{}, false
}

// wholeTitle follows a rank over "of Product Management" and the like: what
// "of" and "and" join, as long as it is written as a name.
func (s *sentence) wholeTitle(last int) int {
	for k := last + 1; k <= last+5 && k < len(s.words); k++ {
		switch {
		case strings.TrimSpace(s.between(k-1)) != "" && s.between(k-1) != " & ":
			return last
		case s.norm(k) == "of" || s.norm(k) == "and":
		case s.norm(k) == "product" || s.norm(k) == "management":
			last = k
		default:
			if c := s.text[s.words[k].Start]; c < 'A' || c > 'Z' {
				return last
			}
			last = k
		}
	}
	return last
}

// othersReport reports whether somebody but the role is the subject: "the
// managers who report to", "deliver reports to".
func (s *sentence) othersReport(i int) bool {
	for k := i - 1; k >= max(0, i-3); k-- {
		if strings.ContainsAny(s.between(k), ",;:.") {
			return false // the role again: "Manage two PMs, reporting to the CPO"
		}
		if _, n := s.people(k); n > 0 {
			return true
		}
		switch s.norm(k) {
		case "who", "that", "deliver", "prepare", "present", "monthly", "weekly", "direct":
			return true
		}
	}
	return false
}

// superior reads a title at word j and returns its rank and length.
func (s *sentence) superior(j int) (Superior, int) {
	switch s.norm(j) {
	case "ceo":
		return ToCEO, 1
	case "founder", "founders", "cofounder", "cofounders":
		return ToFounder, 1
	case "cpo", "cpto":
		return ToCPO, 1
	case "cto", "coo", "cmo", "cro", "cfo", "cdo", "cio", "president":
		return ToExecutive, 1
	case "vp", "svp", "evp", "avp":
		return ToVP, 1
	case "vice":
		if s.norm(j+1) == "president" {
			return ToVP, 2
		}
	case "chief":
		return s.chief(j)
	case "director", "head":
		return ToDirector, 1
	case "gpm", "lead", "principal", "group":
		if s.norm(j) != "group" || s.norm(j+1) == "product" {
			return ToLead, 1
		}
	case "product":
		switch s.norm(j + 1) {
		case "lead", "leader":
			return ToLead, 2
		case "manager", "owner":
			return ToPM, 2
		}
	case "pm":
		return ToPM, 1
	}
	return "", 0
}

func (s *sentence) chief(j int) (Superior, int) {
	last := s.find(j, j+7, officerWords)
	switch {
	case s.norm(j+1) == "executive":
		return ToCEO, max(2, last-j+1)
	case s.has(j+1, j+4, "product"):
		return ToCPO, max(2, last-j+1)
	case last > 0:
		return ToExecutive, last - j + 1
	}
	return "", 0
}

// ofProduct reports whether the superior's title, with the words that follow
// "of" or a comma, speaks of product.
func (s *sentence) ofProduct(from, last int) bool {
	return s.has(from, last+5, "product") || s.has(from, last+5, "products")
}
