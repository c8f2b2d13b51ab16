package report

import (
	"fmt"

	"rung/index/trend"
)

func allDemands(d *trend.Demand) []trend.RungDemand {
	return append(append([]trend.RungDemand{}, d.Rungs...), d.Total)
}

// demand shows the matched-panel index: only boards read well in both of two
// neighbouring periods are compared, so a board added or lost is no wave.
func demand(r *trend.Report) Section {
	s := Section{ID: "demand", Title: "Demand on the same boards, first four periods = 100"}
	if r.Demand == nil {
		return s
	}
	s.Sentences = []string{"Open vacancies on boards that were read in both of two neighbouring periods, linked period by period: a board added or lost changes nothing. Intervals are drawn over employers."}
	s.Table.Columns = append(columns("Rung", "Last", "95 % interval", "Change", "Direct"), words("By "+string(r.By)), words("Note"))
	for _, d := range allDemands(r.Demand) {
		if row := demandRow(d); row != nil {
			s.Table.add(row...)
		}
	}
	s.Chart = demandChart(r)
	s.Notes = append([]string{"Change: from the first point to the last. Direct: the last point from the boards of the first and the last period alone; where it is far from Last, the chain has drifted."}, cover(r.Demand.Total)...)
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
		return append(cells(d.Rung, dash, dash, dash, dash), line, text(flag(d.Flag)))
	}
	unclearly := ""
	if d.Change != nil && !d.Clear {
		unclearly = unclear
	}
	grey := ""
	if last.Grey {
		grey = "little of the market"
	}
	return []Cell{text(d.Rung), {Text: round(*last.Value), Key: last.Key}, text(between(last.Interval, round)), text(optional(d.Change, growth)),
		text(optional(d.Direct, round)), line, notes(flag(d.Flag), grey, unclearly)}
}

func round(x float64) string { return fmt.Sprintf("%.0f", x) }

// cover names the periods whose point stands on too little of the market.
func cover(d trend.RungDemand) []string {
	grey := 0
	for _, p := range d.Points {
		if p.Value != nil && p.Grey {
			grey++
		}
	}
	if grey == 0 {
		return nil
	}
	return []string{fmt.Sprintf("In %s the matched boards have under 80 %% of what was open; these points are drawn in grey.", plural(grey, "period", "periods"))}
}

// demandChart draws all rungs together and each that is not too few.
func demandChart(r *trend.Report) *Chart {
	c := &Chart{Caption: "Open vacancies on the same boards, first four periods = 100; the band is the 95 % interval, other lines in grey", XTitle: string(r.By)}
	hundred := 100.0
	c.Mark = &hundred
	for _, p := range r.Demand.Periods {
		c.X = append(c.X, p.Name)
	}
	for _, d := range append([]trend.RungDemand{r.Demand.Total}, r.Demand.Rungs...) {
		if d.Flag == trend.Few {
			continue
		}
		t := Tile{Name: d.Rung}
		for _, p := range d.Points {
			t.Points = append(t.Points, Point{Value: p.Value, Part: p.Interval, Grey: p.Grey})
		}
		c.Tiles = append(c.Tiles, t)
	}
	return c
}
