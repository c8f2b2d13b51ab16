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
	Board     string           `json:"board,omitempty"`
	Company   string           `json:"company,omitempty"`
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

// A packed row is its columns in the order of pack, each ended by columnEnd.
// Numbers are decimal or, where times, base 36; lists are separated by
// itemEnd. Control characters in strings become spaces, so that neither
// separator can occur in one. The columns search reads come first. What the
// id repeats is left out: the vacancy of a posting that is alone, and source
// and board, of which then only the lengths are kept.
const (
	columnEnd = '\x1f'
	itemEnd   = '\x1e'
)

func (r *Row) pack() string { return string(r.AppendPacked(make([]byte, 0, 256))) }

// AppendPacked appends the row as it is kept: equal rows have equal bytes,
// and different ones different bytes.
func (r *Row) AppendPacked(b []byte) []byte {
	str := func(s string) { b = append(appendClean(b, s), columnEnd) }
	num := func(n int) { b = append(strconv.AppendInt(b, int64(n), 10), columnEnd) }
	float := func(f float64) { b = append(strconv.AppendFloat(b, f, 'g', -1, 64), columnEnd) }
	at := func(t time.Time) { b = append(appendTime(b, t), columnEnd) }

	at(r.Posted)
	at(r.FirstSeen)
	if r.Vacancy == r.ID {
		str("")
	} else {
		str(r.Vacancy)
	}
	str(r.ID)

	if n := len(r.Board); n > 0 && strings.HasPrefix(r.ID, r.Board+":") && strings.HasPrefix(r.Board, r.Source+":") {
		num(n)
		num(len(r.Source))
	} else {
		num(0)
		str(r.Source)
		str(r.Board)
	}
	str(r.Company)
	for _, c := range r.Countries {
		b = append(appendClean(b, c), itemEnd)
	}
	b = append(b, columnEnd)
	str(string(r.Workplace))
	str(r.Language)
	num(flags(r.OnLadder, r.Abstained))
	str(r.Beside)
	str(r.Track)
	num(r.Rank)
	num(r.TitleRank)
	num(r.DutiesRank)
	if r.Gap != nil {
		b = strconv.AppendInt(b, int64(*r.Gap), 10)
	}
	b = append(b, columnEnd)
	num(int(r.Confidence*1e4 + 0.5))
	at(r.LastSeen)
	at(r.Closed)
	for _, s := range r.Spells {
		b = append(appendTime(b, s.Opened), itemEnd)
		b = append(appendTime(b, s.Closed), itemEnd)
	}
	b = append(b, columnEnd)
	float(r.Pay.Min)
	float(r.Pay.Max)
	str(r.Pay.Currency)
	str(string(r.Pay.Period))
	if r.YearsMin != nil {
		b = strconv.AppendFloat(b, *r.YearsMin, 'g', -1, 64)
	}
	b = append(b, columnEnd)
	num(r.Length)
	str(r.Rules)
	str(r.Skills)
	return b
}

func appendClean(b []byte, s string) []byte {
	for _, c := range strings.ToValidUTF8(s, "\uFFFD") {
		if c < ' ' {
			c = ' '
		}
		b = append(b, string(c)...)
	}
	return b
}

// clean is a string as a packed row gives it back.
func clean(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == utf8.RuneError }) {
		return string(appendClean(nil, s))
	}
	return s
}

func appendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return b
	}
	return strconv.AppendInt(b, t.Unix(), 36)
}

func flags(on ...bool) int {
	n := 0
	for i, f := range on {
		if f {
			n |= 1 << i
		}
	}
	return n
}

// unpacker reads the columns of a packed row in order. Strings are slices of
// the one packed string. A broken row sets bad and reads as zeros from there.
type unpacker struct {
	rest string
	bad  bool
	room *room // nil for memory of its own
}

// room is memory for what the rows of one batch point to, made at once
// instead of by the row.
type room struct {
	gaps      []int
	years     []float64
	countries []string
}

func newRoom(rows int) *room {
	return &room{make([]int, 0, rows), make([]float64, 0, rows), make([]string, 0, rows)}
}

// keep returns the place of a value; within the capacity nothing moves.
func keep[T any](in *[]T, v T) *T {
	*in = append(*in, v)
	return &(*in)[len(*in)-1]
}

func (u *unpacker) gap(n int) *int {
	if u.room == nil {
		return &n
	}
	return keep(&u.room.gaps, n)
}

func (u *unpacker) years(f float64) *float64 {
	if u.room == nil {
		return &f
	}
	return keep(&u.room.years, f)
}

// countries is list for what nearly always has one item.
func (u *unpacker) countries() []string {
	if u.room != nil {
		if n := strings.IndexByte(u.rest, columnEnd); n > 1 && strings.IndexByte(u.rest[:n], itemEnd) == n-1 {
			keep(&u.room.countries, u.rest[:n-1])
			u.rest = u.rest[n+1:]
			last := len(u.room.countries)
			return u.room.countries[last-1 : last : last]
		}
	}
	return u.list()
}

func (u *unpacker) str() string {
	// Most columns are a few bytes long, where a loop beats IndexByte.
	for i := range len(u.rest) {
		if u.rest[i] == columnEnd {
			s := u.rest[:i]
			u.rest = u.rest[i+1:]
			return s
		}
	}
	u.bad = true
	return ""
}

func (u *unpacker) num() int {
	s := u.str()
	if n, ok := small(s); ok {
		return n
	}
	n, err := strconv.Atoi(s)
	u.bad = u.bad || err != nil
	return n
}

func (u *unpacker) float() float64 { return u.number(u.str()) }

func (u *unpacker) number(s string) float64 {
	if n, ok := small(s); ok {
		return float64(n)
	}
	f, err := strconv.ParseFloat(s, 64)
	u.bad = u.bad || err != nil
	return f
}

// small reads up to nine plain digits, which nearly all numbers are.
func small(s string) (n int, ok bool) {
	if len(s) == 0 || len(s) > 9 {
		return 0, false
	}
	for i := range len(s) {
		d := s[i] - '0'
		if d > 9 {
			return 0, false
		}
		n = n*10 + int(d)
	}
	return n, true
}

func (u *unpacker) time() time.Time { return u.when(u.str()) }

func (u *unpacker) when(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	return time.Unix(u.base36(s), 0).UTC()
}

// base36 reads what strconv.AppendInt wrote; it is a third of the time a walk
// took with strconv.ParseInt, which checks much that cannot be here.
func (u *unpacker) base36(s string) int64 {
	neg := s[0] == '-'
	if neg {
		s = s[1:]
	}
	var n int64
	for i := range len(s) {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			n = n*36 + int64(c-'0')
		case 'a' <= c && c <= 'z':
			n = n*36 + int64(c-'a'+10)
		default:
			u.bad = true
		}
	}
	if neg {
		n = -n
	}
	return n
}

func (u *unpacker) list() []string {
	s := u.str()
	if s == "" {
		return nil
	}
	return strings.Split(s[:len(s)-1], "\x1e")
}

func (u *unpacker) spells() []Spell {
	items := u.list()
	if len(items) == 0 {
		return nil
	}
	out := make([]Spell, 0, len(items)/2)
	for i := 0; i+1 < len(items); i += 2 {
		out = append(out, Spell{Opened: u.when(items[i]), Closed: u.when(items[i+1])})
	}
	return out
}

// head is the part of a row that search orders and folds by.
type head struct {
	posted, seen time.Time
	vacancy, id  string
}

func (u *unpacker) head() head {
	h := head{posted: u.time(), seen: u.time(), vacancy: u.str(), id: u.str()}
	if h.vacancy == "" {
		h.vacancy = h.id
	}
	return h
}

func (u *unpacker) sourceAndBoard(id string) (source, board string) {
	n := u.num()
	if n == 0 {
		return u.str(), u.str()
	}
	m := u.num()
	if m < 0 || m > n || n > len(id) {
		u.bad = true
		return "", ""
	}
	return id[:m], id[:n]
}

func (u *unpacker) row() (r Row) {
	u.into(&r)
	return r
}

// into fills an empty row.
func (u *unpacker) into(r *Row) {
	h := u.head()
	r.Posted, r.FirstSeen, r.Vacancy, r.ID = h.posted, h.seen, h.vacancy, h.id
	r.Source, r.Board = u.sourceAndBoard(h.id)
	r.Company, r.Countries = u.str(), u.countries()
	r.Workplace, r.Language = corpus.Workplace(u.str()), u.str()
	on := u.num()
	r.OnLadder, r.Abstained = on&1 != 0, on&2 != 0
	r.Beside, r.Track = u.str(), u.str()
	r.Rank, r.TitleRank, r.DutiesRank = u.num(), u.num(), u.num()
	if s := u.str(); s != "" {
		gap, err := strconv.Atoi(s)
		u.bad = u.bad || err != nil
		r.Gap = u.gap(gap)
	}
	r.Confidence = float64(u.num()) / 1e4
	r.LastSeen, r.Closed, r.Spells = u.time(), u.time(), u.spells()
	r.Pay = Pay{u.float(), u.float(), u.str(), corpus.Period(u.str())}
	if s := u.str(); s != "" {
		r.YearsMin = u.years(u.number(s))
	}
	r.Length = u.num()
	r.Rules, r.Skills = u.str(), u.str()
}

func digits(n int) string { return strconv.Itoa(n) }
