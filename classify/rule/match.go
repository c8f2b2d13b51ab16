package rule

import (
	"slices"
	"strings"
	"sync"

	"rung/classify/text"
)

// A Match is one place where a rule holds.
type Match struct {
	Rule *Rule
	// Start and End are byte offsets into the text of the document.
	Start, End int
	// Sentence is the index of the sentence, Section its kind.
	Sentence int
	Section  text.Kind
	// First and Last bound the matched words within the words of the
	// document: Words[First:Last].
	First, Last int
	// Clause is how the words are meant; where the rule's When did not ask,
	// only Negated is filled.
	Clause text.Clause

	order int // of the rule in the set
}

// Match returns every place where a rule of the set holds, rules in the order
// of the files and the places of a rule in the order of the text; of
// overlapping places of one rule the longest stays. A nil tagger reads
// sentences by word lists alone.
func (s *Set) Match(doc *text.Doc, tagger text.Tagger) []Match {
	m := matchers.Get().(*matcher)
	defer matchers.Put(m)
	m.begin(s, doc, tagger)
	m.scan()
	slices.SortFunc(m.found, before)
	return m.longest()
}

var matchers = sync.Pool{New: func() any { return new(matcher) }}

// matcher is the working memory of one call of Match.
type matcher struct {
	set    *Set
	doc    *text.Doc
	tagger text.Tagger

	lower      []byte
	sentence   int         // being collected, -1 before the first
	section    kindSet     // its kind, empty for a heading
	candidates []candidate // places where the sentence may match
	next       []int       // by phrase id: the first word of doc not matched from yet
	ids        []wordID    // of the sentence's words
	marks      wordMarks   // the same
	run        runner
	reading    *text.Reading
	found      []Match
}

// A candidate is a phrase that may match with its anchor at a word.
type candidate struct {
	phraseRef
	at int // word of the sentence, -1 for a phrase without an anchor
}

func (m *matcher) begin(s *Set, doc *text.Doc, tagger text.Tagger) {
	m.set, m.doc, m.tagger = s, doc, tagger
	m.lower = append(m.lower[:0], doc.Lower()...)
	m.sentence = -1
	m.candidates, m.found = m.candidates[:0], m.found[:0]
	m.next = append(m.next[:0], make([]int, s.phrases)...)
}

// scan walks the text once for anchors and matches sentence by sentence.
func (m *matcher) scan() {
	words := m.doc.Words
	w, last := 0, -1
	if m.set.gate.always != nil || m.hidden() {
		// A phrase without an anchor makes every sentence a candidate, and the
		// automaton does not see through invisible characters.
		for i := range m.doc.Sentences {
			m.enter(i)
			for k := m.doc.Sentences[i].First; k < m.doc.Sentences[i].Last; k++ {
				m.anchor(k)
			}
		}
		m.flush()
		return
	}
	m.set.gate.trie.Walk(m.lower, func(end, n, _ int64) bool {
		start := int(end - n + 1)
		for w < len(words) && words[w].End <= start {
			w++
		}
		if w == len(words) {
			return false
		}
		if words[w].Start == start && w != last {
			last = w
			m.anchor(w)
		}
		return true
	})
	m.flush()
}

// hidden reports whether a word does not stand in the lower-cased text as its
// norm, but for an apostrophe.
func (m *matcher) hidden() bool {
	for _, w := range m.doc.Words {
		if len(w.Norm) != w.End-w.Start && strings.IndexByte(w.Norm, '\'') < 0 {
			return true
		}
	}
	return false
}

// enter makes i the present sentence, after matching the one before.
func (m *matcher) enter(i int) {
	if i == m.sentence {
		return
	}
	m.flush()
	m.sentence = i
	m.section = bitOf(m.doc.Sentences[i].Section)
	if m.doc.Sentences[i].Heading {
		m.section = 0
		return
	}
	m.ids = m.ids[:0]
	for _, w := range m.doc.WordsOf(&m.doc.Sentences[i]) {
		m.ids = append(m.ids, m.set.vocab[w.Norm])
	}
	m.marks = marksOf(m.ids)
	for _, ref := range m.set.gate.always {
		m.add(ref, -1)
	}
}

// anchor collects the phrases anchored at word w.
func (m *matcher) anchor(w int) {
	i := max(m.sentence, 0)
	for m.doc.Sentences[i].Last <= w {
		i++
	}
	m.enter(i)
	if m.section == 0 {
		return
	}
	at := w - m.doc.Sentences[i].First
	for _, ref := range m.set.gate.at[m.ids[at]] {
		m.add(ref, at)
	}
}

func (m *matcher) add(ref phraseRef, at int) {
	r := &m.set.rules[ref.rule]
	if r.sections&m.section != 0 && m.marks.meetsAll(r.phrases[ref.phrase].needs) {
		m.candidates = append(m.candidates, candidate{ref, at})
	}
}

// flush matches the candidates of the present sentence.
func (m *matcher) flush() {
	if len(m.candidates) == 0 {
		return
	}
	s := &m.doc.Sentences[m.sentence]
	m.run = runner{doc: m.doc, words: m.doc.WordsOf(s), ids: m.ids}
	m.reading = nil
	for _, c := range m.candidates {
		m.try(c, s)
	}
	m.candidates = m.candidates[:0]
}

// try finds the places of one phrase in the present sentence that have their
// anchor at the candidate's word.
func (m *matcher) try(c candidate, s *text.Sentence) {
	r := &m.set.rules[c.rule]
	prog := &r.phrases[c.phrase]
	first, last := 0, len(m.ids)-1
	if c.at >= 0 {
		first, last = c.at-prog.anchor.max, c.at-prog.anchor.min
	}
	for at := max(first, m.next[c.id]-s.First, 0); at <= last; at++ {
		m.next[c.id] = s.First + at + 1
		end, ok := m.run.match(prog, at)
		if !ok {
			continue
		}
		m.next[c.id] = s.First + end
		if m.run.any(r.not, &m.marks) {
			return
		}
		if clause, ok := m.holds(r.rule, s, at, end); ok {
			m.record(c.phraseRef, s, at, end, clause)
		}
		at = end - 1
	}
}

func (m *matcher) record(ref phraseRef, s *text.Sentence, at, end int, c text.Clause) {
	first, last := s.First+at, s.First+end
	m.found = append(m.found, Match{
		Rule: m.set.rules[ref.rule].rule, order: int(ref.rule), Clause: c,
		Start: m.doc.Words[first].Start, End: m.doc.Words[last-1].End,
		First: first, Last: last, Sentence: m.sentence, Section: s.Section,
	})
}

// holds decides the rule's When for words at to end of the sentence.
func (m *matcher) holds(r *Rule, s *text.Sentence, at, end int) (text.Clause, bool) {
	words := m.doc.WordsOf(s)
	if !r.When.needsReading() {
		c := text.Clause{Subject: text.Unknown, Negated: text.Denied(m.doc, words, at, end)}
		return c, c.Negated == r.When.Negated
	}
	if m.reading == nil {
		reading := text.Read(m.doc, s, m.tagger)
		m.reading = &reading
	}
	c := m.reading.Span(at, end)
	return c, r.When.holds(c)
}

func (w When) holds(c text.Clause) bool {
	return c.Negated == w.Negated &&
		(len(w.Subject) == 0 || slices.Contains(w.Subject, c.Subject)) &&
		answers(w.Support, c.Support) && answers(w.Preferred, c.Preferred) && answers(w.Future, c.Future)
}

func answers(want string, got bool) bool {
	return !decides(want) || (want == "yes") == got
}

// before orders matches by rule, then place, the longer first.
func before(a, b Match) int {
	switch {
	case a.order != b.order:
		return a.order - b.order
	case a.First != b.First:
		return a.First - b.First
	}
	return b.Last - a.Last
}

// longest returns what was found without places that overlap a longer one of
// the same rule; of equal ones the earlier stays.
func (m *matcher) longest() []Match {
	kept := make([]Match, 0, len(m.found))
	for _, f := range m.found {
		n := len(kept)
		if n == 0 || kept[n-1].order != f.order || kept[n-1].Last <= f.First {
			kept = append(kept, f)
		} else if f.Last-f.First > kept[n-1].Last-kept[n-1].First {
			kept[n-1] = f
		}
	}
	return kept
}
