// Package smartrecruiters reads boards of SmartRecruiters' public posting API.
//
// The list comes a hundred at a time, the words of a posting on its own page:
//
//	GET https://api.smartrecruiters.com/v1/companies/{company}/postings?limit=100&offset=0
//	GET https://api.smartrecruiters.com/v1/companies/{company}/postings/{id}
//
// Only wanted titles are asked for. The recruiter's name is not read.
//
// # Off unless asked for
//
// The API is documented for the public, and its host's robots.txt forbids it
// to all. rung obeys: the source is not among source.Default, and a crawl that
// names it still ends "skipped by robots" unless whoever runs it passes the
// host in fetch.Options.PassRobots. The adapter itself does nothing about it.
//
// Limits: a company nobody knows is answered like one that has nothing open,
// and cannot be told from it.
package smartrecruiters

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
	name     = "smartrecruiters"
	public   = "https://api.smartrecruiters.com"
	perPage  = 100
	maxPages = 200
)

// Source reads SmartRecruiters boards.
type Source struct{}

// Name returns "smartrecruiters".
func (Source) Name() string { return name }

// Claim knows the hosted pages, the application forms and the API's own
// address.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	token := ""
	switch strings.ToLower(u.Hostname()) {
	case "jobs.smartrecruiters.com":
		if token = wire.PathToken(u, "oneclick-ui", "company"); token == "" {
			token = wire.PathToken(u)
		}
	case "careers.smartrecruiters.com":
		token = wire.PathToken(u)
	case "api.smartrecruiters.com":
		token = wire.PathToken(u, "v1", "companies")
	}
	if token == "oneclick-ui" || token == "external-referrals" {
		token = ""
	}
	return corpus.Board{Source: name, Token: token}, token != ""
}

// List reads the list page by page, and the page of every wanted posting.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, opt wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	address := wire.URL(b, public, "v1", "companies", b.Token, "postings")
	var listed []corpus.Posting
	var bad []corpus.Rejected
	_, err := wire.Pager{Size: perPage, Max: maxPages}.Walk(v, func(offset int) (wire.Slice, error) {
		page, err := v.Get(ctx, fmt.Sprintf("%s?limit=%d&offset=%d", address, perPage, offset))
		if err != nil {
			return wire.Slice{}, err
		}
		postings, rejected, total, err := parse(page.Body, b)
		listed, bad = append(listed, postings...), append(bad, rejected...)
		return wire.Slice{Keys: wire.Keys(postings), Rejected: rejected, Total: total}, err
	})
	if err != nil {
		return v.Fail(err)
	}
	postings := v.Details(ctx, opt, wire.Join(listed), func(p corpus.Posting) fetch.Request {
		return fetch.Request{URL: address + "/" + url.PathEscape(p.NativeID), Accept: "application/json"}
	}, Complete)
	return v.Complete(postings, bad)
}

type board struct {
	Total   *wire.Number       `json:"totalFound"`
	Content *[]json.RawMessage `json:"content"`
}

// A row is a posting as the list and its own page both give it.
type row struct {
	ID        wire.Text `json:"id"`
	Name      string    `json:"name"`
	RefNumber wire.Text `json:"refNumber"`
	Company   struct {
		Identifier string `json:"identifier"`
		Name       string `json:"name"`
	} `json:"company"`
	Released   string   `json:"releasedDate"`
	Location   location `json:"location"`
	Department labeled  `json:"department"`
	Function   labeled  `json:"function"`
	Employment labeled  `json:"typeOfEmployment"`
	Experience labeled  `json:"experienceLevel"`
	Language   struct {
		Code string `json:"code"`
	} `json:"language"`
	// Only on the posting's own page.
	URL      string `json:"postingUrl"`
	ApplyURL string `json:"applyUrl"`
	Ad       *struct {
		Sections map[string]section `json:"sections"`
	} `json:"jobAd"`
}

type labeled struct {
	Label string `json:"label"`
}

type location struct {
	City    string `json:"city"`
	Region  string `json:"region"`
	Country string `json:"country"`
	Remote  bool   `json:"remote"`
	Hybrid  bool   `json:"hybrid"`
	// Full is the whole in words, with nothing between commas for what is
	// not known: "Remote, , Chile".
	Full string `json:"fullLocation"`
}

type section struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Parse turns one page of the list into postings without words.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	postings, rejected, _, err := parse(body, b)
	return postings, rejected, err
}

func parse(body []byte, b corpus.Board) (postings []corpus.Posting, rejected []corpus.Rejected, total int, err error) {
	b.Source = name
	var w board
	if err := wire.Decode(name, body, &w); err != nil {
		return nil, nil, 0, err
	}
	switch {
	case w.Content == nil:
		return nil, nil, 0, wire.Shape(name, "content", "the field is missing")
	case w.Total == nil:
		return nil, nil, 0, wire.Shape(name, "totalFound", "the field is missing")
	}
	postings, rejected, err = wire.Rows(name, *w.Content, func(r row) string { return string(r.ID) }, func(r row) (corpus.Posting, error) { return r.posting(b) })
	return postings, rejected, int(*w.Total), err
}

func (r row) posting(b corpus.Board) (corpus.Posting, error) {
	p, err := wire.New(b, string(r.ID), r.Name)
	if err != nil {
		return p, err
	}
	p.RequisitionID = strings.TrimSpace(string(r.RefNumber))
	p.URL = wire.URL(corpus.Board{}, "https://jobs.smartrecruiters.com", b.Token, p.NativeID)
	p.Company, p.CompanyFrom = wire.Company(r.Company.Name, b)
	if p.Department = strings.TrimSpace(r.Department.Label); p.Department == "" {
		p.Department = strings.TrimSpace(r.Function.Label)
	}
	p.EmploymentRaw, p.Employment = r.Employment.Label, extract.Employment(r.Employment.Label)
	p.Workplace, p.Locations = r.Location.read()
	p.ClaimedLevel = r.level()
	p.Language = wire.Language(r.Language.Code)
	p.Posted = extract.Stated("releasedDate", r.Released)
	return p, nil
}

// level is the experience field, which has a value that says nothing.
func (r row) level() string {
	if strings.EqualFold(r.Experience.Label, "Not Applicable") {
		return ""
	}
	return strings.TrimSpace(r.Experience.Label)
}

// read reads a place. A city or country called "remote" is an older way to say
// so; neither flag set is no statement that the work is on site.
func (l location) read() (corpus.Workplace, []corpus.Location) {
	var w corpus.Workplace
	for _, field := range []*string{&l.City, &l.Country} {
		if strings.EqualFold(strings.TrimSpace(*field), "remote") {
			*field, l.Remote = "", true
		}
	}
	switch {
	case l.Hybrid:
		w = corpus.Hybrid
	case l.Remote:
		w = corpus.Remote
	}
	at := extract.Place(strings.ReplaceAll(l.Full, ", , ", ", "), l.City, l.Region, l.Country)
	switch {
	case at.Raw == "" && w == "":
		return w, nil
	case at.Raw == "":
		at.Raw = "Remote"
	case w == corpus.Remote && at.Country != "":
		at.RemoteScope = []string{at.Country}
	}
	return w, []corpus.Location{at}
}

// sections are the parts of an ad in the order of the page.
var sections = []string{"companyDescription", "jobDescription", "qualifications", "additionalInformation"}

// Complete adds what a posting's own page says to its row of the list.
func Complete(p *corpus.Posting, body []byte) error {
	var r row
	if err := wire.Decode(name, body, &r); err != nil {
		return err
	}
	if r.Ad == nil {
		return wire.Shape(name, "jobAd", "the field is missing")
	}
	if page := wire.Absolute(r.URL); page != "" {
		p.URL = page
	}
	p.ApplyURL = wire.Absolute(r.ApplyURL)
	if language := wire.Language(r.Language.Code); language != "" {
		p.Language = language
	}
	var markup strings.Builder
	for _, s := range sections {
		part := r.Ad.Sections[s]
		if strings.TrimSpace(part.Text) == "" {
			continue
		}
		if part.Title != "" {
			fmt.Fprintf(&markup, "<h3>%s</h3>", html.EscapeString(part.Title))
		}
		markup.WriteString(extract.Unescape(part.Text))
	}
	wire.Describe(p, markup.String(), "")
	wire.Pay(p, nil)
	return nil
}
