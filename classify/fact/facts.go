package fact

import "rung/classify/text"

// Facts are what a whole posting states.
type Facts struct {
	Years   []YearsClause
	Reports []ReportsClause
	Money   []MoneyClause
	Horizon []HorizonClause
	// Line is nil where the posting does not say whom the role reports to.
	Line *LineClause
}

// Read gathers the facts of a posting, sentence by sentence. Money and plans
// are not sought where the company speaks of itself, nor anything in legal
// text; years are sought under any other heading, since many are misfiled, where the
// company speaks of itself only in a sentence to the reader, and are only
// preferred in a section of what is nice to have.
func Read(doc *text.Doc) Facts {
	var f Facts
	var s sentence
	for i := range doc.Sentences {
		if in := &doc.Sentences[i]; in.Section != text.Legal {
			s.reset(doc.Text, doc.WordsOf(in))
			f.add(&s, in.Section)
		}
	}
	return f
}

func (f *Facts) add(s *sentence, section text.Kind) {
	years := s.years()
	if section == text.Nice {
		years = Preferred(years)
	}
	if section != text.About || s.all&youWords != 0 {
		f.Years = append(f.Years, years...)
	}
	if f.Line == nil {
		if line, ok := s.reportingLine(); ok {
			f.Line = &line
		}
	}
	if section == text.About || section == text.Benefits {
		return
	}
	reports := s.reports()
	for i := range reports {
		reports[i].Asked = reports[i].Asked || section == text.Nice
	}
	f.Reports = append(f.Reports, reports...)
	f.Money = append(f.Money, s.money()...)
	f.Horizon = append(f.Horizon, s.horizon()...)
}
