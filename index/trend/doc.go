// Package trend counts: how many vacancies there are on each rung, how that
// moves, what they pay and who offers them, with how sure one can be. It is
// arithmetic only; tables and charts are made of its Report elsewhere.
//
//	r, err := trend.Compute(ctx, idx, trend.Options{By: trend.Month, Crawls: crawls})
//	for _, s := range r.Series.Rungs { fmt.Println(s.Rung, s.Cells) }
//	ids, err := r.Postings(r.Mix[3].Key) // the postings behind a number
//
// # What is counted
//
// The unit is the vacancy, one real opening, however often it is advertised.
// Its rung, employer and every other stated fact are those of its longest
// posting (of equals, the first by id); pay and years come from the longest
// that states them. It is open while any of its postings is. A query admits a
// vacancy when it matches that longest posting, so that the parts of a
// report add up to the whole whatever they are filtered by. Postings off the
// ladder count in Coverage only.
//
// # Dates
//
// Every series names its date. By "posted" it shows what is still open by
// the month it was posted: old months are thin because their vacancies have
// closed, so it is never demand. By "first_seen" it shows when we first saw a
// vacancy, by "closed" when it was gone. Demand over time is Flow: stock, new
// and closed, observed by two or more crawls; with fewer there is no Flow and
// FlowNote says so. What a board already had when it was first read is
// Joined, not New, so a board added is no wave of demand. In every period and
// rung, open at the end = open at the start + joined + new − closed; Compute
// fails rather than report numbers that do not add up.
//
// # How sure
//
// Shares carry 95 % Wilson intervals on an effective sample size, because the
// vacancies of one employer resemble each other (wilson.go, cluster.go).
// Differences carry Newcombe intervals, and one that spans zero is no clear
// change. A cell under 10 is too few to show, under 30 thin, and a share
// whose interval is wider than ±10 points wide: Flag. Pay is suppressed under
// 20 vacancies, under 5 employers, or when one employer has more than 40 %.
// Pay of different currency or period is never put together. Time to close is
// estimated by Kaplan–Meier with open vacancies as censored, those of boards
// no longer read too, and those found open as entering late, which neither drops the long ones nor counts days
// that have not come.
//
// Everything that is not a plain share is drawn: the bootstrap takes
// employers with replacement, 1,000 times from a fixed seed, works the number
// out anew from each draw, and gives the middle 95 % (bootstrap.go). Employers
// and not vacancies, because the vacancies of one resemble each other; all
// numbers of a report come from the same draws. Where many differences are
// looked at together, each also carries its probability among all of them
// (many.go), and headline shares the range they have without any one employer.
//
// # What is estimated, and how
//
//	Demand         matched-panel chain-linked index: only boards read in both
//	               of two periods are compared; Grey when they hold too little
//	               of the market, Direct and Drift to check the chain (demand.go)
//	Shift          what is new lately against what was new before, by rung,
//	               with Newcombe's interval (shift.go)
//	Corrected      shares freed from the classifier's mistakes, given its
//	               Confusion on labelled postings (correct.go)
//	Titles         title inflation index, less the model's own Noise, and its
//	               severity in rungs (inflation.go)
//	EntryDoor …    entry share, door and name; Ratios between kinds (ratios.go)
//	Creep          years asked for by rung and period, and at a fixed mix (creep.go)
//	Closing        Kaplan–Meier, mean days within 90, log-rank (survival.go, ghost.go)
//	GhostRisk      open vacancies that are old for their rung or come back
//	               again and again: a hint at no intent (ghost.go)
//	Asks           rules that tell a rung from the next, by log-odds with an
//	               informative prior (asks.go)
//	Concentration  HHI, effective employers, the five largest (concentration.go)
//	Freshness      how old the last readings are (freshness.go)
//
// # Limits
//
// Confusion and Noise are those of the postings they were counted on; on
// other postings they correct too much or too little. An interval over
// employers says nothing of boards that are not read at all. With a handful of
// employers the bootstrap's intervals are too narrow, and under five there are
// none. There is no seasonal
// adjustment; that needs three years.
//
// Same input, same report, in the same order: Digest names the input. A Memo
// keeps reports while nothing changes.
package trend
