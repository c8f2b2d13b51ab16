package hn

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

const (
	name   = "hn"
	public = "https://hn.algolia.com"
	site   = "https://news.ycombinator.com"
	token  = "whoishiring"
	// valid is how long a comment is taken to stand for an open role.
	valid = 35 * 24 * time.Hour
)

// Source reads the hiring thread.
type Source struct{}

// Name returns "hn".
func (Source) Name() string { return name }

// Claim knows the pages of the account that opens the threads. One comment or
// thread is not claimed: its address does not tell what it is.
func (Source) Claim(u *url.URL) (corpus.Board, bool) {
	path := strings.Trim(u.Path, "/")
	own := strings.EqualFold(u.Hostname(), "news.ycombinator.com") && (path == "submitted" || path == "user") && u.Query().Get("id") == token
	return corpus.Board{Source: name, Token: token}, own
}

// List finds the newest thread and reads it.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, opt wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	found, err := v.Get(ctx, wire.URL(b, public, "api", "v1", "search_by_date")+"?tags=story,author_whoishiring&query=who+is+hiring")
	if err != nil {
		return v.Fail(err)
	}
	v.Forget() // the search holds no posting
	thread, err := Newest(found.Body)
	if err != nil {
		return v.Fail(err)
	}
	page, err := v.Get(ctx, wire.URL(b, public, "api", "v1", "items", thread))
	if err != nil {
		return v.Fail(err)
	}
	postings, rejected, err := Parse(page.Body, b)
	if err != nil {
		return v.Fail(err)
	}
	return v.Complete(v.Choose(postings, opt), rejected)
}

var isHiring = regexp.MustCompile(`(?i)^\s*ask hn:\s*who is hiring\b`)

// Newest returns the id of the newest hiring thread among the search's hits.
func Newest(body []byte) (string, error) {
	var answer struct {
		Hits *[]struct {
			ID        wire.Text `json:"objectID"`
			Title     string    `json:"title"`
			CreatedAt string    `json:"created_at"`
		} `json:"hits"`
	}
	if err := wire.Decode(name, body, &answer); err != nil {
		return "", err
	}
	if answer.Hits == nil {
		return "", wire.Shape(name, "hits", "the field is missing")
	}
	id, newest := "", time.Time{}
	for _, h := range *answer.Hits {
		at, ok := extract.Date(h.CreatedAt)
		if ok && h.ID != "" && isHiring.MatchString(h.Title) && at.After(newest) {
			id, newest = string(h.ID), at
		}
	}
	if id == "" {
		return "", wire.Shape(name, "hits", "none of %d stories asks who is hiring", len(*answer.Hits))
	}
	return id, nil
}

type comment struct {
	ID        wire.Text `json:"id"`
	CreatedAt string    `json:"created_at"`
	Text      *string   `json:"text"`
}

// Parse turns a thread into postings. Deleted comments are none.
func Parse(body []byte, b corpus.Board) ([]corpus.Posting, []corpus.Rejected, error) {
	b.Source = name
	var thread struct {
		Title    string             `json:"title"`
		Children *[]json.RawMessage `json:"children"`
	}
	if err := wire.Decode(name, body, &thread); err != nil {
		return nil, nil, err
	}
	if thread.Children == nil || !isHiring.MatchString(thread.Title) {
		return nil, nil, wire.Shape(name, "title", "%.60q is no hiring thread", thread.Title)
	}
	var postings []corpus.Posting
	var rejected []corpus.Rejected
	for i, raw := range *thread.Children {
		var c comment
		if err := json.Unmarshal(raw, &c); err != nil {
			rejected = append(rejected, corpus.Rejected{NativeID: numbered(string(c.ID), 1), Line: i + 1, Reason: err.Error()})
			continue
		}
		more, reason := c.postings(b)
		if reason != "" {
			rejected = append(rejected, corpus.Rejected{NativeID: numbered(string(c.ID), 1), Line: i + 1, Reason: reason})
		}
		postings = append(postings, more...)
	}
	if len(postings) == 0 && len(rejected) > 0 {
		return nil, rejected, wire.Shape(name, "children", "none of %d comments is read: %s", len(rejected), rejected[0].Reason)
	}
	return postings, rejected, nil
}

// numbered is the native id of the n-th role of a comment; "" where the
// comment has no id.
func numbered(comment string, n int) string {
	if comment == "" {
		return ""
	}
	return fmt.Sprintf("%s#%d", comment, n)
}

// removed are texts of comments that are not there any more.
var removed = regexp.MustCompile(`^\[(?:deleted|dead|flagged)\]$`)

// postings returns one posting for every role of a comment, or why there is
// none; a removed comment has neither.
func (c comment) postings(b corpus.Board) ([]corpus.Posting, string) {
	if c.Text == nil || strings.TrimSpace(*c.Text) == "" || removed.MatchString(strings.TrimSpace(*c.Text)) {
		return nil, ""
	}
	ad, err := parseAd(*c.Text)
	if err != nil {
		return nil, err.Error()
	}
	var out []corpus.Posting
	for i, role := range ad.roles {
		p, err := wire.New(b, numbered(string(c.ID), i+1), role)
		if err != nil {
			return nil, err.Error()
		}
		p.URL = site + "/item?id=" + url.QueryEscape(string(c.ID))
		p.Company, p.CompanyFrom = wire.Employer(ad.company)
		p.EmploymentRaw, p.Employment = ad.employment, extract.Employment(ad.employment)
		p.Workplace, p.Locations = ad.workplace, ad.places
		if p.Posted = extract.Stated("created_at", c.CreatedAt); p.Posted != nil {
			p.ValidThrough = &corpus.Stated{At: p.Posted.At.Add(valid), Field: "created_at + 35 days"}
		}
		wire.Describe(&p, *c.Text, "")
		if p.Salaries = ad.pay; len(p.Salaries) == 0 {
			p.Salaries = extract.Pay(p.Text)
		}
		out = append(out, p)
	}
	return out, ""
}
