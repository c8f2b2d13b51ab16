package crawler

import (
	"time"

	"rung/corpus"
)

// Stats account for a run. The outcomes add up to Boards.
type Stats struct {
	// Boards counts what the run set out to read: not those it passed over.
	Boards   int                    `json:"boards"`
	Outcomes map[corpus.Outcome]int `json:"outcomes"`
	// Fresh boards were passed over because they were read well within
	// Options.MaxAge, NoAdapter ones because nothing here can read them, Off
	// ones because their source has to be asked for.
	Fresh     int `json:"fresh,omitempty"`
	NoAdapter int `json:"no_adapter,omitempty"`
	Off       int `json:"off,omitempty"`
	// Postings counts what the boards listed. With OutcomeUnchanged a board
	// lists nothing and Change.Unchanged counts what it confirmed.
	Postings int           `json:"postings"`
	Change   corpus.Change `json:"change"` // without its Postings
	Suspect  int           `json:"suspect,omitempty"`
	Bytes    int64         `json:"bytes"`
	Requests int           `json:"requests"`
	// Took is the wall time; runs that are added up ran one after the other.
	Took time.Duration `json:"took_ns"`
}

// Add counts another run in.
func (s *Stats) Add(t Stats) {
	s.Boards += t.Boards
	s.Fresh += t.Fresh
	s.NoAdapter += t.NoAdapter
	s.Off += t.Off
	s.Postings += t.Postings
	s.Change.Add(t.Change)
	s.Suspect += t.Suspect
	s.Bytes += t.Bytes
	s.Requests += t.Requests
	s.Took += t.Took
	for o, n := range t.Outcomes {
		s.count(o, n)
	}
}

func (s *Stats) count(o corpus.Outcome, n int) {
	if s.Outcomes == nil {
		s.Outcomes = map[corpus.Outcome]int{}
	}
	s.Outcomes[o] += n
}

// board counts one board that ended with e.
func (s *Stats) board(e Event) {
	s.Boards++
	s.count(e.Outcome, 1)
	s.Postings += e.Postings
	s.Change.Add(e.Change)
	if e.Change.Suspect {
		s.Suspect++
	}
	s.Bytes += e.Bytes
	s.Requests += e.Requests
}

// Listed counts the boards that were read in full.
func (s Stats) Listed() int {
	n := 0
	for o, boards := range s.Outcomes {
		if o.Listed() {
			n += boards
		}
	}
	return n
}

// Failed counts the boards that were neither read in full nor left out on
// purpose: what robots.txt forbids is no failure.
func (s Stats) Failed() int { return s.Boards - s.Listed() - s.Outcomes[corpus.OutcomeRobots] }

// Result is a run in one word.
type Result string

const (
	Full    Result = "full"    // every board that may be read was
	Partial Result = "partial" // some were
	Failed  Result = "failed"  // none was
)

// Result judges the run.
func (s Stats) Result() Result {
	switch {
	case s.Failed() == 0:
		return Full
	case s.Listed() > 0:
		return Partial
	}
	return Failed
}
