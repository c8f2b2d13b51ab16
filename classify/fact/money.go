package fact

import "rung/classify/text"

// A MoneyKind is what the money is.
type MoneyKind string

const (
	MoneyBudget  MoneyKind = "budget"
	MoneyPNL     MoneyKind = "pnl"     // profit and loss
	MoneyRevenue MoneyKind = "revenue" // a revenue target or forecast
)

// A MoneyClause says that the role has to do with money.
type MoneyClause struct {
	Start, End int
	Kind       MoneyKind
	// Own is true when the role owns it, false when it only helps, or when
	// the sentence does not say.
	Own bool
}

// Money returns what one sentence says of budgets, profit and loss, and
// revenue targets. Perks ("learning budget") and keeping within a budget are
// left out.
func Money(body string, words []text.Word) []MoneyClause {
	return newSentence(body, words).money()
}

func (s *sentence) money() []MoneyClause {
	var found []MoneyClause
	for i, w := range s.words {
		if !s.is(i, moneyTrigger) {
			continue
		}
		kind, last, ok := s.moneyAt(i)
		if !ok || len(found) > 0 && w.Start < found[len(found)-1].End {
			continue
		}
		if s.find(i-6, i, pluralWords) >= 0 && s.find(i-6, i, lookingWords) < 0 {
			continue
		}
		first := i
		own, at := s.owned(i)
		if own {
			first = at
		}
		found = append(found, MoneyClause{Start: s.words[first].Start, End: s.words[last].End, Kind: kind, Own: own})
	}
	return found
}

func (s *sentence) moneyAt(i int) (MoneyKind, int, bool) {
	switch w := s.norm(i); w {
	case "budget", "budgets", "budgeting":
		if s.find(i-4, i, perkWords) >= 0 || s.is(i-1, inTime) || s.is(i-2, inTime) || s.find(i+1, i+4, perkWords) >= 0 {
			return "", 0, false
		}
		return MoneyBudget, i, true
	case "p&l", "p&ls", "pnl":
		return MoneyPNL, i, true
	case "p":
		if s.norm(i+1) == "l" {
			return MoneyPNL, i + 1, true
		}
		if s.norm(i+1) == "and" && s.norm(i+2) == "l" {
			return MoneyPNL, i + 2, true
		}
	case "profit":
		if s.norm(i+1) == "and" && s.norm(i+2) == "loss" {
			return MoneyPNL, i + 2, true
		}
	case "revenue":
		switch s.norm(i + 1) {
		case "target", "targets", "forecast", "forecasts", "goals", "responsibility", "plan":
			return MoneyRevenue, i + 1, true
		}
	}
	return "", 0, false
}

// owned finds the nearest verb before the money that says whose it is, and
// "P&L responsibility" after it.
func (s *sentence) owned(i int) (bool, int) {
	for k := i - 1; k >= max(0, i-8) && !clauseGap(s.between(k)); k-- {
		if s.is(k, helpWords) {
			return false, i
		}
		if s.is(k, ownWords) {
			return s.find(k-3, k, helpWords) < 0 && s.find(k-4, k, deniedWords) < 0, k
		}
	}
	switch s.norm(i + 1) {
	case "ownership", "responsibility", "accountability", "owner", "management":
		return true, i
	}
	return false, i
}
