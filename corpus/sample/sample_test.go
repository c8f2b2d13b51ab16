package sample

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func market(t testing.TB) *Market {
	t.Helper()
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMarketIsLargeAndVaried(t *testing.T) {
	m := market(t)
	systems, industries := map[string]int{}, map[string]int{}
	for _, b := range m.Boards() {
		systems[b.Source]++
		industries[m.Industry(b.ID())]++
	}
	all := m.All()
	closed, returned, paid := 0, 0, 0
	for _, e := range m.employers {
		for _, a := range e.Postings {
			if !a.Close.IsZero() {
				closed++
			}
			if a.Again != nil {
				returned++
			}
			if a.Salary != nil {
				paid++
			}
		}
	}
	for _, c := range []struct {
		what      string
		got, want int
	}{
		{"employers", len(m.employers), 60},
		{"postings", len(all), 400},
		{"systems", len(systems), 2},
		{"industries", len(industries), 12},
		{"closings", closed, 200},
		{"returns", returned, 12},
		{"postings with pay", paid, 120},
	} {
		if c.got < c.want {
			t.Errorf("%s: %d, want at least %d", c.what, c.got, c.want)
		}
	}
}

func TestEveryMonthHasOpeningsAndOpenPostings(t *testing.T) {
	m := market(t)
	for at := Start; at.Before(End); at = at.AddDate(0, 1, 0) {
		opened := 0
		for _, p := range m.All() {
			if !p.Posted.At.Before(at) && p.Posted.At.Before(at.AddDate(0, 1, 0)) {
				opened++
			}
		}
		if opened == 0 {
			t.Errorf("nothing opens in %s", at.Format("2006-01"))
		}
	}
}

// Two employers that share more than a fifth of their five-word shingles
// would read as one template, and near-duplicate search would join them.
func TestEmployersDoNotShareSentences(t *testing.T) {
	type text struct {
		company, id string
		set         map[string]bool
	}
	var texts []text
	owners := map[string][]int{}
	for i, p := range market(t).All() {
		s := shingles(p.Text)
		texts = append(texts, text{p.Company, p.ID, s})
		for k := range s {
			owners[k] = append(owners[k], i)
		}
	}
	for i, a := range texts {
		shared := map[int]int{}
		for k := range a.set {
			for _, j := range owners[k] {
				if j > i && texts[j].company != a.company {
					shared[j]++
				}
			}
		}
		for j, n := range shared {
			small := min(len(a.set), len(texts[j].set))
			if float64(n) > 0.2*float64(small) {
				t.Errorf("%s and %s share %d of %d shingles", a.id, texts[j].id, n, small)
			}
		}
	}
}

func shingles(s string) map[string]bool {
	w := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r < '0' || r > '9' && r < 'a' || r > 'z' && r < 128 })
	out := map[string]bool{}
	for i := 0; i+5 <= len(w); i++ {
		out[strings.Join(w[i:i+5], " ")] = true
	}
	return out
}

func TestOpenFollowsTheSpells(t *testing.T) {
	m := market(t)
	has := func(day string) bool {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range m.Open("greenhouse:larkfieldgrid", at) {
			if p.NativeID == "4002" {
				return true
			}
		}
		return false
	}
	for day, want := range map[string]bool{
		"2025-09-14": false, "2025-09-15": true, "2025-10-26": true, "2025-10-27": false,
		"2026-02-02": true, "2026-03-16": false,
	} {
		if got := has(day); got != want {
			t.Errorf("listed on %s: %v, want %v", day, got, want)
		}
	}
	if got := m.Open("greenhouse:nobody", Start); got != nil {
		t.Errorf("an unknown board lists %d postings", len(got))
	}
}

func TestLoadRefuses(t *testing.T) {
	const head = "company: A\nsource: ashby\ntoken: a\npostings:\n"
	for name, body := range map[string]string{
		"unknown field":       head + "  - {id: x, title: T, ad: x, open: 2025-06-01, colour: red}",
		"closes first":        head + "  - {id: x, title: T, ad: x, open: 2025-06-01, close: 2025-05-02}",
		"outside the time":    head + "  - {id: x, title: T, ad: x, open: 2020-06-01}",
		"same id twice":       head + "  - {id: x, title: T, ad: x, open: 2025-06-01}\n  - {id: x, title: T, ad: x, open: 2025-06-01}",
		"returns before gone": head + "  - {id: x, title: T, ad: x, open: 2025-06-01, again: {open: 2025-07-01}}",
		"no postings":         "company: A\nsource: ashby\ntoken: a\n",
		"not a date":          head + "  - {id: x, title: T, ad: x, open: soon}",
	} {
		_, err := load(fstest.MapFS{"market/a.yaml": {Data: []byte(body)}})
		if err == nil || !strings.Contains(err.Error(), "a.yaml") {
			t.Errorf("%s: error %v, want one that names the file", name, err)
		}
	}
}
