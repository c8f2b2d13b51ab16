package wire

import (
	"strings"

	"rung/corpus"
	"rung/crawler/extract"
)

// New begins a posting of a board. It fails with ErrNoID or ErrNoTitle.
func New(b corpus.Board, nativeID, title string) (corpus.Posting, error) {
	nativeID, title = strings.TrimSpace(nativeID), oneLine(title)
	switch {
	case nativeID == "":
		return corpus.Posting{}, ErrNoID
	case title == "":
		return corpus.Posting{}, ErrNoTitle
	}
	return corpus.Posting{
		ID:       corpus.PostingID(b.Source, b.Token, nativeID),
		Source:   b.Source,
		Board:    b.Token,
		NativeID: nativeID,
		Title:    title,
	}, nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(extract.Plain(s)), " ") }

// Describe sets the words of a posting from its markup, or from plain text
// where there is no markup.
func Describe(p *corpus.Posting, markup, plain string) {
	p.HTML = extract.Unescape(markup)
	if p.Text = extract.Text(p.HTML); p.Text == "" {
		p.HTML, p.Text = "", extract.Plain(plain)
	}
}

// Pay sets the structured pay of a posting, else what its words state.
func Pay(p *corpus.Posting, structured []corpus.Salary) {
	if p.Salaries = structured; len(structured) == 0 {
		p.Salaries = extract.Pay(p.Text)
	}
}

// PayField reads pay that a system keeps in a field of its own, though in
// words.
func PayField(words string) []corpus.Salary {
	if strings.TrimSpace(words) == "" {
		return nil
	}
	pay := extract.Pay("Salary: " + words)
	for i := range pay {
		pay[i].Origin = corpus.SalaryStructured
	}
	return pay
}

// Fill adds what a posting's own page says to its row of the list: the words,
// and every fact that the row leaves open.
func Fill(p *corpus.Posting, page corpus.Posting) {
	p.HTML, p.Text = page.HTML, page.Text
	fill(&p.RequisitionID, page.RequisitionID)
	fill(&p.Department, page.Department)
	fill(&p.Language, page.Language)
	fill(&p.Workplace, page.Workplace)
	if page.CompanyFrom == corpus.CompanyFromPayload && p.CompanyFrom != corpus.CompanyFromPayload {
		p.Company, p.CompanyFrom = page.Company, page.CompanyFrom
	}
	if len(p.Employment) == 0 {
		p.Employment, p.EmploymentRaw = page.Employment, page.EmploymentRaw
	}
	if len(p.Locations) == 0 {
		p.Locations = page.Locations
	}
	if len(p.Salaries) == 0 {
		p.Salaries = page.Salaries
	}
	for to, from := range map[**corpus.Stated]*corpus.Stated{&p.Posted: page.Posted, &p.Updated: page.Updated, &p.ValidThrough: page.ValidThrough} {
		if *to == nil {
			*to = from
		}
	}
}

func fill[T comparable](field *T, value T) {
	var unset T
	if *field == unset {
		*field = value
	}
}

// Range builds one structured pay range. It reports false when neither end is
// given; ends that stand the wrong way round are swapped.
func Range(lo, hi float64, currency string, period corpus.Period) (corpus.Salary, bool) {
	if lo <= 0 && hi <= 0 {
		return corpus.Salary{}, false
	}
	if hi > 0 && lo > hi {
		lo, hi = hi, lo
	}
	return corpus.Salary{Min: lo, Max: hi, Currency: strings.ToUpper(strings.TrimSpace(currency)), Period: period, Origin: corpus.SalaryStructured}, true
}

// Period reads what systems call the period of pay: "1 YEAR", "per-year-salary",
// "annually", "HOUR", "month". Others are "".
func Period(label string) corpus.Period {
	label = strings.ToLower(label)
	for _, p := range []struct {
		words  string
		period corpus.Period
	}{
		{"hour", corpus.PerHour},
		{"day daily", corpus.PerDay},
		{"week", corpus.PerWeek},
		{"month", corpus.PerMonth},
		{"year annual annum", corpus.PerYear},
	} {
		for word := range strings.FieldsSeq(p.words) {
			if strings.Contains(label, word) {
				return p.period
			}
		}
	}
	return ""
}

// Language returns the primary tag of a language code: "pt" of "pt-BR".
func Language(tag string) string {
	primary, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(tag)), "_", "-"), "-")
	if len(primary) != 2 && len(primary) != 3 {
		return ""
	}
	return primary
}
