// Package compare says what one thing asks that another does not: of two ads,
// of two rungs, or of a rung and the person who would like to stand on it.
//
//	c := compare.Ads(compare.Ad{Posting: a, Verdict: va}, compare.Ad{Posting: b, Verdict: vb}, market)
//	c := compare.Rungs("pm", "senior", market)
//	m := compare.Me(resume, "senior", market, text.Prose{})
//
// The unit is a responsibility of the ladder, in the ladder's own words with its
// citation: an ad asks for it when a rule that listens for it holds, and the
// words are quoted. A market says how often the vacancies of each rung ask for
// it; nil is no market, and nothing is said of frequency.
//
//	var m compare.Market
//	m.Add("senior", []string{"mentors-pms", "pricing"}) // one vacancy
//
// # A résumé
//
// Me reads what a person says of themselves, in the first person or without a
// subject, in the past or the present: "Led", "I have managed". Whatever the
// heading, every sentence is read as a deed of that person; a sentence of
// wishes ("looking for", see wishes.txt) is not. The answer is which
// responsibilities have words behind them and which have none, and never a
// score: no words is no proof of the opposite.
//
// # Limits
//
// English only. What no rule listens for is not compared; the years a résumé
// spans are not added up.
package compare

import (
	"cmp"
	"slices"

	"rung/classify"
	"rung/classify/ladder"
	"rung/corpus"
)

// A Span is words of a text: byte offsets into it.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// An Ask is one responsibility, with the words that ask for it.
type Ask struct {
	Responsibility string   `json:"responsibility"`
	Rung           string   `json:"rung"`
	Dimension      string   `json:"dimension"`
	Text           string   `json:"text"`
	Cites          []string `json:"cites"`
	Words          []Span   `json:"words,omitempty"`
	// Market is how often vacancies ask for it, by the rungs compared; nil
	// without a market.
	Market []Frequency `json:"market,omitempty"`
}

// A Frequency is how many of the N vacancies of a rung ask for something.
type Frequency struct {
	Rung string `json:"rung"`
	K    int    `json:"k"`
	N    int    `json:"n"`
}

// A Side is one of two things compared.
type Side struct {
	ID    string `json:"id,omitempty"`
	Title string `json:"title,omitempty"`
	// Rung is "" off the ladder, Beside then says what it is.
	Rung       string  `json:"rung"`
	Beside     string  `json:"beside,omitempty"`
	Duties     string  `json:"duties,omitempty"`
	Confidence float64 `json:"confidence,omitempty"`
	// Years is the least experience asked for, nil when not stated.
	Years   *float64        `json:"years"`
	Reports bool            `json:"reports"`
	Pay     []corpus.Salary `json:"pay,omitempty"`
	// Market is what the market says of the rung, nil without one.
	Market *RungMarket `json:"market,omitempty"`
}

// A Reach is how far up the ladder a side goes on one dimension, "" where it
// says nothing.
type Reach struct {
	Dimension string `json:"dimension"`
	Asks      string `json:"asks"`
	A         string `json:"a"`
	B         string `json:"b"`
}

// A Comparison is what B asks that A does not, what only A asks, and what both
// ask, each by dimension in the ladder's order.
type Comparison struct {
	A          Side    `json:"a"`
	B          Side    `json:"b"`
	Dimensions []Reach `json:"dimensions"`
	More       []Ask   `json:"more"`
	Fewer      []Ask   `json:"fewer"`
	Both       []Ask   `json:"both"`
}

// An Ad is a posting with its verdict.
type Ad struct {
	Posting corpus.Posting
	Verdict classify.Verdict
}

// Ads compares two ads by the evidence of their verdicts.
func Ads(a, b Ad, m Market) Comparison {
	asksA, asksB := a.asks(), b.asks()
	c := Comparison{A: a.side(m), B: b.side(m), Dimensions: []Reach{}, More: []Ask{}, Fewer: []Ask{}, Both: []Ask{}}
	rungs := distinct(c.A.Rung, c.B.Rung)
	for id, ask := range asksB {
		ask.Market = m.frequencies(id, rungs)
		if _, both := asksA[id]; both {
			c.Both = append(c.Both, ask)
		} else {
			c.More = append(c.More, ask)
		}
	}
	for id, ask := range asksA {
		if _, both := asksB[id]; !both {
			ask.Market = m.frequencies(id, rungs)
			c.Fewer = append(c.Fewer, ask)
		}
	}
	sortAsks(c.More)
	sortAsks(c.Fewer)
	sortAsks(c.Both)
	for _, d := range ladder.Default().Dimensions {
		if r := (Reach{Dimension: d.Name, Asks: d.Asks, A: highest(asksA, d.Name), B: highest(asksB, d.Name)}); r.A != "" || r.B != "" {
			c.Dimensions = append(c.Dimensions, r)
		}
	}
	return c
}

func (a Ad) side(m Market) Side {
	v := a.Verdict
	return Side{ID: a.Posting.ID, Title: a.Posting.Title, Rung: v.Rung, Beside: v.Beside, Duties: v.Duties.Rung, Confidence: v.Confidence,
		Years: v.Years.Min, Reports: v.Reports, Pay: a.Posting.Salaries, Market: m.of(v.Rung)}
}

// asks are the responsibilities that the evidence of a verdict shows, by id.
func (a Ad) asks() map[string]Ask {
	l := ladder.Default()
	out := map[string]Ask{}
	for _, e := range a.Verdict.Evidence {
		r := l.Rule(e.Rule)
		if r == nil || e.Section == "title" {
			continue
		}
		if ask, ok := askOf(l, r.Responsibility, out); ok {
			ask.Words = append(ask.Words, Span{e.Start, e.End, e.Text})
			out[ask.Responsibility] = ask
		}
	}
	return out
}

// askOf is the ask of a responsibility as it stands so far; ok is false for
// those beside the ladder, which are not compared.
func askOf(l *ladder.Ladder, id string, sofar map[string]Ask) (Ask, bool) {
	if ask, ok := sofar[id]; ok {
		return ask, true
	}
	for _, r := range l.Responsibilities {
		if r.ID == id && ladder.Rank(r.Rung) > 0 {
			return newAsk(r), true
		}
	}
	return Ask{}, false
}

func newAsk(r ladder.Responsibility) Ask {
	return Ask{Responsibility: r.ID, Rung: r.Rung, Dimension: r.Dimension, Text: r.Text, Cites: r.Cites}
}

// Rungs compares two rungs: More is what the ladder asks on the way from one
// to the other, the rungs between among it. Both must be rungs.
func Rungs(from, to string, m Market) Comparison {
	c := Comparison{A: Side{Rung: from, Market: m.of(from)}, B: Side{Rung: to, Market: m.of(to)}, Dimensions: []Reach{}, Both: []Ask{}}
	low, high := ladder.Rank(from), ladder.Rank(to)
	c.More = between(low, high, distinct(from, to), m)
	c.Fewer = between(high, low, distinct(from, to), m)
	return c
}

// between are the responsibilities of the ranks above low up to high.
func between(low, high int, shown []string, m Market) []Ask {
	out := []Ask{}
	for rank := low + 1; rank <= high; rank++ {
		for _, r := range ladder.Default().ResponsibilitiesOf(ladder.Name(rank)) {
			ask := newAsk(r)
			ask.Market = m.frequencies(r.ID, shown)
			out = append(out, ask)
		}
	}
	sortAsks(out)
	return out
}

// highest is the highest rung that asks of one dimension stand on.
func highest(asks map[string]Ask, dimension string) string {
	best := 0
	for _, a := range asks {
		if a.Dimension == dimension {
			best = max(best, ladder.Rank(a.Rung))
		}
	}
	return ladder.Name(best)
}

// sortAsks orders by dimension as the ladder lists them, then by what the last
// of the compared rungs asks most, then by rung and name.
func sortAsks(asks []Ask) {
	order := map[string]int{}
	for i, d := range ladder.Default().Dimensions {
		order[d.Name] = i
	}
	slices.SortFunc(asks, func(a, b Ask) int {
		return cmp.Or(cmp.Compare(order[a.Dimension], order[b.Dimension]), cmp.Compare(share(b), share(a)),
			cmp.Compare(ladder.Rank(a.Rung), ladder.Rank(b.Rung)), cmp.Compare(a.Responsibility, b.Responsibility))
	})
}

func share(a Ask) float64 {
	if len(a.Market) == 0 || a.Market[len(a.Market)-1].N == 0 {
		return 0
	}
	f := a.Market[len(a.Market)-1]
	return float64(f.K) / float64(f.N)
}

func distinct(rungs ...string) []string {
	var out []string
	for _, r := range rungs {
		if r != "" && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}
