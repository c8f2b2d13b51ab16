package text

import (
	"strings"
	"testing"
)

// readAt reads the sentence of the text that holds word and returns the clause
// at that word.
func readAt(t *testing.T, section Kind, sentence, word string, tagger Tagger) Clause {
	t.Helper()
	d := Parse(sentence)
	for i := range d.Sentences {
		s := &d.Sentences[i]
		s.Section = section
		for k, w := range d.WordsOf(s) {
			if w.Norm == strings.ToLower(word) {
				r := Read(d, s, tagger)
				return r.At(k)
			}
		}
	}
	t.Fatalf("%q is not in %q", word, sentence)
	return Clause{}
}

func TestReadSubject(t *testing.T) {
	tests := []struct {
		name     string
		sentence string
		at       string
		want     Subject
	}{
		{"bare order", "Mentor junior PMs across the tribe", "mentor", Role},
		{"object of an order", "Mentor junior PMs across the tribe", "PMs", Role},
		{"you will", "In this role, you will manage a team of four product managers.", "manage", Role},
		{"contraction", "You’ll own the roadmap of the ordering app.", "own", Role},
		{"third person", "The Senior Product Manager will define the strategy.", "define", Role},
		{"this role", "This role leads two squads.", "leads", Role},
		{"reporting to", "Reporting to the VP of Product, you will own pricing.", "reporting", Role},
		{"reporting to, main verb", "Reporting to the VP of Product, you will own pricing.", "own", Role},
		{"we", "We hire curious people and build bread ovens.", "hire", Company},
		{"our team", "Our team builds the ovens that bakers love.", "builds", Company},
		{"employer by name", "Crumbly builds the ovens of the future.", "builds", Company},
		{"your manager", "Your manager, who leads the group, will coach you.", "coach", Manager},
		{"our CPO", "Our CPO sets the product vision.", "sets", Manager},
		{"hiring manager", "The hiring manager will define your goals.", "define", Manager},
		{"passive with agent", "You will be mentored by senior product managers.", "mentored", Others},
		{"passive by a manager", "You will be coached by a Group Product Manager.", "coached", Manager},
		{"participle by", "Features defined by the Head of Product", "defined", Manager},
		{"product managers who", "Product managers who report to you", "report", Others},
		{"relative to the role", "We need somebody who can lead a team of PMs.", "lead", Role},
		{"looked for to", "We are looking for a Product Manager to lead our checkout squad.", "lead", Role},
		{"enabled teams", "You will enable teams to ship faster.", "ship", Others},
		{"candidates", "The ideal candidate has managed product managers.", "managed", Candidates},
		{"experience", "Experience managing a team of product managers", "managing", Candidates},
		{"engineers", "Engineers own their services in production.", "own", Others},
		{"coordination", "You will hire, coach and grow a team of PMs.", "grow", Role},
		{"second subject", "You set the direction and our engineers build it.", "build", Others},
		{"responsible for", "Responsible for managing three product owners", "managing", Role},
		{"colon label", "Leadership: coach two associate product managers", "coach", Role},
		{"help us", "Help us shape the roadmap", "shape", Role},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			section := Duties
			if tt.want == Candidates {
				section = Requirements
			}
			if got := readAt(t, section, tt.sentence, tt.at, Prose{}); got.Subject != tt.want {
				t.Errorf("subject of %q in %q = %s, want %s", tt.at, tt.sentence, got.Subject, tt.want)
			}
		})
	}
}

func TestReadSupport(t *testing.T) {
	tests := []struct {
		name     string
		sentence string
		at       string
		want     bool
	}{
		{"support", "Support the product roadmap with research", "roadmap", true},
		{"assist in", "Assist in defining the product strategy", "strategy", true},
		{"assist in, verb", "Assist in defining the product strategy", "defining", true},
		{"help define", "Help define the vision of the app", "vision", true},
		{"help to", "You will help to prioritize the backlog.", "backlog", true},
		{"help us", "You will help us shape the strategy.", "strategy", true},
		{"help the team", "Help the team define quarterly goals", "goals", true},
		{"contribute to", "Contribute to the product strategy", "strategy", true},
		{"participate in", "Participate in setting the roadmap", "roadmap", true},
		{"under guidance", "Own small features under the guidance of a senior PM", "own", true},
		{"partner with", "Partner with the VP of Product on strategy", "strategy", true},
		{"support to", "Provide support to the product managers", "managers", true},
		{"own", "Own the product roadmap", "roadmap", false},
		{"drive", "You will drive the strategy of the platform.", "strategy", false},
		{"accountable", "Accountable for defining the strategy", "strategy", false},
		{"all of a list", "Hire, coach and support product managers", "managers", false},
		{"a list of helping", "Assist and support product managers", "managers", true},
		{"own, then support", "Own the roadmap and support the sales team", "roadmap", false},
		{"support as a noun", "Own the roadmap of our customer support tools", "tools", false},
		{"main clause after", "Support sales, and lead the product team", "lead", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := readAt(t, Duties, tt.sentence, tt.at, Prose{}); got.Support != tt.want {
				t.Errorf("support at %q in %q = %t, want %t", tt.at, tt.sentence, got.Support, tt.want)
			}
		})
	}
}

func TestReadPolarity(t *testing.T) {
	tests := []struct {
		name     string
		sentence string
		at       string
		want     bool
	}{
		{"not", "You will not manage people in this role.", "manage", true},
		{"won't", "You won’t have direct reports.", "reports", true},
		{"this is not", "This is not a people management role.", "people", true},
		{"no", "There are no direct reports.", "reports", true},
		{"without", "Influence without managing anybody", "managing", true},
		{"waived", "People management experience is not required.", "management", true},
		{"or", "You will not hire, manage or review people.", "review", true},
		{"rather than", "You define outcomes rather than manage projects.", "manage", true},
		{"not only", "You will not only manage people but set the strategy.", "manage", false},
		{"not limited to", "Duties include, but are not limited to, managing PMs.", "managing", false},
		{"but", "You will not write code but lead the roadmap.", "lead", false},
		{"another clause", "No day is the same: you lead a team.", "lead", false},
		{"plain", "You will manage people.", "manage", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := readAt(t, Duties, tt.sentence, tt.at, nil); got.Negated != tt.want {
				t.Errorf("negated at %q in %q = %t, want %t", tt.at, tt.sentence, got.Negated, tt.want)
			}
		})
	}
}

func TestReadModality(t *testing.T) {
	tests := []struct {
		name              string
		section           Kind
		sentence          string
		at                string
		preferred, future bool
	}{
		{"required", Requirements, "Experience managing product managers", "managing", false, false},
		{"preferred", Requirements, "Experience managing product managers preferred", "managing", true, false},
		{"a plus", Requirements, "Having led a team is a plus.", "led", true, false},
		{"by section", Nice, "Experience managing product managers", "managing", true, false},
		{"semicolon", Requirements, "Five years in product; an MBA is preferred", "years", false, false},
		{"preferred partner", Duties, "Manage our preferred partner program", "manage", false, false},
		{"over time", Duties, "Over time you will build a team of PMs.", "build", false, true},
		{"as the team grows", Duties, "You will hire PMs as the team grows.", "hire", false, true},
		{"now", Duties, "You will build a team of PMs.", "build", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := readAt(t, tt.section, tt.sentence, tt.at, nil)
			if got.Preferred != tt.preferred || got.Future != tt.future {
				t.Errorf("at %q in %q: preferred %t, future %t; want %t, %t",
					tt.at, tt.sentence, got.Preferred, got.Future, tt.preferred, tt.future)
			}
		})
	}
}

// Words that are verbs as often as nouns: lists where neighbours decide, prose
// where they do not.
func TestReadAmbiguousWords(t *testing.T) {
	tests := []struct {
		name     string
		sentence string
		at       string
		verb     string // the lemma that governs the word; "" when it is no verb
	}{
		{"opener", "Lead the launch of new products", "lead", "lead"},
		{"title", "Lead Product Manager for the growth tribe", "lead", ""},
		{"after article", "You work with the lead on discovery.", "lead", "work"},
		{"after to", "Ability to lead others", "lead", "lead"},
		{"report to", "You report to leads of other tribes.", "leads", "report"},
		{"verb after a plural", "Squads partner closely across tribes.", "partner", "partner"},
		{"object", "You own design and research for onboarding.", "research", "own"},
		{"noun pile", "Own the customer support roadmap", "support", "own"},
		{"over people", "You drive strategy and mentor junior product managers.", "mentor", "mentor"},
		{"second verb", "You set goals and coach our associates.", "coach", "coach"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := readAt(t, Duties, tt.sentence, tt.at, Prose{}); got.Verb != tt.verb {
				t.Errorf("verb at %q in %q = %q, want %q", tt.at, tt.sentence, got.Verb, tt.verb)
			}
		})
	}
}
