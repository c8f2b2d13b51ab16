package report

import "rung/index/trend"

// Meta is what a report says of itself beside its numbers.
type Meta struct {
	// Notice stands at the top and the foot, for data that is not real.
	Notice string
	// Model and Version name what judged and what counted.
	Model, Version string
	// Command makes the report again.
	Command string
}

// A Document is a report in words and tables.
type Document struct {
	Title, Notice string
	// Lead is the report in sentences.
	Lead     []string
	Sections []Section
	// Manifest says what the report was made of and how.
	Manifest []string
}

// A Section is one question and its answer.
type Section struct {
	ID, Title string
	Sentences []string
	Table     Table
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
	Bar  *Bar
	Line []float64
}

// A Bar is a share with its interval, 0 to 1.
type Bar struct{ Share, Low, High float64 }

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
