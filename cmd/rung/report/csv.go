package report

import (
	_ "embed"
	"encoding/csv"
	"io"
	"strconv"

	"rung/classify/ladder"
	"rung/index/trend"
)

var rungs = ladder.Rungs()

// Dictionary says what the columns, tables and numbers of CSV mean; CSV
// itself.
//
//go:embed dictionary.csv
var Dictionary string

var csvHeader = []string{"table", "rung", "period", "what", "value", "low", "high", "n", "flag", "key", "name"}

// record is one line of CSV, a field a column.
type record struct {
	table, rung, period, what, value string
	part                             *trend.Interval
	n                                int // written where value is and n is not 0
	flag                             trend.Flag
	key, name                        string
}

// CSV writes every number of a report, one a line.
func CSV(w io.Writer, r *trend.Report) error {
	t := tidy{csv.NewWriter(w)}
	t.w.Write(csvHeader) // its errors are kept for Error
	t.shares("mix", r.Mix)
	t.shares("open", r.Open)
	for _, c := range r.Corrected {
		t.line(record{table: "mix", rung: c.Rung, what: "corrected share", value: exact(c.Corrected), part: c.Interval, n: c.Gold, flag: c.Flag})
	}
	t.shift(r.Shift)
	t.demand(r.Demand)
	t.flow(r.Flow)
	for _, g := range r.Series.Rungs {
		for i, c := range g.Cells {
			t.share("series by "+string(r.Series.Date), r.Series.Periods[i].Name, c)
		}
	}
	for _, p := range r.Pay {
		t.share("pay stated", "", p.Disclosure)
		for _, g := range p.Groups {
			t.pay(p.Rung, g)
		}
	}
	for _, y := range r.Years {
		t.years(y)
	}
	t.creep(r.Creep)
	t.shares("title above duties", r.Inflated)
	t.shares("title below duties", r.Understated)
	t.titles(r)
	for _, x := range []struct {
		table string
		s     trend.RungShare
	}{{"entry", r.Entry}, {"entry door", r.EntryDoor}, {"entry in name", r.EntryInName}} {
		if x.s.Rung != "" {
			t.share(x.table, "", x.s)
		}
	}
	t.ratios(r.Ratios)
	t.asks(r.Asks)
	t.shares("remote", r.Remote)
	for _, s := range r.Closing {
		t.closing(s)
	}
	for _, x := range r.ClosingTests {
		t.line(record{table: "time to close", rung: x.To, what: "log-rank chi-square", value: exact(x.Chi2), name: "against " + x.From})
		t.line(record{table: "time to close", rung: x.To, what: "log-rank p among all", value: exact(x.Adjusted), name: "against " + x.From})
	}
	if g := r.GhostRisk; g != nil {
		t.shares("ghost risk", append(g.Rungs[:len(g.Rungs):len(g.Rungs)], g.Total))
	}
	for _, e := range r.Top {
		t.byRank("employers", e.Name, e.Rungs, e.Key)
	}
	for _, p := range r.Countries {
		t.byRank("countries", p.Country, p.Rungs, p.Key)
	}
	t.concentration(r.Concentration)
	t.coverage(r.Coverage)
	t.w.Flush()
	return t.w.Error()
}

type tidy struct{ w *csv.Writer }

func exact(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }

func optionally(x *float64) string {
	if x == nil {
		return ""
	}
	return exact(*x)
}

func (t tidy) line(r record) {
	low, high, n := "", "", ""
	if r.part != nil {
		low, high = exact(r.part.Low), exact(r.part.High)
	}
	if r.n != 0 {
		n = whole(r.n)
	}
	t.w.Write([]string{r.table, r.rung, r.period, r.what, r.value, low, high, n, string(r.flag), r.key, r.name})
}

func (t tidy) shares(table string, ss []trend.RungShare) {
	for _, s := range ss {
		t.share(table, "", s)
	}
}

func (t tidy) share(table, period string, s trend.RungShare) {
	r := record{table: table, rung: s.Rung, period: period, what: "count", value: whole(s.K), n: s.N, flag: s.Flag, key: s.Key}
	t.line(r)
	if shown(s) {
		r.what, r.value, r.part = "share", exact(s.Share), &s.Interval
		t.line(r)
	}
	if shown(s) && s.Without != nil {
		r.what, r.value, r.part = "share without one employer", "", s.Without
		t.line(r)
	}
}

func (t tidy) shift(s *trend.Shift) {
	if s == nil {
		return
	}
	for _, g := range s.Rungs {
		t.share("new", s.Before.Name, g.Before)
		t.share("new", s.After.Name, g.After)
		if c := g.Change; c != nil && shown(g.Before) && shown(g.After) {
			r := record{table: "new", rung: g.Rung, period: s.After.Name, what: "difference", value: exact(c.Difference), part: &c.Interval, name: "against " + c.From}
			t.line(r)
			r.what, r.value, r.part = "p among all", exact(c.Adjusted), nil
			t.line(r)
		}
	}
}

func (t tidy) demand(d *trend.Demand) {
	if d == nil {
		return
	}
	for _, g := range allDemands(d) {
		for i, p := range g.Points {
			if p.Value == nil {
				continue
			}
			r := record{table: "demand", rung: g.Rung, period: d.Periods[i].Name, what: "index", value: exact(*p.Value), part: p.Interval, n: p.Matched, flag: g.Flag, key: p.Key}
			t.line(r)
			r.what, r.value, r.part, r.n = "cover", exact(p.Cover), nil, p.Open
			t.line(r)
		}
		for _, c := range g.Since {
			t.line(record{table: "demand", rung: g.Rung, period: c.To, what: "change", value: exact(c.Change), part: c.Interval, flag: c.Flag, name: "against " + c.From})
		}
	}
}

func (t tidy) flow(f *trend.Flow) {
	if f == nil {
		return
	}
	for _, g := range allFlows(f) {
		for i, c := range g.Cells {
			note := trend.Flag("")
			if f.Periods[i].Partial {
				note = "partial"
			}
			for _, x := range []struct {
				what string
				n    int
				key  string
			}{{"open at start", c.Start, ""}, {"joined", c.Joined, ""}, {"new", c.New, c.NewKey}, {"closed", c.Closed, c.ClosedKey}, {"open at end", c.End, c.EndKey}} {
				t.line(record{table: "flow", rung: g.Rung, period: f.Periods[i].Name, what: x.what, value: whole(x.n), flag: note, key: x.key})
			}
		}
	}
}

func (t tidy) pay(rung string, g trend.PayGroup) {
	r := record{table: "pay", rung: rung, what: "count", value: whole(g.N), flag: trend.Flag(g.Suppressed), key: g.Key, name: per(g)}
	t.line(r)
	if g.Suppressed != "" {
		return
	}
	r.n = g.N
	for _, x := range []struct {
		what  string
		value float64
		part  *trend.Interval
	}{{"lower quartile", g.Q1, g.Q1Interval}, {"median", g.Median, g.MedianInterval}, {"upper quartile", g.Q3, g.Q3Interval}} {
		r.what, r.value, r.part = x.what, exact(x.value), x.part
		t.line(r)
	}
}

func (t tidy) years(y trend.RungYears) {
	r := record{table: "years", rung: y.Rung, what: "count", value: whole(y.N), n: y.Of, flag: y.Flag, key: y.Key}
	t.line(r)
	if y.Flag == trend.Few {
		return
	}
	r.n = y.N
	for _, x := range []struct {
		what  string
		value float64
	}{{"lower quartile", y.Q1}, {"median", y.Median}, {"upper quartile", y.Q3}} {
		r.what, r.value = x.what, exact(x.value)
		t.line(r)
	}
}

func (t tidy) creep(c trend.Creep) {
	for _, g := range c.Rungs {
		for i, x := range g.Cells {
			if x.Flag != trend.Few {
				t.line(record{table: "creep", rung: g.Rung, period: c.Periods[i].Name, what: "mean years", value: exact(x.Mean), n: x.N, flag: x.Flag})
			}
		}
		if g.Change != nil {
			t.line(record{table: "creep", rung: g.Rung, period: g.To, what: "change", value: exact(*g.Change), part: g.Interval, name: "against " + g.From})
		}
	}
	for i, x := range c.FixedMix {
		if x != nil {
			t.line(record{table: "creep", rung: "all", period: c.Periods[i].Name, what: "median years at fixed mix", value: exact(*x)})
		}
	}
}

func (t tidy) titles(r *trend.Report) {
	for _, x := range r.Titles {
		if x.Flag != trend.Few {
			t.line(record{table: "title inflation", rung: x.Rung, what: "index", value: exact(x.Index), part: x.Interval, n: x.N, flag: x.Flag, key: x.AboveKey})
			t.line(record{table: "title inflation", rung: x.Rung, what: "noise", value: exact(x.Noise)})
			t.line(record{table: "title inflation", rung: x.Rung, what: "severity", value: exact(x.Severity), part: x.SeverityInterval, n: x.N, flag: x.Flag, key: x.AboveKey})
		}
	}
	for _, c := range r.Clearest {
		t.line(record{table: "title inflation", rung: c.Title, what: "gap", value: whole(c.Gap), key: c.Key, name: c.ID})
	}
}

func (t tidy) ratios(rs []trend.Ratio) {
	for _, q := range rs {
		if q.Flag != trend.Few && q.Value != nil {
			t.line(record{table: "ratios", rung: "all", what: "ratio", value: exact(*q.Value), part: q.Interval, n: q.N, flag: q.Flag, key: q.Key, name: q.Name})
		}
	}
}

func (t tidy) asks(steps []trend.RungAsks) {
	for _, s := range steps {
		for _, a := range append(s.More[:len(s.More):len(s.More)], s.Fewer...) {
			against := a.Rule + ", against " + s.From
			t.line(record{table: "asks", rung: s.To, what: "share", value: exact(a.ToShare), n: s.ToN, key: a.ToKey, name: against})
			t.line(record{table: "asks", rung: s.To, what: "log odds", value: exact(a.LogOdds), name: against})
			t.line(record{table: "asks", rung: s.To, what: "p among all", value: exact(a.Adjusted), name: against})
		}
	}
}

func (t tidy) closing(s trend.Survival) {
	r := record{table: "time to close", rung: s.Rung, what: "closed", value: whole(s.Closed), n: s.N, flag: s.Flag, key: s.Key}
	t.line(r)
	if s.Flag == trend.Few {
		return
	}
	var median *trend.Interval
	if s.MedianLow != nil && s.MedianHigh != nil {
		median = &trend.Interval{Low: *s.MedianLow, High: *s.MedianHigh}
	}
	for _, x := range []struct {
		what  string
		value *float64
		part  *trend.Interval
	}{{"median days", s.Median, median}, {"open after 30 days", s.S30, s.S30Interval}, {"open after 60 days", s.S60, s.S60Interval},
		{"days open of the first 90", s.RMST90, s.RMST90Interval}} {
		r.what, r.value, r.part = x.what, optionally(x.value), x.part
		t.line(r)
	}
}

func (t tidy) byRank(table, name string, counts [7]int, key string) {
	for i, n := range counts {
		t.line(record{table: table, rung: rungs[i], what: "count", value: whole(n), key: key, name: name})
	}
}

func (t tidy) concentration(c trend.Concentration) {
	for _, x := range []struct {
		what  string
		value float64
	}{{"herfindahl–hirschman index", c.HHI}, {"effective employers", c.Effective}, {"share of the five largest", c.TopFive}} {
		t.line(record{table: "concentration", rung: "all", what: x.what, value: exact(x.value)})
	}
}

func (t tidy) coverage(c trend.Coverage) {
	add := func(what string, n int, key, name string) {
		t.line(record{table: "coverage", what: what, value: whole(n), key: key, name: name})
	}
	add("postings", c.Postings, "", "")
	add("vacancies", c.Vacancies, "", "")
	add("on the ladder", c.OnLadder, c.OnLadderKey, "")
	add("open", c.Open, c.OpenKey, "")
	add("employers", c.Employers, "", "")
	add("boards", c.Boards, "", "")
	add("crawls", c.Crawls, "", "")
	add("not certain", c.Abstained, c.AbstainedKey, "")
	for _, x := range []struct {
		what string
		in   []trend.Count
	}{{"beside", c.Beside}, {"stated", c.Stated}, {"source", c.Sources}, {"language", c.Languages}} {
		for _, n := range x.in {
			add(x.what, n.N, n.Key, n.Name)
		}
	}
}
