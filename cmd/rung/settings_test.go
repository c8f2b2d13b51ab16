package main

import (
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

func TestReadSettings(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"for all", "quiet: true\n", " --quiet=true"},
		{"for one command", "search: {country: US, facets: [rung, company]}\n", "search --country=US search --facets=rung,company"},
		{"below a command", "boards:\n  list:\n    json: true\n", "boards list --json=true"},
		{"an empty part", "search:\n", ""},
		{"nothing", "", ""},
	} {
		got, err := readSettings(testRoot(), "config.yaml", []byte(tt.in))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		var words []string
		for _, s := range got {
			words = append(words, s.command+" --"+s.flag+"="+strings.Join(s.values, ","))
		}
		if text := strings.Join(words, " "); text != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, text, tt.want)
		}
	}
}

func TestReadSettingsRefuses(t *testing.T) {
	for _, tt := range []struct{ name, in, err string }{
		{"a slip", "search:\n  formta: json\n", `config.yaml:2: the part search has no key "formta"`},
		{"not for all", "country: US\n", `config.yaml:1: the file has no key "country"`},
		{"for one run only", "config: other.yaml\n", `has no key "config"`},
		{"a synonym", "search: {level: pm}\n", `has no key "level"`},
		{"a value for a part", "search: pm\n", "the part search is not KEY: VALUE"},
		{"a part for a value", "data: {dir: x}\n", "data is neither a value nor a list"},
		{"a list", "- search\n", "the file is not KEY: VALUE"},
		{"no YAML", "search: {", "config.yaml: line 1"},
	} {
		_, err := readSettings(testRoot(), "config.yaml", []byte(tt.in))
		if err == nil || !strings.Contains(err.Error(), tt.err) {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.err)
		}
	}
}

// FuzzReadSettings holds that any file is refused, or sets flags that there
// are.
func FuzzReadSettings(f *testing.F) {
	f.Add([]byte("search: {country: US, facets: [rung]}\nquiet: true\n"))
	f.Add([]byte("a: &x [1]\nb: *x\n"))
	f.Add([]byte("? {a: b}\n: - c\n"))
	known := map[string]bool{}
	root := testRoot()
	visitFlags(root, func(command, flag string) { known[command+" --"+flag] = true })
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := readSettings(root, "config.yaml", data)
		for _, s := range all {
			if err == nil && !known[s.command+" --"+s.flag] {
				t.Errorf("%+v sets no flag", s)
			}
		}
	})
}

// TestTwins holds that a flag on the command line silences the setting that
// answers the same question under another name.
func TestTwins(t *testing.T) {
	a := &app{console: quietConsole(func() time.Time { return opening })}
	a.console.env = func(name string) string { return map[string]string{"RUNG_SEARCH_JSON": "true"}[name] }
	root := a.root()
	search := find(t, root, "search")
	if err := search.ParseFlags([]string{"--format", "csv"}); err != nil {
		t.Fatal(err)
	}
	if err := a.settle(search); err != nil {
		t.Fatal(err)
	}
	if search.Flags().Changed("json") {
		t.Error("RUNG_SEARCH_JSON outdoes --format csv")
	}
}

func find(t *testing.T, root *cobra.Command, name string) *cobra.Command {
	t.Helper()
	c, _, err := root.Find([]string{name})
	if err != nil || c == root {
		t.Fatalf("there is no command %s: %v", name, err)
	}
	return c
}
