package text

// A Doc is a posting's text divided into sections, sentences and words.
type Doc struct {
	// Text is the text all offsets refer to.
	Text      string
	Sections  []Section
	Sentences []Sentence
	Words     []Word

	low string
}

// A Section is a stretch of sentences under one heading, or of one content.
type Section struct {
	Start, End int
	Kind       Kind
}

// A Sentence is one sentence, bullet or heading.
type Sentence struct {
	Start, End int
	Section    Kind
	Bullet     bool // begins a list item
	Heading    bool
	// First and Last bound the words: Doc.Words[First:Last].
	First, Last int
}

// Parse divides text into sections, sentences and words. It never fails and
// keeps no state; any bytes will do. Every span slices back to the text.
func Parse(text string) *Doc {
	d := &Doc{Text: text, low: lower(text)}
	d.Words = appendWords(make([]Word, 0, len(text)/6+8), text, d.low, 0, len(text))
	if len(d.Words) == 0 {
		return d
	}
	d.split()
	d.assign()
	return d
}

// Lower returns the text in lower case, every byte at its old offset.
func (d *Doc) Lower() string { return d.low }

// WordsOf returns the words of a sentence.
func (d *Doc) WordsOf(s *Sentence) []Word { return d.Words[s.First:s.Last] }

// Slice returns the text of a sentence.
func (d *Doc) Slice(s *Sentence) string { return d.Text[s.Start:s.End] }
