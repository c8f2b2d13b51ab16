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
// estimated by Kaplan–Meier with open vacancies as censored and those found
// open as entering late, which neither drops the long ones nor counts days
// that have not come.
//
// Same input, same report, in the same order.
package trend
