// Package fetch asks other people's servers for pages, and behaves.
//
//	c := fetch.New(fetch.Options{Now: time.Now})
//	page, err := c.Get(ctx, fetch.Request{URL: "https://api.ashbyhq.com/posting-api/job-board/example"})
//
// A failed request is an *Error whose Outcome says what it means for the
// board; a Page is always whole, decoded and within the cap.
//
// # How it is built
//
// colly does the asking: one collector, cloned for each request because a
// collector's context belongs to the collector and not to the request. Under
// it lies a chain of http.RoundTrippers, one manner each, from the outside in:
//
//	lend         a body that is whole already is not copied through colly
//	guard        http and https only, no private address, no redirect off the host
//	robots       RFC 9309, also for the target of a redirect
//	conditional  If-None-Match and If-Modified-Since, when the body is held
//	breaker      a host that keeps failing is left alone for a while
//	retry        full jitter and Retry-After, for what is safe to repeat
//	pace         a token bucket and a few connections per host
//	challenge    a page that asks for a human is a block, not an answer
//	whole        time-out, body cap, decompression cap
//	connection   net/http, dialling public addresses only
//
// Every wait in the chain ends with the request's context.
//
// # Why colly's own manners are off
//
// Measured on v2.3.0, colly ignores robots.txt unless told otherwise, and when
// told does not check the targets of redirects, keeps the file for ever and
// breaks ties by order; its limits are one semaphore for all hosts a rule
// matches and sleep through a cancelled context; it cuts a body at its limit
// without an error; and it takes settings from the environment (COLLY_*).
// So the collector is made without NewCollector, which is what reads the
// environment, and robots, pace, caps and retries are ours.
//
// # Limits
//
// No cookies are kept, no scripts run, no proxy is taken from the environment,
// and nothing is done against a block. Bodies are held in memory, up to
// Options.MaxBody each.
package fetch
