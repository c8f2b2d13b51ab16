package rule

import (
	_ "embed"
	"slices"
	"strings"

	"rung/classify/text"
)

//go:embed common.txt
var commonText string

// common are words so frequent in postings that a phrase had better be found
// by another of its words.
var common = func() map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(commonText) {
		if !strings.HasPrefix(line, "#") {
			for _, w := range strings.Fields(line) {
				m[w] = true
			}
		}
	}
	return m
}()

// anchor returns a set of words one of which every match of s holds, the set
// least likely to occur, with its cost. ok is false when there is none.
func (c *compiler) anchor(s sequence) (set []wordID, cost int) {
	for _, it := range s {
		if it.optional {
			continue
		}
		if ids, n := c.anchorOf(it.atom); ids != nil && (set == nil || n < cost) {
			set, cost = ids, n
		}
	}
	return set, cost
}

func (c *compiler) anchorOf(a atom) (set []wordID, cost int) {
	switch a := a.(type) {
	case word:
		return c.wordAnchor(a)
	case list:
		return c.anchorOf(group(c.lists[a.name].phrases))
	case either:
		g := make(group, len(a))
		for i, x := range a {
			g[i] = sequence{{atom: x}}
		}
		return c.anchorOf(g)
	case group:
		for _, s := range a {
			ids, n := c.anchor(s)
			if ids == nil {
				return nil, 0
			}
			set, cost = append(set, ids...), cost+n
		}
	}
	slices.Sort(set)
	return slices.Compact(set), cost
}

func (c *compiler) wordAnchor(w word) (set []wordID, cost int) {
	parts := text.Words(w.text)
	for i, p := range parts {
		forms := []string{p.Norm}
		if !w.exact && i == len(parts)-1 {
			forms = text.Inflect(p.Norm)
		}
		if n := costOf(forms); set == nil || n < cost {
			set, cost = c.ids(forms), n
		}
	}
	return set, cost
}

// costOf guesses how often one of the forms is met: very common words cost
// most, then short ones.
func costOf(forms []string) int {
	cost := 0
	for _, f := range forms {
		if common[f] {
			cost += 100
		}
	}
	return cost + max(0, 8-len(forms[0])) + 1
}
