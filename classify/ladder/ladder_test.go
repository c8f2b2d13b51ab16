package ladder

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"rung/classify/rule"
	"rung/classify/text"
)

func TestLoad(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(l.Rules().Rules()); n < 200 {
		t.Errorf("%d rules, want 200 or more", n)
	}
	documents := 0
	for _, r := range l.Responsibilities {
		if r.Cites[0] != Market {
			documents++
		}
	}
	if documents < 100 {
		t.Errorf("%d responsibilities of the documents, want 100 or more", documents)
	}
}

// Examples must match however sentences are read.
func TestExamplesMatch(t *testing.T) {
	if err := Default().Rules().CheckExamples(text.Prose{}); err != nil {
		t.Error(err)
	}
	if err := Default().Rules().CheckExamples(nil); err != nil {
		t.Errorf("by word lists alone: %v", err)
	}
}

func TestEveryRungIsHeard(t *testing.T) {
	l := Default()
	rules := map[string]int{}
	for _, r := range l.Rules().Rules() {
		rules[r.Toward]++
		rules[r.Beside]++
	}
	for _, s := range l.Steps {
		if rules[s.Name] < 10 || len(l.ResponsibilitiesOf(s.Name)) < 10 {
			t.Errorf("%s: %d rules for %d responsibilities, want ten of each", s.Name, rules[s.Name], len(l.ResponsibilitiesOf(s.Name)))
		}
	}
	for _, b := range l.Beside {
		if rules[b.Name] == 0 {
			t.Errorf("%s: no rule", b.Name)
		}
	}
}

// The rungs' own descriptions, read as postings, must not fall as the ladder
// rises past each neighbour but one: the tracks of a rung are not summed in any
// one ad, and associate and junior are told apart by who is asked to apply.
func TestLadderReadsItself(t *testing.T) {
	l := Default()
	score := map[string]float64{}
	for _, s := range l.Steps {
		score[s.Name] = scoreOf(l, describe(l, s.Name))
	}
	for _, pair := range [][2]string{{"junior", "pm"}, {"associate", "pm"}, {"pm", "senior"}, {"pm", "lead"}, {"pm", "director"}, {"senior", "executive"}, {"director", "executive"}} {
		if score[pair[0]] >= score[pair[1]] {
			t.Errorf("%s reads %.2f, %s %.2f", pair[0], score[pair[0]], pair[1], score[pair[1]])
		}
	}
}

func describe(l *Ladder, rung string) string {
	var b strings.Builder
	b.WriteString("What you will do\n")
	for _, r := range l.ResponsibilitiesOf(rung) {
		fmt.Fprintf(&b, "- %s\n", r.Text)
	}
	return b.String()
}

func scoreOf(l *Ladder, posting string) float64 {
	seen, sum := map[string]bool{}, 0.0
	for _, m := range l.Rules().Match(text.Parse(posting), text.Prose{}) {
		if !seen[m.Rule.Name] {
			seen[m.Rule.Name] = true
			sum += m.Rule.Weight
		}
	}
	return sum
}

func TestRank(t *testing.T) {
	tests := []struct {
		name string
		want int
	}{
		{"associate", 1}, {"junior", 2}, {"pm", 3}, {"senior", 4}, {"lead", 5}, {"director", 6}, {"executive", 7},
		{"APM", 1}, {"Sr.", 4}, {"principal", 5}, {"group-product_manager", 5}, {"Head of Product", 6}, {"CPO", 7},
		{"", 0}, {"designer", 0}, {"lea", 0}, {"manager", 0},
	}
	for _, tt := range tests {
		if got := Rank(tt.name); got != tt.want {
			t.Errorf("Rank(%q) = %d, want %d", tt.name, got, tt.want)
		}
	}
	for i, name := range Rungs() {
		if Rank(name) != i+1 || Name(i+1) != name {
			t.Errorf("%s: rank %d, name %q at place %d", name, Rank(name), Name(i+1), i+1)
		}
	}
	if Name(0) != "" || Name(8) != "" {
		t.Error("there is a name outside the ladder")
	}
}

func TestLookups(t *testing.T) {
	l := Default()
	if r := l.Rule("mentors-pms"); r == nil || r.Toward != "senior" {
		t.Errorf("Rule(mentors-pms) = %+v", r)
	}
	if r := l.Rule("none"); r != nil {
		t.Errorf("Rule(none) = %+v", r)
	}
	if rules := l.RulesOf("senior-mentors"); len(rules) != 2 {
		t.Errorf("%d rules listen for senior-mentors, want 2", len(rules))
	}
}

// What is unseen in the file weighs half in the ladder.
func TestUnseenWeighsHalf(t *testing.T) {
	rules := []rule.Rule{{Weight: -1, Status: "unseen"}, {GateWeight: 0.5, Status: "unseen"}, {Weight: 1}}
	halveUnseen(rules)
	if rules[0].Weight != -0.5 || rules[1].GateWeight != 0.25 || rules[2].Weight != 1 {
		t.Errorf("got %+v", rules)
	}
}

const smallLadder = `
name: small
documents: {D0: a document, market: the market}
rungs:
  - {rank: 1, name: low, stands for: low, aliases: [lower]}
  - {rank: 2, name: high, stands for: high}
beside: [{name: other, stands for: other}]
tracks: [{name: ic, from: high, stands for: alone}]
dimensions: [{name: scope, asks: how much, steps: [little, much]}]
responsibilities:
  - {id: owns, rung: high, dimension: scope, cites: [D0], text: Owns a thing.}
`

const smallRules = `
rules:
  - {name: owns, dimension: scope, toward: high, cite: [D0], responsibility: owns, weight: 1, phrases: ["own a thing"], example: "Own a thing."}
`

func small(edit func(ladder, rules string) (string, string)) fs.FS {
	ladder, rules := smallLadder, smallRules
	if edit != nil {
		ladder, rules = edit(ladder, rules)
	}
	return fstest.MapFS{"ladder.yaml": {Data: []byte(ladder)}, "rules/a.yaml": {Data: []byte(rules)}}
}

func TestReadAnotherLadder(t *testing.T) {
	l, err := Read(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	if l.Name != "small" || len(l.Rules().Rules()) != 1 {
		t.Errorf("got %+v", l)
	}
}

func TestReadRefuses(t *testing.T) {
	inLadder := func(from, to string) fs.FS {
		return small(func(l, r string) (string, string) { return strings.Replace(l, from, to, 1), r })
	}
	inRules := func(from, to string) fs.FS {
		return small(func(l, r string) (string, string) { return l, strings.Replace(r, from, to, 1) })
	}
	tests := []struct {
		name string
		fsys fs.FS
		want string
	}{
		{"no ladder", fstest.MapFS{}, "ladder.yaml"},
		{"unknown field", inLadder("name: small", "nom: small"), "nom"},
		{"rank out of order", inLadder("rank: 2", "rank: 3"), "rung high has rank 3"},
		{"name taken", inLadder("aliases: [lower]", "aliases: [high]"), `rung "high" is empty or taken`},
		{"track from nowhere", inLadder("from: high", "from: top"), `unknown rung "top"`},
		{"responsibility of nobody", inLadder("rung: high", "rung: top"), `unknown rung "top"`},
		{"responsibility of no dimension", inLadder("dimension: scope", "dimension: size"), `unknown dimension "size"`},
		{"responsibility without text", inLadder("text: Owns a thing.", `text: ""`), "has no text"},
		{"unknown document", inLadder("cites: [D0]", "cites: [D9]"), `unknown document "D9"`},
		{"responsibility unheard", inRules("responsibility: owns, ", ""), "no rule listens"},
		{"rule cites unknown document", inRules("cite: [D0]", "cite: [D9]"), `unknown document "D9"`},
		{"rule cites nothing", inRules("cite: [D0]", "cite: []"), "cites nothing"},
		{"rule for unknown rung", inRules("toward: high", "toward: top"), `unknown rung "top"`},
		{"rule for another rung than its responsibility", inRules("toward: high", "toward: low"), "belongs to high"},
		{"rule shares no source", inRules("cite: [D0]", "cite: [market]"), "shares no source"},
		{"rule without weight", inRules("weight: 1, ", ""), "needs weight or gate_weight"},
		{"rule for unknown role", inRules("weight: 1", "gate_weight: -1, beside: baker"), `unknown role "baker"`},
		{"role on the wrong side", inRules("weight: 1", "gate_weight: 1, beside: other"), "without speaking for it"},
		{"rule of unknown dimension", inRules("dimension: scope", "dimension: size"), `unknown dimension "size"`},
		{"rule of unknown responsibility", inRules("responsibility: owns", "responsibility: rents"), `unknown responsibility "rents"`},
		{"rule without example", inRules(`, example: "Own a thing."`, ""), "has no example"},
		{"phrase that does not parse", inRules("own a thing", "own (a thing"), "not closed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(tt.fsys)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Read = %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestReadNamesThePlace(t *testing.T) {
	_, err := Read(small(func(l, r string) (string, string) { return l, strings.Replace(r, "own a", "own (a", 1) }))
	var re *rule.Error
	if !errors.As(err, &re) || re.File != "a.yaml" || re.Rule != "owns" {
		t.Errorf("got %v, want a *rule.Error naming a.yaml and owns", err)
	}
}

func ExampleLoad() {
	l, err := Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	ad := text.Parse("Mentor other product managers and define the multi-year strategy for payments.")
	for _, m := range l.Rules().Match(ad, nil) {
		if r := m.Rule; r.Toward == "senior" && r.Dimension != "strategy" {
			fmt.Println(r.Dimension, r.Name, r.Cite)
		}
	}
	// Unordered output:
	// people mentors-pms [D3 D4 D1]
	// horizon multi-year [D1]
}
