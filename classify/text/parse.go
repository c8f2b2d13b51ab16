package text

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
