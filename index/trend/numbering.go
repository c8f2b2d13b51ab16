package trend

import (
	"cmp"
	"hash/maphash"
)

// A numbering numbers different names, from 0 on in the order in which they
// come: what is counted by number takes a slice where by name it takes a map.
// It is the map of strings to numbers that a report asks most, many times for
// every posting. The hashes stand beside the numbers and the names elsewhere,
// so that to look among a million is one miss of the processor's cache.
type numbering struct {
	names []string
	slots []slot // a power of two of them
	last  int    // asked for by again
}

// A slot is 32 bits of the hash of a name and, below, 1 more than its number;
// 0 for none.
type slot uint64

func (s slot) hash() uint64 { return uint64(s >> 32) }
func (s slot) number() int  { return int(uint32(s)) - 1 }

var numberingSeed = maphash.MakeSeed()

// again is of for a name that is likely that of the time before.
func (n *numbering) again(name string) int {
	if n.last >= len(n.names) || n.names[n.last] != name {
		n.last = n.of(name)
	}
	return n.last
}

// of is the number of a name, a new one for a name not seen before.
func (n *numbering) of(name string) int {
	if 2*len(n.names) >= len(n.slots) {
		n.grow()
	}
	h := maphash.String(numberingSeed, name) >> 32
	i := n.find(h, name)
	if n.slots[i] == 0 {
		n.names = append(n.names, name)
		n.slots[i] = slot(h<<32 | uint64(len(n.names)))
	}
	return n.slots[i].number()
}

// find is the place of a name's slot, or of the empty one where it would be.
func (n *numbering) find(h uint64, name string) uint64 {
	for i := h; ; i++ {
		i &= uint64(len(n.slots) - 1)
		if s := n.slots[i]; s == 0 || s.hash() == h && n.names[s.number()] == name {
			return i
		}
	}
}

// grow makes four times the room: half the slots stay empty at least.
func (n *numbering) grow() {
	old := n.slots
	n.slots = make([]slot, max(64, 4*len(old)))
	for _, s := range old {
		if s == 0 {
			continue
		}
		i := s.hash() & uint64(len(n.slots)-1)
		for n.slots[i] != 0 {
			i = (i + 1) & uint64(len(n.slots)-1)
		}
		n.slots[i] = s
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
