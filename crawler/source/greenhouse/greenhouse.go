// Package greenhouse reads boards of Greenhouse's public job board API.
//
// The whole board comes in one answer:
//
//	GET https://boards-api.greenhouse.io/v1/boards/{token}/jobs?content=true&pay_transparency=true
//
// Content is markup that was escaped once, twice or not at all. There is no
// field for employment or workplace; some employers keep them in metadata. Pay
// ranges are in cents and name no period: below 500 units they are read as
// hourly, else as yearly, which is a heuristic of ours. first_published is the
// date of posting; updated_at also changes for internal edits.
//
// Limits: the API host of boards under job-boards.eu.greenhouse.io is not
// verified; they are asked for on the common host.
package greenhouse

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

const (
	name   = "greenhouse"
	public = "https://boards-api.greenhouse.io"
)

// Source reads Greenhouse boards.
type Source struct{}

// Name returns "greenhouse".
func (Source) Name() string { return name }

// Claim knows hosted boards, embedded ones ("?for={token}") and the API's own
// address.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	token := ""
	switch host := strings.ToLower(u.Hostname()); {
	case host == "boards-api.greenhouse.io":
		token = wire.PathToken(u, "v1", "boards")
	case host == "boards.greenhouse.io", strings.HasPrefix(host, "job-boards.") && strings.HasSuffix(host, ".greenhouse.io"):
		if token = wire.PathToken(u); token == "" && strings.HasPrefix(u.Path, "/embed/") {
			token = u.Query().Get("for")
		}
	}
	return corpus.Board{Source: name, Token: token}, token != ""
}

// List reads the board with one request.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, _ wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	page, err := v.Get(ctx, wire.URL(b, public, "v1", "boards", b.Token, "jobs")+"?content=true&pay_transparency=true")
	if err != nil {
		return v.Fail(err)
	}
	if v.Unchanged() {
		return v.Same()
	}
	postings, rejected, err := Parse(page.Body, b)
	if err != nil {
		return v.Fail(err)
	}
	if total := count(page.Body); total > len(postings)+len(rejected) {
		v.Lose(fmt.Sprintf("the board counts %d postings and lists %d", total, len(postings)+len(rejected)))
	}
	return v.Complete(postings, rejected)
}

// count returns meta.total, 0 where it is not given.
func count(body []byte) int {
	var w board
	if json.Unmarshal(body, &w) != nil {
		return 0
	}
	return int(w.Meta.Total)
}

type board struct {
	Jobs *[]json.RawMessage `json:"jobs"`
	Meta struct {
		Total wire.Number `json:"total"`
	} `json:"meta"`
}

type job struct {
	ID            wire.Text       `json:"id"`
	InternalID    json.RawMessage `json:"internal_job_id"`
	Title         string          `json:"title"`
	URL           string          `json:"absolute_url"`
	Location      struct{ Name string }
	Departments   []named    `json:"departments"`
	Offices       []office   `json:"offices"`
	Metadata      []field    `json:"metadata"`
	CompanyName   string     `json:"company_name"`
	Language      string     `json:"language"`
	RequisitionID wire.Text  `json:"requisition_id"`
	Published     string     `json:"first_published"`
	Updated       string     `json:"updated_at"`
	Deadline      string     `json:"application_deadline"`
	Content       string     `json:"content"`
	PayRanges     []payRange `json:"pay_input_ranges"`
}

type named struct {
	Name string `json:"name"`
}

type office struct {
	Name     string `json:"name"`
	Location string `json:"location"`
}

// A field is one the employer made up.
type field struct {
	Name  string          `json:"name"`
	Value json.RawMessage `json:"value"`
}

type payRange struct {
	MinCents wire.Number `json:"min_cents"`
	MaxCents wire.Number `json:"max_cents"`
	Currency string      `json:"currency_type"`
	Title    string      `json:"title"`
}

// Parse turns a board's payload into postings; one that cannot be read is
// rejected by itself.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var w board
	if err := wire.Decode(name, body, &w); err != nil {
		return nil, nil, err
	}
	return wire.List(name, "jobs", w.Jobs, func(j job) string { return string(j.ID) }, func(j job) (corpus.Posting, error) { return j.posting(b) })
}

func (j job) posting(b corpus.Board) (corpus.Posting, error) {
	p, err := wire.New(b, string(j.ID), j.Title)
	if err != nil {
		return p, err
	}
	p.RequisitionID = requisition(string(j.RequisitionID))
	p.URL = wire.Absolute(j.URL)
	if p.URL == "" {
		p.URL = wire.URL(corpus.Board{}, "https://job-boards.greenhouse.io", b.Token, "jobs", p.NativeID)
	}
	p.Company, p.CompanyFrom = wire.Company(j.CompanyName, b)
	if len(j.Departments) > 0 {
		p.Department = strings.TrimSpace(j.Departments[0].Name)
	}
	p.EmploymentRaw = j.stated(employmentField)
	p.Employment = extract.Employment(p.EmploymentRaw)
	p.Workplace = extract.Workplace(j.stated(workplaceField), j.Location.Name, j.Title)
	p.Locations = j.places()
	p.Language = wire.Language(j.Language)
	p.Evergreen = string(j.InternalID) == "null"
	p.Posted = extract.Stated("first_published", j.Published)
	p.Updated = extract.Stated("updated_at", j.Updated)
	p.ValidThrough = extract.Stated("application_deadline", j.Deadline)
	wire.Describe(&p, j.Content, "")
	wire.Pay(&p, j.salaries())
	return p, nil
}

var (
	employmentField = regexp.MustCompile(`(?i)employment|job type|time type|contract type|commitment|worker type`)
	workplaceField  = regexp.MustCompile(`(?i)workplace|work(?:ing)? (?:model|arrangement|style)|location type|remote|hybrid`)
	placeholder     = regexp.MustCompile(`(?i)^(?:see |tbd|tba|n/?a\b|none|-+$|x+$|\?+$)`)
)

// stated returns the text of the first metadata field so named. "Remote: yes"
// and "Remote: true" count as the field's own name.
func (j job) stated(like *regexp.Regexp) string {
	for _, f := range j.Metadata {
		if !like.MatchString(f.Name) {
			continue
		}
		var values wire.Texts
		if json.Unmarshal(f.Value, &values) != nil || len(values) == 0 {
			continue
		}
		switch value := strings.Join(values, ", "); strings.ToLower(value) {
		case "false", "no":
		case "true", "yes":
			return f.Name
		default:
			return value
		}
	}
	return ""
}

func requisition(id string) string {
	if id = strings.TrimSpace(id); placeholder.MatchString(id) {
		return ""
	}
	return id
}

// places reads the location, and the offices only where it says nothing.
func (j job) places() []corpus.Location {
	if places := extract.Places(j.Location.Name); len(places) > 0 {
		return places
	}
	var places []corpus.Location
	for _, o := range j.Offices {
		words := o.Location
		if words == "" {
			words = o.Name
		}
		places = append(places, extract.Places(words)...)
	}
	return places
}

// hourlyBelow is the amount under which a range without a period is hourly.
const hourlyBelow = 500

func (j job) salaries() []corpus.Salary {
	var out []corpus.Salary
	for _, r := range j.PayRanges {
		period := corpus.PerYear
		if max(r.MinCents, r.MaxCents)/100 < hourlyBelow {
			period = corpus.PerHour
		}
		if s, ok := wire.Range(float64(r.MinCents)/100, float64(r.MaxCents)/100, r.Currency, period); ok {
			s.Label = strings.TrimSpace(r.Title)
			out = append(out, s)
		}
	}
	return out
}
