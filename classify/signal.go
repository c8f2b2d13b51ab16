package classify

import (
	"cmp"
	"math"
	"slices"
	"strings"

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
			out = append(out, score.Feature{Name: s.name, Value: value(s), Toward: ladder.Rank(s.toward)})
		}
	}
	return out
}

func countsForDuties(s signal) bool { return s.duties }
func countsForGate(s signal) bool   { return s.gate }
func dutiesValue(s signal) float64  { return s.value }
func wholeValue(signal) float64     { return 1 }

// The further a reason is from saying something new, the less it adds. Ten
// things that seniors do make a senior, not a director; two things of one kind
// (mentors, coaches) are one thing said twice, two of different kinds
// (mentors, prices) are the pair the codebook asks for.
const (
	// echoKind is what a reason for a rung is worth for every reason of another
	// dimension that speaks for the same rung more strongly.
	echoKind = 0.65
	// echoSame is the same for every reason of its own dimension.
	echoSame = 0.4
)

const yearsDimension = "years"

// A strand is what reasons share that echo one another.
type strand struct {
	toward   string
	negative bool
}

func (s signal) strand() strand {
	if s.dimension == yearsDimension {
		// Years are a number, not one more thing that a rung does.
		return strand{yearsDimension, s.prior < 0}
	}
	return strand{s.toward, s.prior < 0}
}

// fade sets how much of its weight each duties signal counts with. The order
// is that of the ladder's own weights and then of the names, so it depends
// neither on a fit nor on where in the text a reason stands.
func fade(signals []signal) {
	order := make([]int, 0, len(signals))
	for i := range signals {
		signals[i].value = 1
		if signals[i].duties {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := &signals[a], &signals[b]
		return cmp.Or(cmp.Compare(math.Abs(y.prior), math.Abs(x.prior)), strings.Compare(x.name, y.name))
	})
	type line struct {
		strand
		dimension string
	}
	all, same := map[strand]float64{}, map[line]float64{}
	for _, i := range order {
		s := &signals[i]
		k := s.strand()
		l := line{k, s.dimension}
		s.value = math.Pow(echoKind, all[k]-same[l]) * math.Pow(echoSame, same[l])
		all[k]++
		same[l]++
	}
}
