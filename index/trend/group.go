package trend

import (
	"hash/maphash"
	"math/bits"
)

// A groupTable numbers the groups that names stand for, from 0 on in the order
// in which they come. It is a map of what a report looks up most: an open
// hash table of numbers alone, of which a million fit where a map of strings
// has room for a tenth, with the names left where they are.
type groupTable struct {
	slots  []int32  // 1 more than a group, 0 for none; a power of two of them
	hashes []uint64 // by group
}

var groupSeed = maphash.MakeSeed()

// newGroupTable has room for n groups, twice over.
func newGroupTable(n int) *groupTable {
	return &groupTable{slots: make([]int32, 1<<bits.Len(uint(2*n))), hashes: make([]uint64, 0, n)}
}

// of returns the group of a name, which is a new one, the number of groups so
// far, when no group's nameOf is equal.
func (t *groupTable) of(name string, nameOf func(group int) string) int {
	h := maphash.String(groupSeed, name)
	for i := h; ; i++ {
		slot := &t.slots[i%uint64(len(t.slots))]
		group := int(*slot) - 1
		if group < 0 {
			t.hashes = append(t.hashes, h)
			*slot = int32(len(t.hashes))
			return len(t.hashes) - 1
		}
		if t.hashes[group] == h && nameOf(group) == name {
			return group
		}
	}
}
