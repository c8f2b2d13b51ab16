package guard_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"rung/cmd/rung/web/guard"
)

func TestGuard(t *testing.T) {
	h := guard.New(guard.Options{Hosts: []string{"rung.example"}}, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	for _, tt := range []struct {
		name, method, host string
		header             []string
		want               int
	}{
		{"address", "GET", "127.0.0.1:8080", nil, 204},
		{"address of version six", "GET", "[::1]:8080", nil, 204},
		{"localhost", "POST", "LocalHost:8080", nil, 204},
		{"allowed name", "GET", "RUNG.example", nil, 204},
		{"a name bent to this address", "GET", "evil.example:8080", nil, 421},
		{"a name like an address", "GET", "127.0.0.1.evil.example", nil, 421},
		{"no name", "GET", "", nil, 421},
		{"read from our own page", "GET", "127.0.0.1:8080", []string{"Origin", "http://127.0.0.1:8080"}, 204},
		{"read from another site", "GET", "127.0.0.1:8080", []string{"Origin", "https://evil.example"}, 403},
		{"read from another port", "GET", "127.0.0.1:8080", []string{"Origin", "http://127.0.0.1:9"}, 403},
		{"read from a page that hides", "GET", "127.0.0.1:8080", []string{"Origin", "null"}, 403},
		{"posted by a program", "POST", "127.0.0.1:8080", nil, 204},
		{"posted from here", "POST", "127.0.0.1:8080", []string{"Origin", "http://127.0.0.1:8080"}, 204},
		{"posted from elsewhere", "POST", "127.0.0.1:8080", []string{"Origin", "http://evil.example"}, 403},
		{"posted across sites", "POST", "127.0.0.1:8080", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"followed from elsewhere", "GET", "127.0.0.1:8080", []string{"Sec-Fetch-Site", "cross-site"}, 204},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(tt.method, "/x", nil)
			r.Host = tt.host
			for i := 0; i < len(tt.header); i += 2 {
				r.Header.Set(tt.header[i], tt.header[i+1])
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tt.want {
				t.Errorf("%s to %q with %v: status %d, want %d", tt.method, tt.host, tt.header, w.Code, tt.want)
			}
			if got := w.Header().Get("Content-Security-Policy"); got != guard.Nothing {
				t.Errorf("Content-Security-Policy %q, want %q", got, guard.Nothing)
			}
		})
	}
}
