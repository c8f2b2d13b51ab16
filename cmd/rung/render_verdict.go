package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"rung/classify"
	"rung/classify/ladder"
)

// verdictText is how a verdict is read in a terminal: the answer first, then
// the ladder, then what the title claims against what the duties say, then
// every piece of evidence with its words and its documents.
func verdictText(w io.Writer, c *console, v classify.Verdict) {
	fmt.Fprintln(w, headline(c, v))
	if v.Reason != "" {
		fmt.Fprintln(w, wrap("Not certain: "+abstention(v.Reason), c.columns, ""))
	}
	if len(v.Probabilities) > 0 && v.OnLadder {
		fmt.Fprintln(w)
		ladderBar(w, c, v)
	}
	fmt.Fprintln(w)
	for _, line := range facts(v) {
		fmt.Fprintln(w, wrap(line, c.columns, ""))
	}
	evidenceList(w, c, v)
}

func headline(c *console, v classify.Verdict) string {
	if !v.OnLadder {
		return fmt.Sprintf("%s (%s that this is not a product-management job)",
			c.paint(bold, "Beside the ladder: "+v.Beside), percent(1-v.OnLadderProbability))
	}
	track := ""
	if v.Track != "" {
		track = ", " + map[string]string{"ic": "individual contributor", "manager": "people manager"}[v.Track]
	}
	head := fmt.Sprintf("%s%s (%s sure", c.paint(bold, v.Rung), track, percent(v.Confidence))
	if len(v.Rungs) > 1 {
		head += fmt.Sprintf("; between %s and %s in nine of ten", v.Rungs[0], v.Rungs[len(v.Rungs)-1])
	}
	return head + ")"
}

func abstention(reason string) string {
	switch reason {
	case "title only":
		return "the text tells no duties, so this is the title's word alone."
	case "too short":
		return "the text is too short to judge the duties by."
	case "language":
		return "the rules read English; this is the title's word alone."
	case "conflicting":
		return "title and duties speak for rungs far apart."
	}
	return reason + "."
}

const barWidth = 40

func ladderBar(w io.Writer, c *console, v classify.Verdict) {
	for _, r := range slices.Backward(ladder.Rungs()) {
		p := v.Probabilities[r]
		mark := " "
		if r == v.Rung {
			mark = "▸"
		}
		fill := bar(p, min(barWidth, c.columns-22))
		fmt.Fprintf(w, "%s %-10s %s %4s\n", mark, r, c.paint(green, fill), percent(p))
	}
}

// bar draws a share as eighths of a block, padded to width.
func bar(p float64, width int) string {
	eighths := int(math.Round(p * float64(width) * 8))
	s := strings.Repeat("█", eighths/8)
	if r := eighths % 8; r > 0 {
		s += string([]rune("▏▎▍▌▋▊▉")[r-1])
	}
	return pad(s, width)
}

// facts says in sentences what the numbers say.
func facts(v classify.Verdict) []string {
	var out []string
	if v.OnLadder {
		out = append(out, titleAgainstDuties(v))
	}
	if y := v.Years; y.Min != nil {
		out = append(out, "Asks for "+yearsText(y)+" of experience.")
	}
	if v.Reports {
		out = append(out, "People report to this role.")
	}
	return out
}

func titleAgainstDuties(v classify.Verdict) string {
	title := "The title claims no rank"
	switch {
	case v.Title.Text == "":
		title = "No title was given"
	case v.Title.Rung == "":
		title = "The title names no product role"
	case v.Title.Ranked:
		title = "The title claims " + v.Title.Rung
	}
	if v.Duties.Rung == "" {
		return title + "; the text shows no duties to hold against it."
	}
	duties := fmt.Sprintf("the duties alone say %s (%s sure)", v.Duties.Rung, percent(v.Duties.Confidence))
	switch gap := v.Gap; {
	case gap == nil || *gap == 0:
		return title + "; " + duties + "."
	case *gap > 0:
		return fmt.Sprintf("%s; %s: %s above its duties.", title, duties, rungs(*gap))
	default:
		return fmt.Sprintf("%s; %s: %s below its duties.", title, duties, rungs(-*gap))
	}
}

func rungs(n int) string {
	if n == 1 {
		return "one rung"
	}
	return fmt.Sprintf("%d rungs", n)
}

func yearsText(y classify.Years) string {
	switch {
	case y.Max != nil && *y.Max > *y.Min:
		return fmt.Sprintf("%g to %g years", *y.Min, *y.Max)
	case *y.Min == 1:
		return "a year"
	}
	return fmt.Sprintf("%g years", *y.Min)
}

func evidenceList(w io.Writer, c *console, v classify.Verdict) {
	if len(v.Evidence) == 0 {
		fmt.Fprintln(w, "\nNo evidence: nothing in the text matched a rule.")
		return
	}
	items := slices.Clone(v.Evidence)
	slices.SortStableFunc(items, func(a, b classify.Evidence) int {
		switch d := pull(b) - pull(a); {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	})
	if v.OnLadder {
		fmt.Fprintf(w, "\nEvidence: score %+.2f = prior %+.2f and these weights; + pulls to a higher rung\n", v.Score, v.Prior)
	} else {
		fmt.Fprintf(w, "\nEvidence: ladder score %+.2f = prior %+.2f and these weights; − speaks against the ladder\n", v.Gate.Score, v.Gate.Prior)
	}
	for _, e := range items {
		if shown(v, e) == 0 {
			continue
		}
		evidenceLine(w, c, v, e)
	}
}

func pull(e classify.Evidence) float64 {
	p := math.Abs(e.Weight)
	if e.GateWeight != nil {
		p = max(p, math.Abs(*e.GateWeight)/4)
	}
	return p
}

// shown is the weight that the reader should see: of the rung on the ladder,
// of the gate off it.
func shown(v classify.Verdict, e classify.Evidence) float64 {
	if v.OnLadder {
		return e.Weight
	}
	if e.GateWeight == nil {
		return 0
	}
	return *e.GateWeight
}

func evidenceLine(w io.Writer, c *console, v classify.Verdict, e classify.Evidence) {
	weight := shown(v, e)
	style := green
	if weight < 0 {
		style = amber
	}
	label := fmt.Sprintf("%s, %s", e.Rule, e.Section)
	cite := ""
	if len(e.Cite) > 0 {
		cite = " [" + strings.Join(e.Cite, " ") + "]"
	}
	fmt.Fprintf(w, "  %s  “%s”\n", c.paint(style, fmt.Sprintf("%+6.2f", weight)), fit(e.Text, c.columns-14))
	fmt.Fprintf(w, "          %s\n", c.paint(faint, fit(label+cite, c.columns-10)))
}

func percent(p float64) string {
	switch {
	case p > 0 && p < 0.005:
		return "<1 %"
	case p < 1 && p > 0.995:
		return ">99 %"
	}
	return fmt.Sprintf("%.0f %%", 100*p)
}
