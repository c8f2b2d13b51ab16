package query

// Nearest returns the word of the list that takes the fewest edits to reach
// from s (see Edits; the first of equals), and ""
// where even that takes more than a third of its letters, at least one.
func Nearest(s string, words []string) string {
	best, least := "", len(s)+1
	for _, w := range words {
		if d := Edits(s, w); d < least && d <= max(1, len(w)/3+1) && d < len(w) {
			best, least = w, d
		}
	}
	return best
}

// Edits is how many letters have to be inserted, deleted, replaced or swapped
// with their neighbour to make b of a, no letter touched twice; letters are
// bytes.
func Edits(a, b string) int {
	// Three rows of the table: two before, the one before, this one.
	older, old, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range old {
		old[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			row[j] = 1 + min(old[j], row[j-1], old[j-1])
			if a[i-1] == b[j-1] {
				row[j] = old[j-1]
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
		older, old, row = old, row, older
	}
	return old[len(b)]
}
