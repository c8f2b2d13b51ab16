package index

import (
	"cmp"
	"hash/maphash"
	"math"
	"math/bits"
	"strings"
	"time"

	"rung/corpus"
)

// A packed row is its columns in the order of pack, made to be read fast: of
// what a report takes, cold, reading its rows is the largest part.
//
//	number   groups of six bits, highest first, one a byte; all but the last
//	         have bit 6 set. Signed numbers alternate: 0, -1, 1, -2, …
//	time     0 for none, else 1 more than the signed number of seconds
//	float    its 64 bits in reverse order as a number: whole ones are short
//	string   its length in bytes, then the bytes
//	list     how many, then each
//	traits   as one string what whole crowds of postings have in common: the
//	         list of countries, workplace, language, beside, track, and the
//	         currency and period of pay
//
// Numbers have no bit 7 and strings are UTF-8, so that no byte is 0xFF, by
// which the engine ends a value, and only one is factsEnd, after which come
// the columns that WalkFacts leaves out. Those search reads come first. What the id
// repeats is left out: the vacancy of a posting that is alone, and source and
// board, of which then only the lengths are kept.
func (r *Row) pack() string {
	p := make(packer, 0, 256)
	p.time(r.Posted)
	p.time(r.FirstSeen)
	if r.Vacancy == r.ID {
		p.str("")
	} else {
		p.str(r.Vacancy)
	}
	p.str(r.ID)
	p.sourceAndBoard(r)
	p.str(r.Company)
	p.traits(r)
	p.uint(uint64(flags(r.OnLadder, r.Abstained, r.Gap != nil, r.YearsMin != nil)))
	p.int(int64(r.Rank))
	p.int(int64(r.TitleRank))
	p.int(int64(r.DutiesRank))
	if r.Gap != nil {
		p.int(int64(*r.Gap))
	}
	p.int(int64(r.Confidence*1e4 + 0.5))
	p.time(r.LastSeen)
	p.time(r.Closed)
	p.uint(uint64(len(r.Spells)))
	for _, s := range r.Spells {
		p.time(s.Opened)
		p.time(s.Closed)
	}
	p.float(r.Pay.Min)
	p.float(r.Pay.Max)
	if r.YearsMin != nil {
		p.float(*r.YearsMin)
	}
	p.int(int64(r.Length))
	p = append(p, factsEnd)
	p.str(r.Rules)
	p.str(r.Skills)
	return string(p)
}

// factsEnd parts what is known of a posting from the longer lists of what its
// text asks for.
const factsEnd = 0xFE

// The bits of the column of flags.
const (
	onLadder = 1 << iota
	abstained
	hasGap
	hasYears
)

type packer []byte

const (
	group = 6 // bits of a number in a byte
	more  = 1 << group
)

func (p *packer) uint(n uint64) {
	for shift := (max(1, bits.Len64(n)) - 1) / group * group; shift > 0; shift -= group {
		*p = append(*p, byte(n>>shift)&(more-1)|more)
	}
	*p = append(*p, byte(n)&(more-1))
}

func (p *packer) int(n int64) { p.uint(uint64(n<<1) ^ uint64(n>>63)) }

func (p *packer) float(f float64) { p.uint(bits.Reverse64(math.Float64bits(f))) }

func (p *packer) time(t time.Time) {
	if t.IsZero() {
		p.uint(0)
		return
	}
	n := t.Unix()
	p.uint(1 + (uint64(n<<1) ^ uint64(n>>63)))
}

func (p *packer) str(s string) {
	s = clean(s)
	p.uint(uint64(len(s)))
	*p = append(*p, s...)
}

func (p *packer) sourceAndBoard(r *Row) {
	if n := len(r.Board); n > 0 && strings.HasPrefix(r.ID, r.Board+":") && strings.HasPrefix(r.Board, r.Source+":") {
		p.uint(uint64(n))
		p.uint(uint64(len(r.Source)))
		return
	}
	p.uint(0)
	p.str(r.Source)
	p.str(r.Board)
}

func (p *packer) traits(r *Row) {
	var t packer
	t.uint(uint64(len(r.Countries)))
	for _, c := range r.Countries {
		t.str(c)
	}
	for _, s := range []string{string(r.Workplace), r.Language, r.Beside, r.Track, r.Pay.Currency, string(r.Pay.Period)} {
		t.str(s)
	}
	p.uint(uint64(len(t)))
	*p = append(*p, t...)
}

// An unpacker reads the columns of a packed row in order. Strings are slices
// of the one packed string. A broken row sets bad and reads as zeros from
// there.
type unpacker struct {
	packed string
	at     int
	bad    bool
	room   *room   // nil for memory of its own
	shared *shared // nil for slices of packed
}

// whole reports whether all of the row was read, and nothing amiss.
func (u *unpacker) whole() bool { return !u.bad && u.at == len(u.packed) }

// room is memory for what the rows of one batch point to, made at once
// instead of by the row.
type room struct {
	gaps  []int
	years []float64
}

func newRoom(rows int) *room {
	return &room{make([]int, 0, rows), make([]float64, 0, rows)}
}

func (r *room) empty() { r.gaps, r.years = r.gaps[:0], r.years[:0] }

// shared is what row after row repeats, read once: equal employers and traits
// become the same bytes, which stay in the processor's cache and are equal at a
// glance. What falls on the place of another takes it.
type shared struct {
	posters [4096]poster
	traits  [1024]traits
}

type poster struct{ source, board, company string }

type traits struct {
	packed    string
	countries []string
	workplace corpus.Workplace
	language  string
	beside    string
	track     string
	currency  string
	period    corpus.Period
}

var sharedSeed = maphash.MakeSeed()

func placeOf(s string, places int) uint64 { return maphash.String(sharedSeed, s) % uint64(places) }

// keep returns the place of a value; within the capacity nothing moves.
func keep[T any](in *[]T, v T) *T {
	*in = append(*in, v)
	return &(*in)[len(*in)-1]
}

func (u *unpacker) uint() (n uint64) {
	for i := u.at; i < len(u.packed); i++ {
		c := u.packed[i]
		n = n<<group | uint64(c&(more-1))
		if c < more {
			u.at = i + 1
			return n
		}
	}
	u.fail()
	return 0
}

func (u *unpacker) fail() { u.bad, u.at = true, len(u.packed) }

// length is a number of things that take a byte at least.
func (u *unpacker) length() int {
	n := u.uint()
	if n > uint64(len(u.packed)-u.at) {
		u.fail()
		return 0
	}
	return int(n)
}

func (u *unpacker) int() int {
	n := u.uint()
	return int(n>>1) ^ -int(n&1)
}

func (u *unpacker) float() float64 {
	if n := u.uint(); n != 0 {
		return math.Float64frombits(bits.Reverse64(n))
	}
	return 0
}

func (u *unpacker) time() time.Time {
	n := u.uint()
	if n == 0 {
		return time.Time{}
	}
	n--
	return time.Unix(int64(n>>1)^-int64(n&1), 0).UTC()
}

func (u *unpacker) str() string {
	n := u.length()
	s := u.packed[u.at : u.at+n]
	u.at += n
	return s
}

func (u *unpacker) gap() *int {
	n := u.int()
	if u.room != nil {
		return keep(&u.room.gaps, n)
	}
	own := n
	return &own
}

func (u *unpacker) years() *float64 {
	f := u.float()
	if u.room != nil {
		return keep(&u.room.years, f)
	}
	own := f
	return &own
}

func (u *unpacker) spells() []Spell {
	n := u.length()
	if n == 0 {
		return nil
	}
	out := make([]Spell, n)
	for i := range out {
		out[i] = Spell{Opened: u.time(), Closed: u.time()}
	}
	return out
}

func (u *unpacker) poster(id string) poster {
	p := poster{}
	p.source, p.board = u.sourceAndBoard(id)
	p.company = u.str()
	if u.shared == nil {
		return p
	}
	known := &u.shared.posters[placeOf(cmp.Or(p.company, p.board), len(u.shared.posters))]
	if *known != p {
		*known = p
	}
	return *known
}

func (u *unpacker) sourceAndBoard(id string) (source, board string) {
	n := u.uint()
	if n == 0 {
		return u.str(), u.str()
	}
	m := u.uint()
	if m > n || n > uint64(len(id)) {
		u.fail()
		return "", ""
	}
	return id[:m], id[:n]
}

func (u *unpacker) traits() *traits {
	packed := u.str()
	if u.shared == nil {
		return u.newTraits(packed)
	}
	known := &u.shared.traits[placeOf(packed, len(u.shared.traits))]
	if known.packed != packed || packed == "" {
		*known = *u.newTraits(packed)
	}
	return known
}

func (u *unpacker) newTraits(packed string) *traits {
	t := &traits{packed: packed}
	in := unpacker{packed: packed}
	if n := in.length(); n > 0 {
		t.countries = make([]string, n)
	}
	for i := range t.countries {
		t.countries[i] = in.str()
	}
	t.workplace, t.language = corpus.Workplace(in.str()), in.str()
	t.beside, t.track = in.str(), in.str()
	t.currency, t.period = in.str(), corpus.Period(in.str())
	if !in.whole() {
		u.fail()
	}
	return t
}

func (u *unpacker) row() (r Row) {
	u.into(&r)
	return r
}

// into fills an empty row.
func (u *unpacker) into(r *Row) {
	r.Posted, r.FirstSeen = u.time(), u.time()
	r.Vacancy, r.ID = u.str(), u.str()
	if r.Vacancy == "" {
		r.Vacancy = r.ID
	}
	p := u.poster(r.ID)
	r.Source, r.Board, r.Company = p.source, p.board, p.company
	t := u.traits()
	r.Countries, r.Workplace, r.Language, r.Beside, r.Track = t.countries, t.workplace, t.language, t.beside, t.track
	on := u.uint()
	r.OnLadder, r.Abstained = on&onLadder != 0, on&abstained != 0
	r.Rank, r.TitleRank, r.DutiesRank = u.int(), u.int(), u.int()
	if on&hasGap != 0 {
		r.Gap = u.gap()
	}
	r.Confidence = float64(u.int()) / 1e4
	r.LastSeen, r.Closed, r.Spells = u.time(), u.time(), u.spells()
	r.Pay = Pay{u.float(), u.float(), t.currency, t.period}
	if on&hasYears != 0 {
		r.YearsMin = u.years()
	}
	r.Length = u.int()
	if u.factsEnd(); u.at < len(u.packed) {
		r.Rules, r.Skills = u.str(), u.str()
	}
}

func (u *unpacker) factsEnd() {
	if u.at == len(u.packed) || u.packed[u.at] != factsEnd {
		u.fail()
		return
	}
	u.at++
}
