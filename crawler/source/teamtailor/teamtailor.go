// Package teamtailor reads boards of Teamtailor.
//
// The board is an RSS feed of the employer's own host, in pages:
//
//	GET https://{company}.teamtailor.com/jobs.rss?offset=0&per_page=100
//
// The description is escaped markup, the places stand in elements of
// Teamtailor's own namespace. The native id is the number in the job's address.
// The hosts send validators, so an unchanged board costs one empty answer a
// page.
//
// Limits: regional hosts ({company}.na.teamtailor.com) and domains of the
// employer's own are read by setting Base; Claim knows the regional ones.
package teamtailor

import (
	"bytes"
	"context"
	"encoding/xml"
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
	name   = "teamtailor"
	domain = "teamtailor.com"
	// perPage is the largest page; maxPages guards against a feed that
	// ignores its offset.
	perPage  = 100
	maxPages = 50
)

// Source reads Teamtailor boards.
type Source struct{}

// Name returns "teamtailor".
func (Source) Name() string { return name }

// Claim knows {company}.teamtailor.com and {company}.{region}.teamtailor.com.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	if b, ok := wire.HostBoard(name, u, domain); ok {
		return b, true
	}
	for _, region := range []string{"na", "au"} {
		regional := region + "." + domain
		if b, ok := wire.HostBoard(name, u, regional); ok {
			b.Base = wire.Host(b, regional)
			return b, true
		}
	}
	return corpus.Board{}, false
}

// List reads page after page until one is not full.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, _ wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	var all []corpus.Posting
	var bad []corpus.Rejected
	_, err := wire.Pager{Size: perPage, Max: maxPages}.Walk(v, func(offset int) (wire.Slice, error) {
		page, err := v.Get(ctx, fmt.Sprintf("%s?offset=%d&per_page=%d", wire.URL(b, wire.Host(b, domain), "jobs.rss"), offset, perPage), "application/rss+xml")
		if err != nil {
			return wire.Slice{}, err
		}
		postings, rejected, err := Parse(page.Body, b)
		all, bad = append(all, postings...), append(bad, rejected...)
		return wire.Slice{Keys: wire.Keys(postings), Rejected: rejected}, err
	})
	if err != nil {
		return v.Fail(err)
	}
	return v.Complete(all, bad)
}

type feed struct {
	XMLName xml.Name `xml:"rss"`
	Channel *struct {
		Title string `xml:"title"`
		Items []item `xml:"item"`
	} `xml:"channel"`
}

type item struct {
	Title       string     `xml:"title"`
	Link        string     `xml:"link"`
	GUID        string     `xml:"guid"`
	Description string     `xml:"description"`
	PubDate     string     `xml:"pubDate"`
	Remote      string     `xml:"remoteStatus"`
	Department  string     `xml:"department"`
	Role        string     `xml:"role"`
	Locations   []location `xml:"locations>location"`
}

type location struct {
	Name    string `xml:"name"`
	City    string `xml:"city"`
	Country string `xml:"country"`
}

var idInPath = regexp.MustCompile(`/jobs/(\d+)`)

// Parse turns one page of the feed into postings; an item without an id or a
// title is rejected by itself.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var w feed
	if err := xml.NewDecoder(bytes.NewReader(body)).Decode(&w); err != nil {
		return nil, nil, &wire.ShapeError{Source: name, Field: "rss", Err: err}
	}
	if w.Channel == nil {
		return nil, nil, wire.Shape(name, "channel", "the element is missing")
	}
	var postings []corpus.Posting
	var rejected []corpus.Rejected
	for i, row := range w.Channel.Items {
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

// id is the number in the address, else the feed's own identifier.
func (r item) id() string {
	if m := idInPath.FindStringSubmatch(r.Link); m != nil {
		return m[1]
	}
	return strings.TrimSpace(r.GUID)
}

func (r item) posting(b corpus.Board) (corpus.Posting, error) {
	p, err := wire.New(b, r.id(), r.Title)
	if err != nil {
		return p, err
	}
	if p.URL = wire.Absolute(r.Link); p.URL == "" {
		p.URL = wire.URL(b, wire.Host(b, domain), "jobs", p.NativeID)
	}
	p.Company, p.CompanyFrom = wire.Company("", b)
	p.Department = strings.TrimSpace(r.Department)
	p.Workplace = r.workplace()
	for _, l := range r.Locations {
		p.Locations = append(p.Locations, extract.Place(joined(l.Name, l.City, l.Country), l.City, "", l.Country))
	}
	p.Posted = extract.Stated("pubDate", r.PubDate)
	wire.Describe(&p, r.Description, "")
	wire.Pay(&p, nil)
	return p, nil
}

// workplace reads remoteStatus; "none" says that the job is done on site.
func (r item) workplace() corpus.Workplace {
	switch strings.ToLower(strings.TrimSpace(r.Remote)) {
	case "fully":
		return corpus.Remote
	case "hybrid", "temporary":
		return corpus.Hybrid
	case "none":
		return corpus.Onsite
	}
	return ""
}

// joined says a place once: by its name, else by city and country.
func joined(name, city, country string) string {
	if name = strings.TrimSpace(name); name != "" {
		return name
	}
	return strings.Trim(city+", "+country, ", ")
}
