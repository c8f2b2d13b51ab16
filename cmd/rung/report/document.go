package report

import "rung/index/trend"

// Meta is what a report says of itself beside its numbers.
type Meta struct {
	// Notice stands at the top and the foot, for data that is not real.
	Notice string
	// Model and Version name what judged and what counted.
	Model, Version string
	// Generation is the state of the index that was read, 0 for unknown.
	Generation uint64
	// Command makes the report again.
	Command string
	// Earlier is a report on the same question to say the revisions of; nil
	// for none.
	Earlier *trend.Report
	// Link leads to the postings behind a number's key; without one, HTML
	// lists them itself. Posting leads to one posting; nil for nowhere.
	Link, Posting func(string) string
}

// A Document is a report in words, tables and charts.
type Document struct {
	Title, Notice string
	// Lead is the report in sentences.
	Lead     []string
	Sections []Section
	// Manifest says what the report was made of and how.
	Manifest []string

	report        *trend.Report
	link, posting func(string) string
}

// A Section is one question and its answer.
type Section struct {
	ID, Title string
	Sentences []string
	// Chart draws what Table says; nil for none.
	Chart *Chart
	Table Table
	// Notes stand below the table.
	Notes []string
}

// A Table is rows under named columns; every row has a cell for each.
type Table struct {
	Columns []Column
	Rows    [][]Cell
}

// A Column is a heading and how its cells are laid out.
type Column struct {
	Name string
	// Number columns stand to the right.
	Number bool
	// Recent columns are one of many periods; where there is no room the
	// first of them go.
	Recent bool
}

// A Cell is text, or a drawing whose numbers stand in other cells.
type Cell struct {
	Text string
	// Key names the vacancies behind the number, "" for none.
	Key  string
	Bar  *Bar
	Line []float64
}

// A Bar is a share with its interval, 0 to 1.
type Bar struct{ Share, Low, High float64 }

// A Chart is what a section draws; its kind is Dots or Tiles.
type Chart struct {
	// Caption says what is drawn, for all readers.
	Caption string
	// Percent values are shares, 0 to 1.
	Percent bool
	// Dots are values with intervals, one row a name.
	Dots []Dot
	// Tiles are lines with intervals over the same X, each in a small chart
	// of its own with the others behind it in grey.
	Tiles []Tile
	// X names the places along a tile, XTitle what they are.
	X      []string
	XTitle string
	// Steps draws tiles as staircases.
	Steps bool
	// Mark is a value of reference, drawn as a line; nil for none.
	Mark *float64
}

// A Dot is a value with its interval, and perhaps a second one to compare.
type Dot struct {
	Name  string
	Value float64
	Part  *trend.Interval
	// Thin dots stand on few vacancies and are drawn hollow.
	Thin bool
	// Box is a second, inner range, such as that between quartiles.
	Box *trend.Interval
	// Other is the same number made another way, drawn below it.
	Other *Dot
}

// A Tile is one line; a point that is not known breaks it.
type Tile struct {
	Name   string
	Points []Point
}

// A Point of a line.
type Point struct {
	Value *float64
	Part  *trend.Interval
	// Grey points stand on too little to be drawn as sound.
	Grey bool
}

// Empty reports whether the report counts nothing.
func Empty(r *trend.Report) bool { return r.Coverage.OnLadder == 0 }

func cells(texts ...string) []Cell {
	out := make([]Cell, len(texts))
	for i, t := range texts {
		out[i].Text = t
	}
	return out
}

func columns(first string, numbers ...string) []Column {
	out := []Column{{Name: first}}
	for _, n := range numbers {
		out = append(out, Column{Name: n, Number: true})
	}
	return out
}

func words(name string) Column { return Column{Name: name} }

func (t *Table) add(row ...Cell) { t.Rows = append(t.Rows, row) }
