// Package text divides a posting into sections, sentences and words without
// losing where each came from, and reads single sentences: whose doing a verb
// is, and whether it is denied, only helped with, preferred or put off.
//
//	doc := text.Parse(posting.Text)
//	for i := range doc.Sentences {
//		s := &doc.Sentences[i]
//		fmt.Println(s.Section, doc.Slice(s))
//	}
//	r := text.Read(doc, &doc.Sentences[0], text.Prose{})
//	fmt.Println(r.At(2).Subject)
//
// Every offset is a byte offset into the text as given, and every span slices
// back to it. Parse takes any bytes.
//
// # Sections
//
// A heading is a line of its own, marked up, in capitals, with a colon or bare,
// or it stands inside a line where a text has lost its line breaks
// ("…expand access.Responsibilities: Own the roadmap"). lexicon/headings.txt says
// what each opens. Sentences under no known heading are placed by their own
// words (lexicon/cues.txt), and strong words such as those of an
// equal-opportunity notice decide anywhere.
//
// # Reading
//
// lexicon/verbs.txt, people.txt and modes.txt hold what is certain. Prose tags a
// few words around one that is a noun as often as a verb ("lead", "support",
// "design") where its neighbours do not decide; nothing else is tagged, as that
// costs more than all the rest.
//
// # Limits
//
// Sections and readings are for English; Language says whether a text is.
// A reading sees one sentence: "they" is never resolved. Coordination and
// relative clauses are followed by one step.
package text
