package lint

import (
	"fmt"
	"slices"
	"strings"

	"rung/classify/fact"
	"rung/classify/text"
)

// years holds the experience asked for against the rung, and against itself.
func (c *check) years() {
	if !c.judged() {
		return
	}
	c.contradiction()
	best, ok := fact.Best(c.facts.Years)
	if !ok || best.Object == fact.ObjectOther || !best.Required {
		return
	}
	rung := c.v.Rung
	if c.v.Title.Ranked {
		rung = c.v.Title.Rung // what a reader of the ad takes it for
	}
	at := c.span(best.Start, best.End)
	if m, ok := c.opt.Market[rung]; ok && m.N >= enoughMarket {
		if best.Min >= m.Upper+farOver {
			c.add("years-excessive", at, "It asks for %s; three in four of %d %s vacancies in your market ask for %s or less (median %s).",
				yearsText(best.Min), m.N, rung, yearsText(m.Upper), yearsText(m.Median))
		}
		return
	}
	if y := ladderYears()[rung]; best.Min > y.Most {
		f := c.add("years-excessive", at, "It asks for %s; the most that published ladders ask of %s is %s.", yearsText(best.Min), rung, yearsText(y.Most))
		f.Cite = y.Cite
	}
}

const (
	// enoughMarket is how many vacancies must state years before the market
	// says more than the ladder.
	enoughMarket = 20
	// farOver is how far above the market's upper quartile is excessive, in
	// years: a quarter of all ads stands above the quartile itself.
	farOver = 2
)

// contradiction looks for two different minimums of the same experience in
// different sentences. Two in one sentence are an alternative, and so are those
// that go with a degree ("five with one, seven without").
func (c *check) contradiction() {
	first := map[string]*fact.YearsClause{}
	for i := range c.facts.Years {
		y := &c.facts.Years[i]
		if !y.Required || y.Within || y.Object != fact.ObjectPM || c.alternative(y) {
			continue
		}
		of := object(c.p.Text[y.Start:y.End])
		before := first[of]
		if before == nil {
			first[of] = y
			continue
		}
		if y.Min != before.Min && c.sentenceOf(y.Start) != c.sentenceOf(before.Start) {
			f := c.add("years-contradict", c.span(y.Start, y.End), "Here it asks for %s of product management, elsewhere for %s.", yearsText(y.Min), yearsText(before.Min))
			f.Because = []Span{c.span(before.Start, before.End)}
			return
		}
	}
}

// object is what years are of, in its own words: "direct product management"
// may well be part of longer "product management".
func object(clause string) string {
	var of []string
	for _, w := range text.Words(clause) {
		if strings.ContainsAny(w.Norm, "0123456789") || slices.Contains(beforeObject, w.Norm) {
			continue
		}
		of = append(of, w.Norm)
	}
	return strings.Join(of, " ")
}

var beforeObject = []string{"years", "year", "yrs", "yr", "years'", "of", "in", "as", "a", "an", "or", "to", "more", "plus", "at", "least", "minimum",
	"experience", "working", "work", "relevant", "professional", "proven", "full", "time"}

// alternative reports whether the sentence of a clause offers another way in.
func (c *check) alternative(y *fact.YearsClause) bool {
	for _, w := range c.doc.WordsOf(&c.doc.Sentences[c.sentenceOf(y.Start)]) {
		if slices.Contains(otherWays, w.Norm) {
			return true
		}
	}
	return false
}

var otherWays = []string{"degree", "bachelor", "bachelor's", "bachelors", "master", "master's", "masters", "mba", "phd", "option", "or", "equivalent"}

func (c *check) sentenceOf(at int) int {
	for i, s := range c.doc.Sentences {
		if at < s.End {
			return i
		}
	}
	return len(c.doc.Sentences) - 1
}

func yearsText(n float64) string {
	if n == 1 {
		return "1 year"
	}
	return fmt.Sprintf("%g years", n)
}
