package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"rung/cmd/rung/web/api"
	"rung/cmd/rung/web/desk"
	"rung/cmd/rung/web/desk/desktest"
	"rung/corpus"
)

func TestTooOftenIsRefused(t *testing.T) {
	h := api.New(api.Options{Desk: desktest.New(t), Rate: 2})
	status := map[int]int{}
	for range 6 {
		w := ask(t, h, "GET", api.Prefix+"/health", "")
		status[w.Code]++
		if w.Code == http.StatusTooManyRequests && (w.Header().Get("Retry-After") != "1" || w.Header().Get("Content-Type") != "application/problem+json") {
			t.Errorf("429 with %v", w.Header())
		}
	}
	if status[200] != 4 || status[429] != 2 {
		t.Errorf("six requests at two a second: %v, want four answered", status)
	}
}

func TestElsewhere(t *testing.T) {
	h := api.New(api.Options{Desk: desktest.New(t)})
	for _, tt := range []struct {
		method, target string
		status         int
		allow          string
	}{
		{"GET", "/api/", 404, ""},
		{"GET", "/api/v2/search", 404, ""},
		{"GET", api.Prefix + "/classify", 405, "POST"},
		{"DELETE", api.Prefix + "/posting/1", 405, "GET"},
		{"POST", api.Prefix + "/search", 405, "GET"},
	} {
		w := ask(t, h, tt.method, tt.target, "")
		if w.Code != tt.status || w.Header().Get("Allow") != tt.allow || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s: %d, Allow %q, %s; want %d, %q", tt.method, tt.target, w.Code, w.Header().Get("Allow"), w.Header().Get("Content-Type"), tt.status, tt.allow)
		}
	}
}

// TestFaults holds what a client is told when things fail here.
func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		name   string
		err    error
		status int
		logged bool
	}{
		{"a fault of ours", errors.New("open /var/secret: permission denied"), 500, true},
		{"too slow", context.DeadlineExceeded, 503, false},
		{"gone", context.Canceled, 503, false},
		{"none", corpus.ErrNotFound, 404, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := desktest.New(t)
			o.Record = func(context.Context, string) (desk.Record, error) { return desk.Record{}, tt.err }
			logged := ""
			h := api.New(api.Options{Desk: o, Log: func(op string, err error) { logged = op + ": " + err.Error() }})
			w := ask(t, h, "GET", api.Prefix+"/posting/hunter2", "")
			if w.Code != tt.status || strings.Contains(w.Body.String(), "secret") {
				t.Errorf("%v is told as %d %s, want %d", tt.err, w.Code, w.Body, tt.status)
			}
			if (logged != "") != tt.logged || strings.Contains(logged, "hunter2") {
				t.Errorf("logged %q", logged)
			}
		})
	}
}

func TestNotReady(t *testing.T) {
	o := desktest.New(t)
	o.State = func(context.Context) (string, error) { return "", errors.New("the disk is gone") }
	if w := ask(t, api.New(api.Options{Desk: o}), "GET", api.Prefix+"/ready", ""); w.Code != 503 || strings.Contains(w.Body.String(), "disk") {
		t.Errorf("readiness without a store: %d %s", w.Code, w.Body)
	}
}

func TestMarkupOfPostingsIsSanitised(t *testing.T) {
	h := api.New(api.Options{Desk: desktest.New(t)})
	for _, p := range desktest.Hostile() {
		w := ask(t, h, "GET", api.Prefix+"/posting/"+url.PathEscape(p.ID)+"?fields=posting.html", "")
		var got struct{ Posting struct{ HTML string } }
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 {
			t.Fatalf("%s: %d %v", p.ID, w.Code, err)
		}
		if s := got.Posting.HTML; strings.Contains(s, "<script") || strings.Contains(s, "<img") || !strings.HasPrefix(s, "<p>") {
			t.Errorf("%s has the markup %.200q", p.ID, s)
		}
	}
}

// TestDocs holds that the page names every operation, runs nothing and loads
// nothing from elsewhere.
func TestDocs(t *testing.T) {
	h := api.New(api.Options{Desk: desktest.New(t)})
	w := ask(t, h, "GET", api.Prefix+"/docs", "")
	if csp := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; style-src 'self'") {
		t.Errorf("Content-Security-Policy %q", csp)
	}
	page, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range describe(t, h).Paths {
		for _, op := range item {
			if page.Find("section#"+op.OperationID).Length() != 1 {
				t.Errorf("the page lacks %s", op.OperationID)
			}
		}
	}
	if page.Find("script, img, iframe, [style], [onclick]").Length() > 0 || page.Find("h1").Length() != 1 {
		t.Error("the page holds what runs, or not one heading")
	}
	page.Find("[href], [src]").Each(func(_ int, e *goquery.Selection) {
		to := e.AttrOr("href", e.AttrOr("src", ""))
		if strings.HasPrefix(to, "#") {
			if page.Find(to).Length() != 1 {
				t.Errorf("%s leads nowhere", to)
			}
		} else if ask(t, h, "GET", to, "").Code != 200 {
			t.Errorf("%s leads to nothing of ours", to)
		}
	})
}

// TestStreamAnswersWhileItIsAsked reads each verdict before the next posting
// is sent.
func TestStreamAnswersWhileItIsAsked(t *testing.T) {
	server := httptest.NewServer(api.New(api.Options{Desk: desktest.New(t)}))
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	body, send := io.Pipe()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+api.Prefix+"/classify/stream", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-ndjson")
	first := make(chan error, 1)
	go func() { _, err := io.WriteString(send, `{"id":"0","title":"Product Manager"}`+"\n"); first <- err }()
	res, err := http.DefaultClient.Do(r)
	if err != nil || <-first != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	verdicts := bufio.NewScanner(res.Body)
	for n := range 3 {
		if !verdicts.Scan() || !strings.Contains(verdicts.Text(), `"rung":"pm"`) {
			t.Fatalf("verdict %d: %.200s %v", n, verdicts.Text(), verdicts.Err())
		}
		if _, err := io.WriteString(send, `{"title":"Product Manager"}`+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	if err := send.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestALineTooLongEndsNothingElse(t *testing.T) {
	h := api.New(api.Options{Desk: desktest.New(t)})
	long := `{"text":"` + strings.Repeat("x", 2<<20) + `"}`
	w := ask(t, h, "POST", api.Prefix+"/classify/stream", long+"\n"+`{"title":"Product Manager"}`, "Content-Type", "application/x-ndjson")
	if got := strings.Split(strings.TrimSpace(w.Body.String()), "\n"); len(got) != 2 || !strings.Contains(got[0], `"abstained":true`) || !strings.Contains(got[1], `"rung":"pm"`) {
		t.Errorf("a line of 2 MiB and a good one: %.600s", w.Body)
	}
}
