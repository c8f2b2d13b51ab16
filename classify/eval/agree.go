package eval

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"rung/classify/ladder"
	"rung/corpus/gold"
)

// Agreement is how far two annotators agree about the postings both labelled.
type Agreement struct {
	// N is how many both labelled with a word.
	N int `json:"n"`
	// Exact is the share with the same word. WithinOne and Kappa (quadratic
	// weights) are of those both put on a rung; KappaLo and KappaHi hold the
	// middle 95 % of 1,000 draws of them. NaN where there is nothing to say.
	Exact     Share   `json:"exact"`
	WithinOne Share   `json:"within_one"`
	Kappa     float64 `json:"-"`
	KappaLo   float64 `json:"-"`
	KappaHi   float64 `json:"-"`
	// Table counts pairs of words, the first annotator's in rows, in the
	// order of Words.
	Words []string `json:"words"`
	Table [][]int  `json:"table"`
	// Differ are the postings with different words, by id.
	Differ []Difference `json:"differ"`
}

// A Difference is a posting two annotators see differently.
type Difference struct {
	ID string `json:"id"`
	A  string `json:"a"`
	B  string `json:"b"`
}

// Agree compares two annotators by one word of their labels; a posting for
// which either has none is left out.
func Agree(a, b []gold.Row, word func(gold.Label) string) Agreement {
	out := Agreement{Words: append(gold.Rungs(), gold.Beside()...)}
	for range out.Words {
		out.Table = append(out.Table, make([]int, len(out.Words)))
	}
	second := map[string]string{}
	for _, r := range b {
		second[r.ID] = word(r.Label)
	}
	var onRungs []Call
	same := 0
	for _, r := range a {
		x, y := word(r.Label), second[r.ID]
		if x == "" || y == "" {
			continue
		}
		out.N++
		out.Table[slices.Index(out.Words, x)][slices.Index(out.Words, y)]++
		if x == y {
			same++
		} else {
			out.Differ = append(out.Differ, Difference{r.ID, x, y})
		}
		if t, v := ladder.Rank(x), ladder.Rank(y); t > 0 && v > 0 {
			onRungs = append(onRungs, Call{ID: r.ID, Truth: t, Rank: v})
		}
	}
	slices.SortFunc(out.Differ, func(x, y Difference) int { return strings.Compare(x.ID, y.ID) })
	out.Exact, out.WithinOne, out.Kappa = NewShare(same, out.N), WithinOne(onRungs), Kappa(onRungs)
	out.KappaLo, out.KappaHi = kappaInterval(onRungs)
	return out
}

const agreeDraws = 1000

// kappaInterval draws the postings anew, always in the same way; draws in
// which all have one word say nothing of chance and are left out.
func kappaInterval(calls []Call) (lo, hi float64) {
	random := rand.New(rand.NewPCG(1, 1))
	var draws []float64
	drawn := make([]Call, len(calls))
	for range agreeDraws {
		for i := range drawn {
			drawn[i] = calls[random.IntN(len(calls))]
		}
		if k := Kappa(drawn); !math.IsNaN(k) {
			draws = append(draws, k)
		}
	}
	if len(draws) == 0 {
		return math.NaN(), math.NaN()
	}
	slices.Sort(draws)
	return draws[len(draws)*25/1000], draws[len(draws)*975/1000]
}
