package report

import (
	"slices"
	"strings"

	"rung/index/trend"
)

func pay(r *trend.Report) Section {
	s := Section{ID: "pay", Title: "Pay by rung", Sentences: []string{"The middle of each stated range; currencies and periods are never put together."},
		Table: Table{Columns: append(columns("Rung", "Stated by", "n"), words("Per"), Column{Name: "Median", Number: true}, Column{Name: "95 % interval", Number: true}, Column{Name: "Middle half", Number: true}, words("Note"))}}
	for _, p := range r.Pay {
		hidden := 0
		for _, g := range p.Groups {
			if g.Suppressed != "" {
				hidden++
				continue
			}
			s.Table.add(text(p.Rung), share(p.Disclosure), count(g.N, g.Key), text(per(g)), text(money(g.Median)), text(between(g.MedianInterval, thousands)),
				text(between(&trend.Interval{Low: g.Q1, High: g.Q3}, thousands)), Cell{})
		}
		if hidden > 0 && hidden == len(p.Groups) {
			s.Table.add(text(p.Rung), share(p.Disclosure), count(p.Disclosure.K, p.Disclosure.Key), text(dash), text(dash), text(dash), text(dash), text(suppression(p.Groups)))
		}
	}
	if len(s.Table.Rows) == 0 {
		return Section{ID: s.ID, Title: s.Title, Sentences: []string{"No vacancy states pay, so nothing can be said of it."}}
	}
	s.Notes = []string{"Middle half: a quarter of the vacancies pay less, a quarter more. A rung's pay is shown from 20 vacancies (n) and 5 employers of one currency and period on, none of them with more than 40 % of the vacancies; intervals are drawn over employers."}
	s.Chart = payChart(r)
	return s
}

func per(g trend.PayGroup) string { return g.Currency + " " + string(g.Period) }

// reasons are short for why pay is suppressed; the note below the table says
// them in full.
var reasons = map[string]string{
	trend.FewVacancies: "n < 20", trend.FewEmployers: "employers < 5", trend.OneEmployer: "one has > 40 %",
}

// suppression says why no group of a rung is shown.
func suppression(groups []trend.PayGroup) string {
	var why []string
	for _, g := range groups {
		if r := reasons[g.Suppressed]; !slices.Contains(why, r) {
			why = append(why, r)
		}
	}
	return strings.Join(why, ", ")
}

// payChart draws the currency and period that most groups have; others have
// no scale in common with it.
func payChart(r *trend.Report) *Chart {
	n, most := map[string]int{}, ""
	for _, p := range r.Pay {
		for _, g := range p.Groups {
			if g.Suppressed != "" {
				continue
			}
			if n[per(g)] += g.N; most == "" || n[per(g)] > n[most] {
				most = per(g)
			}
		}
	}
	if most == "" {
		return nil
	}
	c := &Chart{Caption: "Pay in " + most + ": median with its 95 % interval (thin line), and the middle half (thick line)"}
	for _, p := range r.Pay {
		for _, g := range p.Groups {
			if g.Suppressed == "" && per(g) == most {
				c.Dots = append(c.Dots, Dot{Name: p.Rung, Value: g.Median, Part: g.MedianInterval, Box: &trend.Interval{Low: g.Q1, High: g.Q3}})
			}
		}
	}
	return c
}
