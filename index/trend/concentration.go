package trend

import "slices"

// Concentration says how far the vacancies are those of a few employers.
type Concentration struct {
	// HHI is the Herfindahl–Hirschman index Σ share², 1/employers to 1, 0
	// without vacancies; Effective is 1/HHI, the number of equal employers
	// that would be as concentrated (M. A. Adelman, "Comment on the 'H'
	// concentration measure as a numbers-equivalent", Review of Economics and
	// Statistics 51 (1969) 99–101).
	HHI       float64 `json:"hhi"`
	Effective float64 `json:"effective_employers"`
	// TopFive is the share of the five largest.
	TopFive float64 `json:"top_five"`
}

func (m *market) concentration() Concentration {
	sizes := make([]int, m.employerCount)
	for _, v := range m.ladder {
		sizes[v.employerNumber]++
	}
	return concentrationOf(sizes)
}

func concentrationOf(sizes []int) Concentration {
	slices.SortFunc(sizes, func(a, b int) int { return b - a })
	total, squares, five := 0, 0, 0
	for i, n := range sizes {
		total += n
		squares += n * n
		if i < 5 {
			five += n
		}
	}
	if total == 0 {
		return Concentration{}
	}
	hhi := float64(squares) / (float64(total) * float64(total))
	return Concentration{HHI: hhi, Effective: 1 / hhi, TopFive: ratio(five, total)}
}
