package report

import (
	"fmt"
	"strings"

	"rung/classify/ladder"
	"rung/index/trend"
)

// How many responsibilities, and how many skills, a person reads of one step.
const asksShown, skillsShown = 3, 2

// asks is the map from one rung to the next: what the upper rung's postings
// ask clearly more often, in the ladder's own words.
func asks(r *trend.Report) Section {
	s := Section{ID: "asks", Title: "What the next rung asks", Table: Table{Columns: append(columns("Step", "Below", "Above"), words("Asked more often above"))}}
	for _, step := range r.Asks {
		duties, skills := asksShown, skillsShown
		told := map[string]bool{} // several rules may stand for one responsibility
		for _, a := range step.More {
			left := &duties
			if strings.HasPrefix(a.Rule, trend.SkillPrefix) {
				left = &skills
			}
			what := asksFor(a.Rule)
			if !a.Clear || what == "" || *left == 0 || told[what] {
				continue
			}
			told[what] = true
			*left--
			s.Table.add(text(step.From+" → "+step.To), rate(a.FromK, step.FromN, a.FromKey), rate(a.ToK, step.ToN, a.ToKey), text(what))
		}
	}
	if len(s.Table.Rows) == 0 && len(r.Asks) > 0 {
		s.Sentences = []string{"No rung's postings name a responsibility or a skill clearly more often than those of the rung below; it may take more of them. Vacancies compared: " + enumerate(stepSizes(r.Asks)) + "."}
	}
	if len(s.Table.Rows) > 0 {
		s.Sentences = []string{"Responsibilities and skills that the postings of a rung name clearly more often than those of the rung below: log odds with an informative Dirichlet prior, 5 % false discoveries among all compared. In brackets, the documents they come from."}
		s.Notes = []string{"Vacancies behind the shares: " + enumerate(stepSizes(r.Asks)) + "."}
	}
	return s
}

// stepSizes says how many vacancies of each rung the shares are of.
func stepSizes(steps []trend.RungAsks) []string {
	var out []string
	for i, step := range steps {
		if i == 0 {
			out = append(out, fmt.Sprintf("%s %d", step.From, step.FromN))
		}
		out = append(out, fmt.Sprintf("%s %d", step.To, step.ToN))
	}
	return out
}

func asksFor(rule string) string {
	if name, ok := strings.CutPrefix(rule, trend.SkillPrefix); ok {
		return "Names the skill " + strings.ReplaceAll(name, "-", " ") + "."
	}
	l := ladder.Default()
	r := l.Rule(rule)
	if r == nil {
		return ""
	}
	asked := l.Asks(r.Responsibility)
	if asked == "" {
		return ""
	}
	return asked + " [" + strings.Join(r.Cite, " ") + "]"
}

func rate(k, n int, key string) Cell {
	switch {
	case n == 0:
		return text(dash)
	case k == 0:
		return text(percent(0))
	}
	return Cell{Text: percent(float64(k) / float64(n)), Key: key}
}
