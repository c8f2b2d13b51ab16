package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"
)

var at = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)

// files makes members of two files written now.
func files(t *testing.T) []member {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"rung": "a program", "README.md": "a page"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return []member{{name: "rung", file: filepath.Join(dir, "rung"), run: true}, {name: "README.md", file: filepath.Join(dir, "README.md")}}
}

// TestPackTwice holds that neither the order nor the time nor the place of
// files shows in an archive.
func TestPackTwice(t *testing.T) {
	for name, pack := range map[string]func(io.Writer, string, []member, time.Time) error{"tar.gz": tarball, "zip": zipped} {
		var one, two bytes.Buffer
		first, second := files(t), files(t)
		slices.Reverse(second)
		if err := os.Chtimes(second[0].file, at, at); err != nil {
			t.Fatal(err)
		}
		if err := pack(&one, "rung-1", first, at); err != nil {
			t.Fatal(err)
		}
		if err := pack(&two, "rung-1", second, at); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Errorf("%s: the same files give other bytes", name)
		}
		if one.Len() == 0 {
			t.Errorf("%s: empty", name)
		}
	}
}

func TestTarball(t *testing.T) {
	var b bytes.Buffer
	if err := tarball(&b, "rung-1", files(t), at); err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, h.FileInfo().Mode().String()+" "+h.Name+" "+h.ModTime.UTC().Format(time.DateOnly)+h.Uname)
	}
	want := []string{"-rw-r--r-- rung-1/README.md 2026-11-20", "-rwxr-xr-x rung-1/rung 2026-11-20"}
	if !slices.Equal(got, want) {
		t.Errorf("archive holds %q, want %q", got, want)
	}
}

func TestZipped(t *testing.T) {
	var b bytes.Buffer
	if err := zipped(&b, "rung-1", files(t), at); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if len(z.File) != 2 || z.File[1].Name != "rung-1/rung" || z.File[1].Mode() != 0o755 {
		t.Errorf("archive holds %+v", z.File)
	}
}

func TestPackMissing(t *testing.T) {
	gone := []member{{name: "rung", file: filepath.Join(t.TempDir(), "rung")}}
	if tarball(io.Discard, "x", gone, at) == nil || zipped(io.Discard, "x", gone, at) == nil {
		t.Error("a missing file was packed")
	}
}

func TestSums(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a"), []byte("abc"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := writeSums(dir, []string{"a"}); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	// The digest of "abc" is the first example of FIPS 180-2.
	if want := "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\n"; string(got) != want {
		t.Errorf("sums %q, want %q", got, want)
	}
}

func TestBill(t *testing.T) {
	info := &debug.BuildInfo{
		GoVersion: "go1.26",
		Deps: []*debug.Module{
			{Path: "example.org/sail", Version: "v1.2.0", Sum: "h1:abc="},
			{Path: "example.org/oar", Version: "v1.0.0", Replace: &debug.Module{Path: "example.org/paddle", Version: "v2.0.0"}},
		},
		Settings: []debug.BuildSetting{{Key: "GOOS", Value: "plan9"}},
	}
	bom := bill(info, "v9", at)
	var got []string
	for _, c := range *bom.Components {
		got = append(got, c.PackageURL)
	}
	want := []string{"pkg:golang/std@go1.26", "pkg:golang/example.org/sail@v1.2.0", "pkg:golang/example.org/paddle@v2.0.0"}
	if !slices.Equal(got, want) {
		t.Errorf("components %q, want %q", got, want)
	}
	if (*bom.Dependencies)[0].Ref != bom.Metadata.Component.BOMRef || len(*(*bom.Dependencies)[0].Dependencies) != len(want) {
		t.Errorf("dependencies %+v", *bom.Dependencies)
	}
	if bom.Metadata.Timestamp != "2026-11-20T08:00:00Z" || bom.SerialNumber != "" {
		t.Errorf("metadata %+v, serial number %q", bom.Metadata, bom.SerialNumber)
	}
}

// TestBillOfThisBinary reads a real binary: this test.
func TestBillOfThisBinary(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := writeBOM(&b, self, "v9", at); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"pkg:golang/github.com/CycloneDX/cyclonedx-go@`) {
		t.Errorf("the library at work is not in the bill:\n%s", b.String())
	}
}
