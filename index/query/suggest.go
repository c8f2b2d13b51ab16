package query

// Nearest returns the word of the list that takes the fewest edits to reach
// from s (insertions, deletions, replacements; the first of equals), and ""
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

// Edits is the Levenshtein distance in bytes.
func Edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost = 1 + min(diagonal, row[j], row[j-1])
			}
			diagonal, row[j] = row[j], cost
		}
	}
	return row[len(b)]
}
