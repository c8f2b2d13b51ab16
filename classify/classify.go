// Package classify places a posting on the career ladder and says why.
//
//	c, err := classify.New(classify.Options{})
//	v := c.Classify(posting)
//	fmt.Println(v.Rung, v.Confidence)
//	for _, e := range v.Evidence {
//		fmt.Println(e.Weight, e.Rule, posting.Text[e.Start:e.End], e.Cite)
//	}
//
// # How a verdict comes about
//
// Cheap and certain first: guards for language and length; the head of the title
// (package title); the text divided into sections, sentences and words
// (package text); the phrase rules of the ladder over it (packages ladder and
// rule), where prose tags only the sentences whose meaning depends on who does
// what; facts read clause by clause: years, reports, money, horizon (package
// fact). What was observed is then weighed by three additive models (package
// score): is this on the ladder; what do the duties alone say; what does the
// title say in view of them.
//
// A verdict is the sum of its evidence: Score = Prior + Σ Weight, and every item
// points at its words. What the text does not say is no evidence.
//
// The duties model sees neither the title nor the title's words where the text
// repeats them ("As a Senior Product Manager you will…"): see mask.go.
//
// # Limits
//
// The rules read English. A text in another language is judged by its title,
// and the verdict abstains with the reason "language". A posting with fewer than
// about forty words abstains as "too short". Same bytes in, same bytes out; no
// network, no clock, no state between postings.
package classify

import (
	"fmt"
	"sync"

	"rung/classify/ladder"
	"rung/classify/rule"
	"rung/classify/score"
	"rung/classify/text"
	"rung/corpus"
)

// Options of a classifier. The zero value is the shipped one.
type Options struct {
	// Model replaces the shipped weights.
	Model *score.Model
	// WithoutProse reads sentences by word lists alone: faster to start, a
	// little worse. It exists so that the difference can be measured.
	WithoutProse bool
}

// A Classifier judges postings. It is safe for concurrent use.
type Classifier struct {
	rules  *rule.Set
	tagger text.Tagger
	model  *score.Model
	facts  factFamilies
}

// New returns a classifier. It fails only when a data file is broken.
func New(opt Options) (*Classifier, error) {
	l, err := ladder.Load()
	if err != nil {
		return nil, fmt.Errorf("classify: %w", err)
	}
	facts, err := loadFactFamilies()
	if err != nil {
		return nil, fmt.Errorf("classify: %w", err)
	}
	c := &Classifier{rules: l.Rules(), model: opt.Model, facts: facts}
	if c.model == nil {
		if c.model, err = score.Shipped(); err != nil {
			return nil, fmt.Errorf("classify: %w", err)
		}
	}
	if !opt.WithoutProse {
		c.tagger = text.Prose{}
	}
	return c, nil
}

// Default returns the shipped classifier, made once.
var Default = sync.OnceValues(func() (*Classifier, error) { return New(Options{}) })

// Model returns the model's version, as verdicts carry it.
func (c *Classifier) Model() string { return c.model.Version }

// Weights returns the fitted model. It must not be changed.
func (c *Classifier) Weights() *score.Model { return c.model }

// WithModel returns a classifier that reads postings as c does and weighs
// them by another model.
func (c *Classifier) WithModel(m *score.Model) *Classifier {
	d := *c
	d.model = m
	return &d
}

// Classify judges one posting by its title and text.
func (c *Classifier) Classify(p corpus.Posting) Verdict {
	return c.judge(c.observe(p))
}

// An Observation is what a classifier read in a posting before any weight
// was applied: the costly half of Classify, for judging one posting by many
// models.
type Observation struct{ o observation }

// Observe reads a posting.
func (c *Classifier) Observe(p corpus.Posting) Observation {
	return Observation{c.observe(p)}
}

// Judge weighs an observation.
func (c *Classifier) Judge(o Observation) Verdict { return c.judge(o.o) }

// Example turns an observation into a row to fit on; the label's fields are
// the caller's to fill.
func (c *Classifier) Example(o Observation) score.Example {
	kind, rank := o.o.titleKind()
	return score.Example{
		ID:        o.o.id,
		Features:  features(o.o.signals, countsForDuties),
		Gate:      features(o.o.signals, countsForGate),
		TitleKind: kind,
		TitleRank: rank,
		Weight:    1,
		Natural:   1,
	}
}

// Priors returns the ladder's own weights, which a fit starts from.
func (c *Classifier) Priors() score.Priors {
	p := score.Priors{
		Duties:    map[string]float64{},
		Gate:      map[string]float64{},
		Dimension: map[string]string{},
	}
	add := func(name, dimension string, duties, gate float64) {
		if duties != 0 {
			p.Duties[name] = duties
		}
		if gate != 0 {
			p.Gate[name] = gate
		}
		p.Dimension[name] = dimension
	}
	for _, r := range c.rules.Rules() {
		add(r.Name, r.Dimension, r.Weight, r.GateWeight)
	}
	for _, f := range c.facts {
		add(f.Name, f.Dimension, f.Weight, f.GateWeight)
	}
	return p
}
