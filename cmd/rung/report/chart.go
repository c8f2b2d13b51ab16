package report

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"image/color"
	"regexp"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Charts are drawn by gonum/plot, which knows error bars, bands and
// staircases, in placeholder colours that the style sheet gives their meaning
// in light, dark and print.
var (
	ink   = color.RGBA{1, 1, 1, 255} // words and axes
	soft  = color.RGBA{2, 2, 2, 255} // lines of reference
	fill  = color.RGBA{3, 3, 3, 255} // what is shown
	mark  = color.RGBA{4, 4, 4, 255} // what it is compared with
	band  = color.RGBA{5, 5, 5, 255} // intervals of lines
	grey  = color.RGBA{6, 6, 6, 255} // the others
	paper = color.RGBA{7, 7, 7, 255}
)

var colours = map[string]string{"#010101": "ink", "#020202": "line", "#030303": "fill",
	"#040404": "mark", "#050505": "band", "#060606": "grey", "#070707": "paper"}

// Sizes in points; a chart is as wide as a narrow page and grows no further
// than the style sheet lets it.
const (
	chartWide = 380 * vg.Length(1)
	chartFont = 11 * vg.Length(1)
	dotHigh   = 22 * vg.Length(1)
	axisHigh  = 26 * vg.Length(1)
	tileHigh  = 104 * vg.Length(1)
	tilesWide = 2
)

// svg draws a chart, with its caption for readers that are read aloud.
func (c *Chart) svg() template.HTML {
	var canvas *vgsvg.Canvas
	switch {
	case len(c.Dots) > 0:
		canvas = vgsvg.New(chartWide, c.dotsHigh())
		c.drawDots(draw.Crop(draw.New(canvas), 0, -14, 0, 0))
	case len(c.Tiles) > 0:
		rows := (len(c.Tiles) + c.across() - 1) / c.across()
		canvas = vgsvg.New(chartWide, tileHigh*vg.Length(rows))
		c.drawTiles(draw.New(canvas), rows)
	default:
		return ""
	}
	var b bytes.Buffer
	if _, err := canvas.WriteTo(&b); err != nil {
		panic(err) // a buffer takes all that is written
	}
	return template.HTML(inline(b.String(), c.Caption))
}

var (
	prologue = regexp.MustCompile(`(?s)^.*?<svg[^>]*viewBox="([^"]*)"[^>]*>`)
	styles   = regexp.MustCompile(`style="([^"]*)"`)
	comments = regexp.MustCompile(`(?s)<!--.*?-->\s*`)
)

// inline makes the drawing part of a page: no size and no font of its own,
// and no styles in attributes, which a page's security policy may forbid.
func inline(svg, caption string) string {
	caption = html.EscapeString(caption)
	svg = comments.ReplaceAllString(svg, "")
	svg = prologue.ReplaceAllString(svg, `<svg class="chart" viewBox="$1" role="img" aria-label="`+strings.ReplaceAll(caption, "$", "$$")+`">`)
	return styles.ReplaceAllStringFunc(svg, func(s string) string { return attributes(styles.FindStringSubmatch(s)[1]) })
}

// attributes writes a style as attributes, and its colours as classes that
// the style sheet fills in.
func attributes(style string) string {
	var out, classes []string
	for declaration := range strings.SplitSeq(style, ";") {
		name, value, _ := strings.Cut(declaration, ":")
		if colour, ok := colours[value]; ok {
			classes = append(classes, name+"-"+colour)
		} else if name != "" && (!strings.HasPrefix(name, "font-") || name == "font-size") {
			out = append(out, fmt.Sprintf(`%s="%s"`, name, value))
		}
	}
	if len(classes) > 0 {
		out = append(out, `class="`+strings.Join(classes, " ")+`"`)
	}
	return strings.Join(out, " ")
}

// styled is a plot in the report's colours and letters.
func styled() *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	letters := font.Font{Typeface: "Liberation", Variant: "Sans", Size: chartFont}
	p.Title.TextStyle.Font, p.Title.TextStyle.Color = letters, ink
	p.Title.Padding = 3
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Color = soft
		a.Tick.Color = soft
		a.Tick.Length = 3
		a.Tick.Label.Font, a.Tick.Label.Color = letters, ink
		a.Padding = 3
	}
	return p
}

// scale marks an axis of values in few round steps.
type scale struct{ percent bool }

func (s scale) Ticks(low, high float64) []plot.Tick {
	var out []plot.Tick
	for _, t := range (plot.DefaultTicks{}).Ticks(low, high) {
		if t.IsMinor() {
			continue
		}
		t.Label = s.label(t.Value)
		out = append(out, t)
	}
	return out
}

func (s scale) label(x float64) string {
	switch {
	case s.percent:
		return fmt.Sprintf("%.0f %%", 100*x)
	case x >= 10_000:
		return thousands(x)
	}
	return strconv.FormatFloat(x, 'g', 4, 64) // ticks are sums, and off by a last digit
}

func line(c draw.Canvas, style draw.LineStyle, points ...vg.Point) {
	c.StrokeLines(style, c.ClipLinesXY(points)...)
}

func stroke(c color.Color, width vg.Length) draw.LineStyle {
	return draw.LineStyle{Color: c, Width: width}
}
