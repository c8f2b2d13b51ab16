package trend

import (
	"cmp"
	"slices"
	"strings"

	"rung/corpus"
	"rung/index"
)

// vacancy is one real opening: the facts of its longest posting, and what has
// to be taken from all of them. There is one for each, and every table reads
// them all, so they are small, lie side by side, and have names as numbers of
// the market's.
type vacancy struct {
	ID string // of the longest posting
	// asks is what its text asks for; nil in the core of a report.
	asks *asks
	// more is what few vacancies have; nil for one posting with one spell at
	// most.
	more *more

	// employerNumber stands for who offers it: a posting without a company
	// counts for its board, and without that for itself.
	employerNumber int
	Rank           int
	// posted and seen are the earliest of any posting.
	posted, seen moment
	// closed is the end of the last spell, zero while any posting is open.
	closed moment
	// last is when any posting was last seen.
	last moment
	only [1]spell // when observed and more has none
	// pay and years are those of the longest posting that states them.
	pay, years float64
	length     int

	gap                    int32
	board                  int32
	source, language, kind int32 // kind is of what is beside the ladder
	places                 int32 // 0 for none, else 1 more than the number of the list
	payKind                int32 // 0 for no pay, else 1 more than the number
	workplace              workplace
	ladder, abstained      bool
	hasGap, hasYears       bool
	manager, observed      bool
}

// asks is the posting itself, for the longer lists in it.
type asks struct {
	*index.Row
	rules []int32 // numbers of Rules and Skills, see market.rules
}

type more struct {
	others []vacancy // the other postings, as if alone
	spells []spell   // of all, joined into disjoint ones
}

// spell is a time a vacancy was open: [from, to), to zero for still.
type spell struct {
	from, to moment
	// joined: it was open when its board was first read.
	joined bool
}

type workplace uint8

const (
	unlocated workplace = iota
	remote
	elsewhere
)

func workplaceOf(w corpus.Workplace) workplace {
	switch w {
	case "":
		return unlocated
	case corpus.Remote:
		return remote
	}
	return elsewhere
}

// spells are the times any posting was open, disjoint ones; none for a vacancy
// that was never observed.
func (v *vacancy) spells() []spell {
	if v.more != nil && v.more.spells != nil {
		return v.more.spells
	}
	if !v.observed {
		return nil
	}
	return v.only[:]
}

func (v *vacancy) others() []vacancy {
	if v.more == nil {
		return nil
	}
	return v.more.others
}

func (v *vacancy) setSpells(all []spell) {
	v.observed = len(all) > 0
	switch {
	case len(all) == 1:
		v.only[0] = all[0]
	case len(all) > 1:
		v.extra().spells = all
	}
}

// joinSpells unites times that touch or overlap.
func joinSpells(in []spell) []spell {
	slices.SortStableFunc(in, func(a, b spell) int { return cmp.Compare(a.from, b.from) })
	var out []spell
	for _, s := range in {
		if n := len(out); n > 0 && (out[n-1].to.isZero() || s.from <= out[n-1].to) {
			last := &out[n-1]
			if s.to.isZero() || !last.to.isZero() && s.to > last.to {
				last.to = s.to
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// openAt reports whether the spell held just before t.
func (s spell) openAt(t moment) bool { return s.from < t && (s.to.isZero() || s.to >= t) }

// unite makes one vacancy of postings of the same, v and its others.
func (v *vacancy) unite() {
	all := append([]vacancy{*v}, v.more.others...)
	slices.SortFunc(all, func(a, b vacancy) int {
		return cmp.Or(cmp.Compare(b.length, a.length), strings.Compare(a.ID, b.ID))
	})
	var spells []spell
	for i := range all {
		spells = append(spells, all[i].spells()...)
	}
	*v = all[0]
	v.more = &more{others: all[1:]}
	for _, o := range all[1:] {
		v.posted, v.seen, v.last = earliest(v.posted, o.posted), earliest(v.seen, o.seen), max(v.last, o.last)
		if v.payKind == 0 {
			v.payKind, v.pay = o.payKind, o.pay
		}
		if !v.hasYears {
			v.hasYears, v.years = o.hasYears, o.years
		}
	}
	v.setSpells(joinSpells(spells))
	v.close()
}

// close takes the end of the last spell, of which there may be none.
func (v *vacancy) close() {
	if all := v.spells(); len(all) > 0 {
		v.closed = all[len(all)-1].to
	}
}

func earliest(a, b moment) moment {
	if a.isZero() || !b.isZero() && b < a {
		return b
	}
	return a
}

func (v *vacancy) isOpen() bool { return v.closed.isZero() }

func (v *vacancy) date(d Date) moment {
	switch d {
	case FirstSeen:
		return v.seen
	case Closed:
		return v.closed
	}
	return v.posted
}

// ids lists the postings of the vacancy.
func (v *vacancy) ids() []string {
	out := []string{v.ID}
	for _, o := range v.others() {
		out = append(out, o.ID)
	}
	return out
}

// extra is more, made where there is none.
func (v *vacancy) extra() *more {
	if v.more == nil {
		v.more = &more{}
	}
	return v.more
}
