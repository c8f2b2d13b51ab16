// Package breezy reads boards of Breezy HR.
//
// The list is one answer of the employer's own host; words are on each
// position's own page, as schema.org markup or, where a page has none, in the
// element of class "description":
//
//	GET https://{company}.breezy.hr/json
//	GET https://{company}.breezy.hr/p/{position}
//
// Only wanted titles are asked for. Pay is a field in words.
//
// An inactive company is answered with a redirect to another host: the board is
// then not found.
//
// Limits: a company that never was may be answered like one that has nothing
// open. Bursts are answered with 403.
package breezy

import (
	"bytes"
	"context"
	"encoding/json"
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
	name   = "breezy"
	domain = "breezy.hr"
)

// Source reads Breezy boards.
type Source struct{}

// Name returns "breezy".
func (Source) Name() string { return name }

// Claim knows {company}.breezy.hr.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	return wire.HostBoard(name, u, domain)
}

// List reads the list and the page of every wanted position.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, opt wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	page, err := v.Get(ctx, wire.URL(b, wire.Host(b, domain), "json"))
	if err != nil {
		return v.Fail(wire.Unknown(err))
	}
	listed, rejected, err := Parse(page.Body, b)
	if err != nil {
		return v.Fail(err)
	}
	postings := v.Details(ctx, opt, wire.Join(listed), func(p corpus.Posting) fetch.Request {
		return fetch.Request{URL: wire.URL(b, wire.Host(b, domain), "p", slug(p)), Accept: "text/html"}
	}, Complete)
	return v.Complete(postings, rejected)
}

// slug is the last element of the position's address.
func slug(p corpus.Posting) string {
	u, err := url.Parse(p.URL)
	if err != nil {
		return p.NativeID
	}
	return u.Path[strings.LastIndexByte(u.Path, '/')+1:]
}

type row struct {
	ID         wire.Text  `json:"id"`
	FriendlyID string     `json:"friendly_id"`
	Name       string     `json:"name"`
	URL        string     `json:"url"`
	Published  string     `json:"published_date"`
	Type       label      `json:"type"`
	Location   location   `json:"location"`
	Locations  []location `json:"locations"`
	Department string     `json:"department"`
	Salary     wire.Text  `json:"salary"`
	Company    label      `json:"company"`
}

// A label is a name that comes alone or in an object.
type label string

// UnmarshalJSON accepts a text, null and an object with a name.
func (l *label) UnmarshalJSON(b []byte) error {
	var in struct {
		Name wire.Text `json:"name"`
	}
	if bytes.HasPrefix(b, []byte("{")) {
		err := json.Unmarshal(b, &in)
		*l = label(in.Name)
		return err
	}
	err := in.Name.UnmarshalJSON(b)
	*l = label(in.Name)
	return err
}

type location struct {
	Name    string `json:"name"`
	City    label  `json:"city"`
	State   label  `json:"state"`
	Country label  `json:"country"`
	Remote  bool   `json:"is_remote"`
}

// Parse turns the list into postings without words.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var rows *[]json.RawMessage
	if err := wire.Decode(name, body, &rows); err != nil {
		return nil, nil, err
	}
	if rows == nil {
		return nil, nil, wire.Shape(name, "body", "null came instead of a list")
	}
	return wire.Rows(name, *rows, func(r row) string { return string(r.ID) }, func(r row) (corpus.Posting, error) { return r.posting(b) })
}

func (r row) posting(b corpus.Board) (corpus.Posting, error) {
	p, err := wire.New(b, string(r.ID), r.Name)
	if err != nil {
		return p, err
	}
	if p.URL = wire.Absolute(r.URL); p.URL == "" {
		tail := r.FriendlyID
		if tail == "" {
			tail = p.NativeID
		}
		p.URL = wire.URL(corpus.Board{}, wire.Host(b, domain), "p", tail)
	}
	p.Company, p.CompanyFrom = wire.Company(string(r.Company), b)
	p.Department = strings.TrimSpace(r.Department)
	p.EmploymentRaw = string(r.Type)
	p.Employment = extract.Employment(p.EmploymentRaw)
	for _, l := range append([]location{r.Location}, r.Locations...) {
		p.Locations = wire.AddPlaces(p.Locations, l.read())
		if l.Remote {
			p.Workplace = corpus.Remote
		}
	}
	if p.Workplace == "" {
		p.Workplace = extract.Workplace(r.Location.Name, r.Name)
	}
	p.Posted = extract.Stated("published_date", r.Published)
	p.Salaries = wire.PayField(string(r.Salary))
	return p, nil
}

// read prefers fields to words, and keeps the words as they are said.
func (l location) read() []corpus.Location {
	if l.City+l.State+l.Country == "" {
		return extract.Places(l.Name)
	}
	at := extract.Place(l.Name, string(l.City), string(l.State), string(l.Country))
	if l.Remote && at.Country != "" {
		at.RemoteScope = []string{at.Country}
	}
	return []corpus.Location{at}
}

// Complete adds what a position's own page says to its row of the list.
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
	words, err := doc.Find(".description").First().Html()
	if err != nil || strings.TrimSpace(words) == "" {
		return wire.Shape(name, "description", "the page has neither markup nor a description")
	}
	wire.Describe(p, words, "")
	wire.Pay(p, p.Salaries)
	return nil
}
