package index

import (
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
	p.uint(uint64(len(r.Countries)))
	for _, c := range r.Countries {
		p.str(c)
	}
	p.str(string(r.Workplace))
	p.str(r.Language)
	p.uint(uint64(flags(r.OnLadder, r.Abstained, r.Gap != nil, r.YearsMin != nil)))
	p.str(r.Beside)
	p.str(r.Track)
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
	p.str(r.Pay.Currency)
	p.str(string(r.Pay.Period))
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

// An unpacker reads the columns of a packed row in order. Strings are slices
// of the one packed string. A broken row sets bad and reads as zeros from
// there.
type unpacker struct {
	packed string
	at     int
	bad    bool
	room   *room // nil for memory of its own
}

// whole reports whether all of the row was read, and nothing amiss.
func (u *unpacker) whole() bool { return !u.bad && u.at == len(u.packed) }

// room is memory for what the rows of one batch point to, made at once
// instead of by the row.
type room struct {
	gaps      []int
	years     []float64
	countries []string
	names     *names
}

func newRoom(rows int, ns *names) *room {
	return &room{make([]int, 0, rows), make([]float64, 0, rows), make([]string, 0, rows), ns}
}

// names are what row after row repeats, as countries and employers: equal ones
// become the same bytes, which stay in the processor's cache and are equal at
// a glance. A name that falls on the place of another takes it.
type names [4096]string

var namesSeed = maphash.MakeSeed()

func (ns *names) of(s string) string {
	if ns == nil || s == "" {
		return s
	}
	known := &ns[maphash.String(namesSeed, s)%uint64(len(ns))]
	if *known != s {
		*known = s
	}
	return *known
}

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

// name is str for what many rows have in common.
func (u *unpacker) name() string {
	s := u.str()
	if u.room != nil {
		return u.room.names.of(s)
	}
	return s
}

func (u *unpacker) countries() []string {
	n := u.length()
	switch {
	case n == 0:
		return nil
	case n == 1 && u.room != nil:
		keep(&u.room.countries, u.name())
		last := len(u.room.countries)
		return u.room.countries[last-1 : last : last]
	}
	out := make([]string, n)
	for i := range out {
		out[i] = u.name()
	}
	return out
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

func (u *unpacker) sourceAndBoard(id string) (source, board string) {
	n := u.uint()
	if n == 0 {
		return u.name(), u.name()
	}
	m := u.uint()
	if m > n || n > uint64(len(id)) {
		u.fail()
		return "", ""
	}
	if u.room != nil {
		return u.room.names.of(id[:m]), u.room.names.of(id[:n])
	}
	return id[:m], id[:n]
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
	r.Source, r.Board = u.sourceAndBoard(r.ID)
	r.Company, r.Countries = u.name(), u.countries()
	r.Workplace, r.Language = corpus.Workplace(u.name()), u.name()
	on := u.uint()
	r.OnLadder, r.Abstained = on&onLadder != 0, on&abstained != 0
	r.Beside, r.Track = u.name(), u.name()
	r.Rank, r.TitleRank, r.DutiesRank = u.int(), u.int(), u.int()
	if on&hasGap != 0 {
		r.Gap = u.gap()
	}
	r.Confidence = float64(u.int()) / 1e4
	r.LastSeen, r.Closed, r.Spells = u.time(), u.time(), u.spells()
	r.Pay = Pay{u.float(), u.float(), u.name(), corpus.Period(u.name())}
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
