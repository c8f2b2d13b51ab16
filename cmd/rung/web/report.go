package web

import (
	"html/template"
	"net/http"
	"time"

	"rung/cmd/rung/report"
	"rung/index/trend"
)

type reportPage struct {
	Query, From, To, By, Date string
	Fragment                  template.HTML
	Empty                     bool
	Data                      string // link to the same as JSON
}

func (s *server) report(r *http.Request) (answer, error) {
	form := r.URL.Query()
	p := reportPage{Query: form.Get("q"), From: form.Get("from"), To: form.Get("to"), By: form.Get("by"), Date: form.Get("date")}
	opt, err := p.options()
	if err != nil {
		return answer{}, err
	}
	rep, err := s.Report(r.Context(), opt)
	if err != nil {
		return answer{}, err
	}
	p.By, p.Date, p.Empty = string(rep.By), string(rep.Series.Date), report.Empty(rep)
	p.Data = link("/report", "q", p.Query, "from", p.From, "to", p.To, "by", p.By, "date", p.Date, "format", "json")
	doc := report.New(rep, report.Meta{Model: s.Model, Version: s.Version})
	if p.Fragment, err = report.Fragment(doc); err != nil {
		return answer{}, err
	}
	return answer{page: "report", title: doc.Title, here: "report", body: p, data: rep}, nil
}

func (p reportPage) options() (trend.Options, error) {
	bad := func(what string) (trend.Options, error) {
		return trend.Options{}, &problem{Status: http.StatusBadRequest, Title: "The report cannot be made", Detail: what}
	}
	q, err := parseQuery(p.Query)
	if err != nil {
		return trend.Options{}, err
	}
	opt := trend.Options{Query: q, By: trend.Unit(p.By), Date: trend.Date(p.Date)}
	switch opt.By {
	case "", trend.Month, trend.Week:
	default:
		return bad("Periods are month or week.")
	}
	switch opt.Date {
	case "", trend.Posted, trend.FirstSeen, trend.Closed:
	default:
		return bad("The date of a series is posted, first_seen or closed.")
	}
	if opt.From, err = month(p.From, 0); err != nil {
		return bad("From is a month such as 2026-06.")
	}
	if opt.To, err = month(p.To, 1); err != nil {
		return bad("To is a month such as 2026-06.")
	}
	if !opt.To.IsZero() && !opt.From.Before(opt.To) {
		return bad("From is later than to.")
	}
	return opt, nil
}

// month reads "2026-06", moved on by some months; "" is the zero time.
func month(s string, more int) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse("2006-01", s)
	return t.AddDate(0, more, 0), err
}
