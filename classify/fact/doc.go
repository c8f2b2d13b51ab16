// Package fact reads what a posting states in so many words: years of
// experience and of what, people who report to the role, money, the horizon of
// its plans, and whom it reports to.
//
//	doc := text.Parse(body)
//	for i := range doc.Sentences {
//		s := &doc.Sentences[i]
//		clauses = append(clauses, fact.Years(doc.Text, doc.WordsOf(s))...)
//	}
//	best, ok := fact.Best(clauses)
//
// Every function takes one sentence, as the words that package text makes of
// it, and the text their offsets point into; the offsets of what it returns
// point there too. The caller leaves out sections where a fact would be about
// something else (the company, benefits) and, where a section lists what is
// only nice to have, passes the years through Preferred.
//
// All are pure and read a sentence in one pass once a key word is there: most
// sentences have none and cost a look at each word.
//
// # What is read
//
// Years: "5+ years", "3–5 yrs", "five to seven years", "at least 4 years",
// "2 or more years", "Experience: 6+ years", each with its object (product
// management, management of product managers, leadership, any, other work),
// "a decade", "less than 2 years", "5+ years, or 3+ with a master's" as two
// demands of which either will do. What is no requirement is left out: the age
// and the record of the company or of named people, anniversaries, vesting, a
// three-year plan, a minimum age, degrees, anything above 25.
//
// Reports: "manage a team of four PMs", "with 3 direct reports", "reporting to
// you", "responsible for six PMs", "hire and develop the product team". Leading a
// cross-functional team, managing stakeholders or mentoring is no reporting
// line, nor is whom the reader's own manager leads; a team "over time" is marked
// as not yet there.
//
// Words are classed in data/words.txt. English only.
package fact
