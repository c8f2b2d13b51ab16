package fetch

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"rung/corpus"
)

// A Page is one answer that may be read: its body is whole, decoded and
// within the cap.
type Page struct {
	// URL is where the answer came from after redirects, Asked what was
	// requested.
	URL, Asked string
	Status     int
	Header     http.Header
	Body       []byte
	// NotModified is set when the server confirmed that what we hold is
	// current; Body is then the stored one.
	NotModified bool
	// Wire counts bytes as they came, before decompression.
	Wire int64
	At   time.Time
}

// A Request is one polite question.
type Request struct {
	// Method is GET when empty. POST is for list endpoints that are known to
	// be safe to repeat.
	Method string
	URL    string
	Body   []byte
	// Accept is the media type asked for, "" for any.
	Accept string
	// Detail marks a posting's own page, which a crawl that is killed does
	// not ask for again. It changes nothing about the request.
	Detail bool
}

// A Getter answers requests; adapters are handed one and never open
// connections themselves. A failed request is an *Error.
type Getter interface {
	Get(ctx context.Context, r Request) (Page, error)
}

// An Error is a failed request, typed by what it means for the board.
type Error struct {
	// Outcome is what the board's listing becomes when this ends it.
	Outcome corpus.Outcome
	URL     string
	Status  int // 0 when no answer came
	// RetryAfter is the wait the server asked for, 0 for none.
	RetryAfter time.Duration
	// Body is the beginning of what the server said, at most 4 KiB. Some
	// systems tell a posting that is gone from a block only there.
	Body []byte
	Err  error
}

func (e *Error) Error() string {
	switch {
	case e.Status != 0 && e.Err != nil:
		return fmt.Sprintf("%s: %s (HTTP %d): %v", e.URL, e.Outcome, e.Status, e.Err)
	case e.Status != 0:
		return fmt.Sprintf("%s: %s (HTTP %d)", e.URL, e.Outcome, e.Status)
	}
	return fmt.Sprintf("%s: %s: %v", e.URL, e.Outcome, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }
