// Package themuse reads the public feed of The Muse.
//
// A board's token is a category of the feed ("Product Management"), which comes
// twenty postings a page:
//
//	GET https://www.themuse.com/api/public/jobs?page=0&category={token}
//
// The feed ends at page 99. A category that is larger is read once for every
// level, which The Muse gives to most of its postings; if that does not bring
// as many as the category counts, the listing is truncated and closes nothing.
// Titles that are not wanted are left out and count as seen.
//
// The Muse answers 403, not 429, to whoever asks too often (500 requests an
// hour without a key); such a visit is reported as blocked.
//
// # Terms
//
// The Muse asks that postings link to its own pages and that it is named as
// the source. Posting.URL is its own page.
package themuse

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
	name   = "themuse"
	public = "https://www.themuse.com"
	token  = "Product Management"
	// maxPages is where the feed ends.
	maxPages = 100
)

// levels are the values of the feed's parameter.
var levels = []string{"Internship", "Entry Level", "Mid Level", "Senior Level", "management"}

// Source reads The Muse's feed.
type Source struct{}

// Name returns "themuse".
func (Source) Name() string { return name }

// Claim knows themuse.com/jobs and the feed; the board is the category of
// product management.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	first, _, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if host != "themuse.com" || first != "jobs" && first != "api" {
		return corpus.Board{}, false
	}
	b := corpus.Board{Source: name, Token: token}
	if c := u.Query().Get("category"); c != "" {
		b.Token = c
	}
	return b, true
}

// List reads the category page by page.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, opt wire.Options) (corpus.Listing, error) {
	w := &walk{v: wire.Begin(g, b), board: b, seen: map[string]bool{}}
	pages, total, err := w.page(ctx, 0, "")
	if err != nil {
		return w.v.Fail(err)
	}
	if pages <= maxPages {
		err = w.rest(ctx, pages, "")
	} else {
		err = w.byLevel(ctx, total)
	}
	if err != nil {
		return w.v.Fail(err)
	}
	return w.v.Complete(w.v.Choose(w.postings, opt), w.rejected)
}

// A walk collects the pages of one visit.
type walk struct {
	v        *wire.Visit
	board    corpus.Board
	seen     map[string]bool
	postings []corpus.Posting
	rejected []corpus.Rejected
}

// page reads one page and returns how many there are, and how many postings.
func (w *walk) page(ctx context.Context, n int, level string) (pages, total int, err error) {
	address := fmt.Sprintf("%s?page=%d&category=%s", wire.URL(w.board, public, "api", "public", "jobs"), n, url.QueryEscape(w.board.Token))
	if level != "" {
		address += "&level=" + url.QueryEscape(level)
	}
	answer, err := w.v.Get(ctx, address)
	if err != nil {
		return 0, 0, err
	}
	postings, rejected, err := Parse(answer.Body, w.board)
	if err != nil {
		return 0, 0, err
	}
	for _, p := range postings {
		if !w.seen[p.ID] {
			w.seen[p.ID] = true
			w.postings = append(w.postings, p)
		}
	}
	w.rejected = append(w.rejected, rejected...)
	var f feed
	if err := wire.Decode(name, answer.Body, &f); err != nil {
		return 0, 0, err
	}
	return int(f.Pages), int(f.Total), nil
}

// rest reads the pages after the first.
func (w *walk) rest(ctx context.Context, pages int, level string) error {
	for n := 1; n < min(pages, maxPages); n++ {
		if _, _, err := w.page(ctx, n, level); err != nil {
			return err
		}
	}
	return nil
}

// byLevel reads a category that is too large for its pages.
func (w *walk) byLevel(ctx context.Context, total int) error {
	for _, level := range levels {
		pages, _, err := w.page(ctx, 0, level)
		if err != nil {
			return err
		}
		if pages > maxPages {
			w.v.Lose(fmt.Sprintf("the level %q alone has %d pages", level, pages))
		}
		if err := w.rest(ctx, pages, level); err != nil {
			return err
		}
	}
	if got := len(w.postings) + len(w.rejected); got < total || total == 0 {
		w.v.Lose(fmt.Sprintf("the category counts %d postings, its levels brought %d", total, got))
	}
	return nil
}

type feed struct {
	Pages   wire.Number        `json:"page_count"`
	Total   wire.Number        `json:"total"`
	Results *[]json.RawMessage `json:"results"`
}

type named struct {
	Name string `json:"name"`
}

type row struct {
	ID         wire.Text `json:"id"`
	Name       string    `json:"name"`
	Company    named     `json:"company"`
	Contents   string    `json:"contents"`
	Type       string    `json:"type"`
	Published  string    `json:"publication_date"`
	Locations  []named   `json:"locations"`
	Categories []named   `json:"categories"`
	Levels     []named   `json:"levels"`
	Refs       struct {
		LandingPage string `json:"landing_page"`
	} `json:"refs"`
}

// Parse turns one page of the feed into postings.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var f feed
	if err := wire.Decode(name, body, &f); err != nil {
		return nil, nil, err
	}
	if f.Results == nil {
		return nil, nil, wire.Shape(name, "results", "the field is missing")
	}
	return wire.Rows(name, *f.Results, func(r row) string { return string(r.ID) }, func(r row) (corpus.Posting, error) { return r.posting(b) })
}

func (r row) posting(b corpus.Board) (corpus.Posting, error) {
	p, err := wire.New(b, string(r.ID), r.Name)
	if err != nil {
		return p, err
	}
	p.URL = wire.Absolute(r.Refs.LandingPage)
	p.Company, p.CompanyFrom = wire.Employer(r.Company.Name)
	if len(r.Levels) > 0 {
		p.ClaimedLevel = r.Levels[0].Name
	}
	var labels []string
	for _, l := range r.Locations {
		labels = append(labels, l.Name)
	}
	p.Locations = extract.Places(strings.Join(labels, "; "))
	p.Workplace = extract.Workplace(labels...)
	p.Posted = extract.Stated("publication_date", r.Published)
	wire.Describe(&p, r.Contents, "")
	wire.Pay(&p, nil)
	return p, nil
}
