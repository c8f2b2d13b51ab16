package fetch

import (
	"context"
	"errors"
	"mime"
	"net/http"

	"rung/corpus"
)

// Validators is where conditional requests find what they need; *corpus.Store
// is one. A URL nothing is known of gives corpus.ErrNotFound.
//
// The client only reads it. Whoever applies a listing saves the validators of
// its pages afterwards (crawler.Run does): saved any earlier, a crawl killed in
// between would be told "not modified" about postings it never stored.
type Validators interface {
	Validators(ctx context.Context, url string) (corpus.Validators, error)
}

// conditional asks whether what we hold is current, and answers with what we
// hold when it is.
type conditional struct {
	next http.RoundTripper
	held Validators
}

func (c conditional) RoundTrip(r *http.Request) (*http.Response, error) {
	if c.held == nil || r.Method != http.MethodGet {
		return c.next.RoundTrip(r)
	}
	v, err := c.held.Validators(r.Context(), r.URL.String())
	if errors.Is(err, corpus.ErrNotFound) {
		return c.next.RoundTrip(r)
	}
	if err != nil {
		return nil, &storeError{err}
	}
	r = r.Clone(r.Context())
	ask(r.Header, v)
	res, err := c.next.RoundTrip(r)
	if err != nil || res.StatusCode != http.StatusNotModified {
		return res, err
	}
	return confirmed(r, res, v), nil
}

// ask sets both validators; a server that knows If-None-Match ignores the
// other (RFC 9110, section 13.1.3).
func ask(h http.Header, v corpus.Validators) {
	if v.ETag != "" {
		h.Set("If-None-Match", v.ETag)
	}
	if v.LastModified != "" {
		h.Set("If-Modified-Since", v.LastModified)
	}
}

// confirmed turns a 304 into the answer it stands for. What we hold is a
// Page's body, so its charset is settled, whatever the 304 says of it.
func confirmed(r *http.Request, res *http.Response, v corpus.Validators) *http.Response {
	exchangeOf(r.Context()).notModified.Store(true)
	res.StatusCode, res.Status = http.StatusOK, "200 OK"
	if media, _, err := mime.ParseMediaType(res.Header.Get("Content-Type")); err == nil {
		res.Header.Set("Content-Type", media+"; charset=utf-8")
	}
	return replaceBody(res, v.Body)
}

// A storeError is a failure of our own side. It says nothing about the board,
// whose visit counts as interrupted.
type storeError struct{ err error }

func (e *storeError) Error() string { return "validators: " + e.err.Error() }
func (e *storeError) Unwrap() error { return e.err }
