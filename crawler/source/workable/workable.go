// Package workable reads boards of Workable's public widget API.
//
// The whole board comes in one answer:
//
//	GET https://apply.workable.com/api/v1/widget/accounts/{account}?details=true
//
// A job open in several places is one row for each place, all of one
// shortcode; they become one posting. published_on is the posting's date and
// may be that of a second publication.
//
// Limits: all accounts share one strictly limited host. "telecommuting" is
// true or false, and false says nothing: hybrid work is not stated.
package workable

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
	name   = "workable"
	public = "https://apply.workable.com"
)

// Source reads Workable boards.
type Source struct{}

// Name returns "workable".
func (Source) Name() string { return name }

// Claim knows apply.workable.com/{account} and the older
// {account}.workable.com; apply.workable.com/j/{code} names no account.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	token := ""
	if host := strings.ToLower(u.Hostname()); host == "apply.workable.com" {
		if token = wire.PathToken(u, "api", "v1", "widget", "accounts"); token == "" {
			token = wire.PathToken(u)
		}
	} else if token = wire.HostToken(u, "workable.com"); token == "apply" || token == "resources" {
		token = ""
	}
	return corpus.Board{Source: name, Token: token}, token != ""
}

// List reads the board with one request.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, _ wire.Options) (corpus.Listing, error) {
	return wire.Whole(ctx, g, b, wire.URL(b, public, "api", "v1", "widget", "accounts", b.Token)+"?details=true", Parse)
}

type board struct {
	Name string             `json:"name"`
	Jobs *[]json.RawMessage `json:"jobs"`
}

type job struct {
	Shortcode      string     `json:"shortcode"`
	Code           wire.Text  `json:"code"`
	Title          string     `json:"title"`
	EmploymentType string     `json:"employment_type"`
	Telecommuting  bool       `json:"telecommuting"`
	Department     wire.Texts `json:"department"`
	URL            string     `json:"url"`
	ApplicationURL string     `json:"application_url"`
	PublishedOn    string     `json:"published_on"`
	CreatedAt      string     `json:"created_at"`
	Country        string     `json:"country"`
	City           string     `json:"city"`
	State          string     `json:"state"`
	Experience     string     `json:"experience"`
	Locations      []location `json:"locations"`
	Description    string     `json:"description"`
}

type location struct {
	Country     string `json:"country"`
	CountryCode string `json:"countryCode"`
	City        string `json:"city"`
	Region      string `json:"region"`
	Hidden      bool   `json:"hidden"`
}

// Parse turns a board's payload into postings, one a shortcode; a row that
// cannot be read is rejected by itself.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var w board
	if err := wire.Decode(name, body, &w); err != nil {
		return nil, nil, err
	}
	postings, rejected, err := wire.List(name, "jobs", w.Jobs, func(j job) string { return j.Shortcode }, func(j job) (corpus.Posting, error) { return j.posting(b, w.Name) })
	return wire.Join(postings), rejected, err
}

func (j job) posting(b corpus.Board, company string) (corpus.Posting, error) {
	p, err := wire.New(b, j.Shortcode, j.Title)
	if err != nil {
		return p, err
	}
	p.RequisitionID = string(j.Code)
	p.URL = wire.Absolute(j.URL)
	if p.URL == "" {
		p.URL = wire.URL(corpus.Board{}, public, b.Token, "j", j.Shortcode)
	}
	p.ApplyURL = wire.Absolute(j.ApplicationURL)
	p.Company, p.CompanyFrom = wire.Company(company, b)
	p.Department = strings.Join(j.Department, ", ")
	p.EmploymentRaw, p.Employment = j.EmploymentType, extract.Employment(j.EmploymentType)
	p.ClaimedLevel = j.Experience
	if p.Workplace = extract.Workplace(j.Title); j.Telecommuting {
		p.Workplace = corpus.Remote
	}
	p.Locations = j.places()
	if p.Posted = extract.Stated("published_on", j.PublishedOn); p.Posted == nil {
		p.Posted = extract.Stated("created_at", j.CreatedAt)
	}
	wire.Describe(&p, j.Description, "")
	wire.Pay(&p, nil)
	return p, nil
}

// places are the listed ones that are not hidden, else the row's own.
func (j job) places() []corpus.Location {
	var out []corpus.Location
	for _, l := range j.Locations {
		country := l.CountryCode
		if country == "" {
			country = l.Country
		}
		if !l.Hidden {
			out = append(out, extract.Place(words(l.City, l.Region, l.Country), l.City, l.Region, country))
		}
	}
	if len(out) == 0 && j.City+j.State+j.Country != "" {
		out = append(out, extract.Place(words(j.City, j.State, j.Country), j.City, j.State, j.Country))
	}
	return out
}

// words says a place as a person would.
func words(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ", ")
}
