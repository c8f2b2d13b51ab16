package text

import "strings"

// maxHeading is the most words a line may have to be a heading.
const maxHeading = 9

// headingLine returns the kind a sentence that is a whole line opens; ok is
// false when it is no heading. An unknown heading, known by its form alone, has
// kind Other.
func (d *Doc) headingLine(s Sentence) (k Kind, ok bool) {
	words := d.Words[s.First:s.Last]
	if len(words) > maxHeading {
		return "", false
	}
	raw := strings.TrimRight(d.Text[s.Start:s.End], " *_")
	colon := strings.HasSuffix(raw, ":")
	if s.Bullet && !colon {
		return "", false
	}
	if k, n := headings.whole.longest(words); n == len(words) {
		return k, true
	}
	if s.Bullet || strings.ContainsAny(raw, ".;,") {
		return "", false
	}
	if k, ok := partHeading(words); ok && (colon || openers[words[0].Norm] != verbOpener) {
		return k, true
	}
	if (colon || d.marked(s) || allCapitals(raw, words)) && len(words) <= 7 {
		return Other, true
	}
	if asking[words[0].Norm] && len(words) > 1 {
		return insideKind(words), true
	}
	return "", false
}

// partHeading knows a heading by its end or its beginning.
func partHeading(words []Word) (Kind, bool) {
	if c, n := openingCues.longest(words); n > 0 && c.kind == Requirements {
		return "", false // "Experience in a product team"
	}
	if k, n := headings.end.longestSuffix(words); n > 0 && n < len(words) && len(words) <= 8 {
		return k, true
	}
	k, n := headings.begin.longest(words)
	return k, n > 0 && n < len(words) && len(words) <= 7
}

// marked reports whether a line is set apart by markup signs: "# x", "**x**".
func (d *Doc) marked(s Sentence) bool {
	before := d.Text[:s.Start]
	before = before[strings.LastIndexByte(before, '\n')+1:]
	if strings.HasPrefix(strings.TrimLeft(before, " "), "#") || strings.HasPrefix(d.Text[s.Start:s.End], "#") {
		return true
	}
	return strings.HasSuffix(before, "**") && strings.HasPrefix(strings.TrimLeft(d.Text[s.End:], ":"), "**")
}

func allCapitals(raw string, words []Word) bool {
	return len(words) > 1 && len(raw) > 6 && raw == strings.ToUpper(raw) && raw != strings.ToLower(raw)
}

// assign gives each sentence its section: that of the heading above it, unless
// its own words say otherwise, and fills d.Sections.
func (d *Doc) assign() {
	under, known := Intro, false // the heading's kind, and whether we know it
	last := Intro                // the kind of the sentence before
	for i := range d.Sentences {
		s := &d.Sentences[i]
		if s.Heading {
			if s.Section != Other {
				under, known = s.Section, true
			} else if k, ok := d.opens(i); ok && turns(under, k) {
				under, known = k, true
			} else {
				under, known = afterUnknown(under), known && keeps(under)
			}
			s.Section, last = under, under
			continue
		}
		if k, ok := d.turn(i); ok && turns(under, k) {
			under, known = k, k != Other
		}
		s.Section = d.kindOf(s, under, known, last)
		last = s.Section
	}
	d.group()
}

// turns reports whether a heading known only by what follows it may end a
// section of kind under: the requirements often have verbs, and their own short
// lines.
func turns(under, to Kind) bool {
	switch under {
	case Requirements:
		return false
	case Duties:
		return to == Requirements
	}
	return to != Other || under == About
}

// maxTurn is how many sentences after a short line are asked what it opens.
const maxTurn = 8

// turn recognises a heading nobody has written before by what follows it: a
// short line of its own, and after it mostly items that open with a verb
// (duties) or with what candidates bring (requirements).
func (d *Doc) turn(i int) (Kind, bool) {
	if !d.shortLine(i) {
		return "", false
	}
	return d.opens(i)
}

// opens says what the items after sentence i are, if most are of one kind. A
// list of items of no kind we know is Other: it is hardly about the company.
func (d *Doc) opens(i int) (Kind, bool) {
	total, duties, requirements, items := 0, 0, 0, 0
	for k := i + 1; k < len(d.Sentences) && k <= i+maxTurn && !d.Sentences[k].Heading; k++ {
		s := &d.Sentences[k]
		if total > 0 && d.shortLine(k) {
			break
		}
		total++
		if s.Bullet {
			items++
		}
		if c, n := openingCues.longest(d.WordsOf(s)); n > 0 && c.kind == Requirements {
			requirements++
		} else if openers[d.Words[s.First].Norm] == verbOpener || s.Bullet && d.opensWithAction(s) {
			duties++
		}
	}
	switch {
	case total < 2:
		return "", false
	case 2*duties > total:
		return Duties, true
	case 2*requirements > total:
		return Requirements, true
	case items >= 3 && 2*items > total:
		return Other, true
	}
	return "", false
}

// opensWithAction reports an item in the nominal style: "Preparation of the
// platform strategy", "Market and product responsibility for …".
func (d *Doc) opensWithAction(s *Sentence) bool {
	for i := s.First; i+1 < min(s.Last, s.First+5); i++ {
		switch d.Words[i+1].Norm {
		case "of", "for", "with", "between", "among", "to":
			return actionNoun(d.Words[i].Norm)
		}
	}
	return false
}

// actionNoun knows nouns made of verbs by their ends.
func actionNoun(w string) bool {
	for _, end := range []string{"tion", "sion", "ment", "ysis", "bility", "ship", "work", "port", "ance"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// shortLine reports whether sentence i could be a heading by its form: a line
// of a few words that is neither an item nor a sentence.
func (d *Doc) shortLine(i int) bool {
	s := &d.Sentences[i]
	if s.Bullet || s.Last-s.First > 6 || strings.HasSuffix(d.Slice(s), ".") || openers[d.Words[s.First].Norm] == verbOpener {
		return false
	}
	return d.ownLine(s)
}

// ownLine reports whether a sentence is all of its line.
func (d *Doc) ownLine(s *Sentence) bool {
	before := strings.TrimRight(d.Text[max(0, s.Start-8):s.Start], " \t\r*_#")
	after := strings.TrimLeft(d.Text[s.End:min(len(d.Text), s.End+8)], " \t\r*_:")
	return (before == "" || strings.HasSuffix(before, "\n")) && (after == "" || after[0] == '\n')
}

// keeps reports whether an unknown heading under k is likely a sub-heading.
func keeps(k Kind) bool {
	switch k {
	case Duties, Requirements, Nice, Team:
		return true
	}
	return false
}

func afterUnknown(k Kind) Kind {
	if keeps(k) {
		return k
	}
	return Other
}

// kindOf decides by heading and cues. Under a known heading only strong cues
// of another kind count; elsewhere any cue does, and an item without one
// follows the item before it.
func (d *Doc) kindOf(s *Sentence, under Kind, known bool, last Kind) Kind {
	c, ok := d.cue(s)
	if known {
		if ok && (c.strong && c.kind != under || softens(under, c.kind)) {
			return c.kind
		}
		if !ok && last == Duties && (under == About || under == Team) && openers[d.Words[s.First].Norm] == verbOpener {
			return Duties // the list goes on that a cue has begun
		}
		return under
	}
	if ok {
		return c.kind
	}
	if s.Bullet {
		if openers[d.Words[s.First].Norm] == verbOpener && last != Requirements && last != Nice {
			return Duties
		}
		if last != Intro {
			return last
		}
	}
	if s.Last-s.First > 3 && openers[d.Words[s.First].Norm] == verbOpener && (last == Duties || d.ownLine(s)) {
		return Duties
	}
	return under
}

// softens reports cues that decide though they are not strong: talk of the
// role under a heading about the company.
func softens(under, cue Kind) bool {
	return (under == About || under == Team) && cue == Duties || under == Requirements && cue == Nice
}

// cue returns the first strong cue of a sentence, else its first one.
func (d *Doc) cue(s *Sentence) (found cue, ok bool) {
	words := d.Words[s.First:s.Last]
	if c, n := openingCues.longest(words); n > 0 {
		found, ok = c, true
		if c.strong {
			return found, true
		}
	}
	for i := range words {
		if !innerCueWords.may(words[i].Norm) {
			continue
		}
		if c, n := innerCues.longest(words[i:]); n > 0 && (!ok || c.strong) {
			found, ok = c, true
			if c.strong {
				return found, true
			}
		}
	}
	return found, ok
}

// group joins neighbouring sentences of one kind into sections; a heading
// begins a new one.
func (d *Doc) group() {
	d.Sections = make([]Section, 0, 8)
	for i := range d.Sentences {
		s := &d.Sentences[i]
		if n := len(d.Sections); n > 0 && d.Sections[n-1].Kind == s.Section && !s.Heading {
			d.Sections[n-1].End = s.End
			continue
		}
		d.Sections = append(d.Sections, Section{Start: s.Start, End: s.End, Kind: s.Section})
	}
}
