package web

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"strings"
)

// An answer is a page and the data it was made of.
type answer struct {
	status int // 0 for 200
	page   string
	title  string
	here   string // entry of the navigation
	body   any
	data   any
	// rows are the same as CSV, nil where there is none.
	rows    []hitView
	refresh bool
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
	Nav                                 []entry
	// Refresh asks a browser without scripts to come again soon.
	Refresh bool
	Body    any
}

// An entry of the navigation.
type entry struct{ Name, Title, Link string }

var entries = []entry{
	{"classify", "Classify", "/"}, {"search", "Search", "/search"}, {"demand", "Demand", "/demand"},
	{"ladder", "Ladder", "/ladder"}, {"boards", "Boards", "/boards"}, {"label", "Label", "/label"},
}

//go:embed templates/*.html
var files embed.FS

//go:embed style.css
var styleText string

//go:embed page.js
var scriptText string

//go:embed icon.svg
var iconText string

var templates = parse("form", "verdict", "search", "posting", "demand", "behind", "ladder", "rung", "boards", "label", "pass", "agreement", "problem")

// words are what templates say beside the fields of their page.
var words = template.FuncMap{"step": newStep, "states": states, "stateWords": stateWords, "choice": newChoice}

// parse joins each page with the layout and the parts pages share.
func parse(names ...string) map[string]*template.Template {
	out := map[string]*template.Template{}
	for _, n := range names {
		out[n] = template.Must(template.New("layout.html").Funcs(words).ParseFS(files, "templates/layout.html", "templates/parts.html", "templates/"+n+".html"))
	}
	return out
}

// asset answers with a part of the pages that does not change while the
// program runs.
func asset(kind string, parts ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "max-age=300")
		for _, p := range parts {
			_, _ = io.WriteString(w, p) // the client may be gone
		}
	}
}

// page turns what a handler found into HTML or JSON.
func (s *server) page(handle func(r *http.Request) (answer, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a, err := handle(r)
		if err != nil {
			a = problemAnswer(err)
		}
		switch {
		case a.rows != nil && r.URL.Query().Get("format") == "csv":
			writeRows(w, a.rows)
		case wantsJSON(r):
			writeJSON(w, a)
		default:
			s.writePage(w, a)
		}
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
	if _, bad := a.data.(*problem); bad {
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
	err := templates[a.page].Execute(&b, frame{Title: a.title, Here: a.here, Notice: s.Notice, Model: s.Model, Version: s.Version, Nav: entries, Refresh: a.refresh, Body: a.body})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(max(a.status, http.StatusOK))
	_, _ = w.Write(b.Bytes()) // the client may be gone
}
