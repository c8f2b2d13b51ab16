package classify

import (
	"rung/classify/ladder"
	"rung/classify/score"
)

// A signal is one thing a posting shows, before anybody says what it weighs.
type signal struct {
	// name is the feature's name in the model file: a rule or a fact family.
	name       string
	section    string
	dimension  string
	toward     string
	beside     string
	cite       []string
	start, end int
	// duties and gate say which models count it.
	duties, gate bool
}

const titleSection = "title"

// features returns what one model counts, in the order of the signals.
func features(signals []signal, counted func(signal) bool) []score.Feature {
	var out []score.Feature
	for _, s := range signals {
		if counted(s) {
			out = append(out, score.Feature{
				Name: s.name, Strand: s.strand(), Dimension: s.dimension, Toward: ladder.Rank(s.toward),
			})
		}
	}
	return out
}

func countsForDuties(s signal) bool { return s.duties }
func countsForGate(s signal) bool   { return s.gate }

const yearsDimension = "years"

// strand is what further reasons echo: the rung they speak for. Years are a
// number, not one more thing that a rung does.
func (s signal) strand() string {
	if s.dimension == yearsDimension {
		return yearsDimension
	}
	return s.toward
}
