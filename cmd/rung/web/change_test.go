package web

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"rung/corpus"
	"rung/corpus/gold"
)

// visit asks a server that goes on, where ask makes a new one each time.
func visit(t *testing.T, h http.Handler, method, target string, form url.Values) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	r.Host = "127.0.0.1"
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func page(t *testing.T, res *http.Response) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestACrawlTellsHowItGoes follows one crawl of two boards from its start,
// through its events, to its end.
func TestACrawlTellsHowItGoes(t *testing.T) {
	o := options()
	boards := street{next: make(chan struct{})}
	o.Boards = boards
	h := New(o)
	defer h.Close()
	server := httptest.NewServer(h)
	defer server.Close()

	if res := visit(t, h, "POST", "/boards/crawl", url.Values{"limit": {"2"}}); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("starting a crawl: %s", res.Status)
	}
	if res := visit(t, h, "POST", "/boards/crawl", nil); res.StatusCode != http.StatusConflict {
		t.Errorf("a second crawl at the same time: %s, want a conflict", res.Status)
	}
	if doc := page(t, visit(t, h, "GET", "/boards", nil)); doc.Find(`noscript`).Length() != 1 || doc.Find("[data-running]").Length() != 1 {
		t.Error("while a crawl runs the page shows it and, without scripts, comes again")
	}
	res, err := http.Get(server.URL + "/boards/progress")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	events := bufio.NewScanner(res.Body)
	waitFor(t, events, "event: progress", "Crawling: 0 of 2 boards")
	boards.next <- struct{}{}
	waitFor(t, events, "event: progress", "Crawling: 1 of 2 boards (1 complete); 2 new postings")
	boards.next <- struct{}{}
	waitFor(t, events, "event: ended", "Ended: 2 of 2 boards (2 complete); 4 new postings")
	events.Scan() // the line between events
	if events.Scan() {
		t.Errorf("after the end comes %q", events.Text())
	}
	if doc := page(t, visit(t, h, "GET", "/boards", nil)); doc.Find("noscript, [data-running]").Length() != 0 || !strings.Contains(doc.Find("#progress").Text(), "Ended: 2 of 2") {
		t.Error("after its end the page says how the crawl went and no longer comes again")
	}
}

// waitFor reads events until one of that name says so.
func waitFor(t *testing.T, events *bufio.Scanner, name, says string) {
	t.Helper()
	for events.Scan() {
		if events.Text() != name {
			continue
		}
		if events.Scan(); strings.Contains(events.Text(), says) {
			return
		}
	}
	t.Fatalf("no %q says %q", name, says)
}

func TestACrawlIsStopped(t *testing.T) {
	o := options()
	o.Boards = street{next: make(chan struct{})}
	h := New(o)
	visit(t, h, "POST", "/boards/crawl", nil)
	visit(t, h, "POST", "/boards/stop", nil)
	h.Close() // waits for it
	if text := page(t, visit(t, h, "GET", "/boards", nil)).Find("#progress strong").Text(); !strings.HasPrefix(text, "Stopped: 0 of") {
		t.Errorf("a crawl that was stopped says %q", text)
	}
}

func TestNoCrawlOfInventedData(t *testing.T) {
	o := options()
	o.Boards = street{off: "It is invented."}
	if res := ask(t, o, "POST", "/boards/crawl", ""); res.StatusCode != http.StatusConflict {
		t.Errorf("status %d, want a conflict", res.StatusCode)
	}
	if doc := page(t, ask(t, o, "GET", "/boards", "")); doc.Find("form.crawl").Length() != 0 || !strings.Contains(doc.Text(), "It is invented.") {
		t.Error("where nothing can be crawled the page says why and has no button")
	}
}

func TestASearchIsSaved(t *testing.T) {
	h := New(options())
	if res := visit(t, h, "POST", "/saved", url.Values{"name": {"ferry jobs"}, "q": {"ferry"}}); res.Header.Get("Location") != "/search?q=ferry" {
		t.Errorf("saving leads to %q", res.Header.Get("Location"))
	}
	res := visit(t, h, "GET", "/feed/ferry%20jobs", nil)
	feed, err := io.ReadAll(res.Body)
	if err != nil || !strings.Contains(string(feed), "<entry>") || res.Header.Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		t.Errorf("the feed: %s %v\n%s", res.Header.Get("Content-Type"), err, feed)
	}
	visit(t, h, "POST", "/saved/remove", url.Values{"name": {"ferry jobs"}})
	if res := visit(t, h, "GET", "/feed/ferry%20jobs", nil); res.StatusCode != http.StatusNotFound {
		t.Errorf("the feed of a removed search: %s", res.Status)
	}
}

func TestDownloads(t *testing.T) {
	for _, tt := range []struct{ target, kind, want string }{
		{"/demand?format=csv", "text/csv; charset=utf-8", "mix,"},
		{"/demand?format=json", "application/json", `"mix"`},
		{"/demand?format=md&q=own", "text/markdown; charset=utf-8", "rung report 'own'"},
		{"/demand?format=html", "text/html; charset=utf-8", "<!doctype html>"},
	} {
		res := ask(t, options(), "GET", tt.target, "")
		body, err := io.ReadAll(res.Body)
		if err != nil || res.Header.Get("Content-Type") != tt.kind || !strings.Contains(string(body), tt.want) {
			t.Errorf("%s: %s, error %v, lacks %q: %.200s", tt.target, res.Header.Get("Content-Type"), err, tt.want, body)
		}
		if !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s is no download", tt.target)
		}
	}
}

func TestRowsAreCSV(t *testing.T) {
	for target, want := range map[string]int{"/search?q=own&format=csv": 2, "/behind?key=mix/pm&format=csv": 6} {
		all, err := csv.NewReader(ask(t, options(), "GET", target, "").Body).ReadAll()
		if err != nil || len(all) != want+1 {
			t.Errorf("%s: %d rows, error %v; want %d and a heading", target, len(all), err, want)
		}
	}
}

// form is a form with a file.
func form(t *testing.T, name, content string) (body, kind string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(part, content)
	if err := w.WriteField("text", "an older text"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

func TestAFileIsClassified(t *testing.T) {
	for _, tt := range []struct {
		name, content string
		status        int
		want          string
	}{
		{"ad.txt", "own the roadmap", 200, "own the roadmap"},
		{"ad.pdf", "%PDF", 422, "Paste its text"},
		{"empty.txt", "", 422, "The file is empty"},
		{"large.txt", strings.Repeat("x", maxBody), 413, "too long"},
	} {
		body, kind := form(t, tt.name, tt.content)
		res := ask(t, options(), "POST", "/classify", body, "Content-Type", kind)
		if text := page(t, res).Find("main").Text(); res.StatusCode != tt.status || !strings.Contains(text, tt.want) {
			t.Errorf("%s: status %d, want %d and %q in %.300s", tt.name, res.StatusCode, tt.status, tt.want, text)
		}
	}
}

// TestLabelling walks through both passes: nothing of the title shows before
// the second, and what is kept is a row of a gold file.
func TestLabelling(t *testing.T) {
	o := options()
	kept := labels()
	o.Labels = kept
	o.Record = func(context.Context, string) (Record, error) {
		return Record{Posting: corpus.Posting{ID: "ferry-1", Title: "Principal Product Manager", Company: "Ferrywright",
			Text: "As a Principal Product Manager you will own the roadmap of several products."}}, nil
	}
	h := New(o)
	first := page(t, visit(t, h, "GET", "/label?who=zoe&q=own", nil))
	if text := first.Text(); strings.Contains(text, "Principal") || strings.Contains(text, "Ferrywright") || !strings.Contains(text, "As a [ROLE] you will") {
		t.Errorf("the first pass shows what it must hide: %s", first.Find("main").Text())
	}
	answers := url.Values{"who": {"zoe"}, "q": {"own"}, "id": {"ferry-1"}, "pass": {"duties"}, "duties": {"senior"}, "duties_certainty": {"high"},
		"evidence": {"“roadmap of several products”\n"}, "years": {""}}
	second := page(t, visit(t, h, "POST", "/label", answers))
	if text := second.Find("main").Text(); !strings.Contains(text, "Principal Product Manager") || !strings.Contains(text, "the title claims lead") {
		t.Fatalf("the second pass: %s", text)
	}
	last := url.Values{}
	second.Find("form.label input[type=hidden]").Each(func(_ int, e *goquery.Selection) {
		last.Set(e.AttrOr("name", ""), e.AttrOr("value", ""))
	})
	last.Set("rung", "lead")
	last.Set("certainty", "medium")
	if res := visit(t, h, "POST", "/label", last); res.Header.Get("Location") != "/label?q=own&who=zoe" {
		t.Errorf("a label that is kept leads to %q", res.Header.Get("Location"))
	}
	want := gold.Label{OnLadder: true, Duties: "senior", DutiesCertainty: "high", Rung: "lead", Certainty: "medium", Track: "ic", TitleSays: "lead",
		Mismatch: gold.TitleAbove, Evidence: []string{"roadmap of several products"}}
	for row, err := range gold.Decode(visit(t, h, "GET", "/label/file?who=zoe", nil).Body) {
		if err != nil || row.ID != "ferry-1" || row.Label.Rung != want.Rung || row.Label.Mismatch != want.Mismatch || row.Label.Track != want.Track || len(row.Label.Evidence) != 1 {
			t.Errorf("the gold file has %+v, %v; want %+v", row.Label, err, want)
		}
	}
	if len(kept.kept["zoe"]) != 1 {
		t.Errorf("%d rows were kept, want 1", len(kept.kept["zoe"]))
	}
}
