package score

import (
	"math"

	"gonum.org/v1/gonum/optimize"
)

// fitTemperature finds the one number that makes out-of-fold duties
// probabilities most probable (Guo et al., "On Calibration of Modern Neural
// Networks", 2017, section 4.2).
func fitTemperature(examples []Example, h heldOut) float64 {
	return bestTemperature(func(t float64) float64 {
		var loss float64
		for i, e := range examples {
			if e.Duties == 0 || h.model[i] == nil {
				continue
			}
			p := Probabilities(h.score[i], h.model[i].Thresholds, t)[e.Duties-1]
			loss -= e.Natural * math.Log((1-slip)*p+slip/Rungs)
		}
		return loss
	})
}

func fitGateTemperature(examples []Example, h heldOut) float64 {
	return bestTemperature(func(t float64) float64 {
		var loss float64
		for i, e := range examples {
			p := sigmoid(h.gate[i] / t)
			if !e.OnLadder {
				p = 1 - p
			}
			loss -= e.Natural * math.Log(math.Max(p, 1e-9))
		}
		return loss
	})
}

// bestTemperature searches 1/3 to 3 on a log grid fine enough that the loss
// is flat between neighbours.
func bestTemperature(loss func(float64) float64) float64 {
	best, at := math.Inf(1), 1.0
	for i := -40; i <= 40; i++ {
		t := math.Pow(3, float64(i)/40)
		if l := loss(t); l < best {
			best, at = l, t
		}
	}
	return math.Round(at*1000) / 1000
}

// reachStart is where each kind of title starts and is pulled back to: an
// explicit rank gives way to duties two rungs off (reach 1/4), a silent title
// follows them one rung up or down (reach 2/3).
var reachStart = map[string]Reach{
	TitleSilent:    {Reach: 0.66, Sharpness: 1},
	TitleProgramme: {Reach: 0.05, Sharpness: 3},
	TitleEntry:     {Reach: 0.2, Sharpness: 3},
	TitleRange:     {Reach: 0.5, Sharpness: 1.5},
	TitleRanked:    {Reach: 0.25, Sharpness: 3},
	TitleTop:       {Reach: 0.25, Sharpness: 3},
	TitleDialect:   {Reach: 0.8, Sharpness: 1},
	TitleUnknown:   {Reach: 0.95, Sharpness: 1},
	TitleContested: {Reach: 0.6, Sharpness: 1.5},
	TitleOverruled: {Reach: 0.98, Sharpness: 1},
}

// fitReaches fits reach, sharpness and shift of each kind of title on
// out-of-fold duties scores.
func fitReaches(examples []Example, h heldOut) map[string]Reach {
	out := make(map[string]Reach, len(reachStart))
	for kind, start := range reachStart {
		out[kind] = fitReach(kind, start, examples, h)
	}
	return out
}

func fitReach(kind string, start Reach, examples []Example, h heldOut) Reach {
	unfold := func(x []float64) Reach {
		return Reach{
			Reach:     sigmoid(logit(start.Reach) + x[0]),
			Sharpness: start.Sharpness * math.Exp(x[1]),
			Shift:     x[2],
		}
	}
	loss := func(x []float64) float64 {
		// Each parameter stays near its start unless the rows say otherwise.
		l := x[0]*x[0]/(2*0.5) + x[1]*x[1]/(2*0.5) + x[2]*x[2]/(2*0.25)
		r := unfold(x)
		for i, e := range examples {
			if h.kind(i, e) != kind || e.Rung == 0 || e.TitleRank == 0 || h.model[i] == nil {
				continue
			}
			l -= e.Natural * math.Log(math.Max(fullProbability(r, h, i, e), 1e-9))
		}
		return l
	}
	res, err := optimize.Minimize(optimize.Problem{Func: loss}, make([]float64, 3), nil, &optimize.NelderMead{})
	if err != nil && res == nil {
		return start
	}
	r := unfold(res.X)
	return Reach{Reach: round4(r.Reach), Sharpness: round4(r.Sharpness), Shift: round4(r.Shift)}
}

// kind is the kind of an example's title in view of its held-out duties.
func (h heldOut) kind(i int, e Example) string {
	if h.model[i] == nil {
		return e.TitleKind
	}
	p := Probabilities(h.score[i], h.model[i].Thresholds, 1)
	best := Best(p)
	return Contested(e.TitleKind, e.TitleRank, best+1, Far(p, e.TitleRank), Concrete(e.Features, best+1, e.TitleRank))
}

func fullProbability(r Reach, h heldOut, i int, e Example) float64 {
	m := Model{Duties: *h.model[i], Title: map[string]Reach{TitleRanked: r}}
	factor, title, t := m.Combine(TitleRanked, e.TitleRank)
	return Probabilities(factor*h.score[i]+title, t, 1)[e.Rung-1]
}

func logit(p float64) float64  { return math.Log(p / (1 - p)) }
func round4(x float64) float64 { return math.Round(x*1e4) / 1e4 }
