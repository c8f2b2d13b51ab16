package fact

import "strings"

// Whom is the trade and rank of people.
type Whom string

const (
	WhomPMs       Whom = "pms"       // product managers and owners
	WhomLeads     Whom = "leads"     // group product managers, product leads, managers of PMs
	WhomDirectors Whom = "directors" // directors, heads and vice presidents of product
	WhomOthers    Whom = "others"    // any other trade
	WhomUnnamed   Whom = ""          // a team or reports of no trade named
)

// people reads the people named at word i and returns how many words they
// take, 0 when none stand there.
func (s *sentence) people(i int) (Whom, int) {
	switch w := s.norm(i); w {
	case "pms", "pm's", "apms", "spms", "tpms":
		return WhomPMs, 1
	case "gpms":
		return WhomLeads, 1
	case "pm":
		if s.norm(i+1) == "s" {
			return WhomPMs, 2
		}
		return WhomUnnamed, 0
	case "directors", "vps", "heads":
		if otherDirectors[s.norm(i-1)] {
			return WhomUnnamed, 0
		}
		if s.norm(i+1) == "of" {
			return WhomDirectors, 2
		}
		return WhomDirectors, 1
	case "associate", "assistant", "junior", "senior":
		if who, n := s.people(i + 1); n > 0 {
			return who, n + 1
		}
	case "group", "principal", "lead", "staff":
		if s.norm(i) == "group" && s.norm(i+1) == "leads" {
			return WhomLeads, 2
		}
		if who, n := s.people(i + 1); n > 0 && who == WhomPMs {
			return WhomLeads, n + 1
		}
	case "product":
		return s.productPeople(i)
	case "managers":
		if s.norm(i+1) == "of" && (s.norm(i+2) == "product" || s.norm(i+2) == "pms") {
			return WhomLeads, 3
		}
	default:
		if s.is(i, otherPeople) {
			return WhomOthers, 1
		}
	}
	return WhomUnnamed, 0
}

// otherDirectors are words before "directors" that make them the heads of the
// firm, or of another trade.
var otherDirectors = map[string]bool{"managing": true, "medical": true, "creative": true, "art": true, "executive": true,
	"marketing": true, "sales": true, "finance": true, "clinical": true, "non-executive": true}

// productPeople reads "product managers", "product management professionals",
// "product leaders".
func (s *sentence) productPeople(i int) (Whom, int) {
	switch s.norm(i + 1) {
	case "managers", "owners", "people", "professionals", "pms", "talent":
		return WhomPMs, 2
	case "leads", "leaders":
		return WhomLeads, 2
	case "directors":
		return WhomDirectors, 2
	case "designers", "analysts", "engineers", "marketers", "specialists":
		return WhomOthers, 2
	case "management":
		switch s.norm(i + 2) {
		case "professionals", "staff", "talent":
			return WhomPMs, 3
		}
	}
	return WhomUnnamed, 0
}

// managing are the verbs of managing and of what comes near it.
var managing = manageVerbs | leadVerbs | buildVerbs | mentorVerbs

// verbKind is what a verb makes of the one who does it.
type verbKind uint8

const (
	noVerb verbKind = iota
	manageVerb
	leadVerb
	buildVerb
	mentorVerb
)

func (s *sentence) verb(i int) verbKind {
	switch {
	case s.is(i, manageVerbs):
		return manageVerb
	case s.is(i, leadVerbs):
		return leadVerb
	case s.is(i, buildVerbs):
		return buildVerb
	case s.is(i, mentorVerbs):
		return mentorVerb
	}
	return noVerb
}

// clauseGap reports whether the text between two words ends a clause.
func clauseGap(gap string) bool { return strings.ContainsAny(gap, ".;:!?") }
