package classify

import (
	"rung/classify/fact"
	"rung/classify/text"
)

// readFacts turns what the posting states in numbers and names into signals:
// one a family, the first that says it.
func (o *observation) readFacts(f factFamilies, doc *text.Doc, own []span) {
	facts := fact.Read(doc)
	seen := map[string]bool{}
	add := func(name string, start, end int) {
		if name == "" || seen[name] || overlaps(own, start, end) {
			return
		}
		seen[name] = true
		o.signals = append(o.signals, f.signal(name, string(sectionAt(doc, start)), start, end))
	}
	maskYears(facts.Years, own)
	if best, ok := fact.Best(facts.Years); ok {
		o.years = yearsOf(best)
		// Not by add: the clause may name the role, which maskYears has read.
		o.signals = append(o.signals, f.signal(yearsFamily(best), string(sectionAt(doc, best.Start)), best.Start, best.End))
	}
	for _, y := range facts.Years {
		add(leadingFamily(y), y.Start, y.End)
	}
	for _, r := range facts.Reports {
		add(reportsFamily(r), r.Start, r.End)
	}
	o.reports = fact.Leads(facts.Reports)
	for _, m := range facts.Money {
		add(moneyFamily(m), m.Start, m.End)
	}
	for _, h := range facts.Horizon {
		add("horizon-"+string(h.Span), h.Start, h.End)
	}
	if l := facts.Line; l != nil {
		add("line-"+string(l.To), l.Start, l.End)
	}
}

// maskYears reads "seven years as a [ROLE]" as years of product work, whatever
// rank the role has: the number is asked for all the same.
func maskYears(years []fact.YearsClause, own []span) {
	for i := range years {
		if overlaps(own, years[i].Start, years[i].End) {
			years[i].Object = fact.ObjectPM
		}
	}
}

func sectionAt(doc *text.Doc, at int) text.Kind {
	for i := range doc.Sentences {
		if s := &doc.Sentences[i]; s.Start <= at && at < s.End {
			return s.Section
		}
	}
	return text.Other
}

func yearsOf(y fact.YearsClause) Years {
	least, most := y.Min, y.Max
	out := Years{Min: &least}
	if most != fact.NoMax {
		out.Max = &most
	}
	return out
}

// A yearsStep is the family of so many years or more.
type yearsStep struct {
	least  float64
	family string
}

// workSteps are years of work of whatever kind, which say less than years of
// product management.
var workSteps = []yearsStep{{8, "work-years-8"}, {5, "work-years-5"}, {3, "work-years-3"}, {0, "work-years-0"}}

// yearsSteps are the least years of each family, highest first.
var yearsSteps = []yearsStep{
	{15, "years-15"}, {12, "years-12"}, {10, "years-10"}, {8, "years-8"}, {7, "years-7"}, {6, "years-6"},
	{5, "years-5"}, {4, "years-4"}, {3, "years-3"}, {2, "years-2"}, {1, "years-1"}, {0, "years-0"},
}

// preferredSenior parts years that are only preferred into two families.
const preferredSenior = 5

func yearsFamily(y fact.YearsClause) string {
	switch {
	case !y.Required && y.Min >= preferredSenior:
		return "years-preferred-senior"
	case !y.Required:
		return "years-preferred-pm"
	}
	steps := yearsSteps
	if y.Object == fact.ObjectAny || y.Object == fact.ObjectOther {
		steps = workSteps
	}
	for _, s := range steps {
		if y.Min >= s.least {
			return s.family
		}
	}
	return ""
}

// leadingFamily is about years of managing product managers or people.
func leadingFamily(y fact.YearsClause) string {
	switch {
	case y.Object != fact.ObjectManagingPMs && y.Object != fact.ObjectLeadership:
		return ""
	case y.Min >= 5:
		return "years-leading-5"
	}
	return "years-leading"
}

func reportsFamily(r fact.ReportsClause) string {
	switch {
	case !r.Now:
		return "reports-later"
	case r.Asked:
		return "reports-before"
	case r.Whom == fact.WhomDirectors:
		return "reports-directors"
	case r.Whom == fact.WhomLeads:
		return "reports-leads"
	case r.Whom == fact.WhomPMs && r.Count >= 5:
		return "reports-many-pms"
	case r.Whom == fact.WhomPMs:
		return "reports-pms"
	case r.Whom == fact.WhomOthers:
		return "reports-others"
	}
	return "reports-team"
}

func moneyFamily(m fact.MoneyClause) string {
	if !m.Own {
		return "money-helps"
	}
	return "money-" + string(m.Kind)
}
