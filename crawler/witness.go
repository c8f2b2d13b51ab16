package crawler

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"rung/corpus"
	"rung/crawler/fetch"
)

// A witness sees the pages one board is read from, and remembers of each,
// until the board is applied, its validators and its digest. A page whose
// bytes were read and applied before, by this reading, is said to be not
// modified, whether or not its server can say so: it need not be read again. A
// page its server confirms, but another reading applied, is modified.
type witness struct {
	fetch.Getter
	store   Store // nil in a dry run, where nothing is known of any page
	board   corpus.Board
	reading string

	mu    sync.Mutex
	pages map[string]corpus.Validators // by the URL that answered
	read  map[string]string            // the digest of what was asked for, by readKey
	// more is set when the board is more than what read tells: pages beyond
	// maxRead.
	more bool
}

// maxRead bounds the pages of a board whose digests are kept: one that is read
// from more is mostly postings' own pages, and asking costs more than reading.
const maxRead = 64

func (w *witness) Get(ctx context.Context, r fetch.Request) (fetch.Page, error) {
	page, err := w.Getter.Get(ctx, r)
	if err != nil || w.store == nil {
		return page, err
	}
	if r.Method == "" || r.Method == http.MethodGet {
		w.note(page)
	}
	key, digest := w.readKey(r), digestOf(page.Body)
	before, err := w.store.Validators(ctx, key)
	if err != nil && !errors.Is(err, corpus.ErrNotFound) {
		return page, ourFault(r.URL, err)
	}
	page.NotModified = err == nil && before.ETag == digest
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.read == nil {
		w.read = map[string]string{}
	}
	if w.more = w.more || len(w.read) == maxRead; !w.more {
		w.read[key] = digest
	}
	return page, nil
}

func (w *witness) note(page fetch.Page) {
	v := corpus.Validators{
		ETag: page.Header.Get("ETag"), LastModified: page.Header.Get("Last-Modified"),
		Body: page.Body, At: page.At,
	}
	if page.NotModified || v.ETag == "" && v.LastModified == "" {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.pages == nil {
		w.pages = map[string]corpus.Validators{}
	}
	w.pages[page.URL] = v
}

// readKey is where the store keeps, among the validators, the digest of a page
// as it was last applied: in the place of an ETag, with no body. It is no URL,
// so no request finds it. What else decides how the page is read is part of
// it; so is what was sent, since answers to POST differ by it and have no
// validators of their own.
func (w *witness) readKey(r fetch.Request) string {
	key := fmt.Sprintf("read %s %q %s", w.reading, w.board.Company, r.URL)
	if r.Body != nil {
		key += " " + digestOf(r.Body)
	}
	return key
}

func digestOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// save keeps what was remembered of a board that was read and applied in full.
// That of any other board is dropped: "not modified" must never be said of
// something that is not in the store. A listing applied in part has changed
// what is stored, so that the pages before it no longer tell it.
func (w *witness) save(ctx context.Context, l corpus.Listing) error {
	whole := l.Outcome == corpus.OutcomeComplete || l.Outcome == corpus.OutcomeEmpty
	if !whole && len(l.Postings) == 0 {
		return nil
	}
	for url, v := range w.pages {
		if !whole {
			break
		}
		if err := w.store.SetValidators(ctx, url, v); err != nil {
			return err
		}
	}
	for key, digest := range w.read {
		if !whole || w.more {
			digest = "" // also takes back what an earlier crawl kept
		}
		if err := w.store.SetValidators(ctx, key, corpus.Validators{ETag: digest, At: l.At}); err != nil {
			return err
		}
	}
	return nil
}
