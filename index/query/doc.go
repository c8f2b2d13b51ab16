// Package query is what the user typed, as a value: a small tree that is
// parsed, rewritten and printed here and executed elsewhere. It knows no
// engine and no clock.
//
//	q, err := query.Parse(`roadmap "go to market" rung:senior..director -remote:true`)
//	q = query.Expand(query.Simplify(q), query.Synonyms())
//
// # The language
//
// Words side by side must all be there; OR between two of them accepts
// either and binds weaker than standing side by side; parentheses group; a
// leading "-" denies what follows. Bare words are sought in title, company
// and body, by their stem ("manage" finds "managing"); "quoted words" must
// follow each other. Upper and lower case are the same, except in OR.
//
//	roadmap pricing              both words
//	roadmap OR pricing           either
//	"pricing strategy"           in this order, side by side
//	-intern                      not this
//	title:growth city:"New York" words of one field
//	skill:sql                    a skill the text mentions, however written
//	rung:senior  rung:senior..director  rung:>=lead  level:pm,senior
//	track:manager  beside:designer  workplace:hybrid  remote:true
//	country:US,CA  lang:en  source:ashby  board:ashby:acme  currency:EUR
//	since:2026-06  until:2026-06-15  date:2026-01..2026-03
//	posted: seen: closed:        the same for one named date
//	salary:>150k  salary:90k..120k   pay per year, as stated
//	years:<=3  gap:>0  conf:<0.6     numbers: > >= < <= = a..b
//	is:open is:closed is:paid is:abstained is:ladder is:inflated is:evergreen
//
// A comma lists alternatives in fields of fixed words and in rung. A month or
// year stands for all of its days; a..b includes both ends and either may be
// left out. The date of since, until and date is the day the posting states
// or, where it states none, the day it was first seen; posted, seen and
// closed never stand in for each other.
//
// salary compares with the posting's pay range per year and matches where
// the two overlap: >150k finds a range that reaches above 150,000. Pay by the
// hour, day, week or month is not converted and does not match, nor are
// currencies; add currency:. Numbers take k and m for thousands and millions.
//
// # Limits
//
// A query is at most 4,096 bytes long and 64 levels deep. There are no
// wildcards, no fuzzy words and no relative dates. A phrase
// is sought by its first 24 words.
package query
