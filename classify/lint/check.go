package lint

import (
	"fmt"
	"slices"
	"strings"

	"rung/classify"
	"rung/classify/fact"
	"rung/classify/rule"
	"rung/classify/text"
	"rung/corpus"
)

// check is one reading of one ad.
type check struct {
	p        corpus.Posting
	v        classify.Verdict
	opt      Options
	doc      *text.Doc
	facts    fact.Facts
	matches  []rule.Match
	measures Measures
	found    []Finding
}

// add enters a finding of a code at a span.
func (c *check) add(code string, at Span, format string, args ...any) *Finding {
	k, ok := catalogue().byName[code]
	if !ok {
		panic("lint: no code " + code) // a slip of this package, which the tests walk through
	}
	c.found = append(c.found, Finding{Code: code, Severity: k.Severity, Span: at, Why: fmt.Sprintf(format, args...), Suggestion: k.Suggestion, Cite: k.Cite})
	return &c.found[len(c.found)-1]
}

func (c *check) span(start, end int) Span {
	return Span{In: InText, Start: start, End: end, Text: c.p.Text[start:end]}
}

// head is the part of the title that names the role, else all of it.
func (c *check) head() Span {
	if i := strings.Index(c.p.Title, c.v.Title.Head); i >= 0 && c.v.Title.Head != "" {
		return Span{In: InTitle, Start: i, End: i + len(c.v.Title.Head), Text: c.v.Title.Head}
	}
	return Span{In: InTitle, End: len(c.p.Title), Text: c.p.Title}
}

var nowhere = Span{In: InPosting}

// english reports whether the rules can read the text.
func (c *check) english() bool { return c.v.Language == "en" }

// judged reports whether the verdict is one to hold an ad against: a verdict
// that abstains because title and duties stand far apart is.
func (c *check) judged() bool {
	return c.v.OnLadder && (!c.v.Abstained || c.v.Reason == "conflicting")
}

func (c *check) measure() {
	var aside int
	for i := range c.doc.Sentences {
		s := &c.doc.Sentences[i]
		if s.Section == text.About || s.Section == text.Benefits || s.Section == text.Legal {
			aside += s.Last - s.First
		}
	}
	c.measures.Words = len(c.doc.Words)
	if len(c.doc.Words) > 0 {
		c.measures.Boilerplate = float64(aside) / float64(len(c.doc.Words))
	}
	if c.english() {
		c.measures.ReadingEase = readingEase(c.doc)
	}
}

// fewWords is the length below which an ad says nothing that could be judged;
// the classifier draws the same line.
const fewWords = 40

// shape looks at whether there is an ad to read.
func (c *check) shape() {
	switch n := c.measures.Words; {
	case n == 0:
		c.add("empty", nowhere, "The ad has no text.")
		return
	case n < fewWords:
		c.add("too-short", nowhere, "The ad has %d words: too few to tell what the job is.", n)
	case !c.english():
		c.add("not-english", nowhere, "The text is not English, so only its length, title and pay were looked at.")
	}
	if strings.TrimSpace(c.p.Title) == "" {
		c.add("no-title", nowhere, "The ad has no title to hold against its duties.")
	}
	if c.english() && c.v.Reason == "" && !c.v.OnLadder {
		c.add("off-ladder", c.head(), "This reads as a job beside the product-management ladder (%s), so title, years and scope were not held against it.", c.v.Beside)
	}
}

// title holds the title's rank against what the duties alone say. It speaks
// only where the title lies outside every rung that the duties leave open.
func (c *check) title() {
	gap := c.v.Gap
	if !c.judged() || gap == nil || *gap == 0 || slices.Contains(c.v.Duties.Rungs, c.v.Title.Rung) {
		return
	}
	code, side := "title-above-duties", "above"
	if *gap < 0 {
		code, side = "title-below-duties", "below"
	}
	claims := "claims " + c.v.Title.Rung
	if !c.v.Title.Ranked {
		claims = "names no rank, which reads as " + c.v.Title.Rung
	}
	f := c.add(code, c.head(), "The title %s; its duties alone read as %s (%.0f %% sure): %s %s.",
		claims, c.v.Duties.Rung, 100*c.v.Duties.Confidence, rungsText(*gap), side)
	if *gap >= 2 {
		f.Severity = Error
	}
	f.Because = c.speaking(*gap < 0)
}

func rungsText(gap int) string {
	if gap = max(gap, -gap); gap > 1 {
		return fmt.Sprintf("%d rungs", gap)
	}
	return "one rung"
}

// mostBecause is how many words a person reads before the rest is noise.
const mostBecause = 3

// speaking are the words of the duties that pull most upward, or downward.
func (c *check) speaking(up bool) []Span {
	var items []classify.Evidence
	for _, e := range c.v.Evidence {
		if e.Duties && e.Section != "title" && (e.Weight > 0) == up && e.Weight != 0 {
			items = append(items, e)
		}
	}
	slices.SortStableFunc(items, func(a, b classify.Evidence) int {
		switch d := b.Weight*b.Weight - a.Weight*a.Weight; {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return a.Start - b.Start
	})
	var out []Span
	for _, e := range items[:min(len(items), mostBecause)] {
		out = append(out, c.span(e.Start, e.End))
	}
	return out
}

// people looks for a title of the lowest rungs over people who report.
func (c *check) people() {
	t := c.v.Title
	if !c.judged() || !c.v.Reports || t.Rank == 0 || t.Rank > 3 {
		return
	}
	i := slices.IndexFunc(c.facts.Reports, func(r fact.ReportsClause) bool { return r.Now && !r.Asked })
	if i < 0 {
		return
	}
	at := c.span(c.facts.Reports[i].Start, c.facts.Reports[i].End)
	if t.Rank <= 2 {
		c.add("junior-manages", at, "The title says %s, yet people report to the role.", t.Rung)
		return
	}
	c.add("pm-manages", at, "People report to the role; on the ladder that begins at lead, and the title says %s.", t.Rung)
}

// content looks for what every ad should say.
func (c *check) content() {
	if c.measures.Words < fewWords || !c.english() || !c.v.OnLadder {
		return
	}
	if c.v.Duties.Rung == "" {
		c.add("no-duties", nowhere, "The text does not say what the person will do.")
	} else {
		if !c.shows("scope") {
			c.add("no-scope", nowhere, "Nothing says how much the person owns: which product, how many teams, which part of it.")
		}
		if !c.matched("outcome") {
			c.add("no-outcomes", nowhere, "Nothing says what will be better when the person succeeds, or how that is measured.")
		}
	}
	if b := c.measures.Boilerplate; b > muchBoilerplate {
		c.add("boilerplate", nowhere, "%.0f %% of the words are about the company, its benefits and the law rather than the job.", 100*b)
	}
}

// muchBoilerplate is what nine in ten real ads stay under.
const muchBoilerplate = 0.65

func (c *check) shows(dimension string) bool {
	return c.matched(dimension) || slices.ContainsFunc(c.v.Evidence, func(e classify.Evidence) bool {
		return e.Dimension == dimension && e.Section != "title"
	})
}

func (c *check) matched(dimension string) bool {
	return slices.ContainsFunc(c.matches, func(m rule.Match) bool { return m.Rule.Dimension == dimension })
}
