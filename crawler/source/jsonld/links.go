package jsonld

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"rung/crawler/source/wire"
)

// maxListPages is how many pages a list of links is followed over.
const maxListPages = 50

const htmlType = "text/html, application/xhtml+xml"

// links finds job pages by the links of the careers page and of the pages it
// goes on at. Postings marked up on these pages themselves are taken too.
func (r *reading) links(ctx context.Context) error {
	r.linked = true
	queue := []*url.URL{r.site.start}
	seen := map[string]bool{}
	var elsewhere []string
	for ; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if seen[at.String()] {
			continue
		}
		if len(seen) == maxListPages {
			r.v.Lose(fmt.Sprintf("the list goes on after %d pages", maxListPages))
			break
		}
		seen[at.String()] = true
		page, err := r.v.Get(ctx, r.site.ask(at), htmlType)
		if err != nil && len(seen) == 1 || ctx.Err() != nil {
			return err
		}
		if err != nil {
			r.v.Lose(fmt.Sprintf("a page of the list is missing: %v", err))
			continue
		}
		more, others, err := r.listPage(page.Body, at)
		if err != nil {
			return err
		}
		queue, elsewhere = append(queue, more...), append(elsewhere, others...)
	}
	if len(r.pages)+r.marked == 0 {
		return r.nothing(elsewhere)
	}
	return nil
}

// nothing says why a careers page leads nowhere.
func (r *reading) nothing(elsewhere []string) error {
	slices.Sort(elsewhere)
	if elsewhere = slices.Compact(elsewhere); len(elsewhere) > 0 {
		return wire.Shape(name, "links", "neither a sitemap nor %s leads to job pages here; jobs seem to be at %s",
			r.site.start, strings.Join(elsewhere[:min(5, len(elsewhere))], ", "))
	}
	return wire.Shape(name, "links", "neither a sitemap nor a link of %s leads to job pages", r.site.start)
}

// listPage takes the links of one page. It returns the pages the list goes on
// at, and the hosts of other sites that seem to have the jobs.
func (r *reading) listPage(body []byte, at *url.URL) (more []*url.URL, elsewhere []string, err error) {
	doc, err := parsePage(body)
	if err != nil {
		return nil, nil, err
	}
	postings, _ := r.site.read(doc, at, r.board)
	r.marked += len(postings)
	r.postings = append(r.postings, r.v.Choose(postings, r.opt)...)
	named := map[string]int{}
	anchors := doc.Find("a[href], link[rel=next][href]")
	anchors.Each(func(_ int, a *goquery.Selection) { named[linkWords(a)]++ })
	anchors.Each(func(_ int, a *goquery.Selection) {
		href := a.AttrOr("href", "")
		u, ours := r.site.page(at, href)
		switch {
		case !ours:
			if u != nil && NamesJobs(u.Host+u.Path) {
				elsewhere = append(elsewhere, u.Host)
			}
		case r.continues(a, at, u):
			more = append(more, u)
		case r.site.isJobPage(u):
			title := linkWords(a)
			if named[title] > 1 || !isTitle(title) {
				title = "" // the same words on many links say what a click does
			}
			r.found(u, title)
		}
	})
	doc.Find("iframe[src], script[src]").Each(func(_ int, f *goquery.Selection) {
		if u, ours := r.site.page(at, f.AttrOr("src", "")); !ours && u != nil && NamesJobs(u.Host+u.Path) {
			elsewhere = append(elsewhere, u.Host)
		}
	})
	return more, elsewhere, nil
}

// linkWords are the words of a link, or of the heading in it.
func linkWords(a *goquery.Selection) string {
	if h := a.Find("h1, h2, h3, h4, h5, h6").First(); h.Length() > 0 {
		a = h
	}
	return strings.Join(strings.Fields(a.Text()), " ")
}

var (
	pageQuery = regexp.MustCompile(`^(?:page|p|pg|paged|offset|start|from)$`)
	pagePath  = regexp.MustCompile(`/page/\d+/?$`)
	digits    = regexp.MustCompile(`^\d+$`)
)

// continues reports whether a link leads to a further page of the list at.
func (r *reading) continues(a *goquery.Selection, at, u *url.URL) bool {
	if strings.EqualFold(a.AttrOr("rel", ""), "next") {
		return true
	}
	if pagePath.MatchString(u.Path) && pagePath.ReplaceAllString(u.Path, "") == strings.TrimRight(pagePath.ReplaceAllString(at.Path, ""), "/") {
		return true
	}
	if strings.Trim(u.Path, "/") != strings.Trim(at.Path, "/") {
		return false
	}
	for key, values := range u.Query() {
		if pageQuery.MatchString(strings.ToLower(key)) && digits.MatchString(values[0]) {
			return true
		}
	}
	return false
}
