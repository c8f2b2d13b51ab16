package title

import (
	"slices"
	"strings"
)

// rank settles rung, track, range and grade of a title on the ladder.
func (p *parser) rank() {
	c := &p.clauses[p.head]
	base := c.items[p.at]
	alternatives := p.alternatives(c, base)
	low, high := p.rung(base, alternatives[0]), p.rung(base, alternatives[0])
	for _, a := range alternatives[1:] {
		r := p.rung(base, a)
		if rankOf(r.low) < rankOf(low.low) {
			low.low = r.low
		}
		if rankOf(r.rung) < rankOf(low.rung) {
			low = r
		}
		if rankOf(r.rung) > rankOf(high.rung) {
			high = r
		}
	}
	p.t.Rung, p.t.Rank, p.t.Ranked, p.t.Track = low.rung, rankOf(low.rung), low.ranked, low.track
	p.t.Low, p.t.High = low.low, high.rung
	if len(alternatives) > 1 && p.t.Low != p.t.High {
		p.flag(FlagRange)
	}
	if low.bank {
		p.flag(FlagBank)
	}
}

// claim is what one set of rank words makes of the role.
type claim struct {
	rung, low, track string
	ranked, bank     bool
}

// rung combines the role with the ranks beside it. Entry words beat all,
// then the highest rank counts: an associate principal is a principal.
func (p *parser) rung(base item, ranks []item) claim {
	c := baseClaim(base)
	for _, it := range ranks {
		if it.class == intern {
			return claim{rung: "associate", low: "associate", ranked: true}
		}
	}
	for _, it := range ranks {
		c = c.add(base, it)
	}
	if c.low == "" || rankOf(c.low) > rankOf(c.rung) {
		c.low = c.rung
	}
	return c
}

func baseClaim(base item) claim {
	switch {
	case base.rung != "" && base.class != mod:
		ranked := base.rung != "pm"
		bank := base.flag == "bank"
		return claim{rung: base.rung, low: base.low, track: base.track, ranked: ranked, bank: bank}
	default:
		return claim{rung: "pm"}
	}
}

// add lets one more rank word speak.
func (c claim) add(base, it item) claim {
	if it.flag == "bank" || it.flag == "bankword" && base.class == role {
		c.bank = true
	}
	if it.phrase == "manager" || it.class == head && it.rung == "pm" {
		return c // "Product Manager / Manager": an employer's grade, no rung
	}
	r, now := rankOf(it.rung), rankOf(c.rung)
	switch {
	case base.class == head && base.rung == "lead" && base.track == "manager" && r < 3:
		return claim{rung: "pm", bank: c.bank} // "Assistant Manager, Product"
	case base.class == head && r < now:
		if it.phrase == "associate" || it.phrase == "assistant" {
			c.low = rungs[now-2]
		}
		return c
	case c.rung == "associate" && it.rung == "senior" && it.class == mod:
		return claim{rung: "junior", low: "associate", ranked: true, bank: c.bank}
	case !c.ranked, r > now:
		return claim{rung: it.rung, low: it.low, track: it.track, ranked: true, bank: c.bank}
	case r == now && c.track == "":
		c.track = it.track
	}
	return c
}

// maxAlternatives bounds the rank sets of a title that names far too many.
const maxAlternatives = 8

// alternatives gathers the rank words that belong to the role, one set for
// each alternative of a range.
func (p *parser) alternatives(c *clause, base item) [][]item {
	sets := p.inHead(c)
	for _, set := range sets {
		for _, it := range set {
			p.span(it, "rank:"+it.rung, "rank word beside the role")
			p.extend(it)
		}
	}
	for i := range p.clauses {
		o := &p.clauses[i]
		if i == p.head || !o.pure() || len(sets) > maxAlternatives {
			continue
		}
		if i == p.head-1 && !o.paren {
			p.t.HeadStart = o.start
		}
		sets = p.beside(sets, o, base)
	}
	return sets
}

// inHead collects the ranks of the head clause: those before the role, those
// that follow it without a word between, and those of further alternatives.
func (p *parser) inHead(c *clause) [][]item {
	sets := [][]item{nil}
	own := 0 // the alternative the role stands in
	counted := make([]bool, 1, 4)
	var foreign []int // alternatives of another trade
	after := false
	for k, it := range c.items {
		if k > 0 && (it.joint == slash || it.class == or || rangeTo(c.items, k) || rankAnd(c.items, k)) {
			sets, counted = append(sets, nil), append(counted, false)
			after = false
		}
		n := len(sets) - 1
		switch it.class {
		case cut:
			return pick(sets, counted, foreign, own)
		case mod, head, intern:
			if k == p.at || after && !p.trailing(c, k) {
				counted[n] = counted[n] || k == p.at
				break
			}
			sets[n] = append(sets[n], it)
			counted[n] = true
		case noun:
			foreign = append(foreign, n)
		case role:
			if it.kind != Ladder {
				foreign = append(foreign, n)
			}
			counted[n] = it.kind == Ladder
			if it.kind == Ladder && k > p.at && n != own {
				p.extend(it)
			}
			after = k != p.at || after
		case grade:
			p.grade(c, k)
		}
		if k == p.at {
			own, after = n, true
		}
	}
	return pick(sets, counted, foreign, own)
}

// pick keeps the alternatives that name a rank or a role on the ladder: one
// in "Retail / Product Owner" and in "Product Manager / Senior Analyst".
func pick(sets [][]item, counted []bool, foreign []int, own int) [][]item {
	kept := [][]item{}
	for i := range sets {
		if i == own || counted[i] && !slices.Contains(foreign, i) {
			kept = append(kept, sets[i])
		}
	}
	return kept
}

// rankAnd reports whether "and" at k joins two ranks ("Senior & Staff").
func rankAnd(items []item, k int) bool {
	return items[k].class == and && k > 0 && k+1 < len(items) &&
		(items[k-1].class == mod || items[k-1].class == head) && (items[k+1].class == mod || items[k+1].class == head)
}

// trailing reports whether the rank at k follows the role with nothing but
// rank, grade and intake words between and to the end of the clause.
func (p *parser) trailing(c *clause, k int) bool {
	if k <= p.at {
		return false // it stands before the role
	}
	for _, it := range c.items[p.at+1 : k] {
		switch it.class {
		case mod, head, intern, grade, gender:
		default:
			if !lex.seasons[it.text] {
				return false
			}
		}
	}
	return c.items[k].class == intern || endsRanks(c.items[k+1:])
}

func endsRanks(items []item) bool {
	for _, it := range items {
		switch it.class {
		case mod, head, intern:
		default:
			return endsClause([]item{it}, -1)
		}
	}
	return true
}

// extend lets the head reach over a rank that follows the role.
func (p *parser) extend(it item) {
	if it.end > p.t.HeadEnd {
		p.t.HeadEnd = it.end
	}
}

// beside adds the ranks of a clause that holds nothing else. An optional rank
// in brackets before the role makes a range; a bank's grade after the role
// ("Product Manager, Vice President") is a Grade.
func (p *parser) beside(sets [][]item, o *clause, base item) [][]item {
	before := o.start < p.clauses[p.head].items[p.at].start
	groups := [][]item{nil}
	for k, it := range o.items {
		if k > 0 && (it.joint == slash || it.class == or) {
			groups = append(groups, nil)
		}
		switch {
		case it.class == grade:
			p.setGrade(it)
		case it.class != mod && it.class != head && it.class != intern:
		case !before && base.class == role && corporate(it):
			p.setGrade(it)
			p.flag(FlagBank)
		default:
			groups[len(groups)-1] = append(groups[len(groups)-1], it)
			p.span(it, "rank:"+it.rung, "rank in a clause of its own")
		}
	}
	if o.paren && before && len(groups) == 1 && len(groups[0]) > 0 && groups[0][0].class != intern {
		p.widen(o)
		return append(sets, combine(sets, groups)...)
	}
	if o.paren && before {
		p.widen(o)
	}
	return combine(sets, groups)
}

// widen lets the head begin at a bracket that stands right before it.
func (p *parser) widen(o *clause) {
	at := strings.LastIndexAny(p.t.Text[:o.start], "([{（【")
	if at >= 0 && at < p.t.HeadStart {
		p.t.HeadStart = at
	}
}

func combine(sets, groups [][]item) [][]item {
	var all [][]item
	for _, s := range sets {
		for _, g := range groups {
			all = append(all, append(append([]item{}, s...), g...))
		}
	}
	return all
}

// corporate reports whether a rank that follows a whole role as a clause of
// its own is a company's grade rather than the role's rank.
func corporate(it item) bool {
	return it.class == head && rankOf(it.rung) >= 6 || strings.HasSuffix(it.phrase, "associate")
}

func (p *parser) grade(c *clause, k int) {
	for j := p.at + 1; j < k; j++ {
		if it := c.items[j]; it.class != grade && it.class != mod && it.class != head && !lex.seasons[it.text] {
			return
		}
	}
	if k > p.at {
		p.setGrade(c.items[k])
		p.extend(c.items[k])
	}
}

func (p *parser) setGrade(it item) {
	if p.t.Grade != "" {
		return
	}
	p.t.Grade = p.t.Text[it.start:it.end]
	p.span(it, "grade:"+strings.ToLower(p.t.Grade), "a grade of the employer's own")
}
