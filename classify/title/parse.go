package title

import (
	"slices"
	"strings"
)

// Parse reads a title. It never fails: a title it cannot read is Unknown.
func Parse(title string) Title {
	p := parser{reader: read(title), t: Title{Text: title, Kind: Unknown}}
	p.parse()
	t := p.t
	if t.HeadEnd > t.HeadStart {
		t.Head = title[t.HeadStart:t.HeadEnd]
	}
	slices.Sort(t.Flags)
	t.Flags = slices.Compact(t.Flags)
	slices.SortFunc(t.Spans, func(a, b Span) int { return a.Start - b.Start })
	return t
}

type parser struct {
	*reader
	t Title
	// head is the index of the head clause, at that of the role's item in it.
	head, at int
	near     bool
}

func (p *parser) parse() {
	if !p.findRole() && !p.findManagement() {
		p.fieldOnly()
	}
	p.t.open = p.isOpen()
	p.t.Near = p.t.Kind == Unknown && p.t.open
	if p.t.Kind == Ladder {
		p.rank()
	}
	p.flags()
}

// findRole settles kind, function and head by the first clause that holds a
// role. A clause of rank alone passes the head on to a whole role in the next
// one ("Manager, Cyber Product Owner", "(Lead) Product Manager").
func (p *parser) findRole() bool {
	for i := range p.clauses {
		at := roleAt(p.clauses[i].items)
		if at < 0 {
			continue
		}
		it := p.clauses[i].items[at]
		if it.class == head && p.clauses[i].pure() && p.roleFollows(i) || it.passes && p.anyRoleFollows(i) {
			continue
		}
		p.head, p.at = i, at
		p.settle(it)
		return true
	}
	return false
}

// roleFollows reports whether the next clause with a role or a field holds a
// whole ladder role.
func (p *parser) roleFollows(i int) bool {
	for _, c := range p.clauses[i+1:] {
		if at := roleAt(c.items); at >= 0 {
			return c.items[at].class == role && c.items[at].kind == Ladder
		}
		if fieldRun(c.items) != nil {
			return false
		}
	}
	return false
}

// anyRoleFollows reports whether a later clause holds any whole role.
func (p *parser) anyRoleFollows(i int) bool {
	return slices.ContainsFunc(p.clauses[i+1:], func(c clause) bool {
		at := roleAt(c.items)
		return at >= 0 && c.items[at].class == role
	})
}

// settle fills what the role's own item and its field say.
func (p *parser) settle(it item) {
	p.t.HeadStart, p.t.HeadEnd = p.clauses[p.head].start, it.end
	switch it.class {
	case role:
		p.t.Kind, p.t.Function = it.kind, it.function
		p.span(it, "role:"+it.function, "names the role")
	case noun:
		p.t.Kind, p.t.Function = p.nounKind(it), it.function
		p.span(it, "noun:"+it.function, "is not what a product manager is called")
	default: // head, intern
		p.span(it, "rank:"+it.rung, "a rank that is itself the role")
		p.settleByField(it)
	}
	p.near = p.near || it.near
	p.t.Loose = p.t.Kind == Other && (p.t.Loose || it.near || it.loose)
}

// nounKind applies the exceptions of a noun to the words before it.
func (p *parser) nounKind(it item) Kind {
	for _, other := range p.clauses[p.head].items[:p.at] {
		for w := other.first; p.words[w].end <= other.end; w++ {
			if it.except[p.words[w].text] {
				return Other
			}
			if w+1 == len(p.words) {
				break
			}
		}
	}
	return it.kind
}

func (p *parser) settleByField(it item) {
	f := p.field(it)
	if f == nil {
		p.t.Kind, p.t.Loose = Other, it.class == head
		if p.mentions(func(f item) bool { return f.class == field && f.kind == Ladder }) {
			p.t.Kind = Unknown
		}
		return
	}
	p.t.Kind, p.t.Function, p.near = f.kind, f.function, f.near
	name := "field:"
	if f.class == role {
		name = "role:"
	}
	p.span(*f, name+f.function, "says what the role is about")
	if f.start > it.end && p.adjoins(f) {
		p.t.HeadEnd = f.end
	}
}

// adjoins reports whether a field after the head stands in its clause or in
// the next that is not in brackets.
func (p *parser) adjoins(f *item) bool {
	for i := p.head; i < len(p.clauses); i++ {
		c := &p.clauses[i]
		if c.start <= f.start && f.end <= c.end {
			return true
		}
		if i > p.head && !c.paren {
			return false
		}
	}
	return false
}

// field finds what a rank noun or an intern is about: in its own clause, in
// the next ones, and last in those before.
func (p *parser) field(it item) *item {
	if f := p.fieldIn(p.head, p.at); f != nil {
		return f
	}
	for i := p.head + 1; i < len(p.clauses); i++ {
		if f := p.subject(i, it); f != nil {
			return f
		}
	}
	for i := range p.head {
		if f := p.subject(i, it); f != nil {
			return f
		}
	}
	return nil
}

// subject is what another clause is about: its role, or its field.
func (p *parser) subject(i int, it item) *item {
	items := p.clauses[i].items
	if at := roleAt(items); at >= 0 {
		switch items[at].class {
		case role, noun:
			return &items[at]
		}
		if it.class == intern || p.clauses[i].paren {
			return p.fieldIn(i, at)
		}
	}
	return fieldRun(items)
}

// fieldIn finds the field of the rank noun at in its own clause: before it
// first, then after.
func (p *parser) fieldIn(i, at int) *item {
	items := p.clauses[i].items
	for k := at - 1; k >= 0; k-- {
		switch it := &items[k]; it.class {
		case role, noun:
			return it
		case field:
			if it.kind == Ladder {
				return p.compound(items, k, at)
			}
			return p.joined(items, k)
		}
	}
	return fieldRun(items[at+1:])
}

// compound looks at the words between a product field and the rank noun it
// stands before: "Product Lead" is plain, "Product Portal Migration Lead" is
// not a lead of product.
func (p *parser) compound(items []item, k, at int) *item {
	for _, it := range items[k+1 : at] {
		if it.class == plain && len(it.text) > 1 && !lex.seasons[it.text] && !isYear(it.text) {
			return &item{entry: unclear, start: items[k].start, end: it.end, first: items[k].first}
		}
	}
	return &items[k]
}

var unclear = &entry{class: field, kind: Unknown, function: "product"}

// joined prefers a product field that "and" joins to the field at k
// ("Product & Design Lead").
func (p *parser) joined(items []item, k int) *item {
	if k >= 2 && items[k-1].class == and && items[k-2].class == field && items[k-2].kind == Ladder {
		return &items[k-2]
	}
	return &items[k]
}

// fieldRun returns the first field of a row of items: the right-most of a
// compound, and of several joined by "and" or a slash one on the ladder. It
// stops at a cut.
func fieldRun(items []item) *item {
	for k := 0; k < len(items); k++ {
		switch items[k].class {
		case cut:
			return nil
		case role, noun:
			return &items[k]
		case field:
			return conjuncts(items, k)
		}
	}
	return nil
}

func conjuncts(items []item, k int) *item {
	var first *item
	for {
		for k+1 < len(items) && items[k+1].class == field && items[k+1].joint != slash {
			k++
		}
		if items[k].bare && k > 0 && (items[k-1].class == plain || items[k-1].class == field) {
			return &item{entry: unclear, start: items[k].start, end: items[k].end, first: items[k].first}
		}
		if first == nil {
			first = &items[k]
		}
		if items[k].kind == Ladder && (first == &items[k] || k+1 == len(items) || items[k+1].class == and) {
			return &items[k]
		}
		switch {
		case k+1 < len(items) && items[k+1].class == field:
			k++
		case k+2 < len(items) && items[k+1].class == and && items[k+2].class == field:
			k += 2
		default:
			return first
		}
	}
}

// roleAt returns the index of the item that names the clause's role, or -1.
// The last role wins; after a whole role only what ends the clause or is an
// entry place takes over ("Product Manager Intern", not "Product Manager
// Partner Integrations"). A clause with an alternative on the ladder is that.
func roleAt(items []item) int {
	found := -1
	for k := range items {
		switch it := &items[k]; it.class {
		case cut:
			return found
		case of, softcut:
			if found >= 0 && !rangeTo(items, k) {
				return found
			}
		case role, noun, head, intern:
			if it.class == noun && managementAfter(items, k) {
				continue
			}
			if found < 0 || takesOver(items, found, k) {
				found = k
			}
		}
	}
	return found
}

// managementAfter reports whether the noun at k only qualifies the work that
// follows it ("Partner Product Management").
func managementAfter(items []item, k int) bool {
	for _, it := range items[k+1:] {
		switch it.class {
		case cut, softcut, of, head, intern:
			return false
		case field:
			if it.kind == Ladder && isManagement(it.phrase) {
				return true
			}
		}
	}
	return false
}

// takesOver reports whether the role at k replaces the one found before it.
func takesOver(items []item, found, k int) bool {
	before, it := &items[found], &items[k]
	parted := alternative(items, found, k)
	switch {
	case before.class == role && before.kind == Ladder && (parted || it.kind == Other && items[found+1].class == and):
		return false
	case it.class == role:
		return !parted || it.kind == Ladder || before.class == mod
	case before.class == intern && it.class != intern:
		return it.class == noun || !parted && followsField(items, k)
	case parted:
		return it.class == head && before.class != role && before.class != noun && before.class != head
	case before.class == role:
		return it.class == intern && k == found+1 || endsClause(items, k) && it.class != head || it.class == intern && endsClause(items, k)
	}
	return true
}

// followsField reports whether a field stands right before k, so that the
// rank noun there has one of its own.
func followsField(items []item, k int) bool {
	return k > 0 && items[k-1].class == field
}

// alternative reports whether a slash or "or" parts the two items.
func alternative(items []item, a, b int) bool {
	for k := a + 1; k <= b; k++ {
		if items[k].joint == slash || items[k].class == or {
			return true
		}
	}
	return false
}

// rangeTo reports whether "to" at k stands between two ranks or roles.
func rangeTo(items []item, k int) bool {
	if k == 0 || k+1 == len(items) || items[k].phrase != "to" {
		return false
	}
	return ranky(items[k-1]) && ranky(items[k+1])
}

func ranky(it item) bool {
	switch it.class {
	case mod, head, role, grade:
		return true
	}
	return false
}

func endsClause(items []item, k int) bool {
	for _, it := range items[k+1:] {
		switch it.class {
		case cut, softcut:
			return true
		case grade, gender, workplace, flag:
		default:
			if !lex.seasons[it.text] && !isYear(it.text) && it.joint != slash {
				return false
			}
		}
	}
	return true
}

// findManagement accepts a title without a role noun that names product
// management itself ("Senior Product Management").
func (p *parser) findManagement() bool {
	for i := range p.clauses {
		at := slices.IndexFunc(p.clauses[i].items, func(it item) bool {
			return it.class == field && it.kind == Ladder && isManagement(it.phrase)
		})
		if at < 0 {
			continue
		}
		f := p.clauses[i].items[at]
		p.head, p.at = i, at
		p.t.Kind, p.t.Function = Ladder, f.function
		p.t.HeadStart, p.t.HeadEnd = p.clauses[i].start, f.end
		p.span(f, "field:"+f.function, "names the work instead of the role")
		return true
	}
	return false
}

// isManagement tells "product management" from "product" in every language of
// the lexicon: its phrases name the work and not the thing.
func isManagement(phrase string) bool {
	for _, stem := range []string{"manage", "gest", "mgmt", "zarzad", "ownership"} {
		if strings.Contains(phrase, stem) {
			return true
		}
	}
	return false
}

// fieldOnly settles a title that names no role at all by its first field.
func (p *parser) fieldOnly() {
	for i := range p.clauses {
		f := fieldRun(p.clauses[i].items)
		if f == nil {
			continue
		}
		p.t.Function = f.function
		if f.kind != Ladder {
			p.t.Kind = f.kind
			p.t.HeadStart, p.t.HeadEnd = p.clauses[i].start, f.end
		}
		p.span(*f, "field:"+f.function, "a field without a role")
		return
	}
}

func (p *parser) span(it item, rule, reason string) {
	p.t.Spans = append(p.t.Spans, Span{Start: it.start, End: it.end, Rule: rule, Reason: reason})
}
