// Package personio reads boards of Personio.
//
// The board is an XML feed of the employer's own host, once for each language:
//
//	GET https://{company}.jobs.personio.de/xml?language=en
//
// A posting exists in the languages it was written in, so the board is asked
// for in English and in German and the two are joined by id, English first.
// There is no URL, no pay and no flag for remote work in it.
//
// Limits: boards under .personio.com are the same; Claim gives them the Base
// of that host. Newer boards without the feed are "not found",
// as are employers who are unknown and sent to another host.
package personio

import (
	"bytes"
	"context"
	"encoding/xml"
	"html"
	"net/url"
	"strings"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

const (
	name   = "personio"
	domain = "jobs.personio.de"
	world  = "jobs.personio.com"
)

// languages are asked in this order; a later one only adds what is missing.
var languages = []string{"en", "de"}

// Source reads Personio boards.
type Source struct{}

// Name returns "personio".
func (Source) Name() string { return name }

// Claim knows {company}.jobs.personio.de and .com; {company}.personio.de is
// the employees' door and no board.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	if b, ok := wire.HostBoard(name, u, domain); ok {
		return b, true
	}
	b, ok := wire.HostBoard(name, u, world)
	if ok {
		b.Base = wire.Host(b, world)
	}
	return b, ok
}

// List reads the board with one request a language.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, _ wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	var all []corpus.Posting
	var bad []corpus.Rejected
	for _, language := range languages {
		page, err := v.Get(ctx, wire.URL(b, wire.Host(b, domain), "xml")+"?language="+language, "application/xml")
		if err != nil {
			return v.Fail(wire.Unknown(err))
		}
		postings, rejected, err := Parse(page.Body, b)
		if err != nil {
			return v.Fail(err)
		}
		for i := range postings {
			postings[i].Language = languageOf(postings[i], language)
		}
		all, bad = prefer(all, postings), append(bad, rejected...)
	}
	return v.Complete(all, bad)
}

// languageOf says nothing for a posting without words: the feed lists it in
// every language.
func languageOf(p corpus.Posting, asked string) string {
	if p.Text == "" {
		return ""
	}
	return asked
}

// prefer adds postings that are new, and replaces those that had no words.
func prefer(have, more []corpus.Posting) []corpus.Posting {
	at := map[string]int{}
	for i, p := range have {
		at[p.ID] = i
	}
	for _, p := range more {
		i, known := at[p.ID]
		switch {
		case !known:
			at[p.ID] = len(have)
			have = append(have, p)
		case have[i].Text == "" && p.Text != "":
			have[i] = p
		}
	}
	return have
}

type board struct {
	XMLName   xml.Name   `xml:"workzag-jobs"`
	Positions []position `xml:"position"`
}

type position struct {
	ID           string   `xml:"id"`
	Subcompany   string   `xml:"subcompany"`
	Office       string   `xml:"office"`
	Offices      []string `xml:"additionalOffices>office"`
	Department   string   `xml:"department"`
	Name         string   `xml:"name"`
	Descriptions []part   `xml:"jobDescriptions>jobDescription"`
	Employment   string   `xml:"employmentType"`
	Seniority    string   `xml:"seniority"`
	Schedule     string   `xml:"schedule"`
	CreatedAt    string   `xml:"createdAt"`
}

type part struct {
	Name  string `xml:"name"`
	Value string `xml:"value"`
}

// Parse turns one feed into postings; a position without id or name is
// rejected by itself.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var w board
	if err := xml.NewDecoder(bytes.NewReader(body)).Decode(&w); err != nil {
		return nil, nil, &wire.ShapeError{Source: name, Field: "workzag-jobs", Err: err}
	}
	var postings []corpus.Posting
	var rejected []corpus.Rejected
	for i, row := range w.Positions {
		p, err := row.posting(b)
		if err != nil {
			rejected = append(rejected, corpus.Rejected{NativeID: strings.TrimSpace(row.ID), Line: i + 1, Reason: err.Error()})
			continue
		}
		postings = append(postings, p)
	}
	if len(postings) == 0 && len(rejected) > 0 {
		return nil, rejected, wire.Shape(name, "position", "none of %d can be read: %s", len(rejected), rejected[0].Reason)
	}
	return wire.Join(postings), rejected, nil
}

func (r position) posting(b corpus.Board) (corpus.Posting, error) {
	p, err := wire.New(b, r.ID, r.Name)
	if err != nil {
		return p, err
	}
	p.URL = wire.URL(corpus.Board{Base: b.Base}, wire.Host(b, domain), "job", p.NativeID)
	p.Company, p.CompanyFrom = wire.Company(r.Subcompany, b)
	p.Department = strings.TrimSpace(r.Department)
	p.EmploymentRaw = strings.Trim(r.Employment+", "+r.Schedule, ", ")
	p.Employment = extract.Employment(p.EmploymentRaw)
	p.ClaimedLevel = r.Seniority
	p.Workplace = extract.Workplace(r.Office, r.Name)
	for _, o := range append([]string{r.Office}, r.Offices...) {
		p.Locations = append(p.Locations, extract.Places(o)...)
	}
	p.Posted = extract.Stated("createdAt", r.CreatedAt)
	wire.Describe(&p, r.markup(), "")
	wire.Pay(&p, nil)
	return p, nil
}

func (r position) markup() string {
	var s strings.Builder
	for _, d := range r.Descriptions {
		if strings.TrimSpace(d.Value) == "" {
			continue
		}
		if d.Name != "" {
			s.WriteString("<h3>" + html.EscapeString(strings.TrimSpace(d.Name)) + "</h3>")
		}
		s.WriteString(d.Value)
	}
	return s.String()
}
