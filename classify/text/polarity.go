package text

import "strings"

// negators deny what follows them.
var negators = set(`not never no without cannot neither nor won't don't doesn't didn't can't couldn't shouldn't wouldn't
	isn't aren't wasn't weren't haven't hasn't`)

// softNots are words after which "not" and "no" deny nothing: "not only",
// "not limited to", "no matter".
var softNots = set("only just merely simply limited afraid least sure necessarily exhaustive matter doubt hesitate two")

// reach is how far, in words, a denial goes.
const reach = 8

// Denied reports whether words[at:end], words of one sentence of doc, are
// denied: by a word before them in their clause ("you will not manage
// people"), or waived by what follows ("… is not required"). Words inside the
// span never deny it.
func Denied(doc *Doc, words []Word, at, end int) bool {
	return deniedBefore(doc, words, at) || modeAfter(doc, words, end) == waived
}

func deniedBefore(doc *Doc, words []Word, at int) bool {
	commas := false
	for i := at - 1; i >= 0 && i >= at-reach; i-- {
		gap := doc.Text[words[i].End:words[i+1].Start]
		if strings.ContainsAny(gap, ";:.!?•()\n–—") {
			return false
		}
		commas = commas || strings.IndexByte(gap, ',') >= 0
		w := words[i].Norm
		if w == "but" || w == "while" || w == "although" {
			return false
		}
		if (negators[w] && !softened(words, i) || insteadOf(words, i)) && (!commas || hasOr(words[i:min(at+4, len(words))])) {
			return true
		}
	}
	return false
}

func softened(words []Word, i int) bool {
	if i+1 < len(words) && softNots[words[i+1].Norm] {
		return true
	}
	if i == 0 {
		return false
	}
	prev := words[i-1].Norm
	return prev == "or" || prev == "why" || prev == "if" || prev == "whether"
}

func insteadOf(words []Word, i int) bool {
	if i+1 >= len(words) {
		return false
	}
	a, b := words[i].Norm, words[i+1].Norm
	return a == "rather" && b == "than" || a == "instead" && b == "of"
}

func hasOr(words []Word) bool {
	for _, w := range words {
		if w.Norm == "or" || w.Norm == "nor" {
			return true
		}
	}
	return false
}

// mode is how a stretch of words is meant, by a fixed turn of phrase.
type mode byte

const (
	noMode mode = iota
	preferred
	future
	guided
	waived
)

var modes = func() *tree[mode] {
	kinds := map[string]mode{"preferred": preferred, "future": future, "guided": guided, "waived": waived}
	var t tree[mode]
	entries("modes", func(section, line string) { t.add(norms(line), kinds[section]) })
	return &t
}()

// modeWords are the first words of modes.
var modeWords = func() (s sieve) {
	for w := range modes.next {
		s.add(w)
	}
	return s
}()

// modeAfter returns the first mode within a few words from end on.
func modeAfter(doc *Doc, words []Word, end int) mode {
	for i := end; i < len(words) && i < end+reach; i++ {
		if i > 0 && strings.ContainsAny(doc.Text[words[i-1].End:words[i].Start], ";:") || words[i].Norm == "but" {
			break
		}
		if !modeWords.may(words[i].Norm) {
			continue
		}
		if m, n := modes.longest(words[i:]); n > 0 {
			return m
		}
	}
	return noMode
}
