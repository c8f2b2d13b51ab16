package score

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// The further a reason is from saying something new, the less it adds. Ten
// things that seniors do make a senior, not a director; two things of one kind
// (mentors, coaches) are one thing said twice, two of different kinds
// (mentors, prices) are the pair the codebook asks for.
const (
	// echoKind is what a reason is worth for every heavier reason of another
	// dimension in its strand.
	echoKind = 0.65
	// echoSame is the same for every heavier reason of its own dimension.
	echoSame = 0.4
)

// A strand is what reasons share that echo one another: the rung they speak
// for and the way they pull.
type strand struct {
	name     string
	negative bool
}

// A line is the part of a strand that is of one dimension.
type line struct {
	strand
	dimension string
}

// Echo returns what share of its weight each feature counts with, 1 for the
// heaviest of its strand. The order is that of the weights and then of the
// names, so it does not depend on where in a text a reason stands. Where all
// reasons are of one dimension, or each of another, one more never pulls back;
// in a mixture what the others lose can pass what it brings by a quarter.
func Echo(features []Feature, weights map[string]float64) []float64 {
	shares := make([]float64, len(features))
	order := make([]int, len(features))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := features[a].Name, features[b].Name
		return cmp.Or(cmp.Compare(math.Abs(weights[y]), math.Abs(weights[x])), strings.Compare(x, y))
	})
	all, same := map[strand]float64{}, map[line]float64{}
	for _, i := range order {
		f := &features[i]
		k := strand{f.Strand, weights[f.Name] < 0}
		l := line{k, f.Dimension}
		shares[i] = math.Pow(echoKind, all[k]-same[l]) * math.Pow(echoSame, same[l])
		if weights[f.Name] != 0 {
			all[k]++
			same[l]++
		}
	}
	return shares
}

// Score is the prior and what the features add to it.
func (o Ordinal) Score(features []Feature) float64 {
	s := o.Prior
	for i, share := range Echo(features, o.Weights) {
		s += share * o.Weights[features[i].Name]
	}
	return s
}
