package eval

import (
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"

	"rung/classify/text"
)

// The text baseline: words weighted by TF-IDF under a multinomial logistic
// regression, what most would reach for first. It has every word of the
// posting, the employer's boilerplate included.
const (
	minDocuments = 3    // a term in fewer postings of a fold's training half is left out
	ridge        = 0.05 // L2 on the weights; near what cross-validation picks on a few hundred rows
	classes      = 7
	iterations   = 30
)

// tfidf is a fitted baseline.
type tfidf struct {
	terms   map[string]int
	idf     []float64
	weights []float64 // terms × classes, then the biases
}

type sparse struct {
	at    []int
	value []float64
}

// terms counts a text's words.
func terms(s string) map[string]float64 {
	out := map[string]float64{}
	for _, w := range text.Words(s) {
		out[w.Norm]++
	}
	return out
}

func fitTFIDF(texts []string, ranks []int) *tfidf {
	t := newTFIDF(texts)
	rows := make([]sparse, len(texts))
	for i, s := range texts {
		rows[i] = t.vector(s)
	}
	n := (len(t.idf) + 1) * classes
	loss := func(x, grad []float64) float64 { return t.loss(x, grad, rows, ranks) }
	p := optimize.Problem{
		Func: func(x []float64) float64 { return loss(x, nil) },
		Grad: func(grad, x []float64) {
			clear(grad)
			loss(x, grad)
		},
	}
	t.weights = make([]float64, n)
	// The search stops at its iteration bound; a baseline needs no more.
	if r, err := optimize.Minimize(p, t.weights, &optimize.Settings{MajorIterations: iterations}, &optimize.LBFGS{}); r != nil || err == nil {
		t.weights = r.X
	}
	return t
}

func newTFIDF(texts []string) *tfidf {
	df := map[string]int{}
	for _, s := range texts {
		for w := range terms(s) {
			df[w]++
		}
	}
	t := &tfidf{terms: map[string]int{}}
	for _, w := range slices.Sorted(maps.Keys(df)) {
		if df[w] >= minDocuments {
			t.terms[w] = len(t.idf)
			t.idf = append(t.idf, math.Log(float64(1+len(texts))/float64(1+df[w]))+1)
		}
	}
	return t
}

// vector is the unit-length vector of a text, its terms in order.
func (t *tfidf) vector(s string) sparse {
	var v sparse
	norm := 0.0
	counts := terms(s)
	for _, w := range slices.Sorted(maps.Keys(counts)) {
		if i, ok := t.terms[w]; ok {
			x := (1 + math.Log(counts[w])) * t.idf[i]
			v.at, v.value = append(v.at, i), append(v.value, x)
			norm += x * x
		}
	}
	for i := range v.value {
		v.value[i] /= math.Sqrt(norm)
	}
	return v
}

func (t *tfidf) scores(x []float64, v sparse) [classes]float64 {
	var s [classes]float64
	copy(s[:], x[len(t.idf)*classes:])
	for j, i := range v.at {
		for k := range s {
			s[k] += x[i*classes+k] * v.value[j]
		}
	}
	return s
}

func (t *tfidf) loss(x, grad []float64, rows []sparse, ranks []int) float64 {
	loss := 0.0
	for i, w := range x[:len(t.idf)*classes] {
		loss += ridge * w * w / 2
		if grad != nil {
			grad[i] += ridge * w
		}
	}
	for r, v := range rows {
		p := softmax(t.scores(x, v))
		loss -= math.Log(math.Max(p[ranks[r]-1], 1e-12))
		if grad == nil {
			continue
		}
		p[ranks[r]-1]--
		for k := range p {
			grad[len(t.idf)*classes+k] += p[k]
		}
		for j, i := range v.at {
			for k := range p {
				grad[i*classes+k] += p[k] * v.value[j]
			}
		}
	}
	return loss
}

func softmax(s [classes]float64) [classes]float64 {
	top, sum := slices.Max(s[:]), 0.0
	for k := range s {
		s[k] = math.Exp(s[k] - top)
		sum += s[k]
	}
	for k := range s {
		s[k] /= sum
	}
	return s
}

// rank returns the likeliest rank of a text.
func (t *tfidf) rank(s string) int {
	scores := t.scores(t.weights, t.vector(s))
	best := 0
	for k := range scores {
		if scores[k] > scores[best] {
			best = k
		}
	}
	return best + 1
}
