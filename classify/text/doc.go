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
