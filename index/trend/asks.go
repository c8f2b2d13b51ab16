package trend

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"rung/index/query"
)

// RungAsks tells one rung from the next by what their postings ask: the map
// from a rung to the one above.
type RungAsks struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Vacancies of either rung whose posting fired any rule or names a skill.
	FromN int `json:"from_n"`
	ToN   int `json:"to_n"`
	// More are the rules that speak most for the upper rung, Fewer for the
	// lower, strongest first; at most twelve each.
	More  []Ask `json:"more"`
	Fewer []Ask `json:"fewer"`
}

// Ask is one rule of the ladder and how much more often the upper rung fires
// it; or a skill, which is "skill:" and its name.
type Ask struct {
	Rule      string  `json:"rule"`
	FromK     int     `json:"from_k"`
	FromShare float64 `json:"from_share"`
	ToK       int     `json:"to_k"`
	ToShare   float64 `json:"to_share"`
	// LogOdds is the difference of the log odds with the prior, Z that over
	// its standard error, Adjusted the probability of such a Z among all rules
	// and pairs of rungs (BenjaminiHochberg), Clear whether it is at most 0.05.
	LogOdds  float64 `json:"log_odds"`
	Z        float64 `json:"z"`
	Adjusted float64 `json:"adjusted_p"`
	Clear    bool    `json:"clear"`
	FromKey  string  `json:"from_key"`
	ToKey    string  `json:"to_key"`
}

const (
	// priorVacancies is how many vacancies of the market as a whole each rung
	// is given before its own are counted.
	priorVacancies = 20
	// minAsked is how often both rungs together must fire a rule.
	minAsked = 10
	mostAsks = 12
)

// logOdds compares how often two groups do something, k1 of n1 against k2 of
// n2, when a share p of everybody does: the log-odds ratio with an
// informative Dirichlet prior (B. L. Monroe, M. P. Colaresi and K. M. Quinn,
// "Fightin' words", Political Analysis 16 (2008) 372–403, equations 16, 19
// and 22) for the two words "does" and "does not". Counting vacancies and not
// firings keeps a long text from counting as many.
func logOdds(k1, n1, k2, n2, p, prior float64) (delta, z float64) {
	yes, no := prior*p, prior*(1-p)
	delta = math.Log((k2+yes)/(n2-k2+no)) - math.Log((k1+yes)/(n1-k1+no))
	variance := 1/(k1+yes) + 1/(n1-k1+no) + 1/(k2+yes) + 1/(n2-k2+no)
	return delta, delta / math.Sqrt(variance)
}

// fired counts a rule in the vacancies of a rung: k of n, and how many
// vacancies as independent as different employers' that is worth.
type fired struct {
	k         int
	effective float64
}

// asks are nil when no row names a rule.
func (m *market) asks() []RungAsks {
	rules := m.rules()
	if len(rules) == 0 {
		return nil
	}
	byRank, n := [8][]fired{}, [8]int{}
	total, all := make([]float64, len(rules)), 0.0
	for rank := 1; rank <= 7; rank++ {
		byRank[rank], n[rank] = m.firings(rank, len(rules))
		for i, f := range byRank[rank] {
			total[i] += float64(f.k)
		}
		all += float64(n[rank])
	}
	out := make([]RungAsks, 6)
	found := make([][]Ask, 6)
	for i := range out {
		a, b := i+1, i+2
		out[i] = RungAsks{From: query.Rungs[a-1], To: query.Rungs[b-1], FromN: n[a], ToN: n[b], More: []Ask{}, Fewer: []Ask{}}
		for j, rule := range rules {
			x, y, p := byRank[a][j], byRank[b][j], total[j]/all
			if x.k+y.k < minAsked || p >= 1 || n[a] == 0 || n[b] == 0 {
				continue
			}
			ask := Ask{Rule: rule, FromK: x.k, FromShare: ratio(x.k, n[a]), ToK: y.k, ToShare: ratio(y.k, n[b]),
				FromKey: key("asks", a, rule), ToKey: key("asks", b, rule)}
			ask.LogOdds, ask.Z = logOdds(ask.FromShare*x.effective, x.effective, ask.ToShare*y.effective, y.effective, p, priorVacancies)
			found[i] = append(found[i], ask)
		}
	}
	adjustAsks(found)
	for i := range out {
		out[i].choose(found[i])
	}
	return out
}

func adjustAsks(found [][]Ask) {
	var p []float64
	for _, asks := range found {
		for _, a := range asks {
			p = append(p, twoSided(a.Z))
		}
	}
	q := BenjaminiHochberg(p)
	for _, asks := range found {
		for j := range asks {
			asks[j].Adjusted, asks[j].Clear = q[0], q[0] <= falseDiscoveries
			q = q[1:]
		}
	}
}

func (r *RungAsks) choose(asks []Ask) {
	slices.SortFunc(asks, func(a, b Ask) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Z), math.Abs(a.Z)), strings.Compare(a.Rule, b.Rule))
	})
	for _, a := range asks {
		switch {
		case a.Z > 0 && len(r.More) < mostAsks:
			r.More = append(r.More, a)
		case a.Z < 0 && len(r.Fewer) < mostAsks:
			r.Fewer = append(r.Fewer, a)
		}
	}
}

// SkillPrefix stands before the name of a skill among rules.
const SkillPrefix = "skill:"

// rules lists every rule that fired and every skill named, sorted, and gives
// each vacancy the numbers of its own.
func (m *market) rules() []string {
	names := make([]string, 0, 256)
	fired, named := map[string]int32{}, map[string]int32{}
	var room []int32
	add := func(in map[string]int32, prefix, list string) {
		for name := range strings.FieldsSeq(list) {
			n, ok := in[name]
			if !ok {
				n = int32(len(names))
				in[name] = n
				names = append(names, prefix+name)
			}
			room = append(room, n)
		}
	}
	for _, v := range m.ladder {
		from := len(room)
		add(fired, "", v.asks.Rules)
		add(named, SkillPrefix, v.asks.Skills)
		v.asks.rules = room[from:len(room):len(room)]
	}
	sorted := slices.Sorted(slices.Values(names))
	final := make([]int32, len(names))
	for i, name := range names {
		at, _ := slices.BinarySearch(sorted, name)
		final[i] = int32(at)
	}
	for _, v := range m.ladder {
		for i := range v.asks.rules {
			v.asks.rules[i] = final[v.asks.rules[i]]
		}
	}
	return sorted
}

// firings counts every rule in the n vacancies of a rung that fired any.
func (m *market) firings(rank, rules int) (out []fired, n int) {
	counts := make([]int32, rules*m.employerCount)
	sizes := make([]int32, m.employerCount)
	for _, v := range m.byRank[rank] {
		if len(v.asks.rules) == 0 {
			continue
		}
		n++
		sizes[v.employerNumber]++
		for _, r := range v.asks.rules {
			counts[int(r)*m.employerCount+v.employerNumber]++
		}
	}
	out = make([]fired, rules)
	var clusters []cluster
	for r := range out {
		clusters = clusters[:0]
		for e, k := range counts[r*m.employerCount : (r+1)*m.employerCount] {
			if sizes[e] > 0 {
				out[r].k += int(k)
				clusters = append(clusters, cluster{float64(k), float64(sizes[e])})
			}
		}
		out[r].effective = effective(clusters)
	}
	return out, n
}
