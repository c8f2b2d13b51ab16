package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/gocolly/colly/v2"

	"rung/corpus"
)

// A Client is a Getter over the open web. It is safe for use by many
// goroutines, and the manners of all of them add up to one visitor's.
type Client struct {
	collector *colly.Collector
	now       func() time.Time
	close     func()
}

// New returns a Client. It panics without Options.Now, which is a mistake of
// the caller's that no input can cause.
func New(o Options) *Client {
	if o.Now == nil {
		panic("fetch: Options.Now is missing")
	}
	o = o.withDefaults()
	c := &Client{collector: collector(o), now: o.Now, close: func() {}}
	if t, ok := o.Transport.(interface{ CloseIdleConnections() }); ok {
		c.close = t.CloseIdleConnections
	}
	return c
}

// Close drops idle connections.
func (c *Client) Close() { c.close() }

// collector makes the collector whose clones do the requests. Init instead of
// NewCollector, because the latter reads settings from the environment.
func collector(o Options) *colly.Collector {
	c := new(colly.Collector)
	c.Init()
	c.UserAgent = o.UserAgent
	c.AllowURLRevisit = true        // a board is asked again at every crawl
	c.ParseHTTPErrorResponse = true // or 204, 206 and 304 are errors without a body
	c.IgnoreRobotsTxt = true        // robotsGate does it, for redirects too
	c.MaxBodySize = 0               // whole caps with an error; colly would cut in silence
	c.DisableCookies()              // boards share this client, and must not share a session
	c.SetRequestTimeout(0)          // its 10 s would span the waits of pace and retry
	c.SetRedirectHandler(redirects(o.Follow))
	c.WithTransport(chain(o))
	return c
}

// chain puts the manners around the connection; see the package comment.
func chain(o Options) http.RoundTripper {
	p := newPace(challenge{whole{o.Transport, o.Timeout, o.MaxBody}}, o)
	again := retry{p, o.Tries, o.Backoff, o.MaxRetryAfter, o.Rand, o.Now, p.hold}
	below := newBreaker(again, o)
	gate := newRobotsGate(conditional{below, o.Held}, guard{below, o.AllowPrivate}, o, p.slow)
	return lend{guard{gate, o.AllowPrivate}}
}

// Get asks one question. The error, if any, is an *Error.
func (c *Client) Get(ctx context.Context, r Request) (Page, error) {
	ctx, e := withExchange(ctx)
	answer, err := c.visit(ctx, r)
	if err != nil {
		return Page{}, c.failed(ctx, r, err)
	}
	page := Page{
		URL: answer.Request.URL.String(), Asked: r.URL, Status: answer.StatusCode, Header: *answer.Headers,
		Body: answer.Body, NotModified: e.notModified.Load(), Wire: e.wire.Load(), At: c.now().UTC(),
	}
	if e.body != nil {
		page.Body = e.body
	}
	if o := OutcomeOf(page.Status); o != corpus.OutcomeComplete {
		return Page{}, c.refusal(page, o)
	}
	if page.NotModified {
		page.Status = http.StatusNotModified
	}
	return page, nil
}

// visit has a clone of the collector make the request and returns what it
// hands to its callback. The clone carries this request's context; it shares
// the parent's connections, whose redirect policy is the parent's own.
func (c *Client) visit(ctx context.Context, r Request) (answer *colly.Response, err error) {
	if _, err := url.Parse(r.URL); err != nil {
		return nil, &Refused{Reason: err.Error()}
	}
	one := c.collector.Clone()
	one.Context = ctx
	one.OnResponse(func(res *colly.Response) { answer = res })
	method, body := r.Method, io.Reader(nil)
	if method == "" {
		method = http.MethodGet
	}
	if r.Body != nil {
		body = bytes.NewReader(r.Body)
	}
	if err := one.Request(method, r.URL, body, nil, c.header(r)); err != nil {
		return nil, err
	}
	if answer == nil {
		return nil, errors.New("no answer was handed over")
	}
	return answer, nil
}

func (c *Client) header(r Request) http.Header {
	h := http.Header{"User-Agent": {c.collector.UserAgent}}
	if r.Accept != "" {
		h.Set("Accept", r.Accept)
	}
	if r.Body != nil {
		h.Set("Content-Type", "application/json")
	}
	return h
}

// keptOfRefusal is how much of a refusing answer's body an Error keeps.
const keptOfRefusal = 4 << 10

// refusal is the error for an answer whose status is itself the failure.
func (c *Client) refusal(p Page, o corpus.Outcome) error {
	after, _ := retryAfter(p.Header, p.At)
	return &Error{
		Outcome: o, URL: p.Asked, Status: p.Status, RetryAfter: after,
		Body: p.Body[:min(len(p.Body), keptOfRefusal)],
	}
}

// failed is the error for a request that brought no answer to read.
func (c *Client) failed(ctx context.Context, r Request, err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err // it repeats the URL, which Error names itself
	}
	e := &Error{Outcome: meaning(err), URL: r.URL, Err: err}
	if ctx.Err() != nil {
		e.Outcome = corpus.OutcomeInterrupted
	}
	var busy *Busy
	if errors.As(err, &busy) {
		e.RetryAfter = busy.After
	}
	var st *status
	if errors.As(err, &st) {
		e.Status = st.code
	}
	return e
}

// meaning says what a failure without an answer means for the board.
func meaning(err error) corpus.Outcome {
	var st *status
	if errors.As(err, &st) {
		return OutcomeOf(st.code)
	}
	for _, m := range meanings {
		if m.is(err) {
			return m.outcome
		}
	}
	return corpus.OutcomeUnreachable
}

var meanings = []struct {
	is      func(error) bool
	outcome corpus.Outcome
}{
	{kind[*Disallowed], corpus.OutcomeRobots},
	{kind[*Refused], corpus.OutcomeRefused},
	{kind[*Busy], corpus.OutcomeRateLimited},
	{kind[*Challenge], corpus.OutcomeBlocked},
	{kind[*TooLarge], corpus.OutcomeTruncated},
	{kind[*CutBody], corpus.OutcomeTruncated},
	{kind[*RedirectLoop], corpus.OutcomeChangedShape},
	{kind[*UnknownEncoding], corpus.OutcomeChangedShape},
	{kind[*storeError], corpus.OutcomeInterrupted},
}

func kind[T error](err error) bool {
	var e T
	return errors.As(err, &e)
}
