package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"rung/corpus"
	"rung/index"
	"rung/index/trend"
)

// behindPage is the postings behind one number of the report.
type behindPage struct {
	// Counted words the key.
	Key, Counted, Report string
	// Command lists the same postings in a terminal.
	Command   string
	Total     int
	Hits      []hitView
	From      int // of the first shown, counted from 1
	Next, CSV string
}

// behind answers with a page of the postings, or with all of them as CSV.
func (s *server) behind(w http.ResponseWriter, r *http.Request) {
	s.page(s.behindPage)(w, r)
}

func (s *server) behindPage(r *http.Request) (answer, error) {
	f, key := filterOf(r), r.URL.Query().Get("key")
	opt, err := f.options()
	if err != nil {
		return answer{}, err
	}
	rep, err := s.Report(r.Context(), opt)
	if err != nil {
		return answer{}, err
	}
	ids, err := rep.Postings(key)
	if errors.Is(err, trend.ErrKey) {
		return answer{}, &problem{Status: http.StatusNotFound, Title: "The report has no such number", Detail: "Follow an underlined number of the Demand page."}
	}
	if err != nil {
		return answer{}, err
	}
	p := behindPage{Key: key, Counted: counted(s.Ladder, key), Command: f.command() + " --postings " + shellQuoted(key), Report: f.link("/demand"), Total: len(ids), From: 1, CSV: f.link("/behind", "key", key, "format", "csv")}
	shown := ids
	if r.URL.Query().Get("format") != "csv" {
		shown = p.cut(ids, f, r.URL.Query().Get("after"))
	}
	if p.Hits, err = s.stored(r.Context(), shown); err != nil {
		return answer{}, err
	}
	return answer{page: "behind", title: "Postings behind a number", here: "demand", body: p, rows: p.Hits,
		data: map[string]any{"key": key, "postings": ids}}, nil
}

// cut keeps a page of ids, from the given place on.
func (p *behindPage) cut(ids []string, f demandFilter, after string) []string {
	from, err := strconv.Atoi(after)
	if err != nil || from < 0 || from >= len(ids) {
		from = 0
	}
	p.From = from + 1
	to := min(from+pageSize, len(ids))
	if to < len(ids) {
		p.Next = f.link("/behind", "key", p.Key, "after", strconv.Itoa(to))
	}
	return ids[from:to]
}

// stored shows postings by id as hits of no query; one that was forgotten
// since the report was made is left out.
func (s *server) stored(ctx context.Context, ids []string) ([]hitView, error) {
	out := []hitView{}
	for _, id := range ids {
		rec, err := s.Record(ctx, id)
		if errors.Is(err, corpus.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, viewHit(hitOf(rec)))
	}
	return out, nil
}

func hitOf(rec Record) index.Hit {
	p, v := rec.Posting, rec.Verdict
	row := index.Row{ID: p.ID, Company: p.Company, OnLadder: v.OnLadder, Beside: v.Beside, Rank: v.Rank, Gap: v.Gap, Confidence: v.Confidence, Workplace: p.Workplace}
	for _, l := range p.Locations {
		if l.Country != "" {
			row.Countries = append(row.Countries, l.Country)
		}
	}
	if p.Posted != nil {
		row.Posted = p.Posted.At
	}
	if n := len(rec.History.Spells); n > 0 {
		row.FirstSeen, row.Closed = rec.History.Spells[0].Opened, rec.History.Spells[n-1].Closed
	}
	return index.Hit{Row: row, Title: p.Title, URL: p.URL}
}
