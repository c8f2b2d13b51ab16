// Package ladder is the career ladder of product management as data: its
// rungs, what each asks of the person on it, and the words by which a posting
// shows that it asks it.
//
//	l, err := ladder.Load()
//	l.Rules().Match(doc, tagger)                // what a text shows
//	l.Rule("mentors-pms").Cite                  // where the belief comes from
//	l.ResponsibilitiesOf("senior")              // what the rung asks
//	ladder.Rank("director")                     // 6
//
// # The data
//
// ladder.yaml names the rungs, the roles beside them, the tracks, the dimensions
// a text is read on, and every responsibility of the five documents D0…D4,
// restated in our words with its citation; README.md argues each rung. The files
// under rules/, one a dimension and two for the gate, hold families of phrases in the language of
// package rule. A family is one belief:
//
//	name            unique, also the name of its weight in the model
//	dimension       what it speaks of, one of ladder.yaml's
//	toward          the rung it speaks for, a label for people
//	cite            the documents it comes from, or market
//	responsibility  the responsibility it listens for
//	weight          how far it moves a posting, in rungs, before any fitting:
//	                positive up the ladder, negative down
//	gate_weight     the same for "is this product management at all", with
//	                beside naming the role it speaks for where it is negative;
//	                a duty of a rung may have one too, never negative
//	phrases, not    the words, and the words in the same sentence that take it back
//	sections, when  where and in what meaning they count
//	status          unseen: a document demands it, no postings of two employers
//	                show it yet; Load halves its weight
//	example         an invented sentence it must match
//
// rules/lists.yaml holds word lists that phrases of all files share.
//
// # What a weight says
//
// Whose, how far ahead and how many decide, not the verb: "roadmap" is worth
// nothing, "roadmap across several teams" half a rung. Words that stand in every
// second posting ("ambiguity", "0 to 1", "vision, strategy and roadmap") weigh a
// tenth. A weight is an expert's prior; package score fits it, keeping its sign.
//
// # Another ladder
//
// Read takes the same files from anywhere, so that another ladder with the same
// rungs can be laid over the same postings.
//
// # Limits
//
// The phrases are English. The numbers of years, reports and money are facts,
// not phrases, and are read elsewhere. The order of rungs is one line: the two
// tracks of the upper rungs share their ranks.
package ladder

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"sync"

	"rung/classify/rule"
)

//go:embed ladder.yaml rules/*.yaml
var files embed.FS

// Market is what a rule or a responsibility cites that comes from published
// career ladders and postings instead of a document.
const Market = "market"

// A Ladder is one ladder with the rules that listen for it. It is read-only
// and safe for concurrent use.
type Ladder struct {
	Name string `yaml:"name"`
	// Documents says what each citation is, by its id (D0…D4, market).
	Documents map[string]string `yaml:"documents"`
	// Steps are the rungs, lowest first.
	Steps []Step `yaml:"rungs"`
	// Beside are the kinds of role next to the ladder.
	Beside           []Role           `yaml:"beside"`
	Tracks           []Track          `yaml:"tracks"`
	Dimensions       []Dimension      `yaml:"dimensions"`
	Responsibilities []Responsibility `yaml:"responsibilities"`

	rules  *rule.Set
	byName map[string]*rule.Rule
}

// A Step is one rung.
type Step struct {
	Rank int    `yaml:"rank"` // 1 is the lowest
	Name string `yaml:"name"`
	// StandsFor is one phrase saying what the rung is.
	StandsFor string `yaml:"stands for"`
	// Aliases are other names people use for it, in lower case.
	Aliases []string `yaml:"aliases"`
}

// A Role is a kind of role beside the ladder.
type Role struct {
	Name      string `yaml:"name"`
	StandsFor string `yaml:"stands for"`
}

// A Track parts the ranks from From upward.
type Track struct {
	Name      string `yaml:"name"`
	From      string `yaml:"from"`
	StandsFor string `yaml:"stands for"`
}

// A Dimension is one thing that grows up the ladder.
type Dimension struct {
	Name string `yaml:"name"`
	// Asks is the question it answers, Steps its answers, lowest first.
	Asks  string   `yaml:"asks"`
	Steps []string `yaml:"steps"`
}

// A Responsibility is one thing a rung, or a role beside the ladder, asks of
// the person on it.
type Responsibility struct {
	ID string `yaml:"id"`
	// Rung is a rung's or a beside role's name.
	Rung      string   `yaml:"rung"`
	Dimension string   `yaml:"dimension"`
	Cites     []string `yaml:"cites"`
	Text      string   `yaml:"text"`
}

// Load returns the shipped ladder, read once. It fails only when its data is
// broken, with every mistake joined.
func Load() (*Ladder, error) { return load() }

var load = sync.OnceValues(func() (*Ladder, error) { return Read(files) })

// Default is Load for callers that cannot do without it; it panics where Load
// fails, which the tests of this package exclude.
func Default() *Ladder {
	l, err := Load()
	if err != nil {
		panic(err)
	}
	return l
}

// Read reads a ladder from ladder.yaml and rules/*.yaml in fsys. Errors name
// every mistake found, joined; those in rule files are of type *rule.Error.
func Read(fsys fs.FS) (*Ladder, error) {
	l, err := readSteps(fsys)
	if err != nil {
		return nil, err
	}
	ruleFiles, err := readRules(fsys)
	if err != nil {
		return nil, err
	}
	if l.rules, err = rule.Compile(ruleFiles...); err != nil {
		return nil, fmt.Errorf("ladder: %w", err)
	}
	l.byName = map[string]*rule.Rule{}
	for _, r := range l.rules.Rules() {
		l.byName[r.Name] = r
	}
	if err := l.check(); err != nil {
		return nil, fmt.Errorf("ladder: %w", err)
	}
	return l, nil
}

func readRules(fsys fs.FS) ([]rule.File, error) {
	names, err := fs.Glob(fsys, "rules/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("ladder: %w", err)
	}
	var all []rule.File
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("ladder: %w", err)
		}
		f, err := rule.ParseFile(path.Base(name), data)
		if err != nil {
			return nil, fmt.Errorf("ladder: %w", err)
		}
		halveUnseen(f.Rules)
		all = append(all, f)
	}
	return all, nil
}

// halveUnseen applies the caution due to a belief no posting has yet shown.
func halveUnseen(rules []rule.Rule) {
	for i := range rules {
		if r := &rules[i]; r.Status == "unseen" {
			r.Weight /= 2
			r.GateWeight /= 2
		}
	}
}

// Rules returns the compiled rules.
func (l *Ladder) Rules() *rule.Set { return l.rules }

// Rule returns the rule of that name, nil where there is none.
func (l *Ladder) Rule(name string) *rule.Rule { return l.byName[name] }

// ResponsibilitiesOf returns what a rung, or a role beside the ladder, asks,
// in the order of the data.
func (l *Ladder) ResponsibilitiesOf(rung string) []Responsibility {
	var of []Responsibility
	for _, r := range l.Responsibilities {
		if r.Rung == rung {
			of = append(of, r)
		}
	}
	return of
}

// RulesOf returns the rules that listen for a responsibility, in the order of
// the files.
func (l *Ladder) RulesOf(responsibility string) []*rule.Rule {
	var of []*rule.Rule
	for _, r := range l.rules.Rules() {
		if r.Responsibility == responsibility {
			of = append(of, r)
		}
	}
	return of
}
