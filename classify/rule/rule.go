package rule

import "rung/classify/text"

// A File is one data file of rules and the word lists they name.
type File struct {
	// Name is what errors call the file.
	Name string `yaml:"-"`
	// Lists are named alternatives, used in phrases as {name}. An entry is a
	// phrase itself. Files compiled together see each other's lists, and a
	// name may be given once.
	Lists map[string][]string `yaml:"lists"`
	Rules []Rule              `yaml:"rules"`

	lines lines
}

// A Rule is one belief about postings: the words that show it, where they
// count and whose doing they must be, and what it says about the ladder.
type Rule struct {
	// Name is unique among the files compiled together.
	Name string `yaml:"name"`
	// Dimension is what the rule speaks of ("people", "scope", …) and Toward
	// the rung it speaks for; labels to this package.
	Dimension string   `yaml:"dimension"`
	Toward    string   `yaml:"toward"`
	Cite      []string `yaml:"cite"`
	// Phrases are alternatives; each place one of them holds is a match.
	Phrases []string `yaml:"phrases"`
	// Not silences the rule in every sentence where one of its phrases holds.
	Not []string `yaml:"not"`
	// Sections limits the rule to these; empty means all but benefits, legal
	// and about.
	Sections []text.Kind `yaml:"sections"`
	When     When        `yaml:"when"`
	// Weight and GateWeight are the rule's force before any fitting.
	Weight     float64 `yaml:"weight"`
	GateWeight float64 `yaml:"gate_weight"`
	// Beside names the kind of role beside the ladder the rule speaks for.
	Beside string `yaml:"beside"`
	// Status is "" or "unseen" (known from a document, met in no posting of
	// two employers).
	Status string `yaml:"status"`
	// Example is a sentence the rule must match; (*Set).CheckExamples sees to
	// it.
	Example        string `yaml:"example"`
	Responsibility string `yaml:"responsibility"`
}

// When says how the sentence must be meant for a rule to hold. The zero value
// asks only that the words are not denied.
type When struct {
	// Subject lists whose doing it may be (text.Subject); empty means
	// anybody's.
	Subject []text.Subject `yaml:"subject"`
	// Verb is "yes", "no" or "any" (also ""): whether one of the words is used
	// as a verb, so that "lead", "support" and "report" may be told from the
	// nouns they also are.
	Verb string `yaml:"verb"`
	// Support is "no", "yes" or "any" (also ""): whether the governing verb
	// is one of helping ("support", "assist", "under the guidance of").
	Support string `yaml:"support"`
	// Negated turns the rule round: it holds only where the words are denied.
	// A negation inside the matched words does not count, so that "no direct
	// report" may be a phrase.
	Negated bool `yaml:"negated"`
	// Preferred is "no", "yes" or "any" (also ""): whether it is asked for as
	// nice to have.
	Preferred string `yaml:"preferred"`
	// Future is "no", "yes" or "any" (also ""): whether it is put off ("over
	// time", "eventually", "in the future").
	Future string `yaml:"future"`
}

// needsReading reports whether the sentence must be read to decide w; denial
// alone is seen without.
func (w When) needsReading() bool {
	return len(w.Subject) > 0 || decides(w.Verb) || decides(w.Support) || decides(w.Preferred) || decides(w.Future)
}

func decides(answer string) bool { return answer == "yes" || answer == "no" }
