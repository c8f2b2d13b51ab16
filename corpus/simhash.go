package corpus

import (
	"math/bits"
	"strings"
	"unicode"
)

// shingleWords is the length of the word runs that texts are compared by.
const shingleWords = 3

// Simhash returns a 64-bit sketch of a text in which near-identical texts
// differ in few bits (Charikar 2002), and the number of words it stands on.
// Case, punctuation and spacing do not count. Texts of a few dozen words give
// sketches too noisy to compare.
func Simhash(text string) (sketch uint64, words int) {
	hashes, words := shingles(text)
	var votes ballot
	for _, h := range hashes {
		votes.cast(h)
	}
	for bit, for1 := range votes.count() {
		if 2*for1 > len(hashes) {
			sketch |= 1 << bit
		}
	}
	return sketch, words
}

// Distance counts the bits in which two sketches differ.
func Distance(a, b uint64) int { return bits.OnesCount64(a ^ b) }

// A ballot counts, for each of 64 bits, in how many hashes it is set: eight
// counters of a byte at a time in one word, emptied before they overflow.
type ballot struct {
	lanes [8]uint64
	full  int // hashes in lanes
	total [64]int
}

// spread holds the bits of a byte as the lowest bits of eight.
var spread = func() (table [256]uint64) {
	for b := range table {
		for bit := range 8 {
			table[b] |= uint64(b>>bit&1) << (8 * bit)
		}
	}
	return table
}()

func (b *ballot) cast(h uint64) {
	for i := range b.lanes {
		b.lanes[i] += spread[byte(h>>(8*i))]
	}
	if b.full++; b.full == 255 {
		b.empty()
	}
}

func (b *ballot) empty() {
	for i, lane := range b.lanes {
		for bit := range 8 {
			b.total[8*i+bit] += int(byte(lane >> (8 * bit)))
		}
	}
	b.lanes, b.full = [8]uint64{}, 0
}

func (b *ballot) count() [64]int {
	b.empty()
	return b.total
}

// shingles hashes every run of shingleWords words, and the whole text when it
// is shorter.
func shingles(text string) (hashes []uint64, words int) {
	var list []uint64
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	}) {
		list = append(list, hashWord(word))
	}
	for i := 0; i < len(list) && (i == 0 || i+shingleWords <= len(list)); i++ {
		var h uint64
		for _, word := range list[i:min(i+shingleWords, len(list))] {
			h = mix(h + word)
		}
		hashes = append(hashes, h)
	}
	return hashes, len(list)
}

// hashWord is 64-bit FNV-1a.
func hashWord(word string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	return h
}

// mix spreads a hash over all bits (the finaliser of MurmurHash3): FNV's upper
// bits hardly move on short words, and every bit of a sketch has one vote.
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// Resemblance is the share of shingles two texts have in common, 0 to 1: the
// Jaccard index of their sets.
func Resemblance(a, b string) float64 {
	inA, inB := shingleSet(a), shingleSet(b)
	shared := 0
	for h := range inB {
		if inA[h] {
			shared++
		}
	}
	union := len(inA) + len(inB) - shared
	if union == 0 {
		return 0
	}
	return float64(shared) / float64(union)
}

func shingleSet(text string) map[uint64]bool {
	hashes, _ := shingles(text)
	set := make(map[uint64]bool, len(hashes))
	for _, h := range hashes {
		set[h] = true
	}
	return set
}
