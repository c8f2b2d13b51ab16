package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// unrunnable are the commands whose examples need the open web, labelled
// postings, minutes, or end only when interrupted.
var unrunnable = map[string]bool{
	"rung crawl": true, "rung serve": true, "rung demo": true, "rung mcp": true, "rung fit": true, "rung eval": true,
	"rung boards detect": true, "rung boards add": true, "rung boards check": true, "rung label": true, "rung rules test": true,
}

// exampleArgs reads the words of an example as a shell does, up to the
// comment behind three spaces or a pipe, and the file it reads.
func exampleArgs(line string) (args []string, in string) {
	line, _, _ = strings.Cut(line, "   ")
	line, _, _ = strings.Cut(line, " | ")
	var word strings.Builder
	quoted, begun := false, false
	for _, r := range line + " " {
		switch {
		case r == '\'':
			quoted, begun = !quoted, true
		case r == ' ' && !quoted:
			if begun {
				args = append(args, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	args = expand(args)
	for i := 1; i+1 < len(args); i++ {
		if args[i] == "<" || args[i] == ">" {
			if args[i] == "<" {
				in = args[i+1]
			}
			return args[1:i], in
		}
	}
	return args[1:], in
}

// expand puts the files a pattern names in its place.
func expand(args []string) []string {
	var out []string
	for _, arg := range args {
		if names, err := filepath.Glob(arg); err == nil && strings.Contains(arg, "*") {
			out = append(out, names...)
		} else {
			out = append(out, arg)
		}
	}
	return out
}

// TestExamplesRun runs what help shows, in a directory with the files it
// names. An example may find nothing, as its names are made up; it may not be
// misunderstood, nor fail.
func TestExamplesRun(t *testing.T) {
	t.Chdir(t.TempDir())
	const row = `{"id":"1","title":"Senior Product Manager","company":"Acme Ltd","location":"Denver, CO","text":"Own the payments roadmap across several teams and mentor junior product managers. Five years in product management."}` + "\n"
	if err := os.Mkdir("ads", 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"ad.txt": "Own the payments roadmap across several teams.\nMentor junior product managers.", "ads/1.txt": "Own the payments roadmap.",
		"mine.txt": "Own the payments roadmap.", "theirs.txt": "Lead a team of five product managers.", "resume.txt": "I owned a roadmap for five years.",
		"more.csv":  "id,title,company,text\n2,Product Manager,Acme Ltd,Own the roadmap of one product.\n",
		"ads.jsonl": row, "postings.jsonl": row, "mine.yaml": "boards:\n  - {source: lever, token: acme}\n",
	} {
		if err := os.WriteFile(filepath.FromSlash(name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	do := func(args []string, in string) (int, string) {
		c := quietConsole(func() time.Time { return opening })
		var said bytes.Buffer
		c.err = &said
		c.env = func(name string) string { return map[string]string{"RUNG_DATA": "data"}[name] }
		if in != "" {
			data, err := os.ReadFile(in)
			if err != nil {
				t.Fatal(err)
			}
			c.in = bytes.NewReader(data)
		}
		return run(context.Background(), args, c), said.String()
	}
	if code, said := do([]string{"import", "postings.jsonl"}, ""); code != exitOK {
		t.Fatalf("import: exit code %d: %s", code, said)
	}
	ran := 0
	each(testRoot(), func(c *cobra.Command) {
		for line := range strings.Lines(c.Example) {
			args, in := exampleArgs(strings.TrimSpace(line))
			found, _, err := testRoot().Find(args)
			if err != nil || unrunnable[found.CommandPath()] || exampleNeeds(line) {
				continue
			}
			ran++
			code, said := do(args, in)
			if code != exitOK && code != exitNothing && code != exitGate {
				t.Errorf("%s: exit code %d: %s", strings.TrimSpace(line), code, said)
			}
		}
	})
	if ran < 30 {
		t.Errorf("only %d examples ran", ran)
	}
}

// exampleNeeds says whether an example needs what is not here: the open web,
// a home, or its reader's own words in capitals.
func exampleNeeds(line string) bool {
	for _, s := range []string{"https://", "~/", " DIR", " FILE"} {
		if strings.Contains(line, s) {
			return true
		}
	}
	return false
}
