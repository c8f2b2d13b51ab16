package title

import "strings"

// item is a phrase of the lexicon, or a plain word, in its clause.
type item struct {
	*entry
	start, end int // byte offsets
	first      int // index of its first word
	joint      joint
	text       string // spelling of a plain word or a grade
}

// clause is a part of the title that can hold a role of its own.
type clause struct {
	items      []item
	paren      bool
	start, end int
}

var (
	plainEntry = &entry{class: plain}
	gradeEntry = &entry{class: grade}
	markEntry  = &entry{class: gender}
)

// reader holds a title while it is parsed.
type reader struct {
	words   []word
	clauses []clause
}

func read(text string) *reader {
	words, info := scan(text)
	r := &reader{words: words, clauses: make([]clause, 0, len(info))}
	// Clauses come in the order of their first words.
	order := make([]int, 0, len(info))
	seen := make([]bool, len(info))
	for _, w := range words {
		if !seen[w.clause] {
			seen[w.clause] = true
			order = append(order, w.clause)
		}
	}
	for _, id := range order {
		r.clauses = append(r.clauses, r.clause(id, info[id].paren))
	}
	return r
}

// clause matches the words of one clause against the lexicon, the longest
// phrase first.
func (r *reader) clause(id int, paren bool) clause {
	var at [32]int
	index := at[:0]
	for i := range r.words {
		if r.words[i].clause == id {
			index = append(index, i)
		}
	}
	c := clause{paren: paren, items: make([]item, 0, len(index))}
	c.start, c.end = r.words[index[0]].start, r.words[index[len(index)-1]].end
	for i := 0; i < len(index); {
		if n := r.genderMark(index[i:]); n > 0 {
			c.items = append(c.items, r.item(markEntry, index[i:i+n]))
			i += n
			continue
		}
		e, n := r.match(&lex.root, index[i:])
		switch {
		case e != nil && r.guarded(e):
			e, n = plainEntry, 1
		case e == nil && isGrade(r.words[index[i]].text):
			e, n = gradeEntry, 1
		case e == nil:
			e, n = plainEntry, 1
		}
		c.items = append(c.items, r.item(e, index[i:i+n]))
		i += n
	}
	return c
}

func (r *reader) item(e *entry, index []int) item {
	first, last := r.words[index[0]], r.words[index[len(index)-1]]
	return item{entry: e, start: first.start, end: last.end, first: index[0], joint: first.joint, text: first.text}
}

// match walks the trie along the words and returns the longest entry. A slash
// between words is a word "/" of the phrase.
func (r *reader) match(n *node, index []int) (*entry, int) {
	var found *entry
	length := 0
	for k, i := range index {
		if k > 0 && r.words[i].joint == slash {
			if n = n.next["/"]; n == nil {
				break
			}
		}
		if n = n.next[r.words[i].text]; n == nil {
			break
		}
		if n.entry != nil {
			found, length = n.entry, k+1
		}
	}
	return found, length
}

// genderMark returns the number of words of a mark such as "m/f/d" or "h/f".
func (r *reader) genderMark(index []int) int {
	n := 0
	for n < len(index) {
		w := r.words[index[n]]
		if len(w.text) != 1 || !strings.Contains("mfwdxhvi", w.text) || n > 0 && w.joint == space {
			break
		}
		n++
	}
	if n < 2 {
		return 0
	}
	return n
}

// guarded reports whether a word of the title forbids the abbreviation.
func (r *reader) guarded(e *entry) bool {
	name, _, _ := strings.Cut(e.phrase, " ")
	forbidden := lex.guards[name]
	if forbidden == nil {
		return false
	}
	for i := range r.words {
		if forbidden[r.words[i].text] {
			return true
		}
	}
	return false
}

// isGrade recognises an employer's grade by its form: a numeral from 1 to 9,
// a roman numeral up to VI, or a letter code with a number (L6, IC5).
func isGrade(w string) bool {
	switch w {
	case "i", "ii", "iii", "iv", "v", "vi":
		return true
	}
	digits := strings.TrimLeft(w, "abcdefghijklmnopqrstuvwxyz")
	if len(digits) == 0 || len(digits) > 2 || digits[0] == '0' {
		return false
	}
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return false
		}
	}
	switch w[:len(w)-len(digits)] {
	case "":
		return len(digits) == 1
	case "l", "ic", "e", "p", "m", "g", "t", "n":
		return true
	}
	return false
}

// pure reports whether a clause says nothing but rank: rank words, grades,
// intake words, years, workplace.
func (c *clause) pure() bool {
	ranked := false
	for i := range c.items {
		switch it := &c.items[i]; it.class {
		case mod, head, intern, grade:
			ranked = true
		case gender, workplace, or:
		default:
			if !lex.seasons[it.text] && !isYear(it.text) && it.flag != FlagProgramme {
				return false
			}
		}
	}
	return ranked
}

func isYear(w string) bool {
	return len(w) == 4 && w[:2] == "20" && w[2] >= '1' && w[2] <= '4'
}
