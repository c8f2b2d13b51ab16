// Package weworkremotely reads the RSS feeds of We Work Remotely, a board of
// remote work.
//
// A board's token is a category ("remote-product-jobs"), or "all" for every
// category, joined by the address of the posting:
//
//	GET https://weworkremotely.com/categories/{category}.rss
//
// The feed of the whole site holds only its newest hundred, and a product
// manager can stand in any category; so "all" is what to crawl, and titles are
// what decides. Those that are not wanted are left out and count as seen. An
// item's title is "Company: Title". The native id is the last part of its
// address.
//
// # Terms
//
// The feeds are public; the site asks that postings link back to it.
// Posting.URL is its own page. Those pages turn robots away and are not asked
// for.
package weworkremotely

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/html/charset"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

const (
	name       = "weworkremotely"
	public     = "https://weworkremotely.com"
	everything = "all"
	rssType    = "application/rss+xml"
)

// categories are those that "all" reads.
var categories = []string{
	"remote-product-jobs", "remote-management-and-finance-jobs", "remote-design-jobs",
	"remote-full-stack-programming-jobs", "remote-back-end-programming-jobs", "remote-front-end-programming-jobs",
	"remote-devops-sysadmin-jobs", "remote-customer-support-jobs", "remote-sales-and-marketing-jobs",
	"all-other-remote-jobs",
}

// Source reads the feeds of We Work Remotely.
type Source struct{}

// Name returns "weworkremotely".
func (Source) Name() string { return name }

// Claim knows weworkremotely.com, its categories and its postings.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	if strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") != "weworkremotely.com" {
		return corpus.Board{}, false
	}
	if category := wire.PathToken(u, "categories"); category != "" {
		return corpus.Board{Source: name, Token: strings.TrimSuffix(category, ".rss")}, true
	}
	first, _, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	switch strings.TrimSuffix(first, ".rss") {
	case "", "remote-jobs":
		return corpus.Board{Source: name, Token: everything}, true
	}
	return corpus.Board{}, false
}

// List reads one category, or all of them. Of all a category that is missing
// makes the listing truncated, because postings are then missing too.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, opt wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	wanted := []string{b.Token}
	if b.Token == everything {
		wanted = categories
	}
	var all []corpus.Posting
	var bad []corpus.Rejected
	seen := map[string]bool{}
	for i, category := range wanted {
		postings, rejected, err := read(ctx, v, b, category)
		if err != nil && (i == 0 || ctx.Err() != nil) {
			return v.Fail(err)
		}
		if err != nil {
			v.Lose(fmt.Sprintf("the category %s is missing: %v", category, err))
			continue
		}
		for _, p := range postings {
			if !seen[p.ID] {
				seen[p.ID] = true
				all = append(all, p)
			}
		}
		bad = append(bad, rejected...)
	}
	return v.Complete(v.Choose(all, opt), bad)
}

func read(ctx context.Context, v *wire.Visit, b corpus.Board, category string) ([]corpus.Posting, []corpus.Rejected, error) {
	page, err := v.Get(ctx, wire.URL(b, public, "categories", category+".rss"), rssType)
	if err != nil {
		return nil, nil, err
	}
	return Parse(page.Body, b)
}

type feed struct {
	XMLName xml.Name `xml:"rss"`
	Channel *struct {
		Items []item `xml:"item"`
	} `xml:"channel"`
}

type item struct {
	Title       string `xml:"title"`
	Region      string `xml:"region"`
	Country     string `xml:"country"`
	State       string `xml:"state"`
	Type        string `xml:"type"`
	Description string `xml:"description"`
	PubDate     string `xml:"pubDate"`
	ExpiresAt   string `xml:"expires_at"`
	GUID        string `xml:"guid"`
	Link        string `xml:"link"`
}

// Parse turns one feed into postings; an item that cannot be one is rejected
// by itself.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var f feed
	d := xml.NewDecoder(bytes.NewReader(body))
	d.CharsetReader = charset.NewReaderLabel
	if err := d.Decode(&f); err != nil {
		return nil, nil, &wire.ShapeError{Source: name, Field: "rss", Err: err}
	}
	if f.Channel == nil {
		return nil, nil, wire.Shape(name, "channel", "the element is missing")
	}
	var postings []corpus.Posting
	var rejected []corpus.Rejected
	for i, row := range f.Channel.Items {
		p, err := row.posting(b)
		if err != nil {
			rejected = append(rejected, corpus.Rejected{NativeID: row.id(), Line: i + 1, Reason: err.Error()})
			continue
		}
		postings = append(postings, p)
	}
	if len(postings) == 0 && len(rejected) > 0 {
		return nil, rejected, wire.Shape(name, "item", "none of %d can be read: %s", len(rejected), rejected[0].Reason)
	}
	return postings, rejected, nil
}

// address is the posting's page; the feed's own identifier is one too.
func (r item) address() string {
	if a := wire.Absolute(r.Link); a != "" {
		return a
	}
	return wire.Absolute(r.GUID)
}

func (r item) id() string {
	u, err := url.Parse(r.address())
	if err != nil || strings.Trim(u.Path, "/") == "" {
		return strings.TrimSpace(r.GUID)
	}
	return path.Base(u.Path)
}

func (r item) posting(b corpus.Board) (corpus.Posting, error) {
	company, title, found := strings.Cut(r.Title, ": ")
	if !found {
		company, title = "", r.Title
	}
	p, err := wire.New(b, r.id(), title)
	if err != nil {
		return p, err
	}
	p.URL = r.address()
	p.Company, p.CompanyFrom = wire.Employer(company)
	p.EmploymentRaw, p.Employment = r.Type, extract.Employment(r.Type)
	p.Workplace, p.Locations = corpus.Remote, r.places()
	p.Posted = extract.Stated("pubDate", r.PubDate)
	p.ValidThrough = extract.Stated("expires_at", r.ExpiresAt)
	wire.Describe(&p, r.Description, "")
	wire.Pay(&p, nil)
	return p, nil
}

// places reads from where the work may be done: the country where one is
// named, else the region ("Anywhere in the World", "Europe Only").
func (r item) places() []corpus.Location {
	said := strings.TrimSpace(r.Region)
	if country := extract.Country(withoutFlag(r.Country)); country != "" {
		return []corpus.Location{{Raw: strings.TrimSpace(r.Country), Country: country, RemoteScope: []string{country}}}
	}
	if said == "" {
		return nil
	}
	scope := said
	if strings.EqualFold(said, "Anywhere in the World") {
		scope = "Worldwide"
	}
	places := extract.Places("Remote (" + scope + ")")
	if len(places) == 1 {
		places[0].Raw = said
	}
	return places
}

// withoutFlag drops the picture some entries put before the country's name.
func withoutFlag(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return -1
		}
		return r
	}, s))
}
