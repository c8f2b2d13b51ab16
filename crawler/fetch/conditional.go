package fetch

import (
	"context"
	"io"
	"net/http"
)

// A Cache keeps, between crawls, the last whole answer to a GET together with
// what its server will recognise it by. The store satisfies it.
type Cache interface {
	// Recall returns what Remember last kept for the URL. ok is false when
	// there is nothing, and must be false when the body is gone: validators
	// without it would turn "unchanged" into "nothing".
	Recall(ctx context.Context, url string) (c Cached, ok bool, err error)
	Remember(ctx context.Context, url string, c Cached) error
}

// Cached is one kept answer. At least one validator is set.
type Cached struct {
	ETag         string
	LastModified string
	ContentType  string
	Body         []byte
}

// conditional asks whether what we hold is current, and answers with what we
// hold when it is.
type conditional struct {
	next  http.RoundTripper
	cache Cache
}

func (c conditional) RoundTrip(r *http.Request) (*http.Response, error) {
	if c.cache == nil || r.Method != http.MethodGet {
		return c.next.RoundTrip(r)
	}
	address := r.URL.String()
	held, ok, err := c.cache.Recall(r.Context(), address)
	if err != nil {
		return nil, &storeError{err}
	}
	if ok {
		r = r.Clone(r.Context())
		ask(r.Header, held)
	}
	res, err := c.next.RoundTrip(r)
	switch {
	case err != nil:
		return nil, err
	case ok && res.StatusCode == http.StatusNotModified:
		return confirmed(res, held), nil
	case res.StatusCode == http.StatusOK:
		return c.remember(r.Context(), address, res)
	}
	return res, nil
}

// ask sets both validators; a server that knows If-None-Match ignores the
// other (RFC 9110, section 13.1.3).
func ask(h http.Header, held Cached) {
	if held.ETag != "" {
		h.Set("If-None-Match", held.ETag)
	}
	if held.LastModified != "" {
		h.Set("If-Modified-Since", held.LastModified)
	}
}

// confirmed turns a 304 into the answer it stands for.
func confirmed(res *http.Response, held Cached) *http.Response {
	exchangeOf(res.Request.Context()).notModified.Store(true)
	res.StatusCode, res.Status = http.StatusOK, "200 OK"
	if held.ContentType != "" {
		res.Header.Set("Content-Type", held.ContentType)
	}
	return replaceBody(res, held.Body)
}

func (c conditional) remember(ctx context.Context, address string, res *http.Response) (*http.Response, error) {
	h := res.Header
	if h.Get("ETag") == "" && h.Get("Last-Modified") == "" {
		return res, nil
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	err = c.cache.Remember(ctx, address, Cached{h.Get("ETag"), h.Get("Last-Modified"), h.Get("Content-Type"), body})
	if err != nil {
		return nil, &storeError{err}
	}
	return replaceBody(res, body), nil
}

// A storeError is a failure of our own side. It says nothing about the board,
// whose visit counts as interrupted.
type storeError struct{ err error }

func (e *storeError) Error() string { return "cache: " + e.err.Error() }
func (e *storeError) Unwrap() error { return e.err }
