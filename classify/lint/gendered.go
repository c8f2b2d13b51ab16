package lint

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"rung/classify/text"
)

//go:embed gendered.txt
var genderedData string

// stems are word stems by class: "masculine", "feminine" and those with
// " craft" after them.
var stems = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(genderedData) {
		class, words, ok := strings.Cut(line, ":")
		if ok && !strings.HasPrefix(line, "#") {
			out[class] = strings.Fields(words)
		}
	}
	return out
})

// coded returns the words of the text that begin with a stem of the class,
// legal text left out: what it forbids is not how the ad speaks.
func (c *check) coded(class string) []text.Word {
	var out []text.Word
	for i := range c.doc.Sentences {
		s := &c.doc.Sentences[i]
		if s.Section == text.Legal {
			continue
		}
		for _, w := range c.doc.WordsOf(s) {
			if slices.ContainsFunc(stems()[class], func(stem string) bool { return strings.HasPrefix(c.written(w), stem) }) {
				out = append(out, w)
			}
		}
	}
	return out
}

// written is the word with what a hyphen joins to it, as the list writes its
// compounds.
func (c *check) written(w text.Word) string {
	if w.Norm != "self" || w.End >= len(c.p.Text) || c.p.Text[w.End] != '-' {
		return w.Norm
	}
	rest, _, _ := strings.Cut(c.doc.Lower()[w.End:], " ")
	return w.Norm + rest
}

const (
	// manyCoded is from where on coded words are a tone and no accident, and
	// overweight how far one kind must outweigh the other.
	manyCoded  = 5
	overweight = 3
)

// wording looks at words that turn people away.
func (c *check) wording() {
	if !c.english() {
		return
	}
	for _, m := range c.matches {
		if m.Rule.Dimension == "exclusion" {
			c.add(m.Rule.Name, c.span(m.Start, m.End), "%s", catalogue().byName[m.Rule.Name].Means)
		}
	}
	masculine, feminine := c.coded("masculine"), c.coded("feminine")
	c.measures.Masculine, c.measures.Feminine = len(masculine), len(feminine)
	if n := len(masculine); n >= manyCoded && n >= overweight*len(feminine) {
		f := c.add("masculine-tone", c.span(masculine[0].Start, masculine[0].End),
			"%d words of masculine tone against %d of feminine tone: %s.", n, len(feminine), c.distinct(masculine))
		for _, w := range masculine[1:min(n, 1+mostBecause)] {
			f.Because = append(f.Because, c.span(w.Start, w.End))
		}
	}
	if e := c.measures.ReadingEase; e != nil && *e < veryHard {
		c.add("hard-to-read", nowhere, "Its sentences have a Flesch reading ease of %.0f; below %d is the prose of specialist papers.", *e, veryHard)
	}
}

// veryHard is well below what Flesch calls very difficult (30), where many
// good ads already stand: their nouns are long.
const veryHard = 10

// distinct lists words once, in the order of the text.
func (c *check) distinct(words []text.Word) string {
	var out []string
	for _, w := range words {
		if !slices.Contains(out, w.Norm) {
			out = append(out, w.Norm)
		}
	}
	const most = 8
	if len(out) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(out[:most], ", "), len(out)-most)
	}
	return strings.Join(out, ", ")
}
