package rule

import (
	"errors"
	"fmt"

	"rung/classify/text"
)

// CheckExamples reports each rule whose own example does not match it. The
// example is read as a sentence of the first section the rule names, else of
// the duties.
func (s *Set) CheckExamples(tagger text.Tagger) error {
	var errs []error
	for _, r := range s.Rules() {
		if r.Example != "" && !s.matchesExample(r, tagger) {
			errs = append(errs, fmt.Errorf("rule %s: its example %q does not match it", r.Name, r.Example))
		}
	}
	return errors.Join(errs...)
}

func (s *Set) matchesExample(r *Rule, tagger text.Tagger) bool {
	section := text.Duties
	if len(r.Sections) > 0 {
		section = r.Sections[0]
	}
	doc := text.Parse(r.Example)
	for i := range doc.Sentences {
		doc.Sentences[i].Section, doc.Sentences[i].Heading = section, false
	}
	for _, m := range s.Match(doc, tagger) {
		if m.Rule == r {
			return true
		}
	}
	return false
}
