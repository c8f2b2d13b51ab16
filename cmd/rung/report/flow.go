package report

import (
	"fmt"
	"strings"

	"rung/index/trend"
)

func allFlows(f *trend.Flow) []trend.RungFlow {
	return append(append([]trend.RungFlow{}, f.Rungs...), trend.RungFlow{Rung: "all", Cells: f.Total})
}

// movement is the flow of the whole report, a row a rung.
func movement(r *trend.Report) Section {
	s := Section{ID: "movement", Title: "Openings and closings, as observed"}
	if r.Flow == nil {
		s.Sentences = []string{r.FlowNote}
		return s
	}
	s.Sentences = []string{fmt.Sprintf("By the date we saw it, %s to %s: open at the end = open at the start + joined + new − closed. Joined were open when their board was first read.", day(r.Flow.First), day(r.Flow.Last))}
	s.Table.Columns = append(columns("Rung", "Start", "Joined", "New", "Closed", "End"), words("Open, by "+string(r.By)))
	for _, f := range allFlows(r.Flow) {
		if len(f.Cells) == 0 {
			continue
		}
		sum, last := total(f.Cells), f.Cells[len(f.Cells)-1]
		s.Table.add(text(f.Rung), text(whole(sum.Start)), count(sum.Joined, r.Flow.Key("joined", f.Rank)), count(sum.New, r.Flow.Key("new", f.Rank)), count(sum.Closed, r.Flow.Key("closed", f.Rank)),
			count(sum.End, last.EndKey), Cell{Line: ends(f.Cells)})
	}
	return s
}

// total adds the movement of consecutive periods up.
func total(cs []trend.FlowCell) trend.FlowCell {
	t := trend.FlowCell{Start: cs[0].Start, End: cs[len(cs)-1].End}
	for _, c := range cs {
		t.Joined += c.Joined
		t.New += c.New
		t.Closed += c.Closed
	}
	return t
}

func ends(cs []trend.FlowCell) []float64 {
	out := make([]float64, len(cs))
	for i, c := range cs {
		out[i] = float64(c.End)
	}
	return out
}

// stock is what was open at the end of each period, the one series that may
// be read as demand.
func stock(r *trend.Report) Section {
	s := Section{ID: "stock", Title: fmt.Sprintf("Open at the end of each %s", r.By)}
	if r.Flow == nil || len(r.Flow.Periods) == 0 {
		return s
	}
	s.Sentences = []string{"Observed by crawls, on all boards read until then. A " + string(r.By) + " marked * reaches before the first crawl or beyond the last."}
	s.Table.Columns = columns("Rung")
	s.Chart = &Chart{Caption: fmt.Sprintf("Open vacancies at the end of each %s, by rung; the other rungs in grey", r.By), XTitle: string(r.By)}
	for _, p := range r.Flow.Periods {
		name := p.Name
		if p.Partial {
			name += "*"
		}
		s.Table.Columns = append(s.Table.Columns, Column{Name: name, Number: true, Recent: true})
		s.Chart.X = append(s.Chart.X, p.Name)
	}
	for _, f := range allFlows(r.Flow) {
		row, tile := cells(f.Rung), Tile{Name: f.Rung}
		for _, c := range f.Cells {
			row = append(row, count(c.End, c.EndKey))
			open := float64(c.End)
			tile.Points = append(tile.Points, Point{Value: &open})
		}
		s.Table.add(row...)
		if f.Rung != "all" {
			s.Chart.Tiles = append(s.Chart.Tiles, tile)
		}
	}
	return s
}

// series is rung by month or week of the date the report was asked for.
func series(r *trend.Report) Section {
	s := Section{ID: "series", Title: "Series by date " + strings.ReplaceAll(string(r.Series.Date), "_", " "), Sentences: []string{sentence(r.Series.Title)}}
	if len(r.Series.Periods) == 0 {
		s.Sentences = append(s.Sentences, "No vacancy of the report has that date.")
		return s
	}
	s.Table.Columns = append(columns("Rung"), words("Line"))
	for _, p := range r.Series.Periods {
		s.Table.Columns = append(s.Table.Columns, Column{Name: p.Name, Number: true, Recent: true})
	}
	for _, g := range r.Series.Rungs {
		row := []Cell{text(g.Rung), {}}
		for _, c := range g.Cells {
			row = append(row, count(c.K, c.Key))
			row[1].Line = append(row[1].Line, float64(c.K))
		}
		s.Table.add(row...)
	}
	s.Notes = append(s.Notes, seriesChanges(r.Series)...)
	if r.Series.Undated > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%s without that date are left out.", vacancies(r.Series.Undated)))
	}
	return s
}

// seriesChanges words the last change of every rung's share that is clear
// among all, and says so when none is.
func seriesChanges(s trend.Series) []string {
	var out []string
	from, to := "", ""
	for _, g := range s.Rungs {
		c := g.Change
		if c == nil {
			continue
		}
		from, to = c.From, c.To
		if c.ClearAmong {
			out = append(out, fmt.Sprintf("The share of %s changed by %s from %s to %s (95 %% interval %+.0f to %+.0f).",
				g.Rung, points(c.Difference), c.From, c.To, 100*c.Interval.Low, 100*c.Interval.High))
		}
	}
	if to != "" && len(out) == 0 {
		return []string{fmt.Sprintf("From %s to %s no rung's share clearly changed.", from, to)}
	}
	return out
}
