package api

import (
	"context"
	"mime"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/microcosm-cc/bluemonday"

	"rung/cmd/rung/report"
	"rung/cmd/rung/web/desk"
	"rung/index"
	"rung/index/trend"
)

// Filters are the query parameters search and report share: the flags of the
// commands.
type Filters struct {
	Q         string  `query:"q" maxLength:"4096" doc:"The query language: words and fields" example:"payments rung:senior..director"`
	Rung      string  `query:"rung" maxLength:"60" doc:"A rung or a range" example:"pm..lead"`
	Company   string  `query:"company" maxLength:"200" doc:"Employer"`
	Country   string  `query:"country" maxLength:"60" doc:"Country, as a two-letter code" example:"US"`
	Since     string  `query:"since" maxLength:"10" doc:"From this day or month on" example:"2026-06"`
	Until     string  `query:"until" maxLength:"10" doc:"Up to this day or month"`
	MinSalary float64 `query:"min_salary" minimum:"0" maximum:"1e9" doc:"Yearly pay that reaches above this, as stated"`
	Remote    bool    `query:"remote" doc:"Remote work only"`
	Inflated  bool    `query:"gap" doc:"Only titles above their duties"`
}

func (f Filters) desk() desk.Filters {
	return desk.Filters{Query: f.Q, Rung: f.Rung, Company: f.Company, Country: f.Country, Since: f.Since, Until: f.Until,
		MinSalary: f.MinSalary, Remote: f.Remote, Inflated: f.Inflated}
}

type searchInput struct {
	Cached
	Filters
	Fields
	Sort      string   `query:"sort" enum:"score,date,seen" doc:"score: best first; date: newest first; seen: newest to us first. Default score with words, else date"`
	Limit     int      `query:"limit" minimum:"1" maximum:"100" default:"20"`
	Cursor    string   `query:"cursor" maxLength:"2048" doc:"next of the page before"`
	Facets    []string `query:"facets" maxItems:"16" doc:"Fields to count over all matches"`
	Highlight bool     `query:"highlight" doc:"Give the sentences that answer the query best"`
	Fold      bool     `query:"fold" default:"true" doc:"One hit for each vacancy"`
}

var (
	foundType  = reflect.TypeFor[desk.Found]()
	recordType = reflect.TypeFor[Posting]()
)

type partialOutput struct {
	ETag string `header:"ETag"`
	Link string `header:"Link" doc:"The following page, rel=next"`
	Body any
}

func (s *server) search(ctx context.Context, in *searchInput) (*partialOutput, error) {
	tag, err := s.unchanged(ctx, in.IfNoneMatch)
	if err != nil {
		return nil, err
	}
	pick, err := in.picker(foundType)
	if err != nil {
		return nil, err
	}
	for _, f := range in.Facets {
		if err := knownFacet(f); err != nil {
			return nil, s.problem("search", "query", err)
		}
	}
	found, err := s.Desk.Find(ctx, desk.Search{Filters: in.desk(), Sort: index.Sort(in.Sort), Limit: in.Limit, Cursor: in.Cursor,
		Facets: in.Facets, Highlight: in.Highlight, Fold: in.Fold})
	if err != nil {
		return nil, s.problem("search", "query", err)
	}
	out := &partialOutput{ETag: tag}
	if found.Next != "" {
		out.Link = nextLink(in.url, found.Next)
	}
	if out.Body, err = pick(found); err != nil {
		return nil, s.problem("search", "query", err)
	}
	return out, nil
}

func knownFacet(name string) error {
	for _, f := range index.FacetNames() {
		if f == name {
			return nil
		}
	}
	return &desk.Refused{Field: "facets", Reason: "there is no such facet", Fix: "one of: " + strings.Join(index.FacetNames(), ", ")}
}

// markup lets through what formats an ad and nothing that runs or loads.
var markup = bluemonday.StrictPolicy().AllowElements("p", "br", "ul", "ol", "li", "b", "strong", "i", "em", "u", "h1", "h2", "h3", "h4", "h5", "h6", "div", "span", "table", "tbody", "thead", "tr", "td", "th", "blockquote", "pre", "code", "dl", "dt", "dd")

// Posting is everything known of one posting. Its html is sanitised.
type Posting struct {
	desk.Record
	Notice string `json:"notice,omitempty"`
}

type postingInput struct {
	Cached
	Fields
	ID string `path:"id" maxLength:"1024" doc:"source:board:native id, as search gives it" example:"ashby:acme:1f6c"`
}

func (s *server) posting(ctx context.Context, in *postingInput) (*partialOutput, error) {
	tag, err := s.unchanged(ctx, in.IfNoneMatch)
	if err != nil {
		return nil, err
	}
	pick, err := in.picker(recordType)
	if err != nil {
		return nil, err
	}
	rec, err := s.Desk.Record(ctx, in.ID)
	if err != nil {
		return nil, s.problem("posting", "path", err)
	}
	// Whoever shows this may show it as a page.
	rec.Posting.HTML = markup.Sanitize(rec.Posting.HTML)
	out := &partialOutput{ETag: tag}
	if out.Body, err = pick(Posting{rec, s.Desk.Notice}); err != nil {
		return nil, s.problem("posting", "path", err)
	}
	return out, nil
}

type ReportInput struct {
	Cached
	Filters
	From string `query:"from" maxLength:"10" doc:"Report on what was open from this month or day on" example:"2026-01"`
	To   string `query:"to" maxLength:"10" doc:"Up to and including this month or day"`
	By   string `query:"by" enum:"month,week" default:"month"`
	Date string `query:"date" enum:"posted,first_seen,closed" default:"posted" doc:"Date of the series"`
}

func (in *ReportInput) count() desk.Count {
	return desk.Count{Filters: in.desk(), From: in.From, To: in.To, By: in.By, Date: in.Date}
}

type reportOutput struct {
	ETag string `header:"ETag"`
	Body report.Published
}

func (s *server) report(ctx context.Context, in *ReportInput) (*reportOutput, error) {
	tag, err := s.unchanged(ctx, in.IfNoneMatch)
	if err != nil {
		return nil, err
	}
	r, err := s.reportOn(ctx, in.count())
	if err != nil {
		return nil, s.problem("report", "query", err)
	}
	return &reportOutput{tag, report.Published{Notice: s.Desk.Notice, Model: s.Desk.Model, Version: s.Desk.Version,
		Command: "GET " + Prefix + "/report?" + in.url.RawQuery, Report: r}}, nil
}

func (s *server) reportOn(ctx context.Context, c desk.Count) (*trend.Report, error) {
	opt, err := c.Options()
	if err != nil {
		return nil, err
	}
	return s.Desk.Report(ctx, opt)
}

type behindInput struct {
	ReportInput
	Key string `query:"key" required:"true" minLength:"1" maxLength:"200" doc:"The key of a number of the report" example:"mix/senior"`
}

type behindOutput struct {
	ETag string `header:"ETag"`
	Body struct {
		Key      string   `json:"key"`
		Postings []string `json:"postings" doc:"Ids of the postings, sorted"`
	}
}

func (s *server) behind(ctx context.Context, in *behindInput) (*behindOutput, error) {
	tag, err := s.unchanged(ctx, in.IfNoneMatch)
	if err != nil {
		return nil, err
	}
	r, err := s.reportOn(ctx, in.count())
	if err != nil {
		return nil, s.problem("report-postings", "query", err)
	}
	ids, err := r.Postings(in.Key)
	if err != nil {
		return nil, huma.Error404NotFound("no number of this report has that key; its key members name them")
	}
	out := &behindOutput{ETag: tag}
	out.Body.Key, out.Body.Postings = in.Key, ids
	return out, nil
}

type ladderOutput struct {
	ETag string `header:"ETag"`
	Body desk.Ladder
}

func (s *server) ladder(ctx context.Context, in *Cached) (*ladderOutput, error) {
	tag, err := s.unchanged(ctx, in.IfNoneMatch)
	if err != nil {
		return nil, err
	}
	return &ladderOutput{tag, desk.LadderOf(s.Desk.Ladder)}, nil
}

type boardsInput struct {
	Cached
	Source string `query:"source" maxLength:"60" doc:"Only boards of this system"`
	Failed bool   `query:"trouble" doc:"Only boards that were not read in full"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Cursor string `query:"cursor" maxLength:"2048" doc:"next of the page before"`
}

type boardsOutput struct {
	ETag string `header:"ETag"`
	Link string `header:"Link" doc:"The following page, rel=next"`
	Body desk.Boards
}

func (s *server) boards(ctx context.Context, in *boardsInput) (*boardsOutput, error) {
	tag, err := s.unchanged(ctx, in.IfNoneMatch)
	if err != nil {
		return nil, err
	}
	b, err := s.Desk.Boards(ctx, desk.BoardsAsked{Source: in.Source, Failed: in.Failed, Limit: in.Limit, Cursor: in.Cursor})
	if err != nil {
		return nil, s.problem("boards", "query", err)
	}
	out := &boardsOutput{ETag: tag, Body: b}
	if b.Next != "" {
		out.Link = nextLink(in.url, b.Next)
	}
	return out, nil
}

type healthOutput struct {
	Body struct {
		Status  string `json:"status" enum:"ok"`
		Model   string `json:"model"`
		Version string `json:"version"`
	}
}

func (s *server) health(context.Context, *struct{}) (*healthOutput, error) {
	out := &healthOutput{}
	out.Body.Status, out.Body.Model, out.Body.Version = "ok", s.Desk.Model, s.Desk.Version
	return out, nil
}

type readyOutput struct {
	Body struct {
		Status   string `json:"status" enum:"ready"`
		Postings int    `json:"postings" doc:"Postings that can be searched"`
	}
}

func (s *server) ready(ctx context.Context, _ *struct{}) (*readyOutput, error) {
	n, err := s.Desk.Index.Count()
	if err == nil {
		_, err = s.Desk.State(ctx)
	}
	if err != nil {
		_ = s.problem("ready", "", err) // for the log; the client is told less
		return nil, huma.Error503ServiceUnavailable("the store or the index cannot be read")
	}
	out := &readyOutput{}
	out.Body.Status, out.Body.Postings = "ready", n
	return out, nil
}

func mediaType(header string) string {
	kind, _, err := mime.ParseMediaType(header)
	if err != nil {
		return ""
	}
	return kind
}
