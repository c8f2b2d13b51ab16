package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"

	"rung/classify/lint"
)

// lintText prints a report the way a compiler does: where, how bad, which
// code; the words with a line under them; why; what to do.
func lintText(w io.Writer, c *console, l lintedAd) {
	r := l.report
	name := l.input
	if r.Title != "" {
		name += ": " + r.Title
	}
	fmt.Fprintln(w, c.paint(bold, fit(name, c.columns)))
	for _, f := range r.Findings {
		fmt.Fprintln(w)
		lintFinding(w, c, l, f)
	}
	if len(r.Findings) > 0 {
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w, wrap(lintSummary(r), c.columns, ""))
}

func lintFinding(w io.Writer, c *console, l lintedAd, f lint.Finding) {
	style := map[lint.Severity]string{lint.Error: red, lint.Warning: amber}[f.Severity]
	if style == "" {
		style = faint
	}
	fmt.Fprintf(w, "%s%s %s\n", place(l, f.Span), c.paint(style, string(f.Severity)+":"), c.paint(bold, f.Code))
	quote(w, c, l, f.Span)
	fmt.Fprintln(w, wrap(f.Why, c.columns, "  "))
	for _, s := range f.Because {
		fmt.Fprintln(w, "    "+fit(place(l, s)+"“"+s.Text+"”", c.columns-4))
	}
	fmt.Fprintln(w, wrap("Try: "+f.Suggestion, c.columns, "  "))
	if len(f.Cite) > 0 {
		fmt.Fprintln(w, c.paint(faint, wrap("["+strings.Join(f.Cite, "; ")+"]", c.columns, "  ")))
	}
}

// place is "12:5: " in the text as it was read, "title: ", or nothing.
func place(l lintedAd, s lint.Span) string {
	switch s.In {
	case lint.InTitle:
		return "title: "
	case lint.InText:
		line, column := position(l.ad.Text, s.Start)
		return fmt.Sprintf("%d:%d: ", line, column)
	}
	return ""
}

// position counts lines and, in characters, columns from 1.
func position(text string, at int) (line, column int) {
	before := text[:at]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, len([]rune(before[start:])) + 1
}

// quote prints the line that holds a span, cut to the width, with the span
// underlined.
func quote(w io.Writer, c *console, l lintedAd, s lint.Span) {
	text := l.ad.Text
	if s.In == lint.InTitle {
		text = l.ad.Title
	}
	if s.In == lint.InPosting || s.Text == "" {
		return
	}
	start := strings.LastIndexByte(text[:s.Start], '\n') + 1
	end := len(text)
	if i := strings.IndexByte(text[s.End:], '\n'); i >= 0 {
		end = s.End + i
	}
	room := c.columns - 4
	before, words := text[start:s.Start], fit(s.Text, room)
	lead := max(0, min(room/3, room-runewidth.StringWidth(words)))
	if over := runewidth.StringWidth(before) - lead; over > 0 {
		before = runewidth.TruncateLeft(before, over+1, "…")
	}
	after := runewidth.Truncate(text[s.End:end], max(0, room-runewidth.StringWidth(before+words)), "…")
	fmt.Fprintf(w, "    %s%s%s\n", before, words, after)
	fmt.Fprintf(w, "    %s%s\n", strings.Repeat(" ", runewidth.StringWidth(before)), c.paint(amber, strings.Repeat("^", max(1, runewidth.StringWidth(words)))))
}

// lintSummary counts the findings and says what was measured.
func lintSummary(r lint.Report) string {
	var counts []string
	for _, s := range []lint.Severity{lint.Error, lint.Warning, lint.Note} {
		n := 0
		for _, f := range r.Findings {
			if f.Severity == s {
				n++
			}
		}
		if n > 0 {
			counts = append(counts, plural(n, string(s)))
		}
	}
	if len(counts) == 0 {
		counts = []string{"nothing to object to"}
	}
	m := r.Measures
	facts := []string{plural(m.Words, "word")}
	switch {
	case m.Words == 0:
	case r.Rung != "" && r.Duties != "" && r.Duties != r.Rung:
		facts = slices.Insert(facts, 0, fmt.Sprintf("reads as %s (its duties alone as %s)", r.Rung, r.Duties))
	case r.Rung != "":
		facts = slices.Insert(facts, 0, "reads as "+r.Rung)
	}
	if m.Words > 0 {
		facts = append(facts, fmt.Sprintf("%.0f %% about the company, benefits and law", 100*m.Boilerplate))
	}
	if m.ReadingEase != nil {
		facts = append(facts, fmt.Sprintf("Flesch reading ease %.0f", *m.ReadingEase))
	}
	return strings.Join(counts, ", ") + "; " + strings.Join(facts, ", ") + "."
}
