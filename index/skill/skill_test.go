package skill_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rung/index/skill"
)

func TestIn(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"one word", "You write SQL daily", "sql"},
		{"another way to write it", "Run A/B tests on checkout", "e-commerce experimentation"},
		{"hyphens are spaces", "cross functional teams, cross-functional teams", "cross-functional-leadership"},
		{"each once, in order", "sql, Figma, SQL and figma", "figma sql"},
		{"no part of a word", "nosqlite figmatic rapid", ""},
		{"at the ends", "APIs", "apis"},
		{"a capital decides", "Tableau, not the tableau", "tableau"},
		{"an everyday word", "You excel at a fast growth pace; the sap rises", ""},
		{"not across a comma", "the design, systems and people", ""},
		{"not across lines", "we use machine\n- learning matters", ""},
		{"a dot inside a name", "Node.js services", "javascript"},
		{"not across sentences", "You like machine. Learning helps.", ""},
		{"ampersand", "own the P&L", "p&l"},
		{"another script", "経験 SQL 経験 Größe", "sql"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(skill.In(tt.in), " "); got != tt.want {
				t.Errorf("In(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestNamed(t *testing.T) {
	for in, want := range map[string]string{
		"sql": "sql", "SQL": "sql", "A/B testing": "experimentation", "ab-testing": "experimentation",
		"Machine Learning": "machine-learning", "ML": "machine-learning", "tableau": "tableau", "P&L": "p&l",
	} {
		if got, ok := skill.Named(in); got != want || !ok {
			t.Errorf("Named(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
	if got, ok := skill.Named("juggling"); ok {
		t.Errorf("Named(juggling) = %q", got)
	}
}

// Every name is how queries and lists write it, and is known by itself.
func TestNames(t *testing.T) {
	names := skill.Names()
	if !slices.IsSorted(names) || len(names) != len(slices.Compact(slices.Clone(names))) {
		t.Error("the names are not in order, or one stands twice")
	}
	for _, n := range names {
		if got, ok := skill.Named(n); got != n || !ok {
			t.Errorf("Named(%q) = %q, %v", n, got, ok)
		}
		if strings.ContainsAny(n, " ,:\"()") || n == "" {
			t.Errorf("%q cannot be written in a query", n)
		}
	}
}

func TestEveryWayIsOfOneSkill(t *testing.T) {
	for way, of := range skill.Ways() {
		if len(of) > 1 {
			t.Errorf("%q is a way to write %s", way, strings.Join(of, " and "))
		}
	}
}

// FuzzIn holds that what is found is known, in order and once, and stays
// found when more text follows on lines of its own.
func FuzzIn(f *testing.F) {
	f.Add("You write SQL, A/B tests & P&L plans.")
	f.Add("\xffsql \u2011 API")
	f.Fuzz(func(t *testing.T, text string) {
		got := skill.In(text)
		if !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
			t.Errorf("In(%q) = %q", text, got)
		}
		longer := skill.In(text + "\nand no more")
		for _, name := range got {
			if _, ok := skill.Named(name); !ok {
				t.Errorf("In(%q) finds %q, which is no skill", text, name)
			}
			if utf8.ValidString(text) && !slices.Contains(longer, name) {
				t.Errorf("a line after %q hides %q", text, name)
			}
		}
	})
}

func BenchmarkIn(b *testing.B) {
	text := strings.Repeat("You own the roadmap of payments, write SQL and talk with customers about what they need every day. ", 30)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		skill.In(text)
	}
}
