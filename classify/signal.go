package classify

import (
	"cmp"
	"math"
	"slices"

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
	// prior is the ladder's own weight, value the share of the weight that
	// counts in the duties model.
	prior, value float64
	// duties and gate say which models count it.
	duties, gate bool
}

const titleSection = "title"

// features returns what one model counts, in the order of the signals.
func features(signals []signal, counted func(signal) bool, value func(signal) float64) []score.Feature {
	var out []score.Feature
	for _, s := range signals {
		if counted(s) {
			out = append(out, score.Feature{Name: s.name, Value: value(s)})
		}
	}
	return out
}

func countsForDuties(s signal) bool { return s.duties }
func countsForGate(s signal) bool   { return s.gate }
func dutiesValue(s signal) float64  { return s.value }
func wholeValue(signal) float64     { return 1 }

// echo is what the next reason of the same kind is worth beside the one
// before it. Ten things that seniors do make a senior, not a director.
const echo = 0.6

const yearsDimension = "years"

// fade sets how much of its weight each duties signal counts with: in full
// for the strongest that speaks for a rung, and by the echo less for each
// further one. The order is that of the ladder's own weights, so it does not
// depend on any fit.
func fade(signals []signal) {
	order := make([]int, 0, len(signals))
	for i := range signals {
		signals[i].value = 1
		if signals[i].duties {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(math.Abs(signals[b].prior), math.Abs(signals[a].prior))
	})
	next := map[string]float64{}
	for _, i := range order {
		s := &signals[i]
		kind := s.toward
		if s.dimension == yearsDimension {
			// Years are a number, not one more thing that a rung does.
			kind = yearsDimension
		}
		if s.prior < 0 {
			kind = "-" + kind
		}
		if v, ok := next[kind]; ok {
			s.value = v
		}
		next[kind] = s.value * echo
	}
}
