package score

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func TestProbabilitiesByHand(t *testing.T) {
	// σ(−1) = 0.268941…, σ(1) = 0.731059…
	got := Probabilities(0, []float64{-1, 1}, 1)
	want := []float64{0.2689414213699951, 0.46211715726000979, 0.2689414213699951}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-12 {
			t.Errorf("Probabilities(0, [-1 1], 1)[%d] = %v, want %v", i, got[i], want[i])
		}
	}
}

func TestProbabilitiesSumToOneAndRise(t *testing.T) {
	th := []float64{-3, -2, -0.5, 1, 2, 3}
	last := 0.0
	for s := -8.0; s <= 8; s += 0.25 {
		p := Probabilities(s, th, 0.8)
		if d := math.Abs(sum(p) - 1); d > 1e-12 {
			t.Fatalf("score %v: probabilities sum to 1%+.1e", s, d)
		}
		mean := 0.0
		for i, v := range p {
			mean += float64(i) * v
		}
		if mean < last {
			t.Fatalf("score %v: expected rung falls from %v to %v", s, last, mean)
		}
		last = mean
	}
}

func TestLevelSet(t *testing.T) {
	tests := []struct {
		name   string
		p      []float64
		lo, hi int
	}{
		{"one is enough", []float64{0.01, 0.95, 0.04}, 1, 1},
		{"the better pair", []float64{0.2, 0.5, 0.3}, 0, 2},
		{"pair", []float64{0.02, 0.38, 0.6}, 1, 2},
		{"tie takes the lower", []float64{0.45, 0.1, 0.45}, 0, 2},
		{"exactly the mass", []float64{0.9, 0.1}, 0, 0},
	}
	for _, tt := range tests {
		if lo, hi := LevelSet(tt.p, 0.9); lo != tt.lo || hi != tt.hi {
			t.Errorf("%s: LevelSet(%v) = %d, %d, want %d, %d", tt.name, tt.p, lo, hi, tt.lo, tt.hi)
		}
	}
}

func TestGradientsAgreeWithDifferences(t *testing.T) {
	opt := Options{}
	opt.setDefaults()
	d, index := newDesign(
		map[string]float64{"a": 0.5, "b": -0.7, "c": 0.2},
		map[string]string{"a": "people", "b": "people", "c": "scope"})
	for i, f := range [][]Feature{
		{{Name: "a"}},
		{{Name: "b"}, {Name: "c"}},
		{{Name: "a"}, {Name: "c"}},
		{},
		{{Name: "b"}},
	} {
		d.add(index, f, []float64{1, 0.7}[:len(f)], i+1, 1)
	}
	nw := len(d.names) + d.dims
	check := func(name string, n int, f func(x, grad []float64) float64) {
		x := make([]float64, n)
		rng := rand.New(rand.NewPCG(1, 2))
		for i := range x {
			x[i] = rng.Float64() - 0.5
		}
		grad := make([]float64, n)
		f(x, grad)
		for i := range x {
			const h = 1e-6
			x[i] += h
			up := f(x, nil)
			x[i] -= 2 * h
			down := f(x, nil)
			x[i] += h
			if num := (up - down) / (2 * h); math.Abs(num-grad[i]) > 1e-5 {
				t.Errorf("%s: d/dx%d = %v, differences give %v", name, i, grad[i], num)
			}
		}
	}
	check("ordinal", nw+Rungs-1, func(x, g []float64) float64 { return d.ordinalLoss(x, g, opt) })
	for i := range d.y {
		d.y[i] = i % 2
	}
	check("logistic", nw+1, func(x, g []float64) float64 { return d.logisticLoss(x, g, opt) })
}

// market draws labelled postings from a known model, so that the fit has a
// truth to find.
func market(n int, weights map[string]float64) []Example {
	rng := rand.New(rand.NewPCG(7, 7))
	th := []float64{-3, -2, -0.5, 1, 2.5, 4}
	var out []Example
	for i := range n {
		e := Example{ID: fmt.Sprint(i), Group: fmt.Sprint("employer", i%40), OnLadder: true, Weight: 1, Natural: 1}
		s := 0.0
		for _, f := range []string{"owns", "mentors", "assists", "manages"} {
			if rng.Float64() < 0.4 {
				e.Features = append(e.Features, Feature{Name: f, Strand: f})
				s += weights[f]
			}
		}
		u := rng.Float64()
		s += math.Log(u / (1 - u))
		e.Duties = 1
		for _, x := range th {
			if s > x {
				e.Duties++
			}
		}
		e.Rung, e.TitleKind, e.TitleRank = e.Duties, TitleRanked, e.Duties
		out = append(out, e)
	}
	return out
}

func TestFitFindsTheTruthAndKeepsSigns(t *testing.T) {
	truth := map[string]float64{"owns": 0.8, "mentors": 2, "assists": -2.4, "manages": 3}
	priors := Priors{
		Duties:    map[string]float64{"owns": 1, "mentors": 1, "assists": -1, "manages": 1, "never": 0.5},
		Gate:      map[string]float64{"product": 1},
		Dimension: map[string]string{},
	}
	m, err := Fit(market(1500, truth), priors, Options{Spread: 1})
	if err != nil {
		t.Fatal(err)
	}
	for f, want := range truth {
		got := m.Duties.Weights[f]
		if got*want <= 0 || math.Abs(got-want) > 0.5 {
			t.Errorf("weight of %q = %.2f, want about %.2f", f, got, want)
		}
	}
	if g := m.Duties.Weights["never"]; g <= 0 {
		t.Errorf("an unseen rule lost its sign: %v", g)
	}
	if T := m.Duties.Temperature; T < 0.8 || T > 1.25 {
		t.Errorf("temperature %v on data drawn from the model, want about 1", T)
	}
	if r := m.Title[TitleRanked]; r.Reach > 0.3 || r.Sharpness < 2 {
		t.Errorf("titles that are always right have reach %v, sharpness %v", r.Reach, r.Sharpness)
	}
}

func TestFitIsDeterministic(t *testing.T) {
	priors := Priors{Duties: map[string]float64{"owns": 1, "mentors": 1, "assists": -1, "manages": 1}}
	examples := market(200, map[string]float64{"owns": 1, "mentors": 1, "assists": -1, "manages": 1})
	var first []byte
	for range 3 {
		m, err := Fit(examples, priors, Options{})
		if err != nil {
			t.Fatal(err)
		}
		data, err := m.Write()
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = data
		} else if string(first) != string(data) {
			t.Fatal("two fits of the same examples differ")
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"not JSON":           "{",
		"too few thresholds": `{"duties":{"thresholds":[1]}}`,
		"falling thresholds": `{"duties":{"thresholds":[1,2,3,3,4,5],"temperature":1}}`,
		"no temperature":     `{"duties":{"thresholds":[1,2,3,4,5,6]},"title":{"ranked":{}}}`,
	} {
		if _, err := Read([]byte(in)); err == nil {
			t.Errorf("%s: Read accepted it", name)
		}
	}
}

func TestShippedModelReads(t *testing.T) {
	if _, err := Shipped(); err != nil {
		t.Fatal(err)
	}
}

func TestCombine(t *testing.T) {
	m := Model{
		Duties: Ordinal{Thresholds: []float64{-3, -2, -1, 1, 2, 3}},
		Title:  map[string]Reach{TitleRanked: {Reach: 0.25, Sharpness: 4}},
	}
	rung := func(titleRank, dutiesRank int) int {
		f, title, th := m.Combine(TitleRanked, titleRank)
		return Best(Probabilities(f*m.Duties.Middle(dutiesRank)+title, th, 1)) + 1
	}
	for _, tt := range []struct{ title, duties, want int }{
		{4, 4, 4}, {4, 3, 4}, {4, 5, 4}, {6, 5, 6}, {6, 6, 6},
	} {
		if got := rung(tt.title, tt.duties); got != tt.want {
			t.Errorf("title %d over duties %d: rung %d, want %d", tt.title, tt.duties, got, tt.want)
		}
	}
}

func TestConcrete(t *testing.T) {
	toward := func(ranks ...int) []Feature {
		var f []Feature
		for _, r := range ranks {
			f = append(f, Feature{Toward: r})
		}
		return f
	}
	for _, c := range []struct {
		name          string
		features      []Feature
		duties, title int
		want          int
	}{
		{"a text that says nothing", nil, 3, 7, 0},
		{"three spans of a senior under a vice president", toward(4, 4, 4), 4, 7, 3},
		{"spans of both", toward(4, 4, 7), 4, 7, 1},
		{"the middle speaks for neither", toward(4, 4), 3, 5, 0},
		{"what speaks for no rung does not count", toward(0, 0, 3), 3, 6, 1},
	} {
		if got := Concrete(c.features, c.duties, c.title); got != c.want {
			t.Errorf("%s: Concrete = %d, want %d", c.name, got, c.want)
		}
	}
}

func TestContested(t *testing.T) {
	for _, c := range []struct {
		name          string
		kind          string
		title, duties int
		far           float64
		spans         int
		want          string
	}{
		{"one rung off: the title holds", TitleRanked, 5, 4, 0.9, 9, TitleRanked},
		{"two off and clear", TitleRanked, 5, 3, 0.7, 3, TitleContested},
		{"two off and unsure", TitleRanked, 5, 3, 0.5, 3, TitleRanked},
		{"two off and thin", TitleRanked, 5, 3, 0.7, 2, TitleRanked},
		{"two above its title: nobody hides a rank", TitleRanked, 4, 6, 0.7, 3, TitleOverruled},
		{"an associate promised a whole product", TitleEntry, 1, 3, 0.9, 6, TitleContested},
		{"four off: the duties win", TitleTop, 7, 3, 0.7, 3, TitleOverruled},
		{"an associate who runs a group", TitleEntry, 1, 5, 0.8, 4, TitleOverruled},
		{"an intern stays one", TitleProgramme, 1, 5, 0.8, 4, TitleProgramme},
		{"a silent title two rungs off", TitleSilent, 3, 5, 0.9, 6, TitleSilent},
		{"a silent title over a whole portfolio", TitleSilent, 3, 6, 0.9, 6, TitleOverruled},
		{"no duties", TitleTop, 7, 0, 0, 0, TitleTop},
	} {
		if got := Contested(c.kind, c.title, c.duties, c.far, c.spans); got != c.want {
			t.Errorf("%s: Contested = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestEcho(t *testing.T) {
	weights := map[string]float64{"mentors": 2, "coaches": 1.5, "prices": 1, "years": 1.8, "assists": -1, "silent": 0}
	features := []Feature{
		{Name: "coaches", Strand: "senior", Dimension: "people"},
		{Name: "assists", Strand: "senior", Dimension: "autonomy"},
		{Name: "prices", Strand: "senior", Dimension: "money"},
		{Name: "silent", Strand: "senior", Dimension: "money"},
		{Name: "mentors", Strand: "senior", Dimension: "people"},
		{Name: "years", Strand: "years", Dimension: "years"},
	}
	want := []float64{echoSame, 1, echoKind * echoKind, echoKind * echoKind * echoSame, 1, 1}
	got := Echo(features, weights)
	for i, w := range want {
		if math.Abs(got[i]-w) > 1e-12 {
			t.Errorf("share of %s = %v, want %v", features[i].Name, got[i], w)
		}
	}
}

// One reason more never pulls the other way where the reasons are of one
// dimension, or each of its own.
func TestOneReasonMoreNeverPullsBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 3))
	for round := range 2000 {
		o := Ordinal{Weights: map[string]float64{}}
		var features []Feature
		for i := range 1 + rng.IntN(9) {
			name := fmt.Sprint("f", i)
			o.Weights[name] = rng.Float64() * 3
			features = append(features, Feature{Name: name, Strand: "senior", Dimension: fmt.Sprint(i * (round % 2))})
		}
		last := len(features) - 1
		if more, less := o.Score(features), o.Score(features[:last]); more < less-1e-12 {
			t.Fatalf("%v of weight %v took the score from %v to %v", features[last], o.Weights[features[last].Name], less, more)
		}
	}
}

func TestFar(t *testing.T) {
	p := []float64{0.05, 0.05, 0.4, 0.3, 0.1, 0.05, 0.05}
	for rank, want := range map[int]float64{1: 0.9, 3: 0.25, 7: 0.9} {
		if got := Far(p, rank); math.Abs(got-want) > 1e-12 {
			t.Errorf("Far(p, %d) = %v, want %v", rank, got, want)
		}
	}
}

// A title that always tells must not keep the gate from learning what the
// text says: with the title hidden, the duty alone decides.
func TestGateLearnsWhatTheTitleSaysAlready(t *testing.T) {
	var examples []Example
	for i := range 60 {
		e := Example{ID: fmt.Sprint(i), Group: fmt.Sprint(i), Weight: 1, Natural: 1}
		if i%2 == 0 {
			e.OnLadder, e.Duties, e.Rung = true, 3, 3
			e.Gate = []Feature{{Name: "title", Dimension: TitleDimension}, {Name: "roadmap"}}
		} else {
			e.Gate = []Feature{{Name: "sales-title", Dimension: TitleDimension}, {Name: "quota"}}
		}
		examples = append(examples, e)
	}
	var opt Options
	opt.setDefaults()
	m, err := fitGate(examples, Priors{Gate: map[string]float64{"title": 4, "sales-title": -4, "roadmap": 0.5, "quota": -0.5}}, opt)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"roadmap": true, "quota": false} {
		if p := Yes(m.Prior+m.Weights[name], 1); (p > 0.5) != want || p > 0.2 && p < 0.8 {
			t.Errorf("a text that shows only %q is on the ladder with probability %.2f", name, p)
		}
	}
}
