package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// maxBody bounds a request; a description is a hundred times smaller.
const maxBody = 2 << 20

// guard refuses what a browser of this machine's user would not send, and
// tells the browser to load and run nothing from elsewhere.
func (s *server) guard(next http.Handler) http.Handler {
	same := http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if !s.knownHost(r.Host) {
			http.Error(w, "this server is not called "+strings.ToValidUTF8(r.Host, "?"), http.StatusMisdirectedRequest)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		same.ServeHTTP(w, r)
	})
}

// knownHost reports whether a Host header names this server in a way no
// other site's name can be bent to.
func (s *server) knownHost(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return name == "localhost" || slices.Contains(s.Hosts, name)
}
