package index

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"rung/classify"
	"rung/corpus"
	"rung/index/skill"
)

// A Row is what statistics need of one document: everything but its words.
type Row struct {
	ID      string `json:"id"`
	Vacancy string `json:"vacancy"`
	Source  string `json:"source"`
	// Board is "source:token", empty for a posting without a board.
	Board   string `json:"board,omitempty"`
	Company string `json:"company,omitempty"`
	// Countries may be one list for several rows.
	Countries []string         `json:"countries,omitempty"`
	Workplace corpus.Workplace `json:"workplace,omitempty"`
	Language  string           `json:"language,omitempty"`

	OnLadder  bool   `json:"on_ladder"`
	Abstained bool   `json:"abstained"`
	Beside    string `json:"beside,omitempty"`
	Track     string `json:"track,omitempty"`
	// Rank is 1 to 7, 0 off the ladder; TitleRank and DutiesRank are 0 when
	// unknown, Gap is then nil.
	Rank       int     `json:"rank"`
	TitleRank  int     `json:"title_rank,omitempty"`
	DutiesRank int     `json:"duties_rank,omitempty"`
	Gap        *int    `json:"gap"`
	Confidence float64 `json:"confidence"`

	// Zero times are not known; all are whole seconds, UTC.
	Posted    time.Time `json:"posted,omitzero"`
	FirstSeen time.Time `json:"first_seen,omitzero"`
	LastSeen  time.Time `json:"last_seen,omitzero"`
	Closed    time.Time `json:"closed,omitzero"`
	// Spells is empty when there was one spell, from FirstSeen to Closed;
	// see Times.
	Spells []Spell `json:"spells,omitempty"`

	Pay Pay `json:"pay,omitzero"`
	// YearsMin is the least experience asked for, nil when not stated.
	YearsMin *float64 `json:"years_min,omitempty"`
	// Length is the size of the text in bytes.
	Length int `json:"length"`
	// Rules names the rules that fired in the text and speak of duties, each
	// once, sorted, between spaces; they have no spaces themselves.
	Rules string `json:"rules,omitempty"`
	// Skills names the skills that title and text mention (skill.In), in the
	// same way.
	Skills string `json:"skills,omitempty"`
}

// Pay is the one pay range a posting counts with: the first that is stated
// (not estimated) per year, else the first that is stated.
type Pay struct {
	Min      float64       `json:"min,omitempty"`
	Max      float64       `json:"max,omitempty"`
	Currency string        `json:"currency,omitempty"`
	Period   corpus.Period `json:"period,omitempty"`
}

// ends fills a missing end with the other.
func (p Pay) ends() (low, high float64) {
	low, high = p.Min, p.Max
	if low == 0 {
		low = high
	}
	if high == 0 {
		high = low
	}
	return low, high
}

// Middle is the middle of the range, or its only end.
func (p Pay) Middle() float64 {
	low, high := p.ends()
	return (low + high) / 2
}

// Paid reports whether the posting states pay with currency and period.
func (r *Row) Paid() bool {
	return r.Pay.Middle() > 0 && r.Pay.Currency != "" && r.Pay.Period != ""
}

// Open reports whether the posting was open when last looked for.
func (r *Row) Open() bool { return r.Closed.IsZero() }

// Times appends every spell of the posting to dst, oldest first; none when it
// was never seen.
func (r *Row) Times(dst []Spell) []Spell {
	if len(r.Spells) > 0 || r.FirstSeen.IsZero() {
		return append(dst, r.Spells...)
	}
	return append(dst, Spell{r.FirstSeen, r.Closed})
}

// Date is the day the posting states or, without one, the day it was first
// seen: what search orders and filters by. Statistics name one date and
// never mix them.
func (r *Row) Date() time.Time {
	if !r.Posted.IsZero() {
		return r.Posted
	}
	return r.FirstSeen
}

func newRow(d Document) Row {
	p, v := &d.Posting, &d.Verdict
	r := Row{
		ID: clean(p.ID), Vacancy: clean(d.Vacancy), Source: clean(p.Source), Company: p.Company,
		Countries: compact(countries(p.Locations)), Workplace: p.Workplace, Language: p.Language,
		OnLadder: v.OnLadder, Abstained: v.Abstained, Beside: v.Beside, Track: v.Track, Rank: v.Rank,
		TitleRank: v.Title.Rank, DutiesRank: v.Duties.Rank, Gap: v.Gap, Confidence: v.Confidence,
		FirstSeen: seconds(p.Observed.FirstSeen), LastSeen: seconds(p.Observed.LastSeen),
		Closed: seconds(p.Observed.ClosedAt), Spells: spells(d),
		Pay: pay(p.Salaries), YearsMin: v.Years.Min, Length: len(p.Text),
		Rules: rules(v.Evidence), Skills: strings.Join(skill.In(p.Title+"\n"+p.Text), " "),
	}
	if r.Vacancy == "" {
		r.Vacancy = r.ID
	}
	if r.Language == "" {
		r.Language = v.Language
	}
	if p.Board != "" {
		r.Board = clean(p.Source + ":" + p.Board)
	}
	if !v.OnLadder {
		r.Rank = 0
	}
	if p.Posted != nil {
		r.Posted = seconds(p.Posted.At)
	}
	return r
}

// rules leaves out those of the title, which say nothing but the rung, and
// those that only tell whether a posting is on the ladder.
func rules(in []classify.Evidence) string {
	var names []string
	for _, e := range in {
		if e.Duties && e.Section != "title" {
			names = append(names, strings.Join(strings.Fields(clean(e.Rule)), "-"))
		}
	}
	return strings.Join(compact(names), " ")
}

func compact(in []string) []string {
	slices.Sort(in)
	return slices.Compact(in)
}

func seconds(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.Unix(t.Unix(), 0).UTC()
}

// spells keeps what FirstSeen and Closed do not say already.
func spells(d Document) []Spell {
	var out []Spell
	for _, s := range d.Spells {
		out = append(out, Spell{Opened: seconds(s.Opened), Closed: seconds(s.Closed)})
	}
	only := Spell{seconds(d.Posting.Observed.FirstSeen), seconds(d.Posting.Observed.ClosedAt)}
	if len(out) == 1 && out[0] == only {
		return nil
	}
	return out
}

func pay(in []corpus.Salary) Pay {
	var first *corpus.Salary
	for i := range in {
		s := &in[i]
		if s.Origin == corpus.SalaryEstimated || s.Min <= 0 && s.Max <= 0 {
			continue
		}
		if s.Period == corpus.PerYear {
			first = s
			break
		}
		if first == nil {
			first = s
		}
	}
	if first == nil {
		return Pay{}
	}
	return Pay{first.Min, first.Max, first.Currency, first.Period}
}

// clean is a string as a row gives it back: valid UTF-8 without control
// characters, for which it has spaces.
func clean(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == utf8.RuneError }) {
		return s
	}
	return strings.Map(func(r rune) rune { return max(r, ' ') }, strings.ToValidUTF8(s, "\uFFFD"))
}

func digits(n int) string { return strconv.Itoa(n) }
