package trend

import (
	"cmp"
	"hash/maphash"
)

// A numbering numbers different names, from 0 on in the order in which they
// come: what is counted by number takes a slice where by name it takes a map.
// It is the map of strings to numbers that a report asks most, once for every
// posting, and keeps the names apart from what is searched, so that a look at
// a million of them is one miss of the processor's cache and not four.
type numbering struct {
	names  []string
	hashes []uint64
	slots  []int32 // 1 more than a number, 0 for none; a power of two of them
	last   int     // asked for, and likely to be asked for again
}

var numberingSeed = maphash.MakeSeed()

// of is the number of a name, a new one for a name not seen before.
func (n *numbering) of(name string) int {
	if n.last < len(n.names) && n.names[n.last] == name {
		return n.last
	}
	if 2*len(n.names) >= len(n.slots) {
		n.grow()
	}
	h := maphash.String(numberingSeed, name)
	slot := n.slot(h, func(i int) bool { return n.hashes[i] == h && n.names[i] == name })
	if *slot == 0 {
		n.names, n.hashes = append(n.names, name), append(n.hashes, h)
		*slot = int32(len(n.names))
	}
	n.last = int(*slot) - 1
	return n.last
}

// slot is where the number is for which is holds, or would be.
func (n *numbering) slot(h uint64, is func(number int) bool) *int32 {
	for mask := uint64(len(n.slots) - 1); ; h++ {
		if s := &n.slots[h&mask]; *s == 0 || is(int(*s)-1) {
			return s
		}
	}
}

func (n *numbering) grow() {
	n.slots = make([]int32, max(64, 2*len(n.slots)))
	for i, h := range n.hashes {
		*n.slot(h, func(int) bool { return false }) = int32(i + 1)
	}
}

// name is what a number stands for, "unknown" for the empty name.
func (n *numbering) name(number int32) string { return cmp.Or(n.names[number], "unknown") }

// numbered counts by number.
type numbered struct {
	of *numbering
	n  []int
}

func (n *numbering) counts() numbered { return numbered{n, make([]int, len(n.names))} }

func (c numbered) byName() map[string]int {
	out := map[string]int{}
	for i, n := range c.n {
		if n > 0 {
			out[c.of.name(int32(i))] += n
		}
	}
	return out
}
