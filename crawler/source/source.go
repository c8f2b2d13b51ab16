package source

import (
	"context"
	"net/url"

	"rung/corpus"
	"rung/crawler/fetch"
)

// A Source knows one kind of board.
type Source interface {
	// Name is the word used in boards files and posting ids ("ashby").
	Name() string
	// Claim reports the board a public URL belongs to.
	Claim(u *url.URL) (corpus.Board, bool)
	// List reads everything a board has open. It returns a Listing also with
	// an error, which is an *fetch.Error or *ShapeError; Listing.Outcome is
	// then already set to what the error means.
	List(ctx context.Context, g fetch.Getter, b corpus.Board, opt Options) (corpus.Listing, error)
}

// Options narrow a listing.
type Options struct {
	// Want decides by title which postings of a list-plus-detail system are
	// worth a detail request; nil wants all. Systems that answer with whole
	// boards ignore it.
	Want func(title string) bool
}
