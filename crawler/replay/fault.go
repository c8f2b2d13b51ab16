package replay

import (
	"net/http"
	"time"

	"rung/corpus"
)

// A Fault is one thing that goes wrong with a board.
type Fault string

// The faults. The zero value is none.
const (
	FaultNotFound     Fault = "not found"     // 404
	FaultBlocked      Fault = "blocked"       // 403
	FaultRateLimited  Fault = "rate limited"  // 429, Retry-After an hour, always
	FaultRateOnce     Fault = "rate once"     // 429, Retry-After one second, the first time only
	FaultServerError  Fault = "server error"  // 500
	FaultSlow         Fault = "slow"          // a few bytes at a time, for ever
	FaultTruncated    Fault = "truncated"     // half of the body, as if it were whole
	FaultCut          Fault = "cut"           // half of the body, then the connection closes
	FaultRedirectOff  Fault = "redirect off"  // 302 to another host
	FaultRedirectLoop Fault = "redirect loop" // 302 to itself
	FaultRobots       Fault = "robots"        // robots.txt disallows the board; its answers are whole
	FaultHTML         Fault = "html"          // 200 and a page that asks for JavaScript
	FaultShape        Fault = "shape"         // 200 and well-formed JSON of another shape
	FaultEmptyBody    Fault = "empty body"    // 200 and nothing
)

// Faults lists the faults every board can have.
func Faults() []Fault {
	return []Fault{
		FaultNotFound, FaultBlocked, FaultRateLimited, FaultRateOnce, FaultServerError, FaultSlow, FaultTruncated,
		FaultCut, FaultRedirectOff, FaultRedirectLoop, FaultRobots, FaultHTML, FaultShape, FaultEmptyBody,
	}
}

// Faults of lists that come in pages; other systems answer as if there were
// none.
const (
	FaultTotalHigh Fault = "total too high" // the list counts twice what it has
	FaultTotalLow  Fault = "total too low"  // the list counts half of what it has
	FaultWrap      Fault = "wrap-around"    // beyond its end the list begins again from the front, and counts twice what it has
)

// PageFaults lists the faults that only lists in pages have.
func PageFaults() []Fault { return []Fault{FaultTotalHigh, FaultTotalLow, FaultWrap} }

// A window cuts pages out of a list, bent by the faults above.
type window struct{ fault Fault }

func (w window) page(open []corpus.Posting, offset, size int) []corpus.Posting {
	if w.fault != FaultWrap || len(open) == 0 {
		open = open[min(offset, len(open)):]
		return open[:min(size, len(open))]
	}
	var out []corpus.Posting
	for i := range size {
		out = append(out, open[(offset+i)%len(open)])
	}
	return out
}

func (w window) total(n int) int {
	switch w.fault {
	case FaultTotalHigh, FaultWrap:
		return 2 * n
	case FaultTotalLow:
		return n / 2
	}
	return n
}

// refuse plays the faults that need no body. It reports whether it answered.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, b Board) bool {
	switch b.Fault {
	case FaultNotFound:
		http.NotFound(w, r)
	case FaultBlocked:
		http.Error(w, "forbidden", http.StatusForbidden)
	case FaultServerError:
		http.Error(w, "internal error", http.StatusInternalServerError)
	case FaultRateLimited:
		limit(w, "3600")
	case FaultRateOnce:
		return s.limitOnce(w, b.Board.ID())
	case FaultRedirectOff:
		http.Redirect(w, r, "http://elsewhere.invalid/careers", http.StatusFound)
	case FaultRedirectLoop:
		http.Redirect(w, r, "/elsewhere/loop", http.StatusFound)
	default:
		return false
	}
	return true
}

func limit(w http.ResponseWriter, seconds string) {
	w.Header().Set("Retry-After", seconds)
	http.Error(w, "too many requests", http.StatusTooManyRequests)
}

func (s *Server) limitOnce(w http.ResponseWriter, id string) bool {
	s.mu.Lock()
	before := s.limits[id]
	s.limits[id] = true
	s.mu.Unlock()
	if !before {
		limit(w, "1")
	}
	return !before
}

// An answer is one response before any fault.
type answer struct {
	status      int // 0 for 200
	contentType string
	body        []byte
}

const (
	page  = "<!doctype html><html><head><title>Careers</title></head><body><p>Please enable JavaScript.</p></body></html>"
	other = `{"status":"ok","data":{"total":12,"nodes":[{"name":"x"}]}}`
)

// write sends an answer, bent by the faults that bend a body.
func (s *Server) write(w http.ResponseWriter, r *http.Request, f Fault, a answer) {
	switch f {
	case FaultHTML:
		a.contentType, a.body = "text/html; charset=utf-8", []byte(page)
	case FaultShape:
		a.contentType, a.body = "application/json", []byte(other)
	case FaultEmptyBody:
		a.body = nil
	case FaultTruncated:
		a.body = a.body[:len(a.body)/2]
	case FaultCut:
		cut(w, a)
	case FaultSlow:
		drip(w, r, a)
		return
	}
	w.Header().Set("Content-Type", a.contentType)
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	_, _ = w.Write(a.body) // the client may be gone
}

// cut sends half of what it announced and drops the connection.
func cut(w http.ResponseWriter, a answer) {
	w.Header().Set("Content-Type", a.contentType)
	_, _ = w.Write(a.body[:len(a.body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// drip sends sixteen bytes a second until the client gives up.
func drip(w http.ResponseWriter, r *http.Request, a answer) {
	w.Header().Set("Content-Type", a.contentType)
	control := http.NewResponseController(w)
	for len(a.body) > 0 {
		n := min(16, len(a.body))
		if _, err := w.Write(a.body[:n]); err != nil {
			return
		}
		a.body = a.body[n:]
		_ = control.Flush()
		select {
		case <-r.Context().Done():
			return
		case <-time.After(time.Second):
		}
	}
}
