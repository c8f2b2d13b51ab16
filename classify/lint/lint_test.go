package lint

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"rung/classify"
	"rung/classify/ladder"
	"rung/classify/text"
	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/corpus/gold"
	"rung/crawler/extract"
)

var day = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

func checkAd(t testing.TB, p corpus.Posting, opt Options) Report {
	t.Helper()
	c, err := classify.Default()
	if err != nil {
		t.Fatal(err)
	}
	opt.Tagger = text.Prose{}
	p.Salaries = append(p.Salaries, extract.Pay(p.Text)...)
	return Check(p, c.Classify(p), opt)
}

// ads reads the invented ads: a title, a place, a blank line, the text.
func ads(t testing.TB) []corpus.Posting {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/ads.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var out []corpus.Posting
	for _, f := range archive.Files {
		title, rest, _ := strings.Cut(string(f.Data), "\n")
		place, body, _ := strings.Cut(rest, "\n")
		body = strings.TrimSpace(body)
		if strings.HasSuffix(f.Name, ".html") {
			body = extract.Text(body)
		}
		p := corpus.Posting{ID: f.Name, Title: title, Text: body}
		if place != "" {
			p.Locations = extract.Places(place)
		}
		out = append(out, p)
	}
	return out
}

// sure is what every fit of the model moves.
var sure = regexp.MustCompile(`\([0-9]+ % sure\)`)

func TestAds(t *testing.T) {
	var got bytes.Buffer
	for _, p := range ads(t) {
		r := checkAd(t, p, Options{On: day})
		checkSpans(t, p, r)
		fmt.Fprintf(&got, "== %s\n", p.ID)
		for _, f := range r.Findings {
			fmt.Fprintf(&got, "%s %s %s %d-%d %q\n  %s\n", f.Severity, f.Code, f.In, f.Start, f.End, f.Text, sure.ReplaceAllString(f.Why, "(sure)"))
		}
	}
	corpustest.Golden(t, "testdata/ads.golden", got.Bytes())
}

func checkSpans(t testing.TB, p corpus.Posting, r Report) {
	t.Helper()
	for _, f := range r.Findings {
		for _, s := range append([]Span{f.Span}, f.Because...) {
			of := map[string]string{InTitle: p.Title, InText: p.Text, InPosting: ""}[s.In]
			if s.Start < 0 || s.End > len(of) || s.Start > s.End || of[s.Start:s.End] != s.Text {
				t.Errorf("%s: %s: span %+v is not in the ad", p.ID, f.Code, s)
			}
		}
		if f.Why == "" || f.Suggestion == "" {
			t.Errorf("%s: %s says neither why nor what to do", p.ID, f.Code)
		}
	}
}

// TestRates holds how often each finding fires on real ads: most of them are
// good ones, so what fires often there is noise. Pay is left out, whose rate
// is that of the law being kept.
func TestRates(t *testing.T) {
	if testing.Short() {
		t.Skip("judges hundreds of ads")
	}
	file, err := os.Open(corpustest.Shared(t, "eval/dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	n, on, wrong, titles := map[string]int{}, 0, 0, 0
	for row, err := range gold.Decode(file) {
		if err != nil {
			t.Fatal(err)
		}
		if !row.Label.OnLadder {
			continue
		}
		on++
		row.Locations = places(row.Locations)
		r := checkAd(t, row.Posting, Options{On: day})
		checkSpans(t, row.Posting, r)
		for _, code := range r.Codes() {
			n[code]++
			if gap, ok := row.Label.Gap(); ok && strings.HasPrefix(code, "title-") {
				titles++
				if gap > 0 != (code == "title-above-duties") || gap == 0 {
					wrong++
				}
			}
		}
	}
	t.Logf("%d ads: %v; %d of %d title findings against the label", on, n, wrong, titles)
	for code, k := range n {
		most := 0.12
		switch code {
		case "title-above-duties":
			most = 0.25 // as many are labelled so
		case "pay-missing":
			most = 0.4
		}
		if share := float64(k) / float64(on); share > most {
			t.Errorf("%s fires on %.0f %% of %d ads, at most %.0f %% is no noise", code, 100*share, on, 100*most)
		}
	}
	if wrong*10 > titles {
		t.Errorf("%d of %d title findings contradict the label", wrong, titles)
	}
}

func places(in []corpus.Location) []corpus.Location {
	var out []corpus.Location
	for _, l := range in {
		out = append(out, extract.Places(l.Raw)...)
	}
	return out
}

const base = "What you'll do\n\n- Own the roadmap of our booking product and its conversion goals\n- Decide with two teams what ships each quarter\n- Tell stakeholders what came of it, and run the experiments that show it\n\nWhat you bring\n\n- Curiosity about travel and a record of shipped work\n- "

func TestFindings(t *testing.T) {
	place := func(s string) []corpus.Location { return extract.Places(s) }
	market := map[string]MarketYears{"pm": {N: 40, Median: 3, Upper: 4}, "senior": {N: 5, Median: 5, Upper: 6}}
	tests := []struct {
		name  string
		ad    corpus.Posting
		opt   Options
		code  string
		fires bool
	}{
		{"two numbers of years", corpus.Posting{Title: "Product Manager", Text: base + "3 years of product management\n- 5+ years of product management"}, Options{}, "years-contradict", true},
		{"years by degree", corpus.Posting{Title: "Product Manager", Text: base + "Bachelor's degree and 5 years of product management\n- Master's degree and 3 years of product management"}, Options{}, "years-contradict", false},
		{"the same years twice", corpus.Posting{Title: "Product Manager", Text: base + "3 years of product management\n- At least 3 years of product management"}, Options{}, "years-contradict", false},
		{"a part of longer years", corpus.Posting{Title: "Product Manager", Text: base + "5 years of product management\n- 2 years of payments product management"}, Options{}, "years-contradict", false},
		{"many years for a junior", corpus.Posting{Title: "Junior Product Manager", Text: base + "5 years of product management"}, Options{}, "years-excessive", true},
		{"few years for a junior", corpus.Posting{Title: "Junior Product Manager", Text: base + "1 year of product experience"}, Options{}, "years-excessive", false},
		{"above the market", corpus.Posting{Title: "Product Manager", Text: base + "5 years of product management"}, Options{Market: market}, "years-excessive", false},
		{"a market too small", corpus.Posting{Title: "Senior Product Manager", Text: base + "9 years of product management"}, Options{Market: market}, "years-excessive", false},
		{"a junior with reports", corpus.Posting{Title: "Junior Product Manager", Text: strings.Replace(base, "Decide with", "Manage a team of three product managers and decide with", 1) + "English"}, Options{}, "junior-manages", true},
		{"no pay in Colorado", corpus.Posting{Title: "Product Manager", Text: base + "English", Locations: place("Denver, CO")}, Options{On: day}, "pay-missing", true},
		{"before the law", corpus.Posting{Title: "Product Manager", Text: base + "English", Locations: place("Boston, MA")}, Options{On: day.AddDate(-2, 0, 0)}, "pay-missing", false},
		{"pay named", corpus.Posting{Title: "Product Manager", Text: base + "English\n\nSalary: $120,000 - $150,000 a year", Locations: place("Denver, CO")}, Options{On: day}, "pay-missing", false},
		{"pay guessed by another", corpus.Posting{Title: "Product Manager", Text: base + "English", Locations: place("Denver, CO"), Salaries: []corpus.Salary{{Min: 1, Max: 2, Origin: corpus.SalaryEstimated}}}, Options{On: day}, "pay-missing", true},
		{"no law in Texas", corpus.Posting{Title: "Product Manager", Text: base + "English", Locations: place("Austin, TX")}, Options{On: day}, "pay-missing", false},
		{"nowhere in particular", corpus.Posting{Title: "Product Manager", Text: base + "English"}, Options{On: day}, "pay-missing", false},
		{"all of the United States", corpus.Posting{Title: "Product Manager", Text: base + "English", Locations: place("Remote (US)")}, Options{On: day}, "pay-missing", true},
		{"a European law", corpus.Posting{Title: "Product Manager", Text: base + "English", Locations: place("Berlin, Germany")}, Options{On: day}, "pay-missing", true},
		{"young people as users", corpus.Posting{Title: "Product Manager", Text: base + "A heart for the young people who use our app"}, Options{}, "words-age", false},
		{"a young team", corpus.Posting{Title: "Product Manager", Text: base + "You fit in our young, dynamic team"}, Options{}, "words-age", true},
		{"forbidden words in legal text", corpus.Posting{Title: "Product Manager", Text: base + "English\n\nEqual opportunity\n\nWe hire without regard to age, disability or native tongue."}, Options{}, "words-origin", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := checkAd(t, tt.ad, tt.opt)
			if got := slices.Contains(r.Codes(), tt.code); got != tt.fires {
				t.Errorf("%s fires: %v, want %v (found %v)", tt.code, got, tt.fires, r.Codes())
			}
		})
	}
}

// TestMarketIsAsked holds that years go by the market where it is large enough.
func TestMarketIsAsked(t *testing.T) {
	ad := corpus.Posting{Title: "Senior Product Manager", Text: base + "9 years of product management"}
	market := map[string]MarketYears{"senior": {N: 40, Median: 5, Upper: 6}}
	if r := checkAd(t, ad, Options{}); slices.Contains(r.Codes(), "years-excessive") {
		t.Error("nine years are within what ladders ask of a senior")
	}
	if r := checkAd(t, ad, Options{Market: market}); !slices.Contains(r.Codes(), "years-excessive") {
		t.Errorf("nine years where three in four ask six or less: %v", r.Codes())
	}
}

func TestData(t *testing.T) {
	if err := rules().CheckExamples(text.Prose{}); err != nil {
		t.Error(err)
	}
	seen := map[string]bool{}
	for _, c := range Catalogue() {
		if seen[c.Code] || c.Means == "" || c.Suggestion == "" || !c.Severity.AtLeast(Note) {
			t.Errorf("code %q is given twice or lacks severity, meaning or suggestion", c.Code)
		}
		seen[c.Code] = true
	}
	for _, r := range rules().Rules() {
		if r.Dimension == "exclusion" && !seen[r.Name] {
			t.Errorf("rule %s is no code of the catalogue", r.Name)
		}
	}
	for _, rung := range ladder.Rungs() {
		if y := ladderYears()[rung]; y.Most <= 0 || len(y.Cite) == 0 {
			t.Errorf("years.yaml says nothing of %s", rung)
		}
	}
	for _, l := range laws().Laws {
		if _, err := time.Parse(time.DateOnly, l.Since); err != nil || l.Citation == "" || l.Where == "" || l.Employees < 1 {
			t.Errorf("law of %s: %v, or it lacks something", l.Where, err)
		}
	}
	if len(laws().Union) != 27 {
		t.Errorf("%d countries in the union", len(laws().Union))
	}
	for _, class := range []string{"masculine", "feminine", "masculine craft", "feminine craft"} {
		if len(stems()[class]) == 0 {
			t.Errorf("gendered.txt has no class %q", class)
		}
	}
}

func TestSyllables(t *testing.T) {
	for word, want := range map[string]int{"a": 1, "product": 2, "roadmap": 2, "table": 2, "make": 1, "wanted": 2, "used": 1, "boxes": 2, "makes": 1, "strategy": 3, "p&l": 1, "responsibility": 6, "e": 1} {
		if got := syllables(word); got != want {
			t.Errorf("syllables(%q) = %d, want %d", word, got, want)
		}
	}
}

// FuzzCheck holds that any bytes get a report whose spans are in the ad.
func FuzzCheck(f *testing.F) {
	for _, p := range ads(f) {
		f.Add(p.Title, p.Text)
	}
	f.Add("\xff", "he will \x00 3 years of product management \n young team")
	f.Fuzz(func(t *testing.T, title, body string) {
		p := corpus.Normalize(corpus.Posting{ID: "x", Title: title, Text: body, Locations: []corpus.Location{{Country: "US"}}})
		checkSpans(t, p, checkAd(t, p, Options{On: day}))
	})
}
