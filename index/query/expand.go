package query

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed synonyms.txt
var synonymText string

// A Thesaurus holds groups of equivalent words and word sequences.
type Thesaurus [][][]string

// Synonyms is the thesaurus of synonyms.txt: PM = product manager and the
// like.
var Synonyms = sync.OnceValue(func() Thesaurus { return ParseThesaurus(synonymText) })

// ParseThesaurus reads groups one a line, members between commas; "#" begins
// a comment line.
func ParseThesaurus(s string) Thesaurus {
	var t Thesaurus
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		var group [][]string
		for member := range strings.SplitSeq(line, ",") {
			group = append(group, strings.Fields(strings.ToLower(member)))
		}
		t = append(t, group)
	}
	return t
}

// Expand replaces words and phrases the thesaurus knows by themselves or by
// their equivalents: PM becomes PM OR "product manager", and the words
// product manager side by side become (product manager) OR "product manager"
// OR pm, where the phrase finds nothing more but counts where it is found. It
// is done to the query and not to the index, so that a better thesaurus costs no
// rebuild. Words of a company, city or department are left alone.
func Expand(q Query, t Thesaurus) Query {
	switch q := q.(type) {
	case Not:
		return Not{Expand(q.Of, t)}
	case Or:
		out := make(Or, len(q))
		for i, part := range q {
			out[i] = Expand(part, t)
		}
		return out
	case And:
		return t.expandRun(q)
	case Word:
		return t.expandRun(And{q})
	case Phrase:
		if group, member := t.find(strings.Fields(strings.ToLower(q.Text))); group != nil && expandable(q.Field) {
			return append(Or{q}, others(group, member, q.Field)...)
		}
	}
	return q
}

func expandable(field string) bool { return field == "" || field == "title" || field == "body" }

// expandRun walks a list and, at each place, replaces the longest run of
// words the thesaurus knows.
func (t Thesaurus) expandRun(q And) Query {
	var out And
	for i := 0; i < len(q); {
		words, field := run(q[i:])
		n := min(len(words), 4)
		var group [][]string
		var member int
		for ; n > 0; n-- {
			if group, member = t.find(words[:n]); group != nil {
				break
			}
		}
		if group == nil {
			if _, isWord := q[i].(Word); isWord {
				out = append(out, q[i])
			} else {
				out = append(out, Expand(q[i], t))
			}
			i++
			continue
		}
		found := Or{Simplify(slices.Clone(q[i : i+n]))}
		if n > 1 {
			found = append(found, Phrase{field, strings.Join(words[:n], " ")})
		}
		out = append(out, append(found, others(group, member, field)...))
		i += n
	}
	return Simplify(out)
}

// run returns the words at the head of a list that share a field in which
// synonyms count.
func run(q And) (words []string, field string) {
	for i, part := range q {
		w, ok := part.(Word)
		if !ok || !expandable(w.Field) || (i > 0 && w.Field != field) {
			break
		}
		field = w.Field
		words = append(words, strings.ToLower(w.Text))
	}
	return words, field
}

// find knows its members in the plural too ("PMs", "product managers").
func (t Thesaurus) find(words []string) (group [][]string, member int) {
	for _, g := range t {
		for i, m := range g {
			if len(m) == len(words) && slices.Equal(m[:len(m)-1], words[:len(m)-1]) &&
				m[len(m)-1] == singular(words[len(m)-1], m[len(m)-1]) {
				return g, i
			}
		}
	}
	return nil, 0
}

// singular is word without a plural s, where that makes it known.
func singular(word, known string) string {
	if word == known+"s" {
		return known
	}
	return word
}

func others(group [][]string, member int, field string) []Query {
	var out []Query
	for i, m := range group {
		switch {
		case i == member:
		case len(m) == 1:
			out = append(out, Word{field, m[0]})
		default:
			out = append(out, Phrase{field, strings.Join(m, " ")})
		}
	}
	return out
}
