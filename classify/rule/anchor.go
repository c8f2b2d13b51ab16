package rule

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"

	"rung/classify/text"
)

//go:embed common.txt
var commonText string

// frequency says how often a word occurs in ten postings, for the words that do
// so most.
var frequency = func() map[string]int {
	m := map[string]int{}
	for line := range strings.Lines(commonText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(line)
		n, err := strconv.Atoi(fields[0])
		if err != nil {
			panic("rule: built-in word frequencies: " + err.Error())
		}
		for _, w := range fields[1:] {
			m[w] = n
		}
	}
	return m
}()

// An anchor is a set of words one of which every match of a phrase holds, the
// set that is least likely to occur. words is nil when there is none
// ("# (4|five)").
type anchor struct {
	words []wordID
	cost  int
	// A match begins at least min and at most max words before the anchor.
	min, max int
}

// anchor finds the best anchor of s.
func (c *compiler) anchor(s sequence) anchor {
	var best anchor
	var before width
	for _, it := range s {
		if !it.optional {
			a := c.anchorOf(it.atom)
			if a.words != nil && (best.words == nil || a.cost < best.cost) {
				a.min, a.max = a.min+before.min, a.max+before.max
				best = a
			}
		}
		before = before.and(c.itemWidth(it))
	}
	return best
}

func (c *compiler) anchorOf(a atom) anchor {
	switch a := a.(type) {
	case word:
		return c.wordAnchor(a)
	case list:
		return c.anchorOfAny(c.lists[a.name].phrases)
	case either:
		return c.anchorOfAny(a.sequences())
	case group:
		return c.anchorOfAny(a)
	}
	return anchor{}
}

// anchorOfAny joins the anchors of alternatives; all must have one.
func (c *compiler) anchorOfAny(all []sequence) anchor {
	var joint anchor
	for i, s := range all {
		a := c.anchor(s)
		if a.words == nil {
			return anchor{}
		}
		joint.words = append(joint.words, a.words...)
		joint.cost += a.cost
		joint.max = max(joint.max, a.max)
		if i == 0 || a.min < joint.min {
			joint.min = a.min
		}
	}
	slices.Sort(joint.words)
	joint.words = slices.Compact(joint.words)
	return joint
}

func (c *compiler) wordAnchor(w word) anchor {
	var best anchor
	parts := text.Words(w.text)
	for i := range parts {
		forms := partForms(w, parts, i)
		if n := costOf(forms); best.words == nil || n < best.cost {
			best = anchor{words: c.ids(forms), cost: n, min: i, max: i}
		}
	}
	return best
}

// width is how many words something takes.
type width struct{ min, max int }

func (w width) and(v width) width { return width{w.min + v.min, w.max + v.max} }

func (w width) or(v width) width { return width{min(w.min, v.min), max(w.max, v.max)} }

func (c *compiler) itemWidth(it item) width {
	w := c.width(it.atom)
	if it.optional {
		w.min = 0
	}
	return w
}

func (c *compiler) width(a atom) width {
	switch a := a.(type) {
	case word:
		n := len(text.Words(a.text))
		return width{n, n}
	case number:
		return width{1, maxNumber}
	case name:
		return width{1, 1}
	case gap:
		return width{0, a.max}
	case list:
		return c.widthOfAny(c.lists[a.name].phrases)
	case either:
		return c.widthOfAny(a.sequences())
	case group:
		return c.widthOfAny(a)
	}
	return width{}
}

func (c *compiler) widthOfAny(all []sequence) width {
	var any width
	for i, s := range all {
		var w width
		for _, it := range s {
			w = w.and(c.itemWidth(it))
		}
		if i == 0 {
			any = w
		}
		any = any.or(w)
	}
	return any
}

// costOf is how often one of the forms is met in a hundred postings, a form of
// no known frequency counted as once.
func costOf(forms []string) int {
	cost := 0
	for _, f := range forms {
		cost += max(1, 10*frequency[f])
	}
	return cost
}
