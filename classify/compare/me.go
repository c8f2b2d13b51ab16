package compare

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"rung/classify/ladder"
	"rung/classify/text"
)

//go:embed wishes.txt
var wishData string

var wishes = sync.OnceValue(func() []string {
	var out []string
	for line := range strings.Lines(wishData) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			out = append(out, line)
		}
	}
	return out
})

// A Match is a person's own words held against a rung. There is no figure in
// it on purpose: the words say what can be shown, not how good anybody is.
type Match struct {
	Rung string `json:"rung"`
	// Shown are the responsibilities of the rung that the text has words
	// for, Unshown those it has none for, Unheard those no rule can hear in
	// a text.
	Shown   []Ask `json:"shown"`
	Unshown []Ask `json:"unshown"`
	Unheard []Ask `json:"unheard"`
	// Above is what the text shows of higher rungs.
	Above []Ask `json:"above"`
	// Market is what the market says of the rung, nil without one.
	Market *RungMarket `json:"market,omitempty"`
	// Language is the text's; the rules read English ("en") only.
	Language string `json:"language"`
	// Wishes are how many sentences were left out as wishes.
	Wishes int `json:"wishes"`
}

// Me holds a résumé or a description of oneself against a rung. A nil tagger
// reads sentences by word lists alone.
func Me(body, rung string, m Market, tagger text.Tagger) Match {
	l := ladder.Default()
	doc := text.Parse(body)
	language, _ := doc.Language()
	out := Match{Rung: rung, Shown: []Ask{}, Unshown: []Ask{}, Unheard: []Ask{}, Above: []Ask{}, Market: m.of(rung), Language: language}
	out.Wishes = asDeeds(doc)
	words := map[string]Ask{}
	for _, f := range l.Rules().Match(doc, tagger) {
		ask, ok := askOf(l, f.Rule.Responsibility, words)
		if ok && !(isGuided(doc, f.Sentence) && ladder.Rank(ask.Rung) > guidedRank) {
			ask.add(Span{f.Start, f.End, body[f.Start:f.End]})
			words[ask.Responsibility] = ask
		}
	}
	for _, r := range l.ResponsibilitiesOf(rung) {
		ask, shown := words[r.ID]
		if !shown {
			ask = newAsk(r)
		}
		ask.Market = m.frequencies(r.ID, []string{rung})
		switch {
		case shown:
			out.Shown = append(out.Shown, ask)
		case len(l.RulesOf(r.ID)) == 0:
			out.Unheard = append(out.Unheard, ask)
		default:
			out.Unshown = append(out.Unshown, ask)
		}
	}
	for _, ask := range words {
		if ladder.Rank(ask.Rung) > ladder.Rank(rung) {
			out.Above = append(out.Above, ask)
		}
	}
	for _, list := range [][]Ask{out.Shown, out.Unshown, out.Unheard, out.Above} {
		sortAsks(list)
	}
	return out
}

// mostWords is how many quotations of one responsibility a person reads.
const mostWords = 3

// add enters words once: of overlapping ones the first stays.
func (a *Ask) add(s Span) {
	overlaps := func(t Span) bool { return s.Start < t.End && t.Start < s.End }
	if len(a.Words) < mostWords && !slices.ContainsFunc(a.Words, overlaps) {
		a.Words = append(a.Words, s)
	}
}

// asDeeds makes every sentence of a résumé one of duties whose subject is the
// role, which is what its rules listen for, and leaves out wishes: it returns
// how many. "I" begins a sentence of its own and is left out of it, since a
// sentence without a subject is the role's doing.
func asDeeds(doc *text.Doc) (wishes int) {
	var deeds []text.Sentence
	for _, s := range doc.Sentences {
		if isWish(doc, s) {
			wishes++
			continue
		}
		s.Section = text.Duties
		deeds = append(deeds, parted(doc, s)...)
	}
	doc.Sentences = deeds
	return wishes
}

// guidedRank is the highest rank whose duties are done under guidance: in a
// sentence of guidance, who guides ("the head of product") is no partner.
const guidedRank = 2

var guidance = []string{"guidance of", "supervision of", "direction of", "mentorship of", "under the supervision", "under supervision", "mentored by", "managed by", "coached by"}

func isGuided(doc *text.Doc, sentence int) bool {
	s := doc.Sentences[sentence]
	low := doc.Lower()[s.Start:s.End]
	return slices.ContainsFunc(guidance, func(g string) bool { return strings.Contains(low, g) })
}

// opening is how many words of a sentence may hold a wish: later in it, it is
// mostly somebody else's ("built what people want to read").
const opening = 6

func isWish(doc *text.Doc, s text.Sentence) bool {
	if s.First == s.Last {
		return false
	}
	low := doc.Lower()[s.Start:doc.Words[min(s.Last, s.First+opening)-1].End]
	return slices.ContainsFunc(wishes(), func(w string) bool { return strings.Contains(low, w) })
}

var firstPerson = []string{"i", "i've", "i'm", "i'd"}

// parted divides a sentence at every "I".
func parted(doc *text.Doc, s text.Sentence) []text.Sentence {
	var out []text.Sentence
	rest := s
	for i := s.First; i < s.Last; i++ {
		if !slices.Contains(firstPerson, doc.Words[i].Norm) {
			continue
		}
		if i > rest.First {
			before := rest
			before.Last, before.End = i, doc.Words[i-1].End
			out = append(out, before)
		}
		rest.First = i + 1
		if rest.First < s.Last {
			rest.Start = doc.Words[rest.First].Start
		}
	}
	if rest.First < rest.Last || len(out) == 0 {
		out = append(out, rest)
	}
	return out
}
