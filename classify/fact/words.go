package fact

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"rung/classify/text"
)

//go:embed data/words.txt
var wordData string

// A set is a class of words as a bit; several make a union.
type set uint64

// vocabulary is the file: the classes of every word, the bit of every class,
// and the number words.
type vocabulary struct {
	words   map[string]set
	classes map[string]set
	numbers map[string]float64
}

var vocab = mustParse(wordData)

// mustParse panics on a fault of the build, which any test here finds.
func mustParse(data string) *vocabulary {
	v, err := parseVocabulary(data)
	if err != nil {
		panic(err)
	}
	return v
}

func parseVocabulary(data string) (*vocabulary, error) {
	v := &vocabulary{words: map[string]set{}, classes: map[string]set{}, numbers: map[string]float64{}}
	n := 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, words, ok := strings.Cut(line, ":")
		if !ok || strings.TrimSpace(words) == "" {
			return nil, fmt.Errorf("fact words: line %d: want a class, a colon and words", n)
		}
		if err := v.add(name, words); err != nil {
			return nil, fmt.Errorf("fact words: line %d: %w", n, err)
		}
	}
	return v, nil
}

func (v *vocabulary) add(name, words string) error {
	if name == "numbers" {
		return v.addNumbers(words)
	}
	bit := v.classes[name]
	if bit == 0 {
		if len(v.classes) == 64 {
			return fmt.Errorf("class %q is the 65th: a set has 64", name)
		}
		bit = 1 << len(v.classes)
		v.classes[name] = bit
	}
	for w := range strings.FieldsSeq(words) {
		v.words[w] |= bit
	}
	return nil
}

func (v *vocabulary) addNumbers(words string) error {
	for pair := range strings.FieldsSeq(words) {
		w, n, _ := strings.Cut(pair, "=")
		value, err := strconv.ParseFloat(n, 64)
		if err != nil {
			return fmt.Errorf("number %q: %w", pair, err)
		}
		v.numbers[w] = value
	}
	return nil
}

// class returns the bit of a class that the code knows by name.
func class(name string) set {
	bit := vocab.classes[name]
	if bit == 0 {
		panic("fact words: no class " + name)
	}
	return bit
}

// The classes the code knows by name.
var (
	alternatives      = class("alternative")
	anyWork           = class("any-work")
	askedWords        = class("experienced")
	buildVerbs        = class("build")
	candidateWords    = class("candidate")
	conductWords      = class("conducting")
	crossWords        = class("cross")
	deniedWords       = class("denied")
	elapsedWords      = class("elapsed")
	employerWords     = class("employer")
	experience        = class("experience")
	fillerWords       = class("filler")
	gerundManage      = class("gerund-manage")
	growthWords       = class("growth")
	helpWords         = class("help")
	hiringWords       = class("hiring")
	inTime            = class("in-time")
	joinWords         = class("join")
	laterWords        = class("later")
	leadVerbs         = class("lead")
	leadership        = class("leadership")
	lookingWords      = class("looking")
	manageVerbs       = class("manage")
	mentorVerbs       = class("mentor")
	monthWords        = class("months")
	multiYearWords    = class("multi-year")
	negatedWords      = class("negated")
	noExperience      = class("not-experience")
	notPMSecond       = class("not-pm-second")
	officerWords      = class("officer")
	recurringWords    = class("recurring")
	reportWords       = class("report")
	comingWords       = class("coming")
	decadeWords       = class("decades")
	degreeWords       = class("degree")
	finiteWords       = class("finite")
	openingWords      = class("opening")
	roleWords         = class("role")
	tellsWords        = class("tells")
	candidateSubjects = class("candidate-subject")
	vestingWords      = class("vesting")
	youWords          = class("you")
	moneyTrigger      = class("money")
	reportTrigger     = class("reports-trigger")
	otherPeople       = class("others")
	otherWork         = class("other-work")
	ownWords          = class("own")
	peopleNoun        = class("people-noun")
	perkWords         = class("perk")
	planWords         = class("plan")
	pluralWords       = class("first-plural")
	pmSecond          = class("pm-second")
	productChief      = class("product-chief")
	prefAfter         = class("preferred-after")
	prefBefore        = class("preferred-before")
	productCue        = class("product-cue")
	quarterWords      = class("quarter")
	requiredWord      = class("required")
	scalingWords      = class("scaling")
	sprintWords       = class("sprint")
	teamWords         = class("team")
	unitWords         = class("unit")
	verbGap           = class("verb-gap")
	yearWords         = class("year")
)

// sentence is one sentence with the classes of its words.
type sentence struct {
	text  string
	words []text.Word
	sets  []set
	// all is the union of sets: what is not in it need not be sought.
	all set
}

func newSentence(body string, words []text.Word) *sentence {
	s := &sentence{}
	s.reset(body, words)
	return s
}

// reset makes the sentence another one, keeping its memory.
func (s *sentence) reset(body string, words []text.Word) {
	s.text, s.words, s.sets, s.all = body, words, s.sets[:0], 0
	for i := range words {
		b := vocab.words[words[i].Norm]
		s.sets = append(s.sets, b)
		s.all |= b
	}
}

func (s *sentence) norm(i int) string {
	if i < 0 || i >= len(s.words) {
		return ""
	}
	return s.words[i].Norm
}

func (s *sentence) is(i int, in set) bool {
	return i >= 0 && i < len(s.sets) && s.sets[i]&in != 0
}

// between is the text from word i to the word after it, "" at the ends.
func (s *sentence) between(i int) string {
	if i < 0 || i+1 >= len(s.words) {
		return ""
	}
	return s.text[s.words[i].End:s.words[i+1].Start]
}

// find returns the first word of the set in [from, to), or -1.
func (s *sentence) find(from, to int, in set) int {
	if s.all&in == 0 {
		return -1
	}
	for i := max(from, 0); i < to && i < len(s.sets); i++ {
		if s.sets[i]&in != 0 {
			return i
		}
	}
	return -1
}

// has reports whether a word in [from, to) is w.
func (s *sentence) has(from, to int, w string) bool {
	for i := max(from, 0); i < to && i < len(s.words); i++ {
		if s.words[i].Norm == w {
			return true
		}
	}
	return false
}

// number reads the word at i as a count: "5", "5+", "five", "10k" is none. A
// word that a lost line break has glued to the one before ("surveys3+") counts
// by its digits, at the offset where they begin.
func (s *sentence) number(i int) (value float64, start int, ok bool) {
	if i < 0 || i >= len(s.words) {
		return 0, 0, false
	}
	w := s.words[i]
	if v, is := vocab.numbers[w.Norm]; is {
		return v, w.Start, true
	}
	digits := strings.TrimRight(w.Norm, "+")
	at := len(digits)
	for at > 0 && (digits[at-1] >= '0' && digits[at-1] <= '9' || digits[at-1] == '.' && at < len(digits)) {
		at--
	}
	if at == len(digits) || at > 0 && at < 3 {
		return 0, 0, false
	}
	v, err := strconv.ParseFloat(digits[at:], 64)
	if err != nil {
		return 0, 0, false
	}
	return v, w.End - (len(w.Norm) - at), true
}

// hyphened reports whether the text between two words makes them one, as in
// "five-year", however the hyphen is written.
func hyphened(gap string) bool {
	return strings.HasPrefix(gap, "-") || strings.HasPrefix(gap, "\u2010") || strings.HasPrefix(gap, "\u2011")
}
