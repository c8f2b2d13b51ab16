package text

import "strings"

// abbreviations end in a full stop without ending the sentence.
var abbreviations = set(`e.g i.e eg ie etc vs approx est incl inc ltd co corp llc plc gmbh dept div mgr mgmt
	yr yrs exp req reqs min max no nos st ave jr sr dr mr mrs ms prof ph.d ph.d u.s u.k e.u u.s.a a.m p.m a.k.a b.s b.a m.s m.b.a
	fig cf al jan feb mar apr jun jul aug sep sept oct nov dec avg misc resp pref`)

// titles stand before a name or a noun, never at a sentence's end.
var titles = set(`sr jr dr mr mrs ms prof st e.g i.e eg ie vs cf no nos approx`)

// starters begin sentences and hardly ever follow an abbreviation inside one.
var starters = set(`the a an we our you your this these that those it its in at as if for with when who what how why to from by
	he she they there here please all and but or so`)

// links cannot be the last word of an item.
var links = set(`a an the our your my their its his her this that these those of in on at by for from with to as and or & into
	via per than but not no new other more most very be is are was were will can may should must would has have had who which`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func isAbbreviation(norm string) bool {
	return abbreviations[norm] || len(norm) == 1 && norm[0] >= 'a'
}

func startsSentence(norm string) bool { return starters[norm] }

func titleLike(norm string) bool { return titles[norm] }
