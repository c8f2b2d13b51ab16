package text

import "strings"

// isVerb decides whether word i, a form of a verb, is used as one.
func (r *reader) isVerb(i int, f *verbForm) bool {
	prev := r.before(i)
	switch f.kind {
	case gerund:
		return !r.nominal(prev) && (!f.both || r.decide(i, prev))
	case past:
		return r.isPastVerb(i, prev)
	}
	if f.kind == base && haveForms[f.lemma] && r.participleFollows(i) {
		return false // an auxiliary
	}
	if !f.both {
		return !r.nominal(prev)
	}
	return r.decide(i, prev)
}

// nominal reports whether what stands at prev makes the next word a noun.
func (r *reader) nominal(prev int) bool {
	return prev >= 0 && determiners[r.norm(prev)]
}

func (r *reader) participleFollows(i int) bool {
	for i++; adverbs[r.norm(i)] || r.norm(i) == "been"; i++ {
	}
	f := verbs[r.norm(i)]
	return f != nil && f.kind == past
}

// isPastVerb tells "you defined", "has led" and "led by" from adjectives
// ("a related field").
func (r *reader) isPastVerb(i, prev int) bool {
	if r.norm(i+1) == "by" || prev < 0 && r.norm(i+1) != "" && !r.opensNoun(i+1) {
		return true
	}
	if prev < 0 {
		return false
	}
	p := r.norm(prev)
	_, pronoun := pronouns[p]
	return auxiliaries[p] || beForms[p] || pronoun || relatives[p] || conjunctions[p] && r.verbBefore(prev)
}

// opensNoun reports whether word i looks like what an adjective stands before.
func (r *reader) opensNoun(i int) bool {
	w := r.norm(i)
	return !determiners[w] && !prepositions[w] && w != "to"
}

// verbBefore reports whether the group found last is coordinated with what
// follows word i: nothing but a few words of its objects between.
func (r *reader) verbBefore(i int) bool {
	n := len(r.groups)
	return n > 0 && i-r.groups[n-1].head <= 2
}

// decide settles a form that is a noun or adjective as often: by its
// neighbours where they are certain, by the tagger elsewhere, and as a noun
// without one.
func (r *reader) decide(i, prev int) bool {
	if verb, certain := r.certain(i, prev); certain {
		return verb
	}
	if r.tagger != nil {
		if tag := r.tagOf(i); tag != "" {
			return strings.HasPrefix(tag, "VB")
		}
	}
	return false
}

// certain decides by the words around word i. certain is false where they
// leave it open.
func (r *reader) certain(i, prev int) (verb, certain bool) {
	next := r.norm(i + 1)
	if next == "product" && (r.norm(i+2) == "manager" || r.norm(i+2) == "owner") && !r.plural(i+2) {
		return false, true // "Lead Product Manager", "Growth Product Manager"
	}
	if prev < 0 {
		// Items open with verbs, but not before a verb: "Lead will own …".
		return next != "" && !auxiliaries[next] && !(r.opens(i) && i > 0 && next == "of"), true
	}
	p := r.norm(prev)
	_, pronoun := pronouns[p]
	switch {
	case p == "to":
		return !reportsTo(r.norm(prev - 1)), true
	case modals[p] || p == "not" || p == "you'll" || p == "we'll" || p == "who'll":
		return true, true
	case pronoun && p != "us" && p != "them" || relatives[p]:
		return true, true
	case next == "" && verbs[r.norm(i)].kind != gerund && !conjunctions[p] && !r.endsGroup(prev):
		return false, true // "… the portfolio leads", "… for customer support"
	case determiners[p] || prepositions[p]:
		return verbs[r.norm(i)].kind == gerund && !determiners[p], true
	case overPeople[verbs[r.norm(i)].lemma] && r.peopleFollow(i):
		return true, true // "… and coach junior product managers"
	case determiners[next], strings.HasSuffix(next, "ly"):
		return true, true // "lead the", "partner closely"
	case r.comma(i) && r.endsGroup(i-1), conjunctions[p] && r.endsGroup(prev-1):
		return r.groups[len(r.groups)-1].form.kind == verbs[r.norm(i)].kind, true
	case r.endsGroup(i - 1):
		// An object stands here: "offer support", unless "help lead".
		return r.groups[len(r.groups)-1].form.lemma == "help", true
	}
	return false, false
}

// overPeople are verbs whose object is mostly people.
var overPeople = set("lead coach mentor hire guide support influence help partner manage")

// peopleFollow reports whether the next few words end in people, with nothing
// between that would make them another phrase's.
func (r *reader) peopleFollow(i int) bool {
	for k := i + 1; k <= i+4 && k < len(r.words) && !r.comma(k) && !r.opens(k); k++ {
		w := r.norm(k)
		if prepositions[w] || conjunctions[w] || w == "to" {
			return false
		}
		if folk[w] && w != "product" {
			return true
		}
	}
	return false
}

func (r *reader) plural(i int) bool { return strings.HasSuffix(r.norm(i), "s") }

// reportsTo reports words after which "to" leads to a person, not to a verb.
func reportsTo(w string) bool {
	switch w {
	case "report", "reports", "reporting", "reported", "accountable", "presenting":
		return true
	}
	return false
}

// endsGroup reports whether word i is the head of the group found last.
func (r *reader) endsGroup(i int) bool {
	n := len(r.groups)
	return n > 0 && r.groups[n-1].head == i
}

// The tagger reads from left to right and decides by the two words before and
// the two after: it is shown wordsBefore words in front of a doubtful one, which
// steady the tags of the last two, and wordsAfter behind it.
const (
	wordsBefore = 4
	wordsAfter  = 2
)

// tagOf asks the tagger about word i. The words it is shown hold no second word
// like it, which prose would confuse with it.
func (r *reader) tagOf(i int) string {
	first, last := max(0, i-wordsBefore), min(len(r.words), i+wordsAfter+1)
	for k := first; k < last; k++ {
		if r.norm(k) != r.norm(i) {
			continue
		}
		if k < i {
			first = k + 1
		} else if k > i {
			last = k
		}
	}
	tags := r.tagger.Tag(r.doc.Text, r.words[first:last])
	return tags[i-first]
}
