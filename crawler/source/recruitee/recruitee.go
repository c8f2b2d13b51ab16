// Package recruitee reads boards of Recruitee (Tellent).
//
// The whole board comes in one answer of the employer's own host:
//
//	GET https://{company}.recruitee.com/api/offers
//
// Salaries are strings and their period is sometimes wrong ("18.50 a month"):
// one that nobody could be paid loses its period. Dates look like
// "2026-08-05 10:10:39 UTC".
//
// Limits: many employers' hosts disallow all robots, and are then reported as
// such; employers on a domain of their own are read by setting Base.
package recruitee

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

const (
	name   = "recruitee"
	domain = "recruitee.com"
)

// Source reads Recruitee boards.
type Source struct{}

// Name returns "recruitee".
func (Source) Name() string { return name }

// Claim knows {company}.recruitee.com.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	return wire.HostBoard(name, u, domain)
}

// List reads the board with one request.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, _ wire.Options) (corpus.Listing, error) {
	return wire.Whole(ctx, g, b, wire.URL(b, wire.Host(b, domain), "api", "offers"), Parse)
}

type board struct {
	Offers *[]json.RawMessage `json:"offers"`
}

type offer struct {
	ID           wire.Text  `json:"id"`
	Slug         string     `json:"slug"`
	Status       string     `json:"status"`
	Title        string     `json:"title"`
	Department   string     `json:"department"`
	CompanyName  string     `json:"company_name"`
	URL          string     `json:"careers_url"`
	ApplyURL     string     `json:"careers_apply_url"`
	Description  string     `json:"description"`
	Requirements string     `json:"requirements"`
	City         string     `json:"city"`
	State        string     `json:"state_name"`
	CountryCode  string     `json:"country_code"`
	Location     string     `json:"location"`
	Locations    []location `json:"locations"`
	Remote       bool       `json:"remote"`
	Hybrid       bool       `json:"hybrid"`
	OnSite       bool       `json:"on_site"`
	Employment   string     `json:"employment_type_code"`
	Experience   string     `json:"experience_code"`
	Salary       struct {
		Min      wire.Number `json:"min"`
		Max      wire.Number `json:"max"`
		Currency string      `json:"currency"`
		Period   string      `json:"period"`
	} `json:"salary"`
	PublishedAt string `json:"published_at"`
	UpdatedAt   string `json:"updated_at"`
	CloseAt     string `json:"close_at"`
}

type location struct {
	Name        string `json:"name"`
	City        string `json:"city"`
	State       string `json:"state"`
	CountryCode string `json:"country_code"`
}

// Parse turns a board's payload into postings; one that cannot be read is
// rejected by itself.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var w board
	if err := wire.Decode(name, body, &w); err != nil {
		return nil, nil, err
	}
	return wire.List(name, "offers", w.Offers, func(o offer) string { return string(o.ID) }, func(o offer) (corpus.Posting, error) { return o.posting(b) })
}

func (o offer) posting(b corpus.Board) (corpus.Posting, error) {
	if o.Status != "" && o.Status != "published" {
		return corpus.Posting{}, wire.ErrSkip
	}
	p, err := wire.New(b, string(o.ID), o.Title)
	if err != nil {
		return p, err
	}
	p.URL = wire.Absolute(o.URL)
	if p.URL == "" {
		p.URL = wire.URL(corpus.Board{}, wire.Host(b, domain), "o", o.Slug)
	}
	p.ApplyURL = wire.Absolute(o.ApplyURL)
	p.Company, p.CompanyFrom = wire.Company(o.CompanyName, b)
	p.Department = strings.TrimSpace(o.Department)
	p.EmploymentRaw, p.Employment = o.Employment, extract.Employment(o.Employment)
	p.ClaimedLevel = o.Experience
	p.Workplace, p.Locations = o.workplace(), o.places()
	p.Posted = extract.Stated("published_at", o.PublishedAt)
	p.Updated = extract.Stated("updated_at", o.UpdatedAt)
	p.ValidThrough = extract.Stated("close_at", o.CloseAt)
	wire.Describe(&p, o.Description+o.Requirements, "")
	wire.Pay(&p, o.salaries())
	return p, nil
}

// workplace reads the three flags. Several may be set: then the work is done
// in both places.
func (o offer) workplace() corpus.Workplace {
	switch {
	case o.Hybrid, o.Remote && o.OnSite:
		return corpus.Hybrid
	case o.Remote:
		return corpus.Remote
	case o.OnSite:
		return corpus.Onsite
	}
	return ""
}

func (o offer) places() []corpus.Location {
	var out []corpus.Location
	for _, l := range o.Locations {
		out = append(out, extract.Place(l.Name, l.City, l.State, l.CountryCode))
	}
	if len(out) == 0 && (o.City != "" || o.CountryCode != "" || o.Location != "") {
		out = append(out, extract.Place(o.Location, o.City, o.State, o.CountryCode))
	}
	return out
}

func (o offer) salaries() []corpus.Salary {
	s, ok := wire.Range(float64(o.Salary.Min), float64(o.Salary.Max), o.Salary.Currency, wire.Period(o.Salary.Period))
	if !ok {
		return nil
	}
	if !extract.Plausible(s) {
		s.Period = ""
	}
	return []corpus.Salary{s}
}
