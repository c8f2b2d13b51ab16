package source

import (
	"net/url"
	"slices"
	"strings"
)

// Reading names the way the adapters, and package extract below them, read
// pages. Whoever changes what a posting becomes changes it too: boards whose
// bytes are as before are then read again, else they are left as they are.
const Reading = "2026-11-23c"

// off are sources that are read only when they are asked for by name, the host
// that keeps them off, and why.
var off = []struct{ name, host, why string }{
	{"smartrecruiters", "api.smartrecruiters.com", "the robots.txt of its posting API forbids every program, though the API is documented for the public"},
}

// Default reports whether a source is read without being asked for by name.
// Reading one that is not is a decision of whoever runs the crawl: see Why and
// PassRobots.
func Default(name string) bool { return Why(name) == "" }

// Why says in a clause why a source is off unless asked for; "" for one that
// is on.
func Why(name string) string {
	for _, s := range off {
		if s.name == name {
			return s.why
		}
	}
	return ""
}

// feeds are sources that list the postings of many employers.
var feeds = []string{"hn", "remotive", "remoteok", "weworkremotely", "arbeitnow", "themuse"}

// Feed reports whether a source lists the postings of many employers, so that
// its boards are nobody's own.
func Feed(name string) bool { return slices.Contains(feeds, name) }

// PassRobots names, for fetch.Options.PassRobots, the requests whose robots.txt
// is passed over because a source that is off by default was asked for. It
// names none for sources that are on.
func PassRobots(asked ...string) func(*url.URL) bool {
	var hosts []string
	for _, s := range off {
		if slices.Contains(asked, s.name) {
			hosts = append(hosts, s.host)
		}
	}
	return func(u *url.URL) bool { return slices.Contains(hosts, strings.ToLower(u.Hostname())) }
}
