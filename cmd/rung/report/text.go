package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	wrap "github.com/jedib0t/go-pretty/v6/text"
	"github.com/mattn/go-runewidth"
)

const minWidth = 60

// Text writes a document for a terminal of that many columns.
func Text(w io.Writer, d Document, width int) error {
	width = max(width, minWidth)
	var b strings.Builder
	say := func(s string) {
		b.WriteString(wrap.WrapSoft(s, width))
		b.WriteByte('\n')
	}
	say(strings.ToUpper(d.Title))
	if d.Notice != "" {
		say(d.Notice)
	}
	b.WriteByte('\n')
	for _, s := range d.Lead {
		say(s)
	}
	for _, s := range d.Sections {
		b.WriteByte('\n')
		say(strings.ToUpper(s.Title))
		for _, line := range s.Sentences {
			say(line)
		}
		if len(s.Table.Rows) > 0 {
			b.WriteByte('\n')
			t, note := fitting(s.Table, width)
			b.WriteString(plain(t, width) + "\n")
			s.Notes = append(note, s.Notes...)
		}
		for _, n := range s.Notes {
			say(n)
		}
	}
	b.WriteByte('\n')
	for _, m := range d.Manifest {
		say(m)
	}
	if d.Notice != "" {
		say(d.Notice)
	}
	_, err := io.WriteString(w, trimLines(b.String()))
	return err
}

// trimLines drops spaces at the ends of lines, which wrapping leaves.
func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

// plain lays a table out without borders.
func plain(t Table, width int) string {
	w := table.NewWriter()
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	style.Format.Header = wrap.FormatDefault
	w.SetStyle(style)
	w.SetColumnConfigs(append(layout(t), wrapLast(t, width)...))
	w.SuppressTrailingSpaces()
	w.AppendHeader(header(t))
	for _, r := range t.Rows {
		w.AppendRow(textRow(r, firstColumn(t, width)))
	}
	return w.Render()
}

// wrapLast gives a last column of words the room that is left.
func wrapLast(t Table, width int) []table.ColumnConfig {
	last := len(t.Columns) - 1
	if over := tableWidth(t, width) - width; over > 0 && !t.Columns[last].Number {
		rest := tableWidth(Table{Columns: t.Columns[:last], Rows: t.Rows}, width)
		return []table.ColumnConfig{{Number: last + 1, WidthMax: max(width-rest-2, 10), WidthMaxEnforcer: wrap.WrapSoft}}
	}
	return nil
}

// leastFirst is the room names have at least.
func leastFirst(width int) int { return max(12, width/5+2) }

// firstColumn is the room names have: all that the other columns leave.
func firstColumn(t Table, width int) int {
	others := tableWidth(t, width) - nameWidth(t, leastFirst(width))
	return max(leastFirst(width), width-others)
}

// nameWidth is the width of the first column, cut to the room it has.
func nameWidth(t Table, room int) int {
	widest := runewidth.StringWidth(t.Columns[0].Name)
	for _, r := range t.Rows {
		widest = max(widest, min(room, runewidth.StringWidth(r[0].text())))
	}
	return widest
}

func layout(t Table) []table.ColumnConfig {
	var out []table.ColumnConfig
	for i, c := range t.Columns {
		if c.Number {
			out = append(out, table.ColumnConfig{Number: i + 1, Align: wrap.AlignRight, AlignHeader: wrap.AlignRight})
		}
	}
	return out
}

func header(t Table) table.Row {
	var row table.Row
	for _, c := range t.Columns {
		row = append(row, c.Name)
	}
	return row
}

func textRow(cells []Cell, first int) table.Row {
	var row table.Row
	for i, c := range cells {
		s := c.text()
		if i == 0 {
			s = runewidth.Truncate(s, first, "…")
		}
		row = append(row, s)
	}
	return row
}

func (c Cell) text() string {
	switch {
	case c.Bar != nil:
		return c.Bar.text()
	case c.Line != nil:
		return sparkline(c.Line)
	}
	return c.Text
}

const barCells = 20

// text draws the share as a filled bar and its interval as the line about
// the end: "█████──".
func (b *Bar) text() string {
	at := func(p float64) int { return int(p*barCells + 0.5) }
	low, mid, high := at(b.Low), at(b.Share), max(at(b.High), at(b.Share))
	return strings.Repeat("█", low) + strings.Repeat("▓", mid-low) + strings.Repeat("─", high-mid)
}

var sparks = []rune("▁▂▃▄▅▆▇█")

const maxSparks = 24

// sparkline draws values from zero to the largest, the latest ones where
// there are many.
func sparkline(values []float64) string {
	values = values[max(0, len(values)-maxSparks):]
	top := slices.Max(append([]float64{0}, values...))
	var b strings.Builder
	for _, v := range values {
		switch {
		case top == 0 || v <= 0:
			b.WriteRune('·')
		default:
			b.WriteRune(sparks[min(len(sparks)-1, int(v/top*float64(len(sparks)-1)+0.5))])
		}
	}
	return b.String()
}

// fitting leaves out the oldest periods of a table that is too wide, and says
// so.
func fitting(t Table, width int) (Table, []string) {
	dropped := ""
	n := 0
	for i := slices.IndexFunc(t.Columns, recent); i >= 0 && tableWidth(t, width) > width; n++ {
		dropped = t.Columns[i].Name
		t.Columns = slices.Delete(slices.Clone(t.Columns), i, i+1)
		rows := make([][]Cell, len(t.Rows))
		for j, r := range t.Rows {
			rows[j] = slices.Delete(slices.Clone(r), i, i+1)
		}
		t.Rows = rows
		i = slices.IndexFunc(t.Columns, recent)
	}
	if n == 0 {
		return t, nil
	}
	return t, []string{fmt.Sprintf("%s up to %s left out for room; --format csv, json and html have all.", plural(n, "period", "periods"), dropped)}
}

func recent(c Column) bool { return c.Recent }

func tableWidth(t Table, width int) int {
	total := nameWidth(t, leastFirst(width))
	for i, c := range t.Columns[1:] {
		widest := runewidth.StringWidth(c.Name)
		for _, r := range t.Rows {
			widest = max(widest, runewidth.StringWidth(r[i+1].text()))
		}
		total += widest + 2
	}
	return total
}
