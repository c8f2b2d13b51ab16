package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// A BrokenOff is a request that was not sent because its host had failed too
// often in a row.
type BrokenOff struct {
	Host     string
	Failures int
	Until    time.Time
	Last     error // how the last request that was sent failed
}

func (e *BrokenOff) Error() string {
	return fmt.Sprintf("%s failed %d times in a row and is left alone until %s; last: %v",
		e.Host, e.Failures, e.Until.Format(time.TimeOnly), e.Last)
}

func (e *BrokenOff) Unwrap() error { return e.Last }

// breaker leaves a host alone that keeps failing. After the pause one request
// is let through; if it fails too, the pause starts again.
type breaker struct {
	next  http.RoundTripper
	after int
	pause time.Duration
	now   func() time.Time

	mu    sync.Mutex
	hosts map[string]*health
}

type health struct {
	failures int
	until    time.Time // zero while the circuit is closed
	last     error
}

func newBreaker(next http.RoundTripper, o Options) *breaker {
	return &breaker{next: next, after: o.BreakAfter, pause: o.BreakFor, now: o.Now, hosts: map[string]*health{}}
}

func (b *breaker) RoundTrip(r *http.Request) (*http.Response, error) {
	host := strings.ToLower(r.URL.Host)
	if err := b.enter(host); err != nil {
		return nil, err
	}
	res, err := b.next.RoundTrip(r)
	if !cancelled(err) {
		b.note(host, failure(res, err))
	}
	return res, err
}

// enter refuses while the circuit is open. The first request after the pause
// moves the end of the pause on, so that the others wait for how it fares.
func (b *breaker) enter(host string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	h := b.hosts[host]
	if h == nil || h.until.IsZero() {
		return nil
	}
	if now := b.now(); !now.Before(h.until) {
		h.until = now.Add(b.pause)
		return nil
	}
	return &BrokenOff{host, h.failures, h.until, h.last}
}

func (b *breaker) note(host string, failed error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if failed == nil {
		delete(b.hosts, host)
		return
	}
	h := b.hosts[host]
	if h == nil {
		h = new(health)
		b.hosts[host] = h
	}
	h.failures++
	h.last = failed
	if h.failures >= b.after {
		h.until = b.now().Add(b.pause)
	}
}

// failure returns what speaks against the host's health: no answer, 5xx, 429
// or a challenge. A 4xx is about one board; so are an over-long body and a
// refusal of our own.
func failure(res *http.Response, err error) error {
	var tooLarge *TooLarge
	var refused *Refused
	switch {
	case errors.As(err, &tooLarge), errors.As(err, &refused):
		return nil
	case err != nil:
		return err
	case res.StatusCode == http.StatusTooManyRequests, res.StatusCode >= 500:
		return &status{res.StatusCode}
	}
	return nil
}

// A status is an answer that is itself the failure.
type status struct{ code int }

func (e *status) Error() string { return fmt.Sprintf("HTTP %d %s", e.code, http.StatusText(e.code)) }
