package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// A Disallowed is a request robots.txt forbids.
type Disallowed struct {
	URL string
	Why string // the sentence for people
}

func (e *Disallowed) Error() string { return e.Why }

const (
	robotsAge = 24 * time.Hour // the longest the RFC lets a file be kept
	// A file that could not be had is asked for again sooner: a host that was
	// down for a minute is not lost for a day.
	robotsFailureAge  = 5 * time.Minute
	maxRobotsRedirect = 5
)

// robotsGate lets through what robots.txt allows. Every hop of a redirect
// passes it, so targets are checked like first requests.
type robotsGate struct {
	next  http.RoundTripper
	ask   *http.Client // for robots.txt itself: below the gate, but paced and guarded
	token string
	pass  func(*url.URL) bool
	now   func() time.Time
	slow  func(host string, delay time.Duration)

	mu    sync.Mutex
	files map[string]*robotsFile // by scheme, host and port
}

// A robotsFile is one host's robots.txt, or why it could not be had. Its
// fields are written once, before ready is closed.
type robotsFile struct {
	ready   chan struct{}
	robots  Robots
	err     error
	expires time.Time
}

func newRobotsGate(next, below http.RoundTripper, o Options, slow func(string, time.Duration)) *robotsGate {
	return &robotsGate{
		next: next,
		// The RFC asks that redirects be followed across hosts; the answer
		// still counts for the host that was asked.
		ask: &http.Client{Transport: below, CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > maxRobotsRedirect {
				return &RedirectLoop{len(via), r.URL.String()}
			}
			return nil
		}},
		token: productToken(o.UserAgent), pass: o.PassRobots, now: o.Now, slow: slow,
		files: map[string]*robotsFile{},
	}
}

func (g *robotsGate) RoundTrip(r *http.Request) (*http.Response, error) {
	if g.pass == nil || !g.pass(r.URL) {
		if err := g.check(r); err != nil {
			return nil, err
		}
	}
	return g.next.RoundTrip(r)
}

func (g *robotsGate) check(r *http.Request) error {
	f, err := g.file(r)
	if err != nil {
		return err
	}
	if f.err != nil {
		return f.err
	}
	if !f.robots.Allowed(r.URL.RequestURI()) {
		return &Disallowed{r.URL.String(), fmt.Sprintf("robots.txt of %s forbids %s", r.URL.Host, r.URL.RequestURI())}
	}
	return nil
}

// file returns the host's robots.txt, asking for it when there is none or it
// is too old. Of several requests that need it one asks and the others wait.
func (g *robotsGate) file(r *http.Request) (*robotsFile, error) {
	origin := r.URL.Scheme + "://" + r.URL.Host
	for {
		f, mine := g.claim(origin)
		if mine {
			g.load(r, origin, f)
		}
		select {
		case <-f.ready:
		case <-r.Context().Done():
			return nil, context.Cause(r.Context())
		}
		// The one who asked may have been cancelled, which says nothing about
		// the host: somebody else asks again.
		if mine || !cancelled(f.err) {
			return f, nil
		}
	}
}

// claim returns the file of an origin, and whether the caller is to load it.
func (g *robotsGate) claim(origin string) (f *robotsFile, mine bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if f := g.files[origin]; f != nil && !g.stale(f) {
		return f, false
	}
	f = &robotsFile{ready: make(chan struct{})}
	g.files[origin] = f
	return f, true
}

func (g *robotsGate) stale(f *robotsFile) bool {
	select {
	case <-f.ready:
		return !g.now().Before(f.expires)
	default:
		return false // being loaded
	}
}

// load asks for robots.txt. What its status means is RFC 9309, section
// 2.3.1: a 4xx sets no limits, a 5xx forbids everything.
func (g *robotsGate) load(r *http.Request, origin string, f *robotsFile) {
	defer close(f.ready)
	f.expires = g.now().Add(robotsFailureAge)
	status, body, err := g.fetch(r, origin+"/robots.txt")
	switch {
	case cancelled(err):
		f.err, f.expires = err, time.Time{}
	case err != nil:
		f.err = fmt.Errorf("robots.txt of %s: %w", r.URL.Host, err)
	case status == http.StatusTooManyRequests:
		// By the letter a 429 is a 4xx. But a host that asks for less is not
		// asked for more.
		f.err = &Busy{Err: fmt.Errorf("robots.txt of %s answered 429", r.URL.Host)}
	case status >= 500:
		f.err = &Disallowed{r.URL.String(), fmt.Sprintf("robots.txt of %s answered %d, which forbids everything", r.URL.Host, status)}
	default:
		f.expires = g.now().Add(robotsAge)
		if status < 300 {
			f.robots = ParseRobots(body, g.token)
			g.slow(r.URL.Host, f.robots.Delay)
		}
	}
}

func (g *robotsGate) fetch(r *http.Request, address string) (status int, body []byte, err error) {
	q, err := http.NewRequestWithContext(withoutExchange(r.Context()), http.MethodGet, address, nil)
	if err != nil {
		return 0, nil, err
	}
	q.Header.Set("User-Agent", r.Header.Get("User-Agent"))
	res, err := g.ask.Do(q)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	body, err = io.ReadAll(io.LimitReader(res.Body, maxRobots))
	return res.StatusCode, body, err
}

func cancelled(err error) bool {
	// A try that took too long is also a deadline that passed, and is not
	// meant here.
	return !errors.Is(err, errTimeout) && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded))
}
