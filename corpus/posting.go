package corpus

import "time"

// A Posting is one advertisement as one board published it.
//
// It holds what was said (words and stated facts) and what we saw (observed
// facts), and never an opinion: the rung is not a field of it.
// The zero value of every field means "not stated"; absence is never guessed.
type Posting struct {
	// Identity.

	// ID is "source:board:native_id", stable across crawls and the primary
	// key of the store.
	ID            string `json:"id"`
	Source        string `json:"source"`
	Board         string `json:"board,omitempty"`
	NativeID      string `json:"native_id,omitempty"`
	RequisitionID string `json:"requisition_id,omitempty"`
	// URL is the page a person reads, absolute, without tracking parameters.
	URL      string `json:"url,omitempty"`
	ApplyURL string `json:"apply_url,omitempty"`

	// Words.

	Title   string `json:"title"`
	Company string `json:"company,omitempty"`
	// CompanyFrom says where Company came from.
	CompanyFrom CompanyOrigin `json:"company_from,omitempty"`
	// Text is the plain text that is read and that all offsets refer to:
	// valid UTF-8, "\n" line ends, bullets as "- ", one blank line between
	// paragraphs.
	Text string `json:"text"`
	// HTML is the markup Text was made from, as the source gave it; empty
	// where the source gave plain text.
	HTML string `json:"html,omitempty"`

	// Stated facts.

	Department    string `json:"department,omitempty"`
	Team          string `json:"team,omitempty"`
	EmploymentRaw string `json:"employment_raw,omitempty"`
	// Employment is EmploymentRaw in our own closed vocabulary, sorted.
	Employment []Employment `json:"employment,omitempty"`
	// Workplace is empty when the posting does not say: silence is not
	// "onsite".
	Workplace Workplace  `json:"workplace,omitempty"`
	Locations []Location `json:"locations,omitempty"`
	Salaries  []Salary   `json:"salaries,omitempty"`
	// Language is a BCP 47 primary tag ("en"), empty when unknown.
	Language string `json:"language,omitempty"`
	// ClaimedLevel is the source's own level label, kept for comparison and
	// never trusted.
	ClaimedLevel string `json:"claimed_level,omitempty"`
	Evergreen    bool   `json:"evergreen,omitempty"` // a standing call without one opening behind it
	// Posted, Updated and ValidThrough are dates the source states. They are
	// never filled with the time of the crawl.
	Posted       *Stated `json:"posted,omitempty"`
	Updated      *Stated `json:"updated,omitempty"`
	ValidThrough *Stated `json:"valid_through,omitempty"`
	// Extra keeps fields of an import that have no place above, as JSON
	// values by their original name.
	Extra map[string]any `json:"extra,omitempty"`

	// Observed facts. Only the store sets these.

	Observed Observed `json:"observed,omitzero"`
}

// Observed is what we saw ourselves of a posting, as opposed to what the
// posting states. All times are UTC.
type Observed struct {
	FirstSeen time.Time `json:"first_seen,omitzero"`
	LastSeen  time.Time `json:"last_seen,omitzero"`
	// ClosedAt is zero while the posting is open.
	ClosedAt    time.Time   `json:"closed_at,omitzero"`
	CloseReason CloseReason `json:"close_reason,omitempty"`
	// Raw is the content address (hex SHA-256) of the payload the posting
	// was last read from; empty where none was kept.
	Raw string `json:"raw,omitempty"`
}

// Stated is a date as the source gives it, with the name of the field it
// came from ("first_published", "createdAt"), because sources mean different
// things by them.
type Stated struct {
	At    time.Time `json:"at"`
	Field string    `json:"field"`
}

// CompanyOrigin says where a company name came from.
type CompanyOrigin string

const (
	CompanyFromPayload CompanyOrigin = "payload" // the source names the employer
	CompanyFromBoards  CompanyOrigin = "boards"  // the boards file names it
	CompanyFromToken   CompanyOrigin = "token"   // only the board token is known: not a name anybody chose
	CompanyFromImport  CompanyOrigin = "import"
)

// Workplace is where the work is done.
type Workplace string

const (
	Onsite Workplace = "onsite"
	Hybrid Workplace = "hybrid"
	Remote Workplace = "remote"
)

// Employment is the kind of contract.
type Employment string

const (
	FullTime   Employment = "full_time"
	PartTime   Employment = "part_time"
	Contract   Employment = "contract"
	Temporary  Employment = "temporary"
	Internship Employment = "internship"
	OtherWork  Employment = "other"
)

// Location is one place a posting names.
type Location struct {
	Raw    string `json:"raw"`
	City   string `json:"city,omitempty"`
	Region string `json:"region,omitempty"`
	// Country is an ISO 3166-1 alpha-2 code in upper case.
	Country string `json:"country,omitempty"`
	// RemoteScope lists where a remote worker may live: country codes or
	// macro regions ("EMEA"); empty when not said.
	RemoteScope []string `json:"remote_scope,omitempty"`
}

// Salary is one stated pay range. Currencies and periods are kept as stated
// and never converted.
type Salary struct {
	// Min and Max are in currency units per Period; equal when one figure is
	// given. A missing end is zero.
	Min      float64      `json:"min,omitempty"`
	Max      float64      `json:"max,omitempty"`
	Currency string       `json:"currency,omitempty"` // ISO 4217
	Period   Period       `json:"period,omitempty"`
	Origin   SalaryOrigin `json:"origin"`
	Raw      string       `json:"raw,omitempty"`
	// Label is the tier or zone the range is for, where several are given.
	Label string `json:"label,omitempty"`
}

// Period is what a salary is paid per.
type Period string

const (
	PerHour  Period = "hour"
	PerDay   Period = "day"
	PerWeek  Period = "week"
	PerMonth Period = "month"
	PerYear  Period = "year"
)

// SalaryOrigin says how a salary was read.
type SalaryOrigin string

const (
	SalaryStructured SalaryOrigin = "structured" // a field of the source
	SalaryFromText   SalaryOrigin = "text"       // found in the words of the ad
	SalaryEstimated  SalaryOrigin = "estimated"  // an aggregator's guess, never mixed with the others
)

// CloseReason says why a posting counts as closed.
type CloseReason string

const (
	ClosedUnlisted CloseReason = "unlisted" // absent from a complete, successful listing
	ClosedGone     CloseReason = "gone"     // 404 or 410 on its own page
	ClosedExpired  CloseReason = "expired"  // valid_through is past
	ClosedMarkup   CloseReason = "markup"   // its structured data was removed
)

// A Board is one employer's page on one system.
type Board struct {
	Source string `json:"source" yaml:"source"`
	// Token is the decoded name of the board; the adapter escapes it.
	Token   string `json:"token" yaml:"token"`
	Company string `json:"company,omitempty" yaml:"company,omitempty"`
	// Base replaces the scheme and host of the system's public API.
	Base string `json:"base,omitempty" yaml:"base,omitempty"`
	// Why and Checked are the directory's own record: why the board is
	// listed and when it last answered ("" = never).
	Why     string `json:"why,omitempty" yaml:"why,omitempty"`
	Checked string `json:"checked,omitempty" yaml:"checked,omitempty"`
}

// ID returns "source:token".
func (b Board) ID() string { return b.Source + ":" + b.Token }

// PostingID returns the stable id of a posting: "source:board:native_id".
func PostingID(source, board, nativeID string) string {
	return source + ":" + board + ":" + nativeID
}

// Outcome is how one attempt to read a board ended. Only Complete listings
// can close postings.
type Outcome string

const (
	OutcomeComplete     Outcome = "complete"      // every posting the board has
	OutcomeEmpty        Outcome = "empty"         // a complete listing of nothing
	OutcomeUnchanged    Outcome = "unchanged"     // 304, or the same bytes as before
	OutcomeTruncated    Outcome = "truncated"     // a cap was reached or a page lost
	OutcomeNotFound     Outcome = "not found"     // the board does not exist
	OutcomeRobots       Outcome = "robots"        // robots.txt forbids it
	OutcomeBlocked      Outcome = "blocked"       // 401, 403 or a challenge page
	OutcomeRateLimited  Outcome = "rate limited"  // 429 beyond our patience
	OutcomeServerError  Outcome = "server error"  // 5xx
	OutcomeUnreachable  Outcome = "unreachable"   // DNS, connection or time-out
	OutcomeChangedShape Outcome = "changed shape" // an answer that is not what the system documents
	OutcomeRefused      Outcome = "refused"       // our own guard: private address, redirect off the host
	OutcomeInterrupted  Outcome = "interrupted"   // the run was ended before this board
)

// Listed reports whether the outcome is a full statement of what is open.
func (o Outcome) Listed() bool {
	return o == OutcomeComplete || o == OutcomeEmpty || o == OutcomeUnchanged
}

// A Listing is what one visit to a board brought.
type Listing struct {
	Board   Board
	At      time.Time
	Outcome Outcome
	// Detail is one sentence for people: the status, the field that changed.
	Detail   string
	Postings []Posting
	// Raw is the payload of each page that was read, in order; nil with
	// OutcomeUnchanged.
	Raw [][]byte
	// Bytes counts what came over the wire, Requests the calls made.
	Bytes    int64
	Requests int
	// Rejected names postings of the payload that could not be read. It
	// makes an otherwise complete listing OutcomeTruncated, unless their
	// native ids are known, in which case they count as seen.
	Rejected []Rejected
}

// Rejected is one record that could not be turned into a posting.
type Rejected struct {
	NativeID string `json:"native_id,omitempty"`
	Line     int    `json:"line,omitempty"`
	Reason   string `json:"reason"`
}
