package rule

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rung/classify/text"
)

// runner runs programs over the words of one sentence.
type runner struct {
	doc   *text.Doc
	words []text.Word
	ids   []wordID
	start int // where the present match begins
}

// match reports whether the program matches at word at, and the word after its
// end.
func (r *runner) match(p *program, at int) (end int, ok bool) {
	r.start = at
	if !r.begins(&p.steps[0], at) {
		return 0, false
	}
	end = r.from(p.steps, 0, at)
	return end, end > at
}

// begins reports whether what starts with step s may match at word w. It saves
// from calling from for most of what does not.
func (r *runner) begins(s *step, w int) bool {
	return s.op != opWord && s.op != opGuard || w < len(r.ids) && s.set.has(r.ids[w])
}

// any reports whether one of the programs matches anywhere. marks are those of
// the sentence.
func (r *runner) any(programs []program, marks *wordMarks) bool {
	for i := range programs {
		if !marks.meetsAll(programs[i].needs) {
			continue
		}
		for at := range r.ids {
			if _, ok := r.match(&programs[i], at); ok {
				return true
			}
		}
	}
	return false
}

// from runs the steps from pc at word w; it returns the word after the match,
// -1 for none.
func (r *runner) from(steps []step, pc int32, w int) int {
	for {
		s := &steps[pc]
		switch s.op {
		case opMatch:
			return w
		case opWord:
			if w >= len(r.ids) || !s.set.has(r.ids[w]) || r.parted(w) {
				return -1
			}
			w++
		case opNumber:
			n := r.number(w)
			if n == 0 {
				return -1
			}
			w += n
		case opName:
			if !r.named(w) || r.parted(w) {
				return -1
			}
			w++
		case opAny:
			if w >= len(r.ids) || r.parted(w) {
				return -1
			}
			w++
		case opStart:
			if w != 0 {
				return -1
			}
		case opEnd:
			if w != len(r.ids) {
				return -1
			}
		case opSplit:
			if r.begins(&steps[s.x], w) {
				if end := r.from(steps, s.x, w); end >= 0 {
					return end
				}
			}
			pc = s.y
			continue
		case opGuard:
			if w >= len(r.ids) || !s.set.has(r.ids[w]) {
				return -1
			}
		case opJump:
			pc = s.x
			continue
		}
		pc++
	}
}

// parted reports whether a semicolon stands between word w and the match so
// far: no phrase crosses one.
func (r *runner) parted(w int) bool {
	if w == r.start {
		return false
	}
	gap := r.doc.Text[r.words[w-1].End:r.words[w].Start]
	return len(gap) > 1 && strings.IndexByte(gap, ';') >= 0
}

// named reports whether word w is written like a name: a capital and small
// letters, and not at the start, where every word is.
func (r *runner) named(w int) bool {
	if w == 0 || w >= len(r.words) {
		return false
	}
	s := r.doc.Text[r.words[w].Start:r.words[w].End]
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	return unicode.IsUpper(first) && unicode.IsLower(second)
}

// maxNumber is the most words number can take.
const maxNumber = 3

// number returns how many words at w are one number or range of numbers:
// "4", "four", "5+", "3-5", "3 to 5", "five (5)"; 0 for none.
func (r *runner) number(w int) int {
	if w >= len(r.words) || !isNumber(r.words[w].Norm) {
		return 0
	}
	next := w + 1
	if next >= len(r.words) {
		return 1
	}
	gap := strings.TrimSpace(r.doc.Text[r.words[w].End:r.words[next].Start])
	if word := r.words[next].Norm; (word == "to" || word == "or") && gap == "" && next+1 < len(r.words) && isNumber(r.words[next+1].Norm) {
		return 3
	}
	if isNumber(r.words[next].Norm) && (gap == "-" || gap == "–" || gap == "—" || gap == "\u2010" || gap == "\u2011" || gap == "(") {
		return 2
	}
	return 1
}

func isNumber(w string) bool {
	if w[0] < '0' || w[0] > '9' {
		return numberWords[w]
	}
	rest := strings.TrimLeft(w, "0123456789.,")
	switch rest {
	case "", "+", "k", "m", "mm", "b", "bn", "x", "k+", "m+", "b+":
		return true
	}
	return false
}

var numberWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
		sixteen seventeen eighteen nineteen twenty thirty forty fifty hundred thousand million billion dozen`) {
		m[w] = true
	}
	return m
}()
