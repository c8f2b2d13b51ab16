// Package score turns evidence into probabilities of rungs, and fits the
// numbers that do it.
//
// There are three additive models, all of them sums of the weights of named
// features that a posting either shows or does not:
//
//   - duties: an ordinal model (cumulative logit) of the text alone. Every
//     feature carries a weight on one axis; thresholds cut the axis into rungs.
//   - title: how far the duties may move what the title claims. The full score is
//     sharpness × (reach × duties + (1 − reach) × the middle of the claimed
//     rung + shift), on the duties' axis, so a weight of the duties model reappears
//     in the full model multiplied by sharpness × reach. A small reach is the
//     codebook's rule that an explicit rank holds while the duties are within
//     one rung of it; titles without rank have a greater reach.
//   - gate: a logistic model of "is this on the ladder", of title and text. It
//     is fitted on each example twice, with its title and without, so that the
//     text carries a verdict of its own where there is no title or an odd one.
//
// A weight is fitted with a log-normal prior around what the ladder's data file
// gives the rule, so it can grow or shrink with the evidence and never changes
// its sign: a rule that speaks for seniority cannot come to speak against it.
// Everything that is fitted after the weights (temperature, reach, sharpness)
// is fitted on predictions for employers the weights have not seen.
//
// The fitted model is a data file (model.json, embedded), written by
//
//	rung fit --gold FILE…
//
// Limits: features are present or absent, counted once however often a posting
// repeats them; interactions are not modelled.
package score

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// A Model holds every fitted number. It is plain data, read and written as
// JSON.
type Model struct {
	// Version names the model in every verdict.
	Version string `json:"version"`
	// Command is the command line that fitted the model.
	Command string `json:"command"`
	// FittedOn names the files whose labels the model has seen.
	FittedOn []Source `json:"fitted_on"`
	// Mistakes is how such a model does on employers it has not seen; nil when
	// nobody measured it.
	Mistakes *Mistakes `json:"mistakes,omitempty"`

	Duties Ordinal          `json:"duties"`
	Title  map[string]Reach `json:"title"`
	Gate   Logistic         `json:"gate"`
}

// Mistakes counts verdicts on labelled postings, each by a model fitted without
// its employer: what statistics need to correct for the classifier.
type Mistakes struct {
	// Confusion has the rung of the verdict in rows and that of the label in
	// columns, by rank less one. Postings judged off the ladder are left out.
	Confusion [Rungs][Rungs]int `json:"confusion"`
	// Concordant counts postings whose title claims the rung their label gives
	// the duties; in Below and Above of them the model finds the duties below
	// and above that rung.
	Concordant int `json:"concordant"`
	Below      int `json:"duties_below"`
	Above      int `json:"duties_above"`
}

// A Source is one file of labelled postings.
type Source struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Rows   int    `json:"rows"`
}

// Ordinal is the duties model.
type Ordinal struct {
	Prior       float64            `json:"prior"`
	Thresholds  []float64          `json:"thresholds"`
	Temperature float64            `json:"temperature"`
	Weights     map[string]float64 `json:"weights"`
}

// Logistic is the gate.
type Logistic struct {
	Prior       float64            `json:"prior"`
	Temperature float64            `json:"temperature"`
	Weights     map[string]float64 `json:"weights"`
}

// Reach says how the duties move one kind of title.
type Reach struct {
	// Reach is the share of the duties in the full score, 0 to 1.
	Reach float64 `json:"reach"`
	// Sharpness multiplies the axis: how sure a title of this kind makes us.
	Sharpness float64 `json:"sharpness"`
	// Shift moves the middle of the claimed rung.
	Shift float64 `json:"shift"`
}

// Middle returns the point of the duties' axis that stands for the middle of
// a rung (rank 1 to 7). The open ends are as wide as their neighbours.
func (o Ordinal) Middle(rank int) float64 {
	t := o.Thresholds
	last := len(t) - 1
	switch {
	case rank <= 1:
		return t[0] - (t[1]-t[0])/2
	case rank > last+1:
		return t[last] + (t[last]-t[last-1])/2
	}
	return (t[rank-2] + t[rank-1]) / 2
}

// What makes duties clear enough to contest an explicit rank: how probable it
// must be that they stand two rungs off it, whichever rung is theirs, and how
// many more spans must speak for their rung than for the title's. A text that
// says little is no evidence against its title.
const (
	clearDuties   = 0.6
	concreteSpans = 3
)

// Concrete counts the features that speak for a rung nearer to the duties'
// rank than to the title's, less those that speak for one nearer to the title's.
func Concrete(features []Feature, dutiesRank, titleRank int) int {
	n := 0
	for _, f := range features {
		if f.Toward == 0 {
			continue
		}
		switch d, t := distance(f.Toward, dutiesRank), distance(f.Toward, titleRank); {
		case d < t:
			n++
		case d > t:
			n--
		}
	}
	return n
}

func distance(a, b int) int { return max(a-b, b-a) }

// Far is the probability, by those of the rungs from duties alone, that they
// stand two rungs or more off a title's rank.
func Far(p []float64, titleRank int) float64 {
	var far float64
	for i, x := range p {
		if distance(i+1, titleRank) >= 2 {
			far += x
		}
	}
	return far
}

// Contested returns the kind of a title in view of its duties: the rank they
// stand at, how probably they are two rungs off (see Far), and how many
// concrete spans they have over the title's (see Concrete). The codebook lets an explicit rank hold while the
// duties are within one rung of it and lets them win from two on if they are
// clear, which no one reach can do; a silent title it lets go further than one
// rung only on overwhelming evidence.
func Contested(kind string, titleRank, dutiesRank int, far float64, spans int) string {
	gap := distance(titleRank, dutiesRank)
	if dutiesRank == 0 || gap <= 1 || far < clearDuties || spans < concreteSpans {
		return kind
	}
	switch kind {
	case TitleSilent:
		if gap > 2 {
			return TitleOverruled
		}
	case TitleEntry, TitleRanked, TitleTop, TitleDialect:
		// Ads for beginners promise what they will grow into; nobody else's
		// ad hides a rank.
		if gap > 2 || dutiesRank > titleRank && kind != TitleEntry {
			return TitleOverruled
		}
		return TitleContested
	}
	return kind
}

// Combine returns the factor on duties weights, the part that the title
// itself adds, and the thresholds of the full score for a title of the named
// kind that claims the given rank.
func (m *Model) Combine(kind string, rank int) (factor, title float64, thresholds []float64) {
	r, ok := m.Title[kind]
	if !ok {
		r = m.Title[TitleRanked]
	}
	factor = r.Sharpness * r.Reach
	title = r.Sharpness * ((1-r.Reach)*m.Duties.Middle(rank) + r.Shift)
	thresholds = make([]float64, len(m.Duties.Thresholds))
	for i, t := range m.Duties.Thresholds {
		thresholds[i] = r.Sharpness * t
	}
	return factor, title, thresholds
}

// The kinds of title the full model tells apart.
const (
	TitleSilent  = "silent"  // a product title without rank
	TitleEntry   = "entry"   // associate, junior
	TitleRanked  = "ranked"  // senior, lead
	TitleTop     = "top"     // director, executive
	TitleDialect = "dialect" // a rank word that means less in its trade
	TitleRange   = "range"   // several rungs in one ad
	// TitleProgramme is an internship or a graduate scheme, which stays one
	// whatever its duties.
	TitleProgramme = "programme"
	TitleUnknown   = "unknown" // no title, or one that names no product role
	// TitleContested is an explicit rank two rungs above clear duties, where
	// readers settle between the two more often than not; TitleOverruled one
	// three rungs off, or a rank two below them, where the duties win. See
	// Contested.
	TitleContested = "contested"
	TitleOverruled = "overruled"
)

//go:embed model.json
var shipped []byte

// Shipped returns the model that comes with the program.
func Shipped() (*Model, error) { return Read(shipped) }

// Read decodes and checks a model file.
func Read(data []byte) (*Model, error) {
	m := new(Model)
	if err := json.Unmarshal(data, m); err != nil {
		return nil, fmt.Errorf("reading model: %w", err)
	}
	return m, m.validate()
}

func (m *Model) validate() error {
	if len(m.Duties.Thresholds) != Rungs-1 {
		return fmt.Errorf("model %q: %d thresholds, want %d", m.Version, len(m.Duties.Thresholds), Rungs-1)
	}
	for i := 1; i < len(m.Duties.Thresholds); i++ {
		if m.Duties.Thresholds[i] <= m.Duties.Thresholds[i-1] {
			return fmt.Errorf("model %q: threshold %d does not rise", m.Version, i+1)
		}
	}
	if !(m.Duties.Temperature > 0) || !(m.Gate.Temperature > 0) {
		return fmt.Errorf("model %q: temperatures must be positive", m.Version)
	}
	if _, ok := m.Title[TitleRanked]; !ok {
		return errors.New("model: no reach for ranked titles")
	}
	return nil
}

// Write encodes the model as it is shipped: indented, keys sorted, weights
// rounded to four places so that a change can be read as a diff.
func (m *Model) Write() ([]byte, error) {
	r := *m
	r.Duties.Weights = rounded(m.Duties.Weights)
	r.Gate.Weights = rounded(m.Gate.Weights)
	data, err := json.MarshalIndent(&r, "", " ")
	return append(data, '\n'), err
}

func rounded(w map[string]float64) map[string]float64 {
	out := make(map[string]float64, len(w))
	for k, v := range w {
		out[k] = math.Round(v*1e4) / 1e4
	}
	return out
}

// Sharpness returns how sure a title of the named kind makes the full model.
func (m *Model) Sharpness(kind string) float64 {
	if r, ok := m.Title[kind]; ok {
		return r.Sharpness
	}
	return m.Title[TitleRanked].Sharpness
}
