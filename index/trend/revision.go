package trend

// Revisions are the figures of an earlier report that this one has changed,
// for periods both had wholly observed: a posting read late, one joined to
// another's vacancy, a verdict of a newer model.
type Revisions struct {
	// Earlier is the digest of the earlier report's input, Same whether it is
	// this one's.
	Earlier string `json:"earlier_sha256"`
	Same    bool   `json:"same_input"`
	// Compared is how many figures both reports have.
	Compared int        `json:"compared"`
	Changed  []Revision `json:"changed"`
}

// Revision is one changed figure.
type Revision struct {
	Period string `json:"period"`
	Rung   string `json:"rung"`
	What   string `json:"what"`
	Was    int    `json:"was"`
	Is     int    `json:"is"`
}

// Since compares stock and movement with those of an earlier report on the
// same question, period by period and rung by rung.
func (r *Report) Since(earlier *Report) Revisions {
	out := Revisions{Earlier: earlier.Digest, Same: r.Digest != "" && r.Digest == earlier.Digest, Changed: []Revision{}}
	if r.Flow == nil || earlier.Flow == nil {
		return out
	}
	was := map[string]int{}
	for i, p := range earlier.Flow.Periods {
		if !p.Partial {
			was[p.Name] = i
		}
	}
	for i, p := range r.Flow.Periods {
		j, both := was[p.Name]
		if !both || p.Partial {
			continue
		}
		out.compare(p.Name, rungName(0), earlier.Flow.Total[j], r.Flow.Total[i])
		for rank, g := range r.Flow.Rungs {
			if rank < len(earlier.Flow.Rungs) {
				out.compare(p.Name, g.Rung, earlier.Flow.Rungs[rank].Cells[j], g.Cells[i])
			}
		}
	}
	return out
}

func (r *Revisions) compare(period, rung string, was, is FlowCell) {
	for _, x := range []struct {
		what    string
		was, is int
	}{{"joined", was.Joined, is.Joined}, {"new", was.New, is.New}, {"closed", was.Closed, is.Closed}, {"open at end", was.End, is.End}} {
		if r.Compared++; x.was != x.is {
			r.Changed = append(r.Changed, Revision{period, rung, x.what, x.was, x.is})
		}
	}
}
