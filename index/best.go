package index

import (
	"container/heap"
	"slices"
	"strings"
)

// A candidate is a match that may make the page.
type candidate struct {
	key     float64 // larger is better
	id      string
	vacancy uint32 // as the ledger numbers it
	doc     uint64 // the engine's number
	at      int    // place in the heap
}

// before is the order of hits; ids decide between equals.
func (c candidate) before(d candidate) bool {
	return c.key > d.key || c.key == d.key && c.id < d.id
}

// best keeps the n best candidates offered to it; when folding, the best of
// each vacancy only. That needs no more than n at a time: once n vacancies
// are held, a candidate that is worse than all of them can neither enter nor
// improve one.
type best struct {
	n    int
	fold bool
	worstFirst
	held map[uint32]*candidate // by vacancy, when folding
}

func newBest(n int, fold bool) *best {
	return &best{n: n, fold: fold, held: map[uint32]*candidate{}}
}

// wants reports whether a candidate with this key could be kept.
func (b *best) wants(key float64) bool {
	return len(b.worstFirst) < b.n || key >= b.worstFirst[0].key
}

func (b *best) offer(c candidate) {
	if b.fold {
		if old := b.held[c.vacancy]; old != nil {
			if c.before(*old) {
				c.at = old.at
				*old = c
				heap.Fix(&b.worstFirst, old.at)
			}
			return
		}
	}
	if len(b.worstFirst) == b.n {
		worst := b.worstFirst[0]
		if !c.before(*worst) {
			return
		}
		heap.Pop(&b.worstFirst)
		delete(b.held, worst.vacancy)
	}
	heap.Push(&b.worstFirst, &c)
	if b.fold {
		b.held[c.vacancy] = &c
	}
}

func (b *best) sorted() []candidate {
	out := make([]candidate, len(b.worstFirst))
	for i, c := range b.worstFirst {
		out[i] = *c
	}
	slices.SortFunc(out, func(c, d candidate) int {
		switch {
		case c.key > d.key:
			return -1
		case c.key < d.key:
			return 1
		}
		return strings.Compare(c.id, d.id)
	})
	return out
}

// worstFirst is a heap with the worst candidate on top.
type worstFirst []*candidate

func (w worstFirst) Len() int           { return len(w) }
func (w worstFirst) Less(i, j int) bool { return w[j].before(*w[i]) }
func (w worstFirst) Swap(i, j int) {
	w[i], w[j] = w[j], w[i]
	w[i].at, w[j].at = i, j
}

func (w *worstFirst) Push(x any) {
	c := x.(*candidate)
	c.at = len(*w)
	*w = append(*w, c)
}

func (w *worstFirst) Pop() any {
	last := len(*w) - 1
	c := (*w)[last]
	*w = (*w)[:last]
	return c
}
