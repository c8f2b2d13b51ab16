package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-runewidth"
)

// terminal is a console whose streams are terminals of a width.
func terminal(out io.Writer, env map[string]string, columns int) *console {
	c := quietConsole(func() time.Time { return opening })
	c.out, c.outTTY, c.columns = out, true, columns
	c.env = func(name string) string { return env[name] }
	return c
}

func TestLink(t *testing.T) {
	const there = "https://jobs.example/1"
	linked := "\x1b]8;;" + there + "\x1b\\here\x1b]8;;\x1b\\"
	for _, tt := range []struct {
		name, address, want string
		env                 map[string]string
	}{
		{"known terminal", there, linked, map[string]string{"TERM_PROGRAM": "WezTerm"}},
		{"kitty", there, linked, map[string]string{"TERM": "xterm-kitty"}},
		{"new enough", there, linked, map[string]string{"VTE_VERSION": "6003"}},
		{"too old", there, "here", map[string]string{"VTE_VERSION": "4601"}},
		{"unknown terminal", there, "here", map[string]string{"TERM": "xterm"}},
		{"dumb", there, "here", map[string]string{"TERM": "dumb", "TERM_PROGRAM": "WezTerm"}},
		{"asked for", there, linked, map[string]string{"FORCE_HYPERLINK": "1"}},
		{"asked not to", there, "here", map[string]string{"FORCE_HYPERLINK": "0", "WT_SESSION": "1"}},
		{"no web address", "javascript:alert(1)", "here", map[string]string{"FORCE_HYPERLINK": "1"}},
		{"an escape in it", "https://jobs.example/\x1b\\x", "here", map[string]string{"FORCE_HYPERLINK": "1"}},
		{"a bell in it", "https://jobs.example/\a", "here", map[string]string{"FORCE_HYPERLINK": "1"}},
	} {
		if got := terminal(io.Discard, tt.env, 80).link(tt.address, "here"); got != tt.want {
			t.Errorf("%s: link %q, want %q", tt.name, got, tt.want)
		}
	}
	pipe := quietConsole(nil)
	pipe.env = func(string) string { return "1" }
	if got := pipe.link(there, "here"); got != "here" {
		t.Errorf("in a pipe: %q", got)
	}
}

func TestColor(t *testing.T) {
	for _, tt := range []struct {
		name string
		env  map[string]string
		flag bool
		want bool
	}{
		{name: "terminal", want: true},
		{name: "NO_COLOR", env: map[string]string{"NO_COLOR": "1"}},
		{name: "dumb", env: map[string]string{"TERM": "dumb"}},
		{name: "CLICOLOR=0", env: map[string]string{"CLICOLOR": "0"}},
		{name: "CLICOLOR=1", env: map[string]string{"CLICOLOR": "1"}, want: true},
		{name: "--no-color", flag: true},
	} {
		c := terminal(io.Discard, tt.env, 80)
		c.noColor = tt.flag
		if c.color() != tt.want {
			t.Errorf("%s: colour %v, want %v", tt.name, c.color(), tt.want)
		}
	}
	forced := quietConsole(nil)
	forced.env = func(name string) string { return map[string]string{"CLICOLOR_FORCE": "1"}[name] }
	if !forced.color() {
		t.Error("CLICOLOR_FORCE does not colour a pipe")
	}
}

func TestPager(t *testing.T) {
	for _, tt := range []struct {
		name, pager string
		off         bool
		want        string
	}{
		{name: "of the user", pager: "more -d", want: "more -d"},
		{name: "cat is none", pager: "cat"},
		{name: "--no-pager", pager: "more", off: true},
	} {
		a := &app{console: terminal(io.Discard, map[string]string{"PAGER": tt.pager}, 80), noPager: tt.off}
		if got := strings.Join(a.pager(), " "); got != tt.want {
			t.Errorf("%s: pager %q, want %q", tt.name, got, tt.want)
		}
	}
	pipe := &app{console: quietConsole(nil)}
	if got := pipe.pager(); got != nil {
		t.Errorf("in a pipe: pager %q", got)
	}
}

// TestPaged holds that what is written goes through the pager, that a pager
// quit early is no error, and that one that is missing keeps nothing back.
func TestPaged(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs tr, head and false")
	}
	long := strings.Repeat("a line\n", 100_000)
	write := func(a *app) func() error {
		return func() error { _, err := io.WriteString(a.out, long); return err }
	}
	for _, tt := range []struct {
		pager string
		want  string
	}{
		{"tr a-z A-Z", strings.ToUpper(long)},
		{"head -n 1", "a line\n"},
		{"false", ""},
		{"no-such-pager-here", long},
	} {
		var out bytes.Buffer
		a := &app{console: terminal(&out, nil, 80)}
		if err := a.paged(strings.Fields(tt.pager), write(a)); err != nil {
			t.Errorf("%s: %v", tt.pager, err)
		}
		if out.String() != tt.want {
			t.Errorf("%s: %d bytes, want %d", tt.pager, out.Len(), len(tt.want))
		}
		if a.out != &out {
			t.Errorf("%s: standard output is not given back", tt.pager)
		}
	}
	broken := errors.New("broken")
	a := &app{console: terminal(io.Discard, nil, 80)}
	if err := a.paged([]string{"cat"}, func() error { return broken }); !errors.Is(err, broken) {
		t.Errorf("the command's own error is lost: %v", err)
	}
}

// TestPagedCommands holds which answers are paged: text on a terminal.
func TestPagedCommands(t *testing.T) {
	if _, err := exec.LookPath("tr"); err != nil {
		t.Skip("needs tr")
	}
	for args, paged := range map[string]bool{
		"rules list":            true,
		"rules list --json":     false,
		"rules list --no-pager": false,
		"version":               false,
	} {
		var out bytes.Buffer
		c := terminal(&out, map[string]string{"PAGER": "tr a-z A-Z", "NO_COLOR": "1"}, 80)
		if code := run(context.Background(), strings.Fields(args), c); code != exitOK {
			t.Fatalf("%s: exit code %d", args, code)
		}
		if got := out.String() == strings.ToUpper(out.String()); got != paged {
			t.Errorf("%s: paged %v, want %v", args, got, paged)
		}
	}
}

// unbreakable lines are examples, which are there to be copied, and those of
// one word, such as a path, that no line holds.
func unbreakable(line string, columns int) bool {
	longest := 0
	for w := range strings.FieldsSeq(line) {
		longest = max(longest, runewidth.StringWidth(w))
	}
	return strings.HasPrefix(line, "  rung ") || longest+15 > columns
}

// TestWidths holds that no line is wider than the terminal, whatever is
// asked. The report's tables need 80 columns.
func TestWidths(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	base := []string{"--data", data, "--no-pager"}
	ads := filepath.Join("testdata", "widths.jsonl")
	if code := run(context.Background(), append(base, "import", ads), quietConsole(func() time.Time { return opening })); code != exitOK {
		t.Fatalf("import: exit code %d", code)
	}
	for _, columns := range []int{40, 80, 200} {
		for _, args := range []string{"", "help search", "search roadmap", "show widths-1", "report", "rules list --dimension people", "doctor", "boards list --source lever", "classify --title Product " + filepath.Join("testdata", "widths.jsonl")} {
			if columns < 80 && args == "report" {
				continue
			}
			var out bytes.Buffer
			c := terminal(&out, map[string]string{"NO_COLOR": "1"}, columns)
			if code := run(context.Background(), append(base, strings.Fields(args)...), c); code != exitOK {
				t.Errorf("%s at %d columns: exit code %d", args, columns, code)
			}
			for line := range strings.Lines(out.String()) {
				line = strings.TrimRight(line, "\n")
				if runewidth.StringWidth(line) > columns && !unbreakable(line, columns) {
					t.Errorf("%s at %d columns: %s", args, columns, line)
				}
			}
		}
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// TestFullDisk holds that an answer that could not be written is an error.
func TestFullDisk(t *testing.T) {
	var said bytes.Buffer
	for _, args := range []string{"version", "rules list", "help search", "man"} {
		said.Reset()
		c := quietConsole(func() time.Time { return opening })
		c.out, c.err = full{}, &said
		if code := run(context.Background(), strings.Fields(args), c); code != exitUnexpected || !strings.Contains(said.String(), "no space left") {
			t.Errorf("%s: exit code %d, said %q", args, code, said.String())
		}
	}
}
