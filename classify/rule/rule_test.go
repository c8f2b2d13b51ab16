package rule

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rung/classify/text"
)

// match returns what the phrase finds in the sentence, as text.
func match(t *testing.T, phrase, sentence string) []string {
	t.Helper()
	set, err := Compile(File{Name: "test", Lists: map[string][]string{"pms": {"pm", "product manager", "product owner"}},
		Rules: []Rule{{Name: "r", Phrases: []string{phrase}, Sections: text.Kinds()}}})
	if err != nil {
		t.Fatalf("Compile(%q): %v", phrase, err)
	}
	var got []string
	for _, m := range set.Match(text.Parse(sentence), nil) {
		got = append(got, sentence[m.Start:m.End])
	}
	return got
}

func TestPhrases(t *testing.T) {
	tests := []struct {
		name, phrase, sentence string
		want                   []string
	}{
		{"word", "mentor", "Mentor our bakers.", []string{"Mentor"}},
		{"inflected", "mentor", "You enjoy mentoring; she mentored mentors.", []string{"mentoring", "mentored", "mentors"}},
		{"irregular", "lead team", "She led teams and leads a team.", []string{"led teams"}},
		{"grew", "grow", "They grew, we grow, all are growing.", []string{"grew", "grow", "growing"}},
		{"British spelling", "prioritize", "Prioritise, prioritized, prioritising.", []string{"Prioritise", "prioritized", "prioritising"}},
		{"doubled consonant", "model", "Modelling or modeling", []string{"Modelling", "modeling"}},
		{"exact", "=mentored by", "We mentor by example, you are mentored by bakers.", []string{"mentored by"}},
		{"no part of a word", "intern", "Our internal and international teams", nil},
		{"plural noun", "product manager", "Guide product managers.", []string{"product managers"}},
		{"possessive", "manager", "The manager’s roadmap", []string{"manager’s"}},
		{"alternatives", "hire|coach {pms}", "Coach PMs and hire product owners.", []string{"Coach PMs", "hire product owners"}},
		{"group", "(set the bar|raise) for", "Set the bar for others.", []string{"Set the bar for"}},
		{"optional word", "own the? roadmap", "Own roadmap; own the roadmap.", []string{"Own roadmap", "own the roadmap"}},
		{"optional group", "own (all of)? it", "Own it, own all of it.", []string{"Own it", "own all of it"}},
		{"gap", "mentor ..2 {pms}", "Mentor our junior PMs.", []string{"Mentor our junior PMs"}},
		{"gap too short", "mentor ..1 {pms}", "Mentor our very junior PMs.", nil},
		{"gap and semicolon", "mentor ..3 {pms}", "Mentor well; all PMs do.", nil},
		{"gap and sentence", "mentor ..3 {pms}", "You mentor. All PMs do.", nil},
		{"gap and bullets", "mentor ..3 {pms}", "- mentor others\n- hire PMs", nil},
		{"after a semicolon", "hire {pms}", "Know bread; hire PMs.", []string{"hire PMs"}},
		{"number", "# year", "4 years, four years, 5+ years, 3-5 years, 3 to 5 years, 3–5 years",
			[]string{"4 years", "four years", "5+ years", "3-5 years", "3 to 5 years", "3–5 years"}},
		{"name", "(ask|with) @", "Ask Marta, work with Jo; ask PMs, ask us. Ask", []string{"Ask Marta", "with Jo"}},
		{"start", "^ lead", "Lead. You lead.", []string{"Lead"}},
		{"end", "preferred $", "MBA preferred. Preferred partner.", []string{"preferred"}},
		{"hyphen in the text", "cross-functional team", "Cross-functional teams, cross functional team", []string{"Cross-functional teams", "cross functional team"}},
		{"compound of a word without forms", "trade-off", "Make trade-offs.", []string{"trade-offs"}},
		{"Unicode hyphen", "go-to-market", "The go‑to‑market plan", []string{"go‑to‑market"}},
		{"non-breaking space", "product roadmap", "the product\u00a0roadmap", []string{"product\u00a0roadmap"}},
		{"invisible characters", "roadmap", "the road\u00admap", []string{"road\u00admap"}},
		{"ampersand", "p&l", "Own the P&L of ovens.", []string{"P&L"}},
		{"longest stays", "(own|own the roadmap)", "Own the roadmap.", []string{"Own the roadmap"}},
		{"denied", "manage people", "You will not manage people.", nil},
		{"a denial that is matched", "no direct report", "There are no direct reports.", []string{"no direct reports"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, match(t, tt.phrase, tt.sentence)); diff != "" {
				t.Errorf("match(%q, %q) (-want +got):\n%s", tt.phrase, tt.sentence, diff)
			}
		})
	}
}

func TestWhen(t *testing.T) {
	const phrase = "mentor|manage|define|hire ..3 (product manager|strategy)"
	tests := []struct {
		name     string
		when     When
		sections []text.Kind
		posting  string
		want     bool
	}{
		{"role", When{Subject: []text.Subject{text.Role}}, nil, "You will mentor product managers.", true},
		{"not the role", When{Subject: []text.Subject{text.Role}}, nil, "Our CPO will mentor product managers.", false},
		{"company", When{Subject: []text.Subject{text.Role}}, nil, "We hire the best product managers.", false},
		{"support wanted", When{Support: "yes"}, nil, "Help define the strategy.", true},
		{"support unwanted", When{Support: "no"}, nil, "Help define the strategy.", false},
		{"no support", When{Support: "no"}, nil, "Define the strategy.", true},
		{"a verb wanted", When{Verb: "yes"}, nil, "You mentor product managers.", true},
		{"a verb wanted, a noun there", When{Verb: "yes"}, nil, "Your mentor, a product manager, is near.", false},
		{"a verb unwanted", When{Verb: "no"}, nil, "You mentor product managers.", false},
		{"denied", When{}, nil, "You do not manage product managers.", false},
		{"denial wanted", When{Negated: true}, nil, "You do not manage product managers.", true},
		{"denial wanted, not there", When{Negated: true}, nil, "You manage product managers.", false},
		{"future unwanted", When{Future: "no"}, nil, "Over time you will hire product managers.", false},
		{"preferred unwanted", When{Preferred: "no"}, nil, "Nice to have:\n- You have managed product managers", false},
		{"silent in benefits", When{}, nil, "Benefits:\n- We mentor product managers", false},
		{"section asked for", When{}, []text.Kind{text.Benefits}, "Benefits:\n- We mentor product managers", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Rule{Name: "r", Phrases: []string{phrase}, When: tt.when, Sections: tt.sections}
			set, err := Compile(File{Rules: []Rule{r}})
			if err != nil {
				t.Fatal(err)
			}
			got := set.Match(text.Parse(tt.posting), text.Prose{})
			if (len(got) > 0) != tt.want {
				t.Errorf("Match(%q) with %+v = %v, want a match: %t", tt.posting, tt.when, got, tt.want)
			}
		})
	}
}

func TestNotSilencesTheSentence(t *testing.T) {
	set, err := Compile(File{Rules: []Rule{{Name: "r", Phrases: []string{"lead"}, Not: []string{"sales lead"}}}})
	if err != nil {
		t.Fatal(err)
	}
	got := set.Match(text.Parse("You lead the hunt for sales leads. You lead the team."), nil)
	if len(got) != 1 || got[0].Sentence != 1 {
		t.Errorf("Match = %v, want one match, in the second sentence", got)
	}
}

func TestMatchOrder(t *testing.T) {
	set, err := Compile(File{Rules: []Rule{
		{Name: "b", Phrases: []string{"roadmap", "own ..2 roadmap"}}, {Name: "a", Phrases: []string{"vision"}}}})
	if err != nil {
		t.Fatal(err)
	}
	doc := text.Parse("Set the vision. Own the roadmap. Another vision, another roadmap.")
	var got []string
	for _, m := range set.Match(doc, nil) {
		got = append(got, m.Rule.Name+" "+doc.Text[m.Start:m.End])
	}
	want := []string{"b Own the roadmap", "b roadmap", "a vision", "a vision"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Match (-want +got):\n%s", diff)
	}
}

func TestPhraseErrors(t *testing.T) {
	tests := []struct{ phrase, reason string }{
		{"", "nothing to match"},
		{"own | lead", "expected a word"},
		{"(own", "not closed"},
		{"{pms", "not closed"},
		{"own ..99 it", "a gap is"},
		{"own ..x it", "a gap is"},
		{"^? own", "cannot be optional"},
		{"own? lead?", "at least one"},
		{"^ $", "at least one"},
		{"own)", "unexpected"},
		{"own!", "unexpected"},
		{"{Big}", "lower-case"},
		{strings.Repeat("(", 20) + "own", "nested"},
	}
	for _, tt := range tests {
		_, err := ParsePhrase(tt.phrase)
		var se *SyntaxError
		if !errors.As(err, &se) || !strings.Contains(se.Reason, tt.reason) {
			t.Errorf("ParsePhrase(%q) = %v, want a syntax error with %q", tt.phrase, err, tt.reason)
		}
	}
}

func TestCompileErrorsNameTheLine(t *testing.T) {
	const file = `lists:
  pms: [pm, product manager]
  round: ["{round} trip"]
rules:
  - name: good
    phrases: ["mentor {pms}"]
  - name: bad-phrase
    phrases:
      - fine words
      - "not (closed"
  - name: bad-list
    phrases: ["{nobody}"]
  - name: good
    phrases: [twice]
  - name: bad-section
    phrases: [own]
    sections: [dutys]
  - name: bad-when
    phrases: [own]
    when: {subject: [boss], support: maybe}
  - name: empty
`
	f, err := ParseFile("ladder.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Compile(f)
	if err == nil {
		t.Fatal("Compile found nothing wrong")
	}
	for _, want := range []string{
		`ladder.yaml:3: list "round" contains itself`,
		`ladder.yaml:10: rule bad-phrase: phrase "not (closed"`,
		`ladder.yaml:12: rule bad-list: no list is named "nobody"`,
		`ladder.yaml:13: rule good: the name is given twice`,
		`ladder.yaml:17: rule bad-section: unknown section "dutys"`,
		`ladder.yaml:20: rule bad-when: unknown subject "boss"`,
		`ladder.yaml:21: rule empty: has no phrases`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("errors lack %q:\n%v", want, err)
		}
	}
}

func TestParseFileRefusesUnknownFields(t *testing.T) {
	_, err := ParseFile("x.yaml", []byte("rules:\n  - name: a\n    phrase: own\n"))
	if err == nil || !strings.Contains(err.Error(), "x.yaml") || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("ParseFile = %v, want an error naming file and line", err)
	}
}

func TestCheckExamples(t *testing.T) {
	set, err := Compile(File{Rules: []Rule{
		{Name: "good", Phrases: []string{"mentor"}, Example: "You mentor others."},
		{Name: "bad", Phrases: []string{"mentor"}, Example: "You coach others."},
	}})
	if err != nil {
		t.Fatal(err)
	}
	err = set.CheckExamples(nil)
	if err == nil || !strings.Contains(err.Error(), "rule bad") || strings.Contains(err.Error(), "rule good") {
		t.Errorf("CheckExamples = %v, want bad alone", err)
	}
}

func FuzzParsePhrase(f *testing.F) {
	for _, s := range []string{"own", "=led|lead ..3 {pms}", "^ (a b|c)? # year $", "p&l", "go-to-market", "((a|b) c|d?  e)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParsePhrase(s)
		if err != nil {
			return
		}
		again, err := ParsePhrase(p.String())
		if err != nil {
			t.Fatalf("ParsePhrase(%q) is %q, which does not parse: %v", s, p, err)
		}
		if again.String() != p.String() || !cmp.Equal(p.items, again.items, cmp.AllowUnexported(item{}, word{}, list{}, gap{}, edge{})) {
			t.Errorf("ParsePhrase(%q) = %q, which parses to %q", s, p, again)
		}
	})
}

// Whatever phrase over whatever text: no panic, and spans that are words.
func FuzzMatch(f *testing.F) {
	f.Add("(ask|with) @ to", "Ask Marta to")
	f.Add("own ..3 roadmap|#", "Own the roadmap; own 3-5 roadmaps.")
	f.Add("(a|b c)? d $", "- a d\n- b c d")
	f.Fuzz(func(t *testing.T, phrase, body string) {
		if len(phrase) > 60 || len(body) > 2000 {
			return
		}
		set, err := Compile(File{Rules: []Rule{{Name: "r", Phrases: []string{phrase}}}})
		if err != nil {
			return
		}
		doc := text.Parse(body)
		for _, m := range set.Match(doc, nil) {
			if m.First >= m.Last || m.Start != doc.Words[m.First].Start || m.End != doc.Words[m.Last-1].End {
				t.Errorf("match of %q in %q: words %d to %d, bytes %d to %d", phrase, body, m.First, m.Last, m.Start, m.End)
			}
		}
	})
}
