package score

import "math"

// thresholdStart is the spacing the axis starts from: priors are given in
// units of one rung, so neighbouring thresholds are one apart.
const thresholdStart = 1.0

// echoRounds is how often the weights are fitted, each time with the shares
// that the weights before make: the ladder's own first. A third round moves
// nothing that the card would show.
const echoRounds = 2

// fitDuties finds the weights and thresholds that make the labels most
// probable under the priors.
func fitDuties(examples []Example, priors Priors, opt Options) (Ordinal, error) {
	weights := priors.Duties
	var x []float64
	var o Ordinal
	for range echoRounds {
		d := dutiesDesign(examples, priors, weights)
		nw := len(d.names) + d.dims
		if x == nil {
			x = make([]float64, nw+Rungs-1)
			// Weights are in rungs; the logistic noise of a careful reader is
			// about a third of one, so the axis is stretched by its inverse to
			// start with.
			x[nw] = -2.5 * thresholdStart
		}
		var err error
		if x, err = minimise(func(x, grad []float64) float64 { return d.ordinalLoss(x, grad, opt) }, x); err != nil {
			return Ordinal{}, err
		}
		o = Ordinal{
			Thresholds:  thresholds(x[nw:]),
			Temperature: 1,
			Weights:     d.named(d.weights(x[:nw])),
		}
		weights = o.Weights
	}
	return o, nil
}

// dutiesDesign lays out the examples whose duties are labelled, each feature
// with the share that the weights give it.
func dutiesDesign(examples []Example, priors Priors, weights map[string]float64) *design {
	d, index := newDesign(priors.Duties, priors.Dimension)
	for _, e := range examples {
		if e.Duties > 0 && e.Weight > 0 {
			d.add(index, e.Features, Echo(e.Features, weights), e.Duties-1, e.Weight)
		}
	}
	return d
}

// thresholds unfolds the first threshold and the logs of the gaps.
func thresholds(v []float64) []float64 {
	t := make([]float64, len(v))
	t[0] = v[0]
	for i := 1; i < len(v); i++ {
		t[i] = t[i-1] + thresholdStart*math.Exp(v[i])
	}
	return t
}

// ordinalLoss is the penalised negative log likelihood of the cumulative
// logit model.
func (d *design) ordinalLoss(x, grad []float64, opt Options) float64 {
	nw := len(d.names) + d.dims
	w, t := d.weights(x[:nw]), thresholds(x[nw:])
	loss := d.penalty(x[:nw], grad, opt) + gapPenalty(x[nw:], grad, nw)
	dw, dt := make([]float64, len(w)), make([]float64, len(t))
	for r, row := range d.rows {
		var s float64
		for _, c := range row {
			s += w[c.at] * c.value
		}
		l, ds, lo, hi := ordinalTerm(s, t, d.y[r])
		loss += d.w[r] * l
		for _, c := range row {
			dw[c.at] += d.w[r] * ds * c.value
		}
		if k := d.y[r]; k < len(t) {
			dt[k] += d.w[r] * hi
		}
		if k := d.y[r]; k > 0 {
			dt[k-1] += d.w[r] * lo
		}
	}
	if grad != nil {
		d.chain(w, dw, grad)
		chainThresholds(t, dt, x[nw:], grad[nw:])
	}
	return loss
}

// gapPenalty keeps gaps between thresholds near one another, which matters
// for rungs with few rows: variance one half on the log of a gap around its
// start.
func gapPenalty(v, grad []float64, at int) float64 {
	const variance = 0.5
	var p float64
	for i := 1; i < len(v); i++ {
		p += v[i] * v[i] / (2 * variance)
		if grad != nil {
			grad[at+i] += v[i] / variance
		}
	}
	return p
}

// slip is the share of labels that are wrong, or right for reasons that no rule
// hears: the eval's own second look puts it at three to five in a hundred. It
// bounds what one row can pull, so a chief whose ad says nothing of chiefs does
// not bend every weight.
const slip = 0.03

// ordinalTerm returns −log P(y) and its derivatives by the score and by the
// thresholds below and above y.
func ordinalTerm(s float64, t []float64, y int) (loss, ds, dlo, dhi float64) {
	a, b := 0.0, 1.0
	if y > 0 {
		a = sigmoid(t[y-1] - s)
	}
	if y < len(t) {
		b = sigmoid(t[y] - s)
	}
	da, db := a*(1-a), b*(1-b)
	p := (1-slip)*math.Max(b-a, 0) + slip/Rungs
	k := (1 - slip) / p
	return -math.Log(p), k * (db - da), k * da, -k * db
}

func chainThresholds(t, dt, v, grad []float64) {
	// t_k depends on v_0 and on every gap up to k.
	tail := 0.0
	for k := len(t) - 1; k >= 1; k-- {
		tail += dt[k]
		grad[k] += tail * thresholdStart * math.Exp(v[k])
	}
	grad[0] += tail + dt[0]
}
