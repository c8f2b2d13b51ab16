package report

import (
	"fmt"

	"rung/index/trend"
)

// mix is all vacancies by rung, as counted and corrected.
func mix(r *trend.Report) Section {
	s := Section{ID: "rungs", Title: "Vacancies by rung", Sentences: []string{sentence(r.Population)},
		Table: Table{Columns: columns("Rung", "n", "Share")}}
	if len(r.Corrected) > 0 {
		s.Table.Columns = append(s.Table.Columns, Column{Name: "Corrected", Number: true})
	}
	s.Table.Columns = append(s.Table.Columns, words("As counted"), words("Note"))
	for i, m := range r.Mix {
		row := []Cell{text(m.Rung), count(m.K, m.Key), sure(m)}
		row = append(row, correctedCells(r.Corrected, i)...)
		s.Table.add(append(row, bar(m), text(flag(m.Flag)))...)
	}
	s.Notes = []string{"Intervals are Wilson's, widened because the vacancies of one employer resemble each other."}
	s.Notes = append(s.Notes, correction(r)...)
	s.Chart = &Chart{Caption: "Share of vacancies by rung, with 95 % intervals", Percent: true, Dots: correctedDots(r)}
	if len(r.Corrected) > 0 {
		s.Chart.Caption += ": as counted (dots) and corrected for the classifier's mistakes (squares)"
	}
	return s
}

func correctedCells(cs []trend.CorrectedShare, i int) []Cell {
	if len(cs) == 0 {
		return nil
	}
	c := cs[i]
	if c.Interval == nil {
		return cells(percent(c.Corrected))
	}
	return cells(fmt.Sprintf("%s (%.0f–%.0f)", percent(c.Corrected), 100*c.Interval.Low, 100*c.Interval.High))
}

// correction says what the corrected shares stand on.
func correction(r *trend.Report) []string {
	if len(r.Corrected) == 0 {
		return []string{"Not corrected for the classifier's mistakes."}
	}
	labelled, thin := 0, []string{}
	for _, c := range r.Corrected {
		labelled += c.Gold
		if c.Flag != trend.Sound {
			thin = append(thin, fmt.Sprintf("%s %d", c.Rung, c.Gold))
		}
	}
	s := fmt.Sprintf("Corrected: the shares of true rungs that best explain those of the verdicts, given how the classifier mistook rungs on %s of employers it had not seen; the interval draws employers and labels both.",
		plural(labelled, "labelled posting", "labelled postings"))
	if len(thin) > 0 {
		s += " Few labels stand behind " + enumerate(thin) + "."
	}
	return []string{s}
}

func correctedDots(r *trend.Report) []Dot {
	out := shareDots(r.Mix)
	if len(r.Corrected) == 0 {
		return out
	}
	for i := range out {
		for _, c := range r.Corrected {
			if c.Rung == out[i].Name {
				out[i].Other = &Dot{Name: "corrected", Value: c.Corrected, Part: c.Interval}
			}
		}
	}
	return out
}

// shift is what is new lately against what was new before.
func shift(r *trend.Report) Section {
	s := Section{ID: "shift", Title: "What changed among new vacancies"}
	if r.Shift == nil {
		if r.Flow != nil {
			s.Sentences = []string{fmt.Sprintf("It takes two whole %ss between the first and the last crawl to compare what is new.", r.By)}
		}
		return s
	}
	s.Sentences = []string{fmt.Sprintf("New in %s against new in %s, by share; differences with Newcombe's interval.", spanned(r.Shift.After), spanned(r.Shift.Before))}
	s.Table.Columns = append(columns("Rung", "Was", "Share", "Now", "Share", "Points", "95 % interval"), words("Note"))
	for _, g := range r.Shift.Rungs {
		row := []Cell{text(g.Rung), count(g.Before.K, g.Before.Key), share(g.Before), count(g.After.K, g.After.Key), share(g.After)}
		s.Table.add(append(row, changeCells(g)...)...)
	}
	s.Notes = []string{"Called clear only where it stays so among the comparisons of all rungs (Benjamini–Hochberg, 5 % false discoveries)."}
	return s
}

func changeCells(g trend.RungShift) []Cell {
	c := g.Change
	if c == nil || !shown(g.Before) || !shown(g.After) {
		return cells(dash, dash, flag(trend.Few))
	}
	note := unclear
	if c.ClearAmong {
		note = ""
	}
	return cells(fmt.Sprintf("%+.0f", 100*c.Difference), fmt.Sprintf("%+.0f to %+.0f", 100*c.Interval.Low, 100*c.Interval.High), note)
}

// remote is the share of remote vacancies by rung.
func remote(r *trend.Report) Section {
	stated, yes := 0, 0
	s := Section{ID: "remote", Title: "Remote work", Sentences: []string{"Of vacancies that state a workplace."},
		Table: Table{Columns: append(columns("Rung", "State it", "Remote", "95 % interval"), words("Share, with interval"), words("Note"))}}
	for _, m := range r.Remote {
		stated, yes = stated+m.N, yes+m.K
		s.Table.add(text(m.Rung), count(m.N, "workplace/"+m.Rung), share(m), shareInterval(m), bar(m), text(flag(m.Flag)))
	}
	if stated == 0 {
		return Section{ID: s.ID, Title: s.Title, Sentences: []string{"No vacancy states a workplace, so nothing can be said of remote work."}}
	}
	if yes == stated {
		s.Sentences = []string{"Every vacancy that states a workplace is remote: these boards state nothing else, so this is no share of all vacancies."}
	}
	s.Chart = &Chart{Caption: "Share of remote vacancies by rung, with 95 % intervals", Percent: true, Dots: shareDots(r.Remote)}
	return s
}
