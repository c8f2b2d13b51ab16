// Package arbeitnow reads the public feed of Arbeitnow, a board of work in
// Germany and Europe.
//
// There is one board, token "all", which comes in pages:
//
//	GET https://www.arbeitnow.com/api/job-board-api?page=1
//
// until a page has no next one. Titles that are not wanted are left out and
// count as seen. remote false says nothing between hybrid and on site, so only
// true is taken for an answer. The feed has no pay.
//
// # Terms
//
// The feed is offered free of charge and without a key to anybody; Arbeitnow
// asks for a link back. Posting.URL is its own page.
package arbeitnow

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

const (
	name   = "arbeitnow"
	public = "https://www.arbeitnow.com"
	token  = "all"
	// maxPages guards against a feed that does not end; the feed had some
	// twenty pages of three hundred when this was written.
	maxPages = 100
)

// Source reads Arbeitnow's feed.
type Source struct{}

// Name returns "arbeitnow".
func (Source) Name() string { return name }

// Claim knows arbeitnow.com, its postings and its feed.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	first, _, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if host != "arbeitnow.com" || first != "" && first != "jobs" && first != "api" {
		return corpus.Board{}, false
	}
	return corpus.Board{Source: name, Token: token}, true
}

// List reads page after page until one names no next.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, opt wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	var all []corpus.Posting
	var bad []corpus.Rejected
	seen := map[string]bool{}
	for n := 1; ; n++ {
		if n > maxPages {
			v.Lose(fmt.Sprintf("the feed goes on after %d pages", maxPages))
			break
		}
		page, err := v.Get(ctx, fmt.Sprintf("%s?page=%d", wire.URL(b, public, "api", "job-board-api"), n))
		if err != nil {
			return v.Fail(err)
		}
		postings, rejected, err := Parse(page.Body, b)
		if err != nil {
			return v.Fail(err)
		}
		fresh := 0
		for _, p := range postings {
			if !seen[p.ID] {
				seen[p.ID] = true
				fresh++
				all = append(all, p)
			}
		}
		bad = append(bad, rejected...)
		if !continues(page.Body) {
			break
		}
		if fresh == 0 {
			v.Lose(fmt.Sprintf("page %d of the feed brings nothing new and names a next one", n))
			break
		}
	}
	return v.Complete(v.Choose(all, opt), bad)
}

type feed struct {
	Data  *[]json.RawMessage `json:"data"`
	Links struct {
		Next *string `json:"next"`
	} `json:"links"`
}

// continues reports whether a page that Parse has read names a next one.
func continues(body []byte) bool {
	var f feed
	return json.Unmarshal(body, &f) == nil && f.Links.Next != nil && *f.Links.Next != ""
}

type row struct {
	Slug        wire.Text   `json:"slug"`
	Company     string      `json:"company_name"`
	Title       string      `json:"title"`
	Description string      `json:"description"`
	Remote      bool        `json:"remote"`
	URL         string      `json:"url"`
	JobTypes    wire.Texts  `json:"job_types"`
	Location    string      `json:"location"`
	CreatedAt   wire.Number `json:"created_at"`
}

// Parse turns one page of the feed into postings.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var f feed
	if err := wire.Decode(name, body, &f); err != nil {
		return nil, nil, err
	}
	if f.Data == nil {
		return nil, nil, wire.Shape(name, "data", "the field is missing")
	}
	return wire.Rows(name, *f.Data, func(r row) string { return string(r.Slug) }, func(r row) (corpus.Posting, error) { return r.posting(b) })
}

func (r row) posting(b corpus.Board) (corpus.Posting, error) {
	p, err := wire.New(b, string(r.Slug), r.Title)
	if err != nil {
		return p, err
	}
	p.URL = wire.Absolute(r.URL)
	p.Company, p.CompanyFrom = wire.Employer(r.Company)
	p.EmploymentRaw, p.Employment = strings.Join(r.JobTypes, ", "), extract.Employment(r.JobTypes...)
	p.Locations = extract.Places(r.Location)
	if r.Remote {
		p.Workplace = corpus.Remote
	}
	p.Posted = extract.StatedMillis("created_at", int64(r.CreatedAt)*1000)
	wire.Describe(&p, r.Description, r.Description)
	wire.Pay(&p, nil)
	return p, nil
}
