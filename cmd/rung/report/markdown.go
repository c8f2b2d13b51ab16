package report

import (
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
)

// Markdown writes a document as GitHub-flavoured Markdown.
func Markdown(w io.Writer, d Document) error {
	var b strings.Builder
	par := func(s string) { b.WriteString(escape(s) + "\n\n") }
	b.WriteString("# " + escape(d.Title) + "\n\n")
	if d.Notice != "" {
		b.WriteString("> **" + escape(d.Notice) + "**\n\n")
	}
	for _, s := range d.Lead {
		par(s)
	}
	for _, s := range d.Sections {
		b.WriteString("## " + escape(s.Title) + "\n\n")
		for _, line := range s.Sentences {
			par(line)
		}
		if len(s.Table.Rows) > 0 {
			b.WriteString(markdownTable(s.Table) + "\n\n")
		}
		for _, n := range s.Notes {
			par(n)
		}
	}
	b.WriteString("---\n\n")
	for _, m := range d.Manifest {
		b.WriteString("- " + escape(m) + "\n")
	}
	if d.Notice != "" {
		b.WriteString("- " + escape(d.Notice) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownTable(t Table) string {
	w := table.NewWriter()
	w.SetColumnConfigs(layout(t))
	w.AppendHeader(header(t))
	for _, r := range t.Rows {
		var row table.Row
		for _, c := range r {
			row = append(row, escape(c.text()))
		}
		w.AppendRow(row)
	}
	return w.RenderMarkdown()
}

// escape keeps names of employers from becoming markup. Pipes are the table
// writer's to escape, and a star here only ever marks a partial period.
var markup = strings.NewReplacer(`\`, `\\`, "`", "\\`", "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "*", `\*`)

func escape(s string) string { return markup.Replace(strings.Join(strings.Fields(s), " ")) }
