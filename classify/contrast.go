package classify

import (
	"cmp"
	"math"
	"slices"

	"rung/classify/ladder"
)

// A Contrast says why a posting stands on its rung and not on a neighbour.
type Contrast struct {
	// Above is the next rung up, "" on the last; Missing are the strongest
	// signals of that rung that the posting does not show.
	Above   string   `json:"above"`
	Missing []Signal `json:"missing"`
	// Below is the next rung down, "" on the first; Holding is the evidence
	// that holds the posting above it.
	Below   string     `json:"below"`
	Holding []Evidence `json:"holding"`
}

// A Signal is something a posting could have shown.
type Signal struct {
	Rule   string   `json:"rule"`
	Toward string   `json:"toward"`
	Weight float64  `json:"weight"`
	Cite   []string `json:"cite"`
	// Asks is the responsibility the rule listens for, in the ladder's words.
	Asks string `json:"asks"`
}

// contrastLength is how many reasons a person reads before the rest is noise.
const contrastLength = 3

// Contrast returns what would have to be there for the rung above, and what
// keeps the posting from the rung below. It is empty off the ladder.
func (c *Classifier) Contrast(v Verdict) Contrast {
	if !v.OnLadder {
		return Contrast{}
	}
	out := Contrast{Above: ladder.Name(v.Rank + 1), Below: ladder.Name(v.Rank - 1)}
	if out.Above != "" {
		out.Missing = c.missing(v, out.Above)
	}
	if out.Below != "" {
		out.Holding = holding(v)
	}
	return out
}

// missing lists rules that speak for a rung and did not fire, heaviest first,
// one a responsibility.
func (c *Classifier) missing(v Verdict, rung string) []Signal {
	fired := map[string]bool{}
	for _, e := range v.Evidence {
		fired[e.Rule] = true
	}
	l := ladder.Default()
	var out []Signal
	for _, r := range c.rules.Rules() {
		w := c.model.Duties.Weights[r.Name]
		if r.Toward == rung && w > 0 && !fired[r.Name] && r.Status == "" {
			out = append(out, Signal{Rule: r.Name, Toward: r.Toward, Weight: w, Cite: r.Cite, Asks: l.Asks(r.Responsibility)})
		}
	}
	slices.SortFunc(out, func(a, b Signal) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Rule, b.Rule)) })
	seen := map[string]bool{"": true}
	out = slices.DeleteFunc(out, func(s Signal) bool {
		twice := seen[s.Asks]
		seen[s.Asks] = true
		return twice
	})
	return out[:min(len(out), contrastLength)]
}

// holding lists the evidence that pulls up most, the title's among it.
func holding(v Verdict) []Evidence {
	var out []Evidence
	for _, e := range v.Evidence {
		if e.Weight > 0 {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b Evidence) int { return cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)) })
	return out[:min(len(out), contrastLength)]
}
