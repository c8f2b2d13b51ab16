package crawler

import (
	"context"
	"net/http"
	"sync"

	"rung/corpus"
	"rung/crawler/fetch"
)

// witness remembers, for one board, the validators of the pages it was read
// from, until the board is applied.
type witness struct {
	fetch.Getter
	mu    sync.Mutex
	pages map[string]corpus.Validators // by the URL that answered
}

func (w *witness) Get(ctx context.Context, r fetch.Request) (fetch.Page, error) {
	page, err := w.Getter.Get(ctx, r)
	if err != nil || page.NotModified || (r.Method != "" && r.Method != http.MethodGet) {
		return page, err
	}
	v := corpus.Validators{
		ETag: page.Header.Get("ETag"), LastModified: page.Header.Get("Last-Modified"),
		Body: page.Body, At: page.At,
	}
	if v.ETag != "" || v.LastModified != "" {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.pages == nil {
			w.pages = map[string]corpus.Validators{}
		}
		w.pages[page.URL] = v
	}
	return page, err
}

// save keeps the validators of a board that was read and applied in full.
// Those of any other board are dropped: "not modified" must never be said of
// something that is not in the store.
func (w *witness) save(ctx context.Context, s Store, o corpus.Outcome) error {
	if o != corpus.OutcomeComplete && o != corpus.OutcomeEmpty {
		return nil
	}
	for url, v := range w.pages {
		if err := s.SetValidators(ctx, url, v); err != nil {
			return err
		}
	}
	return nil
}
