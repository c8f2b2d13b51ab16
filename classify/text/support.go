package text

import "strings"

const (
	preferredBit byte = 1 << iota
	futureBit
)

// support decides whether group i is helping only: by its own verb, or because
// the verb it depends on is ("help define", "assist in defining").
func (r *reader) support(i int) {
	g := &r.groups[i]
	g.support = g.form.class == supportVerb && !g.passive
	if g.inherits && !g.support && !g.chained && r.groups[i-1].support {
		g.support = r.dependent(i)
	}
	if g.chained && !g.support && r.groups[i-1].inherits {
		g.support = r.groups[i-1].support && r.groups[i-1].form.class != supportVerb
	}
}

// dependent reports whether group i is what the support verb before it is
// about: directly after it, an infinitive or a gerund behind a preposition, and
// no comma between.
func (r *reader) dependent(i int) bool {
	g, before := r.groups[i], r.groups[i-1]
	for k := before.head + 1; k <= g.head; k++ {
		if r.comma(k) || r.opens(k) {
			return false
		}
	}
	p := r.norm(r.before(g.first))
	switch g.form.kind {
	case base:
		return !conjunctions[p]
	case gerund:
		return p == "in" || p == "with" || p == "to" || p == "on" || g.first-1 == before.head
	}
	return false
}

// attach gives every word its group: the words of a subject to the verb they
// stand before, all others to the verb before them. It fills supports too.
func (r *reader) attach() {
	r.of = make([]int, len(r.words))
	r.supports = make([]bool, len(r.words))
	present := -1
	for i, k := 0, 0; i < len(r.words); i++ {
		for k < len(r.groups) && i >= min(r.groups[k].from, r.groups[k].first) {
			present = k
			k++
		}
		r.of[i] = present
		if present < 0 && len(r.groups) > 0 {
			r.of[i] = 0
		}
	}
	for i := range r.words {
		if g := r.of[i]; g >= 0 {
			r.supports[i] = r.supportAt(i, g)
		}
	}
}

// supportAt decides support for word i of group g: a shared object of
// coordinated verbs is only helped with if all of them help; what stands after
// "with" or after "support for" is.
func (r *reader) supportAt(i, g int) bool {
	head := r.groups[g].head
	if i <= head {
		return r.groups[g].support
	}
	all := r.groups[g].support
	for k := g; r.groups[k].chained && k > 0; k-- {
		all = all && r.groups[k-1].support
	}
	return all || r.joint(i, g) || r.given(i, head)
}

// joint reports words after "with" of "partner with", up to an infinitive.
func (r *reader) joint(i, g int) bool {
	if r.groups[g].form.class != jointVerb {
		return false
	}
	for k := r.groups[g].head + 1; k < i && k <= r.groups[g].head+3; k++ {
		if w := r.norm(k); w == "with" || w == "alongside" {
			return true
		}
	}
	return false
}

// given reports words after "support for" and its like, as in "provide support
// to the product managers".
func (r *reader) given(i, head int) bool {
	for k := head + 1; k+1 < i && k <= head+3; k++ {
		if w := r.norm(k); w == "support" || w == "assistance" || w == "help" {
			p := r.norm(k + 1)
			return p == "to" || p == "for" || p == "in" || p == "with"
		}
	}
	return false
}

// mark lays the fixed turns of phrase over the part of the sentence they stand
// in: between semicolons.
func (r *reader) mark() {
	r.modes = make([]byte, len(r.words))
	for i := range r.words {
		if !modeWords.may(r.norm(i)) {
			continue
		}
		m, n := modes.longest(r.words[i:])
		if n == 0 || m == waived || m == preferred && r.preferredThing(i, n) {
			continue
		}
		first, last := r.part(i)
		for k := first; k < last; k++ {
			switch m {
			case preferred:
				r.modes[k] |= preferredBit
			case future:
				r.modes[k] |= futureBit
			case guided:
				r.supports[k] = true
			}
		}
	}
}

// preferredThing reports "preferred" as an adjective: "our preferred partner".
func (r *reader) preferredThing(i, n int) bool {
	prev := r.norm(i - 1)
	return n == 1 && (prev == "our" || prev == "your" || prev == "the" || prev == "their")
}

// part returns the stretch of words around i between semicolons.
func (r *reader) part(i int) (first, last int) {
	first, last = i, i+1
	for first > 0 && strings.IndexByte(r.gap(first), ';') < 0 {
		first--
	}
	for last < len(r.words) && strings.IndexByte(r.gap(last), ';') < 0 {
		last++
	}
	return first, last
}
