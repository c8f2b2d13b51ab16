package jsonld_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rung/corpus"
	"rung/crawler/crawltest"
	"rung/crawler/fetch"
	"rung/crawler/source/jsonld"
	"rung/crawler/source/wire"
	"rung/crawler/source/wire/wiretest"
)

const archive = "testdata/board.txtar"

var board = corpus.Board{Source: "jsonld", Token: "https://jobs.brightwater.example/careers", Company: "Brightwater"}

func TestSource(t *testing.T) { crawltest.Source(t, jsonld.Source{}, board, archive) }

// TestList shows every field of every posting of the fixture.
func TestList(t *testing.T) {
	l, err := jsonld.Source{}.List(t.Context(), crawltest.Open(t, archive).Getter(crawltest.Now), board, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wiretest.Golden(t, "testdata/postings.golden", l.Postings, l.Rejected)
}

// TestWant holds that pages whose address tells an unwanted title are not
// asked for, and that those whose title only the page tells are.
func TestWant(t *testing.T) {
	n := crawltest.Open(t, archive)
	l, err := jsonld.Source{}.List(t.Context(), n.Getter(crawltest.Now), board, wire.Options{Want: func(title string) bool { return strings.Contains(title, "Fares") }})
	if err != nil || len(l.Postings) != 1 || l.Outcome != corpus.OutcomeComplete {
		t.Fatalf("%d postings, %q (%s), error %v; want one", len(l.Postings), l.Outcome, l.Detail, err)
	}
	if n.Count("GET https://jobs.brightwater.example/careers/8812-senior-product-manager") != 0 {
		t.Error("a page whose title is known and not wanted was asked for")
	}
	var unseen []string
	for _, r := range l.Rejected {
		unseen = append(unseen, r.NativeID)
	}
	want := []string{"careers/8812-senior-product-manager", "careers/8001-gone-product-manager", "careers/life-at-sea", "jobs/owner"}
	slices.Sort(want)
	slices.Sort(unseen)
	if !slices.Equal(unseen, want) {
		t.Errorf("unread are %q, want %q", unseen, want)
	}
}

const (
	careers = "https://acme.example/careers"
	job     = `<script type="application/ld+json">{"@type":"JobPosting","title":"PM","description":"Own it."}</script>`
)

// answers makes an archive of "URL → status and body" pairs.
func answers(t *testing.T, pairs ...string) *crawltest.Network {
	var archive strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		status, body, _ := strings.Cut(pairs[i+1], " ")
		fmt.Fprintf(&archive, "-- %s --\nHTTP/1.1 %s x\nContent-Type: text/html\n\n%s\n", pairs[i], status, body)
	}
	return crawltest.Parse(t, []byte(archive.String()))
}

// noSitemaps are the guesses, all wrong.
var noSitemaps = []string{
	"https://acme.example/sitemap.xml", "404 ", "https://acme.example/sitemap_index.xml", "200 <html><p>Not here",
	"https://acme.example/job-sitemap.xml", "404 ", "https://acme.example/sitemaps/sitemap.xml", "410 ",
}

func urlset(addresses ...string) string {
	return "200 <urlset><url><loc>" + strings.Join(addresses, "</loc></url><url><loc>") + "</loc></url></urlset>"
}

func index(addresses ...string) string {
	return "200 <sitemapindex><sitemap><loc>" + strings.Join(addresses, "</loc></sitemap><sitemap><loc>") + "</loc></sitemap></sitemapindex>"
}

// TestFind states what each way a site can be built becomes.
func TestFind(t *testing.T) {
	const robots, one, two = "https://acme.example/robots.txt", "https://acme.example/one.xml", "https://acme.example/two.xml"
	named := "200 Sitemap: " + one + "\nSitemap: " + two
	tests := []struct {
		name    string
		answers []string
		want    corpus.Outcome
		n       int
		says    string
	}{
		{"links", append([]string{careers, `200 <a href="/careers/pm-1">Product Manager</a><a href="careers/2">Apply</a><a href="/about">About</a>`,
			careers + "/pm-1", "200 " + job, careers + "/2", "200 " + job}, noSitemaps...), corpus.OutcomeComplete, 2, ""},
		{"further pages of links", append([]string{careers, `200 <a href="/jobs/1">A</a><a href="?page=2">2</a>`, careers + "?page=2", `200 <a href="/jobs/2">B</a><a rel="next" href="?page=3">on</a>`,
			careers + "?page=3", "200 <p>end", "https://acme.example/jobs/1", "200 " + job, "https://acme.example/jobs/2", "200 " + job}, noSitemaps...), corpus.OutcomeComplete, 2, ""},
		{"a lost page of links", append([]string{careers, `200 <a href="/jobs/1">A</a><a href="?page=2">2</a>`, careers + "?page=2", "500 ",
			"https://acme.example/jobs/1", "200 " + job}, noSitemaps...), corpus.OutcomeTruncated, 1, "a page of the list is missing"},
		{"postings on the careers page", append([]string{careers, "200 " + `<script type="application/ld+json">[{"@type":"JobPosting","title":"PM","url":"/jobs/1"},{"@type":"JobPosting","title":"PO","identifier":7}]</script>`}, noSitemaps...), corpus.OutcomeComplete, 2, ""},
		{"jobs elsewhere", append([]string{careers, `200 <iframe src="https://boards.ats.example/embed/jobs?for=acme"></iframe>`}, noSitemaps...), corpus.OutcomeChangedShape, 0, "jobs seem to be at boards.ats.example"},
		{"no careers page", append([]string{careers, "404 "}, noSitemaps...), corpus.OutcomeNotFound, 0, "404"},
		{"no markup", append([]string{careers, `200 <a href="/jobs/1">A</a>`, "https://acme.example/jobs/1", "200 <p>PM"}, noSitemaps...), corpus.OutcomeChangedShape, 0, "none of 1 job pages has markup"},
		{"blocked", append([]string{careers, `200 <a href="/jobs/1">PM</a><a href="/jobs/2">PO</a><a href="/jobs/3">APM</a><a href="/jobs/4">CPO</a>`,
			"https://acme.example/jobs/1", "403 ", "https://acme.example/jobs/2", "403 ", "https://acme.example/jobs/3", "403 "}, noSitemaps...), corpus.OutcomeTruncated, 0, "given up"},
		{"a sitemap that is missing", []string{robots, named, one, urlset("https://acme.example/jobs/1"), two, "503 ", "https://acme.example/jobs/1", "200 " + job}, corpus.OutcomeTruncated, 1, "1 of 2 sitemaps are missing"},
		{"a shard that is a page", []string{robots, "200 Sitemap: " + one, one, index("https://acme.example/jobs-1.xml", "https://acme.example/jobs-2.xml"), "https://acme.example/jobs-1.xml", urlset("https://acme.example/jobs/1"),
			"https://acme.example/jobs-2.xml", "200 <html><p>Please wait", "https://acme.example/jobs/1", "200 " + job}, corpus.OutcomeTruncated, 1, "1 of 3 sitemaps are missing"},
		{"a circle of sitemaps", []string{robots, "200 Sitemap: " + one, one, index(two), two, index(one, "https://acme.example/jobs.xml"), "https://acme.example/jobs.xml", urlset("https://acme.example/jobs/1"), "https://acme.example/jobs/1", "200 " + job}, corpus.OutcomeComplete, 1, ""},
		{"sitemaps without a floor", []string{robots, "200 Sitemap: " + one, one, index(two), two, index("https://acme.example/3.xml"), "https://acme.example/3.xml", index("https://acme.example/4.xml"),
			"https://acme.example/4.xml", "200 <sitemapindex><sitemap><loc>https://acme.example/5.xml</loc></sitemap></sitemapindex>", careers, `200 <a href="/jobs/1">A</a>`, "https://acme.example/jobs/1", "200 " + job}, corpus.OutcomeTruncated, 1, "nested more than 3 deep"},
		{"nothing open", []string{robots, "200 Sitemap: https://acme.example/sitemap-jobs.xml", "https://acme.example/sitemap-jobs.xml", "200 <urlset/>"}, corpus.OutcomeEmpty, 0, ""},
		{"a sitemap of other things", []string{robots, "200 Sitemap: " + one, one, "200 <urlset/>", careers, "200 <p>We are hiring."}, corpus.OutcomeChangedShape, 0, "neither a sitemap nor a link"},
		{"a guess that is blocked", append([]string{careers, `200 <a href="/jobs/1">A</a>`, "https://acme.example/jobs/1", "200 " + job, "https://acme.example/sitemap.xml", "403 "}, noSitemaps[2:]...), corpus.OutcomeTruncated, 1, "/sitemap.xml cannot be read"},
		{"robots.txt is down", []string{robots, "503 "}, corpus.OutcomeRobots, 0, "503"},
		{"every page is gone", append([]string{careers, `200 <a href="/jobs/1">A</a><a href="/jobs/2">B</a>`, "https://acme.example/jobs/1", "404 ", "https://acme.example/jobs/2", "410 "}, noSitemaps...), corpus.OutcomeChangedShape, 0, "none of 2 job pages has markup"},
		{"markup is gone", []string{robots, "200 Sitemap: " + one, one, urlset("https://acme.example/jobs/1", "https://acme.example/jobs/2"), "https://acme.example/jobs/1", "200 " + job, "https://acme.example/jobs/2", "200 <p>Closed."}, corpus.OutcomeComplete, 1, ""},
		{"a sitemap without the jobs", []string{robots, "200 Sitemap: " + one, one, urlset("https://acme.example/careers/life"), "https://acme.example/careers/life", "200 <p>Life", careers, `200 <a href="/careers/life">Life</a><a href="/jobs/1">PM</a>`,
			"https://acme.example/jobs/1", "200 " + job}, corpus.OutcomeComplete, 1, ""},
		{"markup beyond repair", []string{robots, "200 Sitemap: " + one, one, urlset("https://acme.example/jobs/1", "https://acme.example/jobs/2", "https://acme.example/jobs/3"), "https://acme.example/jobs/1", `200 <script type="application/ld+json">{"@type":"JobPosting",,,"title":}}</script>`,
			"https://acme.example/jobs/2", `200 <script type="application/ld+json">{"@type":"BreadcrumbList",,,}}</script>`, "https://acme.example/jobs/3", "200 " + job}, corpus.OutcomeComplete, 1, ""},
		{"mining is reserved", []string{robots, "200 Sitemap: " + one, one, urlset("https://acme.example/jobs/1"), "https://acme.example/jobs/1", `200 <meta name="TDM-Reservation" content="1">` + job}, corpus.OutcomeComplete, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, err := jsonld.Source{}.List(t.Context(), answers(t, tt.answers...).Getter(crawltest.Now), corpus.Board{Source: "jsonld", Token: "acme.example/careers"}, wire.Options{})
			if l.Outcome != tt.want || len(l.Postings) != tt.n || !strings.Contains(l.Detail, tt.says) || (err != nil) != (tt.want == corpus.OutcomeChangedShape || tt.want == corpus.OutcomeNotFound || tt.want == corpus.OutcomeRobots) {
				t.Errorf("%d postings, %q (%s), error %v; want %d, %q (%s)", len(l.Postings), l.Outcome, l.Detail, err, tt.n, tt.want, tt.says)
			}
		})
	}
}

// TestBound holds that a site larger than a visit is truncated.
func TestBound(t *testing.T) {
	var pairs, pages []string
	for i := range 1001 {
		u := fmt.Sprintf("https://acme.example/jobs/%d", i)
		pages = append(pages, u)
		pairs = append(pairs, u, "200 "+job)
	}
	n := answers(t, append(pairs, "https://acme.example/sitemap.xml", urlset(pages...))...)
	l, err := jsonld.Source{}.List(t.Context(), n.Getter(crawltest.Now), corpus.Board{Source: "jsonld", Token: "https://acme.example/sitemap.xml"}, wire.Options{})
	if err != nil || l.Outcome != corpus.OutcomeTruncated || len(l.Postings) != 1000 {
		t.Errorf("%d postings, %q (%s), error %v; want 1000, truncated", len(l.Postings), l.Outcome, l.Detail, err)
	}
}

// TestBase holds that with Base nothing but its host is asked, and that
// postings keep their public addresses.
func TestBase(t *testing.T) {
	n := answers(t, "/at/robots.txt", "200 Sitemap: https://acme.example/jobs.xml", "/at/jobs.xml", urlset("https://acme.example/jobs/1?a=b", "https://elsewhere.acme.example/jobs/2"), "/at/jobs/1?a=b", "200 "+job)
	b := corpus.Board{Source: "jsonld", Token: careers, Base: n.Server().URL + "/at"}
	o := n.Options(crawltest.Now)
	o.AllowPrivate = true
	l, err := jsonld.Source{}.List(t.Context(), fetch.New(o), b, wire.Options{})
	if err != nil || len(l.Postings) != 1 || l.Postings[0].URL != "https://acme.example/jobs/1?a=b" {
		t.Errorf("%+v, %v; want one posting with its public address", l, err)
	}
}
