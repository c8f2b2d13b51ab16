package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manuals writes all pages into a folder.
func manuals(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	c := quietConsole(func() time.Time { return opening })
	if code := run(context.Background(), []string{"man", dir}, c); code != exitOK {
		t.Fatalf("rung man: exit code %d", code)
	}
	return dir
}

// TestManHasAll holds that every command has its page, and every flag that
// is not hidden stands on it.
func TestManHasAll(t *testing.T) {
	dir := manuals(t)
	each(testRoot(), func(c *cobra.Command) {
		if c.HasParent() && !c.IsAvailableCommand() {
			return
		}
		page, err := os.ReadFile(filepath.Join(dir, manName(c)))
		if err != nil {
			t.Errorf("%s has no page: %v", c.CommandPath(), err)
			return
		}
		text := strings.ReplaceAll(string(page), `\-`, "-")
		for _, all := range []*pflag.FlagSet{c.LocalFlags(), c.InheritedFlags()} {
			all.VisitAll(func(f *pflag.Flag) {
				if !f.Hidden && !strings.Contains(text, "--"+f.Name) {
					t.Errorf("the page of %s lacks --%s", c.CommandPath(), f.Name)
				}
			})
		}
		if c.HasExample() && !strings.Contains(text, ".SH EXAMPLE") {
			t.Errorf("the page of %s lacks its examples", c.CommandPath())
		}
	})
}

// TestManRenders holds that man reads every page without a complaint.
func TestManRenders(t *testing.T) {
	man, err := exec.LookPath("man")
	if err != nil {
		t.Skip("there is no man here to render the pages")
	}
	pages, err := filepath.Glob(filepath.Join(manuals(t), "*.1"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("pages %v, %v", pages, err)
	}
	cmd := exec.Command(man, append([]string{"--warnings", "-Tutf8", "-l"}, pages...)...)
	cmd.Env = append(os.Environ(), "MANWIDTH=80", "LC_ALL=C.UTF-8", "PAGER=cat", "MANPAGER=cat")
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		t.Skipf("man renders nothing here: %v: %s", err, complaints.String())
	}
	if complaints.Len() > 0 {
		t.Errorf("man complains: %s", complaints.String())
	}
	plain := regexp.MustCompile(".\x08").ReplaceAllString(out.String(), "") // bold is struck twice
	if !strings.Contains(plain, "SYNOPSIS") {
		t.Errorf("nothing was rendered: %.200s", out.String())
	}
}
