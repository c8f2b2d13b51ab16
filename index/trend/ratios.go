package trend

import "math/rand/v2"

// isEntryDoor asks of associate and junior vacancies that state years whether
// somebody with at most one may come in; isEntryInName whether they ask for
// three or more all the same.
func isEntryDoor(v *vacancy) (yes, known bool) {
	return v.hasYears && v.years <= 1, v.Rank <= 2 && v.hasYears
}

func isEntryInName(v *vacancy) (yes, known bool) {
	return v.hasYears && v.years >= 3, v.Rank <= 2 && v.hasYears
}

func isEntry(v *vacancy) (yes, known bool) { return v.Rank <= 2, true }

// overall measures a trait over all rungs together; in the share, rung is
// "all" and rank 0.
func (m *market) overall(table string, is trait) RungShare {
	byEmployer := make([]cluster, m.employerCount)
	for _, v := range m.ladder {
		if yes, known := is(v); known {
			c := &byEmployer[v.employerNumber]
			c.n++
			c.k += float64(one(yes))
		}
	}
	return headline(byEmployer, 0, key(table, 0))
}

// headline is a share with the range it has when any one employer is left
// out.
func headline(clusters []cluster, rank int, key string) RungShare {
	s := newShare(clusters, rank, key)
	s.Without = withoutOne(clusters)
	return s
}

// withoutOne is nil with fewer than two employers.
func withoutOne(clusters []cluster) *Interval {
	var k, n float64
	for _, c := range clusters {
		k, n = k+c.k, n+c.n
	}
	var out *Interval
	for _, c := range clusters {
		if c.n == 0 || n == c.n {
			continue
		}
		share := (k - c.k) / (n - c.n)
		if out == nil {
			out = &Interval{share, share}
		}
		out.Low, out.High = min(out.Low, share), max(out.High, share)
	}
	return out
}

// A Ratio sets one kind of vacancy against another.
type Ratio struct {
	Name string `json:"name"`
	// K against N: Value is K/N, nil without any of N.
	K        int       `json:"k"`
	N        int       `json:"n"`
	Value    *float64  `json:"value"`
	Interval *Interval `json:"interval,omitempty"`
	// Flag is by the smaller of K and N.
	Flag Flag `json:"flag,omitempty"`
	// Keys of the K and of the N vacancies.
	Key     string `json:"key"`
	OverKey string `json:"over_key"`
}

// ladderRatios are seniors per associate or junior, and product managers who
// manage (leads on the manager track, directors, executives) per one who does
// not (all others; a lead without a track is one of them).
var ladderRatios = []struct {
	name, table, over string
}{
	{"seniors per entry", "seniors", "entry"},
	{"managers per contributor", "managers", "contributors"},
}

func isSenior(v *vacancy) (yes, known bool) { return v.Rank == 4, true }

func isManager(v *vacancy) (yes, known bool) {
	return v.Rank > 5 || v.Rank == 5 && v.manager, true
}

func isContributor(v *vacancy) (yes, known bool) {
	manager, _ := isManager(v)
	return !manager, true
}

func (m *market) ratios() *tally {
	t := newTally(m.employerCount, 2*len(ladderRatios))
	for i, r := range ladderRatios {
		k, n := traits[r.table], traits[r.over]
		for _, v := range m.ladder {
			if yes, _ := k(v); yes {
				t.add(v.employerNumber, 2*i, 1)
			}
			if yes, _ := n(v); yes {
				t.add(v.employerNumber, 2*i+1, 1)
			}
		}
	}
	t.pack()
	return t
}

func quotients(t *tally) statistic {
	return func(dst []float64, weights []int32, _ *rand.Rand) []float64 {
		sums := t.sum(weights)
		for i := 0; i < len(sums); i += 2 {
			dst = append(dst, divide(sums[i], sums[i+1]))
		}
		return dst
	}
}

func ratioTable(t *tally, values []float64, draws [][]float64) []Ratio {
	sums := t.sum(nil)
	out := make([]Ratio, len(ladderRatios))
	for i, r := range ladderRatios {
		k, n := int(sums[2*i]), int(sums[2*i+1])
		out[i] = Ratio{Name: r.name, K: k, N: n, Flag: flagOf(min(k, n)), Key: key(r.table, 0), OverKey: key(r.over, 0)}
		if out[i].Value = known(values[i]); out[i].Value != nil {
			out[i].Interval = interval95(draws, i)
		}
	}
	return out
}
