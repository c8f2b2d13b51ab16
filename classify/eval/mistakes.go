package eval

import (
	"rung/classify"
	"rung/classify/ladder"
	"rung/classify/score"
)

// Mistakes cross-validates the fit on the real readings, the invented ones
// only ever to learn from; where all are invented, on all of them.
func Mistakes(c *classify.Classifier, readings []Reading, opt score.Options) (*score.Mistakes, error) {
	var real, invented []Reading
	for _, r := range readings {
		if r.Row.Invented {
			invented = append(invented, r)
		} else {
			real = append(real, r)
		}
	}
	if len(real) == 0 {
		real, invented = invented, nil
	}
	judged, err := CrossValidate(c, real, invented, opt)
	if err != nil {
		return nil, err
	}
	m := mistakes(judged)
	return &m, nil
}

func mistakes(rows []Judged) (m score.Mistakes) {
	for _, j := range rows {
		if c := shownCall(j); c.Truth > 0 && c.Rank > 0 {
			m.Confusion[c.Rank-1][c.Truth-1]++
		}
		title, found := j.Verdict.Title.Rank, j.Verdict.Duties.Rank
		if title == 0 || found == 0 || title != ladder.Rank(j.Row.Label.Duties) {
			continue
		}
		m.Concordant++
		switch {
		case found < title:
			m.Below++
		case found > title:
			m.Above++
		}
	}
	return m
}
