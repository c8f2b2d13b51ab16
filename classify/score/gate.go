package score

import (
	"math"
	"slices"
)

// untitledShare is what an example counts for the gate once more with its
// title hidden. Nearly every title tells whether a job is on the ladder; were
// each seen with its own only, the text would learn nothing that a title says
// already, and a text without a telling title would go by the share of ladder
// jobs among the examples.
const untitledShare = 0.5

// What is believed of a posting that shows nothing at all, and how firmly:
// rather no product manager's, since most jobs are not, but the examples,
// gathered for product managers, are no market to learn it from.
const (
	baseRate   = -1.0
	baseSpread = 0.4
)

// gateSlip is the share of wrong labels that the gate allows for. Without, one
// ad labelled against all its duties drags the rules that fire in it off to
// wherever they outweigh them.
const gateSlip = 0.01

// fitGate fits the logistic model of "on the ladder", each example with its
// title and without.
func fitGate(examples []Example, priors Priors, opt Options) (Logistic, error) {
	d, index := newDesign(priors.Gate, nil)
	for _, e := range examples {
		if e.Weight == 0 {
			continue
		}
		y := 0
		if e.OnLadder {
			y = 1
		}
		d.add(index, e.Gate, nil, y, e.Weight)
		if e.OnLadder == (e.Duties > 0) {
			d.add(index, e.untitled(), nil, y, untitledShare*e.Weight)
		}
	}
	nw := len(d.names) + d.dims
	x, err := minimise(func(x, grad []float64) float64 { return d.logisticLoss(x, grad, opt) }, make([]float64, nw+1))
	if err != nil {
		return Logistic{}, err
	}
	return Logistic{Prior: x[nw], Temperature: 1, Weights: d.named(d.weights(x[:nw]))}, nil
}

// TitleDimension is the dimension of what is read in a title.
const TitleDimension = "title"

// untitled returns the gate's features without the title's.
func (e Example) untitled() []Feature {
	return slices.DeleteFunc(slices.Clone(e.Gate), func(f Feature) bool { return f.Dimension == TitleDimension })
}

// logisticTerm is the negative log probability of one label, some of which are
// wrong (see gateSlip), and its derivative by the score.
func logisticTerm(s float64, y int) (loss, ds float64) {
	p := sigmoid(s)
	slope := p * (1 - p)
	if y == 0 {
		p, slope = 1-p, -slope
	}
	q := (1-gateSlip)*p + gateSlip/2
	return -math.Log(q), -(1 - gateSlip) * slope / q
}

func (d *design) logisticLoss(x, grad []float64, opt Options) float64 {
	nw := len(d.names) + d.dims
	w, prior := d.weights(x[:nw]), x[nw]
	loss := d.penalty(x[:nw], grad, opt) + (prior-baseRate)*(prior-baseRate)/(2*baseSpread*baseSpread)
	dw, dp := make([]float64, len(w)), (prior-baseRate)/(baseSpread*baseSpread)
	for r, row := range d.rows {
		s := prior
		for _, c := range row {
			s += w[c.at] * c.value
		}
		l, g := logisticTerm(s, d.y[r])
		loss += d.w[r] * l
		g *= d.w[r]
		dp += g
		for _, c := range row {
			dw[c.at] += g * c.value
		}
	}
	if grad != nil {
		d.chain(w, dw, grad)
		grad[nw] += dp
	}
	return loss
}
