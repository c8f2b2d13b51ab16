package trend

import (
	"cmp"
	"slices"
	"strings"
)

// stated are the traits the tables are made of, in the order of Coverage.
var stated = []struct{ name, table string }{
	{"date posted", "dated"}, {"pay", "paid"}, {"country", "placed"}, {"workplace", "workplace"}, {"years", "years"},
}

func (m *market) coverage() Coverage {
	c := Coverage{Postings: m.postings, Vacancies: len(m.all), OnLadder: len(m.ladder), Crawls: len(m.crawls),
		OnLadderKey: key("mix", 0), OpenKey: key("open-now", 0), AbstainedKey: key("abstained", 0)}
	if c.Vacancies > 0 {
		c.Intensity = float64(c.Postings) / float64(c.Vacancies)
	}
	if n := len(m.crawls); n > 0 {
		c.FirstCrawl, c.LastCrawl = m.crawls[0].At.UTC(), m.crawls[n-1].At.UTC()
	}
	beside, sources, languages := m.kinds.counts(), m.sources.counts(), m.languages.counts()
	for _, v := range m.all {
		if !v.placed() {
			beside.n[v.kind]++
		}
	}
	states, are := make([]int, len(stated)), make([]trait, len(stated))
	for i, s := range stated {
		are[i] = traits[s.table]
	}
	for _, v := range m.ladder {
		sources.n[v.source]++
		languages.n[v.language]++
		c.Open += one(v.isOpen())
		c.Abstained += one(v.abstained)
		for i, is := range are {
			yes, known := is(v)
			states[i] += one(yes && known)
		}
	}
	c.Employers, c.Boards = m.employerCount, m.boardCount()
	c.Beside, c.Sources, c.Languages = counts("beside", beside.byName()), counts("source", sources.byName()), counts("language", languages.byName())
	for i, s := range stated {
		c.Stated = append(c.Stated, Count{Name: s.name, N: states[i], Key: key(s.table, 0)})
	}
	return c
}

// boardCount counts the boards of the vacancies on the ladder.
func (m *market) boardCount() (n int) {
	seen := make([]bool, len(m.boards.names))
	for _, v := range m.ladder {
		if !seen[v.board] && m.boards.names[v.board] != "" {
			n++
		}
		seen[v.board] = true
	}
	return n
}

// States returns how many vacancies state something Coverage counts under
// that name, 0 for another name.
func (c Coverage) States(name string) int {
	for _, s := range c.Stated {
		if s.Name == name {
			return s.N
		}
	}
	return 0
}

// placed reports whether the vacancy is on the ladder.
func (v *vacancy) placed() bool { return v.ladder && 1 <= v.Rank && v.Rank <= 7 }

// counts lists a map, largest first; without a table there is no key.
func counts(table string, in map[string]int) []Count {
	var out []Count
	for name, n := range in {
		c := Count{Name: name, N: n}
		if table != "" {
			c.Key = table + "/" + name
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Name, b.Name)) })
	return out
}
