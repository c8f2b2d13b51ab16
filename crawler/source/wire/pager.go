package wire

import (
	"fmt"

	"rung/corpus"
)

// A Pager reads a list that comes in pages. A list that ends early, begins
// again from the front or never ends is not taken for a whole one.
type Pager struct {
	Size int // rows on a full page
	Max  int // pages asked for at most
}

// A Slice is what one page of a list holds.
type Slice struct {
	Rejected []corpus.Rejected
	// Keys tell the rows that were read apart, in the order of the list.
	Keys []string
	// Total is how many rows the page says the list has; 0 where it does not
	// say. Some systems say it on the first page only.
	Total int
}

// Walk asks for page after page until one is not full, and returns the highest
// total any of them stated. ask is given how many rows came before. A stated
// total ends nothing: systems state it too low as well as too high.
func (p Pager) Walk(v *Visit, ask func(offset int) (Slice, error)) (total int, err error) {
	known := map[string]bool{}
	nameless := 0
	for offset, n := 0, 0; n < p.Max; n++ {
		page, err := ask(offset)
		if err != nil {
			return total, err
		}
		total = max(total, page.Total)
		before := len(known)
		for _, k := range page.Keys {
			known[k] = true
		}
		rows := len(page.Keys) + len(page.Rejected)
		offset += rows
		nameless += len(page.Rejected)
		if rows >= p.Size && len(known) > before {
			continue
		}
		if repeats := rows >= p.Size && total == 0; repeats || len(known)+nameless < total {
			v.Lose(fmt.Sprintf("the list ends or repeats itself after %d of %s postings", len(known), counted(total)))
		}
		return total, nil
	}
	v.Lose(fmt.Sprintf("the list goes on after %d pages", p.Max))
	return total, nil
}

func counted(total int) string {
	if total == 0 {
		return "an unknown number of"
	}
	return fmt.Sprint(total)
}

// Keys lists the ids of postings, for a Slice.
func Keys(postings []corpus.Posting) []string {
	keys := make([]string, len(postings))
	for i, p := range postings {
		keys[i] = p.ID
	}
	return keys
}
