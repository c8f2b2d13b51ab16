package text

import (
	"slices"
	"strings"
)

// english is what regular inflection cannot know.
var english = func() inflections {
	l := inflections{map[string][]string{}, map[string]bool{}, map[string]bool{}, map[string]string{}}
	entries("inflect", func(section, line string) { l.add(section, strings.Fields(line)) })
	return l
}()

type inflections struct {
	irregular map[string][]string // lemma → all other forms
	fixed     map[string]bool     // words that have no forms
	onlyIse   map[string]bool     // words never spelt -ize
	variants  map[string]string   // British spelling ↔ American, both ways
}

func (l inflections) add(section string, words []string) {
	switch section {
	case "irregular":
		l.irregular[words[0]] = words[1:]
	case "fixed":
		for _, w := range words {
			l.fixed[w] = true
		}
	case "-ise":
		for _, w := range words {
			l.onlyIse[w] = true
		}
	case "variants":
		l.variants[words[0]] = words[1]
		l.variants[words[1]] = words[0]
	}
}

// Inflect returns every surface form of an English lemma in lower case, the
// lemma first: as a noun and as a verb, British and American. Words may get
// forms nobody writes ("producted"); they never meet a text. Function words
// and words that are not plain letters are returned alone.
func Inflect(lemma string) []string {
	var forms []string
	for _, l := range spellings(lemma) {
		forms = append(forms, l)
		if !english.fixed[l] && isAlphabetic(l) && len(l) > 1 {
			forms = append(forms, nounForms(l)...)
			forms = append(forms, verbForms(l)...)
		}
	}
	return unique(forms)
}

// spellings returns the lemma and its spelling on the other side of the
// Atlantic.
func spellings(w string) []string {
	if v, ok := english.variants[w]; ok {
		return []string{w, v}
	}
	for _, pair := range [][2]string{{"isation", "ization"}, {"ising", "izing"}, {"ise", "ize"}, {"yse", "yze"}} {
		for i, end := range pair {
			stem, ok := strings.CutSuffix(w, end)
			if ok && len(stem) >= 4 && !english.onlyIse[stem+"ise"] {
				return []string{w, stem + pair[1-i]}
			}
		}
	}
	return []string{w}
}

func nounForms(w string) []string {
	if all, ok := english.irregular[w]; ok {
		return append(slices.Clone(all), w+"'s")
	}
	return []string{withS(w), w + "'s"}
}

// withS is the plural and the third person.
func withS(w string) string {
	switch {
	case strings.HasSuffix(w, "sis"):
		return w[:len(w)-2] + "es"
	case hasAnySuffix(w, "s", "x", "z", "ch", "sh"):
		return w + "es"
	case endsConsonantY(w):
		return w[:len(w)-1] + "ies"
	}
	return w + "s"
}

func verbForms(w string) []string {
	forms := []string{withS(w)}
	for _, stem := range stems(w) {
		forms = append(forms, stem+"ing")
		if _, irregular := english.irregular[w]; !irregular {
			forms = append(forms, pastForm(w, stem))
		}
	}
	return forms
}

// stems returns what -ing and -ed are put to: e dropped, consonant doubled.
// Longer words get both forms, as usage differs ("modeling", "modelling").
func stems(w string) []string {
	switch {
	case strings.HasSuffix(w, "ie"):
		return []string{w[:len(w)-2] + "y"}
	case strings.HasSuffix(w, "ee"):
		return []string{w}
	case strings.HasSuffix(w, "e") && len(w) > 2:
		return []string{w[:len(w)-1]}
	case !endsCVC(w):
		return []string{w}
	case syllables(w) == 1:
		return []string{w + w[len(w)-1:]}
	}
	return []string{w, w + w[len(w)-1:]}
}

func pastForm(w, stem string) string {
	switch {
	case strings.HasSuffix(w, "e"):
		return w + "d"
	case endsConsonantY(w):
		return w[:len(w)-1] + "ied"
	}
	return stem + "ed"
}

func endsConsonantY(w string) bool {
	return len(w) > 1 && w[len(w)-1] == 'y' && !isVowel(w[len(w)-2])
}

// endsCVC reports a consonant, one vowel and a consonant that can double.
func endsCVC(w string) bool {
	n := len(w)
	if n < 3 || strings.IndexByte("wxyaeiou", w[n-1]) >= 0 {
		return false
	}
	return isVowel(w[n-2]) && !isVowel(w[n-3])
}

func syllables(w string) int {
	n := 0
	for i := range len(w) {
		if isVowel(w[i]) && (i == 0 || !isVowel(w[i-1])) {
			n++
		}
	}
	return n
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

func isAlphabetic(w string) bool {
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}

func hasAnySuffix(w string, suffixes ...string) bool {
	return slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(w, s) })
}

func unique(words []string) []string {
	seen := make(map[string]bool, len(words))
	return slices.DeleteFunc(words, func(w string) bool {
		dup := seen[w]
		seen[w] = true
		return dup
	})
}
