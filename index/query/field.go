package query

import (
	"math"
	"slices"
	"strings"

	"rung/classify/ladder"
	"rung/index/skill"
)

// Kind is how the value of a field is written and compared.
type Kind int

const (
	Text   Kind = iota // words, matched by stem
	Fixed              // one of a set of fixed words, matched whole
	Number             // comparison or range
	Rung               // a rung's name, a list or a range of them
	Date               // a day, month or year, or a range
	Flag               // true or false
)

// A Field is one name of the language.
type Field struct {
	Name string
	Kind Kind
	// Values lists what a Fixed field accepts; empty accepts anything.
	Values []string
	// Example is a value for help texts.
	Example string
	Help    string

	// upper marks fields whose values are written in upper case; all other
	// fixed words are lower case, except where exact keeps them as typed.
	upper, exact bool
	// named, unless nil, gives the one of Values that is meant.
	named func(string) (string, bool)
}

// Rungs are the names of the ranks 1 to 7.
var Rungs = ladder.Rungs()

var fields = []Field{
	{Name: "rung", Kind: Rung, Example: "senior..director", Help: "place on the ladder"},
	{Name: "track", Kind: Fixed, Values: []string{"ic", "manager"}, Example: "manager", Help: "from lead up: expert or manager of people"},
	{Name: "beside", Kind: Fixed, Values: []string{"designer", "developer", "other"}, Example: "designer", Help: "role next to the ladder"},
	{Name: "is", Kind: Fixed, Values: []string{"open", "closed", "paid", "abstained", "ladder", "inflated", "evergreen"}, Example: "open", Help: "state of the posting"},
	{Name: "title", Kind: Text, Example: "growth", Help: "words of the title"},
	{Name: "company", Kind: Text, Example: `"Acme Robotics"`, Help: "words of the employer's name"},
	{Name: "body", Kind: Text, Example: "roadmap", Help: "words of the text"},
	{Name: "skill", Kind: Fixed, Values: skill.Names(), Example: "sql", Help: "a skill the text mentions, however it is written", named: skill.Named},
	{Name: "department", Kind: Text, Example: "payments", Help: "words of department or team"},
	{Name: "city", Kind: Text, Example: "Berlin", Help: "words of a place"},
	{Name: "country", Kind: Fixed, Example: "US", Help: "ISO 3166-1 code", upper: true},
	{Name: "workplace", Kind: Fixed, Values: []string{"onsite", "hybrid", "remote"}, Example: "hybrid", Help: "where the work is done"},
	{Name: "remote", Kind: Flag, Example: "true", Help: "short for workplace:remote"},
	{Name: "employment", Kind: Fixed, Values: []string{"full_time", "part_time", "contract", "temporary", "internship", "other"}, Example: "contract", Help: "kind of contract"},
	{Name: "since", Kind: Date, Example: "2026-06", Help: "dated then or later"},
	{Name: "until", Kind: Date, Example: "2026-06-15", Help: "dated then or earlier"},
	{Name: "date", Kind: Date, Example: "2026-01..2026-03", Help: "day posted, else first seen"},
	{Name: "posted", Kind: Date, Example: "2026-06", Help: "day the posting states"},
	{Name: "seen", Kind: Date, Example: "2026-06", Help: "day it was first seen"},
	{Name: "closed", Kind: Date, Example: "2026-06", Help: "day it closed"},
	{Name: "salary", Kind: Number, Example: ">150k", Help: "pay per year, as stated"},
	{Name: "currency", Kind: Fixed, Example: "EUR", Help: "ISO 4217 code", upper: true},
	{Name: "period", Kind: Fixed, Values: []string{"hour", "day", "week", "month", "year"}, Example: "hour", Help: "what the pay is for"},
	{Name: "years", Kind: Number, Example: "<=3", Help: "least experience asked for"},
	{Name: "gap", Kind: Number, Example: ">0", Help: "title's rank minus the duties' rank"},
	{Name: "conf", Kind: Number, Example: "<0.6", Help: "confidence of the verdict, 0 to 1"},
	{Name: "source", Kind: Fixed, Example: "ashby", Help: "system the posting came from"},
	{Name: "board", Kind: Fixed, Example: `ashby:acme`, Help: "source and token of a board", exact: true},
	{Name: "lang", Kind: Fixed, Example: "en", Help: "BCP 47 language"},
	{Name: "vacancy", Kind: Fixed, Example: "v1", Help: "id of a vacancy", exact: true},
	{Name: "id", Kind: Fixed, Example: "ashby:acme:1", Help: "id of a posting", exact: true},
}

// aliases are accepted and never printed.
var aliases = map[string]string{
	"level": "rung", "pay": "salary", "confidence": "conf", "language": "lang",
	"location": "city", "employer": "company", "text": "body", "first_seen": "seen",
}

// Fields returns every field, in the order help texts show them.
func Fields() []Field { return slices.Clone(fields) }

func fieldNamed(name string) (Field, bool) {
	name = strings.ToLower(name)
	if a, ok := aliases[name]; ok {
		name = a
	}
	i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return fields[i], true
}

func fieldNames() []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	for a := range aliases {
		names = append(names, a)
	}
	slices.Sort(names)
	return names
}

func rungRank(name string) (float64, bool) {
	rank := ladder.Rank(name)
	return float64(rank), rank > 0
}

// rungName prints a rank; ranks between or beyond the rungs have no name and
// come only from trees built by hand.
func rungName(rank float64) string {
	if name := ladder.Name(int(rank)); name != "" && rank == math.Trunc(rank) {
		return name
	}
	return number(rank)
}
