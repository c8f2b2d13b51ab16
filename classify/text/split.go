package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// breakKind is what parts two words.
type breakKind byte

const (
	noBreak breakKind = iota
	endsSentence
	endsLine
	startsBullet
)

// longLine is the length from which a line is taken for a text that has lost
// its line breaks, in bytes; ordinary paragraphs are mostly shorter.
const longLine = 400

// maxSentence is the most words a sentence may have. Past it a text has no
// sentences, and whatever reads one may take its time by their length.
const maxSentence = 200

// splitter divides words into sentences by what stands between them.
type splitter struct {
	doc  *Doc
	long bool // the present line is a long one
	line int  // index of the first word of the present line
	// dashes says which dashes inside the present line begin items, by sign.
	dashes [len(signs)]dashes
}

// split fills doc.Sentences. Headings inside lines become sentences of their
// own.
func (d *Doc) split() {
	s := splitter{doc: d}
	d.Sentences = make([]Sentence, 0, len(d.Words)/12+4)
	start, lineStart := 0, true
	bullet := len(d.Words) > 0 && hasBullet("\n"+d.Text[:d.Words[0].Start])
	s.newLine(0)
	for k := 0; k < len(d.Words); {
		if n := s.headingAt(k, k == start, lineStart); n > 0 {
			s.emit(start, k, bullet, noHeading)
			s.emit(k, k+n, bullet, headingInside)
			start, lineStart = k+n, false
			bullet = start < len(d.Words) && s.between(start-1) == startsBullet
			if start < len(d.Words) && strings.IndexByte(s.gap(start-1), '\n') >= 0 {
				lineStart = true
				s.newLine(start)
			}
			k = start
			continue
		}
		k++
		if k == len(d.Words) {
			break
		}
		b := s.between(k - 1)
		if b == noBreak && k-start < maxSentence {
			continue
		}
		s.emit(start, k, bullet, s.wholeLine(lineStart, b, s.gap(k-1)))
		start = k
		bullet = b == startsBullet
		lineStart = strings.IndexByte(s.gap(k-1), '\n') >= 0
		if lineStart {
			s.newLine(k)
		}
	}
	s.emit(start, len(d.Words), bullet, s.wholeLine(lineStart, endsLine, "\n"))
}

// candidate says whether a sentence may be a heading.
type candidate byte

const (
	noHeading     candidate = iota
	headingLine             // a whole line: may be one
	headingInside           // found inside a line: is one
)

// wholeLine also takes for a line what a colon ends before the items of a list
// in a long line.
func (s *splitter) wholeLine(lineStart bool, b breakKind, gap string) candidate {
	if s.long && b == startsBullet && gap[0] == ':' {
		return headingLine
	}
	if lineStart && (b == endsLine || strings.IndexByte(gap, '\n') >= 0) {
		return headingLine
	}
	return noHeading
}

func (s *splitter) newLine(k int) {
	s.line = k
	rest := s.doc.Text[s.doc.Words[min(k, len(s.doc.Words)-1)].Start:]
	end := strings.IndexByte(rest, '\n')
	if end < 0 {
		end = len(rest)
	}
	s.long = end > longLine
	s.dashes = [len(signs)]dashes{}
	if s.long {
		s.dashes = countDashes(rest[:end])
	}
}

// gap is the text between word k and the next.
func (s *splitter) gap(k int) string {
	return s.doc.Text[s.doc.Words[k].End:s.doc.Words[k+1].Start]
}

func (s *splitter) emit(first, last int, bullet bool, c candidate) {
	if first >= last {
		return
	}
	d := s.doc
	start, end := d.Words[first].Start, d.Words[last-1].End
	floor, ceil := 0, len(d.Text)
	if first > 0 {
		floor = d.Words[first-1].End
	}
	if last < len(d.Words) {
		ceil = d.Words[last].Start
	}
	end = closing(d.Text, end, ceil)
	start = opening(d.Text, start, max(floor, lastEnd(d)))
	sent := Sentence{Start: start, End: end, First: first, Last: last, Bullet: bullet}
	switch c {
	case headingInside:
		sent.Heading = true
		sent.Section = insideKind(d.Words[first:last])
	case headingLine:
		sent.Section, sent.Heading = d.headingLine(sent)
	}
	d.Sentences = append(d.Sentences, sent)
}

func insideKind(words []Word) Kind {
	if k, n := headings.whole.longest(words); n == len(words) {
		return k
	}
	if k, n := headings.end.longestSuffix(words); n > 0 {
		return k
	}
	if k, n := headings.begin.longest(words); n > 0 {
		return k
	}
	return Other
}

func lastEnd(d *Doc) int {
	if n := len(d.Sentences); n > 0 {
		return d.Sentences[n-1].End
	}
	return 0
}

// opening moves start back over quotes, brackets and signs that belong to the
// first word.
func opening(s string, start, floor int) int {
	for start > floor {
		r, n := utf8.DecodeLastRuneInString(s[floor:start])
		if !strings.ContainsRune("\"'([{$€£@#“‘«~<", r) {
			break
		}
		start -= n
	}
	return start
}

// closing moves end forward over the punctuation that ends the sentence.
func closing(s string, end, ceil int) int {
	for end < ceil {
		r, n := utf8.DecodeRuneInString(s[end:ceil])
		if !strings.ContainsRune(".!?…:;,)]}\"'”’»%+>", r) {
			break
		}
		end += n
		if r == '.' || r == '!' || r == '?' {
			// What follows the stop belongs here only if it closes something.
			if end < ceil && !strings.ContainsRune(".!?)]}\"'”’»", rune(s[end])) && s[end] < utf8.RuneSelf {
				break
			}
		}
	}
	return end
}

// between says what parts word k from the next.
func (s *splitter) between(k int) breakKind {
	gap := s.gap(k)
	if gap == " " {
		if s.long && s.runsOn(k) {
			return endsSentence
		}
		return noBreak
	}
	if gap == "" {
		return endsSentence // glued: "skillsExperience"
	}
	if strings.IndexByte(gap, '\n') >= 0 {
		return s.lineBreak(k, gap)
	}
	if len(gap) > 2 && (hasBullet(gap) || s.dashItem(k, gap)) {
		return startsBullet
	}
	if glued := gap == ")" || gap == ":" || gap == ";"; glued && s.capital(k+1) && !s.capitalOnly(k+1) || s.stops(k, gap) {
		return endsSentence
	}
	return noBreak
}

// lineBreak says what a gap with a line end is. A line that goes on in lower
// case was wrapped, not ended.
func (s *splitter) lineBreak(k int, gap string) breakKind {
	if hasBullet(gap) {
		return startsBullet
	}
	blank := strings.Count(gap, "\n") > 1
	wrapped := !blank && strings.TrimSpace(gap) == "" && s.doc.Words[k].End-s.doc.Words[s.line].Start > 60
	if wrapped && !s.capital(k+1) && !isNumber(s.doc.Words[k+1].Norm) {
		return noBreak
	}
	return endsLine
}

// stops reports whether a full stop, exclamation or question mark in gap ends
// the sentence of word k.
func (s *splitter) stops(k int, gap string) bool {
	i := strings.IndexAny(gap, ".!?…")
	if i < 0 {
		return false
	}
	next := s.capital(k+1) || isNumber(s.doc.Words[k+1].Norm) || s.opensYears(k+1)
	if gap[i] != '.' {
		return next
	}
	w := s.doc.Words[k]
	if i == 0 && isAbbreviation(w.Norm) {
		return s.capital(k+1) && startsSentence(s.doc.Words[k+1].Norm) && !titleLike(w.Norm)
	}
	if len(gap) == 1 { // "growth.By", but not "Node.js" or "Booking.Com"
		return next && len(w.Norm) > 1 && len(s.doc.Words[k+1].Norm) > 1 && !s.capitalOnly(k+1)
	}
	return next || strings.ContainsAny(gap, "\"“'‘([*•")
}

// runsOn reports whether word k+1 begins a new item though nothing but a space
// parts it from word k: a capital opener after a word in lower case.
func (s *splitter) runsOn(k int) bool {
	if (s.capital(k+1) || isNumber(s.doc.Words[k+1].Norm)) && s.opensYears(k+1) && !links[s.doc.Words[k].Norm] && !beforeYears[s.doc.Words[k].Norm] {
		return true
	}
	if !s.capital(k+1) || s.capital(k) || k+2 >= len(s.doc.Words) {
		return false
	}
	prev, next := s.doc.Words[k], s.doc.Words[k+1]
	kind := openers[next.Norm]
	if kind == 0 || links[prev.Norm] {
		return false
	}
	if kind == verbOpener {
		return s.gap(k+1) == " " && !s.capital(k+2)
	}
	// Sure enough to begin an item without any punctuation before it.
	c, n := openingCues.longest(s.doc.Words[k+1:])
	return n > 0 && c.kind == Requirements
}

// capital reports whether word k begins with a capital.
func (s *splitter) capital(k int) bool {
	r, _ := utf8.DecodeRuneInString(s.doc.Text[s.doc.Words[k].Start:])
	return unicode.IsUpper(r)
}

// capitalOnly reports whether word k has no lower-case letter.
func (s *splitter) capitalOnly(k int) bool {
	w := s.doc.Words[k]
	return strings.ToUpper(s.doc.Text[w.Start:w.End]) == s.doc.Text[w.Start:w.End]
}

// headingAt returns how many words at k are a heading inside a line, 0 for
// none. first says that k begins a sentence.
func (s *splitter) headingAt(k int, first, lineStart bool) int {
	if !s.capital(k) {
		return 0
	}
	words := s.upToColon(k)
	if openers[words[0].Norm] == verbOpener {
		return s.verbHeading(k, words, first)
	}
	_, n := headings.whole.longest(words)
	if m := s.openHeading(k, words); first && m > n {
		return m
	}
	if n > 0 {
		if m := s.knownHeading(k, n, first, lineStart, words); m > 0 {
			return m
		}
	}
	if s.long {
		return s.lostHeading(k, first)
	}
	return 0
}

// verbHeading returns the length of a heading that opens like a duty, which
// only a colon and a known end or whole tell from one: "Work you'll do: …".
func (s *splitter) verbHeading(k int, words []Word, first bool) int {
	n := len(words)
	if !first || n < 2 || n > 5 || k+n == len(s.doc.Words) || !strings.HasPrefix(s.gap(k+n-1), ":") {
		return 0
	}
	switch insideKind(words) {
	case Duties, Requirements, Nice:
		return n
	}
	return 0 // "Champion a learning culture: …" is a duty, and its first words a label
}

// plainHeadings are single words that name a section even behind another word
// with a capital; "Data-Informed Culture:" and "Player Experience:" name none.
var plainHeadings = set("responsibilities requirements qualifications benefits description overview summary duties perks skills")

// inline reports whether a single word before a colon is a heading in the
// middle of a long line.
func (s *splitter) inline(k int) bool {
	w := s.doc.Words[k].Norm
	return s.long && len(w) > 5 && !links[s.doc.Words[k-1].Norm] && (!s.capital(k-1) || plainHeadings[w])
}

// knownHeading decides for n words at k that are the whole of a known heading.
func (s *splitter) knownHeading(k, n int, first, lineStart bool, words []Word) int {
	end := k + n
	if end == len(s.doc.Words) {
		return 0
	}
	gap := s.gap(end - 1)
	if strings.IndexByte(gap, '\n') >= 0 {
		// The end of a line: only where the line did not begin here.
		if lineStart && first || !first {
			return 0
		}
		return n
	}
	switch colon := strings.HasPrefix(strings.TrimLeft(gap, " *_"), ":"); {
	case colon && (first || n > 1 && !s.capital(k-1) || s.inline(k)):
		return n
	case gap == "" && (first || n > 1):
		return n
	case s.between(end-1) == startsBullet && (first || n > 1 || headingTails[words[0].Norm] || !s.capital(k-1) && !links[s.doc.Words[k-1].Norm]):
		return n
	case first || s.titled(k, n):
		if s.long && gap == " " && n > 1 && !runsIntoSentence[words[0].Norm] && (s.capital(end) || isNumber(s.doc.Words[end].Norm)) && !s.followsName(end) {
			return n
		}
	}
	return 0
}

// upToColon returns the words from k on that can be one heading.
func (s *splitter) upToColon(k int) []Word {
	last := min(k+maxHeading, len(s.doc.Words))
	for i := k; i+1 < last; i++ {
		if gap := s.gap(i); gap != " " && strings.ContainsAny(gap, ":\n") {
			return s.doc.Words[k : i+1]
		}
	}
	return s.doc.Words[k:last]
}

// openHeading returns the length of a heading known by its beginning that a
// colon ends: "What you'll do at the bakery: …".
func (s *splitter) openHeading(k int, words []Word) int {
	_, n := headings.begin.longest(words)
	if n == 0 {
		return 0
	}
	for ; k+n < len(s.doc.Words) && n <= len(words); n++ {
		switch gap := s.gap(k + n - 1); {
		case strings.HasPrefix(gap, ":"):
			return n
		case gap != " ":
			return 0
		}
	}
	return 0
}

// titled reports whether each of the n words at k has a capital and the word
// before k has none: "… of skills About The Job At …".
func (s *splitter) titled(k, n int) bool {
	if n < 2 || k == 0 || s.capital(k-1) {
		return false
	}
	capitals := 0
	for i := k; i < k+n; i++ {
		if s.capital(i) {
			capitals++
		}
	}
	return capitals == n || n > 3
}

// followsName reports whether word k is more likely a name the sentence goes on
// with than the start of the next: "What we do at …", "About the Growth team".
func (s *splitter) followsName(k int) bool {
	w := s.doc.Words[k].Norm
	return openers[w] == 0 && !isNumber(w)
}

// hasBullet reports whether a gap holds the sign of a list item: one of the
// bullet characters anywhere, "-", "*" and the like at the start of a line, the
// number of an item.
func hasBullet(gap string) bool {
	for i, r := range gap {
		if isDingbat(r) {
			return true
		}
		switch r {
		case '•', '●', '▪', '◦', '‣', '➢', '►', '∙', '■', '□', '○', '⁃', '\uf0b7', '\uf0a7', '◆', '▸', '→':
			return true
		case '·':
			if i > 0 || len(gap) > 3 {
				return true
			}
		case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			return true // digits in a gap number an item
		case '-', '*', '–', '—', '+', '>', '~', '»':
			if lineBefore(gap[:i]) && spaceAfter(gap[i+utf8.RuneLen(r):]) {
				return true
			}
		}
	}
	return false
}

// isDingbat knows the ticks, stars, arrows and little pictures that people begin
// items with, but for those that set off a heading or stand in for a word.
func isDingbat(r rune) bool {
	return '\u2600' <= r && r <= '\u27bf' && !strings.ContainsRune("✨⚡❤♥☎✉☕☀⚠", r)
}

func lineBefore(s string) bool {
	s = strings.TrimRight(s, " \t\u00a0")
	return s != "" && s[len(s)-1] == '\n'
}

func spaceAfter(s string) bool {
	return s == "" || strings.HasPrefix(s, " ") || strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\u00a0")
}

func isNumber(norm string) bool {
	return norm != "" && '0' <= norm[0] && norm[0] <= '9'
}
