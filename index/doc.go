// Package index makes classified postings searchable and countable. It is
// the only package that knows bleve; what it is asked is a query.Query, what
// it answers are plain values.
//
//	x, err := index.Open(dir, index.Options{Model: "2026.11"})
//	err = x.Put(ctx, docs)
//	q, err := query.Parse(`roadmap rung:senior..director is:open`)
//	res, err := x.Search(ctx, index.Request{Query: q, Size: 20, Facets: []string{"rung"}})
//
// A Document is a posting, its verdict and the vacancy it belongs to. An
// index can be thrown away at any time and rebuilt from the store.
//
// Around a search: Loosen says what to leave out of one that finds nothing and
// Suggest how a word of it is spelled, MoreLikeThis goes from one posting to
// others, News asks a saved search for what it has not shown.
//
// # On disk
//
//	current.json   {"folder":"g3","mapping":7,"model":"2026.11+sha"}
//	g3/            one bleve index
//	lock           held by the process that has the index open
//
// A rebuild fills the next folder beside the one that answers and then
// replaces current.json, so a kill at any moment leaves one whole index or
// the other. One process owns an index: a second one gets ErrLocked after
// Options.Wait. A directory that cannot be read gives ErrCorrupt, one made
// for another mapping or model ErrStale; Rebuild cures both.
//
// # Fields
//
// The mapping is static: fields not named in mapping.go are not indexed.
// Title, body and department are split into words and stemmed as English,
// company and city only split and lower-cased; accents are folded in all of
// them. Bare words are sought in title, company, places and body; the head of
// the title, as the verdict gives it, counts once more. Synonyms (PM = product
// manager) are the query's matter, see query.Expand, which Search applies.
// A word of the query that English text is not indexed by ("of", "the") asks
// for nothing.
//
// # Statistics
//
// Everything counted rather than sought — facets, date order, folding and
// the rows of Walk — is packed into one keyword with doc values per document
// and read in document order while the matches pass by. One field costs one
// visit, where bleve's numeric and date doc values carry sixteen prefix-coded
// terms each and every further field another visit; and each row is read for
// itself, where the engine otherwise decompresses a thousand for one. BenchmarkWalkFields reads five keywords and two
// numbers from fields of their own: that costs as much as BenchmarkWalk takes
// to read and unpack all columns of a row. There is never a query for a cell
// of a table. Deleted and overwritten documents do not pass by.
//
// While an index is open, what searches order, fold and count by stays in
// memory once it is read, some 150 bytes a posting, until a write or a merge
// replaces the documents; a walk always reads from disk.
package index
