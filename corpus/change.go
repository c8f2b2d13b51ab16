package corpus

// ChangeKind is what happened to a posting.
type ChangeKind string

const (
	ChangeNew      ChangeKind = "new"
	ChangeContent  ChangeKind = "changed"  // Fields says what
	ChangeClosed   ChangeKind = "closed"   // Fields holds the reason
	ChangeReopened ChangeKind = "reopened" // a new spell
	ChangeReposted ChangeKind = "reposted" // a new spell after more than RepostGap
	ChangeHeld     ChangeKind = "held"     // absent from a suspect listing; not recorded, for the report
)

// A Change is what one listing did to the store.
type Change struct {
	New       int `json:"new,omitempty"`
	Changed   int `json:"changed,omitempty"`
	Unchanged int `json:"unchanged,omitempty"`
	Closed    int `json:"closed,omitempty"`
	Reopened  int `json:"reopened,omitempty"`
	Reposted  int `json:"reposted,omitempty"`  // of the reopened
	Held      int `json:"held,omitempty"`      // would have closed, had the listing not been suspect
	Forgotten int `json:"forgotten,omitempty"` // listed, but never to be stored again
	Rejected  int `json:"rejected,omitempty"`  // could not be read or stored
	// Suspect says that the listing lacked so much that it closed only what
	// the suspect listing before it lacked too.
	Suspect bool `json:"suspect,omitempty"`
	// Postings says what happened to whom; unchanged ones are not named.
	Postings []PostingChange `json:"postings,omitempty"`
}

// PostingChange is what happened to one posting.
type PostingChange struct {
	ID   string     `json:"id"`
	Kind ChangeKind `json:"kind"`
	// Fields are the JSON names of changed fields, or the reason of a
	// closing.
	Fields []string `json:"fields,omitempty"`
}

// Add counts another listing's change in; Postings are left out, so that a
// run over many boards stays small.
func (c *Change) Add(d Change) {
	c.New += d.New
	c.Changed += d.Changed
	c.Unchanged += d.Unchanged
	c.Closed += d.Closed
	c.Reopened += d.Reopened
	c.Reposted += d.Reposted
	c.Held += d.Held
	c.Forgotten += d.Forgotten
	c.Rejected += d.Rejected
}

func (c *Change) note(id string, kind ChangeKind, fields ...string) {
	c.Postings = append(c.Postings, PostingChange{ID: id, Kind: kind, Fields: fields})
}
