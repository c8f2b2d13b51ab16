// Package feed writes what a search finds as an Atom feed, for feed readers to
// ask again.
//
//	res, err := x.Search(ctx, feed.Request(q))
//	err = feed.Write(w, feed.Feed{Name: "fraud", Query: q.String(), Base: "http://localhost:8017", Self: "/feed/fraud", Hits: res.Hits})
//
// An entry is one vacancy and has its id, so that a reader shows it once. It
// is dated by when its newest posting was first seen here, and links to that
// one's page on the server and to the original. The same hits give the same
// bytes.
//
// # Limits
//
// A feed holds the newest fifty; who asks more seldom than fifty vacancies
// come misses some.
package feed

import (
	"encoding/xml"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/gorilla/feeds"

	"rung/classify/ladder"
	"rung/index"
	"rung/index/query"
)

// size is how many entries a feed has at most.
const size = 50

// Request asks an index for what a feed of a query holds: one hit for each
// vacancy, those first seen last.
func Request(q query.Query) index.Request {
	return index.Request{Query: q, Sort: index.BySeen, Size: size, Highlight: true, Fold: true}
}

// A Feed is a search and what it found.
type Feed struct {
	// Name is the saved search's, Query what it asks, in the query language.
	Name, Query string
	// Base is scheme and host of the server; Self the feed's own path.
	Base, Self string
	// Hits are of a Request, newest seen first.
	Hits []index.Hit
}

// Write writes the feed as Atom (RFC 4287).
func Write(w io.Writer, f Feed) error {
	self := f.Base + f.Self
	atom := &feeds.AtomFeed{
		Xmlns: "http://www.w3.org/2005/Atom", Title: "rung: " + f.Name, Subtitle: f.Query, Id: self,
		Updated: updated(f.Hits), Link: &feeds.AtomLink{Href: self, Rel: "self"},
		Author: &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: "rung"}},
	}
	for i := range f.Hits {
		e, err := f.entry(&f.Hits[i])
		if err != nil {
			return fmt.Errorf("feed %q, posting %q: %w", f.Name, f.Hits[i].ID, err)
		}
		atom.Entries = append(atom.Entries, e)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(atom); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// updated is when the newest hit was seen; a feed that was always empty has
// been so since the beginning of time.
func updated(hits []index.Hit) string {
	t := time.Unix(0, 0).UTC()
	if len(hits) > 0 {
		t = hits[0].FirstSeen
	}
	return t.Format(time.RFC3339)
}

func (f Feed) entry(h *index.Hit) (*feeds.AtomEntry, error) {
	var content strings.Builder
	if err := body.Execute(&content, view(h)); err != nil {
		return nil, err
	}
	links := []feeds.AtomLink{{Href: f.Base + "/posting?id=" + url.QueryEscape(h.ID), Rel: "alternate", Type: "text/html"}}
	if original, err := url.Parse(h.URL); err == nil && (original.Scheme == "https" || original.Scheme == "http") {
		links = append(links, feeds.AtomLink{Href: h.URL, Rel: "related"})
	}
	return &feeds.AtomEntry{
		Title: h.Title + " (" + label(h) + ")", Id: "urn:rung:vacancy:" + url.PathEscape(h.Vacancy),
		Updated: h.FirstSeen.Format(time.RFC3339), Links: links,
		Author:  &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: h.Company}},
		Content: &feeds.AtomContent{Type: "html", Content: content.String()},
	}, nil
}

func label(h *index.Hit) string {
	if h.OnLadder {
		return ladder.Name(h.Rank)
	}
	return "beside the ladder: " + h.Beside
}

// body is what a reader shows of an entry. What employers write is escaped.
var body = template.Must(template.New("entry").Parse(
	`<p>{{.Facts}}</p>{{range .Sentences}}<p>{{range .}}{{if .Hit}}<mark>{{.Text}}</mark>{{else}}{{.Text}}{{end}}{{end}}</p>{{end}}`))

type entryView struct {
	Facts     string
	Sentences [][]part
}

// A part is a stretch of a sentence, with Hit where it answers the query.
type part struct {
	Text string
	Hit  bool
}

func view(h *index.Hit) entryView {
	facts := append([]string{label(h), h.Company}, h.Countries...)
	facts = append(facts, string(h.Workplace))
	if !h.Posted.IsZero() {
		facts = append(facts, "posted "+h.Posted.Format(time.DateOnly))
	}
	if !h.Closed.IsZero() {
		facts = append(facts, "closed "+h.Closed.Format(time.DateOnly))
	}
	v := entryView{Facts: strings.Join(nonEmpty(facts), " · ")}
	for _, f := range h.Fragments {
		v.Sentences = append(v.Sentences, parts(f))
	}
	return v
}

func nonEmpty(in []string) (out []string) {
	for _, s := range in {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func parts(f index.Fragment) (out []part) {
	at := 0
	for _, m := range f.Marks {
		out = append(out, part{Text: f.Text[at:m.Start]}, part{Text: f.Text[m.Start:m.End], Hit: true})
		at = m.End
	}
	return append(out, part{Text: f.Text[at:]})
}
