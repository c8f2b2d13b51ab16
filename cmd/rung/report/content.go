package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"rung/index/trend"
)

// New words a report.
func New(r *trend.Report, m Meta) Document {
	d := Document{Title: "Product-management demand by rung", Notice: m.Notice, Lead: lead(r), Manifest: manifest(r, m), report: r, link: m.Link, posting: m.Posting}
	if Empty(r) {
		return d
	}
	for _, s := range []Section{
		glance(r), mix(r), shift(r), demand(r), movement(r), stock(r), series(r),
		pay(r), experience(r), creep(r), titles(r), cases(r), entry(r), asks(r), remote(r),
		closing(r), closingTests(r), ghosts(r), employers(r), concentration(r), countries(r), coverage(r), freshness(r), revisions(r, m.Earlier), legend(),
	} {
		if len(s.Table.Rows) > 0 || len(s.Sentences) > 0 {
			d.Sections = append(d.Sections, s)
		}
	}
	return d
}

// manifest says what would make the report again.
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
	if r.Draws > 0 {
		add("Intervals drawn", fmt.Sprintf("%s times over employers, seed %d", money(float64(r.Draws)), r.Seed))
	}
	add("Input SHA-256", r.Digest)
	if m.Generation > 0 {
		add("Index generation", strconv.FormatUint(m.Generation, 10))
	}
	add("Again", m.Command)
	return out
}

// lead says the report in a few sentences: how many openings on which rungs,
// how sure that is, and what changed.
func lead(r *trend.Report) []string {
	if Empty(r) {
		s := []string{"No product-management vacancy on the ladder to report on."}
		if n := r.Coverage.Vacancies; n > 0 {
			s = append(s, fmt.Sprintf("The query admits %s, none on the ladder: loosen it, or widen --from and --to.", vacancies(n)))
		}
		return s
	}
	c := r.Coverage
	out := []string{fmt.Sprintf("%s on the ladder at %s, from %s; %d of them open%s.",
		vacancies(c.OnLadder), plural(c.Employers, "employer", "employers"), plural(c.Postings, "posting", "postings"), c.Open, asOf(c))}
	for _, n := range r.Notes {
		out = append(out, sentence(n))
	}
	out = append(append(out, largest(r)...), demandMoved(r)...)
	out = append(append(out, trends(r)...), shifted(r)...)
	return append(out, certainty(r)...)
}

// asOf is the day of what is said to be open, "" where no crawl looked.
func asOf(c trend.Coverage) string {
	if c.LastCrawl.IsZero() {
		return ""
	}
	return " on " + day(c.LastCrawl)
}

// largest names the rung with the most openings, by what is open or, where
// nothing is, by all that was.
func largest(r *trend.Report) []string {
	what, from := "openings", r.Open
	if r.Coverage.Open == 0 {
		what, from = "vacancies", r.Mix
	}
	ordered := slices.Clone(from)
	slices.SortStableFunc(ordered, func(a, b trend.RungShare) int { return b.K - a.K })
	top, next := ordered[0], ordered[1]
	if top.Flag == trend.Few {
		return []string{fmt.Sprintf("The %s are %d, too few for shares.", what, top.N)}
	}
	s := fmt.Sprintf("The most %s are %s: %s of %d (95 %% interval %s)", what, top.Rung, percent(top.Share), top.N, interval(top.Interval))
	if !trend.ClearlyMore(top, next) {
		s += fmt.Sprintf(", not clearly more than %s with %s", next.Rung, percent(next.Share))
	}
	return []string{s + "."}
}

// demandMoved words the index's last changes over all rungs.
func demandMoved(r *trend.Report) []string {
	if r.Demand == nil {
		return nil
	}
	var parts []string
	for _, c := range r.Demand.Total.Since {
		if c.Flag == trend.Few {
			continue
		}
		part := fmt.Sprintf("%s since %s", growth(c.Change), c.From)
		if c.Interval != nil {
			part += fmt.Sprintf(" (95 %% interval %+.0f to %+.0f)", 100*c.Interval.Low, 100*c.Interval.High)
		}
		if !c.Clear {
			part += ", " + unclear
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{"Openings on the same boards: " + strings.Join(parts, "; ") + "."}
}

// trends says what opened and closed, by observation only.
func trends(r *trend.Report) []string {
	if r.Flow == nil || len(r.Flow.Total) == 0 {
		return nil
	}
	t := total(r.Flow.Total)
	joined := ""
	if t.Joined > 0 {
		joined = fmt.Sprintf(", beside %d open when their board was first read", t.Joined)
	}
	return []string{fmt.Sprintf("From %s to %s, on boards being read, %s opened, reopened ones counted again%s; %d closed, and %d were open at the end.",
		day(r.Flow.First), day(r.Flow.Last), vacancies(t.New), joined, t.Closed, t.End)}
}

// shifted names the rungs whose share of what is new clearly changed.
func shifted(r *trend.Report) []string {
	if r.Shift == nil {
		return nil
	}
	var parts []string
	for _, g := range r.Shift.Rungs {
		if c := g.Change; c != nil && c.ClearAmong && shown(g.Before) && shown(g.After) {
			parts = append(parts, fmt.Sprintf("%s for %s (95 %% interval %+.0f to %+.0f)", points(c.Difference), g.Rung, 100*c.Interval.Low, 100*c.Interval.High))
		}
	}
	when := fmt.Sprintf("Of what was new in %s (n=%d) against %s (n=%d), ", spanned(r.Shift.After), r.Shift.Rungs[0].After.N, spanned(r.Shift.Before), r.Shift.Rungs[0].Before.N)
	if len(parts) == 0 {
		return []string{when + "no rung's share clearly changed."}
	}
	return []string{when + "the share changed by " + enumerate(parts) + "; no other rung's clearly changed."}
}

// spanned words a period that may be several.
func spanned(p trend.Period) string { return strings.Replace(p.Name, "..", " to ", 1) }

// certainty says how far the classifier can be trusted here.
func certainty(r *trend.Report) []string {
	c := r.Coverage
	s := fmt.Sprintf("The classifier was sure of %d of %s", c.OnLadder-c.Abstained, vacancies(c.OnLadder))
	var furthest trend.CorrectedShare
	by := 0.0
	for _, x := range r.Corrected {
		if d := x.Corrected - x.Naive; math.Abs(d) > math.Abs(by) {
			furthest, by = x, d
		}
	}
	switch {
	case by != 0:
		s += fmt.Sprintf(". Corrected for its mistakes, %s is %s of them%s instead of %s; no other share moves further",
			furthest.Rung, percent(furthest.Corrected), bounded(furthest.Interval), percent(furthest.Naive))
	case len(r.Corrected) == 0:
		s += "; no share is corrected for its mistakes"
	}
	return []string{s + "."}
}

// bounded words the interval of a share behind it, "" for none.
func bounded(i *trend.Interval) string {
	if i == nil {
		return ""
	}
	return " (95 % interval " + interval(*i) + ")"
}

// glance is the first table: each rung in one row.
func glance(r *trend.Report) Section {
	s := Section{ID: "glance", Title: "At a glance",
		Table: Table{Columns: columns("Rung", "Open", "Share")}}
	var since []string
	if r.Demand != nil {
		for _, c := range r.Demand.Total.Since {
			since = append(since, c.From)
			s.Table.Columns = append(s.Table.Columns, Column{Name: "vs " + c.From, Number: true})
		}
	}
	s.Table.Columns = append(s.Table.Columns, columns("", "Pay", "Years", "Days")[1:]...)
	for i, o := range r.Open {
		row := []Cell{text(o.Rung), count(o.K, o.Key), sure(o)}
		for _, from := range since {
			row = append(row, text(changedSince(r.Demand.Rungs[i], from)))
		}
		s.Table.add(append(row, medianPay(r.Pay[i]), medianYears(r.Years[i]), medianDays(r.Closing, i))...)
	}
	s.Chart = &Chart{Caption: "Share of open vacancies by rung, with 95 % intervals", Percent: true, Dots: shareDots(r.Open)}
	s.Notes = []string{"Open now, and the share with its 95 % interval. " + versus(since) +
		"Medians: pay in the currency most of the rung's postings state, least years asked for, days until a vacancy closes. A dash: too few to say."}
	return s
}

func versus(since []string) string {
	if len(since) == 0 {
		return ""
	}
	return "vs: open on the same boards against the end of that period; ~ is no clear change. "
}

// changedSince is short for the first table: "+31 %", or "~" and the figure
// where the interval spans zero.
func changedSince(d trend.RungDemand, from string) string {
	for _, c := range d.Since {
		switch {
		case c.From != from:
		case c.Flag == trend.Few:
			return dash
		case !c.Clear:
			return "~" + growth(c.Change)
		default:
			return growth(c.Change)
		}
	}
	return dash
}

func medianPay(p trend.RungPay) Cell {
	for _, g := range p.Groups {
		if g.Suppressed == "" {
			return Cell{Text: thousands(g.Median) + " " + g.Currency, Key: g.Key}
		}
	}
	return text(dash)
}

func medianYears(y trend.RungYears) Cell {
	if y.N == 0 || y.Flag == trend.Few {
		return text(dash)
	}
	return Cell{Text: decimal(y.Median), Key: y.Key}
}

func medianDays(closing []trend.Survival, i int) Cell {
	if len(closing) == 0 || closing[i].Flag == trend.Few || closing[i].Median == nil {
		return text(dash)
	}
	return Cell{Text: decimal(*closing[i].Median), Key: closing[i].Key}
}

func shareDots(ss []trend.RungShare) []Dot {
	var out []Dot
	for _, s := range ss {
		if shown(s) {
			out = append(out, Dot{Name: s.Rung, Value: s.Share, Part: &s.Interval, Thin: s.Flag == trend.Thin})
		}
	}
	return out
}

// legend explains what every table uses.
func legend() Section {
	return Section{ID: "legend", Title: "How to read this", Sentences: []string{
		"The unit is the vacancy, one real opening however often it is advertised. Intervals hold the value with 95 % confidence: Wilson's for shares, widened because the vacancies of one employer resemble each other; Newcombe's for differences; all others drawn over employers.",
		"A dash: too few to say, under 10. Thin: under 30. Wide: the interval reaches beyond 10 points to a side. No clear change: the interval of the difference spans zero, or the difference is one that looking at all rungs at once brings about by chance.",
	}}
}
