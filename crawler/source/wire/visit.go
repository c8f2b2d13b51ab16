package wire

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"rung/corpus"
	"rung/crawler/fetch"
)

// Options narrow a listing.
type Options struct {
	// Want decides by title which postings of a list-plus-detail system are
	// worth a detail request; nil wants all. Systems that answer with whole
	// boards ignore it.
	Want func(title string) bool
	// Leave names postings that were asked to be forgotten: their own pages
	// are not asked for. Nil names none.
	Leave func(corpus.Posting) bool
}

// Leaves reports whether a posting is to be left alone.
func (o Options) Leaves(p corpus.Posting) bool { return o.Leave != nil && o.Leave(p) }

// Wants reports whether a posting of this title is wanted.
func (o Options) Wants(title string) bool { return o.Want == nil || o.Want(title) }

// A Visit is one reading of one board while it goes on. It accounts for every
// request and keeps every payload, in order.
type Visit struct {
	g       fetch.Getter
	listing corpus.Listing
	// fresh is set once an answer differs from what we hold.
	fresh bool
	// lost is why the listing cannot be called complete; "" if it can.
	lost string
	// unseen names postings the board has open and that were not read, such
	// as those Options.Want turned away.
	unseen []corpus.Rejected
	// failures counts detail pages in a row that could not be had.
	failures int
}

// Begin starts a visit.
func Begin(g fetch.Getter, b corpus.Board) *Visit {
	return &Visit{g: g, listing: corpus.Listing{Board: b}}
}

// Get asks for JSON (or whatever accept names) at address.
func (v *Visit) Get(ctx context.Context, address string, accept ...string) (fetch.Page, error) {
	r := fetch.Request{URL: address, Accept: "application/json"}
	if len(accept) > 0 {
		r.Accept = accept[0]
	}
	return v.Do(ctx, r)
}

// Post asks a list endpoint that takes its parameters as a JSON body.
func (v *Visit) Post(ctx context.Context, address string, body []byte) (fetch.Page, error) {
	return v.Do(ctx, fetch.Request{Method: http.MethodPost, URL: address, Body: body, Accept: "application/json"})
}

// Do makes one request and accounts for it.
func (v *Visit) Do(ctx context.Context, r fetch.Request) (fetch.Page, error) {
	v.listing.Requests++
	page, err := v.g.Get(ctx, r)
	if err != nil {
		return page, err
	}
	v.listing.Bytes += page.Wire
	v.listing.Raw = append(v.listing.Raw, page.Body)
	if v.listing.At.IsZero() {
		v.listing.At = page.At
	}
	v.fresh = v.fresh || !page.NotModified
	return page, nil
}

// Lose records why the listing cannot be complete: a cap, a lost page. What
// was read is kept; nothing will be closed by it.
func (v *Visit) Lose(why string) {
	if v.lost == "" {
		v.lost = why
	}
}

// Skip records a posting that the board has open and that was not read. Its
// id is known, so it counts as seen and takes nothing from completeness.
func (v *Visit) Skip(nativeID, reason string) {
	v.unseen = append(v.unseen, corpus.Rejected{NativeID: nativeID, Reason: reason})
}

// Unchanged reports that every answer so far was a confirmation of what we
// hold, so that nothing needs to be parsed.
func (v *Visit) Unchanged() bool { return v.listing.Requests > 0 && !v.fresh }

// Same ends a visit all of whose answers confirmed what we hold.
func (v *Visit) Same() (corpus.Listing, error) {
	v.listing.Outcome, v.listing.Raw = corpus.OutcomeUnchanged, nil
	return v.listing, nil
}

// Fail ends a visit that err stopped. The listing's outcome says what the
// error means for the board.
func (v *Visit) Fail(err error) (corpus.Listing, error) {
	v.listing.Outcome, v.listing.Detail = outcome(err), err.Error()
	return v.listing, err
}

// Unknown reads the failure of a list on systems that send whoever asks for an
// employer they do not know to a site of their own: such a redirect means that
// the board is not found. Other errors are returned as they are.
func Unknown(err error) error {
	var failed *fetch.Error
	var refused *fetch.Refused
	if !errors.As(err, &failed) || !errors.As(err, &refused) || !refused.OffHost {
		return err
	}
	gone := *failed
	gone.Outcome = corpus.OutcomeNotFound
	return &gone
}

func outcome(err error) corpus.Outcome {
	var failed *fetch.Error
	var shape *ShapeError
	switch {
	case errors.As(err, &failed):
		return failed.Outcome
	case errors.As(err, &shape):
		return corpus.OutcomeChangedShape
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return corpus.OutcomeInterrupted
	}
	return corpus.OutcomeUnreachable
}

// Complete ends a visit that read the whole board. Rows of one native id are
// joined (their places added up); a rejected row without an id, or a recorded
// loss, makes the listing truncated.
func (v *Visit) Complete(postings []corpus.Posting, rejected []corpus.Rejected) (corpus.Listing, error) {
	if v.Unchanged() {
		return v.Same()
	}
	v.listing.Postings = Join(postings)
	v.listing.Rejected = append(rejected, v.unseen...)
	v.listing.Outcome, v.listing.Detail = v.verdict()
	return v.listing, nil
}

func (v *Visit) verdict() (corpus.Outcome, string) {
	if v.lost != "" {
		return corpus.OutcomeTruncated, v.lost
	}
	for _, r := range v.listing.Rejected {
		if r.NativeID == "" {
			return corpus.OutcomeTruncated, fmt.Sprintf("row %d has no id: %s", r.Line, r.Reason)
		}
	}
	if len(v.listing.Postings)+len(v.listing.Rejected) == 0 {
		return corpus.OutcomeEmpty, "the board has nothing open"
	}
	return corpus.OutcomeComplete, ""
}

// Join merges rows that are one posting listed once per place: the first row
// stands, the places of the others are added to it. Order is kept.
func Join(postings []corpus.Posting) []corpus.Posting {
	at := make(map[string]int, len(postings))
	var out []corpus.Posting
	for _, p := range postings {
		i, seen := at[p.ID]
		if !seen {
			at[p.ID] = len(out)
			out = append(out, p)
			continue
		}
		out[i].Locations = AddPlaces(out[i].Locations, p.Locations)
	}
	return out
}

// AddPlaces adds places that are not there yet.
func AddPlaces(to, more []corpus.Location) []corpus.Location {
next:
	for _, l := range more {
		for _, have := range to {
			if have.Raw == l.Raw && have.Country == l.Country {
				continue next
			}
		}
		to = append(to, l)
	}
	return to
}

// Whole reads a board that comes in one answer: what most systems' List is.
func Whole(ctx context.Context, g fetch.Getter, b corpus.Board, address string, parse func([]byte, corpus.Board) ([]corpus.Posting, []corpus.Rejected, error)) (corpus.Listing, error) {
	v := Begin(g, b)
	page, err := v.Get(ctx, address)
	if err != nil {
		return v.Fail(err)
	}
	if v.Unchanged() {
		return v.Same()
	}
	postings, rejected, err := parse(page.Body, b)
	if err != nil {
		return v.Fail(err)
	}
	return v.Complete(postings, rejected)
}

// Differs records that the board is not as we hold it although no answer says
// so: a posting's own page is gone.
func (v *Visit) Differs() { v.fresh = true }

// Forget drops the payload that was read last, of a page that turned out to
// hold no posting.
func (v *Visit) Forget() {
	if n := len(v.listing.Raw); n > 0 {
		v.listing.Raw[n-1] = nil
		v.listing.Raw = v.listing.Raw[:n-1]
	}
}

// Choose returns the wanted of postings that a feed brought whole, and skips
// the others.
func (v *Visit) Choose(postings []corpus.Posting, opt Options) []corpus.Posting {
	var wanted []corpus.Posting
	for _, p := range postings {
		if opt.Wants(p.Title) {
			wanted = append(wanted, p)
			continue
		}
		v.Skip(p.NativeID, NotWanted)
	}
	return wanted
}
