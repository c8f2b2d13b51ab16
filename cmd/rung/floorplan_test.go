package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rung/corpus/corpustest"
)

// floorplan says, for each package, which packages of ours it may import;
// "…" stands for everything below. Arrows point down: corpus at the ground,
// crawler and classify on it without knowing each other, index on classify's
// types, cmd on top. A package that is not listed fails the test, so that a
// new room is placed on purpose.
var floorplan = map[string][]string{
	"corpus":            {},
	"corpus/gold":       {"corpus"},
	"corpus/gold/label": {"corpus", "corpus/gold"},
	"corpus/sample":     {"corpus"},
	"corpus/corpustest": {"corpus"},

	"crawler/fetch":                {"corpus"},
	"crawler/extract":              {"corpus"},
	"crawler/source":               {"corpus", "crawler/fetch", "crawler/extract", "crawler/source/…"},
	"crawler/source/…":             {"corpus", "crawler/fetch", "crawler/extract", "crawler/source/wire", "crawler/source/jsonld"},
	"crawler/source/wire/wiretest": {"corpus", "corpus/corpustest", "crawler/source/wire"},
	"crawler/replay":               {"corpus", "crawler/extract"},
	"crawler/crawltest":            {"corpus", "crawler/fetch", "crawler/source/wire"},
	"crawler":                      {"corpus", "crawler/fetch", "crawler/source", "crawler/source/wire", "crawler/extract"},
	"crawler/detect":               {"corpus", "crawler/fetch", "crawler/source", "crawler/source/…"},

	"classify/text":    {},
	"classify/rule":    {"classify/text"},
	"classify/ladder":  {"classify/text", "classify/rule"},
	"classify/title":   {"classify/ladder"},
	"classify/fact":    {"classify/text"},
	"classify/score":   {},
	"classify":         {"corpus", "classify/ladder", "classify/rule", "classify/text", "classify/title", "classify/fact", "classify/score"},
	"classify/lint":    {"corpus", "classify", "classify/fact", "classify/rule", "classify/text"},
	"classify/compare": {"corpus", "classify", "classify/ladder", "classify/text"},
	"classify/eval":    {"corpus", "corpus/gold", "classify", "classify/ladder", "classify/score", "classify/title", "classify/text"},

	"index/skill":     {},
	"index/query":     {"classify/ladder", "index/skill"},
	"index/indextest": {"corpus", "classify", "classify/ladder", "index", "index/query"},
	"index":           {"corpus", "classify", "classify/ladder", "index/query", "index/skill"},
	"index/trend":     {"corpus", "classify", "classify/ladder", "index", "index/query"},

	"cmd/rung/report":            {"corpus", "classify/ladder", "index", "index/query", "index/trend"},
	"cmd/rung/say":               {"classify"},
	"cmd/rung/feed":              {"classify/ladder", "index", "index/query"},
	"cmd/rung/web":               {"corpus", "corpus/gold", "corpus/gold/label", "crawler", "classify", "classify/eval", "classify/title", "classify/ladder", "index", "index/query", "index/trend", "cmd/rung/feed", "cmd/rung/report", "cmd/rung/say", "cmd/rung/web/guard"},
	"cmd/rung/web/guard":         {},
	"cmd/rung/web/desk":          {"corpus", "classify", "classify/compare", "classify/ladder", "index", "index/query", "index/trend"},
	"cmd/rung/web/desk/desktest": {"corpus", "corpus/gold", "classify", "classify/compare", "classify/ladder", "index", "index/trend", "cmd/rung/web/desk"},
	"cmd/rung/web/api":           {"corpus", "classify", "classify/ladder", "index", "index/query", "index/trend", "cmd/rung/report", "cmd/rung/web/desk", "cmd/rung/web/guard"},
	"cmd/rung/web/mcp":           {"corpus", "classify", "classify/compare", "classify/ladder", "index", "index/query", "index/trend", "cmd/rung/say", "cmd/rung/web/desk", "cmd/rung/web/guard"},

	"cmd/rung": {"…"},
	// The release tool drives go and the binary; it knows nothing of ours.
	"cmd/release": {},
}

// soleImporters keeps each heavy library behind one door.
var soleImporters = map[string]string{
	"github.com/blevesearch/bleve/v2": "index",
	"modernc.org/sqlite":              "corpus",
	"github.com/gocolly/colly/v2":     "crawler/fetch",
	"github.com/jdkato/prose/v2":      "classify/text",
}

func TestFloorPlan(t *testing.T) {
	for pkg, imports := range imports(t) {
		allowed, ok := placeOf(pkg)
		if !ok {
			t.Errorf("%s has no place in the floor plan: add it there with what it may import", pkg)
			continue
		}
		for _, imp := range imports {
			if ours, ok := strings.CutPrefix(imp, "rung/"); ok && !permits(allowed, ours) {
				t.Errorf("%s may not import %s: dependencies point down", pkg, ours)
			}
			checkSole(t, pkg, imp)
		}
	}
}

func checkSole(t *testing.T, pkg, imp string) {
	t.Helper()
	for lib, owner := range soleImporters {
		if (imp == lib || strings.HasPrefix(imp, lib+"/")) && pkg != owner {
			t.Errorf("%s imports %s: only %s does", pkg, imp, owner)
		}
	}
}

func placeOf(pkg string) ([]string, bool) {
	if r, ok := floorplan[pkg]; ok {
		return r, true
	}
	if strings.HasPrefix(pkg, "crawler/source/") {
		return floorplan["crawler/source/…"], true
	}
	return nil, false
}

func permits(allowed []string, imp string) bool {
	return slices.ContainsFunc(allowed, func(a string) bool {
		prefix, all := strings.CutSuffix(a, "…")
		return a == imp || all && strings.HasPrefix(imp, prefix)
	})
}

// imports lists the imports of every package's own code; tests may look
// further, since nothing depends on them.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	root := corpustest.Root()
	out := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "dist" || d.Name() == ".git"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(rel)
		for _, spec := range file.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if !slices.Contains(out[pkg], imp) {
				out[pkg] = append(out[pkg], imp)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 20 {
		t.Fatalf("found only %d packages under %s", len(out), root)
	}
	return out
}
