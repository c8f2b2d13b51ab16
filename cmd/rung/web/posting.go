package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"rung/corpus"
	"rung/index"
)

type postingPage struct {
	Record
	Original string
	Facts    []string
	View     verdictView
	Spells   []string
	Others   []member
	Similar  []hitView
	Label    string
}

type member struct{ ID, Link, Reason string }

func (s *server) posting(r *http.Request) (answer, error) {
	id := r.URL.Query().Get("id")
	rec, err := s.known(r.Context(), id)
	if err != nil {
		return answer{}, err
	}
	p := rec.Posting
	page := postingPage{Record: rec, Facts: postingFacts(p), View: s.view(p, rec.Verdict), Spells: spells(rec.History), Original: original(p.URL), Label: link("/label", "id", p.ID)}
	for _, m := range rec.Vacancy.Members {
		if m.ID != p.ID {
			page.Others = append(page.Others, member{m.ID, link("/posting", "id", m.ID), m.Reason})
		}
	}
	similar, err := s.Index.MoreLikeThis(r.Context(), p.ID, nil, alikeShown)
	if err != nil && !errors.Is(err, index.ErrUnknown) {
		return answer{}, err
	}
	page.Similar = viewHits(similar)
	return answer{page: "posting", title: p.Title, here: "search", body: page, data: rec}, nil
}

// known is the record of a posting, or the problem that there is none.
func (s *server) known(ctx context.Context, id string) (Record, error) {
	rec, err := s.Record(ctx, id)
	if errors.Is(err, corpus.ErrNotFound) {
		return rec, &problem{Status: http.StatusNotFound, Title: "There is no such posting", Detail: "It may have been forgotten. Search finds what is there."}
	}
	return rec, err
}

// original is the address of the posting where a browser may be led there.
func original(address string) string {
	if u, err := url.Parse(address); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		return address
	}
	return ""
}

func postingFacts(p corpus.Posting) []string {
	out := []string{p.Company}
	for _, l := range p.Locations {
		out = append(out, l.Raw)
	}
	out = append(out, string(p.Workplace))
	for _, s := range p.Salaries {
		out = append(out, s.Raw)
	}
	if p.Posted != nil {
		out = append(out, dated("posted", p.Posted.At))
	}
	return facts(out...)
}

func spells(h corpus.History) []string {
	var out []string
	for _, s := range h.Spells {
		line := "Seen from " + s.Opened.Format(time.DateOnly) + " to " + s.LastSeen.Format(time.DateOnly)
		switch {
		case !s.Closed.IsZero():
			line += ", closed " + s.Closed.Format(time.DateOnly) + " (" + string(s.Reason) + ")"
		default:
			line += ", open"
		}
		if s.Repost {
			line += ", a repost"
		}
		out = append(out, line)
	}
	return out
}
