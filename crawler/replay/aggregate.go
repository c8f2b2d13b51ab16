package replay

import (
	"encoding/xml"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rung/corpus"
)

// Feeds of many employers, and career sites read by their markup. All of them
// are served below /{source}/{token}, like systems with host names of their
// own.

// careerSite answers as a site whose robots.txt names a sitemap for jobs.
// Whatever else is asked for is the careers page, as sites do it that send
// people there.
func careerSite(r *http.Request, b corpus.Board, open []corpus.Posting) answer {
	root := "https://" + b.Token
	if u, err := url.Parse(b.Token); err == nil && u.Host != "" {
		root = u.Scheme + "://" + u.Host
	}
	path := r.PathValue("path")
	if id, isJob := strings.CutPrefix(path, "jobs/"); isJob {
		return find(open, id, markedPage)
	}
	switch path {
	case "robots.txt":
		return answer{contentType: "text/plain; charset=utf-8", body: fmt.Appendf(nil,
			"Sitemap: %s/sitemap-jobs.xml\n\nUser-agent: *\nAllow: /\n\n# Whoever reads our jobs is welcome to all of them, a page at a time and with some patience.\n", root)}
	case "sitemap-jobs.xml":
		set := el("urlset", "")
		set.Attr = []xml.Attr{{Name: xml.Name{Local: "xmlns"}, Value: "http://www.sitemaps.org/schemas/sitemap/0.9"}}
		for _, p := range open {
			set.Inner = append(set.Inner, el("url", "", el("loc", root+"/jobs/"+url.PathEscape(native(p)))))
		}
		return xmlAnswer(xmlType, set)
	}
	var s strings.Builder
	fmt.Fprintf(&s, "<!doctype html><html><head><title>%s</title></head><body><ul>", html.EscapeString(b.Company))
	for _, p := range open {
		fmt.Fprintf(&s, `<li><a href="/jobs/%s">%s</a></li>`, url.PathEscape(native(p)), html.EscapeString(p.Title))
	}
	s.WriteString("</ul></body></html>")
	return answer{contentType: htmlType, body: []byte(s.String())}
}

// hiringThread answers the search with one thread, and the thread with a
// comment for every posting.
func hiringThread(r *http.Request, _ corpus.Board, open []corpus.Posting) answer {
	const id, title, created = "1", "Ask HN: Who is hiring? (January 2026)", "2026-01-01T15:00:01Z"
	if r.PathValue("thread") == "" {
		return jsonAnswer(object{"nbHits": 1, "hits": []any{object{"objectID": id, "title": title, "created_at": created, "author": "whoishiring"}}})
	}
	return jsonAnswer(object{"id": id, "title": title, "created_at": created, "children": each(open, func(p corpus.Posting) any {
		return object{"id": number(native(p)), "author": nil, "created_at": date(p.Posted, millis), "text": heading(p) + markup(p), "children": []any{}}
	})})
}

// heading is the first line of a comment: parts between bars.
func heading(p corpus.Posting) string {
	parts := []string{p.Company, p.Title, first(p).Raw, strings.ToUpper(string(p.Workplace)), label(p, employmentLabels, ""), payLine(p)}
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, html.EscapeString(part))
		}
	}
	return strings.Join(kept, " | ")
}

// payLine says the pay in words, "" for none.
func payLine(p corpus.Posting) string {
	for _, s := range structured(p) {
		return fmt.Sprintf("%s %.0f - %.0f per %s", s.Currency, s.Min, s.Max, s.Period)
	}
	return ""
}

func remotiveFeed(_ corpus.Board, open []corpus.Posting) any {
	return object{"0-legal-notice": "Link back and name us.", "job-count": len(open), "total-job-count": len(open), "jobs": each(open, func(p corpus.Posting) any {
		return object{
			"id": number(native(p)), "url": "https://remotive.com/remote-jobs/product/role-" + native(p), "title": p.Title, "company_name": p.Company,
			"category": p.Department, "tags": []any{}, "job_type": label(p, map[corpus.Employment]string{corpus.FullTime: "full_time", corpus.PartTime: "part_time", corpus.Contract: "contract", corpus.Internship: "internship"}, ""),
			"publication_date": date(p.Posted, "2006-01-02T15:04:05"), "candidate_required_location": first(p).Raw, "salary": payLine(p), "description": markup(p),
		}
	})}
}

// remoteOKFeed begins with the notice. Its amounts have no currency; dollars a
// year are meant.
func remoteOKFeed(_ corpus.Board, open []corpus.Posting) any {
	rows := []any{object{"last_updated": 1, "legal": "Link back and name us."}}
	for _, p := range open {
		page, where := "https://remoteOK.com/remote-jobs/role-"+native(p), first(p).Raw
		if p.Workplace == corpus.Remote {
			where = "Remote, " + where
		}
		row := object{
			"id": native(p), "slug": "role-" + native(p), "date": date(p.Posted, rfc3339), "company": p.Company, "position": p.Title, "tags": []any{},
			"description": markup(p), "location": where, "url": page, "apply_url": page, "salary_min": 0, "salary_max": 0,
		}
		for _, s := range structured(p) {
			if s.Currency == "USD" && s.Period == corpus.PerYear {
				row["salary_min"], row["salary_max"] = s.Min, s.Max
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// remoteCategory answers one category; of the board "all" the first one holds
// everything.
func remoteCategory(r *http.Request, b corpus.Board, open []corpus.Posting) answer {
	category := strings.TrimSuffix(r.PathValue("category"), ".rss")
	channel := el("channel", "", el("title", "We Work Remotely"))
	if category == b.Token || b.Token == "all" && category == "remote-product-jobs" {
		for _, p := range open {
			channel.Inner = append(channel.Inner, remoteItem(p))
		}
	}
	root := el("rss", "", channel)
	root.Attr = []xml.Attr{{Name: xml.Name{Local: "version"}, Value: "2.0"}}
	return xmlAnswer(rssType, root)
}

func remoteItem(p corpus.Posting) element {
	page := "https://weworkremotely.com/remote-jobs/" + url.PathEscape(native(p))
	item := el("item", "",
		el("title", p.Company+": "+p.Title), el("region", first(p).Raw), el("country", first(p).Country), el("category", "Product"),
		el("type", label(p, employmentLabels, "")), el("description", markup(p)), el("guid", page), el("link", page))
	if p.Posted != nil {
		item.Inner = append(item.Inner, el("pubDate", p.Posted.At.UTC().Format(time.RFC1123Z)))
	}
	return item
}

// arbeitnowFeed answers three hundred a page.
func arbeitnowFeed(r *http.Request, _ corpus.Board, open []corpus.Posting) answer {
	const size = 300
	page := max(count(r, "page", 1), 1)
	rest := open[min((page-1)*size, len(open)):]
	next := any(nil)
	if len(rest) > size {
		rest, next = rest[:size], fmt.Sprintf("https://www.arbeitnow.com/api/job-board-api?page=%d", page+1)
	}
	return jsonAnswer(object{"links": object{"next": next}, "meta": object{"current_page": page}, "data": each(rest, func(p corpus.Posting) any {
		row := object{
			"slug": native(p), "company_name": p.Company, "title": p.Title, "description": markup(p), "remote": p.Workplace == corpus.Remote,
			"url": "https://www.arbeitnow.com/jobs/companies/" + native(p), "tags": []any{}, "job_types": []string{label(p, employmentLabels, "")}, "location": first(p).Raw,
		}
		if p.Posted != nil {
			row["created_at"] = p.Posted.At.Unix()
		}
		return row
	})})
}

// museFeed answers twenty a page.
func museFeed(r *http.Request, _ corpus.Board, open []corpus.Posting) answer {
	const size = 20
	page := count(r, "page", 0)
	rest := open[min(page*size, len(open)):]
	rest = rest[:min(size, len(rest))]
	return jsonAnswer(object{"page": page, "page_count": (len(open) + size - 1) / size, "items_per_page": size, "total": len(open), "results": each(rest, func(p corpus.Posting) any {
		places := []any{}
		for _, l := range p.Locations {
			places = append(places, object{"name": l.Raw})
		}
		if p.Workplace == corpus.Remote {
			places = append(places, object{"name": "Flexible / Remote"})
		}
		return object{
			"id": number(native(p)), "name": p.Title, "type": "external", "company": object{"name": p.Company}, "contents": markup(p), "publication_date": date(p.Posted, rfc3339),
			"locations": places, "categories": []any{}, "levels": []any{}, "tags": []any{}, "refs": object{"landing_page": "https://www.themuse.com/jobs/" + native(p)},
		}
	})})
}
