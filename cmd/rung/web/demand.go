package web

import (
	"bytes"
	"context"
	"errors"
	"html/template"
	"io"
	"net/http"
	"strings"
	"time"

	"rung/cmd/rung/report"
	"rung/index/trend"
)

// demandPage is the level-demand report and the filters it was made with.
type demandPage struct {
	demandFilter
	Fragment template.HTML
	Empty    bool
	// Problem is what is wrong with the filters, nil for nothing.
	Problem   *problem
	Search    string
	Downloads []download
	// Quick are terms to narrow the report by, or to take out again.
	Quick []facetCount
}

// A demandFilter is what the form asks for, as it stands in the address.
type demandFilter struct{ Query, From, To, By, Date string }

// A download is the same report in another format.
type download struct{ Name, Link string }

// demandFormats are the formats of downloads: name of the file's kind, type.
var demandFormats = []struct{ name, format, kind string }{
	{"CSV", "csv", "text/csv; charset=utf-8"},
	{"JSON", "json", "application/json"},
	{"HTML", "html", "text/html; charset=utf-8"},
	{"Markdown", "md", "text/markdown; charset=utf-8"},
}

func filterOf(r *http.Request) demandFilter {
	form := r.URL.Query()
	return demandFilter{Query: strings.TrimSpace(form.Get("q")), From: form.Get("from"), To: form.Get("to"), By: form.Get("by"), Date: form.Get("date")}
}

// link leads to a page with these filters and more.
func (p demandFilter) link(path string, more ...string) string {
	return link(path, append([]string{"q", p.Query, "from", p.From, "to", p.To, "by", p.By, "date", p.Date}, more...)...)
}

// demand answers with the page or, where the address asks for a format, with
// the report in it.
func (s *server) demand(w http.ResponseWriter, r *http.Request) {
	for _, f := range demandFormats {
		if r.URL.Query().Get("format") == f.format {
			s.demandFile(w, r, f.format, f.kind)
			return
		}
	}
	s.page(s.demandPage)(w, r)
}

// demandFile writes the whole report before it sends any of it, so that what
// cannot be made is a page that says so.
func (s *server) demandFile(w http.ResponseWriter, r *http.Request, format, kind string) {
	var b bytes.Buffer
	rep, meta, err := s.reported(r.Context(), filterOf(r))
	if err == nil {
		err = writeReport(&b, rep, meta, format)
	}
	if err != nil {
		s.page(func(*http.Request) (answer, error) { return answer{}, err })(w, r)
		return
	}
	offer(w, kind, "demand."+format)
	_, _ = w.Write(b.Bytes()) // the client may be gone
}

func writeReport(w io.Writer, rep *trend.Report, meta report.Meta, format string) error {
	switch format {
	case "json":
		return report.JSON(w, rep, meta)
	case "csv":
		return report.CSV(w, rep)
	case "md":
		return report.Markdown(w, report.New(rep, meta))
	}
	return report.HTML(w, report.New(rep, meta))
}

func (s *server) reported(ctx context.Context, f demandFilter) (*trend.Report, report.Meta, error) {
	opt, err := f.options()
	if err != nil {
		return nil, report.Meta{}, err
	}
	rep, err := s.Report(ctx, opt)
	if err != nil {
		return nil, report.Meta{}, err
	}
	meta, err := s.Meta(f.command())
	return rep, meta, err
}

// command is what makes the same report in a terminal.
func (p demandFilter) command() string {
	words := []string{"rung report"}
	if p.Query != "" {
		words = append(words, shellQuoted(p.Query))
	}
	for _, x := range []struct{ flag, value string }{{"--from", p.From}, {"--to", p.To}, {"--by", p.By}, {"--date", p.Date}} {
		if x.value != "" {
			words = append(words, x.flag+" "+x.value)
		}
	}
	return strings.Join(words, " ")
}

// quickCountries is how many countries a click narrows the report to.
const quickCountries = 6

// quick are the filters of one click: remote work, stated pay, the countries
// with the most vacancies.
func (p demandFilter) quick(rep *trend.Report) []facetCount {
	terms := []facetCount{{Name: "remote", Link: "remote:true"}, {Name: "pay stated", Link: "is:paid"}}
	for _, c := range rep.Countries[:min(len(rep.Countries), quickCountries)] {
		terms = append(terms, facetCount{Name: c.Country, Link: term("country", c.Country)})
	}
	for i, t := range terms {
		text, on := without(p.Query, t.Link)
		if !on {
			text = narrowed(p.Query, t.Link)
		}
		to := p
		to.Query = text
		terms[i].On, terms[i].Link = on, to.link("/demand")
	}
	return terms
}

func shellQuoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

func (s *server) demandPage(r *http.Request) (answer, error) {
	f := filterOf(r)
	rep, meta, err := s.reported(r.Context(), f)
	var unread *problem
	if errors.As(err, &unread) {
		return answer{status: unread.Status, page: "demand", title: unread.Title, here: "demand", body: demandPage{demandFilter: f, Problem: unread}, data: unread}, nil
	}
	if err != nil {
		return answer{}, err
	}
	f.By, f.Date = string(rep.By), string(rep.Series.Date)
	p := demandPage{demandFilter: f, Empty: report.Empty(rep), Search: link("/search", "q", f.Query)}
	for _, d := range demandFormats {
		p.Downloads = append(p.Downloads, download{d.name, f.link("/demand", "format", d.format)})
	}
	p.Quick = f.quick(rep)
	meta.Notice = "" // stands on every page
	meta.Link = func(key string) string { return f.link("/behind", "key", key) }
	meta.Posting = func(id string) string { return link("/posting", "id", id) }
	if p.Fragment, err = report.Fragment(report.New(rep, meta)); err != nil {
		return answer{}, err
	}
	return answer{page: "demand", title: "Demand by rung", here: "demand", body: p, data: rep}, nil
}

func (p demandFilter) options() (trend.Options, error) {
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
