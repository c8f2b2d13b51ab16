// Package crawler reads job boards: from a list of boards, through a getter
// and an adapter for each kind of system, into the store.
//
//	stats, err := crawler.Run(ctx, crawler.Options{
//		Boards: boards,
//		Getter: fetch.New(fetch.Options{Now: time.Now, Held: store}),
//		Source: source.For,
//		Store:  store,
//		Now:    time.Now,
//	})
//
// Every board ends with an Outcome, also when its adapter fails or panics, and
// a failing board costs only itself. A board is applied to the store as soon
// as it is read, so memory holds as many boards as there are workers, and a run
// that is cancelled or killed leaves a store in which every board is either
// wholly applied or still pending. Resume goes on with the pending ones. Where
// a board is a list and a page for each posting, the pages that came are kept
// until it is applied, and a resumed run asks only for the others.
//
// A board whose every page has the bytes it had when it was last applied is
// unchanged and not read again, also where the server has no validators; see
// Options.Reading.
//
// Options.Off passes over sources that have to be asked for (source.Why); a run
// of the shipped directory sets it, one that names boards or a source does not.
//
// # The boards file
//
// YAML (JSON is YAML), a list of boards under one key:
//
//	boards:
//	  - {source: ashby, token: "Forward Financing", company: Forward Financing}
//	  - source: greenhouse
//	    token: example
//	    base: http://127.0.0.1:8080
//	    why: chosen
//	    checked: 2026-11-01
//
// source and token are required. The token is the decoded name; the adapter
// escapes it. A company left empty is what the payload says. base replaces the
// scheme and host of the system's public address; loopback and private
// addresses are refused there unless they are allowed. why and checked are the
// directory's own record. Unknown fields, repeated boards, aliases and nested
// values are errors, each with its line.
//
// boards.yaml, the directory that is shipped, is such a file; Directory
// returns it. Its tokens are facts from a public list and were not checked
// against the live systems: "checked" says when one was.
//
// # One's own boards
//
// A Shelf is the shipped directory as one user has it: with boards.yaml of the
// data directory, which Add writes, and without the boards of pruned.yaml,
// which Prune writes. Both are boards files and may be edited by hand. Package
// detect finds the board behind a careers page.
//
// # Checking boards
//
// Check asks boards for their lists alone and stores nothing; a CheckLog keeps
// the answers, so that a check goes on where it was. A board is Dead when it was
// not found twice, an hour or more apart, with nothing else between.
//
// # Limits
//
// A run asks each board once. What to do about a board that failed is the next
// run's business; retries within a request are package fetch's.
package crawler
