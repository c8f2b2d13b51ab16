// Package hn reads the monthly "Ask HN: Who is hiring?" thread of Hacker News.
//
// There is one board, token "whoishiring": the newest such thread. Threads of
// people who want to be hired and of freelancers are others and not read. It
// comes from Algolia's public copy of Hacker News, in two answers:
//
//	GET https://hn.algolia.com/api/v1/search_by_date?tags=story,author_whoishiring&query=who+is+hiring
//	GET https://hn.algolia.com/api/v1/items/{thread}
//
// # From a comment to postings
//
// A comment at the top of the thread is an advertisement. Its first paragraph
// is a heading whose parts stand between bars, the company first and the rest
// in any order:
//
//	Lantern (YC W21) | Product Manager, Senior Engineer | Berlin or REMOTE (EU) | Full-time | €70k-90k
//
// A part that has a word of roles.txt is a role, or several joined by commas,
// slashes and "and"; otherwise it is a link, pay, a kind of work, or a place
// where it is a known one. A heading without a role has them in a list below
// it, one a line. Every role becomes a posting of its own with the whole
// comment as its words; its native id is "{comment}#{n}". A comment that names
// no role is rejected by its id, so that it is accounted for.
//
// Titles that are not wanted are left out and count as seen.
//
// # Dates
//
// A comment is posted when it was written. Nobody says when a role is filled:
// a posting is valid for 35 days, until well into the next month's thread.
//
// # Terms
//
// Algolia allows 10,000 requests an hour; a visit needs two. Comments belong to
// their authors: Posting.URL is the comment itself, and the author's name is
// not read.
package hn
