package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"rung/index"
)

// hitColumns are the columns of hits as a table.
var hitColumns = []struct {
	name  string
	value func(h *index.Hit) string
}{
	{"id", func(h *index.Hit) string { return h.ID }},
	{"title", func(h *index.Hit) string { return h.Title }},
	{"company", func(h *index.Hit) string { return h.Company }},
	{"rung", func(h *index.Hit) string {
		if h.OnLadder {
			return rungLabel(h.Row)
		}
		return ""
	}},
	{"beside", func(h *index.Hit) string { return h.Beside }},
	{"track", func(h *index.Hit) string { return h.Track }},
	{"confidence", func(h *index.Hit) string { return plainNumber(h.Confidence) }},
	{"gap", func(h *index.Hit) string {
		if h.Gap == nil {
			return ""
		}
		return strconv.Itoa(*h.Gap)
	}},
	{"countries", func(h *index.Hit) string { return strings.Join(h.Countries, " ") }},
	{"workplace", func(h *index.Hit) string { return string(h.Workplace) }},
	{"posted", func(h *index.Hit) string { return dayText(h.Posted) }},
	{"first_seen", func(h *index.Hit) string { return dayText(h.FirstSeen) }},
	{"closed", func(h *index.Hit) string { return dayText(h.Closed) }},
	{"pay_min", func(h *index.Hit) string { return plainNumber(h.Pay.Min) }},
	{"pay_max", func(h *index.Hit) string { return plainNumber(h.Pay.Max) }},
	{"currency", func(h *index.Hit) string { return h.Pay.Currency }},
	{"period", func(h *index.Hit) string { return string(h.Pay.Period) }},
	{"years_min", func(h *index.Hit) string {
		if h.YearsMin == nil {
			return ""
		}
		return plainNumber(*h.YearsMin)
	}},
	{"skills", func(h *index.Hit) string { return h.Skills }},
	{"vacancy", func(h *index.Hit) string { return h.Vacancy }},
	{"url", func(h *index.Hit) string { return h.URL }},
}

// plainNumber leaves out zero, which stands for unknown.
func plainNumber(x float64) string {
	if x == 0 {
		return ""
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func hitTable(w io.Writer, hits []index.Hit) error {
	c := csv.NewWriter(w)
	row := make([]string, len(hitColumns))
	for i, col := range hitColumns {
		row[i] = col.name
	}
	if err := c.Write(row); err != nil {
		return err
	}
	for i := range hits {
		for j, col := range hitColumns {
			row[j] = col.value(&hits[i])
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// hitList writes hits as a Markdown list.
func hitList(w io.Writer, hits []index.Hit) error {
	var b strings.Builder
	for _, h := range hits {
		title := markdownEscape(h.Title)
		if strings.HasPrefix(h.URL, "https://") || strings.HasPrefix(h.URL, "http://") {
			title = "[" + title + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20", "\n", "").Replace(h.URL) + ">)"
		}
		fmt.Fprintf(&b, "- **%s** — %s\n", title, rungLabel(h.Row))
		if facts := hitFacts(h); len(facts) > 0 {
			fmt.Fprintf(&b, "  %s\n", markdownEscape(strings.Join(facts, " · ")))
		}
		for _, f := range h.Fragments {
			fmt.Fprintf(&b, "  > %s\n", markdownMarks(f))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownMarks(f index.Fragment) string {
	var b strings.Builder
	at := 0
	for _, m := range f.Marks {
		b.WriteString(markdownEscape(f.Text[at:m.Start]) + "**" + markdownEscape(f.Text[m.Start:m.End]) + "**")
		at = m.End
	}
	return b.String() + markdownEscape(f.Text[at:])
}

// markdownEscape keeps what employers write from becoming markup.
func markdownEscape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;",
		"#", `\#`, "|", `\|`, "\r", " ", "\n", " ").Replace(s)
}
