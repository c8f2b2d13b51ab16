package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"rung/index"
	"rung/index/query"
)

const pageSize = 20

type searchPage struct {
	Query, Sort string
	Fields      []query.Field
	Total       int
	Vacancies   int
	Empty       bool // nothing is stored at all
	Hits        []hitView
	Facets      []facetView
	Next        string
	Took        time.Duration
	// Problem is what is wrong with the query, nil for nothing.
	Problem *problem
	// Instead are searches that find something where this one does not.
	Instead []instead
	Saved   []savedView
	// Demand is the report on the same postings, CSV and JSON this page of
	// hits as data.
	Demand, CSV, JSON string
}

// instead is a search to try and why.
type instead struct{ Why, Query, Link string }

type hitView struct {
	index.Hit
	Link, Rung string
	// Gap says how title and duties differ, "" where they agree.
	Gap       string
	Facts     []string
	Sentences [][]mark
}

// A mark is a stretch of a sentence, with Hit where it answers the query.
type mark struct {
	Text string
	Hit  bool
}

func (s *server) search(r *http.Request) (answer, error) {
	form := r.URL.Query()
	text := strings.TrimSpace(form.Get("q"))
	q, err := parseQuery(text)
	var unread *problem
	if errors.As(err, &unread) {
		return s.searchAgain(text, unread)
	}
	if err != nil {
		return answer{}, err
	}
	sort := index.Sort(form.Get("sort"))
	if sort != index.ByDate && sort != index.ByScore {
		sort = ""
	}
	res, err := s.Index.Search(r.Context(), index.Request{
		Query: q, Sort: sort, Size: pageSize, After: form.Get("after"), Facets: facetNames(), FacetSize: facetSize, Highlight: true, Fold: true,
	})
	if errors.Is(err, index.ErrCursor) {
		return answer{}, &problem{Status: http.StatusBadRequest, Title: "This page of hits cannot be reached", Detail: "Search again from the first page."}
	}
	if err != nil {
		return answer{}, err
	}
	page := searchPage{Query: text, Sort: string(sort), Fields: query.Fields(), Total: res.Total, Vacancies: res.Vacancies, Took: res.Took.Round(100 * time.Microsecond),
		Demand: link("/demand", "q", text), CSV: link("/search", "q", text, "sort", string(sort), "after", form.Get("after"), "format", "csv"),
		JSON: link("/search", "q", text, "sort", string(sort), "after", form.Get("after"), "format", "json")}
	if err := s.nothing(r.Context(), q, &page); err != nil {
		return answer{}, err
	}
	if page.Saved, err = s.savedViews(); err != nil {
		return answer{}, err
	}
	page.fill(res)
	return answer{page: "search", title: "Search postings", here: "search", body: page, data: res, rows: page.Hits}, nil
}

// searchAgain is the box with a query that cannot be read still in it, and
// what is wrong with it.
func (s *server) searchAgain(text string, p *problem) (answer, error) {
	saved, err := s.savedViews()
	return answer{status: p.Status, page: "search", title: p.Title, here: "search", data: p,
		body: searchPage{Query: text, Fields: query.Fields(), Saved: saved, Problem: p}}, err
}

// nothing says what to ask instead of a query that finds nothing.
func (s *server) nothing(ctx context.Context, q query.Query, page *searchPage) error {
	if page.Total > 0 {
		return nil
	}
	n, err := s.Index.Count()
	if page.Empty = n == 0; err != nil || page.Empty {
		return err
	}
	better, found, err := s.Index.Suggest(ctx, q)
	if err != nil {
		return err
	}
	if found {
		page.Instead = append(page.Instead, instead{"Did you mean", better.String(), link("/search", "q", better.String())})
	}
	loosers, err := s.Index.Loosen(ctx, better)
	for _, l := range loosers[:min(len(loosers), 3)] {
		page.Instead = append(page.Instead, instead{fmt.Sprintf("%d postings without %s:", l.Total, l.Drop), l.Query, link("/search", "q", l.Query)})
	}
	return err
}

func parseQuery(text string) (query.Query, error) {
	q, err := query.Parse(text)
	var qe *query.Error
	if errors.As(err, &qe) {
		return nil, &problem{Status: http.StatusBadRequest, Title: "The query cannot be read: " + qe.What, Detail: capital(qe.Hint), Place: qe.Pointer()}
	}
	return q, err
}

func (p *searchPage) fill(res index.Result) {
	p.Hits = viewHits(res.Hits)
	for _, f := range res.Facets {
		if v := p.facet(f); len(v.Counts) > 0 {
			p.Facets = append(p.Facets, v)
		}
	}
	if res.Next != "" {
		p.Next = link("/search", "q", p.Query, "sort", p.Sort, "after", res.Next)
	}
}

// link writes an address with the parameters that are not empty.
func link(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func viewHits(hits []index.Hit) []hitView {
	var out []hitView
	for _, h := range hits {
		out = append(out, viewHit(h))
	}
	return out
}

func viewHit(h index.Hit) hitView {
	v := hitView{Hit: h, Link: link("/posting", "id", h.ID), Rung: "beside: " + h.Beside}
	if h.OnLadder {
		v.Rung = query.Rungs[h.Rank-1]
	}
	v.Facts = facts(h.Company, strings.Join(h.Countries, ", "), string(h.Workplace), pay(h.Pay), dated("posted", h.Posted), dated("closed", h.Closed))
	if h.Gap != nil && *h.Gap != 0 {
		v.Gap = "title above its duties"
		if *h.Gap < 0 {
			v.Gap = "title below its duties"
		}
	}
	for _, f := range h.Fragments {
		v.Sentences = append(v.Sentences, marks(f))
	}
	return v
}

// pay is a range as stated, "" for none.
func pay(p index.Pay) string {
	if p.Max == 0 && p.Min == 0 {
		return ""
	}
	s := humanize.Comma(int64(p.Min))
	switch {
	case p.Min == 0:
		s = "up to " + humanize.Comma(int64(p.Max))
	case p.Max > p.Min:
		s += "–" + humanize.Comma(int64(p.Max))
	}
	return strings.TrimSpace(s + " " + p.Currency + " a " + string(p.Period))
}

func dated(what string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return what + " " + t.Format(time.DateOnly)
}

func facts(all ...string) []string {
	var out []string
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func marks(f index.Fragment) []mark {
	var out []mark
	at := 0
	for _, m := range f.Marks {
		out = append(out, mark{Text: f.Text[at:m.Start]}, mark{Text: f.Text[m.Start:m.End], Hit: true})
		at = m.End
	}
	return append(out, mark{Text: f.Text[at:]})
}
