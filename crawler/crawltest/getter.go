package crawltest

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"rung/corpus"
	"rung/crawler/fetch"
)

// Getter visits the network at the given time without any of fetch's manners:
// no pace, no retry, no robots. An adapter sees the same pages and the same
// typed errors from it as from the real client.
func (n *Network) Getter(at time.Time) fetch.Getter { return plain{n, at} }

type plain struct {
	n  *Network
	at time.Time
}

func (g plain) Get(ctx context.Context, r fetch.Request) (fetch.Page, error) {
	method := r.Method
	if method == "" {
		method = http.MethodGet
	}
	q, err := http.NewRequestWithContext(ctx, method, r.URL, strings.NewReader(string(r.Body)))
	if err != nil {
		return fetch.Page{}, &fetch.Error{Outcome: corpus.OutcomeRefused, URL: r.URL, Err: err}
	}
	answer, err := (&http.Client{Transport: g.n}).Do(q)
	if err != nil {
		return fetch.Page{}, &fetch.Error{Outcome: corpus.OutcomeUnreachable, URL: r.URL, Err: err}
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return fetch.Page{}, &fetch.Error{Outcome: corpus.OutcomeTruncated, URL: r.URL, Status: answer.StatusCode, Err: err}
	}
	if o := fetch.OutcomeOf(answer.StatusCode); o != corpus.OutcomeComplete {
		return fetch.Page{}, &fetch.Error{Outcome: o, URL: r.URL, Status: answer.StatusCode}
	}
	return fetch.Page{
		URL: answer.Request.URL.String(), Asked: r.URL, Status: answer.StatusCode, Header: answer.Header,
		Body: body, Wire: int64(len(body)), At: g.at,
	}, nil
}
