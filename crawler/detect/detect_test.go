package detect_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"rung/corpus"
	"rung/crawler"
	"rung/crawler/detect"
	"rung/crawler/fetch"
	"rung/crawler/replay"
	"rung/crawler/source"
)

var now = time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)

// A town is a small open web on loopback: boards of a replay server at their
// public addresses, and pages by their address. It answers instead of the
// network, so that what is asked for is the real address.
type town struct {
	t     *testing.T
	base  string
	hosts map[string]string // host → where it lies below base
	pages map[string]string // address → page, or "→ ADDRESS" for a redirect
}

func newTown(t *testing.T, boards ...replay.Board) *town {
	t.Helper()
	s := replay.New()
	s.SetNow(now)
	for _, b := range boards {
		if err := s.Add(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return &town{t: t, base: s.URL(), hosts: map[string]string{}, pages: map[string]string{}}
}

func (w *town) RoundTrip(r *http.Request) (*http.Response, error) {
	page, known := w.pages[r.URL.String()]
	if to, away := strings.CutPrefix(page, "→ "); away {
		return answer(r, http.StatusFound, http.Header{"Location": {to}}, ""), nil
	}
	if known {
		return answer(r, http.StatusOK, http.Header{"Content-Type": {"text/html"}}, page), nil
	}
	below, served := w.hosts[r.URL.Hostname()]
	if !served || r.URL.Path == "/robots.txt" {
		return answer(r, http.StatusNotFound, http.Header{}, ""), nil
	}
	u, err := url.Parse(w.base + below + r.URL.EscapedPath() + "?" + r.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	on := r.Clone(r.Context())
	on.URL, on.Host = u, u.Host
	return http.DefaultTransport.RoundTrip(on)
}

func answer(r *http.Request, status int, h http.Header, body string) *http.Response {
	return &http.Response{StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: h, Body: io.NopCloser(bytes.NewReader([]byte(body))), Request: r}
}

func (w *town) find(address string, o detect.Options) (detect.Result, error) {
	client := fetch.New(fetch.Options{
		Now: func() time.Time { return now }, Transport: w, Pace: fetch.Unpaced, Tries: 1,
		HostPace: func(string) (fetch.Pace, bool) { return fetch.Pace{}, false },
		Follow:   detect.Follow(source.Claim),
	})
	defer client.Close()
	o.Getter, o.Claim, o.Source = client, source.Claim, source.For
	o.Want = func(title string) bool { return strings.Contains(title, "Product Manager") }
	return detect.Find(context.Background(), address, o)
}

// open are three postings of an employer, two of them for product managers.
func open(b corpus.Board) func(time.Time) []corpus.Posting {
	return func(time.Time) []corpus.Posting {
		var out []corpus.Posting
		for i, title := range []string{"Product Manager, Piers", "Senior Product Manager, Ferries", "Deckhand"} {
			id := fmt.Sprint(i + 1)
			out = append(out, corpus.Posting{
				ID: corpus.PostingID(b.Source, b.Token, id), Source: b.Source, Board: b.Token, NativeID: id, Title: title, Company: b.Company,
				Posted: &corpus.Stated{At: now.AddDate(0, -1, 0), Field: "first_published"}, Locations: []corpus.Location{{Raw: "Bergen, Norway", City: "Bergen", Country: "NO"}},
				Text: "What you'll do\n\n- Own the timetable of every ferry\n- Talk to passengers",
			})
		}
		return out
	}
}

// systems are one board of every system that has a protocol in replay, with
// what an employer's page links to.
var systems = []struct {
	source, token, host, link string
	// names is whether the payload names the employer, in the list or on a
	// posting's own page.
	names bool
}{
	{"ashby", "Fjord Line", "api.ashbyhq.com", "https://jobs.ashbyhq.com/Fjord%20Line", false},
	{"greenhouse", "fjordline", "boards-api.greenhouse.io", "https://boards.greenhouse.io/embed/job_board/js?for=fjordline", true},
	{"lever", "fjordline", "api.lever.co", "https://jobs.lever.co/fjordline/0b1c", false},
	{"recruitee", "fjordline", "fjordline.recruitee.com", "https://fjordline.recruitee.com/o/pier-keeper", true},
	{"personio", "fjordline", "fjordline.jobs.personio.de", "https://fjordline.jobs.personio.de/?language=en", true},
	{"teamtailor", "fjordline", "fjordline.teamtailor.com", "https://fjordline.teamtailor.com/jobs", false},
	{"pinpoint", "fjordline", "fjordline.pinpointhq.com", "https://fjordline.pinpointhq.com/en/postings/1", false},
	{"workable", "fjordline", "apply.workable.com", "https://apply.workable.com/fjordline/", true},
	{"bamboohr", "fjordline", "fjordline.bamboohr.com", "https://fjordline.bamboohr.com/careers", false},
	{"rippling", "fjordline", "api.rippling.com", "https://ats.rippling.com/en-GB/fjordline/jobs", true},
	{"workday", "fjordline/wd3/Sea", "fjordline.wd3.myworkdayjobs.com", "https://fjordline.wd3.myworkdayjobs.com/en-US/Sea", true},
	{"smartrecruiters", "FjordLine", "api.smartrecruiters.com", "https://careers.smartrecruiters.com/FjordLine", true},
	{"breezy", "fjordline", "fjordline.breezy.hr", "https://fjordline.breezy.hr/p/1-pier", true},
	{"jazzhr", "fjordline", "fjordline.applytojob.com", "https://fjordline.applytojob.com/apply", true},
}

// TestEverySystem finds each system's board from a careers page that links to
// it one hop away from the home page, and reads it over loopback.
func TestEverySystem(t *testing.T) {
	for _, tt := range systems {
		t.Run(tt.source, func(t *testing.T) {
			b := corpus.Board{Source: tt.source, Token: tt.token, Company: "Fjord Line AS"}
			w := newTown(t, replay.Board{Board: b, Open: open(b)})
			w.hosts[tt.host] = ""
			if strings.HasPrefix(tt.host, "fjordline.") {
				w.hosts[tt.host] = "/" + tt.source + "/" + url.PathEscape(tt.token)
			}
			w.pages["https://www.fjordline.example/"] = `<a href="/about">About</a> <a href="/about/work">Careers</a>`
			w.pages["https://www.fjordline.example/about/work"] = `<meta property="og:site_name" content="Fjord Line"><a href="` + tt.link + `">See our openings</a>`
			r, err := w.find("www.fjordline.example/", detect.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Found) != 1 {
				t.Fatalf("found %+v after %v, want one board", r.Found, r.Pages)
			}
			f := r.Found[0]
			if f.Board.Source != tt.source || f.Board.Token != tt.token || f.How != detect.ByLink || f.At != "https://www.fjordline.example/about/work" {
				t.Errorf("found %s by %s at %s", f.Board.ID(), f.How, f.At)
			}
			if f.Outcome != corpus.OutcomeComplete || f.Postings != 3 || f.Wanted != 2 {
				t.Errorf("%s: %s, %d postings, %d wanted, want complete, 3, 2 (%s)", f.Board.ID(), f.Outcome, f.Postings, f.Wanted, f.Detail)
			}
			if want := map[bool]detect.Identity{true: detect.SameCompany, false: detect.CannotTell}[tt.names]; f.Identity != want {
				t.Errorf("identity %q (%s), want %q", f.Identity, f.Why, want)
			}
		})
	}
}

// TestWays finds one board by every way a page may show it.
func TestWays(t *testing.T) {
	const page = "https://www.fjordline.example/careers"
	b := corpus.Board{Source: "greenhouse", Token: "fjordline", Company: "Fjord Line AS"}
	for _, tt := range []struct {
		name, asked string
		pages       map[string]string
		how         detect.How // "" for nothing
		id          string
		unread      string
	}{
		{name: "the address itself", asked: "job-boards.greenhouse.io/fjordline/jobs/1", how: detect.ByAddress},
		{name: "a redirect", asked: page, pages: map[string]string{page: "→ https://boards.greenhouse.io/fjordline"}, how: detect.ByRedirect},
		{name: "a frame before links", asked: page, pages: map[string]string{page: `<a href="https://jobs.lever.co/another/1">x</a><iframe src="//boards.greenhouse.io/embed/job_board?for=fjordline"></iframe>`}, how: detect.ByFrame},
		{name: "a lazy frame", asked: page, pages: map[string]string{page: `<iframe data-src="https://boards.greenhouse.io/embed/job_board?for=fjordline"></iframe>`}, how: detect.ByFrame},
		{name: "a script", asked: page, pages: map[string]string{page: `<div id="grnhse_app"></div><script src="https://boards.greenhouse.io/embed/job_board/js?for=fjordline"></script>`}, how: detect.ByScript},
		{name: "a form", asked: page, pages: map[string]string{page: `<form action="https://boards.greenhouse.io/fjordline"></form>`}, how: detect.ByForm},
		{name: "an address in a script", asked: page, pages: map[string]string{page: `<script>fetch("https:\/\/boards-api.greenhouse.io\/v1\/boards\/fjordline\/jobs")</script>`}, how: detect.ByText},
		{name: "a token in a script", asked: page, pages: map[string]string{page: `<script>window.board = {"urlToken":"fjordline"}</script>`}, how: detect.ByMark},
		{name: "one hop on, in a frame of another host", asked: page, pages: map[string]string{page: `<iframe src="https://widgets.example/jobs?of=fjordline"></iframe>`,
			"https://widgets.example/jobs?of=fjordline": `<a href="https://boards.greenhouse.io/fjordline/jobs/1">Deckhand</a>`}, how: detect.ByLink},
		{name: "by the words of a link, in another language", asked: "https://www.fjordline.example/", pages: map[string]string{"https://www.fjordline.example/": `<a href="/bli-med">Karriere</a>`,
			"https://www.fjordline.example/bli-med": `<a href="https://boards.greenhouse.io/fjordline">Stillinger</a>`}, how: detect.ByLink},
		{name: "a link that redirects", asked: page, pages: map[string]string{page: `<a href="/careers/open">Openings</a>`, "https://www.fjordline.example/careers/open": "→ https://boards.greenhouse.io/fjordline"}, how: detect.ByRedirect},
		{name: "a domain of its own", asked: "https://jobs.fjordline.example/", pages: map[string]string{"https://jobs.fjordline.example/": `<link href="https://assets.teamtailor-cdn.com/a.css">`}, how: detect.ByHost, id: "teamtailor:jobs.fjordline.example"},
		{name: "markup on a job page", asked: page, pages: map[string]string{page: `<a href="/careers/deckhand">Deckhand on the night ferry</a>`,
			"https://www.fjordline.example/careers/deckhand": `<script type="application/ld+json">{"@type":"JobPosting","title":"Deckhand","description":"Tie knots.","datePosted":"2026-10-01","hiringOrganization":{"name":"Fjord Line"}}</script>`},
			how: detect.ByMarkup, id: "jsonld:www.fjordline.example/careers"},
		{name: "markup behind a sitemap", asked: page, pages: map[string]string{page: `<p>Write to us.</p>`,
			"https://www.fjordline.example/robots.txt":       "Sitemap: https://www.fjordline.example/map.xml",
			"https://www.fjordline.example/map.xml":          `<urlset><url><loc>https://www.fjordline.example/careers/deckhand</loc></url></urlset>`,
			"https://www.fjordline.example/careers/deckhand": `<script type="application/ld+json">{"@type":"JobPosting","title":"Deckhand","description":"Tie knots.","datePosted":"2026-10-01","hiringOrganization":{"name":"Fjord Line"}}</script>`},
			how: detect.ByMarkup, id: "jsonld:www.fjordline.example/careers"},
		{name: "a system that is not read", asked: page, pages: map[string]string{page: `<iframe src="https://careers-fjordline.icims.com/jobs"></iframe>`}, unread: "iCIMS"},
		{name: "a feed is nobody's board", asked: page, pages: map[string]string{page: `<a href="https://weworkremotely.com/remote-jobs">we hire there too</a>`}},
		{name: "words of the system are no tokens", asked: page, pages: map[string]string{page: `<a href="https://boards.greenhouse.io/embed/x">x</a><a href="https://www.bamboohr.com/">x</a><a href="https://jobs.lever.co/a%0Ab">x</a>`}},
		{name: "nothing", asked: page, pages: map[string]string{page: `<p>Nobody is wanted.</p>`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newTown(t, replay.Board{Board: b, Open: open(b)})
			w.hosts["boards-api.greenhouse.io"] = ""
			for at, text := range tt.pages {
				w.pages[at] = text
			}
			for _, landing := range []string{"https://boards.greenhouse.io/fjordline"} {
				w.pages[landing] = "<title>Jobs at Fjord Line</title>"
			}
			r, err := w.find(tt.asked, detect.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if strings.Join(r.Unread, ", ") != tt.unread {
				t.Errorf("unread %q, want %q", r.Unread, tt.unread)
			}
			if tt.how == "" {
				if len(r.Found) > 0 {
					t.Errorf("found %+v, want nothing", r.Found)
				}
				return
			}
			want := tt.id
			if want == "" {
				want = b.ID()
			}
			i := slices.IndexFunc(r.Found, func(f detect.Found) bool { return f.Board.ID() == want })
			if i < 0 || r.Found[i].How != tt.how {
				t.Errorf("found %+v after %v, want %s by %s", r.Found, r.Pages, want, tt.how)
			}
		})
	}
}

// TestIdentity tells the employer's own board from one of the same name.
func TestIdentity(t *testing.T) {
	const page = "https://www.fjordline.example/careers"
	link := func(to string) string { return `<a href="https://jobs.lever.co/` + to + `">Openings</a>` }
	for _, tt := range []struct {
		name    string
		board   corpus.Board
		page    string
		company string
		words   string // of the postings
		hosted  string // the page people see
		want    detect.Identity
	}{
		{name: "the payload names it", board: corpus.Board{Source: "greenhouse", Token: "fl", Company: "Fjord Line AS"}, page: `<a href="https://boards.greenhouse.io/fl">x</a>`, want: detect.SameCompany},
		{name: "the payload names another", board: corpus.Board{Source: "greenhouse", Token: "fl", Company: "Florida Lamps"}, page: `<a href="https://boards.greenhouse.io/fl">x</a>`, want: detect.AnotherCompany},
		{name: "asked by name", board: corpus.Board{Source: "greenhouse", Token: "fl", Company: "Florida Lamps, Inc."}, page: `<a href="https://boards.greenhouse.io/fl">x</a>`, company: "florida lamps", want: detect.SameCompany},
		{name: "a longer name", board: corpus.Board{Source: "greenhouse", Token: "fl", Company: "Fjord Line Dental"}, page: `<a href="https://boards.greenhouse.io/fl">x</a>`, want: detect.CannotTell},
		{name: "nobody is named", board: corpus.Board{Source: "lever", Token: "fl"}, page: link("fl"), want: detect.CannotTell},
		{name: "the postings lead back", board: corpus.Board{Source: "lever", Token: "fl"}, page: link("fl"), words: `<p>See <a href="https://go.fjordline.example/benefits">benefits</a></p>`, want: detect.SameCompany},
		{name: "the page people see", board: corpus.Board{Source: "lever", Token: "fl"}, page: link("fl"), hosted: "Jobs at Fjord Line", want: detect.SameCompany},
		{name: "the page people see is another's", board: corpus.Board{Source: "lever", Token: "fl"}, page: link("fl"), hosted: "Florida Lamps Jobs", want: detect.AnotherCompany},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newTown(t, replay.Board{Board: tt.board, Open: func(at time.Time) []corpus.Posting {
				postings := open(tt.board)(at)
				for i := range postings {
					postings[i].HTML = tt.words
				}
				return postings
			}})
			w.hosts["boards-api.greenhouse.io"], w.hosts["api.lever.co"] = "", ""
			w.pages[page] = tt.page
			if tt.hosted != "" {
				w.pages["https://jobs.lever.co/fl"] = "<title>" + tt.hosted + "</title>"
			}
			r, err := w.find(page, detect.Options{Company: tt.company})
			if err != nil || len(r.Found) != 1 {
				t.Fatalf("found %+v, %v", r.Found, err)
			}
			if r.Found[0].Identity != tt.want {
				t.Errorf("%s (%s), want %s", r.Found[0].Identity, r.Found[0].Why, tt.want)
			}
		})
	}
}

// TestRefused holds that robots.txt is obeyed and that private addresses and
// addresses that are none are refused.
func TestRefused(t *testing.T) {
	for asked, want := range map[string]corpus.Outcome{
		"https://www.fjordline.example/careers": corpus.OutcomeRobots,
		"http://127.0.0.1/careers":              corpus.OutcomeRefused,
		"https://jump.example/":                 corpus.OutcomeRefused,
		"https://gone.example/":                 corpus.OutcomeNotFound,
	} {
		w := newTown(t)
		w.pages["https://www.fjordline.example/robots.txt"] = "User-agent: *\nDisallow: /careers"
		w.pages["https://jump.example/"] = "→ http://169.254.169.254/latest"
		_, err := w.find(asked, detect.Options{})
		var failed *fetch.Error
		if !errors.As(err, &failed) || failed.Outcome != want {
			t.Errorf("Find(%s) = %v, want %s", asked, err, want)
		}
	}
	for _, asked := range []string{"", "ftp://a.example", "https://", "mailto:a@b.example"} {
		if _, err := newTown(t).find(asked, detect.Options{}); err == nil {
			t.Errorf("Find(%q) asks for something", asked)
		}
	}
}

// FuzzFind holds that whatever a page says, what is found can be written into
// a boards file, and that no more than the allowance is asked for.
func FuzzFind(f *testing.F) {
	f.Add(`<iframe src="//boards.greenhouse.io/embed/job_board?for=a%0Ab"></iframe>`)
	f.Add(`{"urlToken":"x"} https:\/\/jobs.lever.co\/%20 <a href="https://jobs.ashbyhq.com/%00">`)
	f.Add(`<a href="/jobs"><a href="//[::1"><base href="javascript:1"><link href="//x.teamtailor-cdn.com">`)
	f.Fuzz(func(t *testing.T, page string) {
		g := getter{"https://a.example": page}
		r, err := detect.Find(t.Context(), "a.example", detect.Options{Getter: g, Claim: source.Claim, Source: source.For})
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range r.Found {
			if b, err := crawler.ParseBoard(found.Board.ID()); err != nil || b.ID() != found.Board.ID() {
				t.Errorf("%q gives %+v: %v", page, found.Board, err)
			}
		}
		if len(r.Pages) > 20 {
			t.Errorf("%d pages asked for", len(r.Pages))
		}
	})
}

// A getter answers with the page of an address, and 404 for others.
type getter map[string]string

func (g getter) Get(_ context.Context, r fetch.Request) (fetch.Page, error) {
	if body, known := g[r.URL]; known {
		return fetch.Page{URL: r.URL, Asked: r.URL, Status: http.StatusOK, Header: http.Header{}, Body: []byte(body)}, nil
	}
	return fetch.Page{}, &fetch.Error{Outcome: corpus.OutcomeNotFound, URL: r.URL, Status: http.StatusNotFound}
}
