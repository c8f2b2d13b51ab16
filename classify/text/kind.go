package text

// Kind is what a part of a posting is about.
type Kind string

const (
	Intro        Kind = "intro"        // before the first heading
	Duties       Kind = "duties"       // what the role does
	Requirements Kind = "requirements" // what the candidate must bring
	Nice         Kind = "nice"         // what would be good to bring
	Team         Kind = "team"         // who the colleagues are
	About        Kind = "about"        // the company
	Benefits     Kind = "benefits"     // pay and perks
	Legal        Kind = "legal"        // equal opportunity, privacy, how to apply
	Other        Kind = "other"        // under a heading we do not know
)

// Kinds lists every Kind.
func Kinds() []Kind {
	return []Kind{Intro, Duties, Requirements, Nice, Team, About, Benefits, Legal, Other}
}

// Subject is whose doing a verb tells of.
type Subject string

const (
	Role       Subject = "role"       // the person the posting looks for
	Manager    Subject = "manager"    // the one the role reports to
	Company    Subject = "company"    // the employer, its product, "we"
	Candidates Subject = "candidates" // applicants in general: "the ideal candidate has"
	Others     Subject = "others"     // other people: the product managers, engineers, customers
	Unknown    Subject = "unknown"    // nothing decides
)

// Subjects lists every Subject.
func Subjects() []Subject {
	return []Subject{Role, Manager, Company, Candidates, Others, Unknown}
}
