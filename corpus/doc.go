// Package corpus is the ground rung stands on: the posting, and postings at
// rest.
//
//	store, err := corpus.Open(ctx, dir, corpus.Options{})
//	crawl, err := store.BeginCrawl(ctx, now, boards)
//	change, err := store.Apply(ctx, crawl, listing) // one board, one transaction
//	err = store.EndCrawl(ctx, crawl, now)
//	for p, err := range store.All(ctx, corpus.Filter{Open: true}) { … }
//
// # Closing
//
// A posting closes at the first complete, successful listing of its board
// without it. A listing that is empty, or lacks more than half of a board's
// open postings (ten or more), is suspect: what it lacks is held back, and
// closes, dated to that listing, when the next complete listing lacks it too.
// Errors, caps and lost pages close nothing. An end of its own closes a
// posting with that reason: its page gone, its markup gone, its stated end
// past. A posting seen again after closing opens a new spell; when it had been
// out of sight for more than RepostGap that spell is a repost.
//
// # Dates
//
// Stated dates are fields of the posting and carry the name of the field they
// came from. Observed dates are the store's own, kept to the millisecond.
//
// # Stages
//
// Every change of a posting gets a rising sequence number. A stage asks for
// what is Recent, works on it and says with Advance how far it came; after a
// kill it is given again what it had not acknowledged.
//
// # Vacancies
//
// JoinVacancies puts every posting into exactly one vacancy: the same job on
// several boards, its copies for other places, its reposts, an agency's clones.
// Every join has a reason in words, and company and title alone are never one.
//
// # Files
//
// Decode and Import read JSONL, CSV, JSON arrays, schema.org JobPosting, HTML and
// plain text, one row in memory at a time. Fields may be named as in a Posting
// or by the usual aliases (fieldNames lists them): body or text is what is read,
// html or description beside it is kept as markup, and what has no place in a
// Posting is kept in Extra. A row that cannot be read is a *RowError with its
// line and costs only itself. ExportJSONL and ExportCSV write postings with
// verdicts, e-mail addresses and telephone numbers masked unless asked for;
// ExportAll writes everything, and Import restores it.
//
// # Limits
//
// One process writes at a time; others wait and then get ErrBusy. Readers are
// never held up. Times before 1970-01-01T00:00:00.001Z are not observed times.
package corpus
