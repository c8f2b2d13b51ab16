// Package lever reads boards of Lever's public postings API.
//
// The whole board comes in one answer, a bare JSON array:
//
//	GET https://api.lever.co/v0/postings/{site}?mode=json
//
// Boards of the European host (jobs.eu.lever.co) are other employers under
// names of their own. Claim gives them the Base of that host, and a board
// without Base is on the American one. The site's name is case-sensitive.
//
// The words of a posting stand in several fields: description, lists and
// additional; description alone would lose most of them. createdAt is the
// posting's creation in milliseconds; there is no date of change.
//
// Limits: confidential postings are not in the API although they are live.
package lever

import (
	"context"
	"encoding/json"
	"html"
	"net/url"
	"strings"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

const (
	name   = "lever"
	public = "https://api.lever.co"
	europe = "https://api.eu.lever.co"
)

// Source reads Lever boards.
type Source struct{}

// Name returns "lever".
func (Source) Name() string { return name }

// Claim knows jobs.lever.co/{site}, api.lever.co/v0/postings/{site} and both
// on the European host.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	b := corpus.Board{Source: name}
	switch strings.ToLower(u.Hostname()) {
	case "jobs.lever.co":
		b.Token = wire.PathToken(u)
	case "jobs.eu.lever.co":
		b.Token, b.Base = wire.PathToken(u), europe
	case "api.lever.co":
		b.Token = wire.PathToken(u, "v0", "postings")
	case "api.eu.lever.co":
		b.Token, b.Base = wire.PathToken(u, "v0", "postings"), europe
	}
	return b, b.Token != ""
}

// List reads the board with one request.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, _ wire.Options) (corpus.Listing, error) {
	return wire.Whole(ctx, g, b, wire.URL(b, public, "v0", "postings", b.Token)+"?mode=json", Parse)
}

type job struct {
	ID         string `json:"id"`
	Title      string `json:"text"`
	Categories struct {
		Location   string   `json:"location"`
		All        []string `json:"allLocations"`
		Commitment string   `json:"commitment"`
		Team       string   `json:"team"`
		Department string   `json:"department"`
		Level      string   `json:"level"`
	} `json:"categories"`
	Country          string      `json:"country"`
	WorkplaceType    string      `json:"workplaceType"`
	CreatedAt        wire.Number `json:"createdAt"`
	HostedURL        string      `json:"hostedUrl"`
	ApplyURL         string      `json:"applyUrl"`
	Description      string      `json:"description"`
	DescriptionPlain string      `json:"descriptionPlain"`
	Lists            []list      `json:"lists"`
	Additional       string      `json:"additional"`
	AdditionalPlain  string      `json:"additionalPlain"`
	SalaryRange      *pay        `json:"salaryRange"`
}

// A list is a heading and bare list items.
type list struct {
	Heading string `json:"text"`
	Items   string `json:"content"`
}

type pay struct {
	Currency string      `json:"currency"`
	Interval string      `json:"interval"`
	Min      wire.Number `json:"min"`
	Max      wire.Number `json:"max"`
}

// Parse turns a board's payload into postings; one that cannot be read is
// rejected by itself.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var rows *[]json.RawMessage
	if err := wire.Decode(name, body, &rows); err != nil {
		return nil, nil, err
	}
	if rows == nil {
		return nil, nil, wire.Shape(name, "body", "null came instead of a list")
	}
	return wire.Rows(name, *rows, func(j job) string { return j.ID }, func(j job) (corpus.Posting, error) { return j.posting(b) })
}

func (j job) posting(b corpus.Board) (corpus.Posting, error) {
	p, err := wire.New(b, j.ID, j.Title)
	if err != nil {
		return p, err
	}
	p.URL = wire.Absolute(j.HostedURL)
	if p.URL == "" {
		p.URL = wire.URL(corpus.Board{}, "https://jobs.lever.co", b.Token, j.ID)
	}
	p.ApplyURL = wire.Absolute(j.ApplyURL)
	p.Company, p.CompanyFrom = wire.Company("", b)
	p.Department, p.Team = strings.TrimSpace(j.Categories.Department), strings.TrimSpace(j.Categories.Team)
	p.EmploymentRaw, p.Employment = j.Categories.Commitment, extract.Employment(j.Categories.Commitment)
	p.ClaimedLevel = j.Categories.Level
	p.Workplace = extract.Workplace(j.WorkplaceType, j.Categories.Location)
	p.Locations = j.places()
	p.Posted = extract.StatedMillis("createdAt", int64(j.CreatedAt))
	wire.Describe(&p, j.markup(), j.DescriptionPlain+"\n\n"+j.AdditionalPlain)
	wire.Pay(&p, j.salaries())
	return p, nil
}

func (j job) markup() string {
	var s strings.Builder
	s.WriteString(j.Description)
	for _, l := range j.Lists {
		s.WriteString("<h3>" + html.EscapeString(l.Heading) + "</h3><ul>" + l.Items + "</ul>")
	}
	s.WriteString(j.Additional)
	return s.String()
}

// places reads all locations; the country stands for the first alone.
func (j job) places() []corpus.Location {
	names := j.Categories.All
	if len(names) == 0 {
		names = []string{j.Categories.Location}
	}
	var out []corpus.Location
	for _, n := range names {
		out = append(out, extract.Places(n)...)
	}
	if len(out) == 1 && out[0].Country == "" {
		out[0].Country = extract.Country(j.Country)
	}
	return out
}

func (j job) salaries() []corpus.Salary {
	if j.SalaryRange == nil {
		return nil
	}
	s, ok := wire.Range(float64(j.SalaryRange.Min), float64(j.SalaryRange.Max), j.SalaryRange.Currency, wire.Period(j.SalaryRange.Interval))
	if !ok {
		return nil
	}
	return []corpus.Salary{s}
}
