package score

import "math"

// fitGate fits the logistic model of "on the ladder".
func fitGate(examples []Example, priors Priors, opt Options) (Logistic, error) {
	d, index := newDesign(priors.Gate, nil)
	for _, e := range examples {
		y := 0
		if e.OnLadder {
			y = 1
		}
		if e.Weight > 0 {
			d.add(index, e.Gate, nil, y, e.Weight)
		}
	}
	nw := len(d.names) + d.dims
	x, err := minimise(func(x, grad []float64) float64 { return d.logisticLoss(x, grad, opt) }, make([]float64, nw+1))
	if err != nil {
		return Logistic{}, err
	}
	return Logistic{Prior: x[nw], Temperature: 1, Weights: d.named(d.weights(x[:nw]))}, nil
}

func (d *design) logisticLoss(x, grad []float64, opt Options) float64 {
	nw := len(d.names) + d.dims
	w, prior := d.weights(x[:nw]), x[nw]
	loss := d.penalty(x[:nw], grad, opt) + prior*prior/8
	dw, dp := make([]float64, len(w)), prior/4
	for r, row := range d.rows {
		s := prior
		for _, c := range row {
			s += w[c.at] * c.value
		}
		p := sigmoid(s)
		q := p
		if d.y[r] == 0 {
			q = 1 - p
		}
		loss -= d.w[r] * math.Log(math.Max(q, 1e-12))
		g := d.w[r] * (p - float64(d.y[r]))
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
