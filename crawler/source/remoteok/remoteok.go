// Package remoteok reads the public feed of Remote OK, a board of remote work.
//
// There is one board, token "all", and it comes in one answer:
//
//	GET https://remoteok.com/api
//
// The first element is a legal notice and no posting. Titles that are not
// wanted are left out and count as seen.
//
// The feed needs care: work that is not remote stands in it, so the workplace
// is only what title and location say; a salary of 0 is not stated; salaries
// name no currency, so what the words of the posting state comes first; some
// texts were decoded wrongly and are repaired where that is certain; the line
// that asks applicants to mention a word, which is there to trap robots that
// apply, is no part of the posting and is taken out.
//
// # Terms
//
// Remote OK asks that whoever shows a posting links back to it, with a link
// search engines follow, and names Remote OK as the source, without its logo;
// else access is withdrawn. Posting.URL is Remote OK's own page.
package remoteok

import (
	"context"
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strings"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

const (
	name   = "remoteok"
	public = "https://remoteok.com"
	token  = "all"
)

// Source reads Remote OK's feed.
type Source struct{}

// Name returns "remoteok".
func (Source) Name() string { return name }

// Claim knows remoteok.com, its postings and its feed.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	first, _, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if host != "remoteok.com" || first != "" && first != "remote-jobs" && first != "api" {
		return corpus.Board{}, false
	}
	return corpus.Board{Source: name, Token: token}, true
}

// List reads the whole feed in one answer.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, opt wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	page, err := v.Get(ctx, wire.URL(b, public, "api"))
	if err != nil {
		return v.Fail(err)
	}
	postings, rejected, err := Parse(page.Body, b)
	if err != nil {
		return v.Fail(err)
	}
	return v.Complete(v.Choose(postings, opt), rejected)
}

type row struct {
	Legal       string      `json:"legal"`
	ID          wire.Text   `json:"id"`
	Epoch       wire.Number `json:"epoch"`
	Date        string      `json:"date"`
	Company     string      `json:"company"`
	Position    string      `json:"position"`
	Location    string      `json:"location"`
	Description string      `json:"description"`
	URL         string      `json:"url"`
	ApplyURL    string      `json:"apply_url"`
	Min         wire.Number `json:"salary_min"`
	Max         wire.Number `json:"salary_max"`
}

// Parse turns the feed into postings.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var rows []json.RawMessage
	if err := wire.Decode(name, body, &rows); err != nil {
		return nil, nil, err
	}
	if len(rows) == 0 {
		return nil, nil, wire.Shape(name, "legal", "the feed has not even its notice")
	}
	return wire.Rows(name, rows, func(r row) string { return string(r.ID) }, func(r row) (corpus.Posting, error) { return r.posting(b) })
}

func (r row) posting(b corpus.Board) (corpus.Posting, error) {
	if r.Legal != "" && r.ID == "" {
		return corpus.Posting{}, wire.ErrSkip
	}
	p, err := wire.New(b, string(r.ID), said(r.Position))
	if err != nil {
		return p, err
	}
	p.URL, p.ApplyURL = wire.Absolute(r.URL), wire.Absolute(r.ApplyURL)
	if p.ApplyURL == p.URL {
		p.ApplyURL = ""
	}
	p.Company, p.CompanyFrom = wire.Employer(said(r.Company))
	location := strings.Trim(said(r.Location), ", ")
	p.Locations = extract.Places(location)
	p.Workplace = extract.Workplace(location, p.Title)
	if p.Posted = extract.Stated("date", r.Date); p.Posted == nil {
		p.Posted = extract.StatedMillis("epoch", int64(r.Epoch)*1000)
	}
	wire.Describe(&p, untrapped(extract.Mend(r.Description)), "")
	wire.Pay(&p, nil)
	if s, ok := wire.Range(float64(r.Min), float64(r.Max), "", ""); ok && len(p.Salaries) == 0 {
		p.Salaries = []corpus.Salary{s}
	}
	return p, nil
}

// said is a text of the feed as it was meant: entities read, letters mended.
func said(s string) string { return extract.Mend(html.UnescapeString(s)) }

// trap is the sentence put into every posting to tell robots from people, up
// to the end of its line.
var trap = regexp.MustCompile(`(?i)please mention the words? [^\n<]{1,200}?when applying[^\n<]*(?:<br\s*/?>)?`)

func untrapped(markup string) string { return strings.TrimSpace(trap.ReplaceAllString(markup, "")) }
