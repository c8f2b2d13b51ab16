package text

import "strings"

// A text that has lost its line breaks keeps the signs of its lists: in
// "Duties - Own the roadmap - Work with design" the dashes are bullets. The
// same dash sets asides apart, so a line must show a list before its dashes
// are taken for one.

// dashes says which dashes of one sign inside a line begin items.
type dashes byte

const (
	noDashes      dashes = iota
	beforeCapital        // those before a capital or a number
	everyDash
)

// signs are the dashes that lists are made with. The long ones set asides apart
// as often, and a plus adds, so they must look more like a list.
var signs = [...]string{"-", "*", "–", "—", "+", ">", "~", "»"}

// sure is the first of signs that is a list's more often than not.
const sure = 2

// fewCapitals and fewSmall are how many dashes before a capital or a small
// letter make a line a list; fewLong how many of the signs that need more.
const (
	fewCapitals = 2
	fewSmall    = 3
	fewLong     = 4
)

// countDashes looks at a line of text for each sign.
func countDashes(line string) (found [len(signs)]dashes) {
	for n, sign := range signs {
		found[n] = listSign(line, sign, n >= sure)
	}
	return found
}

// listSign decides whether a sign makes lists in a line. Items follow each other
// without a full stop between them more often than asides do.
func listSign(line, sign string, doubtful bool) dashes {
	capitals, small, joined, last := 0, 0, 0, -1
	for at := 0; ; {
		i := strings.Index(line[at:], " "+sign+" ")
		if i < 0 || at+i+len(sign)+2 >= len(line) {
			break
		}
		at += i
		if last >= 0 && !strings.Contains(line[last:at], ". ") {
			joined++
		}
		at += len(sign) + 2
		last = at
		if c := line[at]; 'a' <= c && c <= 'z' {
			small++
		} else {
			capitals++
		}
	}
	switch all := small + capitals; {
	case doubtful && (all < fewLong || 5*joined < 3*(all-1)):
		return noDashes
	case small >= fewSmall && small > 2*capitals:
		return everyDash
	case capitals >= fewCapitals:
		return beforeCapital
	}
	return noDashes
}

// dashItem reports whether the gap after word k holds a dash that begins an
// item.
func (s *splitter) dashItem(k int, gap string) bool {
	for n, mode := range s.dashes {
		if mode == noDashes {
			continue
		}
		i := strings.Index(gap, " "+signs[n]+" ")
		if i < 0 {
			continue
		}
		return mode == everyDash || s.capital(k+1) || isNumber(s.doc.Words[k+1].Norm) || s.opensYears(k+1) || strings.ContainsAny(gap[:i], ".;:!?")
	}
	return false
}

// maxLost is the most words a heading may have that nothing but its form and
// the next word's parts from what follows.
const maxLost = 10

// runsIntoSentence open headings that a sentence may open with as well ("You
// have 5 years …"): only a colon or an item after them makes them headings.
var runsIntoSentence = set("you you'll you've you're you'd we we'll we're we'd we've is in as this to ideally plus it it'd tell does")

// asking words open most headings that no list knows: "What excites us",
// "Where it sits".
var asking = set("what what's who why how where")

// lostTails end headings that text with a capital may follow at once.
var lostTails = set("role job position opportunity responsibilities requirements qualifications benefits description overview summary company team us you do")

// lostHeading returns the length of a heading at word k that a lost line break
// has joined to the text after it, and maybe to the text before it; 0 for none.
func (s *splitter) lostHeading(k int, first bool) int {
	words := s.doc.Words
	if !first && !s.mayFollow(k) {
		return 0
	}
	if n := s.lostWhole(k, first); n > 0 {
		return n
	}
	w := words[k].Norm
	switch {
	case s.capitalOnly(k) && len(w) > 1:
		return s.lostCapitals(k)
	case w == "about":
		return s.lostAbout(k)
	case asking[w]:
		if k+1 < len(words) && s.capital(k+1) {
			return s.lostTitle(k)
		}
		return s.lostQuestion(k)
	}
	return s.lostPart(k)
}

// lostPart knows a heading by its end or its beginning.
func (s *splitter) lostPart(k int) int {
	words := s.doc.Words
	for n := 2; n <= 7 && k+n < len(words); n++ {
		if gap := s.gap(k + n - 2); gap != " " && gap != " & " && gap != "-" && gap != "/" {
			break
		}
		if s.capital(k+n-1) && !s.capital(k+n-2) && !links[words[k+n-2].Norm] {
			break // another beginning: "It is warm here What you'll do"
		}
		if _, m := headings.end.longestSuffix(words[k : k+n]); m > 0 && m < n && s.begins(k+n) {
			return n
		}
	}
	if n := s.lostTitle(k); n > 1 {
		if _, ok := partHeading(words[k : k+n]); ok {
			return n
		}
	}
	return 0
}

// mayFollow reports whether a heading may begin at word k in the middle of what
// looks like a sentence: not after a word that something must follow.
func (s *splitter) mayFollow(k int) bool {
	w := s.doc.Words
	if links[w[k-1].Norm] || s.gap(k-1) == "-" {
		return false
	}
	return !s.capital(k-1) || s.capitalOnly(k) || asking[w[k].Norm]
}

// begins reports whether word k begins a sentence or an item, the word before
// it being the last of a heading.
func (s *splitter) begins(k int) bool {
	switch b := s.between(k - 1); {
	case b == startsBullet:
		return true
	case strings.Trim(s.gap(k-1), " ?!…:*_#") != "":
		return false
	}
	return isNumber(s.doc.Words[k].Norm) || s.capital(k) && openers[s.doc.Words[k].Norm] != 0
}

// lostWhole knows the heading by heart.
func (s *splitter) lostWhole(k int, first bool) int {
	words := s.doc.Words[k:min(k+maxLost, len(s.doc.Words))]
	_, n := headings.whole.longest(words)
	if n == 0 || k+n >= len(s.doc.Words) || runsIntoSentence[words[0].Norm] && s.between(k+n-1) != startsBullet {
		return 0
	}
	last := words[n-1].Norm
	switch {
	case n == 1 && len(last) > 4 && s.capitalOnly(k) && s.capital(k+1) && !s.capitalOnly(k+1):
		return 1 // "RESPONSIBILITIES Own the …"
	case n == 1:
		if (first || headingTails[last]) && s.opensText(k+1) || first && s.begins(k+1) {
			return 1
		}
		return 0
	case s.begins(k + n):
		return n
	case (first || s.capital(k+1)) && (lostTails[last] || asking[words[0].Norm]) && s.gap(k+n-1) == " " && s.capital(k+n):
		return n
	case s.capitals(k, n) && s.opensText(k+n):
		return n
	}
	return 0
}

// opensText reports whether word k has a capital and the word after it has
// none, as at the start of a sentence.
func (s *splitter) opensText(k int) bool {
	return s.gap(k-1) == " " && s.capital(k) && k+1 < len(s.doc.Words) && !s.capital(k+1) && s.gap(k) == " "
}

// capitals reports whether the n words at k are written in title case.
func (s *splitter) capitals(k, n int) bool {
	for i := k; i < k+n; i++ {
		if !s.capital(i) && !links[s.doc.Words[i].Norm] {
			return false
		}
	}
	return true
}

// lostCapitals reads a heading in capitals that text in small letters follows.
func (s *splitter) lostCapitals(k int) int {
	words := s.doc.Words
	n := 1
	for k+n < len(words) && n < maxLost && s.capitalOnly(k+n) && !isNumber(words[k+n].Norm) && strings.Trim(s.gap(k+n-1), " &/,") == "" {
		n++
	}
	end := k + n
	if end >= len(words) || n < 2 {
		return 0
	}
	if len(words[end-1].Norm) == 1 && s.gap(end-1) == " " { // "WHO WE ARE A team of …"
		end, n = end-1, n-1
	}
	known := s.capitalHeading(words[k:end])
	if known && (s.capital(end) || s.begins(end)) {
		return n
	}
	return 0
}

// capitalHeading reports whether words in capitals are more than a row of
// abbreviations.
func (s *splitter) capitalHeading(words []Word) bool {
	if asking[words[0].Norm] || len(words) > 1 && openers[words[0].Norm] == otherOpener {
		return true
	}
	return insideKind(words) != Other
}

// lostAbout reads "About" and a name: it ends where the name comes again, or
// where a word that opens sentences follows.
func (s *splitter) lostAbout(k int) int {
	words := s.doc.Words
	for n := 2; n < 8 && k+n < len(words); n++ {
		j := k + n
		if s.between(j-1) == startsBullet {
			return n
		}
		if s.gap(j-1) != " " || !s.capital(j-1) && !links[words[j-1].Norm] {
			return 0
		}
		switch {
		case links[words[j-1].Norm]:
		case s.capital(j):
			if openers[words[j].Norm] != 0 || words[j].Norm == words[k+1].Norm {
				return n
			}
		case n > 2: // "About Acme Bread is what …"
			return n - 1
		}
	}
	return 0
}

// lostQuestion reads a heading like "Why you should be excited" in small
// letters: up to an item or a word with a capital that opens sentences.
func (s *splitter) lostQuestion(k int) int {
	for n := 2; n <= maxLost && k+n < len(s.doc.Words); n++ {
		j := k + n
		if s.begins(j) {
			return n
		}
		switch gap := s.gap(j - 1); {
		case strings.HasPrefix(gap, ":"):
			return n
		case gap != " " && gap != "-" && gap != " & ":
			return 0
		}
	}
	return 0
}

// lostTitle reads a heading in title case: up to an item, or up to the last
// word with a capital before small letters go on.
func (s *splitter) lostTitle(k int) int {
	words := s.doc.Words
	for n := 1; n <= maxLost && k+n < len(words); n++ {
		j := k + n
		if s.between(j-1) == startsBullet {
			return n
		}
		gap := s.gap(j - 1)
		if gap != " " && gap != "-" && gap != " & " && gap != "/" {
			if strings.Trim(gap, " ?!…:") == "" {
				return n
			}
			return 0
		}
		if s.capital(j) || links[words[j].Norm] {
			continue
		}
		// Small letters: the word before begins the sentence.
		if n > 2 && s.capital(j-1) && (openers[words[j-1].Norm] != 0 || n > 3) && !links[words[j-2].Norm] {
			return n - 1
		}
		return 0
	}
	return 0
}

// countWords spell the years that postings ask for.
var countWords = set("one two three four five six seven eight nine ten eleven twelve fifteen twenty")

// yearsGap may stand between a number and its years.
var yearsGap = set("or more plus to and full")

// opensYears reports whether a demand for years begins at word k: "6+ years in
// product", "Ten years of", "nine or more years".
func (s *splitter) opensYears(k int) bool {
	words := s.doc.Words
	if !isNumber(words[k].Norm) && !countWords[words[k].Norm] {
		return false
	}
	open := s.capital(k) || strings.HasSuffix(words[k].Norm, "+")
	for i := k + 1; i < len(words) && i <= k+4; i++ {
		switch w := words[i].Norm; {
		case w == "years" || w == "yrs" || w == "year":
			return open
		case yearsGap[w] || isNumber(w) || countWords[w]:
			open = true
		default:
			return false
		}
	}
	return false
}

// beforeYears are words that a number of years continues.
var beforeYears = set("minimum least over than approximately about around required requires require requiring bring bringing brings possess possesses possessing spent total typically usually ideally preferably additional another including includes up plus have has had least past last")
