// Package report words and draws the level-demand report: a trend.Report made
// into one Document of sentences and tables, and the Document written as text,
// Markdown or HTML, so that all of them say the same. CSV and JSON are made of
// the numbers themselves.
//
//	doc := report.New(r, report.Meta{Model: model})
//	err := report.Text(os.Stdout, doc, 80)
//	err = report.HTML(f, doc)
//
// # Rules of wording
//
// Sentences carry their interval. A share of fewer than ten is a dash, one of
// fewer than thirty says "thin", one with an interval beyond ±10 points "wide";
// a suppressed figure says why. Every series names its date. Nothing is said by
// colour or by a chart alone: a chart repeats a column of its table.
//
// # CSV
//
// One number a line; dictionary.csv explains every column, table and number.
// key names the number for "rung report --postings KEY".
//
// # JSON
//
// The manifest, every field of trend.Report, and the postings behind each key.
// report.schema.json is its JSON Schema, made of the types and their comments
// by a test.
//
// # Charts
//
// Dots with intervals, and small charts of lines, each beside its table. They
// are inline SVG without styles of their own; the style sheet gives them the
// page's colours in light, dark and print.
//
// # Limits
//
// Periods that do not fit a page are left out at the old end, in text and
// Markdown, and said so; CSV, JSON and HTML have all.
package report
