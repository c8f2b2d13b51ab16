package fact

import (
	"slices"
	"strings"

	"rung/classify/text"
)

// An Object is what years are asked of.
type Object string

const (
	ObjectPM          Object = "pm"           // product management or ownership
	ObjectManagingPMs Object = "managing-pms" // managing product managers or product teams
	ObjectLeadership  Object = "leadership"   // leading people, of whatever trade
	ObjectAny         Object = "any"          // experience, unqualified or "relevant"
	ObjectOther       Object = "other"        // another trade or a technology
)

// NoMax is the Max of a clause that names no upper end.
const NoMax = -1

// maxYears is the most that is believed to be a requirement: above it stand
// company ages and anniversaries, which are round where careers are not.
const maxYears = 25

// A YearsClause is one demand for experience. Start and End bound its words
// from the number to what the years are of.
type YearsClause struct {
	Start, End int
	Min        float64
	Max        float64 // NoMax when open
	Object     Object
	Required   bool
	// Within marks years that are part of longer ones in the same sentence:
	// "8+ years in product, including 3 managing PMs".
	Within bool
}

// Years returns the demands for years of experience in one sentence.
func Years(body string, words []text.Word) []YearsClause {
	return newSentence(body, words).years()
}

func (s *sentence) years() []YearsClause {
	var found []YearsClause
	units := s.units()
	for n, u := range units {
		end := len(s.words)
		if n+1 < len(units) {
			end = units[n+1].first
		}
		from := 0
		if n > 0 {
			from = units[n-1].unit + 1
		}
		if c, ok := s.clause(u, from, end); ok {
			if n := len(found); n > 0 {
				s.relate(&c, found[n-1], u, from, end)
			}
			found = append(found, c)
		}
	}
	return found
}

// relate tells a clause that another way to the same demand ("5 years, or 3
// with an MBA") from one that lies within it ("8+ years, 3 of them as a PM").
func (s *sentence) relate(c *YearsClause, before YearsClause, a amount, from, end int) {
	other := s.find(max(from, a.first-5), a.first, alternatives) >= 0
	degree := s.find(max(from, a.first-4), a.first, degreeWords) >= 0 && (other || s.norm(a.first-1) == "with") ||
		s.find(a.unit+1, min(end, a.unit+6), degreeWords) >= 0
	if (degree || other) && c.Object == ObjectAny {
		c.Object = before.Object
	}
	c.Within = c.Min < before.Min && !degree && !other
}

// Preferred marks clauses of a section that lists what is only nice to have.
func Preferred(clauses []YearsClause) []YearsClause {
	for i := range clauses {
		clauses[i].Required = false
	}
	return clauses
}

// amount is a number of years as it stands: the words it takes and its ends.
type amount struct {
	first, unit int // first word of the number, the unit's word
	start       int
	min, max    float64
}

// units finds every "N years".
func (s *sentence) units() []amount {
	var found []amount
	for i, w := range s.words {
		switch {
		case s.is(i, unitWords):
			if a, ok := s.amount(i, 1); ok {
				found = append(found, a)
			}
		case s.is(i, monthWords):
			if a, ok := s.amount(i, 12); ok {
				found = append(found, a)
			}
		case s.is(i, decadeWords):
			if a, ok := s.amount(i, 0.1); ok {
				found = append(found, a)
			}
		case len(found) > 0 && s.traded(i):
			if v, start, ok := s.number(i); ok && v <= maxYears {
				found = append(found, amount{first: i, unit: i, start: start, min: v, max: NoMax})
			}
		case w.Norm[0] <= '9' && glued(w.Norm) != "":
			if a, ok := s.gluedAmount(i); ok {
				found = append(found, a)
			}
		}
	}
	return found
}

// traded reports whether word i may be years without the unit, which a degree
// makes fewer: "5+ years, or 3+ with a master's".
func (s *sentence) traded(i int) bool {
	return s.is(i-1, alternatives) && (s.norm(i+1) == "with" || s.norm(i+1) == "and") && s.find(i+2, i+5, degreeWords) >= 0
}

// glued returns the digits of "5yrs", "" for other words.
func glued(w string) string {
	for _, unit := range []string{"years", "yrs", "yr"} {
		if d, ok := strings.CutSuffix(w, unit); ok && d != "" && strings.Trim(d, "0123456789.") == "" {
			return d
		}
	}
	return ""
}

func (s *sentence) gluedAmount(i int) (amount, bool) {
	probe := &sentence{text: s.text, words: []text.Word{{Start: s.words[i].Start, End: s.words[i].End, Norm: glued(s.norm(i))}}}
	v, _, ok := probe.number(0)
	a := amount{first: i, unit: i, start: s.words[i].Start, min: v, max: NoMax}
	return s.lower(a), ok && v <= maxYears
}

// amount reads backward from the unit at i: fillers, "+", "or more", the
// number, and the lower end of a range.
func (s *sentence) amount(i int, perYear float64) (amount, bool) {
	k := i - 1
	for s.is(k, fillerWords) {
		k--
	}
	for _, tail := range [][]string{{"or", "more"}, {"and", "above"}, {"or", "above"}, {"plus"}, {"more"}} {
		if s.endsWith(k, tail) {
			k -= len(tail)
			break
		}
	}
	v, start, ok := s.number(k)
	if !ok {
		v, start, ok = s.article(k, i)
	}
	if !ok {
		return amount{}, false
	}
	// "five (5) years" says one number twice.
	if w, at, twice := s.number(k - 1); twice && w == v && strings.Contains(s.between(k-1), "(") {
		k, start = k-1, at
	}
	a := amount{first: k, unit: i, start: start, min: v / perYear, max: NoMax}
	return s.lower(a), a.min <= maxYears
}

// article reads "a decade", "half a decade" and "a couple of years" at word k
// before the unit.
func (s *sentence) article(k, unit int) (value float64, start int, ok bool) {
	switch {
	case s.is(unit, decadeWords) && s.norm(k) == "a" && s.norm(k-1) == "half":
		return 0.5, s.words[k-1].Start, true
	case s.is(unit, decadeWords) && s.norm(k) == "a":
		return 1, s.words[k].Start, true
	case s.norm(k) == "of" && s.norm(k-1) == "couple" && s.norm(k-2) == "a":
		return 2, s.words[k-2].Start, true
	}
	return 0, 0, false
}

// endsWith reports whether the words up to and with k are these.
func (s *sentence) endsWith(k int, tail []string) bool {
	for n, w := range tail {
		if s.norm(k-len(tail)+1+n) != w {
			return false
		}
	}
	return true
}

// lower looks before the number for the lower end of a range, and for "up to",
// which makes the number the upper one.
func (s *sentence) lower(a amount) amount {
	scale := 1.0
	if s.is(a.unit, monthWords) {
		scale = 12
	}
	k := a.first - 1
	dashed := a.first > 0 && isRange(s.between(k))
	if w := s.norm(k); w == "to" || w == "and" && s.norm(k-2) == "between" || w == "or" {
		k--
		dashed = true
	}
	// "3 years to 5 years" is left as two.
	if v, start, ok := s.number(k); ok && dashed && v/scale < a.min {
		a.max, a.min = a.min, v/scale
		a.first, a.start = k, start
		return a
	}
	if s.norm(a.first-1) == "to" && s.norm(a.first-2) == "up" || s.norm(a.first-1) == "than" && s.fewer(a.first-2) && !s.is(a.first-3, negatedWords|deniedWords) {
		a.max, a.min = a.min, 0
		a.first -= 2
		a.start = s.words[a.first].Start
	}
	return a
}

// isRange reports whether what stands between two numbers makes a range.
func isRange(gap string) bool {
	gap = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(gap), "+"))
	switch gap {
	case "-", "–", "—", "~", "‑", "‐", "−", "/":
		return true
	}
	return false
}

// clause decides whether an amount is a demand, and of what; from and end
// bound the words that are its own.
func (s *sentence) clause(a amount, from, end int) (YearsClause, bool) {
	if !s.demand(a, from, end) {
		return YearsClause{}, false
	}
	object, last := s.object(a, from, end)
	return YearsClause{
		Start: a.start, End: s.words[last].End,
		Min: a.min, Max: a.max, Object: object,
		Required: s.required(a, from, end),
	}, true
}

// demand applies the guards and then asks for a sign of experience.
func (s *sentence) demand(a amount, from, end int) bool {
	next := a.unit + 1
	for s.is(next, fillerWords) {
		next++
	}
	// "5-year roadmap" is a plan; "5-year track record" experience.
	adjective := s.norm(a.unit) == "year" && (a.min > 1 || hyphened(s.between(a.unit-1)))
	near := s.find(next, s.comma(next, min(next+8, end)), experience)
	switch {
	case near < 0 && (s.has(a.first-2, a.first, "contract") || s.has(a.first-2, a.first, "term") || s.has(a.first-2, a.first, "duration")):
		return false
	case near < 0 && (adjective || s.is(next, noExperience) || s.norm(next) == "of" && s.is(s.pastArticle(next+1), noExperience|degreeWords)):
		return false
	case s.elapsed(a), s.negated(a):
		return false
	case s.company(a, near):
		return false
	case s.norm(a.unit-1) == "per", s.all&vestingWords != 0, s.inBusiness(next):
		return false
	}
	if near >= 0 || s.find(max(from, a.first-7), a.first, experience) >= 0 {
		return true
	}
	return !s.is(a.unit, monthWords) && s.opens(a, next, end)
}

// pastArticle returns k, or the word after an article at k.
func (s *sentence) pastArticle(k int) int {
	if w := s.norm(k); w == "a" || w == "an" || w == "the" {
		return k + 1
	}
	return k
}

// negated reports a denial before the amount; "not less than" is none.
func (s *sentence) negated(a amount) bool {
	k := s.find(a.first-5, a.first, negatedWords)
	return k >= 0 && !(s.fewer(k+1) && s.norm(k+2) == "than")
}

func (s *sentence) fewer(k int) bool { return s.norm(k) == "less" || s.norm(k) == "fewer" }

// inBusiness reports whether the words at k are "in business" or "in the
// market", the end of a company's own praise, and not "in business development".
func (s *sentence) inBusiness(k int) bool {
	if s.norm(k) != "in" {
		return false
	}
	if s.norm(k+1) == "the" && (s.norm(k+2) == "market" || s.norm(k+2) == "making") {
		return true
	}
	if s.norm(k+1) != "business" {
		return false
	}
	w := s.norm(k + 2)
	return w == "" || w == "and" || w == "with" || strings.ContainsAny(s.between(k+1), ",.;")
}

// elapsed tells a stretch of time from a demand: "in the last 5 years", "for
// over 30 years", "within 2 years", "after three years".
func (s *sentence) elapsed(a amount) bool {
	k := a.first - 1
	for n := 0; n < 3 && (s.norm(k) == "the" || s.norm(k) == "over" || s.norm(k) == "than" || s.norm(k) == "more" || s.norm(k) == "nearly" || s.norm(k) == "almost"); n++ {
		k--
	}
	if s.is(k, elapsedWords) && s.norm(k) != "recent" {
		return true
	}
	for s.norm(k) == "least" || s.norm(k) == "at" {
		k--
	}
	switch s.norm(k) {
	case "in":
		return s.find(a.unit+1, a.unit+4, experience) < 0
	case "for":
		if s.find(k-7, k, experience) >= 0 {
			return false // "experience managing PMs for 3+ years"
		}
		return s.find(a.unit+1, a.unit+4, experience) < 0 && !s.ofCandidate(a.first)
	case "after", "during", "since":
		return s.find(a.unit+1, a.unit+4, experience) < 0 && !s.ofCandidate(a.first)
	}
	return s.norm(a.unit+1) == "ago"
}

// ofCandidate reports whether the sentence begins by speaking of the
// candidate: "You've worked … for at least 2 years".
func (s *sentence) ofCandidate(i int) bool { return s.find(0, min(i, 3), candidateWords) >= 0 }

// comma returns the word after the first comma in [from, to), or to.
func (s *sentence) comma(from, to int) int {
	for i := from; i < to; i++ {
		if strings.ContainsAny(s.between(i), ",;") {
			return i + 1
		}
	}
	return to
}

// company reports whether the years are the employer's own: "we have 20 years
// of experience", "our team brings 50 years".
func (s *sentence) company(a amount, near int) bool {
	from := max(0, a.first-12)
	if s.find(from, a.first, lookingWords) >= 0 {
		return false
	}
	return s.find(from, a.first, pluralWords|employerWords) >= 0 || s.has(a.first-3, a.first, "combined") || s.has(a.first-3, a.first, "collective") || s.superiors(a) || s.praises(a)
}

// superiors reports the years of a person named beside the role: "a VP Product
// with eighteen years at utilities".
func (s *sentence) superiors(a amount) bool {
	if s.norm(a.first-1) != "with" || s.all&candidateSubjects != 0 {
		return false
	}
	for k := max(0, a.first-5); k < a.first-1; k++ {
		if to, n := s.superior(k); n > 0 && to != ToPM && to != ToLead && k > 0 {
			return true
		}
	}
	return false
}

// praises reports a sentence that tells of somebody's record instead of asking
// for one: "With 15 years of experience, Acme is …", "Acme brings 20 years".
func (s *sentence) praises(a amount) bool {
	if s.all&(candidateSubjects|lookingWords) != 0 {
		return false
	}
	if k := s.find(a.first-3, a.first, tellsWords); k > 0 {
		return s.name(k - 1)
	}
	if a.first > 3 || s.find(0, a.first, openingWords) < 0 {
		return false
	}
	after := s.comma(a.unit, len(s.words))
	return s.find(after, min(after+8, len(s.words)), finiteWords) >= 0
}

// name reports whether word k is written as a name and is none of a role.
func (s *sentence) name(k int) bool {
	c := s.text[s.words[k].Start]
	return 'A' <= c && c <= 'Z' && !s.is(k, roleWords)
}

// opens accepts an amount without the word experience where the clause is
// built like a demand: it opens the sentence or follows "at least", and goes
// on with what was done.
func (s *sentence) opens(a amount, next, end int) bool {
	if gap := strings.TrimPrefix(s.between(next-1), "."); next >= end || strings.ContainsAny(gap, ",;.") || gap != s.between(next-1) && !strings.HasPrefix(s.norm(a.unit), "yr") {
		// Nothing but "5+ years" is an answer to choose from, unless the
		// sentence says who has worked so long.
		return s.ofCandidate(a.first)
	}
	if a.first == 0 {
		return s.all&pluralWords == 0
	}
	w := s.norm(next)
	switch w {
	case "of", "in", "as", "with", "working", "at", "within", "on", "across", "doing", "using", "spent", "hands", "building", "owning":
	default:
		if !strings.HasSuffix(w, "ing") && w != "product" && w != "pm" && !s.is(next, otherWork) {
			return false
		}
	}
	if a.first <= 4 {
		return true
	}
	b := s.norm(a.first - 1)
	return b == "least" || b == "minimum" || b == "of" && s.norm(a.first-2) == "minimum" || b == "have" || b == "bring" || b == "with" || b == "and" || b == "or" || b == "including"
}

// object names what the years are of by the first sign after the unit, else
// before the number ("Product management experience: 5+ years"). last is the
// word the clause ends with.
func (s *sentence) object(a amount, from, end int) (Object, int) {
	stop := s.stop(a.unit, end)
	for i := a.unit + 1; i < stop; i++ {
		if o, last := s.objectAt(i, stop); o != "" {
			return o, last
		}
	}
	if o := s.objectBefore(a); from == 0 && o != "" {
		return o, a.unit
	}
	return s.vague(a, stop)
}

// objectBefore is what the words before the number say the years are of, "" for
// nothing: "Product management experience: 5+ years".
func (s *sentence) objectBefore(a amount) (before Object) {
	for i := a.first - 1; i >= a.first-8 && i >= 0; i-- {
		switch o, _ := s.objectAt(i, a.first); o {
		case ObjectManagingPMs:
			return o // "managing PMs" is more than "PMs"
		case ObjectPM:
			before = o
		}
	}
	return before
}

// stop is where the words that say what the years are of end: at a semicolon,
// a bracket, or after thirty words.
func (s *sentence) stop(unit, end int) int {
	for i := unit; i < min(end, unit+30); i++ {
		gap := s.between(i)
		if strings.ContainsAny(gap, ";") || i > unit+3 && strings.ContainsAny(gap, ".") {
			return i + 1
		}
	}
	return min(end, unit+30)
}

// objectAt reads the sign at word i.
func (s *sentence) objectAt(i, stop int) (Object, int) {
	w := s.norm(i)
	switch {
	case s.is(i, gerundManage) && i+1 < stop:
		if n := s.managed(i+1, stop); n > 0 {
			return ObjectManagingPMs, n
		}
		if p := s.find(i+1, min(i+4, stop), peopleNoun); p >= 0 && strings.HasSuffix(w, "ing") && w != "building" && w != "developing" {
			return ObjectLeadership, p
		}
		if w == "managing" && (s.has(i+1, min(i+4, stop), "products") || s.has(i+1, min(i+4, stop), "product")) {
			return ObjectPM, min(i+2, stop-1)
		}
	case s.is(i, leadership):
		if p := s.find(i+1, min(i+4, stop), productCue); p >= 0 && s.is(p+1, pmSecond) {
			return ObjectPM, min(p+1, stop-1)
		}
		return ObjectLeadership, i
	case w == "people" && s.norm(i+1) == "management", w == "management" && s.norm(i+1) == "experience" && !s.is(i-1, productCue) && !s.is(i-1, anyWork):
		if w == "management" && i > 0 && s.norm(i-1) != "years" && s.norm(i-1) != "of" && s.norm(i-1) != "people" {
			return ObjectOther, i
		}
		return ObjectLeadership, i
	case w == "pm" || w == "pms" || w == "tpm" || w == "po":
		return ObjectPM, i
	case w == "product" || w == "products":
		return s.productAt(i, stop)
	}
	return "", 0
}

// productAt tells product management from the trades that also say product.
func (s *sentence) productAt(i, stop int) (Object, int) {
	switch {
	case s.norm(i-1) == "of" && s.is(i-2, productChief):
		return ObjectManagingPMs, i
	case i+1 >= stop:
		if s.norm(i-1) == "in" || s.norm(i-1) == "technical" {
			return ObjectPM, i
		}
		return "", 0
	case s.is(i+1, notPMSecond):
		return ObjectOther, i + 1
	case s.is(i+1, pmSecond):
		return ObjectPM, i + 1
	case s.norm(i-1) == "in" || s.norm(i-1) == "of":
		return ObjectPM, i
	}
	return "", 0
}

// managed returns the last word of "product managers", "PMs" or "product
// teams" within a few words, 0 for none.
func (s *sentence) managed(i, stop int) int {
	for k := i; k < min(i+7, stop); k++ {
		switch w := s.norm(k); {
		case w == "pms" || w == "gpms":
			return k
		case w == "product":
			switch s.norm(k + 1) {
			case "managers", "teams", "owners", "leaders", "people", "team", "organizations", "organization":
				return k + 1
			case "management":
				switch s.norm(k + 2) {
				case "teams", "team", "organization", "organizations", "professionals":
					return k + 2
				}
			}
		}
	}
	return 0
}

// vague is the object of a clause without a sign of product: "relevant
// experience" counts for any role, a trade does not.
func (s *sentence) vague(a amount, stop int) (Object, int) {
	last := a.unit
	if e := s.find(a.unit+1, min(a.unit+8, stop), experience); e >= 0 {
		last = e
	}
	if s.find(a.unit+1, min(last+6, stop), otherWork) >= 0 {
		return ObjectOther, last
	}
	return ObjectAny, last
}

// required is false where the clause itself is only preferred: "ideally 5+
// years", "3 years of SQL a plus", "(preferred)".
func (s *sentence) required(a amount, from, end int) bool {
	for i := a.first - 1; i >= max(from, a.first-4); i-- {
		if s.is(i, prefBefore) && !s.is(i+1, requiredWord) {
			return false
		}
	}
	comma := 0
	for i := a.unit; i < min(end, a.unit+25); i++ {
		if s.is(i, requiredWord) {
			return true
		}
		if i > a.unit && s.is(i, prefAfter) && comma == 0 {
			return false
		}
		if gap := s.between(i); strings.ContainsAny(gap, ",;.") || strings.Contains(gap, "(") && !s.is(i+1, prefAfter) {
			if !(s.is(i+1, prefAfter) && strings.Contains(gap, ",") && i+2 >= len(s.words)) {
				comma++
			}
		}
	}
	return true
}

// Best is the minimum the codebook means: the smallest required minimum of
// product management; where none is asked, of relevant experience, then of
// leading, then of other work; preferred years only when nothing is required.
// Years within longer ones do not count. ok is false without a clause.
func Best(clauses []YearsClause) (best YearsClause, ok bool) {
	for _, required := range []bool{true, false} {
		for _, objects := range [][]Object{{ObjectPM}, {ObjectAny}, {ObjectManagingPMs, ObjectLeadership}, {ObjectOther}} {
			for _, c := range clauses {
				if c.Required == required && !c.Within && slices.Contains(objects, c.Object) && (!ok || c.Min < best.Min) {
					best, ok = c, true
				}
			}
			if ok {
				return best, true
			}
		}
	}
	return best, false
}
