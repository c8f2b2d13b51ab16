package report

import (
	"fmt"

	"rung/index/trend"
)

func rungColumns(first string, numbers ...string) []Column {
	return append(columns(first, numbers...), columns("", "assoc", "junior", "pm", "senior", "lead", "director", "exec")[1:]...)
}

// byRank counts each rung; key names what it counted by rank.
func byRank(counts [7]int, key func(rank int) string) []Cell {
	out := make([]Cell, len(counts))
	for i, n := range counts {
		out[i] = count(n, key(i+1))
	}
	return out
}

func employers(r *trend.Report) Section {
	s := Section{ID: "employers", Title: "Employers with the most vacancies", Table: Table{Columns: rungColumns("Employer", "All", "Open")}}
	for _, e := range r.Top {
		s.Table.add(append([]Cell{text(e.Name), count(e.N, e.Key), count(e.Open, e.OpenKey())}, byRank(e.Rungs, e.RankKey)...)...)
	}
	return s
}

// concentration is how far the market is that of a few employers.
func concentration(r *trend.Report) Section {
	c := r.Concentration
	if c.HHI == 0 {
		return Section{}
	}
	s := Section{ID: "concentration", Title: "How far a few employers make the numbers", Sentences: []string{
		fmt.Sprintf("The five largest have %s of the vacancies; the Herfindahl–Hirschman index is %.3f, as with %s equal employers.", percent(c.TopFive), c.HHI, decimal(c.Effective))},
		Table: Table{Columns: columns("Rung", "Share", "Least without one", "Most without one")}}
	for _, m := range r.Mix {
		if shown(m) && m.Without != nil {
			s.Table.add(text(m.Rung), share(m), text(tenth(m.Without.Low)), text(tenth(m.Without.High)))
		}
	}
	if len(s.Table.Rows) > 0 {
		s.Notes = []string{"Least and most: the share of the rung when any one employer is left out."}
	}
	return s
}

func tenth(p float64) string { return fmt.Sprintf("%.1f %%", 100*p) }

func countries(r *trend.Report) Section {
	s := Section{ID: "countries", Title: "Countries", Table: Table{Columns: rungColumns("Country", "All")}}
	for _, p := range r.Countries {
		s.Table.add(append([]Cell{text(p.Country), count(p.N, p.Key)}, byRank(p.Rungs, p.RankKey)...)...)
	}
	if len(s.Table.Rows) > 0 {
		s.Notes = []string{"A vacancy in two countries counts in both."}
	}
	return s
}

// coverage is the card of what the report stands on.
func coverage(r *trend.Report) Section {
	c := r.Coverage
	s := Section{ID: "coverage", Title: "What this stands on", Table: Table{Columns: []Column{{Name: "What"}, {Name: "How many"}}}}
	add := func(label, value, key string) {
		if value != "" {
			s.Table.add(text(label), Cell{Text: value, Key: key})
		}
	}
	of := func(n int) string {
		return fmt.Sprintf("%d of %d (%s)", n, c.OnLadder, percent(float64(n)/float64(c.OnLadder)))
	}
	add("Postings", whole(c.Postings), "")
	add("Vacancies", fmt.Sprintf("%d (%.2f postings each)", c.Vacancies, c.Intensity), "")
	add("On the ladder", whole(c.OnLadder), c.OnLadderKey)
	add("Beside it", list(c.Beside, 6), "")
	add("Employers", whole(c.Employers), "")
	add("Boards", whole(c.Boards), "")
	add("Sources", list(c.Sources, 12), "")
	add("Languages", list(c.Languages, 6), "")
	add("Not certain", of(c.Abstained), c.AbstainedKey)
	for _, x := range c.Stated {
		add("State "+x.Name, of(x.N), x.Key)
	}
	return s
}

// freshness is how old the readings are, and how they went.
func freshness(r *trend.Report) Section {
	f := r.Freshness
	if f == nil {
		return Section{}
	}
	s := Section{ID: "freshness", Title: "How fresh it is", Sentences: []string{
		fmt.Sprintf("Of %s, half were last read in full within %s days of %s, nine in ten within %s, all within %s.",
			plural(f.Boards, "board", "boards"), decimal(f.Median), day(f.At), decimal(f.P90), decimal(f.Oldest))}}
	if len(f.Outcomes) > 0 {
		s.Sentences = append(s.Sentences, "How the last attempt on each board ended: "+list(f.Outcomes, 8)+".")
	}
	if n := len(flowPeriods(r)); n > 0 && flowPeriods(r)[n-1].Partial {
		s.Sentences = append(s.Sentences, fmt.Sprintf("%s had not ended at the last crawl: its figures are provisional.", flowPeriods(r)[n-1].Name))
	}
	return s
}

func flowPeriods(r *trend.Report) []trend.FlowPeriod {
	if r.Flow == nil {
		return nil
	}
	return r.Flow.Periods
}

// revisionsShown is how many revised figures a person reads.
const revisionsShown = 20

// revisions is what changed of what an earlier report said.
func revisions(r, earlier *trend.Report) Section {
	if earlier == nil {
		return Section{}
	}
	v := r.Since(earlier)
	s := Section{ID: "revisions", Title: "What changed since the earlier report"}
	switch {
	case v.Same:
		s.Sentences = []string{"Both stand on the same input."}
		return s
	case v.Compared == 0:
		s.Sentences = []string{"The reports have no whole period in common."}
		return s
	}
	s.Sentences = []string{fmt.Sprintf("Of %d figures of stock and movement in periods that both had wholly observed, %d were revised: postings read late, joined to another's vacancy, or judged anew.", v.Compared, len(v.Changed))}
	s.Table.Columns = append(columns("Period"), words("Rung"), words("What"), Column{Name: "Was", Number: true}, Column{Name: "Is", Number: true})
	for _, c := range v.Changed[:min(len(v.Changed), revisionsShown)] {
		s.Table.add(cells(c.Period, c.Rung, c.What, whole(c.Was), whole(c.Is))...)
	}
	if more := len(v.Changed) - revisionsShown; more > 0 {
		s.Notes = []string{fmt.Sprintf("%d more are in --format json.", more)}
	}
	return s
}
