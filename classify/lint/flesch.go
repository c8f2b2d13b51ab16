package lint

import (
	"strings"

	"rung/classify/text"
)

// enoughSentences is the fewest running sentences a reading ease means
// anything for.
const enoughSentences = 5

// readingEase is that of R. Flesch, "A new readability yardstick", Journal of
// Applied Psychology 32 (1948) 221–233: 206.835 − 1.015 words per sentence −
// 84.6 syllables per word. Headings and fragments of fewer than five words are
// no sentences. It is nil for too little text.
//
// The formula is three lines over sentences that package text has parted
// already; libraries for it bring their own idea of a sentence, which takes a
// list of bullets for one.
func readingEase(d *text.Doc) *float64 {
	var sentences, words, total int
	for i := range d.Sentences {
		s := &d.Sentences[i]
		if s.Heading || s.Last-s.First < 5 {
			continue
		}
		sentences++
		for _, w := range d.WordsOf(s) {
			words++
			total += syllables(w.Norm)
		}
	}
	if sentences < enoughSentences {
		return nil
	}
	ease := 206.835 - 1.015*float64(words)/float64(sentences) - 84.6*float64(total)/float64(words)
	return &ease
}

const vowels = "aeiouy"

// syllables counts groups of vowels, without a silent e, -es or -ed at the
// end; one at least. It is right for about nine English words in ten, which is
// what a mean over a text needs.
func syllables(word string) int {
	n, before := 0, false
	for i := range len(word) {
		v := strings.IndexByte(vowels, word[i]) >= 0
		if v && !before {
			n++
		}
		before = v
	}
	if n > 1 && silent(word) {
		n--
	}
	return max(n, 1)
}

// silent reports whether the last vowel of a word is not spoken.
func silent(word string) bool {
	k := len(word)
	switch {
	case strings.HasSuffix(word, "le") && k > 2 && strings.IndexByte(vowels, word[k-3]) < 0:
		return false // ta-ble
	case strings.HasSuffix(word, "e"):
		return strings.IndexByte(vowels, word[k-2]) < 0
	case strings.HasSuffix(word, "ed"):
		return k > 3 && !strings.ContainsRune("td"+vowels, rune(word[k-3]))
	case strings.HasSuffix(word, "es"):
		return k > 3 && !strings.ContainsRune("sxzcgh"+vowels, rune(word[k-3]))
	}
	return false
}
