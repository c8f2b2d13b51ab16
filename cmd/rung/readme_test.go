package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"
)

// TestReadme runs what README shows on a console, in the folder a clone begins
// in: every stretch between two lines "…" stands in the answer, in that order.
// A refit moves the figures; the failure prints what to write.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(readme), "```console\n$ ")[1:]
	if len(blocks) == 0 {
		t.Fatal("README shows no command")
	}
	for _, block := range blocks {
		shown, _, _ := strings.Cut(block, "```")
		line, answer, _ := strings.Cut(shown, "\n")
		t.Run(line, func(t *testing.T) {
			args, _ := exampleArgs(line)
			got := printedBy(t, args)
			rest := got
			for _, part := range strings.Split(answer, "…\n") {
				_, after, ok := strings.Cut(rest, part)
				if !ok {
					t.Fatalf("the answer lacks, or has elsewhere:\n%s\nall of it:\n%s", part, got)
				}
				rest = after
			}
		})
	}
}

// printedBy is what a command prints where lines have eighty columns.
func printedBy(t *testing.T, args []string) string {
	c := quietConsole(func() time.Time { return opening })
	var out, talk bytes.Buffer
	c.out, c.err = &out, &talk
	if code := run(t.Context(), append([]string{"--data", t.TempDir()}, args...), c); code != exitOK {
		t.Errorf("exit code %d: %s", code, talk.String())
	}
	return out.String()
}
