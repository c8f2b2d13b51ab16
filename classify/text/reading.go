package text

import "strings"

// A Clause is how a stretch of words is meant.
type Clause struct {
	Subject Subject
	// Verb is the lemma of the verb that governs the words, "" for none.
	Verb string
	// Done is that the verb stands among the words: "lead product managers",
	// against "the lead product managers" and "our support for customers".
	Done bool
	// Negated is denied or waived.
	Negated bool
	// Support is helping with what others decide: the verb says so
	// ("support", "assist in", "partner with"), or "under the guidance of".
	Support bool
	// Preferred is asked for as nice to have.
	Preferred bool
	// Future is put off: "over time", "as the team grows".
	Future bool
}

// A Reading is what one sentence says of whom.
type Reading struct {
	doc      *Doc
	words    []Word
	groups   []group
	of       []int  // by word: the index of its group, -1 for none
	supports []bool // by word
	modes    []byte // by word: preferredBit, futureBit
	// implied is the subject of words no verb governs.
	implied Subject
	nice    bool
}

// group is one verb with its auxiliaries.
type group struct {
	first, head int // words[first:head+1]
	form        *verbForm
	passive     bool
	subject     Subject
	// from is where the words of its subject begin, first where it has none of
	// its own.
	from int
	// inherits says that the subject, and the support, are those of the group
	// before; chained that it is coordinated with it and shares its objects.
	inherits, chained bool
	support           bool
}

// Read reads a sentence of doc. Where words and lists leave open whether a word
// is a verb the tagger is asked; nil does without.
func Read(doc *Doc, s *Sentence, tagger Tagger) Reading {
	words := doc.WordsOf(s)
	r := reader{Reading: Reading{doc: doc, words: words, nice: s.Section == Nice}, sentence: s, tagger: tagger}
	r.implied = r.impliedSubject()
	r.findGroups()
	for i := range r.groups {
		r.subject(i)
		r.support(i)
	}
	r.attach()
	r.mark()
	return r.Reading
}

// At returns how word i of the sentence is meant.
func (r *Reading) At(i int) Clause { return r.Span(i, i+1) }

// Span returns how the words first to last, last excluded, are meant: by the
// first verb among them, else by the verb that governs the first.
func (r *Reading) Span(first, last int) Clause {
	at, done := first, false
	for _, g := range r.groups {
		if first <= g.head && g.head < last {
			at, done = g.head, true
			break
		}
	}
	c := Clause{Subject: r.implied, Done: done, Support: r.supports[at], Negated: Denied(r.doc, r.words, first, last), Preferred: r.nice}
	if g := r.of[at]; g >= 0 {
		c.Subject, c.Verb = r.groups[g].subject, r.groups[g].form.lemma
	}
	for _, m := range r.modes[first:last] {
		c.Preferred = c.Preferred || m&preferredBit != 0
		c.Future = c.Future || m&futureBit != 0
	}
	return c
}

type reader struct {
	Reading
	sentence *Sentence
	tagger   Tagger
}

// impliedSubject is whom a sentence without a subject speaks of: an item of
// requirements of the candidates, anything else of the role.
func (r *reader) impliedSubject() Subject {
	c, n := openingCues.longest(r.words)
	switch {
	case n > 0 && c.kind == Requirements && pronouns[r.words[0].Norm] == "":
		return Candidates
	case r.sentence.Section == Requirements || r.sentence.Section == Nice:
		return Candidates
	case r.sentence.Section == About || r.sentence.Section == Benefits || r.sentence.Section == Legal:
		return Unknown
	}
	return Role
}

// norm is the norm of word i, "" outside the sentence.
func (r *reader) norm(i int) string {
	if i < 0 || i >= len(r.words) {
		return ""
	}
	return r.words[i].Norm
}

// gap is the text before word i.
func (r *reader) gap(i int) string {
	if i <= 0 || i >= len(r.words) {
		return ""
	}
	return r.doc.Text[r.words[i-1].End:r.words[i].Start]
}

// opens reports whether word i is the first of the sentence or of what follows
// a label ("Strategy: define …").
func (r *reader) opens(i int) bool {
	return i == 0 || strings.ContainsAny(r.gap(i), ":;") || strings.Contains(r.gap(i), " - ") ||
		strings.Contains(r.gap(i), "–") || strings.Contains(r.gap(i), "—")
}

func (r *reader) comma(i int) bool { return strings.IndexByte(r.gap(i), ',') >= 0 }

// before returns the word before i, adverbs left out, -1 when i opens.
func (r *reader) before(i int) int {
	for !r.opens(i) {
		i--
		if !adverbs[r.norm(i)] {
			return i
		}
	}
	return -1
}

// findGroups finds the verbs of the sentence.
func (r *reader) findGroups() {
	for i := range r.words {
		f := verbs[r.norm(i)]
		if f == nil || !r.isVerb(i, f) {
			continue
		}
		g := group{head: i, form: f, first: r.groupStart(i)}
		g.from = g.first
		if f.kind == past {
			g.passive = r.passive(g.first, i)
		}
		r.groups = append(r.groups, g)
	}
}

// groupStart walks back over auxiliaries, adverbs and "not".
func (r *reader) groupStart(i int) int {
	for !r.opens(i) && (auxiliaries[r.norm(i-1)] || adverbs[r.norm(i-1)]) {
		i--
	}
	return i
}

// passive reports whether the past participle at head is passive: "be" among
// its auxiliaries, or none at all ("owned by").
func (r *reader) passive(first, head int) bool {
	for i := first; i < head; i++ {
		if haveForms[r.norm(i)] && !beForms[r.norm(head-1)] {
			return false
		}
	}
	for i := first - 1; i < head; i++ {
		if beForms[r.norm(i)] {
			return true
		}
	}
	return r.norm(head+1) == "by" || r.norm(head+2) == "by"
}
