package title

import "strings"

// Core returns the title's words in one spelling, with the rank and without
// what differs between two copies of one opening: gender marks, clauses of
// nothing but places and workplace, requisition numbers. "Sr. Product
// Manager, Growth (m/f/d) - Berlin" and "Senior Product Manager - Growth" have
// one core; "Associate Product Manager, Growth" has another.
func (t Title) Core() string {
	r := read(t.Text)
	kept := make([]bool, len(r.words))
	for i := range r.clauses {
		if !r.incidental(&r.clauses[i]) {
			r.keep(&r.clauses[i], kept)
		}
	}
	var b strings.Builder
	for i, w := range r.words {
		if !kept[i] || isRequisition(w.text) || r.joinsRequisition(i) {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}

// keep marks the words of a clause that belong to the core.
func (r *reader) keep(c *clause, kept []bool) {
	for _, it := range c.items {
		switch it.class {
		case gender, workplace, noise:
			continue
		}
		for w := it.first; w < len(r.words) && r.words[w].end <= it.end; w++ {
			// Words of a bracket inside the phrase belong to another clause.
			kept[w] = kept[w] || r.words[w].clause == r.words[it.first].clause
		}
	}
}

// incidental reports whether a clause holds nothing but places, workplace,
// gender marks and noise.
func (r *reader) incidental(c *clause) bool {
	for k := 0; k < len(c.items); {
		switch c.items[k].class {
		case gender, workplace, noise, of, and, or, softcut:
			k++
			continue
		}
		n := r.placeAt(c.items[k:])
		if n == 0 {
			return false
		}
		k += n
	}
	return true
}

// placeAt returns how many items a place at the start of items takes.
func (r *reader) placeAt(items []item) int {
	n := &lex.places
	found := 0
	for k, it := range items {
		for w := it.first; n != nil && w < len(r.words) && r.words[w].end <= it.end; w++ {
			n = n.next[r.words[w].text]
		}
		if n == nil {
			break
		}
		if n.entry != nil {
			found = k + 1
		}
	}
	return found
}

// joinsRequisition reports whether a hyphen ties the word to a requisition
// number behind it ("R-104233").
func (r *reader) joinsRequisition(i int) bool {
	return i+1 < len(r.words) && r.words[i+1].joint == soft && isRequisition(r.words[i+1].text)
}

// isRequisition recognises a requisition number: four digits or more in a
// word that is no year.
func isRequisition(w string) bool {
	digits := 0
	for i := range len(w) {
		if '0' <= w[i] && w[i] <= '9' {
			digits++
		}
	}
	return digits >= 4 && !isYear(w)
}
