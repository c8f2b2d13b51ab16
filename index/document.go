package index

import (
	"strings"
	"time"

	"rung/classify"
	"rung/corpus"
)

// A Document is what is indexed: a posting, what was concluded of it, and the
// vacancy it belongs to.
type Document struct {
	Posting corpus.Posting
	Verdict classify.Verdict
	// Vacancy is the id of the vacancy; empty for a posting that is alone,
	// which then counts as a vacancy under its own id.
	Vacancy string
	// Spells are the times the posting was open, oldest first. Without any,
	// Posting.Observed is taken as its only spell.
	Spells []Spell
}

// A Spell is one time a posting was open: seen from Opened on, found gone at
// Closed, which is zero while it is open.
type Spell struct {
	Opened time.Time `json:"opened"`
	Closed time.Time `json:"closed,omitzero"`
}

// entry is a document in the words of the mapping. Pointers are absent when
// nil: a document without a value matches no range over it.
type entry struct {
	Title      string `json:"title"`
	Head       string `json:"head"`
	Company    string `json:"company"`
	Body       string `json:"body"`
	URL        string `json:"url"`
	Department string `json:"department"`
	City       string `json:"city"`
	Spelling   string `json:"spelling"`

	Rank       string   `json:"rank"`
	Gap        string   `json:"gap"`
	Track      string   `json:"track"`
	Beside     string   `json:"beside"`
	Is         []string `json:"is"`
	Source     string   `json:"source"`
	Board      string   `json:"board"`
	Country    []string `json:"country"`
	Workplace  string   `json:"workplace"`
	Employment []string `json:"employment"`
	Currency   []string `json:"currency"`
	Period     []string `json:"period"`
	Language   string   `json:"lang"`
	Vacancy    string   `json:"vacancy"`
	Skill      []string `json:"skill"`

	Date       *float64 `json:"date"`
	Posted     *float64 `json:"posted"`
	Seen       *float64 `json:"seen"`
	Closed     *float64 `json:"closed"`
	SalaryMin  *float64 `json:"salary_min"`
	SalaryMax  *float64 `json:"salary_max"`
	YearsMin   *float64 `json:"years"`
	Confidence *float64 `json:"conf"`
}

func newEntry(d Document, r Row) entry {
	p, v := &d.Posting, &d.Verdict
	e := entry{
		Title: p.Title, Head: v.Title.Head, Company: p.Company, Body: p.Text, URL: p.URL,
		Department: strings.TrimSpace(p.Department + "\n" + p.Team),
		City:       places(p.Locations),
		Spelling:   p.Title + "\n" + p.Company + "\n" + places(p.Locations),
		Track:      v.Track, Beside: v.Beside, Is: states(r, p.Evergreen),
		Source: r.Source, Board: r.Board, Country: countries(p.Locations),
		Workplace: string(p.Workplace), Employment: strs(p.Employment),
		Language: r.Language, Vacancy: r.Vacancy, Skill: strings.Fields(r.Skills),
		Date: day(r.Date()), Posted: day(r.Posted), Seen: day(r.FirstSeen), Closed: day(r.Closed),
		YearsMin: v.Years.Min,
	}
	if v.OnLadder && v.Rank > 0 {
		e.Rank, e.Confidence = digits(v.Rank), &v.Confidence
	}
	if v.Gap != nil {
		e.Gap = digits(*v.Gap)
	}
	for _, s := range p.Salaries {
		if s.Origin == corpus.SalaryEstimated {
			continue
		}
		e.Currency, e.Period = append(e.Currency, s.Currency), append(e.Period, string(s.Period))
	}
	if r.Pay.Period == corpus.PerYear {
		low, high := r.Pay.ends()
		e.SalaryMin, e.SalaryMax = &low, &high
	}
	return e
}

func states(r Row, evergreen bool) []string {
	var out []string
	add := func(on bool, yes, no string) {
		if on {
			out = append(out, yes)
		} else if no != "" {
			out = append(out, no)
		}
	}
	add(r.Open(), "open", "closed")
	add(r.Paid(), "paid", "")
	add(r.Abstained, "abstained", "")
	add(r.OnLadder, "ladder", "")
	add(r.Gap != nil && *r.Gap > 0, "inflated", "")
	add(evergreen, "evergreen", "")
	return out
}

// places is every spelling of every place, a line each, so that no phrase
// runs from one into the next unnoticed.
func places(ls []corpus.Location) string {
	var b strings.Builder
	for _, l := range ls {
		for _, s := range []string{l.Raw, l.City, l.Region} {
			if s != "" {
				b.WriteString(s)
				b.WriteByte('\n')
			}
		}
	}
	return b.String()
}

func countries(ls []corpus.Location) []string {
	var out []string
	for _, l := range ls {
		if l.Country != "" {
			out = append(out, strings.ToUpper(l.Country))
		}
	}
	return out
}

func strs[S ~string](in []S) []string {
	out := make([]string, len(in))
	for i, s := range in {
		out[i] = string(s)
	}
	return out
}

// day is the number of days since 1970 in UTC, nil for no date.
func day(t time.Time) *float64 {
	if t.IsZero() {
		return nil
	}
	d := dayNumber(t)
	return &d
}

func dayNumber(t time.Time) float64 {
	s := t.Unix()
	d := s / 86400
	if s < 0 && s%86400 != 0 {
		d--
	}
	return float64(d)
}
