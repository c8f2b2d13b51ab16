package main

import (
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"rung/corpus/corpustest"
)

// verbs is the surface as designed. A verb of a later step is listed when its
// command is there, so that neither comes without the other.
var verbs = []string{
	"crawl", "import", "classify", "lint", "compare", "show", "reclassify", "reindex", "search", "report", "rules", "boards", "forget",
	"export", "eval", "label", "fit", "serve", "demo", "doctor", "completion", "man", "mcp", "version", "help",
}

func testRoot() *cobra.Command {
	a := &app{console: quietConsole(nil)}
	root := a.root()
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	return root
}

func TestVerbs(t *testing.T) {
	var got []string
	for _, c := range testRoot().Commands() {
		got = append(got, c.Name())
	}
	slices.Sort(got)
	want := slices.Sorted(slices.Values(verbs))
	if !slices.Equal(got, want) {
		t.Errorf("commands %v, want %v", got, want)
	}
}

// TestHelp holds every help text to the same form: a sentence without its
// full stop, examples that run, lines that fit.
func TestHelp(t *testing.T) {
	root := testRoot()
	each(root, func(c *cobra.Command) {
		if c.Name() == "help" || c.Name() == "completion" || c.Parent() != nil && c.Parent().Name() == "completion" {
			return // cobra's own
		}
		if c.Short == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: short help %q", c.CommandPath(), c.Short)
		}
		for line := range strings.Lines(c.Long) {
			if runewidth.StringWidth(strings.TrimRight(line, "\n")) > 80 {
				t.Errorf("%s: a line of help beyond 80 columns: %s", c.CommandPath(), line)
			}
		}
		for line := range strings.Lines(c.Example) {
			if runewidth.StringWidth(strings.TrimRight(line, "\n")) > 80 {
				t.Errorf("%s: an example beyond 80 columns: %s", c.CommandPath(), line)
			}
			checkExample(t, c, strings.TrimSpace(line))
		}
		if !c.HasExample() && c.HasAvailableLocalFlags() && c != root {
			t.Errorf("%s has flags and no example", c.CommandPath())
		}
	})
}

func each(c *cobra.Command, do func(*cobra.Command)) {
	do(c)
	for _, sub := range c.Commands() {
		each(sub, do)
	}
}

// checkExample holds that an example names a command and flags that there
// are.
func checkExample(t *testing.T, c *cobra.Command, line string) {
	t.Helper()
	words := strings.Fields(line)
	if len(words) == 0 || words[0] != "rung" {
		t.Errorf("%s: the example %q does not begin with rung", c.CommandPath(), line)
		return
	}
	found, _, err := testRoot().Find(words[1:])
	if err != nil || found.Name() == "rung" {
		t.Errorf("%s: the example %q names no command: %v", c.CommandPath(), line, err)
		return
	}
	for _, w := range words {
		name, isFlag := strings.CutPrefix(w, "--")
		name, _, _ = strings.Cut(name, "=")
		if isFlag && found.Flags().Lookup(name) == nil && found.InheritedFlags().Lookup(name) == nil {
			t.Errorf("%s: the example %q has the flag --%s, which %s has not", c.CommandPath(), line, name, found.CommandPath())
		}
	}
}

// TestPackageComments holds that every package has a comment that begins as
// go doc expects, and one only.
func TestPackageComments(t *testing.T) {
	comments := map[string][]string{}
	root := corpustest.Root()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "dist" || d.Name() == ".git"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		// A generator beside a package ("go:build ignore") is none of it.
		if match, err := build.Default.MatchFile(filepath.Split(path)); err != nil || !match {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		dir := filepath.Dir(path)
		if file.Doc != nil {
			comments[dir] = append(comments[dir], file.Name.Name+"\n"+file.Doc.Text())
		} else if _, ok := comments[dir]; !ok {
			comments[dir] = nil
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir, all := range comments {
		rel, err := filepath.Rel(root, dir)
		if err != nil {
			t.Fatal(err)
		}
		if len(all) != 1 {
			t.Errorf("%s has %d package comments, want one", rel, len(all))
			continue
		}
		name, text, _ := strings.Cut(all[0], "\n")
		begins := "Package " + name + " "
		if name == "main" { // a command, which go doc calls by its folder
			begins = strings.ToUpper(filepath.Base(dir)[:1]) + filepath.Base(dir)[1:] + " "
		}
		if !strings.HasPrefix(text, begins) || len(text) < 120 {
			t.Errorf("%s: the package comment should begin with %q and be a manual of a few lines:\n%s", rel, begins, text)
		}
	}
	if len(comments) < 20 {
		t.Errorf("found only %d packages", len(comments))
	}
}
