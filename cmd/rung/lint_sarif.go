package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"rung/classify/lint"
)

// writeSarif writes what was found as one SARIF 2.1.0 run, every code of the
// catalogue among its rules.
func writeSarif(w io.Writer, all []lintedAd) error {
	out := report.NewV210Report()
	run := sarif.NewRun().WithTool(sarif.NewTool().WithDriver(sarif.NewToolComponent().WithName("rung lint").WithVersion(version)))
	for _, c := range lint.Catalogue() {
		run.AddRule(c.Code).WithDescription(c.Means).WithMarkdownHelp(c.Suggestion).
			WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(string(c.Severity)))
	}
	for _, l := range all {
		lines := fileLines(l)
		for _, f := range l.report.Findings {
			run.CreateResultForRule(f.Code).WithLevel(string(f.Severity)).
				WithMessage(sarif.NewTextMessage(sarifMessage(f))).
				AddLocation(sarifLocation(l, f.Span, lines))
		}
	}
	out.AddRun(run)
	return out.PrettyWrite(w)
}

func sarifMessage(f lint.Finding) string {
	s := f.Why + " " + f.Suggestion
	if f.Text != "" {
		s = "“" + f.Text + "”: " + s
	}
	return s
}

// fileLines are the lines of the file an ad came from, nil where there is
// none: spans are of the text as it was read, which is the file's own only
// where a line of it stands there.
func fileLines(l lintedAd) []string {
	if !l.file {
		return nil
	}
	data, err := os.ReadFile(l.input)
	if err != nil {
		return nil // it was read a moment ago; without it only the place is lost
	}
	return strings.Split(string(data), "\n")
}

func sarifLocation(l lintedAd, s lint.Span, lines []string) *sarif.Location {
	at := sarif.NewPhysicalLocation().WithArtifactLocation(sarif.NewSimpleArtifactLocation(filepath.ToSlash(l.input)))
	if line, column, ok := inFile(l, s, lines); ok {
		n := len([]rune(s.Text))
		at.WithRegion(sarif.NewRegion().WithStartLine(line).WithStartColumn(column).WithEndColumn(column + n).
			WithSnippet(sarif.NewArtifactContent().WithText(s.Text)))
	}
	where := sarif.NewLocation().WithPhysicalLocation(at)
	if l.report.ID != "" {
		where.AddLogicalLocation(sarif.NewLogicalLocation().WithName(l.report.Title).WithFullyQualifiedName(l.report.ID).WithKind("posting"))
	}
	return where
}

// inFile finds the one line of the file that holds a span of the text.
func inFile(l lintedAd, s lint.Span, lines []string) (line, column int, ok bool) {
	if s.In != lint.InText || strings.Contains(s.Text, "\n") {
		return 0, 0, false
	}
	n, _ := position(l.ad.Text, s.Start)
	want := strings.TrimSpace(strings.Split(l.ad.Text, "\n")[n-1])
	for i, have := range lines {
		if !strings.Contains(have, want) || !strings.Contains(have, s.Text) {
			continue
		}
		if ok {
			return 0, 0, false // twice: which is not known
		}
		line, column, ok = i+1, len([]rune(have[:strings.Index(have, s.Text)]))+1, true
	}
	return line, column, ok
}
