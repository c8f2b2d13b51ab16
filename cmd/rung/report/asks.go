package report

import (
	"fmt"
	"strings"

	"rung/classify/ladder"
	"rung/index/trend"
)

// demand shows the matched-panel index: only boards read well in both of two
// neighbouring periods are compared, so a board added or lost is no wave.
func demand(r *trend.Report) Section {
	s := Section{ID: "demand", Title: "Demand on the same boards, first four periods = 100"}
	if r.Demand == nil {
		return s
	}
	s.Sentences = []string{"Open vacancies on boards that were read in both of two neighbouring periods, linked period by period: a board added or lost changes nothing. Intervals are drawn over employers."}
	s.Table.Columns = append(columns("Rung", "Last", "95 % interval", "Change"), Column{Name: "By " + string(r.By)}, Column{Name: "Note"})
	for _, d := range append(append([]trend.RungDemand{}, r.Demand.Rungs...), r.Demand.Total) {
		if row := demandRow(d); row != nil {
			s.Table.Rows = append(s.Table.Rows, row)
		}
	}
	return s
}

func demandRow(d trend.RungDemand) []Cell {
	var values []float64
	var last trend.DemandPoint
	for _, p := range d.Points {
		if p.Value != nil {
			values, last = append(values, *p.Value), p
		}
	}
	if last.Value == nil {
		return nil
	}
	line := Cell{Line: values}
	if d.Flag == trend.Few {
		// A handful of vacancies doubles and halves by chance: the line is
		// shown, a figure would be believed.
		return append(cells(d.Rung, dash, dash, dash), line, Cell{Text: flag(d.Flag)})
	}
	moved, level := dash, dash
	if d.Change != nil {
		moved = fmt.Sprintf("%+.0f %%", 100**d.Change)
	}
	if last.Interval != nil {
		level = fmt.Sprintf("%.0f–%.0f", last.Interval.Low, last.Interval.High)
	}
	return append(cells(d.Rung, fmt.Sprintf("%.0f", *last.Value), level, moved), line, Cell{Text: demandNote(d, last)})
}

func demandNote(d trend.RungDemand, last trend.DemandPoint) string {
	var notes []string
	if f := flag(d.Flag); f != "" {
		notes = append(notes, f)
	}
	if last.Grey {
		notes = append(notes, "little of the market")
	}
	if d.Change != nil && !d.Clear {
		notes = append(notes, "no clear change")
	}
	return strings.Join(notes, "; ")
}

// asksShown is how many differences between two rungs a person reads.
const asksShown = 3

// asks is the map from one rung to the next: what the upper rung's postings
// ask clearly more often, in the ladder's own words.
func asks(r *trend.Report) Section {
	s := Section{ID: "asks", Title: "What the next rung asks", Table: Table{Columns: append(columns("Step", "Below", "Above"), Column{Name: "Asked more often above"})}}
	for _, step := range r.Asks {
		shown := 0
		for _, a := range step.More {
			what := asksFor(a.Rule)
			if !a.Clear || what == "" || shown == asksShown {
				continue
			}
			shown++
			s.Table.Rows = append(s.Table.Rows, cells(step.From+" → "+step.To, rate(a.FromK, step.FromN), rate(a.ToK, step.ToN), what))
		}
	}
	if len(s.Table.Rows) > 0 {
		s.Sentences = []string{"Responsibilities that the postings of a rung name clearly more often than those of the rung below: log odds with an informative Dirichlet prior, 5 % false discoveries among all compared. In brackets, the documents they come from."}
	}
	return s
}

func asksFor(rule string) string {
	l := ladder.Default()
	r := l.Rule(rule)
	if r == nil {
		return ""
	}
	text := l.Asks(r.Responsibility)
	if text == "" {
		return ""
	}
	return text + " [" + strings.Join(r.Cite, " ") + "]"
}

func rate(k, n int) string {
	if n == 0 {
		return dash
	}
	return fmt.Sprintf("%.0f %%", 100*float64(k)/float64(n))
}
