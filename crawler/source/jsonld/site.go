package jsonld

import (
	"net"
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"

	"rung/corpus"
	"rung/crawler/source/wire"
)

// A site knows its pages by their public addresses, and where they are asked
// for.
type site struct {
	start *url.URL // the careers page, or what the board's token names
	base  *url.URL // stands in for the scheme and host of start; nil for none
}

func siteOf(b corpus.Board) (site, error) {
	token := strings.TrimSpace(b.Token)
	if b.Base != "" && !strings.ContainsAny(token, "./:") {
		token = b.Base // the token is a mere name
	}
	if !strings.Contains(token, "://") {
		token = "https://" + token
	}
	start, err := url.Parse(token)
	if err != nil || start.Host == "" || start.Scheme != "http" && start.Scheme != "https" {
		return site{}, wire.Shape(name, "token", "%q is not the address of a page", b.Token)
	}
	start.User, start.Fragment = nil, ""
	s := site{start: start}
	if b.Base == "" || b.Base == token {
		return s, nil
	}
	if s.base, err = url.Parse(strings.TrimRight(b.Base, "/")); err != nil || s.base.Host == "" {
		return site{}, wire.Shape(name, "base", "%q is not an address", b.Base)
	}
	return s, nil
}

// at is a page of the start page's host.
func (s site) at(p string) *url.URL {
	return &url.URL{Scheme: s.start.Scheme, Host: s.start.Host, Path: p}
}

// ask is where a page is asked for.
func (s site) ask(u *url.URL) string {
	if s.base == nil {
		return u.String()
	}
	p := u.EscapedPath()
	if p == "" {
		p = "/"
	}
	if u.RawQuery != "" {
		p += "?" + u.RawQuery
	}
	return s.base.String() + p
}

// page reads an address found at a page of the site, in its public form. It
// reports false for addresses of other sites and of no web page.
func (s site) page(from *url.URL, address string) (*url.URL, bool) {
	u, err := from.Parse(strings.TrimSpace(address))
	if err != nil {
		return nil, false
	}
	if u, err = url.Parse(wire.Absolute(u.String())); err != nil || u.Host == "" {
		return nil, false
	}
	if s.base != nil && u.Host == s.base.Host {
		rest, below := strings.CutPrefix(u.Path, s.base.Path)
		if !below {
			return nil, false
		}
		public := s.at(rest)
		public.RawQuery = u.RawQuery
		u = public
	}
	return u, s.owns(u)
}

// owns reports whether an address belongs to the site.
func (s site) owns(u *url.URL) bool {
	if s.base != nil || net.ParseIP(u.Hostname()) != nil {
		return strings.EqualFold(u.Host, s.start.Host)
	}
	return domain(u.Hostname()) == domain(s.start.Hostname())
}

// domain is the registered domain of a host, or the host where it has none.
func domain(host string) string {
	host = strings.ToLower(host)
	if d, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return d
	}
	return host
}

// id is the native id of the posting on a page: its path and query, with the
// host where that is not the start page's.
func (s site) id(u *url.URL) string {
	id := strings.Trim(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		id += "?" + u.RawQuery
	}
	if bare(u.Host) != bare(s.start.Host) {
		id = bare(u.Host) + "/" + id
	}
	if id == "" {
		return "/"
	}
	return id
}

func bare(host string) string { return strings.TrimPrefix(strings.ToLower(host), "www.") }

// isStart reports whether a page is the careers page itself.
func (s site) isStart(u *url.URL) bool {
	return strings.Trim(u.Path, "/") == strings.Trim(s.start.Path, "/") && u.RawQuery == s.start.RawQuery
}

// isJobPage reports whether a page of the site may be a job's: by its words,
// or because it lies below the careers page.
func (s site) isJobPage(u *url.URL) bool {
	if s.isStart(u) {
		return false
	}
	if home := strings.TrimRight(s.start.Path, "/"); home != "" && strings.HasPrefix(u.Path, home+"/") {
		return isJobPage("/job" + strings.TrimPrefix(u.Path, home))
	}
	return isJobPage(u.Path)
}
