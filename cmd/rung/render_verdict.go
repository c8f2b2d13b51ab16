package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"rung/classify"
	"rung/classify/ladder"
	"rung/cmd/rung/say"
)

// verdictText is how a verdict is read in a terminal: the answer first, then
// the ladder, then what the title claims against what the duties say, then
// every piece of evidence with its words and its documents.
func verdictText(w io.Writer, c *console, v classify.Verdict) {
	fmt.Fprintln(w, c.paint(bold, say.Answer(v))+" ("+say.Certainty(v)+")")
	if doubt := say.Doubt(v); doubt != "" {
		fmt.Fprintln(w, wrap(doubt, c.columns, ""))
	}
	if len(v.Probabilities) > 0 && v.OnLadder {
		fmt.Fprintln(w)
		ladderBar(w, c, v)
	}
	fmt.Fprintln(w)
	for _, line := range say.Facts(v) {
		fmt.Fprintln(w, wrap(line, c.columns, ""))
	}
	evidenceList(w, c, v)
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
		fmt.Fprintf(w, "%s %-10s %s %4s\n", mark, r, c.paint(green, fill), say.Percent(p))
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
	fmt.Fprintf(w, "\n%s\n", wrapHanging("Evidence: "+say.Sum(v), c.columns, "  "))
	for _, e := range items {
		if say.Weight(v, e) == 0 {
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

func evidenceLine(w io.Writer, c *console, v classify.Verdict, e classify.Evidence) {
	weight := say.Weight(v, e)
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
