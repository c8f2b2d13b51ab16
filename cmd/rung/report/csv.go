package report

import (
	"encoding/csv"
	"io"
	"strconv"

	"rung/classify/ladder"
	"rung/index/trend"
)

var rungs = ladder.Rungs()

var csvHeader = []string{"table", "rung", "period", "what", "value", "low", "high", "n", "flag", "key"}

// CSV writes every number of a report, one a line.
func CSV(w io.Writer, r *trend.Report) error {
	t := tidy{csv.NewWriter(w)}
	t.w.Write(csvHeader) // its errors are kept for Error
	t.shares("mix", "", "share", r.Mix)
	t.shares("open", "", "share", r.Open)
	for _, g := range r.Series.Rungs {
		for i, c := range g.Cells {
			t.share("series by "+string(r.Series.Date), r.Series.Periods[i].Name, "share", c)
		}
	}
	t.flow(r.Flow)
	for _, p := range r.Pay {
		t.share("pay", "", "disclosure", p.Disclosure)
		for _, g := range p.Groups {
			t.pay(p.Rung, g)
		}
	}
	t.shares("remote", "", "share", r.Remote)
	t.shares("title above duties", "", "share", r.Inflated)
	t.shares("title below duties", "", "share", r.Understated)
	for _, y := range r.Years {
		t.years(y)
	}
	for _, s := range r.Closing {
		t.closing(s)
	}
	for _, e := range r.Top {
		t.byRank("employers", e.Name, e.Rungs, e.Key)
	}
	for _, p := range r.Countries {
		t.byRank("countries", p.Country, p.Rungs, p.Key)
	}
	t.w.Flush()
	return t.w.Error()
}

type tidy struct{ w *csv.Writer }

func exact(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }

func (t tidy) line(fields ...string) {
	t.w.Write(append(fields, make([]string, len(csvHeader)-len(fields))...))
}

func (t tidy) shares(table, period, what string, ss []trend.RungShare) {
	for _, s := range ss {
		t.share(table, period, what, s)
	}
}

func (t tidy) share(table, period, what string, s trend.RungShare) {
	t.line(table, s.Rung, period, "count", whole(s.K), "", "", whole(s.N), string(s.Flag), s.Key)
	if s.Flag != trend.Few && s.N > 0 {
		t.line(table, s.Rung, period, what, exact(s.Share), exact(s.Interval.Low), exact(s.Interval.High), whole(s.N), string(s.Flag), s.Key)
	}
}

func (t tidy) flow(f *trend.Flow) {
	if f == nil {
		return
	}
	for _, g := range append(append([]trend.RungFlow{}, f.Rungs...), trend.RungFlow{Rung: "all", Cells: f.Total}) {
		for i, c := range g.Cells {
			period, note := f.Periods[i].Name, ""
			if f.Periods[i].Partial {
				note = "partial"
			}
			for _, x := range []struct {
				what string
				n    int
				key  string
			}{{"open at start", c.Start, ""}, {"joined", c.Joined, ""}, {"new", c.New, c.NewKey}, {"closed", c.Closed, c.ClosedKey}, {"open at end", c.End, c.EndKey}} {
				t.line("flow", g.Rung, period, x.what, whole(x.n), "", "", "", note, x.key)
			}
		}
	}
}

func (t tidy) pay(rung string, g trend.PayGroup) {
	per := g.Currency + " " + string(g.Period)
	t.line("pay", rung, "", "n "+per, whole(g.N), "", "", "", g.Suppressed, g.Key)
	if g.Suppressed == "" {
		t.line("pay", rung, "", "median "+per, exact(g.Median), "", "", whole(g.N), "", g.Key)
		t.line("pay", rung, "", "lower quartile "+per, exact(g.Q1), "", "", whole(g.N), "", g.Key)
		t.line("pay", rung, "", "upper quartile "+per, exact(g.Q3), "", "", whole(g.N), "", g.Key)
	}
}

func (t tidy) years(y trend.RungYears) {
	t.line("years", y.Rung, "", "n", whole(y.N), "", "", whole(y.Of), string(y.Flag), y.Key)
	if y.Flag != trend.Few && y.N > 0 {
		t.line("years", y.Rung, "", "median", exact(y.Median), "", "", whole(y.N), string(y.Flag), y.Key)
		t.line("years", y.Rung, "", "lower quartile", exact(y.Q1), "", "", whole(y.N), string(y.Flag), y.Key)
		t.line("years", y.Rung, "", "upper quartile", exact(y.Q3), "", "", whole(y.N), string(y.Flag), y.Key)
	}
}

func (t tidy) closing(s trend.Survival) {
	t.line("time to close", s.Rung, "", "closed", whole(s.Closed), "", "", whole(s.N), string(s.Flag))
	number := func(x *float64) string {
		if x == nil {
			return ""
		}
		return exact(*x)
	}
	if s.Flag != trend.Few && s.N > 0 {
		t.line("time to close", s.Rung, "", "median days", number(s.Median), number(s.MedianLow), number(s.MedianHigh), whole(s.N), string(s.Flag))
		t.line("time to close", s.Rung, "", "open after 30 days", number(s.S30), "", "", whole(s.N), string(s.Flag))
		t.line("time to close", s.Rung, "", "open after 60 days", number(s.S60), "", "", whole(s.N), string(s.Flag))
	}
}

func (t tidy) byRank(table, name string, counts [7]int, key string) {
	for i, n := range counts {
		t.line(table, rungs[i], "", name, whole(n), "", "", "", "", key)
	}
}
