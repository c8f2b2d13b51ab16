package report

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// dotsHigh is how high a chart of dots is: a row each, two where there is
// something to compare with.
func (c *Chart) dotsHigh() vg.Length {
	high := dotHigh * vg.Length(len(c.Dots))
	if c.compares() {
		high += high / 3
	}
	return high + axisHigh
}

func (c *Chart) compares() bool {
	for _, d := range c.Dots {
		if d.Other != nil {
			return true
		}
	}
	return false
}

// drawDots draws a row a dot, the first at the top.
func (c *Chart) drawDots(dc draw.Canvas) {
	p := styled()
	names := make([]string, len(c.Dots))
	for i, d := range c.Dots {
		names[len(names)-1-i] = d.Name
	}
	p.NominalY(names...)
	p.Y.LineStyle.Width, p.Y.Tick.Length = 0, 0
	p.Y.Padding = 8 // a dot on the edge is not to touch its name
	p.X.Tick.Marker = scale{percent: c.Percent}
	p.Y.Min, p.Y.Max = -0.6, float64(len(c.Dots))-0.4
	p.Add(dots{c})
	p.Draw(dc)
}

// dots draws the rows of a chart.
type dots struct{ c *Chart }

// DataRange takes the zero of shares and all intervals in.
func (d dots) DataRange() (xmin, xmax, ymin, ymax float64) {
	first := d.c.Dots[0].Value
	xmin, xmax = first, first
	take := func(x float64) { xmin, xmax = min(xmin, x), max(xmax, x) }
	for i := range d.c.Dots {
		d.c.Dots[i].each(take)
	}
	if d.c.Percent {
		take(0)
	}
	if d.c.Mark != nil {
		take(*d.c.Mark)
	}
	room := (xmax - xmin) * 0.03
	if !d.c.Percent {
		xmin -= room
	}
	return xmin, xmax + room, 0, float64(len(d.c.Dots) - 1)
}

// each gives every value of a dot.
func (d *Dot) each(take func(float64)) {
	take(d.Value)
	if d.Part != nil {
		take(d.Part.Low)
		take(d.Part.High)
	}
	if d.Box != nil {
		take(d.Box.Low)
		take(d.Box.High)
	}
	if d.Other != nil {
		d.Other.each(take)
	}
}

// Plot draws every row.
func (d dots) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	if m := d.c.Mark; m != nil {
		line(c, stroke(soft, 1), vg.Point{X: x(*m), Y: c.Min.Y}, vg.Point{X: x(*m), Y: c.Max.Y})
	}
	for i, dot := range d.c.Dots {
		at := y(float64(len(d.c.Dots) - 1 - i))
		if dot.Other == nil {
			dot.draw(c, x, at, false)
			continue
		}
		dot.draw(c, x, at+4, false)
		dot.Other.draw(c, x, at-4, true)
	}
}

// draw draws the interval, the inner range and the value over them.
func (d *Dot) draw(c draw.Canvas, x func(float64) vg.Length, at vg.Length, other bool) {
	colour, shape, radius := fill, draw.GlyphDrawer(draw.CircleGlyph{}), vg.Length(3.5)
	if other {
		colour, shape, radius = mark, draw.BoxGlyph{}, 2.6
	}
	across := func(low, high float64, width vg.Length, style draw.LineStyle) {
		style.Width = width
		line(c, style, vg.Point{X: x(low), Y: at}, vg.Point{X: x(high), Y: at})
	}
	if d.Box != nil {
		across(d.Box.Low, d.Box.High, 7, stroke(band, 7))
	}
	if d.Part != nil {
		across(d.Part.Low, d.Part.High, 1.4, stroke(colour, 1.4))
		for _, end := range []float64{d.Part.Low, d.Part.High} {
			line(c, stroke(colour, 1.4), vg.Point{X: x(end), Y: at - 3}, vg.Point{X: x(end), Y: at + 3})
		}
	}
	middle := vg.Point{X: x(d.Value), Y: at}
	c.DrawGlyph(draw.GlyphStyle{Color: colour, Radius: radius, Shape: shape}, middle)
	if d.Thin {
		c.DrawGlyph(draw.GlyphStyle{Color: paper, Radius: radius - 1.4, Shape: shape}, middle)
	}
}
