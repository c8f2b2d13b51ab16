// Package gold is invented job ads whose place on the ladder is known: the
// yardstick a classifier is held against, and the reader for any other such
// file.
//
//	rows, err := gold.Load()             // the embedded ads
//	for row, err := range gold.Decode(f) // any gold file, row by row
//
// # The format
//
// One JSON object a line. The posting: id, title, company, location, posted
// (YYYY-MM-DD), employment_type, salary_text, body (plain text), and where a
// file has them source, url and html. Null and absent mean "not stated". Then
// label, with the fields of [Label], and trap, the name of the mistake the ad
// invites, empty for an ordinary one.
//
// A label answers twice. Its duties are the rung of the text alone, the
// posting's own title covered; its rung is where a careful recruiter would
// place the job with everything shown. The annotation guide is README.md
// beside this file.
//
// # Limits
//
// The ads and their labels have one author, so nothing here measures how far
// two readers would agree. Texts are tidier and shorter than real ones, and
// traps and rare rungs are far more frequent than in any market. Scores on
// them find regressions; they are not accuracy.
package gold
