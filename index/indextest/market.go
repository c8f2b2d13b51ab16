// Package indextest invents classified postings by the hundred thousand, for
// the tests and benchmarks of index and index/trend.
//
//	m := indextest.Market{Seed: 1, Employers: 400, Words: 450}
//	doc := m.Document(17) // always the same
//
// The words follow a Zipf law over an invented vocabulary mixed with phrases
// of the trade, employers differ in size, rungs, pay, places and dates are
// drawn so that every statistic has something to count. Nothing in it is
// real, and it is no market: no figure made from it says anything.
package indextest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"rung/classify"
	"rung/corpus"
	"rung/index"
	"rung/index/query"
)

// A Market is a source of invented documents.
type Market struct {
	Seed uint64
	// Employers is how many there are, Words the length of a body, Every how
	// many words lie between two phrases of the trade; zero means 200, 60
	// and 7. At 7 a long body has every phrase, at 58 each is in a third.
	Employers, Words, Every int
}

// The dates of a market lie between Begin and End.
var (
	Begin = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	End   = time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
)

var titles = [][]string{
	{"Associate Product Manager", "Product Management Associate"},
	{"Junior Product Manager", "Product Manager I"},
	{"Product Manager", "Product Owner", "Technical Product Manager"},
	{"Senior Product Manager", "Product Manager III"},
	{"Lead Product Manager", "Group Product Manager", "Principal Product Manager"},
	{"Director of Product", "Product Director"},
	{"VP Product", "Chief Product Officer"},
}

var beside = []struct{ title, kind string }{
	{"Product Designer", "designer"}, {"Software Engineer", "developer"}, {"Project Manager", "other"},
}

var areas = []string{"Payments", "Growth", "Platform", "Search", "Identity", "Logistics", "Pricing", "Mobile"}

var phrases = []string{
	"own the roadmap", "talk to customers", "write clear requirements", "set the product strategy",
	"mentor product managers", "work with engineering and design", "measure outcomes", "define the vision",
	"prioritise the backlog", "run pricing experiments", "report to the board", "manage stakeholders",
}

var places = []corpus.Location{
	{Raw: "Berlin, Germany", City: "Berlin", Country: "DE"}, {Raw: "New York, NY", City: "New York", Country: "US"},
	{Raw: "London, UK", City: "London", Country: "GB"}, {Raw: "Austin, TX", City: "Austin", Country: "US"},
	{Raw: "Lisbon", City: "Lisbon", Country: "PT"}, {Raw: "Toronto", City: "Toronto", Country: "CA"},
}

// share of each rank among postings on the ladder, in percent.
var shares = []int{4, 5, 34, 30, 15, 8, 4}

// Document returns the i-th document, always the same for the same market.
func (m Market) Document(i int) index.Document {
	r := rand.New(rand.NewPCG(m.Seed, uint64(i)+1))
	d := index.Document{Posting: m.posting(r, i), Vacancy: fmt.Sprintf("v%d", i-i%8/7)}
	rank := pick(r, shares) + 1
	if r.IntN(8) == 0 {
		b := beside[r.IntN(len(beside))]
		d.Posting.Title = b.title + ", " + areas[r.IntN(len(areas))]
		d.Verdict = classify.Verdict{ID: d.Posting.ID, Beside: b.kind, Language: "en"}
	} else {
		names := titles[rank-1]
		d.Posting.Title = names[r.IntN(len(names))] + ", " + areas[r.IntN(len(areas))]
		d.Verdict = verdict(r, d.Posting.ID, rank)
		if r.IntN(5) < 2 {
			d.Posting.Salaries = []corpus.Salary{salary(r, rank, d.Posting.Locations[0].Country)}
		}
	}
	d.Posting.Text = m.body(r)
	return d
}

// Documents returns the first n documents.
func (m Market) Documents(n int) []index.Document {
	out := make([]index.Document, n)
	for i := range out {
		out[i] = m.Document(i)
	}
	return out
}

func (m Market) posting(r *rand.Rand, i int) corpus.Posting {
	employers := m.Employers
	if employers == 0 {
		employers = 200
	}
	// The square of a uniform number makes few employers large.
	u := r.Float64()
	employer := int(u * u * float64(employers))
	board := fmt.Sprintf("employer%d", employer)
	seen := Begin.Add(time.Duration(r.Int64N(int64(End.Sub(Begin)/time.Hour))) * time.Hour)
	p := corpus.Posting{
		ID: corpus.PostingID("ashby", board, fmt.Sprint(i)), Source: "ashby", Board: board, NativeID: fmt.Sprint(i),
		Company:   fmt.Sprintf("Employer %d", employer),
		URL:       fmt.Sprintf("https://jobs.example/%s/%d", board, i),
		Locations: []corpus.Location{places[r.IntN(len(places))]},
		Workplace: []corpus.Workplace{"", corpus.Onsite, corpus.Hybrid, corpus.Remote}[r.IntN(4)],
		Language:  "en",
		Observed:  corpus.Observed{FirstSeen: seen, LastSeen: seen.AddDate(0, 0, 20)},
	}
	if r.IntN(10) > 0 {
		p.Posted = &corpus.Stated{At: seen.AddDate(0, 0, -r.IntN(10)), Field: "publishedAt"}
	}
	if closed := seen.AddDate(0, 0, 5+r.IntN(120)); closed.Before(End) {
		p.Observed.ClosedAt, p.Observed.CloseReason = closed, corpus.ClosedUnlisted
	}
	return p
}

func verdict(r *rand.Rand, id string, rank int) classify.Verdict {
	name := query.Rungs[rank-1]
	v := classify.Verdict{ID: id, OnLadder: true, OnLadderProbability: 0.97, Rung: name, Rank: rank,
		Confidence: 0.5 + r.Float64()/2, Language: "en", Abstained: r.IntN(20) == 0,
		Title:  classify.TitleClaim{Rung: name, Rank: rank, Ranked: rank != 3},
		Duties: classify.Duties{Rung: name, Rank: rank},
	}
	if r.IntN(5) == 0 && rank > 1 {
		v.Duties.Rank, v.Duties.Rung = rank-1, query.Rungs[rank-2]
	}
	gap := v.Title.Rank - v.Duties.Rank
	v.Gap = &gap
	if rank >= 5 {
		v.Track = []string{"ic", "manager"}[r.IntN(2)]
	}
	v.Evidence = evidence(r, rank)
	if r.IntN(3) > 0 {
		years := float64(rank*2 - 1 + r.IntN(2))
		v.Years.Min = &years
	}
	return v
}

// evidence is a dozen rules, of which there are a hundred; a rung fires those
// near its own part of them most.
func evidence(r *rand.Rand, rank int) []classify.Evidence {
	out := make([]classify.Evidence, 12)
	for i := range out {
		rule := (rank*12 + int(r.NormFloat64()*20) + 100) % 100
		out[i] = classify.Evidence{Section: "duties", Rule: fmt.Sprintf("invented-rule-%02d", rule), Duties: true}
	}
	return out
}

func salary(r *rand.Rand, rank int, country string) corpus.Salary {
	low := float64(50+20*rank+r.IntN(20)) * 1000
	s := corpus.Salary{Min: low, Max: low * 1.25, Currency: "USD", Period: corpus.PerYear, Origin: corpus.SalaryStructured}
	if country == "DE" || country == "PT" {
		s.Currency = "EUR"
	}
	return s
}

// body is Words words, a phrase of the trade after each Every, a bullet each
// fifteen.
func (m Market) body(r *rand.Rand) string {
	n := m.Words
	if n == 0 {
		n = 60
	}
	every := m.Every
	if every == 0 {
		every = 7
	}
	zipf := rand.NewZipf(r, 1.1, 4, 40_000)
	var b strings.Builder
	for w := range n {
		switch {
		case w%15 == 0:
			b.WriteString("\n- ")
		case w%every == 0:
			b.WriteString(phrases[r.IntN(len(phrases))])
			b.WriteString(". ")
		}
		b.WriteString(invent(zipf.Uint64()))
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

// invent spells a number as syllables.
func invent(n uint64) string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	b := []byte{}
	for n += 70; n > 0; n /= 70 {
		b = append(b, consonants[n%70/5], vowels[n%5])
	}
	return string(b)
}

func pick(r *rand.Rand, percent []int) int {
	n := r.IntN(100)
	for i, p := range percent {
		if n -= p; n < 0 {
			return i
		}
	}
	return len(percent) - 1
}
