// Package guard keeps a server on one's own machine to oneself: it refuses
// what a browser would send on behalf of another site, and tells the browser
// to trust an answer no further than it must.
//
//	h := guard.New(guard.Options{Policy: guard.Nothing}, handler)
//
// # What it refuses
//
//   - a Host that is neither an IP address, nor localhost, nor a name that was
//     allowed (421): a name of another site that was bent to this address is
//     none of these, which is what stops DNS rebinding;
//   - an Origin other than the server's own, whatever the method, and a request
//     that changes or computes something from another site (403), which is
//     what stops cross-site request forgery.
//
// Limit, for what computes, lets no client ask too often.
//
// # Limits
//
// It is no login: every program of this machine may ask.
package guard

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// Nothing is a Content-Security-Policy under which an answer loads and runs
// nothing.
const Nothing = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"

// Options say what is let through. The zero value lets through what this
// machine's user asks.
type Options struct {
	// Hosts are names the server may be called by, beside localhost and IP
	// addresses, in lower case.
	Hosts []string
	// Policy is the Content-Security-Policy of every answer; empty is
	// Nothing.
	Policy string
}

// New returns next behind the guard.
func New(o Options, next http.Handler) http.Handler {
	if o.Policy == "" {
		o.Policy = Nothing
	}
	same := http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.mark(w.Header())
		switch {
		case !o.knows(r.Host):
			http.Error(w, "this server is not called that; use its address, or allow the name", http.StatusMisdirectedRequest)
		case !sameOrigin(r):
			http.Error(w, "requests from other sites are refused", http.StatusForbidden)
		default:
			same.ServeHTTP(w, r)
		}
	})
}

func (o Options) mark(h http.Header) {
	h.Set("Content-Security-Policy", o.Policy)
	h.Set("X-Content-Type-Options", "nosniff")
	// Not "no-referrer": under it a browser gives the forms of our own pages
	// the Origin "null".
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

// knows reports whether a Host header names this server in a way no other
// site's name can be bent to.
func (o Options) knows(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return name == "localhost" || slices.Contains(o.Hosts, name)
}

// sameOrigin reports whether a request comes from our own pages or from no
// page at all. "null" is a page that hides where it is from.
func sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}
