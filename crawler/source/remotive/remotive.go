// Package remotive reads the public feed of Remotive, a board of remote work.
//
// A board's token is a category of the feed ("product"), or "all". It comes in
// one answer:
//
//	GET https://remotive.com/api/remote-jobs?category={token}
//
// Titles that are not wanted are left out and count as seen. A date has no
// zone; it is read as UTC. Every posting is remote, and says from where it may
// be done.
//
// # Terms
//
// Remotive asks that whoever shows a posting links back to it and names
// Remotive as the source, that postings are not passed on to other job sites,
// and that the feed is asked a few times a day at most. Posting.URL is
// Remotive's own page. The feed is a day behind the site.
package remotive

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

const (
	name   = "remotive"
	public = "https://remotive.com"
	// everything is the token of the feed without a category.
	everything = "all"
)

// Source reads Remotive's feed.
type Source struct{}

// Name returns "remotive".
func (Source) Name() string { return name }

// Claim knows remotive.com/remote-jobs and its categories.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if host != "remotive.com" || wire.PathToken(u) != "remote-jobs" {
		return corpus.Board{}, false
	}
	category := wire.PathToken(u, "remote-jobs")
	if category == "" {
		category = everything
	}
	return corpus.Board{Source: name, Token: category}, true
}

// List reads the whole feed in one answer.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, opt wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	address := wire.URL(b, public, "api", "remote-jobs")
	if b.Token != everything {
		address += "?category=" + url.QueryEscape(b.Token)
	}
	page, err := v.Get(ctx, address)
	if err != nil {
		return v.Fail(err)
	}
	postings, rejected, err := Parse(page.Body, b)
	if err != nil {
		return v.Fail(err)
	}
	if n := count(page.Body); n > len(postings)+len(rejected) {
		v.Lose(fmt.Sprintf("the feed counts %d postings and lists %d", n, len(postings)+len(rejected)))
	}
	return v.Complete(v.Choose(postings, opt), rejected)
}

type feed struct {
	Count wire.Number        `json:"job-count"`
	Jobs  *[]json.RawMessage `json:"jobs"`
}

func count(body []byte) int {
	var f feed
	if json.Unmarshal(body, &f) != nil {
		return 0
	}
	return int(f.Count)
}

type row struct {
	ID          wire.Text `json:"id"`
	URL         string    `json:"url"`
	Title       string    `json:"title"`
	Company     string    `json:"company_name"`
	Category    string    `json:"category"`
	JobType     string    `json:"job_type"`
	Published   string    `json:"publication_date"`
	Required    string    `json:"candidate_required_location"`
	Salary      string    `json:"salary"`
	Description string    `json:"description"`
}

// Parse turns the feed into postings.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var f feed
	if err := wire.Decode(name, body, &f); err != nil {
		return nil, nil, err
	}
	if f.Jobs == nil {
		return nil, nil, wire.Shape(name, "jobs", "the field is missing")
	}
	return wire.Rows(name, *f.Jobs, func(r row) string { return string(r.ID) }, func(r row) (corpus.Posting, error) { return r.posting(b) })
}

func (r row) posting(b corpus.Board) (corpus.Posting, error) {
	p, err := wire.New(b, string(r.ID), html.UnescapeString(r.Title))
	if err != nil {
		return p, err
	}
	p.URL = wire.Absolute(r.URL)
	p.Company, p.CompanyFrom = wire.Employer(html.UnescapeString(r.Company))
	p.Department = strings.TrimSpace(r.Category)
	p.EmploymentRaw, p.Employment = r.JobType, extract.Employment(r.JobType)
	p.Workplace, p.Locations = corpus.Remote, from(r.Required)
	p.Posted = extract.Stated("publication_date", r.Published)
	wire.Describe(&p, r.Description, "")
	pay := extract.Pay("Salary: " + r.Salary)
	for i := range pay {
		pay[i].Origin = corpus.SalaryStructured // a field of its own, though in words
	}
	wire.Pay(&p, pay)
	return p, nil
}

// from reads where the work may be done from: "USA", "Europe, UK".
func from(required string) []corpus.Location {
	if required = strings.TrimSpace(required); required == "" {
		return nil
	}
	places := extract.Places("Remote (" + required + ")")
	if len(places) == 1 {
		places[0].Raw = required
	}
	return places
}
