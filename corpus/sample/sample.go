// Package sample is an invented job market: employers, their boards and
// eighteen months of postings that open, close and sometimes return. The demo
// crawls it over loopback, the tests of search and reports ask it questions.
//
//	m, err := sample.Load()
//	for _, b := range m.Boards() {
//		open := m.Open(b.ID(), at) // what the board lists at that moment
//	}
//
// # Format
//
// One YAML file an employer, in market/, written by hand:
//
//	company: Larkfield Grid
//	source: greenhouse        # the system its board runs on
//	token: larkfieldgrid
//	industry: energy
//	layout: [about, ad, benefits]
//	about: |                  # paragraphs every ad of the employer carries
//	  …
//	benefits: |
//	  …
//	postings:
//	  - id: 4001
//	    title: Product Manager, Tariffs
//	    department: Product
//	    places: [{city: Leeds, country: GB}]
//	    workplace: hybrid     # left out: the ad does not say
//	    employment: full_time
//	    salary: {min: 58000, max: 70000, currency: GBP, period: year}
//	    open: 2025-06-03      # first day listed
//	    close: 2025-08-19     # first day no longer listed; left out: still open
//	    again: {open: 2025-10-01, close: 2025-11-04}
//	    ad: |                 # Markdown: "## " headings, "- " bullets
//	      …
//
// # Limits
//
// The market is a made-up one. Nothing counted from it says anything about a
// real market, and whatever shows it says so: use Notice.
package sample

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/yuin/goldmark"
	"go.yaml.in/yaml/v3"

	"rung/corpus"
)

// Notice is shown wherever the sample market is.
const Notice = "Invented sample market: no employer, posting or figure here is real."

// Start and End bound the market: the first day anything is listed and the
// last day it is told of.
var (
	Start = time.Date(2025, 5, 1, 0, 0, 0, 0, time.UTC)
	End   = time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC)
)

//go:embed market/*.yaml
var files embed.FS

// A Market is the set of invented employers, ordered by board id.
type Market struct {
	employers []employer
}

type employer struct {
	Company  string   `yaml:"company"`
	Source   string   `yaml:"source"`
	Token    string   `yaml:"token"`
	Industry string   `yaml:"industry"`
	Layout   []string `yaml:"layout"`
	About    string   `yaml:"about"`
	Benefits string   `yaml:"benefits"`
	Postings []ad     `yaml:"postings"`
}

type ad struct {
	ID         string            `yaml:"id"`
	Title      string            `yaml:"title"`
	Department string            `yaml:"department"`
	Places     []place           `yaml:"places"`
	Workplace  corpus.Workplace  `yaml:"workplace"`
	Employment corpus.Employment `yaml:"employment"`
	Salary     *pay              `yaml:"salary"`
	Open       day               `yaml:"open"`
	Close      day               `yaml:"close"`
	Again      *spell            `yaml:"again"`
	Ad         string            `yaml:"ad"`
}

type place struct {
	City    string `yaml:"city"`
	Region  string `yaml:"region"`
	Country string `yaml:"country"`
}

type pay struct {
	Min      float64       `yaml:"min"`
	Max      float64       `yaml:"max"`
	Currency string        `yaml:"currency"`
	Period   corpus.Period `yaml:"period"`
}

type spell struct {
	Open  day `yaml:"open"`
	Close day `yaml:"close"`
}

// day is a date in UTC; the zero day is "not said".
type day struct{ time.Time }

func (d *day) UnmarshalYAML(n *yaml.Node) error {
	t, err := time.Parse(time.DateOnly, n.Value)
	if err != nil {
		return fmt.Errorf("line %d: %w", n.Line, err)
	}
	d.Time = t
	return nil
}

// Load reads the embedded market.
func Load() (*Market, error) { return load(files) }

func load(fsys fs.FS) (*Market, error) {
	names, err := fs.Glob(fsys, "market/*.yaml")
	if err != nil {
		return nil, err
	}
	m := new(Market)
	for _, name := range names {
		e, err := read(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("sample market, %s: %w", path.Base(name), err)
		}
		m.employers = append(m.employers, e)
	}
	slices.SortFunc(m.employers, func(a, b employer) int { return strings.Compare(a.board().ID(), b.board().ID()) })
	return m, nil
}

func read(fsys fs.FS, name string) (employer, error) {
	var e employer
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return e, err
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&e); err != nil {
		return e, err
	}
	return e, e.validate()
}

func (e employer) validate() error {
	if e.Company == "" || e.Source == "" || e.Token == "" || len(e.Postings) == 0 {
		return fmt.Errorf("company, source, token and postings are needed")
	}
	seen := map[string]bool{}
	for _, a := range e.Postings {
		switch {
		case a.ID == "" || a.Title == "" || a.Ad == "" || a.Open.IsZero():
			return fmt.Errorf("posting %q: id, title, open and ad are needed", a.ID)
		case seen[a.ID]:
			return fmt.Errorf("posting %q stands twice", a.ID)
		case a.Open.Before(Start) || a.Open.After(End):
			return fmt.Errorf("posting %q opens outside the market's time", a.ID)
		case !a.Close.IsZero() && !a.Close.After(a.Open.Time):
			return fmt.Errorf("posting %q closes before it opens", a.ID)
		case a.Again != nil && (a.Close.IsZero() || !a.Again.Open.After(a.Close.Time)):
			return fmt.Errorf("posting %q returns before it was gone", a.ID)
		}
		seen[a.ID] = true
	}
	return nil
}

func (e employer) board() corpus.Board {
	return corpus.Board{Source: e.Source, Token: e.Token, Company: e.Company, Why: "invented"}
}

// Boards returns every board of the market, ordered by id.
func (m *Market) Boards() []corpus.Board {
	out := make([]corpus.Board, len(m.employers))
	for i, e := range m.employers {
		out[i] = e.board()
	}
	return out
}

// Industry returns the industry of a board's employer, "" for an unknown
// board.
func (m *Market) Industry(boardID string) string {
	if e, ok := m.employer(boardID); ok {
		return e.Industry
	}
	return ""
}

// Open returns what a board lists at a moment, in the order of its file. The
// postings carry stated facts only; what is observed is the crawler's to see.
// An unknown board lists nothing.
func (m *Market) Open(boardID string, at time.Time) []corpus.Posting {
	e, _ := m.employer(boardID)
	var out []corpus.Posting
	for _, a := range e.Postings {
		if posted, ok := a.listed(at); ok {
			out = append(out, e.posting(a, posted))
		}
	}
	return out
}

// All returns every posting ever listed, as first listed.
func (m *Market) All() []corpus.Posting {
	var out []corpus.Posting
	for _, e := range m.employers {
		for _, a := range e.Postings {
			out = append(out, e.posting(a, a.Open.Time))
		}
	}
	return out
}

func (m *Market) employer(boardID string) (employer, bool) {
	for _, e := range m.employers {
		if e.board().ID() == boardID {
			return e, true
		}
	}
	return employer{}, false
}

// listed reports whether the ad is on its board at a moment, and since when.
func (a ad) listed(at time.Time) (since time.Time, ok bool) {
	if within(at, a.Open, a.Close) {
		return a.Open.Time, true
	}
	if a.Again != nil && within(at, a.Again.Open, a.Again.Close) {
		return a.Again.Open.Time, true
	}
	return time.Time{}, false
}

func within(at time.Time, open, end day) bool {
	return !at.Before(open.Time) && (end.IsZero() || at.Before(end.Time))
}

func (e employer) posting(a ad, posted time.Time) corpus.Posting {
	md := e.markdown(a)
	p := corpus.Posting{
		ID:          corpus.PostingID(e.Source, e.Token, a.ID),
		Source:      e.Source,
		Board:       e.Token,
		NativeID:    a.ID,
		Title:       a.Title,
		Company:     e.Company,
		CompanyFrom: corpus.CompanyFromPayload,
		Text:        strings.ReplaceAll(md, "## ", ""),
		HTML:        render(md),
		Department:  a.Department,
		Workplace:   a.Workplace,
		Posted:      &corpus.Stated{At: posted, Field: "open"},
	}
	if a.Employment != "" {
		p.Employment = []corpus.Employment{a.Employment}
	}
	for _, pl := range a.Places {
		p.Locations = append(p.Locations, pl.location())
	}
	if s := a.Salary; s != nil {
		p.Salaries = []corpus.Salary{{Min: s.Min, Max: s.Max, Currency: s.Currency, Period: s.Period, Origin: corpus.SalaryStructured}}
	}
	return p
}

func (pl place) location() corpus.Location {
	var parts []string
	for _, s := range []string{pl.City, pl.Region, pl.Country} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return corpus.Location{Raw: strings.Join(parts, ", "), City: pl.City, Region: pl.Region, Country: pl.Country}
}

// markdown lays the employer's own paragraphs around the ad.
func (e employer) markdown(a ad) string {
	layout := e.Layout
	if len(layout) == 0 {
		layout = []string{"about", "ad", "benefits"}
	}
	var parts []string
	for _, part := range layout {
		text := map[string]string{"about": e.About, "ad": a.Ad, "benefits": e.Benefits}[part]
		if text = strings.TrimSpace(text); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "\n\n")
}

func render(md string) string {
	var b bytes.Buffer
	if err := goldmark.Convert([]byte(md), &b); err != nil {
		// Convert fails only when its writer does, and a buffer never does.
		panic(err)
	}
	return b.String()
}
