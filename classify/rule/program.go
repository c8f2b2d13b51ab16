package rule

import (
	"slices"

	"rung/classify/text"
)

// wordID is a surface form known to a Set; 0 is any word no rule names.
type wordID uint32

// A program is a phrase compiled to steps for a backtracking matcher. There are
// no loops, so it always ends.
type program struct {
	rule  int32 // whose phrase it is
	steps []step
	// anchor is where to look for matches.
	anchor anchor
	// needs holds the marks of each item a match cannot do without.
	needs []wordMarks
}

type op uint8

const (
	opWord   op = iota // one word of the set
	opNumber           // a number or a range of numbers
	opName             // a word written like a name
	opAny              // any word not past a semicolon: one step of a gap
	opStart            // the sentence's start
	opEnd              // the sentence's end
	opSplit            // try x, then y
	opJump             // go to x
	opGuard            // fails unless the next word is one of the set
	opMatch
)

type step struct {
	op   op
	x, y int32
	set  wordSet
}

// A wordSet is asked millions of times, mostly in vain: one bit tells most words
// that it does not hold.
type wordSet struct {
	marks uint64   // a bit for each word, the same for many
	few   []wordID // the words, where they are few
	many  []uint64 // else a bit for each word by its own number
}

// fewWords is up to how many words are looked through one by one.
const fewWords = 12

func newWordSet(words []wordID) wordSet {
	slices.Sort(words)
	words = slices.Compact(words)
	var s wordSet
	for _, w := range words {
		s.marks |= 1 << (w & 63)
	}
	if len(words) <= fewWords {
		s.few = words
		return s
	}
	s.many = make([]uint64, words[len(words)-1]>>6+1)
	for _, w := range words {
		s.many[w>>6] |= 1 << (w & 63)
	}
	return s
}

func (s *wordSet) has(w wordID) bool {
	if s.marks>>(w&63)&1 == 0 {
		return false
	}
	if s.many != nil {
		return int(w>>6) < len(s.many) && s.many[w>>6]>>(w&63)&1 != 0
	}
	return slices.Contains(s.few, w)
}

// program compiles a checked sequence.
func (c *compiler) program(s sequence) program {
	a := assembler{c: c}
	a.sequence(s)
	a.emit(step{op: opMatch})
	p := program{steps: a.steps, anchor: c.anchor(s)}
	for _, it := range s {
		if it.optional {
			continue
		}
		if words := c.anchorOf(it.atom).words; words != nil && len(words) <= maxMarks {
			p.needs = append(p.needs, marksOf(words))
		}
	}
	return p
}

// wordMarks is a set of words that may hold more than was put in: a bit for
// each word, the same bit for many.
type wordMarks [4]uint64

// maxMarks is the most words worth marking; of more, some bit is always set.
const maxMarks = 64

func marksOf(words []wordID) (m wordMarks) {
	for _, w := range words {
		m[w>>6&3] |= 1 << (w & 63)
	}
	return m
}

func (m *wordMarks) meets(o *wordMarks) bool {
	return m[0]&o[0]|m[1]&o[1]|m[2]&o[2]|m[3]&o[3] != 0
}

// meetsAll reports whether m may hold a word of each of the others.
func (m *wordMarks) meetsAll(others []wordMarks) bool {
	for i := range others {
		if !m.meets(&others[i]) {
			return false
		}
	}
	return true
}

type assembler struct {
	c     *compiler
	steps []step
}

func (a *assembler) emit(s step) int {
	a.steps = append(a.steps, s)
	return len(a.steps) - 1
}

// here is the place of the next step.
func (a *assembler) here() int32 { return int32(len(a.steps)) }

func (a *assembler) sequence(s sequence) {
	for _, it := range s {
		if !it.optional {
			a.atom(it.atom)
			continue
		}
		split := a.emit(step{op: opSplit})
		a.steps[split].x = a.here()
		a.atom(it.atom)
		a.steps[split].y = a.here()
	}
}

func (a *assembler) atom(x atom) {
	switch x := x.(type) {
	case word:
		a.word(x)
	case number:
		a.emit(step{op: opNumber})
	case name:
		a.emit(step{op: opName})
	case edge:
		if x.end {
			a.emit(step{op: opEnd})
		} else {
			a.emit(step{op: opStart})
		}
	case gap:
		a.gap(x.max)
	case list:
		a.alternatives(a.c.lists[x.name].phrases)
	case group:
		a.alternatives(x)
	case either:
		a.alternatives(x.sequences())
	}
}

// gap tries the shortest first: to go on comes before one more word.
func (a *assembler) gap(n int) {
	var splits []int
	for range n {
		split := a.emit(step{op: opSplit})
		splits = append(splits, split)
		a.steps[split].y = a.here()
		a.emit(step{op: opAny})
	}
	for _, s := range splits {
		a.steps[s].x = a.here()
	}
}

func (a *assembler) word(w word) {
	parts := text.Words(w.text)
	for i := range parts {
		forms := partForms(w, parts, i)
		a.emit(step{op: opWord, set: newWordSet(a.c.ids(forms))})
	}
}

// partForms returns the forms of part i of a word: all of the last part, which
// in a compound may be a word that has none by itself ("trade-offs").
func partForms(w word, parts []text.Word, i int) []string {
	norm := parts[i].Norm
	switch {
	case w.exact || i < len(parts)-1:
		return []string{norm}
	case i > 0:
		return append(text.Inflect(norm), norm+"s")
	}
	return text.Inflect(norm)
}

// alternatives merges those of one plain word into one set: lists are mostly
// such words, and a set is one comparison.
func (a *assembler) alternatives(all []sequence) {
	var single []string
	var rest []sequence
	for _, s := range all {
		if forms, ok := plainWord(s); ok {
			single = append(single, forms...)
		} else {
			rest = append(rest, s)
		}
	}
	var jumps []int
	branch := func(last bool, emit func()) {
		if last {
			emit()
			return
		}
		split := a.emit(step{op: opSplit})
		a.steps[split].x = a.here()
		emit()
		jumps = append(jumps, a.emit(step{op: opJump}))
		a.steps[split].y = a.here()
	}
	if words := a.c.firstOfAny(rest); words != nil && len(rest) > 1 {
		a.emit(step{op: opGuard, set: newWordSet(append(words, a.c.ids(single)...))})
	}
	// Longer sequences first, so that "product manager" wins over "product".
	slices.SortStableFunc(rest, func(a, b sequence) int { return len(b) - len(a) })
	for i, s := range rest {
		branch(i == len(rest)-1 && single == nil, func() { a.sequence(s) })
	}
	if single != nil {
		a.emit(step{op: opWord, set: newWordSet(a.c.ids(single))})
	}
	for _, j := range jumps {
		a.steps[j].x = a.here()
	}
}

// firstOfAny returns the words that the sequences begin with, nil unless each
// of them begins with a word.
func (c *compiler) firstOfAny(all []sequence) []wordID {
	var words []wordID
	for _, s := range all {
		first := c.first(s)
		if first == nil {
			return nil
		}
		words = append(words, first...)
	}
	return words
}

// first returns the words that a sequence can begin with, nil for one that may
// begin with anything else.
func (c *compiler) first(s sequence) []wordID {
	var words []wordID
	for _, it := range s {
		w := c.firstOf(it.atom)
		if w == nil {
			return nil
		}
		words = append(words, w...)
		if !it.optional {
			return words
		}
	}
	return nil
}

func (c *compiler) firstOf(a atom) []wordID {
	switch a := a.(type) {
	case word:
		return c.ids(partForms(a, text.Words(a.text), 0))
	case list:
		return c.firstOfAny(c.lists[a.name].phrases)
	case either:
		return c.firstOfAny(a.sequences())
	case group:
		return c.firstOfAny(a)
	}
	return nil
}

// plainWord returns the forms of a sequence that is one unhyphenated word.
func plainWord(s sequence) ([]string, bool) {
	if len(s) != 1 || s[0].optional {
		return nil, false
	}
	w, ok := s[0].atom.(word)
	if !ok {
		return nil, false
	}
	parts := text.Words(w.text)
	if len(parts) != 1 {
		return nil, false
	}
	if w.exact {
		return []string{parts[0].Norm}, true
	}
	return text.Inflect(parts[0].Norm), true
}

// ids numbers the forms, sorted and none twice.
func (c *compiler) ids(forms []string) []wordID {
	ids := make([]wordID, len(forms))
	for i, f := range forms {
		id, ok := c.set.vocab[f]
		if !ok {
			id = wordID(len(c.set.vocab) + 1)
			c.set.vocab[f] = id
		}
		ids[i] = id
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
