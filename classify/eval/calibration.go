package eval

import (
	"math"
	"math/rand/v2"
	"slices"
)

const (
	bins   = 10
	draws  = 1000
	seed   = 1927
	strict = 0.9
)

// ECE is the expected calibration error over ten bins of equal mass (Naeini
// et al., "Obtaining Well Calibrated Probabilities Using Bayesian Binning",
// AAAI 2015): the mean absolute difference of confidence and accuracy, by
// bin.
func ECE(calls []Call) float64 {
	rows := byConfidence(calls)
	hit := make([]bool, len(rows))
	for i, c := range rows {
		hit[i] = c.Rank == c.Truth
	}
	return ece(rows, hit)
}

// NoiseFloor is the mean ECE of a thousand outcomes drawn from the model's
// own confidences: what a perfectly calibrated model would show on so few
// rows.
func NoiseFloor(calls []Call) float64 {
	rows := byConfidence(calls)
	rng := rand.New(rand.NewPCG(seed, seed))
	hit := make([]bool, len(rows))
	var s float64
	for range draws {
		for i, c := range rows {
			hit[i] = rng.Float64() < c.Confidence
		}
		s += ece(rows, hit)
	}
	return s / draws
}

// byConfidence keeps rows with a labelled rung and orders them; ids break ties
// so that bins do not depend on the order of a file.
func byConfidence(calls []Call) []Call {
	rows := onLabel(calls)
	slices.SortFunc(rows, func(a, b Call) int {
		switch {
		case a.Confidence < b.Confidence:
			return -1
		case a.Confidence > b.Confidence:
			return 1
		case a.ID < b.ID:
			return -1
		}
		return 1
	})
	return rows
}

func ece(rows []Call, hit []bool) float64 {
	n := len(rows)
	if n == 0 {
		return math.NaN()
	}
	var total float64
	for b := range bins {
		lo, hi := b*n/bins, (b+1)*n/bins
		var conf, acc float64
		for i := lo; i < hi; i++ {
			conf += rows[i].Confidence
			if hit[i] {
				acc++
			}
		}
		total += math.Abs(conf - acc)
	}
	return total / float64(n)
}

// Selective is accuracy after leaving out the least confident tenth,
// abstained verdicts first.
func Selective(calls []Call) Share {
	rows := byConfidence(calls)
	slices.SortStableFunc(rows, func(a, b Call) int {
		switch {
		case a.Abstained == b.Abstained:
			return 0
		case a.Abstained:
			return -1
		}
		return 1
	})
	return Exact(rows[len(rows)-int(strict*float64(len(rows))):])
}

// LevelSets is the share of level sets that hold the label's rung, and their
// mean size. A verdict without a set does not hold it and counts as size
// zero.
func LevelSets(calls []Call) (covered Share, size float64) {
	rows := onLabel(calls)
	k := 0
	for _, c := range rows {
		if c.Lo > 0 && c.Lo <= c.Truth && c.Truth <= c.Hi {
			k++
		}
		if c.Lo > 0 {
			size += float64(c.Hi - c.Lo + 1)
		}
	}
	if len(rows) > 0 {
		size /= float64(len(rows))
	}
	return NewShare(k, len(rows)), size
}
