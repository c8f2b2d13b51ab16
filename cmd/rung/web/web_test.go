package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"rung/classify"
	"rung/classify/ladder"
	"rung/cmd/rung/report"
	"rung/corpus"
	"rung/corpus/gold"
	"rung/corpus/gold/label"
	"rung/crawler"
	"rung/index"
	"rung/index/query"
	"rung/index/trend"
)

// hostile is put into every field a stranger can fill.
const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>"'&{{.}}`

// judge finds one piece of evidence for and one against in every text.
type judge struct{}

func (judge) Classify(p corpus.Posting) classify.Verdict {
	v := classify.Verdict{ID: p.ID, OnLadder: true, OnLadderProbability: 1, Rung: "senior", Rank: 4, Confidence: 0.8, Score: 1, Prior: 0.5,
		Probabilities: map[string]float64{"pm": 0.2, "senior": 0.8}, Rungs: []string{"pm", "senior"}, Reason: "conflicting", Abstained: true,
		Title: classify.TitleClaim{Text: p.Title, Rung: "pm", Rank: 3}, Duties: classify.Duties{Rung: "senior", Rank: 4, Confidence: 0.7}}
	if len(p.Text) >= 8 {
		v.Evidence = []classify.Evidence{
			{Start: 0, End: 8, Text: p.Text[:8], Section: "duties", Dimension: "people", Rule: "first " + hostile, Toward: "senior", Weight: 0.75, Cite: []string{"D3", "market"}},
			{Start: 4, End: 6, Text: p.Text[4:6], Section: "duties", Dimension: "scope", Rule: "second", Toward: "pm", Weight: -0.25},
		}
	}
	return v
}

func (judge) Contrast(classify.Verdict) classify.Contrast {
	return classify.Contrast{Above: "lead", Missing: []classify.Signal{{Rule: "x", Asks: "asks " + hostile, Cite: []string{"D3"}}},
		Below: "pm", Holding: []classify.Evidence{{Text: "holds " + hostile}}}
}

// shelf answers every search with the same hit.
type shelf struct{ empty bool }

func (s shelf) Count() (int, error) {
	if s.empty {
		return 0, nil
	}
	return 1, nil
}

func (s shelf) Search(_ context.Context, r index.Request) (index.Result, error) {
	if r.After != "" {
		return index.Result{}, index.ErrCursor
	}
	if s.empty || query.Simplify(r.Query).String() == "nowhere" {
		return index.Result{Took: time.Millisecond}, nil
	}
	h := index.Hit{Row: index.Row{ID: "ashby:b:1", Company: hostile, Countries: []string{"US"}, OnLadder: true, Rank: 4, Posted: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)}, Title: hostile, Also: []string{"ashby:b:2"},
		Fragments: []index.Fragment{{Text: "own " + hostile + " it", Marks: []index.Mark{{Start: 0, End: 3}}}}}
	beside := index.Hit{Row: index.Row{ID: "ashby:b:3", Beside: "designer"}, Title: "Designer"}
	return index.Result{Hits: []index.Hit{h, beside}, Total: 41, Vacancies: 40, Next: "cursor", Took: time.Millisecond,
		Facets: []index.Facet{{Name: "company", Counts: []index.Count{{Value: hostile, N: 1}}, Other: 3}, {Name: "month", Counts: []index.Count{{Value: "2026-05", N: 1}}}}}, nil
}

func (s shelf) MoreLikeThis(ctx context.Context, id string, _ query.Query, _ int) ([]index.Hit, error) {
	if id == "linked" {
		return nil, index.ErrUnknown
	}
	res, err := s.Search(ctx, index.Request{Query: query.All{}})
	return res.Hits, err
}

func (s shelf) Suggest(_ context.Context, q query.Query) (query.Query, bool, error) {
	return query.Word{Text: "somewhere"}, true, nil
}

func (s shelf) Loosen(context.Context, query.Query) ([]index.Looser, error) {
	return []index.Looser{{Drop: hostile, Query: "own " + hostile, Total: 3}}, nil
}

// drawer keeps saved searches in memory.
type drawer struct{ all index.SavedSearches }

func (d *drawer) All() (index.SavedSearches, error) { return d.all, nil }

func (d *drawer) Save(_ context.Context, name string, q query.Query) error {
	d.all = d.all.With(index.Saved{Name: name, Query: q.String()})
	return nil
}

func (d *drawer) Remove(name string) error {
	d.all = d.all.Without(name)
	return nil
}

// book keeps labels in memory; "ana" and "ben" differ about one posting.
type book struct{ kept map[string][]gold.Row }

func labels() *book {
	row := func(rung string) []gold.Row {
		return []gold.Row{{Posting: corpus.Posting{ID: hostile}, Label: gold.Label{Rung: rung, Duties: "pm"}}}
	}
	return &book{map[string][]gold.Row{"ana": row("pm"), "ben": row("senior")}}
}

func (b *book) Annotators() ([]string, error) { return slices.Sorted(maps.Keys(b.kept)), nil }

func (b *book) Rows(who string) ([]gold.Row, error) {
	if _, err := b.File(who); err != nil {
		return nil, err
	}
	return b.kept[who], nil
}

func (b *book) Put(who string, row gold.Row) error {
	b.kept[who] = append(b.kept[who], row)
	return nil
}

func (b *book) File(who string) (string, error) { return label.Open("labels").File(who) }

// street is three boards: one read, one in trouble, one never asked.
type street struct {
	off string
	// next lets a crawl go on by one board.
	next chan struct{}
}

func boardNamed(token string) corpus.Board {
	return corpus.Board{Source: "ashby", Token: token, Company: token}
}

func (s street) Off() string { return s.off }

func (s street) Entries() ([]crawler.Entry, error) {
	return []crawler.Entry{{Board: boardNamed(hostile)}, {Board: boardNamed("b")}, {Board: boardNamed("c"), Pruned: "not found " + hostile}}, nil
}

func (s street) Visits(context.Context) ([]corpus.Visit, error) {
	at := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	return []corpus.Visit{
		{Board: boardNamed(hostile), At: at, Outcome: corpus.OutcomeBlocked, Detail: hostile},
		{Board: boardNamed("elsewhere"), At: at, Outcome: corpus.OutcomeComplete, Postings: 7},
	}, nil
}

func (s street) Crawl(ctx context.Context, boards []corpus.Board, told func(crawler.Event)) (crawler.Stats, error) {
	for i, b := range boards {
		told(crawler.Event{Board: b, Total: len(boards)})
		select {
		case <-s.next:
		case <-ctx.Done():
			return crawler.Stats{}, ctx.Err()
		}
		told(crawler.Event{Board: b, Ended: true, Outcome: corpus.OutcomeComplete, Postings: 5, Change: corpus.Change{New: 2}, Done: i + 1, Total: len(boards)})
	}
	return crawler.Stats{}, nil
}

// rows is what reports are made of.
type rows []index.Row

func (rs rows) Walk(_ context.Context, _ query.Query, fn func(*index.Row) error) error {
	for _, r := range rs {
		if err := fn(&r); err != nil {
			return err
		}
	}
	return nil
}

func record(_ context.Context, id string) (Record, error) {
	at := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	p := corpus.Posting{ID: id, Title: hostile, Company: hostile, Text: hostile + "\n- more", HTML: hostile, URL: "javascript:alert(3)",
		Locations: []corpus.Location{{Raw: hostile}}, Salaries: []corpus.Salary{{Raw: hostile}}, Posted: &corpus.Stated{At: at, Field: "x"}}
	switch id {
	case "":
		return Record{}, corpus.ErrNotFound
	case "broken":
		return Record{}, errors.New("the disk is on fire " + hostile)
	case "linked":
		p.URL = "https://jobs.example/1"
	}
	return Record{Posting: p, Verdict: judge{}.Classify(p), Vacancy: corpus.Vacancy{Members: []corpus.Member{{ID: id}, {ID: hostile, Reason: hostile}}},
		History: corpus.History{Spells: []corpus.Spell{{Opened: at, LastSeen: at, Closed: at, Reason: corpus.ClosedUnlisted}, {Opened: at, LastSeen: at, Repost: true}}}}, nil
}

func options() Options {
	market := rows{}
	for i := range 40 {
		market = append(market, index.Row{ID: fmt.Sprint(i), Vacancy: fmt.Sprint(i), Company: hostile, OnLadder: true, Rank: 1 + i%7, Posted: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), FirstSeen: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)})
	}
	return Options{
		Classifier: judge{}, Index: shelf{}, Record: record, Ladder: ladder.Default(), Model: "test", Version: "0", Hosts: []string{"rung.example"}, Notice: "Invented.",
		Read: func(title, text string) (corpus.Posting, error) {
			if text == "" {
				return corpus.Posting{}, errors.New("the description is empty " + hostile)
			}
			return corpus.Posting{Title: title, Text: text}, nil
		},
		ReadFile: func(name, title string, data []byte) (corpus.Posting, error) {
			if strings.HasSuffix(name, ".pdf") {
				return corpus.Posting{}, &Refused{"It is a PDF " + hostile, "Paste its text " + hostile}
			}
			return corpus.Posting{Title: name, Text: string(data)}, nil
		},
		Fetch: func(_ context.Context, url string) (corpus.Posting, error) {
			return corpus.Posting{}, &Refused{"No " + url, "Paste it"}
		},
		Meta: func(command string) (report.Meta, error) {
			return report.Meta{Command: command, Model: hostile, Version: hostile}, nil
		},
		Saved: &drawer{index.SavedSearches{{Name: hostile, Query: hostile}}}, Boards: street{}, Labels: labels(), Now: time.Now,
		Report: func(ctx context.Context, o trend.Options) (*trend.Report, error) {
			return trend.Compute(ctx, market, o)
		},
	}
}

func ask(t *testing.T, o Options, method, target, body string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "127.0.0.1:8080"
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	New(o).ServeHTTP(w, r)
	return w.Result()
}

var pasted = url.Values{"title": {hostile}, "text": {hostile}}.Encode()

// pages are every template with every kind of body it is given.
var pages = []struct {
	name, method, target, body string
	status                     int
	want                       string
}{
	{"form", "GET", "/", "", 200, "Paste a product-management job ad"},
	{"verdict", "POST", "/classify", pasted, 200, "80 % sure"},
	{"nothing pasted", "POST", "/classify", "title=x", 422, "the description is empty"},
	{"hits", "GET", "/search?q=own", "", 200, "41 postings of 40 vacancies"},
	{"no query", "GET", "/search", "", 200, "41 postings"},
	{"no hit", "GET", "/search?q=nowhere", "", 200, "Nothing matches"},
	{"broken query", "GET", "/search?q=" + url.QueryEscape(`rung:`+hostile), "", 400, "The query cannot be read"},
	{"broken query of a report", "GET", "/demand?q=rung:x", "", 400, "The query cannot be read"},
	{"broken cursor", "GET", "/search?q=own&after=x", "", 400, "Search again from the first page"},
	{"posting", "GET", "/posting?id=ashby:b:1", "", 200, "a repost"},
	{"posting with a link", "GET", "/posting?id=linked", "", 200, "The original posting"},
	{"no such posting", "GET", "/posting", "", 404, "There is no such posting"},
	{"broken posting", "GET", "/posting?id=broken", "", 500, "the disk is on fire"},
	{"classify a link", "POST", "/classify", "url=" + url.QueryEscape("https://"+hostile), 422, "No https://"},
	{"example", "GET", "/?example=1", "", 200, "An invented ad"},
	{"saved search of no name", "POST", "/saved", "q=own", 422, "That is no name"},
	{"saved search of no query", "POST", "/saved", "name=x&q=rung:x", 400, "The query cannot be read"},
	{"no such feed", "GET", "/feed/nowhere", "", 404, "No search is saved under that name"},
	{"behind a number", "GET", "/behind?key=mix/pm", "", 200, "Vacancies on pm:"},
	{"behind no number", "GET", "/behind?key=" + url.QueryEscape(hostile), "", 404, "The report has no such number"},
	{"behind no report", "GET", "/behind?key=mix/pm&by=day", "", 400, "Periods are month or week"},
	{"ladder", "GET", "/ladder", "", 200, "What grows from rung to rung"},
	{"rung", "GET", "/ladder?rung=senior", "", 200, "Rung 4 of 7"},
	{"lowest rung", "GET", "/ladder?rung=associate", "", 200, "Rung 1 of 7"},
	{"highest rung", "GET", "/ladder?rung=vp", "", 200, "Rung 7 of 7"},
	{"no such rung", "GET", "/ladder?rung=" + url.QueryEscape(hostile), "", 404, "Its rungs are associate"},
	{"boards", "GET", "/boards", "", 200, "Crawl these"},
	{"boards of none", "GET", "/boards?match=" + url.QueryEscape(hostile+"x"), "", 200, "No board is like that"},
	{"a crawl of none", "POST", "/boards/crawl", "match=nowhere", 422, "Widen the filter"},
	{"label", "GET", "/label", "", 200, "What was labelled so far"},
	{"label as nobody", "GET", "/label?who=" + url.QueryEscape(hostile) + "&id=x", "", 200, "An annotator's name is"},
	{"first pass", "GET", "/label?who=ana&skip=x", "", 200, "What do the duties alone say?"},
	{"first pass of one", "GET", "/label?who=ana&id=linked", "", 200, "pass 1 of 2: the title is hidden"},
	{"nothing to label", "GET", "/label?who=ana&q=nowhere", "", 200, "Nothing is left to label here"},
	{"label nothing", "POST", "/label", "who=ana&pass=duties&id=", 404, "There is no such posting"},
	{"label as no one", "POST", "/label", "who=..", 422, "An annotator's name is"},
	{"first pass without evidence", "POST", "/label", "who=ana&pass=duties&id=linked&duties=pm&duties_certainty=high&evidence=nowhere", 422, "is not in the text"},
	{"second pass", "POST", "/label", "who=ana&pass=duties&id=linked&duties=pm&duties_certainty=high&reports=yes&years=3&evidence=" + url.QueryEscape("- more"), 200, "pass 2 of 2"},
	{"second pass without a rung", "POST", "/label", "who=ana&pass=all&id=linked&duties=none&certainty=high", 422, "unknown rung"},
	{"labels of nobody", "GET", "/label/file?who=zoe", "", 404, "Nobody of that name"},
	{"agreement", "GET", "/label/agreement", "", 200, "Where they differ"},
	{"agreement with nobody", "GET", "/label/agreement?a=ana&b=zoe", "", 200, "no posting in common"},
	{"agreement with no name", "GET", "/label/agreement?a=ana&b=..", "", 422, "The labels cannot be read"},
	{"demand", "GET", "/demand?by=week&from=2026-05&to=2026-05", "", 200, "Vacancies by rung"},
	{"report of nothing", "GET", "/demand?to=2020-01", "", 200, "There is nothing to report on"},
	{"report by the day", "GET", "/demand?by=day", "", 400, "Periods are month or week"},
	{"report from never", "GET", "/demand?from=x", "", 400, "From is a month"},
	{"report backwards", "GET", "/demand?from=2026-05&to=2026-01", "", 400, "From is later than to"},
	{"no such page", "GET", "/nowhere", "", 404, "There is no such page"},
}

func TestPages(t *testing.T) {
	for _, tt := range pages {
		t.Run(tt.name, func(t *testing.T) {
			res := ask(t, options(), tt.method, tt.target, tt.body)
			if res.StatusCode != tt.status {
				t.Errorf("status %d, want %d", res.StatusCode, tt.status)
			}
			if csp := res.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'") {
				t.Errorf("Content-Security-Policy %q", csp)
			}
			doc, err := goquery.NewDocumentFromReader(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(doc.Find("main").Text(), tt.want) {
				t.Errorf("the page lacks %q: %s", tt.want, doc.Find("main").Text())
			}
			if !strings.Contains(doc.Text(), "Invented.") || doc.Find("h1").Length() != 1 {
				t.Error("a page has its notice and one heading")
			}
			harmless(t, doc)
			labelled(t, doc)
		})
	}
}

// harmless holds that nothing of the hostile text became markup and nothing
// is loaded from elsewhere.
func harmless(t *testing.T, doc *goquery.Document) {
	t.Helper()
	if own := doc.Find("script").Remove(); own.Length() != 1 || own.AttrOr("src", "") != "/page.js" || own.Text() != "" {
		t.Errorf("a page has one script, ours: %d", own.Length())
	}
	if n := doc.Find("img, iframe, object, embed, [onerror], [onload], [onclick], [style]").Length(); n > 0 {
		t.Errorf("%d elements that run, load or bend something", n)
	}
	doc.Find("[href], [src], [action]").Each(func(_ int, e *goquery.Selection) {
		for _, name := range []string{"href", "src", "action"} {
			to, ok := e.Attr(name)
			if ok && !strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "#") && to != "https://jobs.example/1" {
				t.Errorf("%s leads to %q", name, to)
			}
		}
	})
}

// labelled holds that every field can be told by ear and every link within
// the page leads somewhere.
func labelled(t *testing.T, doc *goquery.Document) {
	t.Helper()
	doc.Find("input:not([type=hidden]), textarea, select").Each(func(_ int, e *goquery.Selection) {
		if id, _ := e.Attr("id"); id == "" || doc.Find(`label[for="`+id+`"]`).Length() != 1 {
			t.Errorf("the field %q has no label of its own", e.AttrOr("name", "?"))
		}
	})
	doc.Find("table").Each(func(_ int, e *goquery.Selection) {
		if e.Find("caption").Length()+e.Closest("section[aria-labelledby]").Length() == 0 {
			t.Errorf("a table has no name: %s", e.Text())
		}
		if n := e.Find("th:not([scope])").Length(); n > 0 {
			t.Errorf("%d headings of a table do not say what they head: %s", n, e.Text())
		}
	})
	doc.Find("h1, h2, h3").Each(func(i int, e *goquery.Selection) {
		if level := e.Nodes[0].Data; i == 0 && level != "h1" {
			t.Errorf("the first heading is %s", level)
		}
	})
	doc.Find(`a[href^="#"]`).Each(func(_ int, e *goquery.Selection) {
		if to := e.AttrOr("href", ""); doc.Find(to).Length() != 1 {
			t.Errorf("the link %s leads to %d places", to, doc.Find(to).Length())
		}
	})
}

func TestEvidenceIsMarkedInTheText(t *testing.T) {
	body := url.Values{"text": {"own the roadmap"}}.Encode()
	doc, err := goquery.NewDocumentFromReader(ask(t, options(), "POST", "/classify", body).Body)
	if err != nil {
		t.Fatal(err)
	}
	var marked []string
	doc.Find(".adtext .mark").Each(func(_ int, e *goquery.Selection) {
		marked = append(marked, e.AttrOr("href", "")+" "+e.Contents().First().Text())
	})
	// The stronger of two that overlap has the words.
	if got, want := strings.Join(marked, "|"), "#e1 own the "; got != want {
		t.Errorf("marked %q, want %q", got, want)
	}
	doc.Find(".mark sup").Remove()
	if got := doc.Find(".adtext").Text(); got != "own the roadmap" {
		t.Errorf("the ad reads %q", got)
	}
	if n := doc.Find("#e1 abbr[title]").Length(); n != 2 {
		t.Errorf("the first item names %d documents, want 2", n)
	}
}

func TestSegmentsGiveTheTextBack(t *testing.T) {
	text := "Grüße: lead äöü people"
	v := classify.Verdict{OnLadder: true, Evidence: []classify.Evidence{
		{Start: 0, End: 7, Weight: 0.1}, {Start: 3, End: 12, Weight: -0.9}, {Start: 9, End: 14, Weight: 0.5}, {Start: 20, End: 99, Weight: 1}}}
	var b strings.Builder
	for _, g := range segments(text, v, strongestFirst(v), func(classify.Evidence) bool { return true }) {
		b.WriteString(g.Text)
	}
	if b.String() != text {
		t.Errorf("segments add up to %q, want %q", b.String(), text)
	}
}

func TestLikeTitle(t *testing.T) {
	v := classify.Verdict{OnLadder: true, Rungs: []string{"pm", "lead"}, Title: classify.TitleClaim{Text: "Product Lead OR Head – Paper.io 2"}}
	if got, want := likeTitle(v), "(product OR lead OR or OR head OR paper OR io OR 2) rung:pm..lead"; got != want {
		t.Errorf("likeTitle = %q, want %q", got, want)
	}
	if _, err := query.Parse(likeTitle(v)); err != nil {
		t.Error(err)
	}
	v.OnLadder = false
	if got := likeTitle(v); got != "" {
		t.Errorf("likeTitle beside the ladder = %q", got)
	}
}

func TestJSON(t *testing.T) {
	for _, tt := range pages {
		t.Run(tt.name, func(t *testing.T) {
			res := ask(t, options(), tt.method, tt.target, tt.body, "Accept", "application/json")
			var data map[string]any
			if err := json.NewDecoder(res.Body).Decode(&data); err != nil {
				t.Fatal(err)
			}
			kind := "application/json"
			if tt.status >= 400 {
				kind = "application/problem+json"
			}
			if got := res.Header.Get("Content-Type"); res.StatusCode != tt.status || got != kind {
				t.Errorf("status %d %s, want %d %s", res.StatusCode, got, tt.status, kind)
			}
			if len(data) == 0 && tt.name != "form" {
				t.Error("no data")
			}
		})
	}
}

func TestGuard(t *testing.T) {
	for _, tt := range []struct {
		name, method string
		header       []string
		want         int
	}{
		{"address", "GET", []string{"Host", "127.0.0.1:8080"}, 200},
		{"address of version six", "GET", []string{"Host", "[::1]:8080"}, 200},
		{"localhost", "GET", []string{"Host", "localhost:8080"}, 200},
		{"allowed name", "GET", []string{"Host", "RUNG.example"}, 200},
		{"a name bent to this address", "GET", []string{"Host", "evil.example:8080"}, http.StatusMisdirectedRequest},
		{"a name like an address", "GET", []string{"Host", "127.0.0.1.evil.example"}, http.StatusMisdirectedRequest},
		{"no name", "GET", []string{"Host", ""}, http.StatusMisdirectedRequest},
		{"posted from here", "POST", []string{"Origin", "http://127.0.0.1:8080"}, 200},
		{"posted from elsewhere", "POST", []string{"Origin", "http://evil.example"}, http.StatusForbidden},
		{"posted across sites", "POST", []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
	} {
		t.Run(tt.name, func(t *testing.T) {
			target := "/"
			if tt.method == "POST" {
				target = "/classify"
			}
			if res := ask(t, options(), tt.method, target, pasted, tt.header...); res.StatusCode != tt.want {
				t.Errorf("status %d, want %d", res.StatusCode, tt.want)
			}
		})
	}
}

func TestTooMuchIsRefused(t *testing.T) {
	res := ask(t, options(), "POST", "/classify", "text="+strings.Repeat("x", maxBody))
	if res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d, want 413", res.StatusCode)
	}
}

func TestNothingStoredSaysWhatToDo(t *testing.T) {
	o := options()
	o.Index = shelf{empty: true}
	doc, err := goquery.NewDocumentFromReader(ask(t, o, "GET", "/search?q=own", "").Body)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(doc.Text(), "rung crawl") {
		t.Error("an empty index does not say how to fill it")
	}
}
