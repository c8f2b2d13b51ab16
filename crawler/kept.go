package crawler

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"sync"
	"time"

	"rung/corpus"
	"rung/crawler/fetch"
)

// A keeper keeps postings' own pages in the store until their board is
// applied, so that a crawl that is killed between a list and its details goes
// on with the details it lacks. The store drops them with the visit.
type keeper struct {
	fetch.Getter
	store Store
	crawl int64
	board corpus.Board
	now   func() time.Time
	// before is what a killed run of this crawl left; it is read at the first
	// detail, and not at all by a crawl that begins.
	before  func() (map[string][]byte, error)
	resumed bool
}

// keptFor is how long a page of a killed run stands for the one the board has
// now: the pages of a crawl are of one day.
const keptFor = 24 * time.Hour

// headersKept are those that adapters and conditional requests read.
var headersKept = map[string]bool{"Content-Type": true, "Etag": true, "Last-Modified": true, "X-Robots-Tag": true, "Tdm-Reservation": true}

func newKeeper(ctx context.Context, r *run, b corpus.Board) *keeper {
	return &keeper{
		Getter: r.Getter, store: r.Store, crawl: r.crawl, board: b, now: r.Now, resumed: r.resumed,
		before: sync.OnceValues(func() (map[string][]byte, error) { return r.Store.Details(ctx, r.crawl, b) }),
	}
}

func (k *keeper) Get(ctx context.Context, r fetch.Request) (fetch.Page, error) {
	if !r.Detail {
		return k.Getter.Get(ctx, r)
	}
	page, ok, err := k.kept(r.URL)
	if err != nil {
		return page, ourFault(r.URL, err)
	}
	if ok {
		return page, nil
	}
	if page, err = k.Getter.Get(ctx, r); err != nil {
		return page, err
	}
	if err := k.keep(ctx, r.URL, page); err != nil {
		return page, ourFault(r.URL, err)
	}
	return page, nil
}

// kept returns the page a killed run left. It cost nothing this time.
func (k *keeper) kept(url string) (page fetch.Page, ok bool, err error) {
	if !k.resumed {
		return page, false, nil
	}
	before, err := k.before()
	if err != nil || before[url] == nil {
		return page, false, err
	}
	if err := json.Unmarshal(before[url], &page); err != nil {
		return page, false, fmt.Errorf("the page kept of %s: %w", url, err)
	}
	page.Wire = 0
	return page, k.now().Sub(page.At) < keptFor, nil
}

func (k *keeper) keep(ctx context.Context, url string, page fetch.Page) error {
	page.Header = maps.Clone(page.Header)
	maps.DeleteFunc(page.Header, func(name string, _ []string) bool { return !headersKept[name] })
	data, err := json.Marshal(page)
	if err != nil {
		return err
	}
	// A page that came is kept, also when the run ends right now.
	return k.store.SaveDetail(context.WithoutCancel(ctx), k.crawl, k.board, url, data)
}

// ourFault is a failed request whose fault is not the board's.
func ourFault(url string, err error) error {
	return &fetch.Error{Outcome: corpus.OutcomeInterrupted, URL: url, Err: &errStore{err}}
}
