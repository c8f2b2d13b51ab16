package web

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"rung/cmd/rung/feed"
	"rung/index"
	"rung/index/query"
)

// maxName bounds the name of a saved search, as on the command line.
const maxName = 80

// A savedView is a saved search as the search page lists it.
type savedView struct{ Name, Query, Link, Feed string }

func (s *server) savedViews() ([]savedView, error) {
	all, err := s.Saved.All()
	if err != nil {
		return nil, err
	}
	var out []savedView
	for _, one := range all {
		out = append(out, savedView{one.Name, one.Query, link("/search", "q", one.Query), "/feed/" + url.PathEscape(one.Name)})
	}
	return out, nil
}

// save keeps the search of the form and shows it again.
func (s *server) save(w http.ResponseWriter, r *http.Request) {
	s.change(w, r, func() (string, error) {
		name, text := strings.TrimSpace(r.PostFormValue("name")), strings.TrimSpace(r.PostFormValue("q"))
		if name == "" || len(name) > maxName || strings.ContainsFunc(name, unicode.IsControl) {
			return "", &problem{Status: http.StatusUnprocessableEntity, Title: "That is no name for a search", Detail: "A name is one line of at most 80 letters."}
		}
		q, err := parseQuery(text)
		if err != nil {
			return "", err
		}
		return link("/search", "q", text), s.Saved.Save(r.Context(), name, q)
	})
}

func (s *server) unsave(w http.ResponseWriter, r *http.Request) {
	s.change(w, r, func() (string, error) {
		return link("/search", "q", r.PostFormValue("q")), s.Saved.Remove(r.PostFormValue("name"))
	})
}

// change does something and leads the browser to where it shows.
func (s *server) change(w http.ResponseWriter, r *http.Request, do func() (to string, err error)) {
	to, err := do()
	if err != nil {
		s.page(func(*http.Request) (answer, error) { return answer{}, err })(w, r)
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// feed is a saved search for feed readers.
func (s *server) feed(w http.ResponseWriter, r *http.Request) {
	text, err := s.feedOf(r)
	if err != nil {
		s.page(func(*http.Request) (answer, error) { return answer{}, err })(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	_, _ = w.Write(text) // the client may be gone
}

func (s *server) feedOf(r *http.Request) ([]byte, error) {
	all, err := s.Saved.All()
	if err != nil {
		return nil, err
	}
	one, ok := all.Find(r.PathValue("name"))
	if !ok {
		return nil, &problem{Status: http.StatusNotFound, Title: "No search is saved under that name", Detail: "Save one on the Search page; its feed stands beside it."}
	}
	res, err := s.found(r, one)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = feed.Write(&b, feed.Feed{Name: one.Name, Query: one.Query, Base: "http://" + r.Host, Self: "/feed/" + url.PathEscape(one.Name), Hits: res.Hits})
	return b.Bytes(), err
}

func (s *server) found(r *http.Request, one index.Saved) (index.Result, error) {
	q, err := query.Parse(one.Query)
	var qe *query.Error
	if errors.As(err, &qe) {
		return index.Result{}, &problem{Status: http.StatusConflict, Title: "The saved search cannot be read: " + qe.What, Detail: "Another version of rung wrote it. Save it again.", Place: qe.Pointer()}
	}
	if err != nil {
		return index.Result{}, err
	}
	return s.Index.Search(r.Context(), feed.Request(q))
}
