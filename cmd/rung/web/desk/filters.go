package desk

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"rung/index/query"
	"rung/index/trend"
)

// Filters narrow searches and reports alike. They are sugar: each becomes a
// term of the query language.
type Filters struct {
	Query                                string
	Rung, Company, Country, Since, Until string
	// MinSalary is yearly pay, as stated; 0 for any.
	MinSalary float64
	Remote    bool
	// Inflated keeps titles above their duties.
	Inflated bool
}

// Text writes the filters in the query language.
func (f Filters) Text() string {
	terms := f.terms()
	text := strings.TrimSpace(f.Query)
	if len(terms) > 0 && strings.Contains(text, " OR ") {
		text = "(" + text + ")"
	}
	return strings.TrimSpace(text + " " + strings.Join(terms, " "))
}

func (f Filters) terms() []string {
	var out []string
	for _, t := range []struct{ field, value string }{
		{"rung", f.Rung}, {"company", f.Company}, {"country", f.Country}, {"since", f.Since}, {"until", f.Until},
	} {
		if v := strings.TrimSpace(t.value); v != "" {
			out = append(out, t.field+":"+quoted(v))
		}
	}
	if f.Remote {
		out = append(out, "remote:true")
	}
	if f.Inflated {
		out = append(out, "gap:>0")
	}
	if f.MinSalary > 0 {
		out = append(out, fmt.Sprintf("salary:>%.0f", f.MinSalary))
	}
	return out
}

func quoted(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`()"`, r) }) {
		return `"` + strings.ReplaceAll(s, `"`, "") + `"`
	}
	return s
}

// Parse reads the filters as one query; a mistake is a *Refused with its
// place.
func (f Filters) Parse() (query.Query, error) {
	q, err := query.Parse(f.Text())
	var qe *query.Error
	if errors.As(err, &qe) {
		return nil, &Refused{Field: "q", Reason: "the query cannot be read: " + qe.What, Fix: qe.Hint, Err: qe}
	}
	return q, err
}

// A Count asks for the level-demand report.
type Count struct {
	Filters
	// From and To are months or days, both included.
	From, To string
	// By is "month" or "week", Date "posted", "first_seen" or "closed";
	// empty is the first of each.
	By, Date string
}

// Options reads the question as what trend is asked.
func (c Count) Options() (trend.Options, error) {
	opt := trend.Options{By: trend.Unit(c.By), Date: trend.Date(c.Date)}
	switch opt.By {
	case "", trend.Month, trend.Week:
	default:
		return opt, &Refused{Field: "by", Reason: fmt.Sprintf("there is no period %q", c.By), Fix: "one of: month, week"}
	}
	switch opt.Date {
	case "", trend.Posted, trend.FirstSeen, trend.Closed:
	default:
		return opt, &Refused{Field: "date", Reason: fmt.Sprintf("a series has no date %q", c.Date), Fix: "one of: posted, first_seen, closed"}
	}
	var err error
	if opt.Query, err = c.Parse(); err != nil {
		return opt, err
	}
	if opt.From, _, err = span("from", c.From); err != nil {
		return opt, err
	}
	if _, opt.To, err = span("to", c.To); err != nil {
		return opt, err
	}
	if !opt.From.IsZero() && !opt.To.IsZero() && !opt.From.Before(opt.To) {
		return opt, &Refused{Field: "from", Reason: "from is later than to"}
	}
	return opt, nil
}

// span reads "2026-06-15" or "2026-06" as its first moment and the first one
// after it; "" is no bound.
func span(field, s string) (start, end time.Time, err error) {
	if s == "" {
		return start, end, nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, t.AddDate(0, 0, 1), nil
	}
	if t, err := time.Parse("2006-01", s); err == nil {
		return t, t.AddDate(0, 1, 0), nil
	}
	return start, end, &Refused{Field: field, Reason: fmt.Sprintf("%q is no month or day", s), Fix: "for example 2026-06 or 2026-06-15"}
}
