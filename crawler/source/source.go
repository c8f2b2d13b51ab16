// Package source lists the kinds of job board rung can read and chooses among
// them.
//
//	s, ok := source.For("ashby")
//	listing, err := s.List(ctx, getter, corpus.Board{Source: "ashby", Token: "Acme"}, source.Options{})
//
// A Source knows one system: which public URLs are its own (Claim), and how to
// read everything a board has open (List). Each lives in a package of its own
// beside this file, all of one shape: wire structs that mirror the foreign
// document, Parse, which turns a payload into postings with its fallbacks in
// visible order, and List, which asks for the payload. What they share lies
// below them in source/wire, so that nothing an adapter imports knows the
// adapters.
//
// # Adding a source
//
//  1. Make a package source/<name> with a type Source{} that has Name, Claim
//     and List; decode each row on its own (wire.Rows), so that a bad row costs
//     only itself; a payload that is not the documented one is a
//     *wire.ShapeError, never zero postings; a date the system does not state
//     stays nil; personal data (a recruiter's name or address) is not read. A
//     list in one field is read by wire.List, one in pages through wire.Pager,
//     postings' own pages through wire.Visit.Details; wire.HostBoard is Claim for
//     a system whose boards have host names.
//  2. Add it to All in this file. There is no other registration. What Claim
//     knows, package crawler/detect finds behind a careers page.
//  3. Write an invented fixture in testdata after the real shape, run
//     crawltest.Source over it, and add a fuzz target for Parse.
//  4. Add an encoder to crawler/replay, so that the demo and the fault tests can
//     speak the protocol.
//
// Who changes what an adapter makes of a payload changes Reading as well.
//
// Package source/jsonld claims no URL, since any page could be a career site's:
// its boards are addresses, whose job pages it finds through sitemaps and links
// and reads by their schema.org markup.
//
// # Off unless asked for
//
// Default tells the sources that are read without being named from those that
// are not, and Why says what keeps one off. Whoever names such a source hands
// PassRobots(name) to fetch.Options; nothing else passes a robots.txt.
//
// # Limits
//
// LinkedIn, Indeed, Glassdoor and Google Jobs forbid crawling and are not
// sources. Board.Base replaces a system's public scheme and host. Systems that
// carry the board in the host name get the path after Base as usual, so for
// them Base addresses one board.
package source

import (
	"context"
	"net/url"

	"rung/corpus"
	"rung/crawler/fetch"
	"rung/crawler/source/arbeitnow"
	"rung/crawler/source/ashby"
	"rung/crawler/source/bamboohr"
	"rung/crawler/source/breezy"
	"rung/crawler/source/greenhouse"
	"rung/crawler/source/hn"
	"rung/crawler/source/jazzhr"
	"rung/crawler/source/jsonld"
	"rung/crawler/source/lever"
	"rung/crawler/source/personio"
	"rung/crawler/source/pinpoint"
	"rung/crawler/source/recruitee"
	"rung/crawler/source/remoteok"
	"rung/crawler/source/remotive"
	"rung/crawler/source/rippling"
	"rung/crawler/source/smartrecruiters"
	"rung/crawler/source/teamtailor"
	"rung/crawler/source/themuse"
	"rung/crawler/source/weworkremotely"
	"rung/crawler/source/wire"
	"rung/crawler/source/workable"
	"rung/crawler/source/workday"
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

// Options narrow a listing. They are declared in wire, where adapters can
// reach them.
type Options = wire.Options

// ShapeError is an answer that is not what the system documents.
type ShapeError = wire.ShapeError

// All returns every source, in the order in which they are asked to claim a
// URL.
func All() []Source {
	return []Source{
		ashby.Source{},
		greenhouse.Source{},
		lever.Source{},
		recruitee.Source{},
		personio.Source{},
		teamtailor.Source{},
		pinpoint.Source{},
		workable.Source{},
		bamboohr.Source{},
		rippling.Source{},
		workday.Source{},
		smartrecruiters.Source{},
		breezy.Source{},
		jazzhr.Source{},
		jsonld.Source{},
		hn.Source{},
		remotive.Source{},
		remoteok.Source{},
		weworkremotely.Source{},
		arbeitnow.Source{},
		themuse.Source{},
	}
}

// For returns the source of that name.
func For(name string) (Source, bool) {
	for _, s := range All() {
		if s.Name() == name {
			return s, true
		}
	}
	return nil, false
}

// Claim asks every source whether a public URL belongs to one of its boards.
func Claim(u *url.URL) (corpus.Board, bool) {
	for _, s := range All() {
		if b, ok := s.Claim(u); ok {
			return b, true
		}
	}
	return corpus.Board{}, false
}
