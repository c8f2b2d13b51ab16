package label

import (
	"errors"
	"fmt"
	"strings"

	"rung/corpus"
)

// ErrOther: the annotator's file holds another text under the same id, so it
// belongs to another input and is not added to.
var ErrOther = errors.New("the labels are of another text")

// A Session is one annotator's way through postings: those labelled already are
// left out, so that it goes on where an earlier one ended. It is for one
// goroutine.
type Session struct {
	book      *Book
	annotator string
	postings  []corpus.Posting // not labelled when the session began
	at        int
	before    int // labelled in earlier sessions
	kept      map[string]bool
}

// Session begins or resumes. It fails with ErrOther where a posting's text is
// not the one that was labelled.
func (b *Book) Session(annotator string, postings []corpus.Posting) (*Session, error) {
	rows, err := b.Rows(annotator)
	if err != nil {
		return nil, err
	}
	s := &Session{book: b, annotator: annotator, kept: map[string]bool{}}
	labelled := map[string]string{}
	for _, r := range rows {
		labelled[r.ID] = r.Text
	}
	for _, p := range postings {
		text, done := labelled[p.ID]
		switch {
		case done && text != p.Text:
			return nil, fmt.Errorf("posting %s: %w", p.ID, ErrOther)
		case done:
			s.before++
		case strings.TrimSpace(p.Text) != "":
			s.postings = append(s.postings, p)
		}
	}
	return s, nil
}

// Current is the posting to label now; ok is false when none is left.
func (s *Session) Current() (p corpus.Posting, ok bool) {
	if s.at >= len(s.postings) {
		return p, false
	}
	return s.postings[s.at], true
}

// Progress is how many postings come before the current one, those of earlier
// sessions among them, and how many there are.
func (s *Session) Progress() (at, of int) { return s.before + s.at, s.before + len(s.postings) }

// Keep writes the answers for the current posting and goes on. On an error
// nothing is written and the session stays where it is.
func (s *Session) Keep(a Answers) error {
	p, ok := s.Current()
	if !ok {
		return errors.New("no posting is left to label")
	}
	row, err := a.Row(p)
	if err != nil {
		return err
	}
	if err := s.book.Put(s.annotator, row); err != nil {
		return err
	}
	s.kept[p.ID] = true
	s.at++
	return nil
}

// Left is how many postings have no label yet, skipped ones among them.
func (s *Session) Left() int { return len(s.postings) - len(s.kept) }

// Skip leaves the current posting without a label; a later session comes back
// to it.
func (s *Session) Skip() { s.at = min(s.at+1, len(s.postings)) }

// Back returns to the posting before, within this session; labelling it again
// takes the place of what was kept. It is false at the first one.
func (s *Session) Back() bool {
	if s.at == 0 {
		return false
	}
	s.at--
	return true
}

// Quote finds the words of text that somebody typed or pasted, whatever their
// case and spacing, and returns them verbatim; ok is false when they are not
// there.
func Quote(text, typed string) (words string, ok bool) {
	want := strings.Fields(strings.Trim(typed, "\"“”' "))
	if len(want) == 0 {
		return "", false
	}
	for start := range text {
		if end := matchAt(text[start:], want); end > 0 {
			return text[start : start+end], true
		}
	}
	return "", false
}

// matchAt returns where the wanted words end that begin at the start of text,
// 0 when they do not.
func matchAt(text string, want []string) int {
	at := 0
	for i, w := range want {
		if i > 0 {
			space := len(text[at:]) - len(strings.TrimLeft(text[at:], " \t\n"))
			if space == 0 {
				return 0
			}
			at += space
		}
		if len(text)-at < len(w) || !strings.EqualFold(text[at:at+len(w)], w) {
			return 0
		}
		at += len(w)
	}
	return at
}
