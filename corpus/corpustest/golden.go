// Package corpustest is support for the tests of every package: golden files
// behind one -update flag, and the way to material that lies beside the
// repository and is not part of it.
//
//	corpustest.Golden(t, "testdata/report.golden", got)
//	path := corpustest.Shared(t, "eval/dev.jsonl")
//
// A test binary rejects flags it does not know, so "make golden" runs only the
// packages that import this one.
package corpustest

import (
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite golden files with what the tests produce")

// Golden compares got with the file at path, relative to the test's package.
// With -update it writes the file instead. On a difference it leaves what it
// got beside the file, with ".got" appended, for a diff tool.
func Golden(t testing.TB, path string, got []byte) {
	t.Helper()
	if *update {
		write(t, path, got)
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("golden file: %v (create it with -update)", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		write(t, path+".got", got)
		t.Errorf("%s differs (-want +got; refresh with -update):\n%s", path, diff)
	}
}

func write(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// Shared returns the path of a file of the shared material, which lies beside
// the repository ("../shared" from its root) or where RUNG_SHARED points. The
// material belongs to others and is not committed, so a test that needs it
// says that it skips where it is absent.
func Shared(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("RUNG_SHARED")
	if dir == "" {
		dir = filepath.Join(Root(), "..", "shared")
	}
	path := filepath.Join(dir, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs the shared material: %v", err)
	}
	return path
}

// Root returns the root of the repository.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}
