package report

import (
	"fmt"

	"rung/index/trend"
)

func experience(r *trend.Report) Section {
	s := Section{ID: "years", Title: "Least experience asked for, in years", Table: Table{Columns: append(columns("Rung", "Stated by", "Quarter below", "Median", "Quarter above"), words("Note"))}}
	stated := 0
	for _, y := range r.Years {
		stated += y.N
		by := Cell{Text: fmt.Sprintf("%d of %d", y.N, y.Of)}
		if y.N > 0 {
			by.Key = y.Key
		}
		row := cells(decimal(y.Q1), decimal(y.Median), decimal(y.Q3), flag(y.Flag))
		if y.Flag == trend.Few {
			row = cells(dash, dash, dash, flag(y.Flag))
		}
		s.Table.add(append([]Cell{text(y.Rung), by}, row...)...)
	}
	if stated == 0 {
		return Section{ID: s.ID, Title: s.Title, Sentences: []string{"No vacancy states years of experience."}}
	}
	return s
}

// creep is whether a rung asks for more years than it did.
func creep(r *trend.Report) Section {
	s := Section{ID: "creep", Title: "Do the years asked for creep up?",
		Table: Table{Columns: append(columns("Rung"), words("From"), words("To"), Column{Name: "Change", Number: true}, Column{Name: "95 % interval", Number: true}, words("Mean by period"), words("Note"))}}
	for _, c := range r.Creep.Rungs {
		if c.Change == nil {
			continue
		}
		note := ""
		if !c.Clear {
			note = unclear
		}
		s.Table.add(text(c.Rung), text(c.From), text(c.To), text(signedYears(*c.Change)), text(between(c.Interval, signedYears)), Cell{Line: means(c)}, text(note))
	}
	if len(s.Table.Rows) == 0 {
		return Section{ID: s.ID, Title: s.Title, Sentences: []string{fmt.Sprintf("It takes two whole %ss of one rung with ten vacancies each that state years to say.", r.By)}}
	}
	s.Sentences = []string{"Mean of the least years asked for, last period against first, among those with ten vacancies that state years; by date " + string(r.Creep.Date) + "." + fixedMix(r.Creep)}
	return s
}

func signedYears(x float64) string { return fmt.Sprintf("%+.1f", x) }

func means(c trend.RungCreep) []float64 {
	var out []float64
	for _, x := range c.Cells {
		if x.Flag != trend.Few {
			out = append(out, x.Mean)
		}
	}
	return out
}

// fixedMix words the first and the last value of the market as a whole.
func fixedMix(c trend.Creep) string {
	first, last := -1, -1
	for i, x := range c.FixedMix {
		if x != nil {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first == last {
		return ""
	}
	return fmt.Sprintf(" Over all rungs, at a fixed mix of them, the median was %s in %s and %s in %s.",
		decimal(*c.FixedMix[first]), c.Periods[first].Name, decimal(*c.FixedMix[last]), c.Periods[last].Name)
}

// entry is how open the ladder's foot is, and how steep it stands.
func entry(r *trend.Report) Section {
	s := Section{ID: "entry", Title: "The way in, and the shape of the ladder",
		Table: Table{Columns: append(columns("What", "Of", "Value", "95 % interval"), columns("", "Without one")[1], words("Note"))}}
	for _, x := range []struct {
		name string
		s    trend.RungShare
	}{
		{"entry, of all", r.Entry},
		{"entry asking a year at most", r.EntryDoor},
		{"entry asking 3 years or more", r.EntryInName},
	} {
		without := dash
		if x.s.Without != nil && shown(x.s) {
			without = interval(*x.s.Without)
		}
		s.Table.add(text(x.name), text(fmt.Sprintf("%d of %d", x.s.K, x.s.N)), share(x.s), shareInterval(x.s), text(without), text(flag(x.s.Flag)))
	}
	for _, q := range r.Ratios {
		value, part := optional(q.Value, twoDigits), between(q.Interval, twoDigits)
		if q.Flag == trend.Few {
			value, part = dash, dash
		}
		s.Table.add(text(q.Name), text(fmt.Sprintf("%d to %d", q.K, q.N)), Cell{Text: value, Key: q.Key}, text(part), text(dash), text(flag(q.Flag)))
	}
	s.Notes = []string{"Entry is associate and junior; years are of those that state any. Without one: the range the share has when any one employer is left out."}
	return s
}

func twoDigits(x float64) string { return fmt.Sprintf("%.2f", x) }
