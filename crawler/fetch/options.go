package fetch

import (
	"context"
	"math"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Options say how a Client behaves. The zero value of every field but Now is
// a sensible default.
type Options struct {
	// Now is the clock, for robots.txt ages, dates in Retry-After and
	// Page.At. It is required.
	Now func() time.Time
	// Rand gives numbers in [0,1) for jitter; nil means math/rand/v2.
	Rand func() float64

	// UserAgent is sent with every request. Its product token, the part
	// before "/" or a space, is what robots.txt groups are matched with.
	UserAgent string
	// AllowPrivate lets loopback, private and link-local addresses be asked.
	AllowPrivate bool
	// Follow decides about a redirect to another host or port; nil refuses
	// all of them. A move from http to https on the same host is no such
	// redirect.
	Follow func(from, to *url.URL) bool
	// PassRobots names requests for which robots.txt is not asked; nil means
	// none. It exists for APIs whose documentation invites callers and whose
	// host forbids all robots.
	PassRobots func(u *url.URL) bool

	// Pace is how fast one host may be asked, unless HostPace says otherwise.
	Pace Pace
	// HostPace gives the pace of hosts that need another one; nil means
	// KnownPace.
	HostPace func(host string) (Pace, bool)
	// MaxCrawlDelay caps what robots.txt may ask for; default 30 s.
	MaxCrawlDelay time.Duration

	// Tries is how often a request is sent in all; default 4.
	Tries int
	// Backoff is the bound of the first wait between tries, doubled for each
	// further one up to a minute; default 500 ms. The wait is a random part
	// of the bound.
	Backoff time.Duration
	// MaxRetryAfter is the longest wait a server may ask for within a run;
	// default 2 minutes. A longer one ends the request as rate limited and
	// leaves the host alone for the time asked.
	MaxRetryAfter time.Duration
	// BreakAfter consecutive failures leave a host alone for BreakFor;
	// defaults 5 and 5 minutes.
	BreakAfter int
	BreakFor   time.Duration

	// Timeout is the time one try may take, body included; default 60 s.
	Timeout time.Duration
	// MaxBody caps a decoded body in bytes; default 64 MiB. A body of exactly
	// MaxBody is whole, one byte more is a *TooLarge.
	MaxBody int64

	// Held knows what earlier crawls brought, for conditional requests; nil
	// asks for everything anew.
	Held Validators
	// Transport replaces the connection, in tests. With it the check of
	// addresses after name resolution is the caller's.
	Transport http.RoundTripper
}

// DefaultUserAgent names the program honestly, product token first.
const DefaultUserAgent = "rung/1 (collects product management job postings; obeys robots.txt)"

func (o Options) withDefaults() Options {
	set(&o.Rand, o.Rand == nil, rand.Float64)
	set(&o.UserAgent, o.UserAgent == "", DefaultUserAgent)
	set(&o.Pace, o.Pace == Pace{}, Pace{PerSecond: 2, Burst: 2, Parallel: 2})
	set(&o.HostPace, o.HostPace == nil, KnownPace)
	set(&o.MaxCrawlDelay, o.MaxCrawlDelay == 0, 30*time.Second)
	set(&o.Tries, o.Tries == 0, 4)
	set(&o.Backoff, o.Backoff == 0, 500*time.Millisecond)
	set(&o.MaxRetryAfter, o.MaxRetryAfter == 0, 2*time.Minute)
	set(&o.BreakAfter, o.BreakAfter == 0, 5)
	set(&o.BreakFor, o.BreakFor == 0, 5*time.Minute)
	set(&o.Timeout, o.Timeout == 0, time.Minute)
	set(&o.MaxBody, o.MaxBody == 0, 64<<20)
	if o.Transport == nil {
		o.Transport = connection(o.AllowPrivate)
	}
	return o
}

func set[T any](field *T, unset bool, value T) {
	if unset {
		*field = value
	}
}

// productToken is the part of a user agent that robots.txt groups name.
func productToken(userAgent string) string {
	if i := strings.IndexAny(userAgent, "/ "); i >= 0 {
		return userAgent[:i]
	}
	return userAgent
}

// sleep waits for d or until ctx ends, and then says so.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// A Pace is how fast one host may be asked.
type Pace struct {
	PerSecond float64 // requests per second on average
	Burst     int     // requests that may come at once after a rest, at least 1
	Parallel  int     // requests on their way at the same time
}

// Unpaced is no limit at all: for loopback, and for measuring.
var Unpaced = Pace{PerSecond: math.Inf(1), Burst: 1, Parallel: math.MaxInt32}

// knownPaces are hosts on which every tenant shares one allowance per caller,
// and a burst is answered with a wait of hours.
var knownPaces = map[string]Pace{
	"apply.workable.com": {PerSecond: 0.5, Burst: 1, Parallel: 1},
	"api.lever.co":       {PerSecond: 1, Burst: 1, Parallel: 1},
	"api.eu.lever.co":    {PerSecond: 1, Burst: 1, Parallel: 1},
}

// KnownPace gives the pace of hosts known to be stricter than most. This
// machine, by its address, has nobody to be polite to.
func KnownPace(host string) (Pace, bool) {
	if at, err := netip.ParseAddrPort(host); err == nil && at.Addr().IsLoopback() {
		return Unpaced, true
	}
	p, ok := knownPaces[strings.ToLower(host)]
	return p, ok
}
