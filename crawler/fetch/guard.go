package fetch

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// guard refuses URLs that no public board has, before any name is resolved.
// Addresses that hide behind a name are checkDial's work.
type guard struct {
	next         http.RoundTripper
	allowPrivate bool
}

func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := CheckURL(r.URL, g.allowPrivate); err != nil {
		return nil, err
	}
	return g.next.RoundTrip(r)
}

// CheckURL refuses what may never be asked: another scheme than http and
// https, a URL without a host or with a password, and, unless allowPrivate,
// an address or name of this machine or its network. It resolves no names. A
// refusal is a *Refused.
func CheckURL(u *url.URL, allowPrivate bool) error {
	if u.Scheme != "http" && u.Scheme != "https" {
		return &Refused{Reason: fmt.Sprintf("scheme %q is neither http nor https", u.Scheme)}
	}
	if u.Hostname() == "" {
		return &Refused{Reason: fmt.Sprintf("%q has no host", u)}
	}
	if u.User != nil {
		return &Refused{Reason: "the URL carries a user name"}
	}
	if !allowPrivate && privateName(u.Hostname()) {
		return &Refused{Reason: fmt.Sprintf("%s is not a public address", u.Hostname())}
	}
	return nil
}

// privateName reports whether a host is by its spelling not public.
func privateName(host string) bool {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if a, err := netip.ParseAddr(host); err == nil {
		return !PublicAddress(a.WithZone(""))
	}
	if !strings.Contains(host, ".") {
		return true // "localhost", "db", "0x7f000001": names only a local resolver knows
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	if slices.Contains([]string{"localhost", "local", "internal", "localdomain", "lan", "home", "intranet"}, last) {
		return true
	}
	// A last label of digits is an IPv4 address in a short or octal
	// spelling ("127.1"), which some resolvers understand.
	return strings.Trim(last, "0123456789") == "" || strings.HasPrefix(last, "0x")
}

// maxRedirects is how many hops one request may take.
const maxRedirects = 10

// redirects is the policy http.Client asks before every hop.
func redirects(follow func(from, to *url.URL) bool) func(*http.Request, []*http.Request) error {
	return func(r *http.Request, via []*http.Request) error {
		from := via[len(via)-1].URL
		if !sameHost(from, r.URL) && (follow == nil || !follow(from, r.URL)) {
			return &Refused{Reason: fmt.Sprintf("redirect from %s off the host to %s", from.Host, r.URL), OffHost: true}
		}
		if len(via) >= maxRedirects {
			return &RedirectLoop{Hops: len(via), URL: r.URL.String()}
		}
		for _, v := range via {
			if v.URL.String() == r.URL.String() && v.Method == r.Method {
				return &RedirectLoop{Hops: len(via), URL: r.URL.String()}
			}
		}
		return nil
	}
}

// A RedirectLoop is a chain of redirects that came back to where it was or
// did not end.
type RedirectLoop struct {
	Hops int
	URL  string // where the next hop would have gone
}

func (e *RedirectLoop) Error() string {
	return fmt.Sprintf("redirect loop: after %d hops back to %s", e.Hops, e.URL)
}

// sameHost reports whether a redirect stays where it was: the same name and
// port, or the step from plain http to https on their own ports. The step
// back is not the same.
func sameHost(from, to *url.URL) bool {
	if !strings.EqualFold(from.Hostname(), to.Hostname()) {
		return false
	}
	if from.Scheme == to.Scheme {
		return port(from) == port(to)
	}
	return from.Scheme == "http" && to.Scheme == "https" && port(from) == "80" && port(to) == "443"
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}
