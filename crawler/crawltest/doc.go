// Package crawltest is a network made of text files, and the suite every
// source must pass.
//
//	func TestAcme(t *testing.T) {
//		crawltest.Source(t, acme.New(), corpus.Board{Source: "acme", Token: "example"}, "testdata/board.txtar")
//	}
//
// # The archive
//
// An archive is a txtar file. Each file in it is one raw HTTP response, named
// by what it answers: "METHOD URL", where GET may be left out. A name without
// a host ("/jobs") answers on every host. Several files of one name are given
// one after the other, the last one for ever. An absent robots.txt is a 404;
// any other unknown URL fails the test.
//
//	The board of Example, invented.
//	now: 2026-11-01
//	claim: https://jobs.acme.test/example
//	edit: weekly tea -> daily tea
//	-- https://api.acme.test/boards/example --
//	HTTP/1.1 200 OK
//	Content-Type: application/json
//
//	{"jobs": []}
//
// The words above the first file are a comment, except for three directives
// that Source reads:
//
//	now: DATE          when the board is visited (default: Now); stated dates may not be later
//	claim: URL         a public URL that belongs to the board; at least one, or "none"
//	                   for a source that claims no URL
//	refuse: URL        a URL of the same system that names no board; any number
//	edit: OLD -> NEW   words that stand in the body of exactly one posting, and other words for them
//
// # Faults
//
// A header "Fault" is not sent but played:
//
//	reset      the connection is closed without an answer
//	stall      no answer comes until the context ends
//	cut        the connection is closed in the middle of the body
//	drip D     a byte at a time, each after the pause D ("20ms")
//	gzip       the body is sent compressed
//	huge N     N spaces follow the body
//	bomb N     N zero bytes are sent compressed
//
// A redirect loop, a 429 with Retry-After, a 500 and a redirect off the host
// need no fault: they are responses like any other.
//
// # Limits
//
// A Network keeps no connection and knows no TLS. Server gives it a real
// loopback address for what only a connection shows.
package crawltest
