package detect

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/publicsuffix"

	"rung/corpus"
	"rung/crawler/fetch"
	"rung/crawler/source"
	"rung/crawler/source/jsonld"
)

const (
	// maxPages is how many pages of the site are asked for.
	maxPages = 8
	// maxBoards is how many of the boards found are asked whose they are.
	maxBoards = 3
	// maxPage bounds what is parsed of one page, in bytes.
	maxPage = 8 << 20
)

// Options say with what the search is done.
type Options struct {
	// Getter should follow redirects off the host, for pages that are no
	// board's.
	Getter fetch.Getter
	// Claim and Source are source.Claim and source.For.
	Claim  func(*url.URL) (corpus.Board, bool)
	Source func(name string) (source.Source, bool)
	// Company is the employer asked about; "" takes the name the page gives
	// itself, else the name of its domain.
	Company string
	// Want tells the titles to be counted; nil counts all.
	Want func(title string) bool
}

// A Result is what a search came to.
type Result struct {
	// Asked is the address asked about, Landed where it led.
	Asked  string `json:"asked"`
	Landed string `json:"landed"`
	// Company is whom the boards were compared with, and CompanyFrom where
	// the name came from; "" where nobody is named.
	Company     string `json:"company,omitempty"`
	CompanyFrom string `json:"company_from,omitempty"`
	// Found are the boards, the likeliest first; at most three were asked.
	Found []Found `json:"found"`
	// Unread are systems whose traces were seen and that rung does not read.
	Unread []string `json:"unread,omitempty"`
	// Pages are the addresses that were asked for.
	Pages []string `json:"pages"`
}

// A Found is one board with what is known of it.
type Found struct {
	Board corpus.Board `json:"board"`
	How   How          `json:"how"`
	At    string       `json:"at"` // the page where it was found
	// Times counts its traces there.
	Times    int      `json:"times"`
	Identity Identity `json:"identity"`
	Why      string   `json:"why"` // of the identity, a clause
	// Outcome is what the board answered, "" when it was not asked; Postings
	// and Wanted are then at least so many.
	Outcome  corpus.Outcome `json:"outcome,omitempty"`
	Detail   string         `json:"detail,omitempty"`
	Postings int            `json:"postings"`
	Wanted   int            `json:"wanted"`
}

// Find looks for the boards behind an address. It fails with an *fetch.Error
// when the page itself cannot be had; nothing found is no error.
func Find(ctx context.Context, address string, o Options) (Result, error) {
	r := Result{Asked: address, Found: []Found{}, Pages: []string{}}
	at, err := ParseAddress(address)
	if err != nil {
		return r, err
	}
	s := &search{opt: o, Result: &r, claim: o.Claim, seen: map[string]bool{}}
	if err := s.look(ctx, at); err != nil {
		return r, err
	}
	if r.Company == "" && o.Company != "" {
		r.Company, r.CompanyFrom = o.Company, "asked"
	}
	for i := range r.Found[:min(maxBoards, len(r.Found))] {
		s.identify(ctx, &r.Found[i])
	}
	slices.SortStableFunc(r.Found, func(a, b Found) int { return cmp.Compare(a.Identity.order(), b.Identity.order()) })
	return r, ctx.Err()
}

// ParseAddress reads an address as people type it: the scheme may be missing.
func ParseAddress(address string) (*url.URL, error) {
	address = strings.TrimSpace(address)
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%q is not the address of a page", address)
	}
	return u, nil
}

// A search is one Find while it goes on.
type search struct {
	*Result
	opt   Options
	claim claimer
	// site is the registered domain asked about, "" when that is a system's.
	site string
	seen map[string]bool
	// marked is the first page found to carry markup.
	marked bool
	home   *url.URL
}

// look fills Found, step by step.
func (s *search) look(ctx context.Context, at *url.URL) error {
	if b, ok := s.claim.own(at); ok {
		s.Landed = at.String()
		s.found(at, []trace{{b, ByAddress}})
		return nil
	}
	first, err := s.get(ctx, at)
	if err != nil {
		return err
	}
	s.Landed, s.home = first.at.String(), first.at
	if b, ok := s.claim.own(first.at); ok {
		s.name(page{at: at}) // the page it led to is the system's
		s.found(at, []trace{{b, ByRedirect}})
		return nil
	}
	s.name(first)
	if s.read(first) {
		return nil
	}
	for _, next := range s.further(first) {
		p, err := s.get(ctx, next)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			continue // a link that is dead or forbidden shows nothing
		}
		if b, ok := s.claim.own(p.at); ok {
			s.found(next, []trace{{b, ByRedirect}})
			return nil
		}
		if s.read(p) {
			return nil
		}
	}
	return s.markup(ctx)
}

// get asks for a page, once.
func (s *search) get(ctx context.Context, at *url.URL) (page, error) {
	s.seen[at.String()] = true
	s.Pages = append(s.Pages, at.String())
	answer, err := s.opt.Getter.Get(ctx, fetch.Request{URL: at.String(), Accept: "text/html, application/xhtml+xml"})
	if err != nil {
		return page{}, err
	}
	p := page{at: at, body: answer.Body[:min(len(answer.Body), maxPage)]}
	if landed, err := url.Parse(answer.URL); err == nil && landed.Host != "" {
		p.at = landed
	}
	p.doc, err = goquery.NewDocumentFromReader(bytes.NewReader(p.body))
	return p, err
}

// read takes the boards a page shows; false for none.
func (s *search) read(p page) bool {
	traces, unread := p.traces(s.claim)
	for _, name := range unread {
		if !slices.Contains(s.Unread, name) {
			s.Unread = append(s.Unread, name)
		}
	}
	s.marked = s.marked || len(jsonld.Postings(p.body, p.at.String())) > 0
	s.found(p.at, traces)
	return len(traces) > 0
}

func (s *search) found(at *url.URL, traces []trace) {
	for _, f := range gather(traces) {
		f.At, f.Identity, f.Why = at.String(), CannotTell, "it was not asked"
		s.Found = append(s.Found, f)
	}
}

// further are the pages one hop on that speak of jobs: on the site itself, or
// in a frame. Those with the shortest addresses are lists sooner than jobs.
func (s *search) further(p page) []*url.URL {
	var out []*url.URL
	add := func(u *url.URL) {
		u.Fragment = ""
		if !s.seen[u.String()] && len(s.seen) < 1000 {
			s.seen[u.String()] = true
			out = append(out, u)
		}
	}
	p.doc.Find("iframe[src], a[href]").Each(func(_ int, e *goquery.Selection) {
		u := p.resolve(e.AttrOr("src", e.AttrOr("href", "")))
		if u == nil {
			return
		}
		ours := registered(u.Hostname()) == registered(p.at.Hostname())
		words := u.Host + u.Path + " " + e.Text()
		if (ours || e.Is("iframe")) && jsonld.NamesJobs(words) {
			add(u)
		}
	})
	slices.SortStableFunc(out, func(a, b *url.URL) int { return cmp.Compare(len(a.Path), len(b.Path)) })
	return out[:min(len(out), maxPages-1)]
}

// markup is the last step: the site as a board of its own.
func (s *search) markup(ctx context.Context) error {
	b := careerSite(s.home)
	if s.home.Scheme == "http" {
		b.Token = "http://" + b.Token
	}
	site, ok := s.opt.Source("jsonld")
	if !ok {
		return nil
	}
	if !s.marked {
		l, err := site.List(ctx, &rationed{s.opt.Getter, maxPages}, b, source.Options{})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil || len(l.Postings) == 0 {
			return nil
		}
	}
	s.found(s.home, []trace{{b, ByMarkup}})
	return nil
}

// registered is the registered domain of a host ("example.co.uk"), or the host
// where it has none.
func registered(host string) string {
	host = strings.ToLower(host)
	if d, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return d
	}
	return host
}

// A rationed getter answers so many requests and no more.
type rationed struct {
	fetch.Getter
	left int
}

var errRation = errors.New("a board is asked no more often to see whose it is")

func (r *rationed) Get(ctx context.Context, q fetch.Request) (fetch.Page, error) {
	if r.left == 0 {
		return fetch.Page{}, &fetch.Error{Outcome: corpus.OutcomeTruncated, URL: q.URL, Err: errRation}
	}
	r.left--
	return r.Getter.Get(ctx, q)
}

// Follow is the redirect policy a search needs, for fetch.Options.Follow: a
// page of an employer may lead anywhere, a board of a system nowhere else,
// since systems send who asks for an unknown board to their own pages.
func Follow(claim func(*url.URL) (corpus.Board, bool)) func(from, to *url.URL) bool {
	return func(from, _ *url.URL) bool {
		_, claimed := claim(from)
		return !claimed
	}
}
