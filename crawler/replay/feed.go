package replay

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"rung/corpus"
)

// Systems that answer with XML.

// An element is one XML element on its way out: text, or elements inside.
type element struct {
	XMLName xml.Name
	Attr    []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Inner   []element
}

func el(name, text string, inner ...element) element {
	return element{XMLName: xml.Name{Local: name}, Text: text, Inner: inner}
}

func xmlAnswer(contentType string, root element) answer {
	body, err := xml.Marshal(root)
	if err != nil {
		panic(fmt.Sprintf("replay: %v", err)) // elements of plain text cannot fail
	}
	return answer{contentType: contentType, body: append([]byte(xml.Header), body...)}
}

// personioFeed lists every position in every language; its words only in its
// own.
func personioFeed(r *http.Request, _ corpus.Board, open []corpus.Posting) answer {
	root := el("workzag-jobs", "")
	for _, p := range open {
		language := p.Language
		if language == "" {
			language = "en"
		}
		root.Inner = append(root.Inner, personioPosition(p, language == r.URL.Query().Get("language")))
	}
	return xmlAnswer(xmlType, root)
}

func personioPosition(p corpus.Posting, words bool) element {
	descriptions := el("jobDescriptions", "")
	if words {
		descriptions.Inner = append(descriptions.Inner, el("jobDescription", "", el("name", ""), el("value", markup(p))))
	}
	more := el("additionalOffices", "")
	for i, l := range p.Locations {
		if i > 0 {
			more.Inner = append(more.Inner, el("office", l.Raw))
		}
	}
	employment := label(p, map[corpus.Employment]string{corpus.FullTime: "permanent", corpus.PartTime: "permanent", corpus.Internship: "intern", corpus.Contract: "freelance"}, "permanent")
	schedule := label(p, map[corpus.Employment]string{corpus.PartTime: "part-time"}, "full-time")
	position := el("position", "",
		el("id", native(p)), el("subcompany", p.Company), el("office", first(p).Raw), more, el("department", p.Department),
		el("name", p.Title), descriptions, el("employmentType", employment), el("schedule", schedule))
	if p.Posted != nil {
		position.Inner = append(position.Inner, el("createdAt", p.Posted.At.UTC().Format("2006-01-02T15:04:05-07:00")))
	}
	return position
}

// teamtailorFeed answers one page of the feed.
func teamtailorFeed(r *http.Request, b corpus.Board, open []corpus.Posting, w window) answer {
	channel := el("channel", "", el("title", b.Company))
	for _, p := range w.page(open, count(r, "offset", 0), min(count(r, "per_page", 30), 100)) {
		channel.Inner = append(channel.Inner, teamtailorItem(b, p))
	}
	root := el("rss", "", channel)
	root.Attr = []xml.Attr{{Name: xml.Name{Local: "version"}, Value: "2.0"}, {Name: xml.Name{Local: "xmlns:tt"}, Value: "https://teamtailor.com/locations"}}
	return xmlAnswer(rssType, root)
}

func teamtailorItem(b corpus.Board, p corpus.Posting) element {
	places := el("tt:locations", "")
	for _, l := range p.Locations {
		places.Inner = append(places.Inner, el("tt:location", "", el("tt:name", l.Raw), el("tt:city", l.City), el("tt:country", l.Country)))
	}
	remote := map[corpus.Workplace]string{corpus.Remote: "fully", corpus.Hybrid: "hybrid", corpus.Onsite: "none"}[p.Workplace]
	page := fmt.Sprintf("https://%s.teamtailor.com/jobs/%v-role", b.Token, number(native(p)))
	item := el("item", "",
		el("title", p.Title), el("description", markup(p)), el("link", page), el("guid", page), el("remoteStatus", remote),
		places, el("tt:department", p.Department))
	if p.Posted != nil {
		item.Inner = append(item.Inner, el("pubDate", p.Posted.At.UTC().Format(time.RFC1123Z)))
	}
	return item
}

// count reads a number of the query, otherwise when it is none.
func count(r *http.Request, name string, otherwise int) int {
	n, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil || n < 0 {
		return otherwise
	}
	return n
}
