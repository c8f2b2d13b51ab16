package web

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"rung/cmd/rung/report"
)

// An answer is a page and the data it was made of.
type answer struct {
	status int // 0 for 200
	page   string
	title  string
	here   string // entry of the navigation
	body   any
	data   any
}

// A problem is what went wrong, for the reader.
type problem struct {
	Status int    `json:"status"`
	Title  string `json:"title"`
	Detail string `json:"detail,omitempty"`
	// Place points into what the reader typed.
	Place string `json:"place,omitempty"`
}

func (p *problem) Error() string { return p.Title }

// A frame is what the layout shows around a page's body.
type frame struct {
	Title, Here, Notice, Model, Version string
	Body                                any
}

//go:embed templates/*.html
var files embed.FS

//go:embed style.css
var styleText string

var templates = parse("form", "verdict", "search", "posting", "report", "problem")

// parse joins each page with the layout and the parts pages share.
func parse(names ...string) map[string]*template.Template {
	out := map[string]*template.Template{}
	for _, n := range names {
		out[n] = template.Must(template.New("layout.html").ParseFS(files, "templates/layout.html", "templates/parts.html", "templates/"+n+".html"))
	}
	return out
}

func style(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "max-age=300")
	fmt.Fprint(w, styleText, report.Style)
}

// page turns what a handler found into HTML or JSON.
func (s *server) page(handle func(r *http.Request) (answer, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a, err := handle(r)
		if err != nil {
			a = problemAnswer(err)
		}
		if wantsJSON(r) {
			writeJSON(w, a)
			return
		}
		s.writePage(w, a)
	}
}

func problemAnswer(err error) answer {
	var p *problem
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &p):
	case errors.As(err, &tooLarge):
		p = &problem{Status: http.StatusRequestEntityTooLarge, Title: "That is too long for a job description", Detail: fmt.Sprintf("At most %d MiB can be read at once.", maxBody>>20)}
	default:
		p = &problem{Status: http.StatusInternalServerError, Title: "That did not work", Detail: err.Error()}
	}
	return answer{status: p.Status, page: "problem", title: p.Title, body: p, data: p}
}

func wantsJSON(r *http.Request) bool {
	if f := r.URL.Query().Get("format"); f != "" {
		return f == "json"
	}
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "application/json") && !strings.Contains(accept, "text/html")
}

func writeJSON(w http.ResponseWriter, a answer) {
	kind := "application/json"
	if a.page == "problem" {
		kind = "application/problem+json"
	}
	data, err := json.Marshal(a.data)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(max(a.status, http.StatusOK))
	_, _ = w.Write(append(data, '\n')) // the client may be gone
}

func (s *server) writePage(w http.ResponseWriter, a answer) {
	var b bytes.Buffer
	err := templates[a.page].Execute(&b, frame{Title: a.title, Here: a.here, Notice: s.Notice, Model: s.Model, Version: s.Version, Body: a.body})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(max(a.status, http.StatusOK))
	_, _ = w.Write(b.Bytes()) // the client may be gone
}
