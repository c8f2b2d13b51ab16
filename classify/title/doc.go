// Package title reads the title of a posting the way a recruiter does: which
// words name the role, which of them carry a rank, and which belong to a
// department, a manager, an employer or a place.
//
//	t := title.Parse("Sr. Director, Product Management (Remote) - Reports to VP")
//	t.Kind, t.Rung, t.Track // ladder, director, manager
//	t.Head                  // "Sr. Director, Product Management"
//
// # Grammar
//
// A title is a row of clauses, parted by commas, dashes, bars, colons and
// brackets. Text after a closing bracket goes on with the clause before the
// bracket. The head clause is the first that holds a role:
//
//	role    "product manager", "chef de produit", "scrum master"   data/roles.tsv
//	head    a rank that is itself a noun: "director", "head", "VP" data/ranks.tsv
//	intern  "intern", "trainee", "graduate", "Praktikum"           data/ranks.tsv
//	noun    what a product manager is never called: "analyst"      data/nouns.tsv
//
// Within the clause the last role wins ("Product Manager Intern", "Product
// Support Engineer"), up to a word that hands over to somebody else's role
// ("of", "to", "for", "reports to", "office of"). A head or an intern takes
// its kind from a field (data/fields.tsv) before it, after it, or in the next
// clauses, in this order, and takes nothing else from there: "Summer Intern,
// Director of Product" is an intern in product. In a compound of fields the
// right-most counts ("product marketing", "product data"); one of several
// joined by "and" is enough ("Product & Design").
//
// Rank counts in the head clause and in clauses of nothing but rank ("Product
// Manager, Principal"). "Senior/Staff", "(Senior)" and "Senior or Staff" are
// ranges: Rung is then the lower end. Words that are a rank elsewhere but not
// here ("lead generation", "senior living") are listed in data/marks.tsv.
//
// # Limits
//
// The knowledge is in the files under data; the engine knows no title. Titles
// in German, French, Spanish, Dutch, Portuguese, Italian and Polish are
// recognised where they are usual; Chinese, Japanese and Korean only as whole
// words. A numeral ("II") is a Grade, not a rung: what it means depends on the
// employer. A product manager called "vice president" by a bank is marked with
// FlagBank and not demoted: the duties decide.
package title
