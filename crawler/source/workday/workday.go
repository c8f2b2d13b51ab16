// Package workday reads career sites of Workday by the endpoints their own
// pages use.
//
// A board's token is "tenant/pod/site", as in
// https://{tenant}.{pod}.myworkdayjobs.com/{site}: "acme/wd5/Careers". The list
// is asked twenty at a time, the words of a posting on its own page:
//
//	POST https://{tenant}.{pod}.myworkdayjobs.com/wday/cxs/{tenant}/{site}/jobs
//	GET  https://{tenant}.{pod}.myworkdayjobs.com/wday/cxs/{tenant}/{site}{externalPath}
//
// Only the first page states the total; later ones say 0. Only wanted titles
// are asked for.
//
// A site lists at most 2,000 postings of one question and then begins again
// from the front. A longer list is asked for part by part, along what the site
// itself offers to filter by: job family, time type, kind of worker, place.
//
// Limits: a list that no filter divides is truncated and closes nothing; so is
// one whose parts together are fewer than its filters count. The list says "Posted
// 3 Days Ago"; where a page gives no start date that day is taken, and "30+
// Days Ago" is no date.
package workday

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"time"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

const name = "workday"

// Source reads Workday career sites.
type Source struct{}

// Name returns "workday".
func (Source) Name() string { return name }

var (
	host     = regexp.MustCompile(`^([a-z0-9-]+)\.(wd\d+)\.myworkdayjobs\.com$`)
	sharedAt = regexp.MustCompile(`^(wd\d+)\.myworkdaysite\.com$`)
	language = regexp.MustCompile(`^[a-z]{2}(?:-[A-Z]{2})?$`)
)

// Claim knows {tenant}.{pod}.myworkdayjobs.com/[language/]{site} and
// {pod}.myworkdaysite.com/[language/]recruiting/{tenant}/{site}.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if language.MatchString(parts[0]) {
		parts = parts[1:]
	}
	token := ""
	if m := host.FindStringSubmatch(strings.ToLower(u.Hostname())); m != nil && len(parts) > 0 {
		switch {
		case parts[0] != "" && parts[0] != "wday":
			token = m[1] + "/" + m[2] + "/" + parts[0]
		case len(parts) >= 4 && parts[1] == "cxs":
			token = m[1] + "/" + m[2] + "/" + parts[3]
		}
	}
	if m := sharedAt.FindStringSubmatch(strings.ToLower(u.Hostname())); m != nil && len(parts) >= 3 && parts[0] == "recruiting" {
		token = parts[1] + "/" + m[1] + "/" + parts[2]
	}
	return corpus.Board{Source: name, Token: token}, token != ""
}

// A site is a board's token taken apart.
type site struct{ tenant, pod, name string }

func parseToken(token string) (site, error) {
	parts := strings.Split(token, "/")
	if len(parts) != 3 || parts[0] == "" || !strings.HasPrefix(parts[1], "wd") || parts[2] == "" {
		return site{}, wire.Shape(name, "token", "%q is not tenant/pod/site", token)
	}
	return site{parts[0], parts[1], parts[2]}, nil
}

func (s site) public() string {
	return wire.Host(corpus.Board{Token: s.tenant}, s.pod+".myworkdayjobs.com")
}

// api is where the site's answers begin.
func (s site) api(b corpus.Board) string {
	return wire.URL(b, s.public(), "wday", "cxs", s.tenant, s.name)
}

// List reads the list page by page, and the page of every wanted posting.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, opt wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	s, err := parseToken(b.Token)
	if err != nil {
		return v.Fail(err)
	}
	w := &walk{v: v, board: b, address: s.api(b) + "/jobs", known: map[string]bool{}}
	if _, err := w.list(ctx, nil); err != nil {
		return v.Fail(err)
	}
	at := make(map[string]listed, len(w.rows)) // by URL: copies of a posting share its id
	rows := make([]corpus.Posting, len(w.rows))
	for i, r := range w.rows {
		at[r.posting.URL], rows[i] = r, r.posting
	}
	postings := v.Details(ctx, opt, rows, func(p corpus.Posting) fetch.Request {
		return fetch.Request{URL: s.api(b) + at[p.URL].path, Accept: "application/json"}
	}, func(p *corpus.Posting, body []byte) error { return Complete(p, body, at[p.URL].seen) })
	return v.Complete(postings, w.rejected)
}

// A listed is one row of the list: a posting without words and where they are.
type listed struct {
	posting corpus.Posting
	path    string
	seen    time.Time
}

type row struct {
	Title      string     `json:"title"`
	Path       string     `json:"externalPath"`
	Locations  string     `json:"locationsText"`
	PostedOn   string     `json:"postedOn"`
	Bullets    wire.Texts `json:"bulletFields"`
	TimeType   string     `json:"timeType"`
	RemoteType string     `json:"remoteType"`
}

// Parse turns one page of the list into postings without words.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	page, err := parse(body, b, time.Time{})
	var postings []corpus.Posting
	for _, r := range page.rows {
		postings = append(postings, r.posting)
	}
	return postings, page.rejected, err
}

func parse(body []byte, b corpus.Board, at time.Time) (page, error) {
	b.Source = name
	var w board
	if err := wire.Decode(name, body, &w); err != nil {
		return page{}, err
	}
	if w.Postings == nil {
		return page{}, wire.Shape(name, "jobPostings", "the field is missing")
	}
	out := page{total: int(w.Total), facets: flatten(w.Facets, 0)}
	postings, rejected, err := wire.Rows(name, *w.Postings, row.id, func(r row) (corpus.Posting, error) {
		p, err := r.read(b, at)
		if err == nil {
			out.rows = append(out.rows, listed{p, r.path(), at})
		}
		return p, err
	})
	if err != nil {
		return page{}, err
	}
	out.rows, out.rejected = out.rows[:len(postings)], rejected
	return out, nil
}

// path is the posting's address within the site, each element escaped once.
func (r row) path() string {
	var s strings.Builder
	for e := range strings.SplitSeq(strings.Trim(r.Path, "/"), "/") {
		if plain, err := url.PathUnescape(e); err == nil {
			e = plain
		}
		s.WriteString(wire.URL(corpus.Board{}, "", e))
	}
	return s.String()
}

var copySuffix = regexp.MustCompile(`-\d{1,2}$`)

// id is the requisition, without the number a second copy on the same site
// carries behind it. Where the list does not state it, it stands behind the
// last underscore of the path.
func (r row) id() string {
	tail := r.Path[strings.LastIndexAny(r.Path, "_/")+1:]
	for _, bullet := range r.Bullets {
		if tail == bullet || copySuffix.ReplaceAllString(tail, "") == bullet {
			return bullet
		}
	}
	return tail
}

func (r row) read(b corpus.Board, at time.Time) (corpus.Posting, error) {
	p, err := wire.New(b, r.id(), r.Title)
	if err != nil {
		return p, err
	}
	p.RequisitionID = p.NativeID
	if s, err := parseToken(b.Token); err == nil {
		p.URL = wire.URL(corpus.Board{}, s.public(), s.name) + r.path()
	}
	p.Company, p.CompanyFrom = wire.Company("", b)
	p.Locations = extract.Places(r.Locations)
	p.Workplace = extract.Workplace(r.RemoteType, r.Locations)
	p.EmploymentRaw, p.Employment = r.TimeType, extract.Employment(r.TimeType)
	if day, ok := extract.Ago(r.PostedOn, at); ok {
		p.Posted = &corpus.Stated{At: day, Field: "postedOn"}
	}
	return p, nil
}

type detail struct {
	Info *struct {
		Title       string     `json:"title"`
		Description string     `json:"jobDescription"`
		Location    string     `json:"location"`
		Additional  wire.Texts `json:"additionalLocations"`
		StartDate   string     `json:"startDate"`
		EndDate     string     `json:"endDate"`
		TimeType    string     `json:"timeType"`
		RemoteType  string     `json:"remoteType"`
		ReqID       string     `json:"jobReqId"`
		URL         string     `json:"externalUrl"`
		Country     struct {
			Name string `json:"descriptor"`
		} `json:"country"`
	} `json:"jobPostingInfo"`
	Organization struct {
		Name string `json:"name"`
	} `json:"hiringOrganization"`
}

// Complete adds what a posting's own page says to its row of the list. A start
// after at, the time of the visit, is a plan and no date of posting.
func Complete(p *corpus.Posting, body []byte, at time.Time) error {
	var d detail
	if err := wire.Decode(name, body, &d); err != nil {
		return err
	}
	i := d.Info
	if i == nil {
		return wire.Shape(name, "jobPostingInfo", "the field is missing")
	}
	if page := wire.Absolute(i.URL); page != "" {
		p.URL = page
	}
	if d.Organization.Name != "" {
		p.Company, p.CompanyFrom = wire.Company(d.Organization.Name, corpus.Board{})
	}
	if i.ReqID != "" {
		p.RequisitionID = i.ReqID
	}
	p.Locations = places(append([]string{i.Location}, i.Additional...), i.Country.Name, p.Locations)
	if w := extract.Workplace(i.RemoteType, i.Location); w != "" {
		p.Workplace = w
	}
	if i.TimeType != "" {
		p.EmploymentRaw, p.Employment = i.TimeType, extract.Employment(i.TimeType)
	}
	if start := extract.Stated("startDate", i.StartDate); start != nil && start.At.Before(at) {
		p.Posted = start
	}
	p.ValidThrough = extract.Stated("endDate", i.EndDate)
	wire.Describe(p, i.Description, "")
	wire.Pay(p, nil)
	return nil
}

// places reads every location of the page; its country is that of the first.
// Where the page names none, those of the list stand.
func places(words []string, country string, listed []corpus.Location) []corpus.Location {
	var out []corpus.Location
	for _, w := range words {
		w, _, _ = strings.Cut(w, "~") // "US-AR-SPRINGDALE ~ 12 Mill Road": the street
		out = append(out, extract.Places(w)...)
	}
	if len(out) == 0 {
		return listed
	}
	if out[0].Country == "" {
		out[0].Country = extract.Country(country)
	}
	return out
}
