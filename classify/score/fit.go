package score

import (
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"
)

// An Example is one labelled posting as the fit sees it: the names of the
// features it shows and what is true of it.
type Example struct {
	ID string
	// Group is the employer (or near-duplicate cluster): no group is ever on
	// both sides of a fold.
	Group    string
	Features []Feature
	// Gate lists the features the gate reads.
	Gate []Feature
	// Duties and Rung are ranks 1 to 7; 0 where the label has none.
	Duties, Rung int
	OnLadder     bool
	// TitleKind and TitleRank are what the title claims (TitleSilent, 3 for
	// "Product Manager").
	TitleKind string
	TitleRank int
	// Weight is how much the example counts when weights are fitted, 1 for a
	// careful human label. Natural is how much it counts when calibration is:
	// 1 for a posting drawn from a market, little for an invented one, since
	// traps are far more frequent there than anywhere else.
	Weight, Natural float64
}

// A Feature is one thing a posting shows: its name in the model, the strand and
// the dimension within which reasons echo one another (see Echo), and the rank
// of the rung it speaks for (0 for none). A gate feature needs its name alone.
type Feature struct {
	Name, Strand, Dimension string
	Toward                  int
}

// Priors are the ladder's own weights: where every fitted weight starts from
// and the sign it keeps. A feature without a prior is not fitted.
type Priors struct {
	Duties, Gate map[string]float64
	// Dimension groups duties features that may be scaled together.
	Dimension map[string]string
}

// Options of a fit. The zero value is the shipped choice.
type Options struct {
	// Spread is the standard deviation of the log of a weight around its
	// prior (0 = 0.6): 0.6 lets a rule about double or halve.
	Spread float64
	// DimensionSpread is the same for the common factor of a dimension (0 = 0.8).
	DimensionSpread float64
	// Folds by employer (0 = 10).
	Folds int
}

func (o *Options) setDefaults() {
	if o.Spread == 0 {
		o.Spread = 0.6
	}
	if o.DimensionSpread == 0 {
		o.DimensionSpread = 0.8
	}
	if o.Folds == 0 {
		o.Folds = 10
	}
}

// Fold assigns a group to one of n folds by a hash of its name, so that a
// group stays where it is when others come or go.
func Fold(group string, n int) int {
	h := fnv.New64a()
	h.Write([]byte(group))
	return int((h.Sum64() >> 17) % uint64(n))
}

// Fit fits a whole model. What follows the weights (temperatures, reaches)
// is fitted on out-of-fold scores, so the model knows how wrong it is on
// employers it has not seen.
func Fit(examples []Example, priors Priors, opt Options) (*Model, error) {
	opt.setDefaults()
	if len(examples) == 0 {
		return nil, fmt.Errorf("fit: no labelled postings")
	}
	duties, err := fitDuties(examples, priors, opt)
	if err != nil {
		return nil, err
	}
	gate, err := fitGate(examples, priors, opt)
	if err != nil {
		return nil, err
	}
	m := &Model{Duties: duties, Gate: gate}
	held, err := holdOut(examples, priors, opt)
	if err != nil {
		return nil, err
	}
	m.Duties.Temperature = fitTemperature(examples, held)
	m.Gate.Temperature = fitGateTemperature(examples, held)
	m.Title = fitReaches(examples, held)
	return m, nil
}

// heldOut is what models that had not seen an example's employer say of it:
// the duties score carried onto the axis of the final thresholds.
type heldOut struct {
	model []*Ordinal
	score []float64
	gate  []float64
}

func holdOut(examples []Example, priors Priors, opt Options) (heldOut, error) {
	h := heldOut{
		model: make([]*Ordinal, len(examples)),
		score: make([]float64, len(examples)),
		gate:  make([]float64, len(examples)),
	}
	for f := range opt.Folds {
		train, test := split(examples, f, opt.Folds)
		if len(test) == 0 || len(train) == 0 {
			continue
		}
		duties, err := fitDuties(train, priors, opt)
		if err != nil {
			return h, err
		}
		gate, err := fitGate(train, priors, opt)
		if err != nil {
			return h, err
		}
		for _, i := range test {
			h.model[i] = &duties
			h.score[i] = duties.Score(examples[i].Features)
			h.gate[i] = gate.Prior + total(gate.Weights, examples[i].Gate)
		}
	}
	return h, nil
}

func split(examples []Example, fold, folds int) (train []Example, test []int) {
	for i, e := range examples {
		if Fold(e.Group, folds) == fold {
			test = append(test, i)
		} else {
			train = append(train, e)
		}
	}
	return train, test
}

func total(w map[string]float64, features []Feature) float64 {
	var s float64
	for _, f := range features {
		s += w[f.Name]
	}
	return s
}

// design is a sparse matrix of examples × features with the prior weight of
// each feature.
type design struct {
	names []string
	prior []float64
	group []int // dimension of each feature
	dims  int
	rows  [][]cell
	y     []int
	w     []float64
}

// cell is one non-zero entry of a row.
type cell struct {
	at    int
	value float64
}

func newDesign(prior map[string]float64, dimension map[string]string) (*design, map[string]int) {
	d := &design{names: slices.Sorted(maps.Keys(prior))}
	index, dims := map[string]int{}, map[string]int{}
	for i, n := range d.names {
		index[n] = i
		d.prior = append(d.prior, prior[n])
		dim := dimension[n]
		if _, ok := dims[dim]; !ok {
			dims[dim] = len(dims)
		}
		d.group = append(d.group, dims[dim])
	}
	d.dims = len(dims)
	return d, index
}

// add appends a row; shares says what part of its weight each feature counts
// with, nil for all of it.
func (d *design) add(index map[string]int, features []Feature, shares []float64, y int, w float64) {
	var row []cell
	for k, f := range features {
		if i, ok := index[f.Name]; ok && d.prior[i] != 0 {
			share := 1.0
			if shares != nil {
				share = shares[k]
			}
			row = append(row, cell{i, share})
		}
	}
	d.rows = append(d.rows, row)
	d.y = append(d.y, y)
	d.w = append(d.w, w)
}

// weights unfolds parameters (log factors of features, then of dimensions)
// into signed weights.
func (d *design) weights(u []float64) []float64 {
	w := make([]float64, len(d.names))
	for i := range w {
		w[i] = d.prior[i] * math.Exp(u[i]+u[len(d.names)+d.group[i]])
	}
	return w
}

// penalty is the negative log density of the log-normal priors, and its
// gradient.
func (d *design) penalty(u, grad []float64, opt Options) float64 {
	var p float64
	n := len(d.names)
	for i := range n + d.dims {
		s := opt.Spread
		if i >= n {
			s = opt.DimensionSpread
		}
		p += u[i] * u[i] / (2 * s * s)
		if grad != nil {
			grad[i] += u[i] / (s * s)
		}
	}
	return p
}

// chain adds to grad what a gradient with respect to the weights means for
// the parameters.
func (d *design) chain(w, dw, grad []float64) {
	n := len(d.names)
	for i := range w {
		g := dw[i] * w[i]
		grad[i] += g
		grad[n+d.group[i]] += g
	}
}

func (d *design) named(w []float64) map[string]float64 {
	m := make(map[string]float64, len(w))
	for i, n := range d.names {
		if w[i] != 0 {
			m[n] = w[i]
		}
	}
	return m
}

// minimise runs L-BFGS; a line search that can go no further has arrived.
func minimise(f func(x, grad []float64) float64, x0 []float64) ([]float64, error) {
	p := optimize.Problem{
		Func: func(x []float64) float64 { return f(x, nil) },
		Grad: func(grad, x []float64) {
			clear(grad)
			f(x, grad)
		},
	}
	r, err := optimize.Minimize(p, x0, &optimize.Settings{MajorIterations: 400, GradientThreshold: 1e-5}, &optimize.LBFGS{})
	if r == nil {
		return nil, fmt.Errorf("fit: %w", err)
	}
	return r.X, nil
}
