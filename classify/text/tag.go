package text

import (
	"strings"
	"sync"
	"unicode"

	"github.com/jdkato/prose/v2"
)

// A Tagger names the part of speech of words.
type Tagger interface {
	// Tag returns a Penn Treebank tag ("VB", "NNS") for each of the words,
	// which follow each other in one sentence of the text; "" for a word it
	// has none for.
	Tag(text string, words []Word) []string
}

// maxTagged is the most words prose is given at once and maxToken the longest
// of them in bytes: its tokenizer is quadratic in the length of a token.
const (
	maxTagged = 60
	maxToken  = 40
)

// Prose is the tagger of github.com/jdkato/prose. Its model (40 MB, a fifth of
// a second to load) is shared by all values and loaded at the first Tag. It is
// safe for use by several goroutines.
//
// Within one call prose gives equal words equal tags, that of the last of them,
// so a call should be about one place of one sentence. Past sixty words it
// leaves the rest untagged.
type Prose struct{}

var proseModel = sync.OnceValue(func() *prose.Model { return prose.ModelFromData("rung") })

// Load loads the model now rather than at the first Tag.
func (Prose) Load() { proseModel() }

// Tag implements Tagger.
func (Prose) Tag(text string, words []Word) (tags []string) {
	tags = make([]string, len(words))
	// prose slices strings by the length of their lower case and can panic on
	// letters where that differs. Such words are replaced below; should
	// another case be found, the sentence is read without it.
	defer func() {
		if recover() != nil {
			clear(tags)
		}
	}()
	plain, spoken := speak(text, words)
	doc, err := prose.NewDocument(spoken,
		prose.UsingModel(proseModel()), prose.WithSegmentation(false), prose.WithExtraction(false))
	if err != nil {
		return tags
	}
	alignTags(tags, plain, doc.Tokens())
	return tags
}

// speak writes words as a sentence prose can take: ASCII apostrophes, no
// invisible or invalid bytes, commas kept because they bear on the tags.
func speak(text string, words []Word) (plain []string, sentence string) {
	words = words[:min(len(words), maxTagged)]
	plain = make([]string, len(words))
	var b strings.Builder
	for i, w := range words {
		plain[i] = plainWord(text[w.Start:w.End], w.Norm)
		if i > 0 {
			if gap := text[words[i-1].End:w.Start]; strings.IndexByte(gap, ',') >= 0 {
				b.WriteString(" ,")
			}
			b.WriteByte(' ')
		}
		b.WriteString(plain[i])
	}
	b.WriteString(" .")
	return plain, b.String()
}

func plainWord(raw, norm string) string {
	for i := range len(raw) {
		if raw[i] >= 0x80 {
			raw = strings.ToValidUTF8(norm, "")
			break
		}
	}
	short := len(raw) <= maxToken && raw != ""
	if !short || strings.ContainsFunc(raw, oddLower) {
		return "thing"
	}
	return raw
}

// oddLower reports letters whose lower case has another length.
func oddLower(r rune) bool { return r == unicode.ReplacementChar || !sameLower(r) }

// alignTags gives each word the tag of its first token; prose makes two of
// "don't". Where tokens and words no longer agree it stops.
func alignTags(tags, plain []string, tokens []prose.Token) {
	w, rest := 0, ""
	for _, t := range tokens {
		if rest == "" {
			if w == len(plain) {
				return
			}
			if t.Text == "," {
				continue
			}
			rest, tags[w] = plain[w], t.Tag
			w++
		}
		if !strings.HasPrefix(rest, t.Text) {
			tags[w-1] = ""
			return
		}
		rest = rest[len(t.Text):]
	}
}
