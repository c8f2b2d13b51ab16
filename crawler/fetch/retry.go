package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Busy is a host that asks for a longer pause than a run can make.
type Busy struct {
	After time.Duration // 0 when it did not say how long
	Err   error
}

func (e *Busy) Error() string {
	if e.After == 0 {
		return e.Err.Error()
	}
	return fmt.Sprintf("%v (ask again in %s)", e.Err, e.After.Round(time.Second))
}

func (e *Busy) Unwrap() error { return e.Err }

// maxBackoff bounds the doubling of Options.Backoff.
const maxBackoff = time.Minute

// retry sends again what failed in a way that may pass: no answer, half an
// answer, 429 and 5xx. It repeats GET, and POST because Request promises that
// it is safe.
type retry struct {
	next    http.RoundTripper
	tries   int
	backoff time.Duration
	longest time.Duration // the longest Retry-After that is waited for
	rand    func() float64
	now     func() time.Time
	hold    func(host string, d time.Duration)
}

func (t retry) RoundTrip(r *http.Request) (*http.Response, error) {
	for try := 1; ; try++ {
		res, err := t.once(r)
		if !again(res, err) {
			return res, err
		}
		wait, asked := t.wait(res, try)
		if asked {
			t.hold(r.URL.Host, wait)
		}
		if asked && wait > t.longest {
			return nil, &Busy{wait, fmt.Errorf("%s answered %s", r.URL.Host, res.Status)}
		}
		if try == t.tries {
			return res, err
		}
		if err := sleep(r.Context(), wait); err != nil {
			return nil, context.Cause(r.Context())
		}
	}
}

// once sends a copy of the request with a fresh body.
func (t retry) once(r *http.Request) (*http.Response, error) {
	if r.GetBody == nil {
		return t.next.RoundTrip(r)
	}
	body, err := r.GetBody()
	if err != nil {
		return nil, err
	}
	again := r.Clone(r.Context())
	again.Body = body
	return t.next.RoundTrip(again)
}

// wait returns how long to pause before the next try, and whether the server
// asked for it.
func (t retry) wait(res *http.Response, try int) (d time.Duration, asked bool) {
	if res != nil {
		if d, ok := retryAfter(res.Header, t.now()); ok {
			return d, true
		}
	}
	bound := min(t.backoff<<(try-1), maxBackoff)
	// Full jitter: callers that failed together do not come back together.
	return time.Duration(t.rand() * float64(bound)), false
}

// retryAfter reads a Retry-After header in either of its forms.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if s, err := strconv.ParseInt(value, 10, 32); err == nil && s >= 0 {
		return time.Duration(s) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now)), true
	}
	return 0, false
}

// again reports whether a failure may pass if the request is repeated.
func again(res *http.Response, err error) bool {
	if err != nil {
		return passing(err)
	}
	switch res.StatusCode {
	case http.StatusNotImplemented, http.StatusHTTPVersionNotSupported:
		return false
	case http.StatusTooManyRequests:
		return true
	}
	return res.StatusCode >= 500
}

func passing(err error) bool {
	var (
		refused   *Refused
		tooLarge  *TooLarge
		challenge *Challenge
		busy      *Busy
		cert      *tls.CertificateVerificationError
		dns       *net.DNSError
		encoding  *UnknownEncoding
	)
	switch {
	case cancelled(err), errors.As(err, &refused), errors.As(err, &tooLarge), errors.As(err, &challenge),
		errors.As(err, &busy), errors.As(err, &cert), errors.As(err, &encoding):
		return false
	case errors.As(err, &dns):
		return !dns.IsNotFound
	}
	return true
}
