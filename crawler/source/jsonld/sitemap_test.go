package jsonld

import (
	"bytes"
	"compress/gzip"
	"errors"
	"net/url"
	"strings"
	"testing"

	"rung/crawler/source/wire"
)

// TestParseSitemap reads the forms sitemaps take in the wild.
func TestParseSitemap(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte("<urlset><url><loc>https://a.example/1</loc></url></urlset>")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, body, pages, sitemaps string }{
		{"plain", `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> https://a.example/1?a=1&amp;b=2 </loc></url></urlset>`, "https://a.example/1?a=1&b=2", ""},
		{"a namespace with https", `<urlset xmlns="https://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/1</loc></url></urlset>`, "https://a.example/1", ""},
		{"a prefix", `<s:urlset xmlns:s="x"><s:url><s:loc>https://a.example/1</s:loc></s:url></s:urlset>`, "https://a.example/1", ""},
		{"pictures", `<urlset xmlns:image="i"><url><loc>https://a.example/1</loc><image:image><image:loc>https://a.example/p.png</image:loc></image:image></url></urlset>`, "https://a.example/1", ""},
		{"an index", `<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>`, "", "https://a.example/s.xml"},
		{"a bare ampersand", `<urlset><url><loc>https://a.example/1?a=1&b=2</loc></url></urlset>`, "https://a.example/1?a=1&b=2", ""},
		{"another encoding", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><urlset><url><loc>https://a.example/stelle-m\xfcnchen</loc></url></urlset>", "https://a.example/stelle-münchen", ""},
		{"a byte order mark", "\ufeff<urlset><url><loc>https://a.example/1</loc></url></urlset>", "https://a.example/1", ""},
		{"packed", packed.String(), "https://a.example/1", ""},
		{"nothing", "<urlset/>", "", ""},
	}
	for _, tt := range tests {
		m, err := parseSitemap([]byte(tt.body))
		if err != nil || strings.Join(m.pages, " ") != tt.pages || strings.Join(m.sitemaps, " ") != tt.sitemaps || m.cut {
			t.Errorf("%s: %q and %q, %v; want %q and %q", tt.name, m.pages, m.sitemaps, err, tt.pages, tt.sitemaps)
		}
	}
	for _, bad := range []string{"", "<html><p>Not here", "<!doctype html><html></html>", `{"urls":[]}`, "<urlset><url><loc>https://a.example/1</loc></url>", "<urlset><url><loc>https://a.ex", "\x1f\x8bnot gzip"} {
		var shape *wire.ShapeError
		if m, err := parseSitemap([]byte(bad)); !errors.As(err, &shape) {
			t.Errorf("%q gives %+v, %v; want a *wire.ShapeError", bad, m, err)
		}
	}
}

// TestLongSitemap holds that a file that lists more than it may says so.
func TestLongSitemap(t *testing.T) {
	m, err := parseSitemap([]byte("<urlset>" + strings.Repeat("<url><loc>https://a.example/1</loc></url>", maxAddresses+1) + "</urlset>"))
	if err != nil || !m.cut || len(m.pages) != maxAddresses {
		t.Errorf("%d pages, cut %v, error %v; want %d and cut", len(m.pages), m.cut, err, maxAddresses)
	}
}

// FuzzParseSitemap holds that any bytes give a *wire.ShapeError or addresses
// within the bound, none of them empty.
func FuzzParseSitemap(f *testing.F) {
	f.Add([]byte("<urlset><url><loc>https://a.example/1</loc></url></urlset>"))
	f.Add([]byte("<sitemapindex><sitemap><loc>x</loc></sitemap></sitemapindex>"))
	f.Add([]byte("\x1f\x8b"))
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := parseSitemap(body)
		var shape *wire.ShapeError
		if err != nil && !errors.As(err, &shape) {
			t.Errorf("error %v (%T), want a *wire.ShapeError", err, err)
		}
		if len(m.pages)+len(m.sitemaps) > maxAddresses {
			t.Errorf("%d addresses", len(m.pages)+len(m.sitemaps))
		}
		for _, a := range append(m.pages, m.sitemaps...) {
			if strings.TrimSpace(a) == "" {
				t.Error("an empty address")
			}
		}
	})
}

// TestSiteIDs holds that addresses of one page have one id and other pages
// others.
func TestSiteIDs(t *testing.T) {
	s := site{start: mustURL(t, "https://www.acme.example/careers")}
	for address, want := range map[string]string{
		"/jobs/1":                                 "jobs/1",
		"https://acme.example/jobs/1/":            "jobs/1",
		"HTTP://ACME.example/jobs/1?utm_medium=x": "jobs/1",
		"https://acme.example/job?id=7#apply":     "job?id=7",
		"https://jobs.acme.example/jobs/1":        "jobs.acme.example/jobs/1",
		"https://www.acme.example":                "/",
		"stelle-münchen":                          "stelle-m%C3%BCnchen",
	} {
		if u, ours := s.page(s.start, address); !ours || s.id(u) != want {
			t.Errorf("%s has the id %q (%v), want %q", address, s.id(u), ours, want)
		}
	}
	for _, address := range []string{"https://other.example/jobs/1", "mailto:jobs@acme.example", "javascript:void(0)", "https://acme.example.evil.test/jobs/1", "https://notacme.example/"} {
		if u, ours := s.page(s.start, address); ours {
			t.Errorf("%s is taken for a page of the site: %s", address, u)
		}
	}
}

// TestJobPages holds which addresses are taken for job pages.
func TestJobPages(t *testing.T) {
	s := site{start: mustURL(t, "https://acme.example/company/team")}
	for p, want := range map[string]bool{
		"/jobs/1": true, "/en/careers/product-manager": true, "/stellenangebote/12": true, "/company/team/product-manager": true, "/job-123": true,
		"/company/team": false, "/blog/how-to-get-a-job": false, "/products/steve-jobs.pdf": false, "/about": false, "/jobsite-widgets": false, "/company/team/blog/x": false,
	} {
		if got := s.isJobPage(mustURL(t, "https://acme.example"+p)); got != want {
			t.Errorf("isJobPage(%s) = %v, want %v", p, got, want)
		}
	}
}

func mustURL(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
