package jsonld

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"rung/corpus"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

const (
	// maxPages is how many job pages one visit asks for.
	maxPages = 1000
	// patience is how many of them in a row may fail before the others are
	// left alone.
	patience = 3
)

// Source reads career sites by their markup.
type Source struct{}

// Name returns "jsonld".
func (Source) Name() string { return name }

// Claim knows no URL: any page could be a career site's, and only reading it
// tells.
func (Source) Claim(*url.URL) (corpus.Board, bool) { return corpus.Board{}, false }

// List finds the site's job pages and reads those whose title is wanted or not
// known.
func (Source) List(ctx context.Context, g fetch.Getter, b corpus.Board, opt wire.Options) (corpus.Listing, error) {
	v := wire.Begin(g, b)
	b.Source = name
	s, err := siteOf(b)
	if err != nil {
		return v.Fail(err)
	}
	r := &reading{v: v, getter: g, site: s, board: b, opt: opt, known: map[string]bool{}}
	if err := r.find(ctx); err != nil {
		return v.Fail(err)
	}
	err = r.read(ctx)
	if isShape(err) && !r.linked {
		// The sitemaps may be of other pages alone; what the careers page
		// links to is what else there is.
		r.pages = nil
		if err = r.links(ctx); err == nil {
			err = r.read(ctx)
		}
	}
	if err != nil {
		return v.Fail(err)
	}
	return v.Complete(r.postings, r.rejected)
}

// A reading is one visit to a site while it goes on.
type reading struct {
	v      *wire.Visit
	getter fetch.Getter
	site   site
	board  corpus.Board
	opt    wire.Options

	pages  []jobPage
	linked bool            // the links of the careers page were followed
	known  map[string]bool // native ids of pages
	// marked counts postings found by their markup, wanted or not.
	marked   int
	postings []corpus.Posting
	rejected []corpus.Rejected
	// empty is set when a sitemap for jobs lists nothing.
	empty bool
}

// A jobPage is a page to be read, with what may be its title.
type jobPage struct {
	id     string
	u      *url.URL
	titles []string
}

// found notes a job page. Of several addresses of one id the first stands.
func (r *reading) found(u *url.URL, title string) {
	id := r.site.id(u)
	if r.known[id] {
		return
	}
	r.known[id] = true
	p := jobPage{id: id, u: u, titles: titlesOf(u)}
	if title != "" {
		p.titles = append(p.titles, title)
	}
	r.pages = append(r.pages, p)
}

// usual are the names of sitemaps that no robots.txt mentions.
var usual = []string{"/sitemap.xml", "/sitemap_index.xml", "/job-sitemap.xml", "/sitemaps/sitemap.xml"}

// find fills pages: from the sitemaps, else from links.
func (r *reading) find(ctx context.Context) error {
	roots, err := r.declared(ctx)
	if err != nil {
		return err
	}
	if len(roots) > 0 {
		err = r.sitemaps(ctx, roots)
	} else {
		err = r.guess(ctx)
	}
	if err != nil || len(r.pages) > 0 || r.empty {
		return err
	}
	return r.links(ctx)
}

// declared are the sitemaps the board or the site's robots.txt names.
func (r *reading) declared(ctx context.Context) ([]*url.URL, error) {
	if p := strings.ToLower(r.site.start.Path); strings.HasSuffix(p, ".xml") || strings.HasSuffix(p, ".xml.gz") {
		return []*url.URL{r.site.start}, nil
	}
	// Not through the visit: like the client's own asking for robots.txt it is
	// neither counted nor kept, and says nothing of whether the board changed.
	page, err := r.getter.Get(ctx, fetch.Request{URL: r.site.ask(r.site.at("/robots.txt")), Accept: "text/plain"})
	if err != nil {
		if stopsVisit(err) {
			return nil, err
		}
		return nil, nil
	}
	var roots []*url.URL
	for _, address := range fetch.ParseRobots(page.Body, "").Sitemaps {
		if u, ours := r.site.page(r.site.start, address); ours {
			roots = append(roots, u)
		}
	}
	return roots, nil
}

// guess tries the usual names until one is a sitemap with job pages. What is
// there and cannot be read makes the listing truncated, because yesterday it
// may have been read.
func (r *reading) guess(ctx context.Context) error {
	for _, path := range usual {
		err := r.sitemaps(ctx, []*url.URL{r.site.at(path)})
		if stopsVisit(err) {
			return err
		}
		if err != nil && !absent(err) {
			r.v.Lose(fmt.Sprintf("%s cannot be read: %v", path, err))
		}
		if len(r.pages) > 0 || r.empty {
			return nil
		}
	}
	return nil
}

// stopsVisit reports whether a failure is the host's and not one page's.
func stopsVisit(err error) bool {
	var failed *fetch.Error
	if !errors.As(err, &failed) {
		return err != nil && !isShape(err)
	}
	switch failed.Outcome {
	case corpus.OutcomeNotFound, corpus.OutcomeBlocked, corpus.OutcomeRefused, corpus.OutcomeRobots, corpus.OutcomeChangedShape, corpus.OutcomeTruncated:
		return false
	}
	return true
}

func isShape(err error) bool {
	var shape *wire.ShapeError
	return errors.As(err, &shape)
}

// absent reports whether a guess was simply wrong.
func absent(err error) bool {
	var failed *fetch.Error
	if errors.As(err, &failed) {
		return failed.Outcome == corpus.OutcomeNotFound || failed.Outcome == corpus.OutcomeRobots
	}
	return isShape(err) // a page for people, sent for whatever is asked
}

// read asks for the pages. Those whose titles are known and not wanted count
// as seen; those whose titles are wanted come before the others, so that the
// bound costs the least likely.
func (r *reading) read(ctx context.Context) error {
	var likely, unknown []jobPage
	for _, p := range r.pages {
		switch {
		case r.opt.Leaves(corpus.Posting{Source: name, Board: r.board.Token, URL: p.u.String(), Company: r.board.Company}):
			r.v.Skip(p.id, wire.Forgotten)
		case len(p.titles) == 0:
			unknown = append(unknown, p)
		case slices.ContainsFunc(p.titles, r.opt.Wants):
			likely = append(likely, p)
		default:
			r.v.Skip(p.id, wire.NotWanted)
		}
	}
	queue := append(likely, unknown...)
	if len(queue) > maxPages {
		r.v.Lose(fmt.Sprintf("%d of %d job pages were read", maxPages, len(queue)))
		queue = queue[:maxPages]
	}
	d := details{reading: r}
	for _, p := range queue {
		d.read(ctx, p)
	}
	if d.blank > 0 && d.blank == len(queue) && r.marked == 0 {
		return wire.Shape(name, "JobPosting", "none of %d job pages has markup", d.blank)
	}
	return nil
}

// details reads job pages one by one and knows when to give up.
type details struct {
	*reading
	blank    int // pages that are gone or have no markup
	failures int // in a row
	lost     string
}

func (d *details) read(ctx context.Context, p jobPage) {
	if d.lost != "" {
		d.v.Skip(p.id, "not asked: "+d.lost)
		return
	}
	page, err := d.v.Do(ctx, fetch.Request{URL: d.site.ask(p.u), Accept: htmlType, Detail: true})
	if err != nil {
		d.failed(ctx, p, err)
		return
	}
	d.failures = 0
	if final, ours := d.site.page(p.u, page.URL); ours && d.site.isStart(final) {
		d.gone()
		return
	}
	if reserved(page) {
		d.v.Skip(p.id, "the page reserves text and data mining (tdm-reservation)")
		return
	}
	d.take(p, page.Body)
}

// gone notes a page that holds no posting, or none any more.
func (d *details) gone() {
	d.blank++
	d.v.Forget()
}

// failed decides what a page that did not come means: 404 and 410 that it is
// gone, anything else that nothing is known.
func (d *details) failed(ctx context.Context, p jobPage, err error) {
	var asked *fetch.Error
	if errors.As(err, &asked) && asked.Outcome == corpus.OutcomeNotFound {
		d.blank++
		d.v.Differs()
		return
	}
	d.v.Skip(p.id, err.Error())
	switch {
	case asked != nil && asked.Outcome == corpus.OutcomeRobots:
		return // a policy, not a failure
	case ctx.Err() != nil, rateLimited(err):
		d.failures = patience
	default:
		d.failures++
	}
	if d.failures >= patience {
		d.lost = fmt.Sprintf("job pages were given up: %v", err)
		d.v.Lose(d.lost)
	}
}

// take keeps the postings of a page.
func (d *details) take(p jobPage, body []byte) {
	doc, err := parsePage(body)
	if err != nil {
		d.v.Skip(p.id, err.Error())
		return
	}
	postings, rejected := d.site.read(doc, p.u, d.board)
	if len(postings) > 0 {
		d.marked += len(postings)
		for i := range postings {
			// Nothing else says which page a posting is from: its id need not
			// stand there.
			postings[i].Observed.Raw = corpus.Address(body)
		}
		d.postings = append(d.postings, d.v.Choose(postings, d.opt)...)
		return
	}
	if len(rejected) > 0 {
		d.v.Skip(p.id, rejected[0].Reason)
		return
	}
	d.gone()
}

// reserved reports whether a page opts out of being mined, in the words of the
// TDM reservation protocol.
func reserved(page fetch.Page) bool {
	if page.Header.Get("Tdm-Reservation") == "1" {
		return true
	}
	head := page.Body[:min(len(page.Body), 64<<10)]
	if !bytes.Contains(bytes.ToLower(head), []byte("tdm-reservation")) {
		return false
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(head))
	return err == nil && doc.Find(`meta[name="tdm-reservation" i][content="1"]`).Length() > 0
}
