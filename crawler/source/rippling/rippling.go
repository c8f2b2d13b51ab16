// Package rippling reads boards of Rippling's applicant tracking.
//
// The list names every job once for each place, all of one uuid; the words are
// on each job's own page:
//
//	GET https://api.rippling.com/platform/api/ats/v1/board/{slug}/jobs
//	GET https://api.rippling.com/platform/api/ats/v1/board/{slug}/jobs/{uuid}
//
// Only wanted titles are asked for. The slug is case-sensitive.
//
// Limits: createdOn is the creation of the job, which is not always its
// publication.
package rippling

import (
	"context"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

const (
	name   = "rippling"
	public = "https://api.rippling.com"
)

// Source reads Rippling boards.
type Source struct{}

// Name returns "rippling".
func (Source) Name() string { return name }

var locale = regexp.MustCompile(`^[a-z]{2}-[A-Z]{2}$`)

// Claim knows ats.rippling.com/{slug}/jobs, with or without a locale before
// the slug, and the API's own address.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	token := ""
	switch host := strings.ToLower(u.Hostname()); {
	case host == "ats.rippling.com", strings.HasPrefix(host, "ats.") && strings.HasSuffix(host, ".rippling.com"):
		if token = wire.PathToken(u); locale.MatchString(token) {
			token = wire.PathToken(u, token)
		}
	case host == "api.rippling.com":
		token = wire.PathToken(u, "platform", "api", "ats", "v1", "board")
	}
	return corpus.Board{Source: name, Token: token}, token != ""
}

// List reads the list and the page of every wanted job.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, opt wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	address := wire.URL(b, public, "platform", "api", "ats", "v1", "board", b.Token, "jobs")
	page, err := v.Get(ctx, address)
	if err != nil {
		return v.Fail(err)
	}
	listed, rejected, err := Parse(page.Body, b)
	if err != nil {
		return v.Fail(err)
	}
	postings := v.Details(ctx, opt, listed, func(p corpus.Posting) fetch.Request {
		return fetch.Request{URL: address + "/" + url.PathEscape(p.NativeID), Accept: "application/json"}
	}, Complete)
	return v.Complete(postings, rejected)
}

type row struct {
	UUID       string  `json:"uuid"`
	Name       string  `json:"name"`
	Department labeled `json:"department"`
	URL        string  `json:"url"`
	Location   labeled `json:"workLocation"`
}

type labeled struct {
	Label string    `json:"label"`
	ID    wire.Text `json:"id"`
}

// Parse turns the list into postings without words, one a uuid.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var rows *[]json.RawMessage
	if err := wire.Decode(name, body, &rows); err != nil {
		return nil, nil, err
	}
	if rows == nil {
		return nil, nil, wire.Shape(name, "body", "null came instead of a list")
	}
	postings, rejected, err := wire.Rows(name, *rows, func(r row) string { return r.UUID }, func(r row) (corpus.Posting, error) { return r.posting(b) })
	return wire.Join(postings), rejected, err
}

func (r row) posting(b corpus.Board) (corpus.Posting, error) {
	p, err := wire.New(b, r.UUID, r.Name)
	if err != nil {
		return p, err
	}
	if p.URL = wire.Absolute(r.URL); p.URL == "" {
		p.URL = wire.URL(corpus.Board{}, "https://ats.rippling.com", b.Token, "jobs", r.UUID)
	}
	p.Company, p.CompanyFrom = wire.Company("", b)
	p.Department = r.Department.Label
	p.Locations = extract.Places(r.Location.Label)
	p.Workplace = extract.Workplace(r.Location.Label)
	return p, nil
}

type detail struct {
	UUID        string `json:"uuid"`
	CompanyName string `json:"companyName"`
	Description *struct {
		Company string `json:"company"`
		Role    string `json:"role"`
	} `json:"description"`
	Employment labeled    `json:"employmentType"`
	CreatedOn  string     `json:"createdOn"`
	Locations  wire.Texts `json:"workLocations"`
	Pay        []pay      `json:"payRangeDetails"`
}

type pay struct {
	Min       wire.Number `json:"rangeStart"`
	Max       wire.Number `json:"rangeEnd"`
	Currency  string      `json:"currency"`
	Frequency string      `json:"frequency"`
	Location  string      `json:"location"`
}

// Complete adds what a job's own page says to its row of the list.
func Complete(p *corpus.Posting, body []byte) error {
	var d detail
	if err := wire.Decode(name, body, &d); err != nil {
		return err
	}
	if d.Description == nil {
		return wire.Shape(name, "description", "the field is missing")
	}
	if d.CompanyName != "" {
		p.Company, p.CompanyFrom = wire.Company(d.CompanyName, corpus.Board{})
	}
	p.EmploymentRaw = d.Employment.Label
	if p.EmploymentRaw == "" {
		p.EmploymentRaw = string(d.Employment.ID)
	}
	p.Employment = extract.Employment(p.EmploymentRaw)
	p.Posted = extract.Stated("createdOn", d.CreatedOn)
	if len(p.Locations) == 0 {
		for _, l := range d.Locations {
			p.Locations = append(p.Locations, extract.Places(l)...)
		}
	}
	if p.Workplace == "" {
		p.Workplace = extract.Workplace(d.Locations...)
	}
	wire.Describe(p, d.Description.Role+d.Description.Company, "")
	wire.Pay(p, d.salaries())
	return nil
}

func (d detail) salaries() []corpus.Salary {
	var out []corpus.Salary
	for _, r := range d.Pay {
		if s, ok := wire.Range(float64(r.Min), float64(r.Max), r.Currency, wire.Period(r.Frequency)); ok {
			s.Label = r.Location
			out = append(out, s)
		}
	}
	return out
}
