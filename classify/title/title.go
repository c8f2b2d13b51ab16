package title

import "slices"

// A Kind is what the title alone says the posting is.
type Kind string

// Kinds. Unknown is the zero value's meaning: the words do not tell.
const (
	Unknown   Kind = "unknown"
	Ladder    Kind = "ladder"
	Designer  Kind = "designer"
	Developer Kind = "developer"
	Other     Kind = "other"
)

// Flags a title can carry beside its rung.
const (
	FlagInterim    = "interim"
	FlagFractional = "fractional"
	FlagContract   = "contract"
	FlagFounding   = "founding"
	FlagTechnical  = "technical"
	FlagIC         = "ic"           // says "individual contributor"
	FlagIntern     = "intern"       // internship, working student
	FlagProgramme  = "programme"    // graduate, rotational or trainee scheme
	FlagRange      = "range"        // names several rungs: see Low and High
	FlagBank       = "bank"         // the rank word is one that banks use for a middle grade
	FlagPlayer     = "player-coach" // says so
	FlagSeasoned   = "experienced"  // "experienced", "expert": no rank, but a hint
)

// Title is a parsed title.
type Title struct {
	Text string
	// Head is the part of Text that names the role, Text[HeadStart:HeadEnd];
	// empty when no role was found.
	Head               string
	HeadStart, HeadEnd int
	Kind               Kind
	// Rung is a rung's name, "" off the ladder. A product title without rank
	// is "pm" with Ranked false. Rank is 1…7, 0 off the ladder.
	Rung   string
	Rank   int
	Ranked bool
	// Track is "ic" or "manager" where the words tell, from lead up.
	Track string
	// Low and High are the rungs between which the title may stand; both are
	// Rung when it names one.
	Low, High string
	// Function is what the role is about, e.g. "product management",
	// "product owner", "product marketing".
	Function string
	// Grade is an employer's own grade as a word ("2", "L6", "IC5", "vice
	// president"), "" when there is none.
	Grade string
	// Near is true of an Unknown title that names product or work next to it
	// ("Product (Leadership)", "Product Strategy Manager"), and Loose of one of
	// Kind Other that says a rank and nothing of what ("General Manager") or a
	// name used in many trades, product's among them ("Program Manager"). The
	// duties must say what either means.
	Near, Loose bool
	// Flags are sorted.
	Flags []string
	// Spans are the words that decided, in order of the text.
	Spans []Span

	open bool // worth fetching although not on the ladder: see Gate
}

// A Span is a reason: the words Text[Start:End] and what they were taken for.
type Span struct {
	Start, End int
	// Rule is the class and value, e.g. "rank:senior", "role:product
	// management", "field:product marketing", "grade:2".
	Rule string
	// Reason says it in words.
	Reason string
}

// Has reports whether the title carries the flag.
func (t Title) Has(flag string) bool { return slices.Contains(t.Flags, flag) }

// rungs in order; the index plus one is the rank.
var rungs = []string{"associate", "junior", "pm", "senior", "lead", "director", "executive"}

// rankOf returns 1…7, or 0 for what is no rung.
func rankOf(rung string) int { return slices.Index(rungs, rung) + 1 }
