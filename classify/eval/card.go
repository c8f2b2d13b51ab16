// Package eval compares verdicts with labels and states how good they are, by
// the arithmetic the design fixes.
//
//	rows := … // gold.Decode or gold.Load
//	card, err := eval.Measure(c, rows, eval.Options{File: "dev.jsonl"})
//	card.Best().Shown.Exact // with its Wilson interval
//
// # What is measured
//
// Shown: the rung with everything visible, over rows whose label is a rung; a
// verdict off the ladder is a miss, six rungs off in kappa. Masked: the rung of
// the duties model, which never sees the title, over rows whose duties are a
// rung; where it says nothing it is a miss. On the ladder or not: all rows.
// Abstained verdicts keep their best rung and count; selective accuracy leaves
// out the least sure tenth.
//
// A model that has seen a file's labels is also measured out of fold: ten folds
// by employer, weights and calibration fitted anew in each. Beside every figure
// stand the baselines of always answering the commonest rung and of the title's
// words alone.
//
// # Limits
//
// Figures on the invented gold find regressions and are not accuracy.
package eval

import (
	"rung/classify"
	"rung/classify/score"
	"rung/corpus/gold"
)

// A Card is what rung eval prints: how good the verdicts on one labelled
// file are, and what much simpler ways reach on the same rows.
type Card struct {
	File string `json:"file"`
	Rows int    `json:"rows"`
	// Employers counts the groups that folds are made of.
	Employers int    `json:"employers"`
	Model     string `json:"model"`
	// Fitted is set when the model has seen the labels of this file; Shown
	// and Masked then flatter it, and OutOfFold holds what counts.
	Fitted    bool  `json:"fitted"`
	InSample  Pass  `json:"in_sample"`
	OutOfFold *Pass `json:"out_of_fold,omitempty"`
	// Baselines are what simpler ways reach on the same rows, by name.
	Baselines map[string]Figures `json:"baselines"`
	// WithoutProse is the best pass again, of a classifier that reads sentences
	// by word lists alone; ProseMoves counts the rows whose duties score prose
	// moves. Nil when it was not asked for.
	WithoutProse *Pass `json:"without_prose,omitempty"`
	ProseMoves   int   `json:"prose_moves,omitempty"`
	// Masked tells which half Print leads with.
	Masked bool `json:"masked"`
}

// A Pass is one full set of figures.
type Pass struct {
	OnLadder PRF       `json:"on_ladder"`
	Shown    Figures   `json:"shown"`
	Masked   Figures   `json:"masked"`
	Strata   []Stratum `json:"strata"`
	// Misses are the rows whose shown rung is off, worst first.
	Misses []Miss `json:"misses"`
}

// A Stratum is a kind of posting that is worth its own figure.
type Stratum struct {
	Name  string `json:"name"`
	N     int    `json:"n"`
	Exact Share  `json:"exact"`
}

// A Miss is one verdict that is not its label.
type Miss struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Label   string `json:"label"`
	Verdict string `json:"verdict"`
	// Off is the distance in rungs, 6 where one of them is off the ladder.
	Off int `json:"off"`
}

// NewPass measures judged rows.
func NewPass(rows []Judged) Pass {
	shown, masked := calls(rows, shownCall), calls(rows, maskedCall)
	return Pass{
		OnLadder: OnLadder(shown),
		Shown:    NewFigures(shown),
		Masked:   NewFigures(masked),
		Strata:   strata(rows),
		Misses:   misses(rows),
	}
}

func calls(rows []Judged, f func(Judged) Call) []Call {
	out := make([]Call, len(rows))
	for i, j := range rows {
		out[i] = f(j)
	}
	return out
}

func titles(rows []Judged, truth func(Judged) Call) []Call {
	return calls(rows, func(j Judged) Call { return titleCall(j, truth) })
}

// strata divides rows by how the title stands to the label: it says the rank
// (explicit), says none (silent), or says one two rungs or more off the duties
// (misleading, whatever it says).
func strata(rows []Judged) []Stratum {
	parts := map[string][]Call{}
	names := []string{"explicit", "silent", "misleading"}
	for _, j := range rows {
		if c := shownCall(j); c.Truth > 0 {
			s := stratum(j)
			parts[s] = append(parts[s], c)
		}
	}
	var out []Stratum
	for _, n := range names {
		out = append(out, Stratum{Name: n, N: len(parts[n]), Exact: Exact(parts[n])})
	}
	return out
}

func stratum(j Judged) string {
	l := j.Row.Label
	said, duties := rank(l.TitleSays), rank(l.Duties)
	switch {
	case said > 0 && duties > 0 && abs(said-duties) >= 2:
		return "misleading"
	case said == silentRank:
		return "silent"
	}
	return "explicit"
}

// Options of a measurement.
type Options struct {
	// File names the rows in the card.
	File string
	// Fitted says that the model has seen these labels. The card then holds
	// an out-of-fold pass too, of models fitted on other employers' rows and
	// on Extra.
	Fitted bool
	// Extra are the labelled rows of other files the model was fitted on.
	Extra []gold.Row
	Fit   score.Options
	// Bare is the same classifier without prose, nil to leave it out.
	Bare *classify.Classifier
}

// Measure judges labelled rows and returns their card.
func Measure(c *classify.Classifier, rows []gold.Row, opt Options) (Card, error) {
	readings := Read(c, rows)
	judged := Judge(c, readings)
	card := Card{
		File:      opt.File,
		Rows:      len(rows),
		Employers: employers(readings),
		Model:     c.Model(),
		Fitted:    opt.Fitted,
		InSample:  NewPass(judged),
		Baselines: baselines(judged),
	}
	if opt.Fitted {
		pass, err := outOfFold(c, readings, opt)
		if err != nil {
			return card, err
		}
		card.OutOfFold = &pass
	}
	return card, card.addBare(judged, rows, opt)
}

func outOfFold(c *classify.Classifier, readings []Reading, opt Options) (Pass, error) {
	held, err := CrossValidate(c, readings, Read(c, opt.Extra), opt.Fit)
	if err != nil {
		return Pass{}, err
	}
	return NewPass(held), nil
}

// addBare measures the classifier without prose on the same rows.
func (card *Card) addBare(judged []Judged, rows []gold.Row, opt Options) error {
	if opt.Bare == nil {
		return nil
	}
	readings := Read(opt.Bare, rows)
	bare := Judge(opt.Bare, readings)
	for i, j := range bare {
		if j.Verdict.Duties.Score != judged[i].Verdict.Duties.Score {
			card.ProseMoves++
		}
	}
	pass := NewPass(bare)
	if opt.Fitted {
		var err error
		if pass, err = outOfFold(opt.Bare, readings, opt); err != nil {
			return err
		}
	}
	card.WithoutProse = &pass
	return nil
}

// Best is the pass that counts: out of fold where the model has seen the
// labels.
func (c Card) Best() Pass {
	if c.OutOfFold != nil {
		return *c.OutOfFold
	}
	return c.InSample
}

func employers(readings []Reading) int {
	seen := map[string]bool{}
	for _, r := range readings {
		seen[r.Group] = true
	}
	return len(seen)
}
