// Rung collects product-management job postings, places each on the career
// ladder with its evidence, and shows what the market asks for at every rung.
//
// # A tour of the code
//
// A posting's way is the way through the packages:
//
//		board → crawler/source/<board> → corpus → classify → index → index/trend → here
//
//	  - corpus is the ground: the Posting, the store, the lifecycle of openings and
//	    closings, the vacancies that duplicates are joined into, import and export.
//	  - crawler brings postings: fetch asks politely, source/<board> reads each
//	    system's wire format, extract turns markup into text and strings into
//	    facts, replay serves boards over loopback for the demo and the tests.
//	  - classify gives a verdict: text divides a posting, title reads its title,
//	    ladder holds what we believe about rungs as data, rule matches its phrases,
//	    fact reads years and reports, score adds the evidence up, eval says how
//	    good all of that is.
//	  - index makes verdicts searchable (query is what the user typed) and trend
//	    turns them into the level-demand report.
//	  - cmd/rung is this command: a table of subcommands, each a few lines that join
//	    two packages; say puts verdicts in sentences, report words and draws the
//	    level-demand report, web shows the same in a browser, web/api and web/mcp
//	    give it to programs, which ask one web/desk, as the filters here do.
//
// Dependencies point down only; TestFloorPlan holds it.
//
// # Where the design is written
//
//   - the storage schema: corpus/store.go
//   - the phrase language of the rules: package classify/rule
//   - the argument for each rung: classify/ladder/README.md
//   - the annotation guide: corpus/gold/README.md
//   - the query language: package index/query
//   - the formulas of the report: package index/trend
//   - adding a job board: package crawler/source
package main
