package text

import "strings"

// formKind is the shape of a verb form.
type formKind byte

const (
	base formKind = iota
	third
	gerund
	past
)

// verbClass is what a verb says of whoever does it.
type verbClass byte

const (
	plainVerb verbClass = iota
	supportVerb
	jointVerb
)

type verbForm struct {
	lemma   string
	kind    formKind
	class   verbClass
	control bool // makes somebody else do the next verb
	both    bool // a noun or adjective as often
}

// verbs knows verb forms.
var verbs = func() map[string]*verbForm {
	m := map[string]*verbForm{}
	entries("verbs", func(section, line string) {
		for _, w := range strings.Fields(line) {
			switch section {
			case "support":
				addVerb(m, w, supportVerb)
			case "joint":
				addVerb(m, w, jointVerb)
			case "plain":
				addVerb(m, w, plainVerb)
			case "control":
				for _, f := range Inflect(w) {
					if v := m[f]; v != nil {
						v.control = true
					}
				}
			case "both":
				if v := m[w]; v != nil {
					v.both = true
				}
			}
		}
	})
	return m
}()

// addVerb adds the forms of a lemma; a form known already stays as it is.
func addVerb(m map[string]*verbForm, lemma string, c verbClass) {
	for i, f := range append([]string{lemma}, verbForms(lemma)...) {
		if m[f] != nil {
			continue
		}
		v := &verbForm{lemma: lemma, class: c, kind: past}
		switch {
		case i == 0:
			v.kind = base
		case f == withS(lemma):
			v.kind = third
		case strings.HasSuffix(f, "ing"):
			v.kind = gerund
		}
		m[f] = v
	}
	for _, f := range english.irregular[lemma] {
		if m[f] == nil {
			v := &verbForm{lemma: lemma, class: c, kind: past}
			if strings.HasSuffix(f, "s") {
				v.kind = third
			}
			m[f] = v
		}
	}
}

var (
	beForms     = set("be is are was were been being am i'm you're we're they're it's who's")
	haveForms   = set("have has had having you've we've they've i've")
	auxiliaries = set(`will would shall should can could may might must do does did be is are was were been being am
		have has had not never cannot won't don't doesn't didn't can't couldn't shouldn't wouldn't isn't aren't wasn't haven't hasn't`)
	modals       = set("will would shall should can could may might must won't can't cannot couldn't shouldn't wouldn't don't doesn't do does did didn't")
	determiners  = set("the a an our your their my its his her this these those each every any some no another both all several many")
	prepositions = set("of in on at by for from with within into onto over under across through between among during about without via as than per toward towards around after before while when")
	conjunctions = set("and or & nor")
	relatives    = set("who that which")
)
