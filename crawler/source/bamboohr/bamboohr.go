// Package bamboohr reads boards of BambooHR.
//
// The list is one answer of the employer's own host; words and date are on each
// opening's own page:
//
//	GET https://{company}.bamboohr.com/careers/list
//	GET https://{company}.bamboohr.com/careers/{id}/detail
//
// Only wanted titles are asked for. locationType is "0" on site, "1" remote,
// "2" hybrid.
//
// An unknown company is answered with a redirect to another host: the board is
// then not found.
//
// Limits: the older HTML widget is not read.
package bamboohr

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

const (
	name   = "bamboohr"
	domain = "bamboohr.com"
)

// Source reads BambooHR boards.
type Source struct{}

// Name returns "bamboohr".
func (Source) Name() string { return name }

// Claim knows {company}.bamboohr.com.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	return wire.HostBoard(name, u, domain)
}

// List reads the list and the page of every wanted opening.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, opt wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	page, err := v.Get(ctx, wire.URL(b, wire.Host(b, domain), "careers", "list"))
	if err != nil {
		return v.Fail(wire.Unknown(err))
	}
	listed, rejected, err := Parse(page.Body, b)
	if err != nil {
		return v.Fail(err)
	}
	if total := count(page.Body); total > len(listed)+len(rejected) {
		v.Lose(fmt.Sprintf("the board counts %d openings and lists %d", total, len(listed)+len(rejected)))
	}
	postings := v.Details(ctx, opt, listed, func(p corpus.Posting) fetch.Request {
		return fetch.Request{URL: wire.URL(b, wire.Host(b, domain), "careers", p.NativeID, "detail"), Accept: "application/json"}
	}, Complete)
	return v.Complete(postings, rejected)
}

type board struct {
	Meta struct {
		Total wire.Number `json:"totalCount"`
	} `json:"meta"`
	Result *[]json.RawMessage `json:"result"`
}

func count(body []byte) int {
	var w board
	if json.Unmarshal(body, &w) != nil {
		return 0
	}
	return int(w.Meta.Total)
}

type row struct {
	ID           wire.Text `json:"id"`
	Name         string    `json:"jobOpeningName"`
	Department   string    `json:"departmentLabel"`
	Employment   string    `json:"employmentStatusLabel"`
	Location     place     `json:"location"`
	ATSLocation  place     `json:"atsLocation"`
	IsRemote     *bool     `json:"isRemote"`
	LocationType wire.Text `json:"locationType"`
}

type place struct {
	City     string `json:"city"`
	State    string `json:"state"`
	Province string `json:"province"`
	Country  string `json:"country"`
	// AddressCountry is how a detail page spells it.
	AddressCountry string `json:"addressCountry"`
}

// Parse turns the list into postings without words.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var w board
	if err := wire.Decode(name, body, &w); err != nil {
		return nil, nil, err
	}
	return wire.List(name, "result", w.Result, func(r row) string { return string(r.ID) }, func(r row) (corpus.Posting, error) { return r.posting(b) })
}

func (r row) posting(b corpus.Board) (corpus.Posting, error) {
	p, err := wire.New(b, string(r.ID), r.Name)
	if err != nil {
		return p, err
	}
	p.URL = wire.URL(corpus.Board{}, wire.Host(b, domain), "careers", p.NativeID)
	p.Company, p.CompanyFrom = wire.Company("", b)
	p.Department = strings.TrimSpace(r.Department)
	p.EmploymentRaw, p.Employment = r.Employment, extract.Employment(r.Employment)
	p.Workplace, p.Locations = r.workplace(), r.places()
	return p, nil
}

func (r row) workplace() corpus.Workplace {
	switch r.LocationType {
	case "0":
		return corpus.Onsite
	case "1":
		return corpus.Remote
	case "2":
		return corpus.Hybrid
	}
	if r.IsRemote != nil && *r.IsRemote {
		return corpus.Remote
	}
	return ""
}

// places prefers the structured location to the office's.
func (r row) places() []corpus.Location {
	for _, l := range []place{r.ATSLocation, r.Location} {
		region, country := l.State+l.Province, l.Country+l.AddressCountry
		if l.City+region+country != "" {
			return []corpus.Location{located(extract.Place("", l.City, region, country))}
		}
	}
	return nil
}

// located takes the country of a place that names only city and state.
func located(l corpus.Location) corpus.Location {
	if l.Country != "" {
		return l
	}
	if said := extract.Places(l.Raw); len(said) == 1 {
		l.Country = said[0].Country
	}
	return l
}

type detail struct {
	Result struct {
		Opening *struct {
			Description  string    `json:"description"`
			DatePosted   string    `json:"datePosted"`
			Compensation wire.Text `json:"compensation"`
			Employment   string    `json:"employmentStatusLabel"`
			ShareURL     string    `json:"jobOpeningShareUrl"`
			Location     place     `json:"location"`
			Experience   wire.Text `json:"minimumExperience"`
		} `json:"jobOpening"`
	} `json:"result"`
}

var errNoOpening = errors.New("the field is missing")

// Complete adds what an opening's own page says to its row of the list.
func Complete(p *corpus.Posting, body []byte) error {
	var d detail
	if err := wire.Decode(name, body, &d); err != nil {
		return err
	}
	o := d.Result.Opening
	if o == nil {
		return &wire.ShapeError{Source: name, Field: "result.jobOpening", Err: errNoOpening}
	}
	if share := wire.Absolute(o.ShareURL); share != "" {
		p.URL = share
	}
	p.ClaimedLevel = string(o.Experience)
	p.Posted = extract.Stated("datePosted", o.DatePosted)
	if len(p.Locations) == 1 && p.Locations[0].Country == "" {
		p.Locations[0].Country = extract.Country(o.Location.AddressCountry)
	}
	wire.Describe(p, o.Description, "")
	wire.Pay(p, wire.PayField(string(o.Compensation)))
	return nil
}
