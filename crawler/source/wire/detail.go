package wire

import (
	"context"
	"fmt"

	"rung/corpus"
	"rung/crawler/fetch"
)

// NotWanted is the reason of postings whose title Options.Want turned away.
// They are open and count as seen.
const NotWanted = "title not wanted"

// Forgotten is the reason of postings that Options.Leave named.
const Forgotten = "asked to be forgotten"

// NoWords is the reason of postings whose own page was answered and says
// nothing, which some systems do instead of refusing.
const NoWords = "the posting's own page has no words"

// patience is how many detail pages in a row may fail before the others are
// left alone: a host that refuses one more often refuses all.
const patience = 3

// Detail asks for the page of one posting of a list-plus-detail system. When
// it cannot be had the posting is skipped under its id, so that it counts as
// seen, and the visit goes on; after three failures in a row, a rate limit or
// a cancelled context the rest is skipped and the listing truncated.
func (v *Visit) Detail(ctx context.Context, nativeID string, r fetch.Request) ([]byte, bool) {
	if v.failures >= patience {
		v.Skip(nativeID, "not asked: "+v.lost)
		return nil, false
	}
	r.Detail = true
	page, err := v.Do(ctx, r)
	if err == nil {
		v.failures = 0
		return page.Body, true
	}
	v.Skip(nativeID, err.Error())
	switch o := outcome(err); {
	case o == corpus.OutcomeRateLimited, o == corpus.OutcomeRobots, ctx.Err() != nil:
		v.failures = patience
	default:
		v.failures++
	}
	if v.failures >= patience {
		v.Lose(fmt.Sprintf("postings' own pages were given up: %v", err))
	}
	return nil, false
}

// Details reads the page of every wanted posting of a list-plus-detail system:
// ask says where it is, complete adds what it says. The others are skipped.
func (v *Visit) Details(ctx context.Context, opt Options, listed []corpus.Posting, ask func(corpus.Posting) fetch.Request, complete func(*corpus.Posting, []byte) error) []corpus.Posting {
	var postings []corpus.Posting
	for _, p := range listed {
		if !opt.Wants(p.Title) {
			v.Skip(p.NativeID, NotWanted)
			continue
		}
		if opt.Leaves(p) {
			v.Skip(p.NativeID, Forgotten)
			continue
		}
		body, ok := v.Detail(ctx, p.NativeID, ask(p))
		if !ok {
			continue
		}
		if err := complete(&p, body); err != nil {
			v.Skip(p.NativeID, err.Error())
			continue
		}
		if p.Text == "" {
			v.Skip(p.NativeID, NoWords)
			continue
		}
		postings = append(postings, p)
	}
	return postings
}
