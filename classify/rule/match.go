package rule

import (
	"slices"
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
	defer m.end()
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

	sentence   int         // the present one
	candidates []candidate // places where it may match
	next       []int       // by phrase: the first word of doc not matched from yet
	ids        []wordID    // of the sentence's words
	marks      wordMarks   // the same
	run        runner
	reading    *text.Reading
	found      []Match
}

// A candidate is a phrase that may match with its anchor at a word.
type candidate struct {
	phrase int32
	at     int // word of the sentence, -1 for a phrase without an anchor
}

func (m *matcher) begin(s *Set, doc *text.Doc, tagger text.Tagger) {
	m.set, m.doc, m.tagger = s, doc, tagger
	m.next = append(m.next[:0], make([]int, len(s.phrases))...)
}

// end gives the matcher back without what it was about.
func (m *matcher) end() {
	clear(m.found)
	*m = matcher{candidates: m.candidates[:0], next: m.next, ids: m.ids, found: m.found[:0]}
	matchers.Put(m)
}

// scan matches sentence by sentence.
func (m *matcher) scan() {
	for i := range m.doc.Sentences {
		s := &m.doc.Sentences[i]
		section := bitOf(s.Section)
		if s.Heading || section&m.set.gate.sections == 0 {
			continue
		}
		m.sentence = i
		m.know(s)
		m.collect(section)
		if len(m.candidates) > 0 {
			m.flush(s)
		}
	}
}

// know looks up the words of the sentence.
func (m *matcher) know(s *text.Sentence) {
	m.ids = m.ids[:0]
	for _, w := range m.doc.WordsOf(s) {
		m.ids = append(m.ids, m.set.vocab[w.Norm])
	}
	m.marks = marksOf(m.ids)
}

// collect gathers the phrases that the words of the sentence call for.
func (m *matcher) collect(section kindSet) {
	for _, p := range m.set.gate.always {
		m.add(p, -1, section)
	}
	for at, id := range m.ids {
		for _, p := range m.set.gate.at(id) {
			m.add(p, at, section)
		}
	}
}

func (m *matcher) add(phrase int32, at int, section kindSet) {
	p := &m.set.phrases[phrase]
	if m.set.rules[p.rule].sections&section != 0 && m.marks.meetsAll(p.needs) {
		m.candidates = append(m.candidates, candidate{phrase, at})
	}
}

// flush matches the candidates of the present sentence.
func (m *matcher) flush(s *text.Sentence) {
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
	prog := &m.set.phrases[c.phrase]
	r := &m.set.rules[prog.rule]
	first, last := 0, len(m.ids)-1
	if c.at >= 0 {
		first, last = c.at-prog.anchor.max, c.at-prog.anchor.min
	}
	for at := max(first, m.next[c.phrase]-s.First, 0); at <= last; at++ {
		m.next[c.phrase] = s.First + at + 1
		end, ok := m.run.match(prog, at)
		if !ok {
			continue
		}
		m.next[c.phrase] = s.First + end
		if m.run.any(r.not, &m.marks) {
			return
		}
		if clause, ok := m.holds(r.rule, s, at, end); ok {
			m.record(prog.rule, s, at, end, clause)
		}
		at = end - 1
	}
}

func (m *matcher) record(rule int32, s *text.Sentence, at, end int, c text.Clause) {
	first, last := s.First+at, s.First+end
	m.found = append(m.found, Match{
		Rule: m.set.rules[rule].rule, order: int(rule), Clause: c,
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
		answers(w.Verb, c.Done) && answers(w.Support, c.Support) && answers(w.Preferred, c.Preferred) && answers(w.Future, c.Future)
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
