package query_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"rung/index/query"
)

func TestParsePrints(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "  ", "*"},
		{"words", "roadmap  pricing", "roadmap pricing"},
		{"phrase", `"pricing strategy"`, `"pricing strategy"`},
		{"or binds weaker", "a b OR c", "(a b) OR c"},
		{"parentheses", "a (b OR c) -d", "a (b OR c) -d"},
		{"double denial", "--a", "a"},
		{"denied group", "-(a b)", "-(a b)"},
		{"or inside a word", "ORACLE", "ORACLE"},
		{"field word", "title:growth", "title:growth"},
		{"field phrase", `city:"New York"`, `city:"New York"`},
		{"skill", "skill:SQL,figma", "skill:sql OR skill:figma"},
		{"skill written otherwise", `skill:"A/B tests"`, "skill:experimentation"},
		{"rung by another name", `rung:"group product manager"`, "rung:lead"},
		{"rung", "rung:senior", "rung:senior"},
		{"level is rung", "level:senior..director", "rung:senior..director"},
		{"rung list", "rung:pm,Lead", "rung:pm OR rung:lead"},
		{"rung comparison", "rung:>=lead", "rung:>=lead"},
		{"country is upper", "country:us,ca", "country:US OR country:CA"},
		{"remote", "remote:true", "workplace:remote"},
		{"not remote", "remote:no", "-workplace:remote"},
		{"since month", "since:2026-06", "date:2026-06-01.."},
		{"until month is inclusive", "until:2026-02", "date:..2026-02-28"},
		{"until leap month", "until:2024-02", "date:..2024-02-29"},
		{"one day", "posted:2026-06-01", "posted:2026-06-01"},
		{"year", "seen:2026", "seen:2026-01-01..2026-12-31"},
		{"date range", "date:2026-01..2026-03", "date:2026-01-01..2026-03-31"},
		{"thousands", "salary:>150k", "salary:>150000"},
		{"millions", "salary:1.5m", "salary:1500000"},
		{"number range", "salary:90k..120,000", "salary:90000..120000"},
		{"open range", "years:3..", "years:>=3"},
		{"negative", "gap:-1", "gap:-1"},
		{"decimal", "conf:<0.6", "conf:<0.6"},
		{"board keeps its case", "board:ashby:Acme", "board:ashby:Acme"},
		{"comma in a word", "1,5", "1,5"},
		{"quoted board", `board:"ashby:Forward Financing"`, `board:"ashby:Forward Financing"`},
		{"escaped quote", `"say \"hi\" \\o"`, `"say \"hi\" \\o"`},
		{"quoted OR", `"OR"`, `"OR"`},
		{"repeated", "a b a", "a b"},
		{"none decides", "a -*", "-*"},
		{"not english", "größe 経験", "größe 経験"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q, err := query.Parse(tt.in)
			if err != nil {
				t.Fatalf("Parse(%q): %v", tt.in, err)
			}
			if got := query.Simplify(q).String(); got != tt.want {
				t.Errorf("Parse(%q) prints %s, want %s", tt.in, got, tt.want)
			}
		})
	}
}

func TestParseErrorsPointAtThePlace(t *testing.T) {
	for _, tt := range []struct{ name, in, at, want string }{
		{"unknown field", "a rnug:senior", "rnug", "did you mean rung:?"},
		{"unknown field far from all", "http://x", "http", `put it in "quotes"`},
		{"unknown rung", "rung:seniro", "seniro", "did you mean rung:senior?"},
		{"unknown skill", "skill:fgma", "fgma", "did you mean skill:figma?"},
		{"skill like no other", `a skill:"tea ceremony"`, `"tea ceremony"`, `body:"tea ceremony"`},
		{"unknown value", "workplace:remot", "remot", "did you mean workplace:remote?"},
		{"not a number", "a salary:lots", "lots", "takes a number"},
		{"not a date", "since:june", "june", "day, month or year"},
		{"impossible day", "since:2026-02-30", "2026-02-30", "day, month or year"},
		{"turned range", "salary:5..3", "5..3", "smaller end first"},
		{"turned dates", "date:2026-03..2026-01", "2026-03..2026-01", "earlier end first"},
		{"no value", "a rung:", "rung:", "has no value"},
		{"open quote", `a "b`, `"`, "never closed"},
		{"open parenthesis", "a (b", "(", "never closed"},
		{"stray parenthesis", "a ) b", ")", "without an opening"},
		{"OR first", "OR a", "OR", "nothing before"},
		{"OR last", "a OR", "OR", "nothing after"},
		{"OR twice", "a OR OR b", "OR", "nothing after"},
		{"lone minus", "a - b", "-", "nothing after"},
		{"empty quotes", `a ""`, `""`, "empty"},
		{"empty place in a list", "country:US,,CA", "US,,CA", "empty place"},
		{"infinite", "salary:>9" + strings.Repeat("9", 400), "", "takes a number"},
		{"invalid bytes", "a \xff", "\xff", "UTF-8"},
		{"too deep", strings.Repeat("(", 100), "(", "deeply"},
		{"too long", strings.Repeat("a", 5000), "", "4,096"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := query.Parse(tt.in)
			var e *query.Error
			if !errors.As(err, &e) {
				t.Fatalf("Parse(%q) = %v, want an *Error", tt.in, err)
			}
			if got := tt.in[e.Start:e.End]; tt.at != "" && got != tt.at {
				t.Errorf("Parse(%q) points at %q, want %q", tt.in, got, tt.at)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Parse(%q) = %v, want it to say %q", tt.in, err, tt.want)
			}
		})
	}
}

func TestPointer(t *testing.T) {
	_, err := query.Parse("größe rnug:senior")
	want := "größe rnug:senior\n      ^^^^"
	if got := err.(*query.Error).Pointer(); got != want {
		t.Errorf("Pointer() =\n%s\nwant\n%s", got, want)
	}
}

func TestExpand(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"abbreviation", "PM", `PM OR "product manager"`},
		{"words side by side", "growth product manager", `growth ((product manager) OR "product manager" OR pm)`},
		{"longest first", "group product manager", `(group product manager) OR "group product manager" OR gpm OR "group pm"`},
		{"plural", "product managers", `(product managers) OR "product managers" OR pm`},
		{"no plural of another", "pmx", `pmx`},
		{"phrase", `"product owner"`, `"product owner" OR po`},
		{"denied", "-ux", `-(ux OR "user experience")`},
		{"field kept", "title:PM", `title:PM OR title:"product manager"`},
		{"fields do not mix", "title:product manager", "title:product manager"},
		{"company left alone", "company:PM", "company:PM"},
		{"nothing known", "roadmap rung:pm", "roadmap rung:pm"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q, err := query.Parse(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if got := query.Expand(query.Simplify(q), query.Synonyms()).String(); got != tt.want {
				t.Errorf("Expand(%s) = %s, want %s", tt.in, got, tt.want)
			}
		})
	}
}

func TestEveryFieldReadsItsExample(t *testing.T) {
	for _, f := range query.Fields() {
		in := f.Name + ":" + f.Example
		if _, err := query.Parse(in); err != nil {
			t.Errorf("Parse(%q): %v", in, err)
		}
	}
}

func TestNearest(t *testing.T) {
	words := []string{"rung", "track", "gap"}
	for in, want := range map[string]string{"rnug": "rung", "trak": "track", "zzzzzz": "", "gaps": "gap"} {
		if got := query.Nearest(in, words); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestEdits(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"same", "same", 0}, {"pricng", "pricing", 1},
		{"recieve", "receive", 1}, {"rnug", "rung", 1}, {"manger", "manager", 1}, {"kitten", "sitting", 3}, {"ab", "ba", 1},
	} {
		if got := query.Edits(tt.a, tt.b); got != tt.want {
			t.Errorf("Edits(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// FuzzParse: an error points inside the text; a query prints to a text that
// reads back as the same query, simplified or not.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`a "b c" -d OR (e f)`, `rung:senior..director salary:>150k`, `city:"New York" since:2026-06`,
		`board:"a\"b" -(x OR -y)`, `conf:<0.6 gap:-1 id:"a b"`, `--*`, `a:b`, "()", "-()", `country:US,CA`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := query.Parse(s)
		if err != nil {
			e := err.(*query.Error)
			if e.Start < 0 || e.Start > e.End || e.End > len(s) {
				t.Fatalf("Parse(%q) points at %d..%d", s, e.Start, e.End)
			}
			_, _ = e.Error(), e.Pointer()
			return
		}
		simple := query.Simplify(q)
		if again := query.Simplify(simple); !reflect.DeepEqual(again, simple) {
			t.Fatalf("simplifying %q twice: %s, then %s", s, simple, again)
		}
		printed := simple.String()
		if len(printed) > 4096 {
			return
		}
		back, err := query.Parse(printed)
		if err != nil {
			t.Fatalf("Parse(%q) prints %q, which is %v", s, printed, err)
		}
		if got := query.Simplify(back); !reflect.DeepEqual(got, simple) {
			t.Fatalf("Parse(%q) prints %q, which reads as %s", s, printed, got)
		}
	})
}
