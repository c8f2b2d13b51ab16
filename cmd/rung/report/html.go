package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
)

//go:embed report.html
var pageText string

// Style is the style sheet of Fragment. Its colours follow the reader's
// choice of light or dark.
//
//go:embed report.css
var Style string

var pages = template.Must(template.New("page").Funcs(template.FuncMap{
	"style":  func() template.CSS { return template.CSS(Style) },
	"barSVG": barSVG, "lineSVG": lineSVG,
	"chart": (*Chart).svg,
}).Parse(pageText))

// A page is a document with where its numbers lead.
type page struct {
	Document
	hrefs map[string]template.URL
}

// number is a cell with where it leads, "" for nowhere.
type number struct {
	Cell
	Href template.URL
}

// Number makes a cell a link where it has a key.
func (p page) Number(c Cell) number { return number{c, p.hrefs[c.Key]} }

// HTML writes a document as one page that needs nothing else: no script, no
// font, no picture, no network.
func HTML(w io.Writer, d Document) error { return pages.ExecuteTemplate(w, "page", page{d, d.hrefs()}) }

// Fragment is the document without the page around it, for a page that has
// Style and a heading of its own.
func Fragment(d Document) (template.HTML, error) {
	var b strings.Builder
	err := pages.ExecuteTemplate(&b, "document", page{d, d.hrefs()})
	return template.HTML(b.String()), err
}

// The drawings repeat numbers of their row, so they are hidden from readers
// that are read aloud.

const barWide, lineWide, lineHigh = 120.0, 120.0, 24.0

// barSVG draws a share as a bar and its interval as a line through its end.
func barSVG(b *Bar) template.HTML {
	x := func(p float64) string { return fmt.Sprintf("%.1f", p*barWide) }
	return template.HTML(fmt.Sprintf(`<svg class="bar" viewBox="0 0 %g 14" aria-hidden="true" focusable="false">`+
		`<rect class="track" width="%g" height="10" y="2" rx="2"/><rect class="fill" width="%s" height="10" y="2" rx="2"/>`+
		`<path class="interval" d="M%s 7H%sM%s 3V11M%s 3V11"/></svg>`,
		barWide, barWide, x(b.Share), x(b.Low), x(b.High), x(b.Low), x(b.High)))
}

// lineSVG draws values from zero to the largest.
func lineSVG(values []float64) template.HTML {
	top := slices.Max(append([]float64{1}, values...))
	var points []string
	for i, v := range values {
		x := lineWide / 2
		if len(values) > 1 {
			x = 2 + float64(i)*(lineWide-4)/float64(len(values)-1)
		}
		points = append(points, fmt.Sprintf("%.1f,%.1f", x, lineHigh-3-v/top*(lineHigh-6)))
	}
	last := ""
	if n := len(points); n > 0 {
		x, y, _ := strings.Cut(points[n-1], ",")
		last = fmt.Sprintf(`<circle cx="%s" cy="%s" r="2"/>`, x, y)
	}
	return template.HTML(fmt.Sprintf(`<svg class="line" viewBox="0 0 %g %g" aria-hidden="true" focusable="false"><polyline points="%s"/>%s</svg>`,
		lineWide, lineHigh, strings.Join(points, " "), last))
}
