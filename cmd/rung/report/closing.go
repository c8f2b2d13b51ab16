package report

import (
	"fmt"

	"rung/index/trend"
)

func closing(r *trend.Report) Section {
	s := Section{ID: "closing", Title: "Days until a vacancy closes", Table: Table{Columns: append(columns("Rung", "n", "Closed", "Median", "After 30", "After 60", "Of 90"), words("Note"))}}
	watched := 0
	for _, c := range r.Closing {
		watched += c.N
		row := []Cell{text(c.Rung), count(c.N, c.Key), text(whole(c.Closed))}
		if c.Flag == trend.Few {
			s.Table.add(append(row, cells(dash, dash, dash, dash, flag(c.Flag))...)...)
			continue
		}
		s.Table.add(append(row, cells(medianDaysSure(c), openAfter(c.S30, c.S30Interval), openAfter(c.S60, c.S60Interval), optional(c.RMST90, decimal), flag(c.Flag))...)...)
	}
	switch {
	case len(r.Closing) == 0:
		return Section{ID: s.ID, Title: s.Title}
	case watched == 0:
		return Section{ID: s.ID, Title: s.Title, Sentences: []string{"No vacancy was watched from a known age on, so nothing can be said of how long they stay open."}}
	}
	s.Notes = []string{"Kaplan–Meier: open vacancies count as not yet closed, those of boards no longer read too, and those found open as entering late. After 30 and 60 days: the share still open, with its interval. Of 90: days open within the first 90, on average. n are watched, from first seen or the date stated on. A dash or …: not reached, or too few."}
	s.Chart = closingChart(r)
	return s
}

// medianDaysSure is the median with its interval, whose ends may not have
// been reached.
func medianDaysSure(c trend.Survival) string {
	if c.Median == nil {
		return dash
	}
	high := "…"
	if c.MedianHigh != nil {
		high = decimal(*c.MedianHigh)
	}
	return decimal(*c.Median) + " (" + optional(c.MedianLow, decimal) + "–" + high + ")"
}

func openAfter(s *float64, part *trend.Interval) string {
	if s == nil {
		return dash
	}
	if part == nil {
		return percent(*s)
	}
	return fmt.Sprintf("%s (%.0f–%.0f)", percent(*s), 100*part.Low, 100*part.High)
}

func closingChart(r *trend.Report) *Chart {
	c := &Chart{Caption: "Share of vacancies still open, by days since they opened; the band is the 95 % interval, other rungs in grey", Percent: true, XTitle: "days", Steps: true}
	longest := 0
	for _, s := range r.Closing {
		if len(s.Curve) > 1 {
			t := Tile{Name: s.Rung}
			for _, a := range s.Curve {
				t.Points = append(t.Points, Point{Value: &a.S, Part: a.Interval})
			}
			c.Tiles = append(c.Tiles, t)
			longest = max(longest, len(s.Curve))
		}
		if len(s.Curve) == longest && len(c.X) < longest {
			c.X = c.X[:0]
			for _, a := range s.Curve {
				c.X = append(c.X, decimal(a.Days))
			}
		}
	}
	if len(c.Tiles) == 0 {
		return nil
	}
	return c
}

// closingTests compare neighbouring rungs.
func closingTests(r *trend.Report) Section {
	s := Section{ID: "closing-tests", Title: "Does the next rung stay open longer?",
		Table: Table{Columns: append(columns("Rungs", "Chi-square", "p", "p among all"), words("Note"))}}
	for _, t := range r.ClosingTests {
		note := "no clear difference"
		if t.Clear {
			note = "clearly different"
		}
		s.Table.add(text(t.From+" – "+t.To), text(twoDigits(t.Chi2)), text(chance(t.P)), text(chance(t.Adjusted)), text(note))
	}
	if len(s.Table.Rows) > 0 {
		s.Sentences = []string{"Log-rank test over all ages; p among all after Benjamini and Hochberg."}
	}
	return s
}

// chance words a probability.
func chance(p float64) string {
	if p < 0.001 {
		return "<0.001"
	}
	return fmt.Sprintf("%.3f", p)
}

// ghosts is the hedged share of vacancies that may not be meant to be filled.
func ghosts(r *trend.Report) Section {
	g := r.GhostRisk
	if g == nil || g.Total.N == 0 {
		return Section{}
	}
	s := Section{ID: "ghosts", Title: "Open, and perhaps not being filled",
		Sentences: []string{ghostSentence(g.Total)},
		Table:     Table{Columns: append(columns("Rung", "Open", "Show a sign", "Share", "95 % interval"), words("Note"))}}
	for _, x := range append(append([]trend.RungShare{}, g.Rungs...), g.Total) {
		s.Table.add(text(x.Rung), count(x.N, "open-now/"+x.Rung), count(x.K, x.Key), share(x), shareInterval(x), text(flag(x.Flag)))
	}
	for _, c := range g.Criteria {
		s.Notes = append(s.Notes, fmt.Sprintf("Sign “%s”, %s: %s.", c.Name, vacancies(c.N), c.Words))
	}
	return s
}

func ghostSentence(t trend.RungShare) string {
	const hedge = " That hints at no intent: a hard search, a role hired for again and again and a forgotten page look alike from outside."
	if !shown(t) {
		return fmt.Sprintf("%d of %d open vacancies show a sign of not being filled.", t.K, t.N) + hedge
	}
	return fmt.Sprintf("%s of open vacancies (95 %% interval %s, n=%d) show a sign that nobody may mean to fill them.", percent(t.Share), interval(t.Interval), t.N) + hedge
}
