package index

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rung/index/query"
)

// A Facet counts the matches by one property, largest count first, equal
// counts by value. A posting in two countries counts in both. Postings, not
// vacancies, are counted.
type Facet struct {
	Name   string  `json:"name"`
	Counts []Count `json:"counts"`
	// Other counts what the listed values leave out, Missing the postings
	// without any value.
	Other   int `json:"other"`
	Missing int `json:"missing"`
}

// Count is one value of a facet. Values are written as in queries.
type Count struct {
	Value string `json:"value"`
	N     int    `json:"n"`
}

// facetValues names the facets and says which values of one a row has.
var facetValues = []struct {
	name   string
	values func(r *Row, add func(string))
}{
	{"rung", func(r *Row, add func(string)) {
		if r.Rank >= 1 && r.Rank <= len(query.Rungs) {
			add(query.Rungs[r.Rank-1])
		}
	}},
	{"track", func(r *Row, add func(string)) { add(r.Track) }},
	{"beside", func(r *Row, add func(string)) { add(r.Beside) }},
	{"company", func(r *Row, add func(string)) { add(r.Company) }},
	{"country", func(r *Row, add func(string)) {
		for _, c := range r.Countries {
			add(c)
		}
	}},
	{"workplace", func(r *Row, add func(string)) { add(string(r.Workplace)) }},
	{"month", func(r *Row, add func(string)) {
		if d := r.Date(); !d.IsZero() {
			add(month(d.Year(), int(d.Month())))
		}
	}},
	{"paid", func(r *Row, add func(string)) { add(strconv.FormatBool(r.Paid())) }},
	{"gap", func(r *Row, add func(string)) {
		if r.Gap != nil {
			add(digits(*r.Gap))
		}
	}},
	{"source", func(r *Row, add func(string)) { add(r.Source) }},
	{"lang", func(r *Row, add func(string)) { add(r.Language) }},
	{"open", func(r *Row, add func(string)) { add(strconv.FormatBool(r.Open())) }},
	{"skill", func(r *Row, add func(string)) {
		for s := range strings.FieldsSeq(r.Skills) {
			add(s)
		}
	}},
}

// keptFacets is how many of the facets, from the first on, a ledger keeps.
// The skills of a posting are hardly ever those of another, so that a list of
// all their lists would save nothing; they are read from the rows.
const keptFacets = 12

// month prints the values of the facet of that name. The few dozen strings
// there are were measured to be worth no cache.
func month(year, m int) string {
	b := strconv.AppendInt(make([]byte, 0, 7), int64(year), 10)
	return string(append(b, '-', byte('0'+m/10), byte('0'+m%10)))
}

// FacetNames returns the facets there are.
func FacetNames() []string {
	var names []string
	for _, f := range facetValues {
		names = append(names, f.name)
	}
	return names
}

// A counter counts one facet: lists of values as the ledger numbers them, or
// the values themselves where it does not keep them.
type counter struct {
	facet   int
	n       []int
	wide    map[string]int
	missing int
}

func newCounters(names []string) ([]*counter, error) {
	var out []*counter
	for _, name := range names {
		i := slices.Index(FacetNames(), name)
		if i < 0 {
			hint := fmt.Sprint("there are ", FacetNames())
			if near := query.Nearest(name, FacetNames()); near != "" {
				hint = "did you mean " + near + "?"
			}
			return nil, fmt.Errorf("index: no facet %q; %s", name, hint)
		}
		out = append(out, &counter{facet: i, wide: map[string]int{}})
	}
	return out, nil
}

func (c *counter) kept() bool { return c.facet < keptFacets }

// add counts a posting whose facts the ledger has.
func (c *counter) add(f *facts) {
	at := int(f.values[c.facet])
	if at >= len(c.n) {
		c.n = append(c.n, make([]int, at+1-len(c.n))...)
	}
	c.n[at]++
}

// addRow counts a posting of a facet that is not kept.
func (c *counter) addRow(r *Row) {
	any := false
	facetValues[c.facet].values(r, func(v string) {
		c.wide[v]++
		any = true
	})
	if !any {
		c.missing++
	}
}

func (c *counter) merge(d *counter) {
	c.missing += d.missing
	if len(d.n) > len(c.n) {
		c.n, d.n = d.n, c.n
	}
	for at, n := range d.n {
		c.n[at] += n
	}
	for v, n := range d.wide {
		c.wide[v] += n
	}
}

// counted is how often each value occurs.
func (c *counter) counted(l *ledger) map[string]int {
	if !c.kept() {
		return c.wide
	}
	out := map[string]int{}
	if len(c.n) == 0 {
		return out
	}
	c.missing = c.n[0]
	for at, list := range l.listsOf(c.facet)[:len(c.n)] {
		if c.n[at] == 0 {
			continue
		}
		for _, v := range list {
			out[v] += c.n[at]
		}
	}
	return out
}

func (c *counter) result(l *ledger, size int) Facet {
	if size <= 0 {
		size = 20
	}
	counted := c.counted(l)
	f := Facet{Name: facetValues[c.facet].name, Missing: c.missing, Counts: []Count{}}
	for v, n := range counted {
		f.Counts = append(f.Counts, Count{v, n})
	}
	slices.SortFunc(f.Counts, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value))
	})
	if len(f.Counts) > size {
		for _, rest := range f.Counts[size:] {
			f.Other += rest.N
		}
		f.Counts = f.Counts[:size]
	}
	return f
}
