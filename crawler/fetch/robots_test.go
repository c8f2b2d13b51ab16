package fetch_test

import (
	"strings"
	"testing"
	"time"

	"rung/crawler/fetch"
)

func TestRobotsAllowed(t *testing.T) {
	for _, tc := range []struct {
		name, file string
		allow      []string
		forbid     []string
	}{
		{"an empty file", "", []string{"/", "/a"}, nil},
		{"everything", "User-agent: *\nDisallow: /", []string{"/robots.txt"}, []string{"/", "/a", "/a?b"}},
		{"nothing", "User-agent: *\nDisallow:", []string{"/", "/a"}, nil},
		{"a prefix", "User-agent: *\nDisallow: /jobs", []string{"/", "/job", "/Jobs"}, []string{"/jobs", "/jobs/1", "/jobsearch", "/jobs?x=1"}},
		{"longest wins", "User-agent: *\nDisallow: /jobs\nAllow: /jobs/api", []string{"/jobs/api/1"}, []string{"/jobs/1"}},
		{"longest wins in any order", "User-agent: *\nAllow: /jobs/api\nDisallow: /jobs\nDisallow: /jobs/api/private", []string{"/jobs/api/1"}, []string{"/jobs", "/jobs/api/private/1"}},
		{"allow wins a tie", "User-agent: *\nDisallow: /page\nAllow: /page", []string{"/page"}, nil},
		{"allow wins a tie, first", "User-agent: *\nAllow: /page\nDisallow: /page", []string{"/page"}, nil},
		{"a wildcard", "User-agent: *\nDisallow: /*/private", []string{"/private", "/a/public"}, []string{"/a/private", "/a/b/private/c"}},
		{"a wildcard at the end", "User-agent: *\nDisallow: /a*", []string{"/b"}, []string{"/a", "/abc"}},
		{"several wildcards", "User-agent: *\nDisallow: /a*b*c", []string{"/ab", "/acb", "/abab"}, []string{"/abc", "/a-b-c", "/axbxbxcx"}},
		{"an end", "User-agent: *\nDisallow: /*.pdf$", []string{"/a.pdf?x", "/a.pdfs", "/pdf"}, []string{"/a.pdf", "/b/a.pdf", "/a.pdf.pdf"}},
		{"only the start page", "User-agent: *\nDisallow: /$", []string{"/a"}, []string{"/"}},
		{"a dollar inside", "User-agent: *\nDisallow: /a$b", []string{"/a", "/ab"}, []string{"/a$b"}},
		{"a wildcard counts as an octet", "User-agent: *\nAllow: /page\nDisallow: /*.htm", []string{"/page"}, []string{"/page.htm"}},
		{"a query", "User-agent: *\nDisallow: /*?", []string{"/jobs"}, []string{"/jobs?page=2"}},

		{"our group before the others", "User-agent: *\nDisallow: /\n\nUser-agent: rung\nDisallow: /private", []string{"/jobs"}, []string{"/private"}},
		{"our group in any case", "User-Agent: RUNG\nDisallow: /", nil, []string{"/a"}},
		{"our group with a version", "User-agent: rung/2.0\nDisallow: /", nil, []string{"/a"}},
		{"not a longer name", "User-agent: rungs\nDisallow: /", []string{"/a"}, nil},
		{"not a shorter name", "User-agent: run\nDisallow: /", []string{"/a"}, nil},
		{"our groups are merged", "User-agent: rung\nDisallow: /a\n\nUser-agent: other\nDisallow: /\n\nUser-agent: rung\nDisallow: /b", []string{"/c"}, []string{"/a", "/b"}},
		{"several agents, one group", "User-agent: other\nUser-agent: rung\nDisallow: /a\n\nUser-agent: third\nDisallow: /b", []string{"/b"}, []string{"/a"}},
		{"an empty group of ours allows all", "User-agent: *\nDisallow: /\n\nUser-agent: rung\nDisallow:", []string{"/a"}, nil},
		{"star and ours in one group", "User-agent: *\nUser-agent: rung\nDisallow: /a", []string{"/b"}, []string{"/a"}},
		{"rules before any group", "Disallow: /\nUser-agent: *\nDisallow: /a", []string{"/b"}, []string{"/a"}},
		{"another robot's group", "User-agent: other\nDisallow: /", []string{"/a"}, nil},

		{"encoded in the file", "User-agent: *\nDisallow: /caf%C3%A9", []string{"/cafe"}, []string{"/caf%c3%a9", "/caf%C3%A9/x", "/café"}},
		{"bare in the file", "User-agent: *\nDisallow: /café", nil, []string{"/caf%C3%A9"}},
		{"an unreserved letter encoded", "User-agent: *\nDisallow: /%70rivate", []string{"/public"}, []string{"/private", "/%70rivate"}},
		{"an encoded slash is not a slash", "User-agent: *\nDisallow: /a%2Fb", []string{"/a/b"}, []string{"/a%2fb"}},
		{"an encoded star is a star", "User-agent: *\nDisallow: /a%2Ab", []string{"/axb"}, []string{"/a%2Ab"}},
		{"a broken escape", "User-agent: *\nDisallow: /a%zz", []string{"/a"}, []string{"/a%zz"}},

		{"comments and spaces", "  user-agent : *  # all\n\tDISALLOW\t:\t/a # not this\n# Disallow: /b", []string{"/b"}, []string{"/a"}},
		{"carriage returns", "User-agent: *\rDisallow: /a\r\nDisallow: /b", []string{"/c"}, []string{"/a", "/b"}},
		{"a byte order mark", "\ufeffUser-agent: *\nDisallow: /a", nil, []string{"/a"}},
		{"no colon", "User-agent: *\nDisallow /a\nDisallow: /b", []string{"/a"}, []string{"/b"}},
		{"unknown lines do not end a group", "User-agent: *\nHost: example.com\nUser-agent: rung\nDisallow: /a", nil, []string{"/a"}},
		{"a web page", "<html><body>Disallow: /</body></html>", []string{"/a"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := fetch.ParseRobots([]byte(tc.file), "rung")
			for _, path := range tc.allow {
				if !r.Allowed(path) {
					t.Errorf("%s is forbidden, want it allowed", path)
				}
			}
			for _, path := range tc.forbid {
				if r.Allowed(path) {
					t.Errorf("%s is allowed, want it forbidden", path)
				}
			}
		})
	}
}

func TestRobotsLarge(t *testing.T) {
	filler := strings.Repeat("# a line of nothing in particular\n", 500<<10/34)
	r := fetch.ParseRobots([]byte("User-agent: *\n"+filler+"Disallow: /late\n"), "rung")
	if r.Allowed("/late") {
		t.Error("a rule after 500 KiB was not read")
	}
}

func TestRobotsDelayAndSitemaps(t *testing.T) {
	r := fetch.ParseRobots([]byte("Sitemap: https://a.test/one.xml\nUser-agent: *\nCrawl-delay: 9\nUser-agent: rung\nCrawl-delay: 1.5\nSitemap: https://a.test/two.xml"), "rung")
	if r.Delay != 1500*time.Millisecond {
		t.Errorf("Delay = %s, want our group's 1.5 s", r.Delay)
	}
	if got := strings.Join(r.Sitemaps, " "); got != "https://a.test/one.xml https://a.test/two.xml" {
		t.Errorf("Sitemaps = %q", got)
	}
}

// TestRobotsPatience holds that a hostile pattern costs no more than its
// length times the path's.
func TestRobotsPatience(t *testing.T) {
	file := "User-agent: *\nDisallow: /" + strings.Repeat("*a", 5000) + "$"
	start := time.Now()
	fetch.ParseRobots([]byte(file), "rung").Allowed("/" + strings.Repeat("a", 4000) + "b")
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("one match took %s", took)
	}
}

// FuzzRobots holds that any bytes parse, that robots.txt itself stays
// allowed, and that forbidding everything after them forbids whatever no
// allow rule was written for.
func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$\nAllow: /%7e", "/a%2Fb?c")
	f.Add("\ufeffuser-agent:rung\r\rCrawl-delay: NaN\nallow:*", "/\xff%")
	f.Fuzz(func(t *testing.T, file, path string) {
		r := fetch.ParseRobots([]byte(file), "rung")
		r.Allowed(path)
		if !r.Allowed("/robots.txt") {
			t.Error("/robots.txt is forbidden")
		}
		if r.Delay < 0 || r.Delay > 24*time.Hour {
			t.Errorf("Delay = %s", r.Delay)
		}
		if !strings.HasPrefix(path, "/") || path == "/robots.txt" || strings.Contains(strings.ToLower(file), "allow") || len(file) > 1<<19 {
			return
		}
		if fetch.ParseRobots([]byte(file+"\nUser-agent: rung\nDisallow: /\n"), "rung").Allowed(path) {
			t.Errorf("%q is allowed although everything is forbidden", path)
		}
	})
}
