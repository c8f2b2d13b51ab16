package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rung/corpus/corpustest"
)

// program uses the four doors from outside, as another Go program would:
// postings in, verdict, index, report.
const program = `package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"rung/classify"
	"rung/corpus"
	"rung/index"
	"rung/index/trend"
)

func main() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "rung")
	check(err)
	defer os.RemoveAll(dir)
	store, err := corpus.Open(ctx, dir, corpus.Options{})
	check(err)
	defer store.Close()
	row := ` + "`" + `{"id":"x:1","title":"Senior Product Manager","company":"Lantern","body":"Own several products and mentor product managers."}` + "`" + `
	_, err = corpus.Import(ctx, store, strings.NewReader(row), corpus.ImportOptions{At: time.Unix(1750000000, 0)})
	check(err)
	c, err := classify.New(classify.Options{})
	check(err)
	x, err := index.Open(dir+"/index", index.Options{Model: c.Model()})
	check(err)
	defer x.Close()
	for p, err := range store.All(ctx, corpus.Filter{}) {
		check(err)
		check(x.Put(ctx, []index.Document{{Posting: p, Verdict: c.Classify(p)}}))
	}
	r, err := trend.Compute(ctx, x, trend.Options{})
	check(err)
	fmt.Println("vacancies on the ladder:", r.Coverage.OnLadder)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
`

// TestLibrary builds and runs a program of its own module that reaches the
// packages through a replace directive, which is how they are used until the
// module has a host.
func TestLibrary(t *testing.T) {
	if testing.Short() {
		t.Skip("links a program of its own")
	}
	root, dir := corpustest.Root(), t.TempDir()
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"go.mod":  "module visitor\n\ngo 1.26\n\nrequire rung v0.0.0\n\nreplace rung => " + root + "\n",
		"go.sum":  string(sums),
		"main.go": program,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "run", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-mod=mod", "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("a program that uses rung as a library: %v\n%s", err, out)
	}
	if !strings.Contains(string(out), "vacancies on the ladder: 1") {
		t.Errorf("it printed %q", out)
	}
}
