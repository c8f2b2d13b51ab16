// Package detect finds the board behind an employer's careers page, and asks
// whether it is that employer's.
//
//	r, err := detect.Find(ctx, "https://example.com/careers", detect.Options{
//		Getter: client, Claim: source.Claim, Source: source.For,
//	})
//	for _, f := range r.Found {
//		fmt.Println(f.Board.ID(), f.How, f.Identity, f.Why)
//	}
//
// # Where it looks
//
// In this order, and no further than the first step that shows something:
//
//  1. the address itself, if it is one of a system that rung reads;
//  2. where it redirects to;
//  3. the page: its frames, scripts, forms and links, then addresses and marks
//     in its scripts' text (marks.txt), then hosts that only one system's pages
//     load from (hosts.txt), which means a board on a domain of the employer's;
//  4. the same on a few pages one hop further, that speak of jobs in their
//     address or in the words of their link;
//  5. schema.org JobPosting markup on any of these pages, or on job pages that
//     the site's sitemaps lead to: then the page itself is the board, of the
//     source jsonld.
//
// Systems that rung knows and does not read (hosts.txt too) are named, so that
// nothing found is told from nothing readable.
//
// # Whose board it is
//
// Names collide: the board "aha" is an animal clinic's. So each board found is
// asked for its list and, where that names nobody, for one posting and for the
// page people see. It is the same company when the names agree, whatever the
// legal form, or when its postings lead back to the site that was asked about;
// it looks like another company when both are named and have no word in common;
// else it cannot be told, and whoever asked has to look. Nothing is ever guessed
// from a name alone: what no page leads to is not tried.
//
// # Limits
//
// No script is run: a page that builds its links in the browser shows them only
// where they stand in its text. At most eight pages are asked for, and as many
// requests again of each of the three likeliest boards.
package detect
