package report

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// drawTiles draws a small chart a line, all to one scale, so that they can be
// compared; a single chart would be a tangle told apart by colour alone.
func (c *Chart) drawTiles(dc draw.Canvas, rows int) {
	low, high := c.reach()
	var plots [][]*plot.Plot
	cols := c.across()
	for r := range rows {
		row := make([]*plot.Plot, cols)
		for i := range row {
			if n := r*cols + i; n < len(c.Tiles) {
				row[i] = c.tile(n, low, high)
			}
		}
		plots = append(plots, row)
	}
	tiles := draw.Tiles{Rows: rows, Cols: cols, PadX: 8, PadY: 4, PadRight: 6}
	for r, row := range plot.Align(plots, tiles, dc) {
		for i, canvas := range row {
			if plots[r][i] != nil {
				plots[r][i].Draw(canvas)
			}
		}
	}
}

// reach is the range all tiles have. Intervals may be cut, at twice the
// highest value, so that one wide band does not flatten all lines.
func (c *Chart) reach() (low, high float64) {
	top, widest := 0.0, 0.0
	for _, t := range c.Tiles {
		for _, p := range t.Points {
			if p.Value != nil {
				top = max(top, *p.Value)
			}
			if p.Part != nil {
				widest = max(widest, p.Part.High)
			}
		}
	}
	if c.Percent {
		return 0, 1
	}
	return 0, max(1, min(max(top, widest), 2*top)) * 1.03
}

func (c *Chart) tile(n int, low, high float64) *plot.Plot {
	p := styled()
	p.Title.Text = c.Tiles[n].Name
	p.X.Min, p.X.Max = 0, float64(max(1, len(c.X)-1))
	p.Y.Min, p.Y.Max = low, high
	p.X.Tick.Marker, p.X.Tick.Length = plot.ConstantTicks(c.places(p)), 0
	p.Y.Tick.Marker = fewest{scale{percent: c.Percent}}
	p.Add(lines{c, n})
	// Adding data widens the axes; all tiles are to have the same.
	p.X.Min, p.X.Max = 0, float64(max(1, len(c.X)-1))
	p.Y.Min, p.Y.Max = low, high
	return p
}

// fewest marks the ends and the middle.
type fewest struct{ scale }

func (f fewest) Ticks(low, high float64) []plot.Tick {
	all := f.scale.Ticks(low, high)
	if len(all) > 3 {
		return []plot.Tick{all[0], all[len(all)-1]}
	}
	return all
}

// across is how many tiles stand beside each other.
func (c *Chart) across() int { return min(tilesWide, len(c.Tiles)) }

// axisWide is about what the axis of values takes of a tile's width.
const axisWide = 40 * vg.Length(1)

// places words the first and the last place of the tiles, each within the
// tile: centred on their places, the last words of one tile would run into
// the first of the next.
func (c *Chart) places(p *plot.Plot) []plot.Tick {
	last := len(c.X) - 1
	if last < 1 {
		return []plot.Tick{{Value: p.X.Min, Label: c.X[0]}}
	}
	half := func(name string) float64 {
		across := chartWide/vg.Length(c.across()) - axisWide
		return float64(p.X.Tick.Label.Width(name)/2/across) * (p.X.Max - p.X.Min)
	}
	return []plot.Tick{
		{Value: p.X.Min + half(c.X[0]), Label: c.X[0]},
		{Value: p.X.Max - half(c.X[last]), Label: c.X[last]},
	}
}

// lines draws one tile: the others in grey, the band, the line over it.
type lines struct {
	c *Chart
	n int
}

// Plot draws the tile.
func (l lines) Plot(dc draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&dc)
	if m := l.c.Mark; m != nil {
		line(dc, stroke(soft, 1), vg.Point{X: dc.Min.X, Y: y(*m)}, vg.Point{X: dc.Max.X, Y: y(*m)})
	}
	at := func(i int, v float64) vg.Point { return vg.Point{X: x(float64(i)), Y: y(v)} }
	for i, t := range l.c.Tiles {
		if i != l.n {
			for _, run := range t.runs(at, l.c.Steps) {
				line(dc, stroke(grey, 0.8), run...)
			}
		}
	}
	own := l.c.Tiles[l.n]
	for _, run := range own.bands(at, l.c.Steps) {
		dc.FillPolygon(band, dc.ClipPolygonXY(run))
	}
	for _, run := range own.runs(at, l.c.Steps) {
		line(dc, stroke(fill, 1.8), run...)
	}
	for i, point := range own.Points {
		if point.Value != nil && point.Grey {
			dc.DrawGlyph(draw.GlyphStyle{Color: grey, Radius: 2, Shape: draw.CircleGlyph{}}, at(i, *point.Value))
		}
	}
}

// runs are the unbroken parts of a line.
func (t Tile) runs(at func(int, float64) vg.Point, steps bool) (out [][]vg.Point) {
	var run []vg.Point
	for i, p := range t.Points {
		if p.Value == nil {
			out, run = append(out, run), nil
			continue
		}
		run = extend(run, at(i, *p.Value), steps)
	}
	return append(out, run)
}

// extend goes on to a point, by way of a stair where steps are drawn.
func extend(run []vg.Point, to vg.Point, steps bool) []vg.Point {
	if n := len(run); steps && n > 0 {
		run = append(run, vg.Point{X: to.X, Y: run[n-1].Y})
	}
	return append(run, to)
}

// bands are the unbroken parts of the interval, as outlines.
func (t Tile) bands(at func(int, float64) vg.Point, steps bool) (out [][]vg.Point) {
	var low, high []vg.Point
	end := func() {
		if len(low) > 1 {
			for i := len(low) - 1; i >= 0; i-- {
				high = append(high, low[i])
			}
			out = append(out, high)
		}
		low, high = nil, nil
	}
	for i, p := range t.Points {
		if p.Part == nil || p.Value == nil {
			end()
			continue
		}
		low, high = extend(low, at(i, p.Part.Low), steps), extend(high, at(i, p.Part.High), steps)
	}
	end()
	return out
}
