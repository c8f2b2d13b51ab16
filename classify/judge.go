package classify

import (
	"rung/classify/ladder"
	"rung/classify/score"
)

// setMass is the probability that a level set holds.
const setMass = 0.9

// judge weighs what was observed. It is the only place where weights meet
// signals, so the sum of the evidence is the score by construction.
func (c *Classifier) judge(o observation) Verdict {
	v := Verdict{
		ID:         o.id,
		Title:      o.claim(),
		Years:      o.years,
		Reports:    o.reports,
		Language:   o.language,
		Model:      c.model.Version,
		Thresholds: []float64{},
		Rungs:      []string{},
		Evidence:   make([]Evidence, 0, len(o.signals)),
	}
	c.judgeGate(&v, o)
	found := features(o.signals, countsForDuties)
	likely := c.judgeDuties(&v, o, found)
	c.judgeRung(&v, o, found, likely)
	v.Track = o.track(v.Rank)
	v.Reason = o.reason(v)
	v.Abstained = v.Reason != ""
	if !v.OnLadder {
		v.offLadder(c.beside(o))
	}
	return v
}

// judgeGate decides whether the posting stands on the ladder and opens an
// evidence item for every signal that moves a score.
func (c *Classifier) judgeGate(v *Verdict, o observation) {
	v.Gate = Gate{Score: c.model.Gate.Prior, Prior: c.model.Gate.Prior}
	for _, s := range o.signals {
		e := s.evidence(o)
		if w, ok := c.model.Gate.Weights[s.name]; ok && s.gate && w != 0 {
			e.GateWeight = &w
			v.Gate.Score += w
		}
		v.Evidence = append(v.Evidence, e)
	}
	v.OnLadderProbability = score.Yes(v.Gate.Score, c.model.Gate.Temperature)
	v.OnLadder = v.OnLadderProbability >= 0.5
}

// judgeDuties places the text alone and returns the probabilities of the
// rungs, nil where it says nothing of duties.
func (c *Classifier) judgeDuties(v *Verdict, o observation, found []score.Feature) []float64 {
	m := c.model.Duties
	shares := score.Echo(found, m.Weights)
	s, n, next := m.Prior, 0, 0
	for i, sig := range o.signals {
		if !sig.duties {
			continue
		}
		w := m.Weights[sig.name] * shares[next]
		next++
		if w == 0 {
			continue
		}
		v.Evidence[i].Duties = true
		v.Evidence[i].DutiesWeight = &w
		s += w
		n++
	}
	v.Duties = Duties{Score: s, Prior: m.Prior}
	if n == 0 && o.words < minWords {
		return nil
	}
	p := score.Probabilities(s, m.Thresholds, m.Temperature)
	best := score.Best(p)
	v.Duties.Rung, v.Duties.Rank, v.Duties.Confidence = ladder.Rungs()[best], best+1, p[best]
	v.Duties.Rungs = levelSet(p)
	return p
}

// judgeRung joins the title's claim with the duties.
func (c *Classifier) judgeRung(v *Verdict, o observation, found []score.Feature, likely []float64) {
	kind, rank := o.titleKind()
	kind = score.Contested(kind, rank, v.Duties.Rank, score.Far(likely, rank), score.Concrete(found, v.Duties.Rank, rank))
	factor, title, thresholds := c.model.Combine(kind, rank)
	if v.Duties.Rank == 0 {
		// No duty was read: the title speaks alone, and silence of the text
		// must not pull it to the middle.
		factor, title = 0, c.model.Sharpness(kind)*c.model.Duties.Middle(rank)
	}
	v.Prior = factor * c.model.Duties.Prior
	v.Thresholds = thresholds
	v.Score = v.Prior
	for i := range v.Evidence {
		e := &v.Evidence[i]
		if e.Duties {
			e.Weight = factor * *e.DutiesWeight
			v.Score += e.Weight
		}
	}
	v.addTitle(o, title, rank)
	p := score.Probabilities(v.Score, thresholds, 1)
	best := score.Best(p)
	v.Rung, v.Rank, v.Confidence = ladder.Rungs()[best], best+1, p[best]
	v.Rungs = levelSet(p)
	v.Probabilities = named(p)
	v.keepMoving()
	v.setGap()
}

// addTitle enters what the title adds: as an item where the title names a
// role, else in the prior, since there is nothing to point at.
func (v *Verdict) addTitle(o observation, weight float64, rank int) {
	v.Score += weight
	for i := range v.Evidence {
		if v.Evidence[i].Section == titleSection && o.signals[i].name == o.titleSignal {
			v.Evidence[i].Weight = weight
			v.Evidence[i].Toward = ladder.Rungs()[rank-1]
			return
		}
	}
	v.Prior += weight
}

// keepMoving drops items that move nothing: what has no weight is no
// evidence.
func (v *Verdict) keepMoving() {
	kept := v.Evidence[:0]
	for _, e := range v.Evidence {
		if e.Weight != 0 || e.GateWeight != nil || e.Duties {
			kept = append(kept, e)
		}
	}
	v.Evidence = kept
}

func (v *Verdict) setGap() {
	if v.Duties.Rank > 0 && v.Title.Rank > 0 {
		gap := v.Title.Rank - v.Duties.Rank
		v.Gap = &gap
	}
}

// offLadder clears what only means something on the ladder. Score and
// evidence stay, so that the reader sees what the posting would have been.
func (v *Verdict) offLadder(beside string) {
	v.Rung, v.Rank, v.Track, v.Beside = "", 0, "", beside
	v.Confidence = 0
	v.Rungs = []string{}
	v.Gap = nil
}

// beside names the role next to the ladder: what the title says, else what
// most of the gate's evidence speaks for.
func (c *Classifier) beside(o observation) string {
	if k := o.titleBeside(); k != "" {
		return k
	}
	sums := map[string]float64{}
	for _, s := range o.signals {
		if s.gate && s.beside != "" {
			sums[s.beside] -= c.model.Gate.Weights[s.name]
		}
	}
	best := ladder.Other
	for _, k := range []string{ladder.Designer, ladder.Developer} {
		if sums[k] > sums[best] {
			best = k
		}
	}
	return best
}

func levelSet(p []float64) []string {
	lo, hi := score.LevelSet(p, setMass)
	return append([]string{}, ladder.Rungs()[lo:hi+1]...)
}

func named(p []float64) map[string]float64 {
	out := make(map[string]float64, len(p))
	for i, r := range ladder.Rungs() {
		out[r] = p[i]
	}
	return out
}

func (s signal) evidence(o observation) Evidence {
	text := o.text
	if s.section == titleSection {
		text = o.titleText
	}
	return Evidence{
		Start: s.start, End: s.end, Text: text[s.start:s.end],
		Section: s.section, Dimension: s.dimension, Rule: s.name,
		Toward: s.toward, Cite: s.cite,
	}
}
