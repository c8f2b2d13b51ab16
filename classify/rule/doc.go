// Package rule is a small phrase language for what postings say, compiled once
// and matched over the words of a text.
//
//	set, err := rule.Compile(files...)     // from ParseFile or built in code
//	for _, m := range set.Match(text.Parse(body), text.Prose{}) {
//		fmt.Println(m.Rule.Name, body[m.Start:m.End])
//	}
//
// # Phrases
//
// A phrase is a row of items parted by spaces:
//
//	mentor           any form of the word: mentors, mentored, mentoring
//	=mentored        this form only
//	coach|mentor|#   one of these; no spaces around "|"
//	(line manage|has direct reports)   one of these rows of items
//	junior?  (a|an)?                   may be left out
//	..3              up to three other words
//	{pms}            one of the phrases of the list "pms"
//	#                a number: 4, four, 5+, 3-5, "3 to 5", 1.5, 10m
//	@                a word written like a name, "Marta", not at the start of the sentence
//	^  $             the start and the end of a sentence or list item
//
// Words are written in lower case and as lemmas; forms are made when a phrase is
// compiled, irregular and British or American ones too (organise, organize;
// modeling, modelling; led, built, grew). "cross-functional" is two words and
// matches them with or without the hyphen; inflection is that of the last part.
// Inside ( ) the bar parts whole rows: (own roadmap|lead) is "own roadmap" or
// "lead".
//
// No match goes past a sentence, a list item or a semicolon. Words that follow
// each other may have commas, brackets or dashes between them. Of several ways
// to match at one place the first written wins, with gaps as short as possible
// and optional items taken if possible.
//
// # Files
//
//	lists:
//	  pms: [pm, product manager]
//	rules:
//	  - name: mentors-pms
//	    dimension: people
//	    toward: senior
//	    cite: [D3, D4]
//	    phrases: ["mentor|coach ..2 {pms}"]
//	    not: ["mentored by"]
//	    sections: [duties, intro]
//	    when: {subject: [role], support: "no"}
//	    weight: 0.9
//	    example: You will mentor junior product managers.
//
// Rule and When say what each field does. A rule without "when" is still silent
// where its words are denied ("you will not manage people"); with
// "negated: true" it speaks only there.
//
// # Limits
//
// English only. A phrase sees one sentence. Headings are not matched.
package rule
