package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"rung/cmd/rung/web/desk"
	"rung/corpus"
)

// problem words an error for a client. Faults of ours are told to the log and
// not to the client, whose business the insides are not.
func (s *server) problem(operation, in string, err error) error {
	var refused *desk.Refused
	switch {
	case errors.As(err, &refused):
		return huma.Error422UnprocessableEntity(refused.Error(), &huma.ErrorDetail{Location: strings.TrimSuffix(in+"."+refused.Field, "."), Message: refused.Reason})
	case errors.Is(err, corpus.ErrNotFound):
		return huma.Error404NotFound("there is no such posting; search finds what is there")
	case errors.Is(err, context.DeadlineExceeded):
		return huma.Error503ServiceUnavailable("that took too long; ask for less, or try again")
	case errors.Is(err, context.Canceled):
		return huma.Error503ServiceUnavailable("the server is ending, or the client has gone")
	}
	if s.Log != nil {
		s.Log(operation, err)
	}
	return huma.Error500InternalServerError("that did not work, and it is not your fault; the server's log says why")
}

// maxEcho bounds what a problem repeats of what was sent.
const maxEcho = 120

// tidyProblem names where a problem arose and shortens what it repeats of a
// request.
func tidyProblem(ctx huma.Context, _ string, v any) (any, error) {
	p, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	u := ctx.URL()
	p.Instance = u.EscapedPath()
	for _, d := range p.Errors {
		d.Message = shortened(d.Message)
		switch value := d.Value.(type) {
		case string:
			d.Value = shortened(value)
		case []any, map[string]any:
			d.Value = nil
		}
	}
	return p, nil
}

func shortened(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= maxEcho {
		return s
	}
	cut := maxEcho
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// elsewhere answers for paths that there are not, and for those that there
// are with another method.
func (s *server) elsewhere(mux *http.ServeMux) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		allowed := slices.DeleteFunc([]string{http.MethodGet, http.MethodPost}, func(method string) bool {
			other := r.Clone(r.Context())
			other.Method = method
			_, pattern := mux.Handler(other)
			return pattern == "/api/" || pattern == ""
		})
		status, detail := http.StatusNotFound, "there is no such path; "+Prefix+"/docs lists them"
		if len(allowed) > 0 {
			status, detail = http.StatusMethodNotAllowed, "this path answers to "+strings.Join(allowed, " and ")
			w.Header().Set("Allow", strings.Join(allowed, ", "))
		}
		s.refuse(w, r, status, detail)
	}
}

// refuse answers outside of any operation.
func (s *server) refuse(w http.ResponseWriter, r *http.Request, status int, detail string) {
	s.count("none", status)
	writeProblem(w, r, status, detail)
}

func writeProblem(w http.ResponseWriter, r *http.Request, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	// The client may be gone.
	_ = huma.DefaultJSONFormat.Marshal(w, &huma.ErrorModel{Status: status, Title: http.StatusText(status), Detail: detail, Instance: r.URL.EscapedPath()})
}
