package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"

	"rung/classify/ladder"
	"rung/cmd/rung/say"
	"rung/index"
)

func (a *app) resultText(w io.Writer, res index.Result) {
	for _, h := range res.Hits {
		a.hitText(w, h)
	}
	for _, f := range res.Facets {
		if line := facetLine(f); line != "" && res.Total > 0 {
			fmt.Fprintln(w, a.paint(faint, wrapHanging(line, a.columns, "  ")))
		}
	}
	if res.Total > 0 {
		a.note("%s%s", counted(res), nextPage(res))
	}
}

// wrapFacts joins facts with dots and breaks lines between them only, unless
// one is wider than a line.
func wrapFacts(facts []string, width int, indent string) string {
	var out []string
	for _, f := range facts {
		last := len(out) - 1
		if last >= 0 && runewidth.StringWidth(indent+out[last]+" · "+f) <= width {
			out[last] += " · " + f
			continue
		}
		out = append(out, fit(f, width-len(indent)))
	}
	return indent + strings.Join(out, "\n"+indent)
}

// wrapHanging indents every line but the first.
func wrapHanging(s string, width int, indent string) string {
	return strings.TrimPrefix(wrap(s, width, indent), indent)
}

func counted(res index.Result) string {
	s := plural(res.Total, "posting")
	if res.Took > 0 {
		s += " in " + res.Took.Round(100*time.Microsecond).String()
	}
	return s
}

func nextPage(res index.Result) string {
	if res.Next == "" {
		return ""
	}
	return "; next page: --after " + res.Next
}

func (a *app) hitText(w io.Writer, h index.Hit) {
	fmt.Fprintf(w, "%s  %s\n", a.link(h.URL, a.paint(bold, fit(h.Title, a.columns-12))), a.paint(green, rungLabel(h.Row)))
	if facts := hitFacts(h); len(facts) > 0 {
		fmt.Fprintln(w, wrapFacts(facts, a.columns, "  "))
	}
	for _, fr := range h.Fragments {
		fmt.Fprintln(w, a.sentence(fr, a.columns, "    "))
	}
	fmt.Fprintf(w, "  %s\n\n", a.paint(faint, fit(h.ID, a.columns-2)))
}

// rungLabel is the rung of a posting, or what it is beside the ladder.
func rungLabel(r index.Row) string {
	if !r.OnLadder {
		return "beside: " + r.Beside
	}
	return ladder.Name(r.Rank)
}

func hitFacts(h index.Hit) []string {
	out := []string{h.Company}
	if len(h.Countries) > 0 {
		out = append(out, strings.Join(h.Countries, ", "))
	}
	if h.Workplace != "" {
		out = append(out, string(h.Workplace))
	}
	if h.Pay.Currency != "" {
		out = append(out, payText(h.Pay))
	}
	if h.OnLadder {
		out = append(out, say.Percent(h.Confidence)+" sure")
	}
	if h.Gap != nil && *h.Gap != 0 {
		out = append(out, fmt.Sprintf("title %+d against duties", *h.Gap))
	}
	if !h.Posted.IsZero() {
		out = append(out, "posted "+h.Posted.Format("2006-01-02"))
	}
	if !h.Closed.IsZero() {
		out = append(out, "closed "+h.Closed.Format("2006-01-02"))
	}
	if len(h.Also) > 0 {
		out = append(out, fmt.Sprintf("and %d more of this vacancy", len(h.Also)))
	}
	return nonEmpty(out)
}

func payText(p index.Pay) string {
	if p.Max > p.Min && p.Min > 0 {
		return fmt.Sprintf("%s %s–%s a %s", p.Currency, thousands(p.Min), thousands(p.Max), p.Period)
	}
	return fmt.Sprintf("%s %s a %s", p.Currency, thousands(max(p.Min, p.Max)), p.Period)
}

func thousands(x float64) string {
	s := fmt.Sprintf("%.0f", x)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// sentence wraps a fragment, painting the words that answered the query;
// without colour the sentence itself is the answer.
func (a *app) sentence(f index.Fragment, width int, indent string) string {
	var b strings.Builder
	for _, line := range lines(f.Text, width-len(indent)) {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(indent)
		at := line.Start
		for _, m := range f.Marks {
			if start, end := max(m.Start, line.Start), min(m.End, line.End); start < end {
				b.WriteString(f.Text[at:start] + a.paint(bold, f.Text[start:end]))
				at = end
			}
		}
		b.WriteString(f.Text[at:line.End])
	}
	return b.String()
}

// lines breaks a text at spaces into ranges of at most width columns; a word
// wider than that has a line of its own.
func lines(text string, width int) (out []index.Mark) {
	line := index.Mark{}
	for at := 0; at < len(text); {
		end := len(text)
		if n := strings.IndexByte(text[at:], ' '); n >= 0 {
			end = at + n
		}
		if line.End > line.Start && runewidth.StringWidth(text[line.Start:end]) > width {
			out = append(out, line)
			line.Start = at
		}
		line.End = end
		at = end + 1
	}
	return append(out, line)
}

func facetLine(f index.Facet) string {
	var parts []string
	for _, c := range f.Counts {
		parts = append(parts, fmt.Sprintf("%s %d", c.Value, c.N))
	}
	if len(parts) == 0 {
		return ""
	}
	if f.Other > 0 {
		parts = append(parts, fmt.Sprintf("others %d", f.Other))
	}
	return f.Name + ": " + strings.Join(parts, ", ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
