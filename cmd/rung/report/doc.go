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
// One number a line: table, rung, period, what, value, low, high, n, flag, key.
// low and high bound the 95 % interval where there is one; n is what a share is
// of; key names the number for "rung report --postings KEY".
//
// # Limits
//
// Periods that do not fit a page are left out at the old end, in text and
// Markdown, and said so; CSV, JSON and HTML have all.
package report
