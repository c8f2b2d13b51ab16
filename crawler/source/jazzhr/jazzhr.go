// Package jazzhr reads boards of JazzHR, whose address is applytojob.com.
//
// The list is a table in one page of the employer's own host; the words of an
// opening are on its own page, as schema.org markup or, where a page has none,
// in the element of class "job_description":
//
//	GET https://{company}.applytojob.com/apply/jobs
//	GET https://{company}.applytojob.com/apply/jobs/details/{id}
//
// Only wanted titles are asked for. The page repeats its rows for small
// screens; only the table is read.
//
// Limits: the list has no dates; an opening whose page has no markup has none
// at all. Some hosts refuse every program that is no browser: such a board is
// blocked, and stays so.
package jazzhr

import (
	"bytes"
	"context"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source/jsonld"
	"rung/crawler/source/wire"
)

const (
	name   = "jazzhr"
	domain = "applytojob.com"
	marker = "#job_listings_wrapper, #jobs_table"
)

// Source reads JazzHR boards.
type Source struct{}

// Name returns "jazzhr".
func (Source) Name() string { return name }

// Claim knows {company}.applytojob.com.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	return wire.HostBoard(name, u, domain)
}

// List reads the table and the page of every wanted opening.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, opt wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	page, err := v.Get(ctx, wire.URL(b, wire.Host(b, domain), "apply", "jobs"), "text/html")
	if err != nil {
		return v.Fail(err)
	}
	listed, rejected, err := Parse(page.Body, b)
	if err != nil {
		return v.Fail(err)
	}
	postings := v.Details(ctx, opt, wire.Join(listed), func(p corpus.Posting) fetch.Request {
		return fetch.Request{URL: wire.URL(b, wire.Host(b, domain), "apply", "jobs", "details", p.NativeID), Accept: "text/html"}
	}, Complete)
	return v.Complete(postings, rejected)
}

// Parse turns the table into postings without words. A page without the
// table, or without the element around it, is no list; a page without its end
// is part of one, and nothing in a table says how many rows are missing.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	if err != nil {
		return nil, nil, &wire.ShapeError{Source: name, Field: "html", Err: err}
	}
	switch {
	case doc.Find(marker).Length() == 0:
		return nil, nil, wire.Shape(name, "job_listings_wrapper", "the page has no list of jobs")
	case !bytes.Contains(bytes.ToLower(body), []byte("</html")):
		return nil, nil, wire.Shape(name, "html", "the page ends in the middle")
	}
	var postings []corpus.Posting
	var rejected []corpus.Rejected
	rows := doc.Find("tr").FilterFunction(func(_ int, s *goquery.Selection) bool { return s.Find("a.job_title_link").Length() > 0 })
	rows.Each(func(i int, s *goquery.Selection) {
		p, err := posting(s, b)
		if err != nil {
			rejected = append(rejected, corpus.Rejected{NativeID: id(s), Line: i + 1, Reason: err.Error()})
			return
		}
		postings = append(postings, p)
	})
	switch links := doc.Find("a.job_title_link").Length(); {
	case rows.Length() == 0 && links > 0:
		return nil, nil, wire.Shape(name, "jobs_table", "%d jobs stand outside the table", links)
	case len(postings) == 0 && len(rejected) > 0:
		return nil, rejected, wire.Shape(name, "rows", "none of %d rows can be read: %s", len(rejected), rejected[0].Reason)
	}
	return postings, rejected, nil
}

// id is the last element of the link's path.
func id(row *goquery.Selection) string {
	u, err := url.Parse(row.Find("a.job_title_link").First().AttrOr("href", ""))
	if err != nil {
		return ""
	}
	path := strings.TrimRight(u.Path, "/")
	return path[strings.LastIndexByte(path, '/')+1:]
}

func posting(row *goquery.Selection, b corpus.Board) (corpus.Posting, error) {
	link := row.Find("a.job_title_link").First()
	p, err := wire.New(b, id(row), link.Text())
	if err != nil {
		return p, err
	}
	p.URL = wire.URL(corpus.Board{}, wire.Host(b, domain), "apply", "jobs", "details", p.NativeID)
	p.Company, p.CompanyFrom = wire.Company("", b)
	p.Department = strings.TrimSpace(row.Find(".resumator_department").First().Text())
	where := row.Find("td").FilterFunction(func(_ int, s *goquery.Selection) bool { return s.Find("a").Length() == 0 }).First().Text()
	p.Locations = extract.Places(where)
	p.Workplace = extract.Workplace(where, p.Title)
	return p, nil
}

// Complete adds what an opening's own page says to its row of the list.
func Complete(p *corpus.Posting, body []byte) error {
	if found, _, err := jsonld.Read(body, p.URL); err == nil && found[0].Text != "" {
		wire.Fill(p, found[0])
		wire.Pay(p, p.Salaries)
		return nil
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	if err != nil {
		return &wire.ShapeError{Source: name, Field: "html", Err: err}
	}
	words, err := doc.Find(".job_description").First().Html()
	if err != nil || strings.TrimSpace(words) == "" {
		return wire.Shape(name, "job_description", "the page has neither markup nor a description")
	}
	if company := strings.TrimSpace(doc.Find(".job_company").First().Text()); company != "" && p.CompanyFrom != corpus.CompanyFromPayload {
		p.Company, p.CompanyFrom = wire.Company(company, corpus.Board{})
	}
	wire.Describe(p, words, "")
	wire.Pay(p, nil)
	return nil
}
