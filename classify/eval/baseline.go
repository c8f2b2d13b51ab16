package eval

import (
	"math"

	"rung/classify/score"
)

// The names of the baselines in a pass; with ", masked" behind them they are
// measured against the label made without the title.
const (
	Majority   = "majority"
	TitleWords = "title words"
	YearsOnly  = "years only"
	TFIDF      = "TF-IDF + logistic"

	masked = ", masked"
)

// baselines measures what much simpler ways reach on the same rows. What they
// learn they learn in the same folds.
func baselines(rows []Judged) map[string]Figures {
	out := map[string]Figures{}
	for suffix, truth := range map[string]func(Judged) Call{"": shownCall, masked: maskedCall} {
		base := calls(rows, truth)
		out[Majority+suffix] = NewFigures(majority(base))
		out[TitleWords+suffix] = NewFigures(titles(rows, truth))
		out[YearsOnly+suffix] = NewFigures(heldOut(rows, base, fitYears))
		texts := func(j Judged) string { return j.Row.Title + "\n" + j.Row.Text }
		if suffix == masked {
			texts = func(j Judged) string { return j.Row.Text }
		}
		out[TFIDF+suffix] = NewFigures(heldOut(rows, base, func(train []Judged, ranks []int) func(Judged) int {
			s := make([]string, len(train))
			for i, j := range train {
				s[i] = texts(j)
			}
			m := fitTFIDF(s, ranks)
			return func(j Judged) int { return m.rank(texts(j)) }
		}))
	}
	return out
}

// heldOut answers each row by what was learnt from the folds of other
// employers.
func heldOut(rows []Judged, base []Call, fit func(train []Judged, ranks []int) func(Judged) int) []Call {
	out := make([]Call, len(base))
	for f := range folds {
		var train []Judged
		var ranks []int
		for i, c := range base {
			if c.Truth > 0 && score.Fold(c.Group, folds) != f {
				train, ranks = append(train, rows[i]), append(ranks, c.Truth)
			}
		}
		var answer func(Judged) int
		for i, c := range base {
			if score.Fold(c.Group, folds) != f || len(train) == 0 {
				continue
			}
			if answer == nil {
				answer = fit(train, ranks)
			}
			c.Rank = answer(rows[i])
			c.Lo, c.Hi, c.VerdictOn = c.Rank, c.Rank, true
			out[i] = c
		}
	}
	return out
}

// maxYears is where years stop telling rungs apart.
const maxYears = 12

// fitYears answers with the commonest rung among postings that ask for as
// many years, silence being a number of its own.
func fitYears(train []Judged, ranks []int) func(Judged) int {
	var count [maxYears + 2][8]int
	var all [8]int
	for i, j := range train {
		count[yearsBin(j)][ranks[i]]++
		all[ranks[i]]++
	}
	return func(j Judged) int {
		c := count[yearsBin(j)]
		if c == [8]int{} {
			c = all
		}
		best := 0
		for r := range c {
			if c[r] > c[best] {
				best = r
			}
		}
		return best
	}
}

func yearsBin(j Judged) int {
	y := j.Verdict.Years.Min
	if y == nil {
		return maxYears + 1
	}
	return min(int(math.Max(*y, 0)), maxYears)
}
