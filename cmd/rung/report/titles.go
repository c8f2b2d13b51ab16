package report

import (
	"fmt"

	"rung/index/trend"
)

// titles is the title inflation index.
func titles(r *trend.Report) Section {
	s := Section{ID: "titles", Title: "Title inflation",
		Table: Table{Columns: append(columns("Rung", "Known", "Above", "Below", "Index", "95 % interval", "Rungs too high"), words("Note"))}}
	if len(r.Titles) == 0 || r.Titles[0].N == 0 {
		s.Sentences = []string{"No vacancy has a rung by its title and one by its duties, so nothing can be said of inflated titles."}
		s.Table = Table{}
		return s
	}
	s.Sentences = []string{headline(r.Titles[0]),
		"The index is the share of titles above their duties minus the share below, less what the classifier finds where title and duties agree: 0 when titles say what duties do, 1 when every title is too high."}
	zero := 0.0
	s.Chart = &Chart{Caption: "Title inflation index by rung, with 95 % intervals; right of 0 titles are too high", Mark: &zero}
	for _, t := range append(r.Titles[1:len(r.Titles):len(r.Titles)], r.Titles[0]) {
		if t.N == 0 {
			continue
		}
		row := []Cell{text(t.Rung), count(t.N, t.KnownKey()), count(t.Above, t.AboveKey), count(t.Below, t.BelowKey)}
		if t.Flag == trend.Few {
			s.Table.add(append(row, cells(dash, dash, dash, flag(t.Flag))...)...)
			continue
		}
		note := ""
		if !t.Clear {
			note = "unclear"
		}
		s.Table.add(append(row, text(signed(t.Index)), text(between(t.Interval, signed)), text(twoDigits(t.Severity)), notes(flag(t.Flag), note))...)
		s.Chart.Dots = append(s.Chart.Dots, Dot{Name: t.Rung, Value: t.Index, Part: t.Interval, Thin: t.Flag == trend.Thin})
	}
	s.Notes = []string{noiseNote(r.Titles[0]), "Rungs too high: by how many rungs titles exceed duties, on average over all. Unclear: the interval holds 0."}
	return s
}

func headline(t trend.TitleInflation) string {
	if t.Flag == trend.Few {
		return fmt.Sprintf("%s with a rung by title and by duties are too few for an index.", vacancies(t.N))
	}
	s := fmt.Sprintf("Of %s with a rung by title and by duties, the title stands above in %d and below in %d: index %s", vacancies(t.N), t.Above, t.Below, signed(t.Index))
	if t.Interval != nil {
		s += fmt.Sprintf(" (95 %% interval %s)", between(t.Interval, signed))
	}
	if !t.Clear {
		s += ", not clearly off 0"
	}
	return s + "."
}

func noiseNote(t trend.TitleInflation) string {
	if t.Noise == 0 {
		return "The model's own noise is not known or nil; nothing is subtracted."
	}
	return fmt.Sprintf("The model's own noise, %s, is subtracted.", signed(t.Noise))
}

// cases are the clearest of the titles that are too high.
func cases(r *trend.Report) Section {
	s := Section{ID: "cases", Title: "The clearest inflated titles",
		Table: Table{Columns: append(columns("Posting"), words("Employer"), words("Title"), words("Duties"), Column{Name: "Sure", Number: true})}}
	for _, c := range r.Clearest {
		s.Table.add(Cell{Text: c.ID, Key: c.Key}, text(c.Employer), text(c.Title), text(c.Duties), text(percent(c.Confidence)))
	}
	if len(s.Table.Rows) > 0 {
		s.Sentences = []string{"The widest gaps of the surest verdicts, one an employer. For the evidence: rung show POSTING."}
	}
	return s
}
