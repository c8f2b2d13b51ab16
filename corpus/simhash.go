package corpus

import (
	"hash/fnv"
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
	var votes [64]int
	hashes, words := shingles(text)
	for _, h := range hashes {
		for bit := range votes {
			if h>>bit&1 == 1 {
				votes[bit]++
			} else {
				votes[bit]--
			}
		}
	}
	for bit, vote := range votes {
		if vote > 0 {
			sketch |= 1 << bit
		}
	}
	return sketch, words
}

// Distance counts the bits in which two sketches differ.
func Distance(a, b uint64) int { return bits.OnesCount64(a ^ b) }

// shingles hashes every run of shingleWords words, and the whole text when it
// is shorter.
func shingles(text string) (hashes []uint64, words int) {
	list := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
	for i := 0; i < len(list) && (i == 0 || i+shingleWords <= len(list)); i++ {
		h := fnv.New64a()
		for _, word := range list[i:min(i+shingleWords, len(list))] {
			h.Write([]byte(word))
			h.Write([]byte{0})
		}
		hashes = append(hashes, mix(h.Sum64()))
	}
	return hashes, len(list)
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
	inA := map[uint64]bool{}
	hashes, _ := shingles(a)
	for _, h := range hashes {
		inA[h] = true
	}
	shared, seen := 0, map[uint64]bool{}
	hashes, _ = shingles(b)
	for _, h := range hashes {
		if !seen[h] && inA[h] {
			shared++
		}
		seen[h] = true
	}
	union := len(inA) + len(seen) - shared
	if union == 0 {
		return 0
	}
	return float64(shared) / float64(union)
}
