package fetch

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// pace asks each host no faster than its Pace: a token bucket for the rate,
// and a few places for requests on their way.
type pace struct {
	next     http.RoundTripper
	usual    Pace
	special  func(host string) (Pace, bool)
	maxDelay time.Duration // cap of a Crawl-delay
	patience time.Duration // cap of a Retry-After
	now      func() time.Time

	mu    sync.Mutex
	hosts map[string]*lane
}

// A lane is the way to one host.
type lane struct {
	bucket   *rate.Limiter
	places   chan struct{}
	patience time.Duration // the longest wait that is worth a place

	mu    sync.Mutex
	until time.Time // the host asked to be left alone until then
}

func newPace(next http.RoundTripper, o Options) *pace {
	return &pace{
		next: next, usual: o.Pace, special: o.HostPace, maxDelay: o.MaxCrawlDelay, patience: o.MaxRetryAfter, now: o.Now,
		hosts: map[string]*lane{},
	}
}

func (p *pace) RoundTrip(r *http.Request) (*http.Response, error) {
	l := p.lane(r.URL.Host)
	if err := l.enter(r.Context(), p.now); err != nil {
		return nil, err
	}
	// whole, further in, has read the body when RoundTrip returns, so the
	// place is held for the whole transfer.
	defer func() { <-l.places }()
	return p.next.RoundTrip(r)
}

// enter waits for a place, then for a token. In this order those who wait for
// a place have not yet taken a token they may never use.
func (l *lane) enter(ctx context.Context, now func() time.Time) error {
	select {
	case l.places <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if err := l.token(ctx, now); err != nil {
		<-l.places
		return err
	}
	return nil
}

func (l *lane) token(ctx context.Context, now func() time.Time) error {
	at := now()
	res := l.bucket.ReserveN(at, 1)
	wait := res.DelayFrom(at)
	for {
		held := l.held(now())
		if held > l.patience {
			res.CancelAt(now())
			return &Busy{After: held, Err: errHeld}
		}
		if wait = max(wait, held); wait == 0 {
			return nil
		}
		if err := sleep(ctx, wait); err != nil {
			res.CancelAt(now())
			return context.Cause(ctx)
		}
		wait = 0 // but the host may have asked for more in the meantime
	}
}

var errHeld = errors.New("the host asked to be left alone")

func (l *lane) held(at time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(0, l.until.Sub(at))
}

func (p *pace) lane(host string) *lane {
	host = strings.ToLower(host)
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.hosts[host]
	if l == nil {
		l = newLane(p.of(host), p.patience)
		p.hosts[host] = l
	}
	return l
}

func (p *pace) of(host string) Pace {
	if special, ok := p.special(host); ok {
		return special
	}
	return p.usual
}

func newLane(p Pace, patience time.Duration) *lane {
	limit := rate.Limit(p.PerSecond)
	if p.PerSecond > float64(rate.Inf) {
		limit = rate.Inf
	}
	return &lane{
		bucket:   rate.NewLimiter(limit, max(p.Burst, 1)),
		patience: patience,
		// More places than any crawl has workers are as good as no limit.
		places: make(chan struct{}, min(max(p.Parallel, 1), 1024)),
	}
}

// slow takes a Crawl-delay as a floor under the time between requests. It can
// only slow a host down.
func (p *pace) slow(host string, delay time.Duration) {
	if delay = min(delay, p.maxDelay); delay <= 0 {
		return
	}
	l := p.lane(host)
	if limit := rate.Every(delay); limit < l.bucket.Limit() {
		l.bucket.SetLimitAt(p.now(), limit)
		l.bucket.SetBurstAt(p.now(), 1)
	}
}

// hold leaves a host alone for d: its Retry-After counts for every request to
// it, not just for the one that was told.
func (p *pace) hold(host string, d time.Duration) {
	l := p.lane(host)
	until := p.now().Add(d)
	l.mu.Lock()
	defer l.mu.Unlock()
	if until.After(l.until) {
		l.until = until
	}
}
