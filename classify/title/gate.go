package title

import "slices"

// Gate reports whether a posting with this title is worth fetching when
// product managers are looked for. It prefers one page too many to a role
// lost: besides the ladder it lets through what the words leave open, roles
// whose duties are often a product manager's, and whatever names product
// management at all without being a designer's or developer's.
func Gate(title string) bool {
	t := Parse(title)
	return t.Kind == Ladder || t.open
}

// isOpen is the part of Gate that looks beyond the ladder.
func (p *parser) isOpen() bool {
	switch p.t.Kind {
	case Unknown:
		return p.near || p.mentions(func(it item) bool { return it.class == field && it.kind != Other && it.kind != Designer })
	case Other:
		return p.near || p.mentions(func(it item) bool {
			return it.kind == Ladder && (it.class == role || it.class == field && isManagement(it.phrase))
		})
	}
	return false
}

// mentions reports whether an item of the title is as asked.
func (p *parser) mentions(is func(item) bool) bool {
	for i := range p.clauses {
		if slices.ContainsFunc(p.clauses[i].items, is) {
			return true
		}
	}
	return false
}
