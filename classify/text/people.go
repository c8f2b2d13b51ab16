package text

import "strings"

// people are word sets that tell who a noun phrase speaks of.
var people = func() map[string]map[string]bool {
	m := map[string]map[string]bool{}
	entries("people", func(section, line string) {
		if m[section] == nil {
			m[section] = map[string]bool{}
		}
		for _, w := range strings.Fields(line) {
			m[section][w] = true
		}
	})
	return m
}()

var (
	ranks      = people["titles"]
	applicants = people["candidates"]
	roleNouns  = people["role"]
	folk       = people["people"]
	employers  = people["company"]
	customers  = people["customers"]
	adverbs    = people["adverbs"]
)

// pronouns name their subject by themselves.
var pronouns = map[string]Subject{
	"you": Role, "you'll": Role, "you're": Role, "you've": Role, "you'd": Role, "yourself": Role,
	"we": Company, "we'll": Company, "we're": Company, "we've": Company, "we'd": Company, "us": Company, "ourselves": Company,
	"they": Others, "they'll": Others, "they're": Others, "them": Others, "he": Others, "she": Others,
	"i": Unknown, "it": Unknown, "it's": Unknown, "there": Unknown,
}

// phraseSubject says who a noun phrase speaks of. An agent ("mentored by a
// senior product manager") is somebody other than the role.
func phraseSubject(words []Word, agent bool) Subject {
	if len(words) == 0 {
		return Unknown
	}
	first := words[0].Norm
	if s, ok := pronouns[words[len(words)-1].Norm]; ok {
		return s
	}
	possessive := first == "your" || first == "our"
	head := headOf(words)
	switch {
	case ranks[head]:
		return titleSubject(words, first, head, agent)
	case applicants[head]:
		return Candidates
	case first == "your" && employers[head] && head == "team":
		return Others
	case roleNouns[head]:
		return Role
	case folk[head]:
		if possessive && head == "team" {
			return Company
		}
		return Others
	case employers[head] || first == "our":
		return Company
	}
	return Unknown
}

// headOf is the noun a phrase is about: the last before "of", "for", "in".
func headOf(words []Word) string {
	for i, w := range words {
		if i > 0 && (prepositions[w.Norm] || relatives[w.Norm]) {
			return words[i-1].Norm
		}
	}
	return words[len(words)-1].Norm
}

// titleSubject tells the role's own title from that of somebody over it.
func titleSubject(words []Word, first, head string, agent bool) Subject {
	switch {
	case first == "your" || first == "our" || agent:
		return Manager
	case len(words) > 1 && head == "manager" && overRole(words[len(words)-2].Norm):
		return Manager
	case first == "their" || first == "each" || first == "every" || first == "another":
		return Others
	}
	return Role
}

// overRole reports whether the word before "manager" makes it the role's own
// superior: "the hiring manager", "the line's manager".
func overRole(before string) bool {
	return before == "hiring" || before == "line" || strings.HasSuffix(before, "'s")
}
