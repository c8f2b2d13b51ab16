package jsonld

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html/charset"

	"rung/corpus"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

// The bounds of what is read of a site's sitemaps. The protocol itself allows
// 50,000 addresses and 50 MB a file.
const (
	maxDepthOfIndex = 3
	maxSitemaps     = 50
	maxAddresses    = 50_000
	maxUnpacked     = 64 << 20
)

// A sitemap is what one file lists: pages, or further sitemaps.
type sitemap struct {
	pages, sitemaps []string
	// cut is set when the file lists more than it may.
	cut bool
}

// parseSitemap reads a sitemap or an index of sitemaps, packed or not. The
// namespace is not looked at: sites leave it out or spell it with https.
func parseSitemap(body []byte) (sitemap, error) {
	var m sitemap
	body, err := unpack(body)
	if err != nil {
		return m, &wire.ShapeError{Source: name, Field: "sitemap", Err: err}
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict, d.CharsetReader = false, charset.NewReaderLabel
	if err := rootOf(d); err != nil {
		return m, err
	}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return m, nil
		}
		if err != nil {
			return m, &wire.ShapeError{Source: name, Field: "sitemap", Err: err}
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		if err := m.add(d, start); err != nil {
			return m, &wire.ShapeError{Source: name, Field: "sitemap", Err: err}
		}
		if m.cut {
			return m, nil
		}
	}
}

// unpack undoes gzip where a file is packed in spite of its name.
func unpack(body []byte) ([]byte, error) {
	if !bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
		return body, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(z, maxUnpacked+1))
	if err == nil && len(plain) > maxUnpacked {
		err = fmt.Errorf("more than %d bytes unpacked", maxUnpacked)
	}
	return plain, err
}

// rootOf moves to the root element and refuses one that is no sitemap's, such
// as that of an error page sent with status 200.
func rootOf(d *xml.Decoder) error {
	for {
		t, err := d.Token()
		if err != nil {
			return wire.Shape(name, "sitemap", "no element: %v", err)
		}
		if start, ok := t.(xml.StartElement); ok {
			switch strings.ToLower(start.Name.Local) {
			case "urlset", "sitemapindex":
				return nil
			}
			return wire.Shape(name, "sitemap", "<%.30s> came instead of a sitemap", start.Name.Local)
		}
	}
}

func (m *sitemap) add(d *xml.Decoder, start xml.StartElement) error {
	kind := strings.ToLower(start.Name.Local)
	if kind != "url" && kind != "sitemap" {
		return nil
	}
	var entry struct {
		Loc string `xml:"loc"`
	}
	if err := d.DecodeElement(&entry, &start); err != nil {
		return err
	}
	loc := strings.TrimSpace(entry.Loc)
	switch {
	case loc == "":
	case len(m.pages)+len(m.sitemaps) == maxAddresses:
		m.cut = true
	case kind == "url":
		m.pages = append(m.pages, loc)
	default:
		m.sitemaps = append(m.sitemaps, loc)
	}
	return nil
}

// A shard is one sitemap to be read.
type shard struct {
	u     *url.URL
	depth int
}

// sitemaps reads what the roots list, and everything below them. What cannot
// be read makes the listing truncated, and is an error where it leaves no job
// page at all.
func (r *reading) sitemaps(ctx context.Context, roots []*url.URL) error {
	var queue []shard
	for _, u := range roots {
		queue = append(queue, shard{u, 0})
	}
	seen := map[string]bool{}
	var failed error
	failures, read := 0, 0
	for ; len(queue) > 0; queue = queue[1:] {
		next := queue[0]
		if seen[next.u.String()] {
			continue
		}
		seen[next.u.String()] = true
		if len(seen) > maxSitemaps {
			r.v.Lose(fmt.Sprintf("the site has more than %d sitemaps", maxSitemaps))
			break
		}
		m, err := r.sitemap(ctx, next.u)
		if ctx.Err() != nil || rateLimited(err) {
			return err
		}
		if err != nil {
			failures++
			failed = cmp.Or(failed, err)
			continue
		}
		read++
		queue = append(queue, r.below(next, m)...)
	}
	if read > 0 && failures > 0 {
		r.v.Lose(fmt.Sprintf("%d of %d sitemaps are missing: %v", failures, failures+read, failed))
	}
	if len(r.pages) > 0 {
		return nil
	}
	return failed
}

func rateLimited(err error) bool {
	var failed *fetch.Error
	return errors.As(err, &failed) && failed.Outcome == corpus.OutcomeRateLimited
}

func (r *reading) sitemap(ctx context.Context, u *url.URL) (sitemap, error) {
	page, err := r.v.Get(ctx, r.site.ask(u), "application/xml, text/xml")
	if err != nil {
		return sitemap{}, err
	}
	r.v.Forget() // a sitemap holds no posting, and may have 50 MB
	m, err := parseSitemap(page.Body)
	if err != nil {
		return m, fmt.Errorf("%s: %w", u, err)
	}
	if m.cut {
		r.v.Lose(fmt.Sprintf("%s lists more than %d addresses", u, maxAddresses))
	}
	return m, nil
}

// below takes the job pages of a sitemap and returns the sitemaps it lists.
// Where some of these are for jobs by their names, the others are not.
func (r *reading) below(at shard, m sitemap) []shard {
	for _, loc := range m.pages {
		if u, ok := r.site.page(at.u, loc); ok && r.site.isJobPage(u) {
			r.found(u, "")
		}
	}
	if len(m.pages)+len(m.sitemaps) == 0 && NamesJobs(at.u.Path) {
		r.empty = true
	}
	var all, forJobs []shard
	for _, loc := range m.sitemaps {
		u, ok := r.site.page(at.u, loc)
		if !ok {
			continue
		}
		all = append(all, shard{u, at.depth + 1})
		if NamesJobs(u.Path) {
			forJobs = append(forJobs, shard{u, at.depth + 1})
		}
	}
	if len(forJobs) > 0 {
		all = forJobs
	}
	if len(all) > 0 && at.depth+1 > maxDepthOfIndex {
		r.v.Lose(fmt.Sprintf("%s: sitemaps are nested more than %d deep", at.u, maxDepthOfIndex))
		return nil
	}
	return all
}
