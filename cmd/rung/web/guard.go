package web

import (
	"net/http"

	"rung/cmd/rung/web/guard"
)

// maxBody bounds a request; a description is a hundred times smaller.
const maxBody = 2 << 20

// policy lets pages load and run nothing from elsewhere.
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard refuses what a browser of this machine's user would not send.
func (s *server) guard(next http.Handler) http.Handler {
	return guard.New(guard.Options{Hosts: s.Hosts, Policy: policy}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	}))
}
