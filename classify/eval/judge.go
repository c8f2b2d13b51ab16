package eval

import (
	"fmt"

	"rung/classify"
	"rung/classify/ladder"
	"rung/classify/score"
	"rung/corpus"
	"rung/corpus/gold"
)

// folds by employer, as the design fixes them.
const folds = 10

// A Reading is a labelled posting that has been read once, to be judged by as
// many models as needed.
type Reading struct {
	Row   gold.Row
	Group string
	obs   classify.Observation
}

// Read reads labelled rows. Rows without a company are grouped by
// near-duplicate text; rows with one by company.
func Read(c *classify.Classifier, rows []gold.Row) []Reading {
	groups := groups(rows)
	out := make([]Reading, len(rows))
	for i, r := range rows {
		out[i] = Reading{Row: r, Group: groups[i], obs: c.Observe(r.Posting)}
	}
	return out
}

// Judge gives the classifier's verdict on each reading.
func Judge(c *classify.Classifier, readings []Reading) []Judged {
	out := make([]Judged, len(readings))
	for i, r := range readings {
		out[i] = Judged{Row: r.Row, Group: r.Group, Verdict: c.Judge(r.obs)}
	}
	return out
}

// What an invented row counts beside a real one: enough to teach rungs that no
// real row shows, too little to pass its traps and its tidy texts off as the
// market's, least of all when calibration is fitted.
const (
	inventedWeight  = 0.4
	inventedNatural = 0.1
)

// Examples turns readings into rows to fit on.
func Examples(c *classify.Classifier, readings []Reading) []score.Example {
	out := make([]score.Example, len(readings))
	for i, r := range readings {
		e := c.Example(r.obs)
		l := r.Row.Label
		e.Group, e.OnLadder = r.Group, l.OnLadder
		e.Duties = ladder.Rank(l.Duties)
		if r.Row.Invented {
			e.Weight, e.Natural = inventedWeight, inventedNatural
		}
		if l.OnLadder {
			e.Rung = ladder.Rank(l.Rung)
		}
		out[i] = e
	}
	return out
}

// CrossValidate judges each reading by a model fitted, weights and
// calibration both, on the readings of other employers and on extra. What
// holds here is what can be expected of employers nobody has seen.
func CrossValidate(c *classify.Classifier, readings, extra []Reading, opt score.Options) ([]Judged, error) {
	examples := Examples(c, readings)
	more := Examples(c, extra)
	out := make([]Judged, len(readings))
	for f := range folds {
		train := append([]score.Example{}, more...)
		var test []int
		for i, e := range examples {
			if score.Fold(e.Group, folds) == f {
				test = append(test, i)
			} else {
				train = append(train, e)
			}
		}
		if len(test) == 0 {
			continue
		}
		m, err := score.Fit(train, c.Priors(), opt)
		if err != nil {
			return nil, fmt.Errorf("fold %d: %w", f+1, err)
		}
		held := c.WithModel(m)
		for _, i := range test {
			out[i] = Judged{Row: readings[i].Row, Group: readings[i].Group, Verdict: held.Judge(readings[i].obs)}
		}
	}
	return out, nil
}

// nearDuplicate is the Hamming distance of 64-bit simhashes under which two
// texts without a company count as one employer's.
const nearDuplicate = 6

// groups names each row's employer; rows that name none are joined by their
// text.
func groups(rows []gold.Row) []string {
	out := make([]string, len(rows))
	type seen struct {
		hash uint64
		name string
	}
	var loose []seen
	for i, r := range rows {
		if r.Company != "" {
			out[i] = "company:" + r.Company
			continue
		}
		h, _ := corpus.Simhash(r.Text)
		out[i] = "text:" + r.ID
		for _, s := range loose {
			if corpus.Distance(h, s.hash) <= nearDuplicate {
				out[i] = s.name
				break
			}
		}
		loose = append(loose, seen{h, out[i]})
	}
	return out
}
