package fact

import (
	"strings"

	"rung/classify/text"
)

// A ReportsClause says that people report to the role.
type ReportsClause struct {
	Start, End int
	// Count is how many, the lower end of a range, 0 when it is not said.
	Count int
	Whom  Whom
	// Now is false for a team "over time" or as the company grows.
	Now bool
	// Asked marks experience of managing asked of the candidate, which only
	// implies that there is something to manage.
	Asked bool
}

// Reports returns what one sentence says of people who report to the role. It
// returns nil where that is denied ("no direct reports") or where the people
// are stakeholders, mentees, or a team somebody else manages.
func Reports(body string, words []text.Word) []ReportsClause {
	return newSentence(body, words).reports()
}

func (s *sentence) reports() []ReportsClause {
	var found []ReportsClause
	for i := range s.words {
		if !s.is(i, managing|reportTrigger) {
			continue
		}
		c, ok := s.reportsAt(i)
		if !ok || len(found) > 0 && c.Start < found[len(found)-1].End {
			continue
		}
		c.Now = s.now(i)
		c.Asked = s.asked(i)
		found = append(found, c)
	}
	return found
}

// Leads reports whether the clauses make the role a manager of people now:
// what is only asked of the candidate's past is not enough by itself.
func Leads(clauses []ReportsClause) bool {
	for _, c := range clauses {
		if c.Now && !c.Asked {
			return true
		}
	}
	return false
}

func (s *sentence) reportsAt(i int) (ReportsClause, bool) {
	switch w := s.norm(i); w {
	case "direct":
		if c, ok := s.directReports(i); ok {
			return c, true
		}
	case "reporting", "report", "reports":
		return s.reportToYou(i)
	case "responsible", "responsibility", "charge":
		return s.answersFor(i)
	case "people", "line":
		return s.peopleManager(i)
	case "player":
		if s.norm(i+1) == "coach" {
			return s.reportsClause(i, i+1, 0, WhomUnnamed), true
		}
	case "performance":
		return s.reviews(i)
	case "firing":
		if first := s.find(i-4, i, hiringWords); first >= 0 && s.find(first-4, i, deniedWords) < 0 {
			return s.reportsClause(first, i, 0, WhomUnnamed), true
		}
	}
	if s.verb(i) == noVerb || s.partOfName(i) || s.anothers(i) {
		return ReportsClause{}, false
	}
	return s.manages(i)
}

// anothers reports whether the verb at i is the doing of a named third person:
// "your manager leads", "she runs".
func (s *sentence) anothers(i int) bool {
	w := s.norm(i)
	if !strings.HasSuffix(w, "s") {
		return false
	}
	for k := i - 1; k >= max(0, i-5) && !strings.ContainsAny(s.between(k), ".;:"); k-- {
		switch s.norm(k) {
		case "she", "he":
			return s.norm(k-1) != "or" && s.norm(k+1) != "or" && s.between(k-1) != "/"
		case "manager", "boss", "lead", "leader", "mentor":
			if s.has(k-3, k, "your") || s.has(k-3, k, "our") {
				return true
			}
		}
	}
	return false
}

// answersFor reads "responsible for two product managers" and "disciplinary
// responsibility for six people".
func (s *sentence) answersFor(i int) (ReportsClause, bool) {
	if w := s.norm(i + 1); w != "for" && w != "of" || s.find(i-4, i, deniedWords) >= 0 || s.find(i-3, i, pluralWords) >= 0 {
		return ReportsClause{}, false
	}
	for k := i + 2; k < min(len(s.words), i+7); k++ {
		if who, n := s.people(k); n > 0 {
			count, _ := s.countBefore(k)
			if count == 0 || s.possessive(k+n-1) {
				return ReportsClause{}, false
			}
			return s.reportsClause(i, min(k+n-1, len(s.words)-1), count, who), true
		}
		if _, _, ok := s.number(k); !ok && !s.is(k, verbGap) {
			break
		}
	}
	return ReportsClause{}, false
}

// possessive reports whether word k owns what follows: "the managers' backlog".
func (s *sentence) possessive(k int) bool {
	gap := s.between(k)
	return strings.HasPrefix(gap, "'") || strings.HasPrefix(gap, "’")
}

func (s *sentence) reportsClause(first, last, count int, whom Whom) ReportsClause {
	return ReportsClause{Start: s.words[first].Start, End: s.words[last].End, Count: count, Whom: whom}
}

// partOfName keeps nouns that look like verbs out: "team lead", "the lead",
// "customer support".
func (s *sentence) partOfName(i int) bool {
	switch s.norm(i) {
	case "lead", "head", "direct", "support", "guide", "coach", "mentor", "run", "build", "scale", "staff", "develop", "report", "leads", "heads":
	case "growing", "leading", "scaling", "expanding", "supporting", "developing", "running":
		// "our growing team", "a leading team"
		switch s.norm(i - 1) {
		case "a", "an", "our", "the", "this", "rapidly", "fast", "quickly", "industry", "world":
			return true
		}
		return false
	default:
		return false
	}
	switch s.norm(i - 1) {
	case "the", "a", "an", "as", "product", "tech", "technical", "engineering", "team", "design", "customer", "effective", "at":
		return true
	}
	return false
}

// directReports reads "4+ direct reports", "direct PM reports", "your direct
// reports", and not "no direct reports" or "executives and their direct
// reports".
func (s *sentence) directReports(i int) (ReportsClause, bool) {
	last := -1
	for k := i + 1; k <= i+3 && last < 0; k++ {
		if w := s.norm(k); w == "reports" || w == "report" {
			last = k
		} else if who, n := s.people(k); n == 0 && who == WhomUnnamed && w != "pm" && w != "product" && w != "manager" && w != "line" {
			break
		}
	}
	if last >= 0 && len(s.words) < 4 && s.firstNumber() == 0 {
		return ReportsClause{}, false // a form's caption
	}
	if last < 0 || s.norm(last) == "report" && (s.norm(last+1) == "to" || s.norm(last+1) == "into") {
		return ReportsClause{}, false
	}
	if s.find(i-5, i, deniedWords) >= 0 || s.norm(i-1) == "their" || s.norm(i-1) == "his" || s.norm(i-1) == "her" {
		return ReportsClause{}, false
	}
	if w := s.norm(last + 1); w == "none" || w == "no" || w == "n" || w == "0" || w == "zero" {
		return ReportsClause{}, false
	}
	whom := WhomUnnamed
	if s.norm(i+1) == "pm" || s.norm(i+1) == "product" {
		whom = WhomPMs
	}
	count, first := s.countBefore(i)
	if n, _, ok := s.number(last + 1); ok && count == 0 && n < 500 && strings.Contains(s.between(last), ":") {
		count, last = int(n), last+1 // a form: "Direct reports: 3"
	}
	if s.norm(i-1) == "as" && i >= 2 {
		if who, n, at := s.peopleBefore(i - 1); n > 0 {
			whom = who
			count, first = s.countBefore(at)
		}
	}
	if w := s.norm(last + 1); w == "who" || w == "including" || w == "of" || w == "like" {
		for k := last + 1; k < last+6; k++ {
			if who, n := s.people(k); n > 0 {
				whom = who
				last = min(k+n-1, len(s.words)-1)
				break
			}
		}
	}
	return s.reportsClause(first, last, count, whom), true
}

// firstNumber returns the first number of the sentence, 0 for none.
func (s *sentence) firstNumber() float64 {
	for k := range s.words {
		if v, _, ok := s.number(k); ok {
			return v
		}
	}
	return 0
}

// countBefore reads the number before word i, the lower one of a range.
func (s *sentence) countBefore(i int) (count, first int) {
	v, _, ok := s.number(i - 1)
	if !ok || v > 500 {
		return 0, i
	}
	first = i - 1
	if low, _, range2 := s.number(i - 2); range2 && low < v && isRange(s.between(i-2)) {
		v, first = low, i-2
	} else if low, _, range2 := s.number(i - 3); range2 && low < v && s.norm(i-2) == "to" {
		v, first = low, i-3
	}
	return int(v), first
}

// reportToYou reads "product managers reporting to you" and "who report into
// this role".
func (s *sentence) reportToYou(i int) (ReportsClause, bool) {
	k := i + 1
	for s.norm(k) == "directly" || s.norm(k) == "in" {
		k++
	}
	if w := s.norm(k); w != "to" && w != "into" && w != "up" {
		return ReportsClause{}, false
	}
	if s.norm(k) == "up" {
		k++
	}
	k++
	switch {
	case s.norm(k) == "you":
	case (s.norm(k) == "this" || s.norm(k) == "the") && (s.norm(k+1) == "role" || s.norm(k+1) == "position" || s.norm(k+1) == "function"):
		k++
	default:
		return ReportsClause{}, false
	}
	if s.find(i-6, i, deniedWords) >= 0 {
		return ReportsClause{}, false
	}
	first, whom, count := i, WhomUnnamed, 0
	if who, n, at := s.peopleBefore(i); n > 0 {
		whom = who
		count, first = s.countBefore(at)
	}
	return s.reportsClause(first, k, count, whom), true
}

// peopleBefore returns the people named last before word i, a few words off,
// and where they stand.
func (s *sentence) peopleBefore(i int) (whom Whom, n, at int) {
	for j := i - 1; j >= max(0, i-6); j-- {
		who, n := s.people(j)
		if n == 0 || j+n > i {
			continue
		}
		if longer, m := s.people(j - 1); m == n+1 {
			return longer, m, j - 1 // "group product managers"
		}
		return who, n, j
	}
	return WhomUnnamed, 0, 0
}

// peopleManager reads "people management responsibilities", "line management
// of", "people manager", as a duty or a demand.
func (s *sentence) peopleManager(i int) (ReportsClause, bool) {
	switch s.norm(i + 1) {
	case "management", "manager", "leader":
	default:
		return ReportsClause{}, false
	}
	if s.norm(i) == "line" && s.norm(i+1) == "manager" && s.norm(i+2) != "of" && s.norm(i+2) != "for" && s.norm(i+2) != "to" {
		return ReportsClause{}, false // the role's own
	}
	if s.norm(i-1) == "product" || s.norm(i-1) == "business" || s.norm(i-1) == "service" {
		return ReportsClause{}, false // "product line management"
	}
	if s.find(i-5, i, deniedWords) >= 0 || s.norm(i+2) == "tools" || s.norm(i+2) == "software" || s.norm(i+2) == "platform" {
		return ReportsClause{}, false
	}
	return s.reportsClause(i, i+1, 0, WhomUnnamed), true
}

// reviews reads "performance reviews" and "performance management" of people.
func (s *sentence) reviews(i int) (ReportsClause, bool) {
	switch s.norm(i + 1) {
	case "reviews", "appraisals", "evaluations":
	case "management":
		if s.find(i-8, i, hiringWords) < 0 {
			return ReportsClause{}, false
		}
	default:
		return ReportsClause{}, false
	}
	if s.find(i-5, i, deniedWords) >= 0 || s.find(i-6, i, conductWords) < 0 && s.find(i-8, i, hiringWords) < 0 {
		return ReportsClause{}, false
	}
	return s.reportsClause(i, i+1, 0, WhomUnnamed), true
}

// manages reads a verb of managing with people or a team as its object.
func (s *sentence) manages(i int) (ReportsClause, bool) {
	kinds := verbKinds{}
	kinds.add(s.verb(i))
	k, cross := i+1, false
	for ; k < len(s.words) && k < i+14 && !clauseGap(s.between(k-1)); k++ {
		w := s.norm(k)
		if t, ok := s.ownTeam(k); ok {
			return s.managedTeam(i, k, t, kinds, cross)
		}
		if who, n := s.people(k); n > 0 {
			return s.managedPeople(i, k, n, kinds, who, cross)
		}
		if v := s.verb(k); v != noVerb {
			if s.joined(k) {
				kinds.add(v)
			}
			continue // else an adjective: "support a growing team"
		}
		if _, _, ok := s.number(k); ok || s.is(k, verbGap) {
			continue
		}
		if s.is(k, crossWords) {
			cross = true
			continue
		}
		if w == "functional" && cross || w == "disciplinary" && cross {
			continue
		}
		return ReportsClause{}, false
	}
	return ReportsClause{}, false
}

// joined reports whether a comma, "and" or the like joins word k to a verb
// before it.
func (s *sentence) joined(k int) bool {
	switch s.norm(k - 1) {
	case "and", "or", "to", "then":
		return true
	}
	return strings.ContainsAny(s.between(k-1), ",&/+")
}

// verbKinds are the kinds of verb joined before one object ("hire, manage and
// mentor").
type verbKinds [mentorVerb + 1]bool

func (v *verbKinds) add(k verbKind) { v[k] = true }

// managedPeople judges verbs over people named outright.
func (s *sentence) managedPeople(i, k, n int, v verbKinds, who Whom, cross bool) (ReportsClause, bool) {
	last := min(k+n-1, len(s.words)-1)
	count, _ := s.countBefore(k)
	switch {
	case s.blocked(i) || cross || s.possessive(last) || s.norm(i) == "staff" && k == i+1:
		return ReportsClause{}, false // "staff PMs" is a rank
	case who == WhomOthers:
		if !(v[manageVerb] || v[leadVerb] && (v[buildVerb] || v[mentorVerb])) || s.norm(k) == "staff" && s.norm(k+1) != "" && v[leadVerb] {
			return ReportsClause{}, false
		}
		if s.norm(i+1) == "people" || s.stakeholder(k+n) {
			return ReportsClause{}, false
		}
	case !(v[manageVerb] || v[leadVerb] || v[buildVerb]):
		return ReportsClause{}, false // mentoring alone is no reporting line
	}
	return s.reportsClause(i, last, count, who), true
}

// stakeholder reports whether the people are outside: "manage people across",
// "customers".
func (s *sentence) stakeholder(k int) bool {
	switch s.norm(k) {
	case "across", "outside", "stakeholders":
		return true
	}
	return false
}

// team is a team and whom it is made of.
type team struct {
	last  int
	count int
	whom  Whom
	// named is false for a bare "the team".
	named   bool
	product bool
	// listed is true once "of" has named its members.
	listed bool
}

// ownTeam reads a team at word k: "team of four PMs", "product management
// team", "your team", "the product organization".
func (s *sentence) ownTeam(k int) (team, bool) {
	j, product := k, false
	for s.norm(j) == "product" || s.norm(j) == "management" || s.norm(j) == "pm" || s.norm(j) == "analysts" || s.norm(j) == "analytics" {
		product = product || s.norm(j) == "product" || s.norm(j) == "pm"
		j++
	}
	if !s.is(j, teamWords) || s.norm(j) == "group" && s.norm(j+1) == "product" {
		return team{}, false
	}
	t := team{last: j, product: product, named: product || j > k}
	if product {
		t.whom = WhomPMs
	} else if j > k {
		t.whom = WhomOthers
	}
	if s.norm(j+1) == "of" {
		s.teamOf(j+2, &t)
	}
	return t, true
}

// teamOf reads what follows "team of".
func (s *sentence) teamOf(k int, t *team) {
	strange := 0 // words that neither name people nor belong before them
	for n := k; n < k+10 && n < len(s.words) && !clauseGap(s.between(n-1)); n++ {
		if v, _, ok := s.number(n); ok && t.count == 0 && v < 500 {
			t.count, t.last, t.named = int(v), n, true
			continue
		}
		who, w := s.people(n)
		if w == 0 {
			if !s.is(n, verbGap) {
				strange++
			}
			if strange > 2 {
				return
			}
			continue
		}
		t.last, t.named = min(n+w-1, len(s.words)-1), true
		if !t.listed || t.whom == WhomOthers {
			t.whom, t.listed = who, true
		}
		if who != WhomOthers {
			return
		}
		n += w - 1
	}
}

// managedTeam judges verbs over a team.
func (s *sentence) managedTeam(i, k int, t team, v verbKinds, cross bool) (ReportsClause, bool) {
	if s.blocked(i) || cross || s.cross(i, t.last) {
		return ReportsClause{}, false
	}
	grows := v[buildVerb] && (v[leadVerb] || v[manageVerb] || v[mentorVerb])
	pms := t.whom == WhomPMs || t.whom == WhomLeads || t.whom == WhomDirectors
	var ok bool
	switch {
	case v[manageVerb] && (t.named || s.norm(k-1) != "the"):
		ok = true
	case v[manageVerb], grows:
		ok = true
	case pms:
		ok = v[leadVerb] || v[buildVerb]
	case v[leadVerb]:
		ok = t.named && t.whom == WhomOthers && s.trade(k, t.last) || s.norm(k-1) == "your"
	}
	if !ok {
		return ReportsClause{}, false
	}
	return s.reportsClause(i, t.last, t.count, t.whom), true
}

// trade reports whether the team is of one trade that a product role may have
// for its own; engineers and designers are led without reporting.
func (s *sentence) trade(from, to int) bool {
	for k := from; k <= to; k++ {
		switch s.norm(k) {
		case "engineers", "designers", "developers", "scientists", "engineering", "cross", "members":
			return false
		}
	}
	return true
}

// cross reports whether the team is one of several functions, led without
// authority.
func (s *sentence) cross(from, to int) bool {
	return s.find(from, to+1, crossWords) >= 0
}

// blocked reports whether the verb at i is denied, is another's, or only joins
// a team.
func (s *sentence) blocked(i int) bool {
	if s.find(i-4, i, deniedWords) >= 0 {
		return true
	}
	switch s.norm(i - 1) {
	case "help", "assist", "we", "they", "customers", "who", "that", "helps", "companies", "users", "leaders", "managers", "teams":
		return true
	}
	if s.find(i-3, i, pluralWords) >= 0 && s.find(i-3, i, lookingWords) < 0 {
		return true
	}
	return s.find(i-2, i, joinWords) >= 0 && s.norm(i-1) != "and"
}

// now reports whether the sentence speaks of today's team.
func (s *sentence) now(i int) bool {
	if s.all&laterWords != 0 || s.find(i-6, i, growthWords) >= 0 {
		return false
	}
	for k := range s.words {
		switch w := s.norm(k); {
		case w == "over" && s.norm(k+1) == "time":
			return false
		case w == "as" && k+3 < len(s.words) && s.find(k+1, k+5, scalingWords) >= 0:
			return false
		case w == "may" || w == "might" || w == "could":
			if k < i && i-k < 5 {
				return false
			}
		}
	}
	return true
}

// asked reports whether the clause tells of the candidate's past.
func (s *sentence) asked(i int) bool {
	return s.find(i-8, i, askedWords) >= 0 || s.has(i, i+5, "mindset") || s.yearsNear(i-6, i+10) || s.find(i, i+12, experience) >= 0
}

// yearsNear reports whether a number of years stands between two words; "in
// your first year" is none.
func (s *sentence) yearsNear(from, to int) bool {
	for i := s.find(from, to, unitWords); i >= 0; i = s.find(i+1, to, unitWords) {
		k := i - 1
		for s.is(k, fillerWords) {
			k--
		}
		if _, _, ok := s.number(k); ok || s.norm(k) == "more" || s.norm(k) == "plus" {
			return true
		}
	}
	return false
}
