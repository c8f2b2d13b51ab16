package text

import (
	"strings"

	"github.com/abadojack/whatlanggo"
)

// languageWords maps a frequent word to the languages it marks.
var languageWords = func() map[string][]string {
	m := map[string][]string{}
	data, err := lexiconFiles.ReadFile("lexicon/languages.txt")
	if err != nil {
		panic("text: built-in lexicon: " + err.Error())
	}
	for line := range strings.Lines(string(data)) {
		tag, words, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "["), "]")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(words) {
			m[w] = append(m[w], tag)
		}
	}
	return m
}()

const (
	// sampleWords is how many words the glance takes, spread over the text.
	sampleWords = 300
	// enoughWords is the fewest words from which a language is called
	// reliable.
	enoughWords = 12
	// glanceShare is the share of marking words that settles English without
	// further help: running English has more than a third of them.
	glanceShare = 0.18
)

// Language returns the BCP 47 primary tag of the language the text is mostly
// written in, "" when it has too little to say. reliable is false for short
// texts and where two languages mix.
func Language(text string) (tag string, reliable bool) { return Parse(text).Language() }

// Language is the package's function Language for a text already parsed.
func (d *Doc) Language() (tag string, reliable bool) {
	counts, total := d.glance()
	if total == 0 {
		return "", false
	}
	if en := counts["en"]; float64(en) >= glanceShare*float64(total) && en > 2*most(counts, "en") {
		return "en", total >= enoughWords
	}
	info := whatlanggo.Detect(cut(d.Text, 4000))
	tag = info.Lang.Iso6391()
	// Scripts decide by themselves; among Latin ones the marking words must
	// not contradict.
	agrees := counts[tag] >= most(counts, tag)
	if !agrees && !info.IsReliable() {
		tag = best(counts)
	}
	return tag, total >= enoughWords && agrees && (info.IsReliable() || counts[tag] > most(counts, tag))
}

// glance counts marking words in a sample of the text.
func (d *Doc) glance() (counts map[string]int, total int) {
	counts = map[string]int{}
	step := max(1, len(d.Words)/sampleWords)
	for i := 0; i < len(d.Words); i += step {
		total++
		for _, tag := range languageWords[d.Words[i].Norm] {
			counts[tag]++
		}
	}
	return counts, total
}

// most is the greatest count of another language than tag.
func most(counts map[string]int, tag string) int {
	n := 0
	for t, c := range counts {
		if t != tag {
			n = max(n, c)
		}
	}
	return n
}

// best is the language counted most, the first by name of equal ones.
func best(counts map[string]int) string {
	tag := ""
	for t, c := range counts {
		if tag == "" || c > counts[tag] || c == counts[tag] && t < tag {
			tag = t
		}
	}
	return tag
}

// cut returns the first n bytes of s, whole runes only.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}
