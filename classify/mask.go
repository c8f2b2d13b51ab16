package classify

import (
	"strings"

	"rung/classify/text"
	"rung/classify/title"
	"rung/corpus"
)

// span is a byte range of the text.
type span struct{ start, end int }

func overlaps(spans []span, start, end int) bool {
	for _, s := range spans {
		if s.start < end && start < s.end {
			return true
		}
	}
	return false
}

// selfMentions finds where the text repeats the posting's own title or calls
// the role by one ("As a Senior Product Manager you will…", "we are hiring a
// Group PM"). The duties model must not read a rank there, whatever rank it
// is, while "mentor junior product managers" and "reports to the VP of Product"
// speak of others and stay.
func selfMentions(doc *text.Doc, t title.Title) []span {
	head := text.Words(t.Head)
	var out []span
	for i := range doc.Words {
		if n := roleAt(doc.Words[i:]); n > 0 && aboutTheRole(doc.Words, i) {
			out = append(out, wordSpan(doc.Words[i:i+n]))
		} else if n := sameWords(doc.Words[i:], head); n > 1 && !aboutOthers(doc.Words, i) {
			out = append(out, wordSpan(doc.Words[i:i+n]))
		}
	}
	return out
}

func wordSpan(w []text.Word) span { return span{w[0].Start, w[len(w)-1].End} }

func sameWords(w, head []text.Word) int {
	if len(head) == 0 || len(w) < len(head) {
		return 0
	}
	for i := range head {
		if w[i].Norm != head[i].Norm {
			return 0
		}
	}
	return len(head)
}

// roleAt returns how many words at the start of w name one product role:
// rank words, then a function. Plurals are people, not the role.
func roleAt(w []text.Word) int {
	i := 0
	for i < len(w) && i < 4 && rankWord(w[i].Norm) {
		i++
	}
	rest := w[i:]
	switch {
	case len(rest) >= 2 && rest[0].Norm == "product" && roleNouns[rest[1].Norm]:
		return i + 2
	case len(rest) >= 1 && (rest[0].Norm == "pm" || rest[0].Norm == "apm" || rest[0].Norm == "gpm"):
		return i + 1
	case i > 0 && len(rest) >= 2 && rest[0].Norm == "of" && rest[1].Norm == "product":
		return i + 2
	}
	return 0
}

// rankWord is a switch and no set because every word of a text is asked.
func rankWord(w string) bool {
	switch w {
	case "associate", "junior", "jr", "senior", "sr", "staff", "principal", "lead", "group", "head",
		"director", "vp", "vice", "president", "chief", "executive", "intern", "graduate", "entry", "level", "mid", "technical":
		return true
	}
	return false
}

// aboutTheRole reports whether the words before a role name introduce the
// role itself.
func aboutTheRole(w []text.Word, i int) bool {
	if i == 0 {
		return true
	}
	if aboutOthers(w, i) {
		return false
	}
	return introducers[w[i-1].Norm]
}

// aboutOthers looks three words back for what makes a role somebody else's.
func aboutOthers(w []text.Word, i int) bool {
	for j := max(0, i-3); j < i; j++ {
		if others[w[j].Norm] {
			return true
		}
	}
	return false
}

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

var (
	roleNouns   = set("manager", "owner", "lead", "leader", "director", "officer", "intern")
	introducers = set("a", "an", "the", "our", "as", "this", "hiring", "seeking", "for", "role", "position", "title", "another", "first", "next", "founding", "experienced", "talented", "strategic")
	others      = set("to", "with", "under", "from", "by", "mentor", "mentors", "mentoring", "coach", "coaches", "coaching", "support", "supports", "supporting",
		"assist", "assists", "assisting", "your", "other", "fellow", "manage", "manages", "managing", "alongside", "shadow", "helping", "help", "between", "of", "and")
)

// Mask returns the text of a posting with what names its own role replaced by
// "[ROLE]", as the duties model reads it: for people who are to judge the
// duties without the title.
func Mask(p corpus.Posting) string {
	var b strings.Builder
	at := 0
	for _, s := range selfMentions(text.Parse(p.Text), title.Parse(p.Title)) {
		if s.start < at {
			continue
		}
		b.WriteString(p.Text[at:s.start] + "[ROLE]")
		at = s.end
	}
	return b.String() + p.Text[at:]
}
