package index

import (
	"fmt"
	"hash/maphash"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// A ledger keeps what searches order, fold and count by, of every posting one
// of them has read, so that the next need not unpack it again: some 150 bytes
// a posting, by the segments of the engine, whose documents never change. What
// a write or a merge makes of segments begins empty. None of it is on disk; a
// walk neither uses nor fills it.
type ledger struct {
	mu    sync.Mutex
	pages map[uint64][]facts // by the id of the segment
	lists [keptFacets]lists
	// vacancies numbers the vacancies by the hash of their ids, from 0 on.
	vacancies map[uint64]uint32
}

// facts are one posting's. They are written once, under the ledger's lock,
// and may be read by whoever finds known set.
type facts struct {
	known      atomic.Bool
	id         string
	date, seen int64 // seconds since 1970
	vacancy    uint32
	// values is the place of the values of each facet among the lists.
	values [keptFacets]uint32
}

// lists are the different values postings have of one facet, mostly one
// value, none at place 0.
type lists struct {
	place  map[string]uint32
	values [][]string
}

// vacancySeed makes hashes of 64 bits: among a million vacancies any two share
// one in one of forty million runs of the program.
var vacancySeed = maphash.MakeSeed()

// vacancy is the number of a vacancy, a new one for an id not seen before. The
// ledger's lock is held.
func (l *ledger) vacancy(id string) uint32 {
	if l.vacancies == nil {
		l.vacancies = map[uint64]uint32{}
	}
	h := maphash.String(vacancySeed, id)
	n, ok := l.vacancies[h]
	if !ok {
		n = uint32(len(l.vacancies))
		l.vacancies[h] = n
	}
	return n
}

// numbers are those of the vacancies of hits.
func (l *ledger) numbers(hits []Hit) []uint32 {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]uint32, len(hits))
	for i := range hits {
		out[i] = l.vacancy(hits[i].Vacancy)
	}
	return out
}

// A tally counts different numbers.
type tally []uint64

func (t *tally) add(n uint32) {
	word := int(n / 64)
	if word >= len(*t) {
		*t = append(*t, make(tally, word+1-len(*t))...)
	}
	(*t)[word] |= 1 << (n % 64)
}

func (t *tally) merge(u tally) {
	if len(u) > len(*t) {
		*t, u = u, *t
	}
	for i, w := range u {
		(*t)[i] |= w
	}
}

func (t tally) count() (n int) {
	for _, w := range t {
		n += bits.OnesCount64(w)
	}
	return n
}

// A page is the facts of the documents from a number on.
type page struct {
	from  uint64
	facts []facts
}

// open returns the pages of a snapshot in the order of its documents and
// forgets those of segments that are no more.
func (l *ledger) open(s snapshot) ([]page, error) {
	segments, ok := s.IndexReader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, fmt.Errorf("index: a snapshot of %T has no segments", s.IndexReader)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []page
	from, present := uint64(0), map[uint64][]facts{}
	for _, seg := range segments.Segments() {
		f := l.pages[seg.Id()]
		if len(f) != int(seg.FullSize()) {
			f = make([]facts, seg.FullSize())
		}
		present[seg.Id()] = f
		out = append(out, page{from, f})
		from += uint64(len(f))
	}
	l.pages = present
	return out, nil
}

// fill writes the facts of a row.
func (l *ledger) fill(f *facts, r *Row) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f.known.Load() {
		return
	}
	f.date, f.seen = r.Date().Unix(), r.FirstSeen.Unix()
	// Of the packed row, which the id is a part of, nothing is held.
	f.id, f.vacancy = strings.Clone(r.ID), l.vacancy(r.Vacancy)
	var values []string
	for i := range f.values {
		values = values[:0]
		facetValues[i].values(r, func(v string) {
			if v != "" {
				values = append(values, v)
			}
		})
		f.values[i] = l.lists[i].of(values)
	}
	f.known.Store(true)
}

// of is the place of a list, which is added where it is new.
func (l *lists) of(values []string) uint32 {
	if l.place == nil {
		l.place, l.values = map[string]uint32{"": 0}, [][]string{nil}
	}
	key := ""
	switch len(values) {
	case 0:
		return 0
	case 1:
		key = values[0]
	default:
		key = strings.Join(values, "\x1e")
	}
	at, ok := l.place[key]
	if !ok {
		at = uint32(len(l.values))
		// The values are parts of a packed row, which would be held as a whole.
		l.place[strings.Clone(key)] = at
		list := slices.Clone(values)
		for i, v := range list {
			list[i] = strings.Clone(v)
		}
		l.values = append(l.values, list)
	}
	return at
}

// listsOf returns the lists of a facet as they are now; the slice may be kept.
func (l *ledger) listsOf(facet int) [][]string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lists[facet].values
}
