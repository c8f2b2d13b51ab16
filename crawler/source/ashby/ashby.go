// Package ashby reads boards of Ashby's public posting API.
//
// The whole board comes in one answer:
//
//	GET https://api.ashbyhq.com/posting-api/job-board/{name}?includeCompensation=true
//
// The name is decoded ("Forward Financing") and case matters. The payload does
// not name the employer. Pay stands in compensation.compensationTiers, one tier
// a zone, each with components of which only those of type Salary are pay;
// compensationTierSummary is a sentence, not a list. There is no date of change.
//
// Limits: an employer may switch the API off while its board stays visible;
// such a board is "not found" here. Whether every unknown name is answered with
// 404 is not known.
package ashby

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
	name   = "ashby"
	public = "https://api.ashbyhq.com"
)

// Source reads Ashby boards.
type Source struct{}

// Name returns "ashby".
func (Source) Name() string { return name }

// Claim knows jobs.ashbyhq.com/{name} and the API's own address.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	token := ""
	switch strings.ToLower(u.Hostname()) {
	case "jobs.ashbyhq.com":
		token = wire.PathToken(u)
	case "api.ashbyhq.com":
		token = wire.PathToken(u, "posting-api", "job-board")
	}
	return corpus.Board{Source: name, Token: token}, token != ""
}

// List reads the board with one request.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, _ wire.Options) (corpus.Listing, error) {
	return wire.Whole(ctx, g, b, wire.URL(b, public, "posting-api", "job-board", b.Token)+"?includeCompensation=true", Parse)
}

type board struct {
	Jobs *[]json.RawMessage `json:"jobs"`
}

type job struct {
	ID                 string       `json:"id"`
	Title              string       `json:"title"`
	Department         string       `json:"department"`
	Team               string       `json:"team"`
	EmploymentType     string       `json:"employmentType"`
	Location           string       `json:"location"`
	Address            address      `json:"address"`
	SecondaryLocations []secondary  `json:"secondaryLocations"`
	IsRemote           *bool        `json:"isRemote"`
	WorkplaceType      string       `json:"workplaceType"`
	PublishedAt        string       `json:"publishedAt"`
	IsListed           *bool        `json:"isListed"`
	JobURL             string       `json:"jobUrl"`
	ApplyURL           string       `json:"applyUrl"`
	DescriptionHTML    string       `json:"descriptionHtml"`
	DescriptionPlain   string       `json:"descriptionPlain"`
	Compensation       compensation `json:"compensation"`
}

type secondary struct {
	Location string  `json:"location"`
	Address  address `json:"address"`
}

// An address stands inside postalAddress under a primary location and
// sometimes bare under a secondary one.
type address struct {
	Postal postal `json:"postalAddress"`
	postal
}

type postal struct {
	Locality string `json:"addressLocality"`
	Region   string `json:"addressRegion"`
	Country  string `json:"addressCountry"`
}

type compensation struct {
	Tiers   []tier      `json:"compensationTiers"`
	Summary []component `json:"summaryComponents"`
}

type tier struct {
	Title      string      `json:"title"`
	Components []component `json:"components"`
}

type component struct {
	Type     string      `json:"compensationType"`
	Interval string      `json:"interval"`
	Currency string      `json:"currencyCode"`
	Min      wire.Number `json:"minValue"`
	Max      wire.Number `json:"maxValue"`
	Summary  string      `json:"summary"`
}

// Parse turns a board's payload into postings. Jobs that are not listed are
// left out; one that cannot be read is rejected by itself.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var w board
	if err := wire.Decode(name, body, &w); err != nil {
		return nil, nil, err
	}
	return wire.List(name, "jobs", w.Jobs, func(j job) string { return j.ID }, func(j job) (corpus.Posting, error) { return j.posting(b) })
}

func (j job) posting(b corpus.Board) (corpus.Posting, error) {
	if j.IsListed != nil && !*j.IsListed {
		return corpus.Posting{}, wire.ErrSkip
	}
	p, err := wire.New(b, j.ID, j.Title)
	if err != nil {
		return p, err
	}
	p.URL = wire.Absolute(j.JobURL)
	if p.URL == "" {
		p.URL = wire.URL(corpus.Board{}, "https://jobs.ashbyhq.com", b.Token, j.ID)
	}
	p.ApplyURL = wire.Absolute(j.ApplyURL)
	p.Company, p.CompanyFrom = wire.Company("", b)
	p.Department, p.Team = strings.TrimSpace(j.Department), strings.TrimSpace(j.Team)
	p.EmploymentRaw, p.Employment = j.EmploymentType, extract.Employment(j.EmploymentType)
	p.Locations, p.Workplace = j.places(), j.workplace()
	p.Posted = extract.Stated("publishedAt", j.PublishedAt)
	wire.Describe(&p, j.DescriptionHTML, j.DescriptionPlain)
	wire.Pay(&p, j.Compensation.salaries())
	return p, nil
}

// workplace prefers the named type to the flag, the flag to the words of the
// location. A flag that is false says only that the job is not fully remote.
func (j job) workplace() corpus.Workplace {
	if w := extract.Workplace(j.WorkplaceType); w != "" {
		return w
	}
	if j.IsRemote != nil && *j.IsRemote {
		return corpus.Remote
	}
	return extract.Workplace(j.Location)
}

func (j job) places() []corpus.Location {
	places := j.Address.places(j.Location)
	for _, s := range j.SecondaryLocations {
		places = append(places, s.Address.places(s.Location)...)
	}
	return places
}

// places joins the words of a location with its address. The address of a
// remote place is the office it is run from, so only its country is taken.
// Words that name several places stand for themselves.
func (a address) places(words string) []corpus.Location {
	at := a.Postal
	if at == (postal{}) {
		at = a.postal
	}
	said := extract.Places(words)
	if at == (postal{}) || len(said) > 1 {
		return said
	}
	l := extract.Place(words, at.Locality, at.Region, at.Country)
	if len(said) == 1 {
		if extract.Workplace(words) == corpus.Remote {
			l.City, l.Region = said[0].City, said[0].Region
		}
		l.RemoteScope = said[0].RemoteScope
		if l.Country == "" {
			l.Country = said[0].Country
		}
	}
	return []corpus.Location{l}
}

// salaries reads every tier, and the summary only where there are no tiers.
func (c compensation) salaries() []corpus.Salary {
	var out []corpus.Salary
	for _, t := range c.Tiers {
		out = append(out, ranges(t.Title, t.Components)...)
	}
	if len(out) == 0 {
		out = ranges("", c.Summary)
	}
	return out
}

func ranges(label string, components []component) []corpus.Salary {
	var out []corpus.Salary
	for _, c := range components {
		if c.Type != "Salary" {
			continue
		}
		if s, ok := wire.Range(float64(c.Min), float64(c.Max), c.Currency, wire.Period(c.Interval)); ok {
			s.Label, s.Raw = strings.TrimSpace(label), c.Summary
			out = append(out, s)
		}
	}
	return out
}
