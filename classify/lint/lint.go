// Package lint reads a job ad as the person who publishes it should: does its
// title fit its duties, do its years fit its rung, is the pay stated where a law
// asks for it, does it say what is owned and what success is, who might it turn
// away.
//
//	v := c.Classify(posting)
//	r := lint.Check(posting, v, lint.Options{On: today, Tagger: text.Prose{}})
//	for _, f := range r.Findings {
//		fmt.Println(f.Code, f.Severity, f.Text, f.Why, f.Suggestion)
//	}
//
// # What is found
//
// catalogue.yaml lists every code with its severity, what it means, what to do
// and what it rests on. Beside it lie the data: disclosure.yaml, the laws that
// ask for pay in an ad, each with the day it came into force and its citation;
// words.yaml, phrases in the language of package rule; gendered.txt, the word
// stems of Gaucher, Friesen and Kay (2011); years.yaml, the most a rung is known
// to ask for.
//
// A finding points at its words: Start and End are byte offsets into the
// posting's text, or its title where In says so. Where something is missing there
// is nothing to point at and In is "posting".
//
// # Limits
//
// The rules read English: of an ad in another language only pay, title and
// length are looked at. The findings are for a person to weigh; the laws are a
// dated table and no legal advice. How often each finding fires on good ads is
// held by a test. The caller reads pay and places into the posting beforehand.
package lint

import (
	"cmp"
	"slices"
	"time"

	"rung/classify"
	"rung/classify/fact"
	"rung/classify/text"
	"rung/corpus"
)

// Severity is how much a finding matters, the least first: note, warning,
// error.
type Severity string

const (
	Note    Severity = "note"    // worth a look
	Warning Severity = "warning" // likely to cost applicants, or against a law
	Error   Severity = "error"   // the ad contradicts itself or cannot be read
)

// AtLeast reports whether s matters as much as t.
func (s Severity) AtLeast(t Severity) bool { return s.rank() >= t.rank() }

func (s Severity) rank() int { return slices.Index([]Severity{Note, Warning, Error}, s) }

// Where the words of a finding stand.
const (
	InTitle   = "title"
	InText    = "text"
	InPosting = "posting" // nowhere: something is missing, or it is the whole
)

// A Span is words of the ad: byte offsets into its text or its title.
type Span struct {
	In    string `json:"in"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// A Finding is one thing that a careful reader would object to.
type Finding struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Span
	// Why says what was seen, Suggestion what to do about it.
	Why        string `json:"why"`
	Suggestion string `json:"suggestion"`
	// Because are other words of the ad that the finding rests on.
	Because []Span   `json:"because,omitempty"`
	Cite    []string `json:"cite,omitempty"`
}

// Measures are what was counted, whether or not it led to a finding.
type Measures struct {
	Words int `json:"words"`
	// Boilerplate is the share of words about the company, its benefits and
	// the law, 0 to 1.
	Boilerplate float64 `json:"boilerplate"`
	// ReadingEase is Flesch's, nil where there is too little English to
	// count: higher is easier, 60 to 70 plain, below 30 very hard.
	ReadingEase *float64 `json:"reading_ease"`
	// Masculine and Feminine count coded words, those of the craft left out.
	Masculine int `json:"masculine_words"`
	Feminine  int `json:"feminine_words"`
}

// A Report is everything found in one ad: errors first, then in the order of
// the text.
type Report struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Rung     string    `json:"rung"`
	Duties   string    `json:"duties"`
	Measures Measures  `json:"measures"`
	Findings []Finding `json:"findings"`
}

// Options of Check. The zero value holds an ad against the ladder alone.
type Options struct {
	// On is the day whose laws count; zero leaves the laws out.
	On time.Time
	// Market is what the market asks, by rung; a rung that is not in it is
	// held against years.yaml.
	Market map[string]MarketYears
	// Tagger reads sentences whose meaning word lists leave open; nil does
	// without.
	Tagger text.Tagger
}

// MarketYears are the years that vacancies of a rung ask for.
type MarketYears struct {
	N int // vacancies that state them
	// Median and Upper, the upper quartile, are of the least years each asks.
	Median, Upper float64
}

// Check reads one ad. v is its verdict.
func Check(p corpus.Posting, v classify.Verdict, opt Options) Report {
	d := text.Parse(p.Text)
	c := &check{p: p, v: v, opt: opt, doc: d, facts: fact.Read(d)}
	c.matches = rules().Match(d, opt.Tagger)
	c.measure()
	c.shape()
	c.title()
	c.years()
	c.people()
	c.pay()
	c.content()
	c.wording()
	r := Report{ID: p.ID, Title: p.Title, Rung: v.Rung, Duties: v.Duties.Rung, Measures: c.measures, Findings: c.found}
	if r.Findings == nil {
		r.Findings = []Finding{}
	}
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Severity.rank(), a.Severity.rank()), cmp.Compare(place(a), place(b)))
	})
	return r
}

// place orders findings: the title, then the text, then what stands nowhere.
func place(f Finding) int {
	switch f.In {
	case InTitle:
		return -1
	case InPosting:
		return 1 << 40
	}
	return f.Start
}

// Codes are the codes found, each once, in the order of the findings.
func (r Report) Codes() []string {
	var out []string
	for _, f := range r.Findings {
		if !slices.Contains(out, f.Code) {
			out = append(out, f.Code)
		}
	}
	return out
}
