package report

import (
	"fmt"
	"strings"

	"rung/index/trend"
)

// New words a report.
func New(r *trend.Report, m Meta) Document {
	d := Document{Title: "Product-management demand by rung", Notice: m.Notice, Lead: lead(r), Manifest: manifest(r, m)}
	if Empty(r) {
		return d
	}
	for _, s := range []Section{
		mix(r), movement(r), demand(r), stock(r), series(r), pay(r), experience(r), titles(r), asks(r), remote(r), closing(r), employers(r), countries(r), coverage(r),
	} {
		if len(s.Table.Rows) > 0 || len(s.Sentences) > 0 {
			d.Sections = append(d.Sections, s)
		}
	}
	return d
}

func manifest(r *trend.Report, m Meta) []string {
	var out []string
	add := func(label, value string) {
		if value != "" {
			out = append(out, label+": "+value)
		}
	}
	if r.Query != "*" {
		add("Query", r.Query)
	}
	add("Counted", r.Population)
	if c := r.Coverage; c.Crawls > 0 {
		add("Boards read", fmt.Sprintf("%s to %s, in %s", day(c.FirstCrawl), day(c.LastCrawl), plural(c.Crawls, "crawl", "crawls")))
	}
	add("Model", m.Model)
	add("Made by", strings.TrimSpace("rung "+m.Version))
	add("Again", m.Command)
	return out
}

// lead says the report in a few sentences.
func lead(r *trend.Report) []string {
	c := r.Coverage
	if Empty(r) {
		s := []string{"No product-management vacancy on the ladder to report on."}
		if c.Vacancies > 0 {
			s = append(s, fmt.Sprintf("The query admits %s, none on the ladder: loosen it, or widen --from and --to.", plural(c.Vacancies, "vacancy", "vacancies")))
		}
		return s
	}
	out := []string{fmt.Sprintf("%s on the ladder at %s, from %s; %d of them open.",
		plural(c.OnLadder, "vacancy", "vacancies"), plural(c.Employers, "employer", "employers"), plural(c.Postings, "posting", "postings"), c.Open)}
	return append(append(out, largest(r.Mix)...), trends(r)...)
}

// largest names the rung with the most vacancies, and whether the next is
// clearly smaller.
func largest(mix []trend.RungShare) []string {
	top := trend.RungShare{}
	for _, s := range mix {
		if s.K > top.K {
			top = s
		}
	}
	if top.K == 0 || top.Flag == trend.Few {
		return []string{"There are too few vacancies for shares."}
	}
	return []string{fmt.Sprintf("The most vacancies are %s: %s (95 %% interval %s).", top.Rung, percent(top.Share), interval(top.Interval))}
}

// trends says what is open now against the beginning, by observation only.
func trends(r *trend.Report) []string {
	if r.Flow == nil || len(r.Flow.Total) == 0 {
		return nil
	}
	var opened, closed, joined int
	for _, c := range r.Flow.Total {
		opened, closed, joined = opened+c.New, closed+c.Closed, joined+c.Joined
	}
	last := r.Flow.Total[len(r.Flow.Total)-1]
	return []string{fmt.Sprintf("Between %s and %s, %s opened and %d closed on boards being read; already open when their board was first read: %d; open at the end: %d.",
		day(r.Flow.First), day(r.Flow.Last), plural(opened, "vacancy", "vacancies"), closed, joined, last.End)}
}

func mix(r *trend.Report) Section {
	s := Section{ID: "rungs", Title: "Vacancies by rung", Sentences: []string{sentence(r.Population)},
		Table: Table{Columns: append(columns("Rung", "Vacancies", "Share", "95 % interval"), Column{Name: "Share, with interval"}, Column{Name: "Note"})}}
	for _, m := range r.Mix {
		s.Table.Rows = append(s.Table.Rows, append(cells(m.Rung, whole(m.K), share(m), shareInterval(m)), bar(m), Cell{Text: flag(m.Flag)}))
	}
	s.Notes = []string{"Intervals are Wilson's, widened because the vacancies of one employer resemble each other."}
	return s
}

// movement is the flow of the whole report, a row a rung.
func movement(r *trend.Report) Section {
	s := Section{ID: "movement", Title: "Openings and closings, as observed"}
	if r.Flow == nil {
		s.Sentences = []string{r.FlowNote}
		return s
	}
	s.Sentences = []string{fmt.Sprintf("By the date we saw it, %s to %s: open at the end = open at the start + joined + new − closed. Joined were open when their board was first read.", day(r.Flow.First), day(r.Flow.Last))}
	s.Table.Columns = append(columns("Rung", "Start", "Joined", "New", "Closed", "End"), Column{Name: "Open, by " + string(r.By)})
	for _, f := range append(append([]trend.RungFlow{}, r.Flow.Rungs...), trend.RungFlow{Rung: "all", Cells: r.Flow.Total}) {
		if len(f.Cells) == 0 {
			continue
		}
		sum := total(f.Cells)
		s.Table.Rows = append(s.Table.Rows, append(cells(f.Rung, whole(sum.Start), whole(sum.Joined), whole(sum.New), whole(sum.Closed), whole(sum.End)), Cell{Line: ends(f.Cells)}))
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
	s.Sentences = []string{"Observed by crawls. A " + string(r.By) + " marked * reaches before the first crawl or beyond the last."}
	s.Table.Columns = columns("Rung")
	for _, p := range r.Flow.Periods {
		name := p.Name
		if p.Partial {
			name += "*"
		}
		s.Table.Columns = append(s.Table.Columns, Column{Name: name, Number: true, Recent: true})
	}
	for _, f := range append(append([]trend.RungFlow{}, r.Flow.Rungs...), trend.RungFlow{Rung: "all", Cells: r.Flow.Total}) {
		row := cells(f.Rung)
		for _, c := range f.Cells {
			row = append(row, Cell{Text: whole(c.End)})
		}
		s.Table.Rows = append(s.Table.Rows, row)
	}
	return s
}

func series(r *trend.Report) Section {
	s := Section{ID: "series", Title: "Series by date " + strings.ReplaceAll(string(r.Series.Date), "_", " "), Sentences: []string{sentence(r.Series.Title)}}
	if len(r.Series.Periods) == 0 {
		s.Sentences = append(s.Sentences, "No vacancy of the report has that date.")
		return s
	}
	s.Table.Columns = append(columns("Rung"), Column{Name: "Line"})
	for _, p := range r.Series.Periods {
		s.Table.Columns = append(s.Table.Columns, Column{Name: p.Name, Number: true, Recent: true})
	}
	for _, g := range r.Series.Rungs {
		row := []Cell{{Text: g.Rung}, {}}
		for _, c := range g.Cells {
			row = append(row, Cell{Text: whole(c.K)})
			row[1].Line = append(row[1].Line, float64(c.K))
		}
		s.Table.Rows = append(s.Table.Rows, row)
		s.Notes = append(s.Notes, change(g)...)
	}
	if r.Series.Undated > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%s without that date are left out.", plural(r.Series.Undated, "vacancy", "vacancies")))
	}
	return s
}

// change words the last change of a rung's share where there is one to speak
// of.
func change(g trend.RungSeries) []string {
	c := g.Change
	if c == nil || !c.Clear {
		return nil
	}
	return []string{fmt.Sprintf("The share of %s changed by %s from %s to %s (95 %% interval %+.0f to %+.0f).",
		g.Rung, points(c.Difference), c.From, c.To, 100*c.Interval.Low, 100*c.Interval.High)}
}

func pay(r *trend.Report) Section {
	s := Section{ID: "pay", Title: "Pay by rung", Sentences: []string{"The middle of each stated range; currencies and periods are never put together."},
		Table: Table{Columns: append(columns("Rung", "Stated by", "n"), Column{Name: "Per"}, Column{Name: "Quarter below", Number: true}, Column{Name: "Median", Number: true}, Column{Name: "Quarter above", Number: true})}}
	for _, p := range r.Pay {
		hidden := 0
		for _, g := range p.Groups {
			if g.Suppressed != "" {
				hidden++
				continue
			}
			s.Table.Rows = append(s.Table.Rows, cells(p.Rung, share(p.Disclosure), whole(g.N), g.Currency+" "+string(g.Period), money(g.Q1), money(g.Median), money(g.Q3)))
		}
		if hidden > 0 && hidden == len(p.Groups) {
			s.Table.Rows = append(s.Table.Rows, cells(p.Rung, share(p.Disclosure), whole(p.Disclosure.K), dash, dash, dash, dash))
		}
	}
	if len(s.Table.Rows) == 0 {
		return Section{ID: s.ID, Title: s.Title, Sentences: []string{"No vacancy states pay."}}
	}
	s.Notes = []string{"A dash: under 20 vacancies or 5 employers of one currency, or one employer with more than 40 % of them."}
	return s
}

func experience(r *trend.Report) Section {
	s := Section{ID: "years", Title: "Least experience asked for, in years", Table: Table{Columns: append(columns("Rung", "Stated by", "Quarter below", "Median", "Quarter above"), Column{Name: "Note"})}}
	for _, y := range r.Years {
		row := cells(y.Rung, fmt.Sprintf("%d of %d", y.N, y.Of), number(y.Q1), number(y.Median), number(y.Q3), flag(y.Flag))
		if y.Flag == trend.Few || y.N == 0 {
			row = cells(y.Rung, fmt.Sprintf("%d of %d", y.N, y.Of), dash, dash, dash, flag(y.Flag))
		}
		s.Table.Rows = append(s.Table.Rows, row)
	}
	return s
}

func titles(r *trend.Report) Section {
	s := Section{ID: "titles", Title: "Titles against duties", Sentences: []string{"Of vacancies whose title and duties both name a rung: the share whose title stands above, or below, what the duties say."},
		Table: Table{Columns: append(columns("Rung", "Known", "Above", "95 % interval", "Below", "95 % interval"), Column{Name: "Note"})}}
	for i, a := range r.Inflated {
		b := r.Understated[i]
		s.Table.Rows = append(s.Table.Rows, cells(a.Rung, whole(a.N), share(a), shareInterval(a), share(b), shareInterval(b), flag(a.Flag)))
	}
	return s
}

func remote(r *trend.Report) Section {
	stated := 0
	s := Section{ID: "remote", Title: "Remote work", Sentences: []string{"Of vacancies that state a workplace."},
		Table: Table{Columns: append(columns("Rung", "State it", "Remote", "95 % interval"), Column{Name: "Share, with interval"}, Column{Name: "Note"})}}
	for _, m := range r.Remote {
		stated += m.N
		s.Table.Rows = append(s.Table.Rows, append(cells(m.Rung, whole(m.N), share(m), shareInterval(m)), bar(m), Cell{Text: flag(m.Flag)}))
	}
	if stated == 0 {
		return Section{ID: s.ID, Title: s.Title, Sentences: []string{"No vacancy states a workplace."}}
	}
	return s
}

func closing(r *trend.Report) Section {
	s := Section{ID: "closing", Title: "Days until a vacancy closes", Table: Table{Columns: append(columns("Rung", "Watched", "Closed", "Median", "95 % interval", "After 30", "After 60"), Column{Name: "Note"})}}
	for _, c := range r.Closing {
		row := cells(c.Rung, whole(c.N), whole(c.Closed), optional(c.Median, number), optional(c.MedianLow, number)+" to "+optional(c.MedianHigh, number), optional(c.S30, percent), optional(c.S60, percent), flag(c.Flag))
		if c.Flag == trend.Few || c.N == 0 {
			row = cells(c.Rung, whole(c.N), whole(c.Closed), dash, dash, dash, dash, flag(c.Flag))
		}
		s.Table.Rows = append(s.Table.Rows, row)
	}
	if len(s.Table.Rows) > 0 {
		s.Notes = []string{"Kaplan–Meier: open vacancies count as not yet closed, those found open as entering late. After 30 and 60: the share still open. A dash: not reached, or too few."}
	}
	return s
}

func rungColumns(first string, numbers ...string) []Column {
	return append(columns(first, numbers...), columns("", "assoc", "junior", "pm", "senior", "lead", "director", "exec")[1:]...)
}

func byRank(counts [7]int) []Cell {
	out := make([]Cell, len(counts))
	for i, n := range counts {
		out[i].Text = whole(n)
	}
	return out
}

func employers(r *trend.Report) Section {
	s := Section{ID: "employers", Title: "Employers with the most vacancies", Table: Table{Columns: rungColumns("Employer", "All", "Open")}}
	for _, e := range r.Top {
		s.Table.Rows = append(s.Table.Rows, append(cells(e.Name, whole(e.N), whole(e.Open)), byRank(e.Rungs)...))
	}
	return s
}

func countries(r *trend.Report) Section {
	s := Section{ID: "countries", Title: "Countries", Table: Table{Columns: rungColumns("Country", "All")}}
	for _, p := range r.Countries {
		s.Table.Rows = append(s.Table.Rows, append(cells(p.Country, whole(p.N)), byRank(p.Rungs)...))
	}
	if len(s.Table.Rows) > 0 {
		s.Notes = []string{"A vacancy in two countries counts in both."}
	}
	return s
}

func coverage(r *trend.Report) Section {
	c := r.Coverage
	s := Section{ID: "coverage", Title: "What this stands on", Table: Table{Columns: []Column{{Name: "What"}, {Name: "How many"}}}}
	add := func(label, value string) {
		if value != "" {
			s.Table.Rows = append(s.Table.Rows, cells(label, value))
		}
	}
	of := func(n int) string { return fmt.Sprintf("%d of %d", n, c.OnLadder) }
	add("Postings, vacancies", fmt.Sprintf("%d, %d (%s postings a vacancy)", c.Postings, c.Vacancies, number(c.Intensity)))
	add("Beside the ladder", list(c.Beside, 6))
	add("Sources", list(c.Sources, 12))
	add("Boards, employers", fmt.Sprintf("%d, %d", c.Boards, c.Employers))
	add("Languages", list(c.Languages, 6))
	add("Verdict not certain", of(c.Abstained))
	add("State a date posted", of(c.Dated))
	add("State pay", of(c.Paid))
	add("State a country", of(c.Placed))
	for _, n := range r.Notes {
		s.Notes = append(s.Notes, sentence(n))
	}
	return s
}
