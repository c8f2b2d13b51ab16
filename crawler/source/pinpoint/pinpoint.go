// Package pinpoint reads boards of Pinpoint.
//
// The whole board comes in one answer of the employer's own host:
//
//	GET https://{company}.pinpointhq.com/postings.json
//
// The words of a posting stand in four fields, each with a heading of its own.
// Pay is taken only where compensation_visible allows it to be shown. There is
// no date of publication.
//
// Limits: many employers' hosts disallow all robots, and are then reported as
// such. The payload does not name the employer.
package pinpoint

import (
	"context"
	"encoding/json"
	"html"
	"net/url"
	"strings"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

const (
	name   = "pinpoint"
	domain = "pinpointhq.com"
)

// Source reads Pinpoint boards.
type Source struct{}

// Name returns "pinpoint".
func (Source) Name() string { return name }

// Claim knows {company}.pinpointhq.com.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	return wire.HostBoard(name, u, domain)
}

// List reads the board with one request.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, _ wire.Options) (corpus.Listing, error) {
	return wire.Whole(ctx, g, b, wire.URL(b, wire.Host(b, domain), "postings.json"), Parse)
}

type board struct {
	Data *[]json.RawMessage `json:"data"`
}

type posting struct {
	ID                     wire.Text `json:"id"`
	Title                  string    `json:"title"`
	URL                    string    `json:"url"`
	Path                   string    `json:"path"`
	Description            string    `json:"description"`
	ResponsibilitiesHeader string    `json:"key_responsibilities_header"`
	Responsibilities       string    `json:"key_responsibilities"`
	SkillsHeader           string    `json:"skills_knowledge_expertise_header"`
	Skills                 string    `json:"skills_knowledge_expertise"`
	BenefitsHeader         string    `json:"benefits_header"`
	Benefits               string    `json:"benefits"`
	WorkplaceType          string    `json:"workplace_type"`
	EmploymentType         string    `json:"employment_type"`

	Compensation        string      `json:"compensation"`
	CompensationMin     wire.Number `json:"compensation_minimum"`
	CompensationMax     wire.Number `json:"compensation_maximum"`
	Currency            string      `json:"compensation_currency"`
	Frequency           string      `json:"compensation_frequency"`
	CompensationVisible bool        `json:"compensation_visible"`

	DeadlineAt string `json:"deadline_at"`
	Department named  `json:"department"`
	Location   named  `json:"location"`
	Job        struct {
		RequisitionID wire.Text `json:"requisition_id"`
		Department    named     `json:"department"`
	} `json:"job"`
}

type named struct {
	Name     string `json:"name"`
	City     string `json:"city"`
	Province string `json:"province"`
}

// Parse turns a board's payload into postings; one that cannot be read is
// rejected by itself.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var w board
	if err := wire.Decode(name, body, &w); err != nil {
		return nil, nil, err
	}
	return wire.List(name, "data", w.Data, func(j posting) string { return string(j.ID) }, func(j posting) (corpus.Posting, error) { return j.read(b) })
}

func (j posting) read(b corpus.Board) (corpus.Posting, error) {
	p, err := wire.New(b, string(j.ID), j.Title)
	if err != nil {
		return p, err
	}
	p.RequisitionID = string(j.Job.RequisitionID)
	p.URL = wire.Absolute(j.URL)
	if p.URL == "" {
		p.URL = wire.Absolute(wire.Host(b, domain) + "/" + strings.TrimPrefix(j.Path, "/"))
	}
	p.Company, p.CompanyFrom = wire.Company("", b)
	if p.Department = j.Job.Department.Name; p.Department == "" {
		p.Department = j.Department.Name
	}
	p.EmploymentRaw, p.Employment = j.EmploymentType, extract.Employment(j.EmploymentType)
	p.Workplace = extract.Workplace(j.WorkplaceType, j.Location.Name)
	p.Locations = extract.Places(j.Location.Name)
	p.ValidThrough = extract.Stated("deadline_at", j.DeadlineAt)
	wire.Describe(&p, j.markup(), "")
	wire.Pay(&p, j.salaries())
	return p, nil
}

func (j posting) markup() string {
	var s strings.Builder
	s.WriteString(j.Description)
	for _, part := range [][2]string{{j.ResponsibilitiesHeader, j.Responsibilities}, {j.SkillsHeader, j.Skills}, {j.BenefitsHeader, j.Benefits}} {
		if part[1] == "" {
			continue
		}
		if part[0] != "" {
			s.WriteString("<h3>" + html.EscapeString(part[0]) + "</h3>")
		}
		s.WriteString(part[1])
	}
	return s.String()
}

// salaries honours compensation_visible. Currency and frequency may stand in
// the sentence alone.
func (j posting) salaries() []corpus.Salary {
	if !j.CompensationVisible {
		return nil
	}
	s, ok := wire.Range(float64(j.CompensationMin), float64(j.CompensationMax), j.Currency, wire.Period(j.Frequency))
	if !ok {
		return nil
	}
	if said := extract.Pay("Pay: " + j.Compensation); len(said) == 1 && s.Currency == "" {
		s.Currency = said[0].Currency
	}
	s.Raw = j.Compensation
	return []corpus.Salary{s}
}
