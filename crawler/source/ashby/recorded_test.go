package ashby_test

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/crawler/source/ashby"
)

// facts is what an independent reading of a recorded job states.
type facts struct {
	Title, URL, Posted, Workplace string
	Pay                           []string
	Places                        string
	Text                          string // its letters and digits alone
}

// TestRecorded reads every recorded board twice: with the adapter, and with
// maps of encoding/json and nothing of ours.
func TestRecorded(t *testing.T) {
	boards := recorded(t, corpustest.Shared(t, "recorded/ashby-boards.tar.gz"))
	total, n := 0, 0
	for _, token := range slices.Sorted(maps.Keys(boards)) {
		body := boards[token]
		if n++; testing.Short() && n%20 != 0 {
			continue
		}
		want, countries := independent(t, body)
		got, rejected, err := ashby.Parse(body, corpus.Board{Source: "ashby", Token: token})
		if err != nil || len(rejected) > 0 {
			t.Errorf("%s: %d rejected, error %v", token, len(rejected), err)
			continue
		}
		have := map[string]facts{}
		for _, p := range got {
			if _, twice := have[p.NativeID]; twice {
				t.Errorf("%s: %s is listed twice", token, p.NativeID)
			}
			have[p.NativeID] = stated(p)
			if want := countries[p.NativeID]; want != "" && !named(p, want) {
				t.Errorf("%s: %s stands in %s, got %+v", token, p.NativeID, want, p.Locations)
			}
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%s (-independent +adapter):\n%.4000s", token, diff)
		}
		total += len(got)
	}
	if len(boards) != 223 || total == 0 {
		t.Errorf("%d boards with %d postings, want the 223 recorded ones", len(boards), total)
	}
	t.Logf("%d boards, %d postings", len(boards), total)
}

// stated says a posting's facts in the words of the independent reading.
func stated(p corpus.Posting) facts {
	f := facts{Title: p.Title, URL: p.URL, Workplace: string(p.Workplace), Text: alphanumeric(p.Text)}
	if p.Posted != nil {
		f.Posted = p.Posted.At.UTC().Format(time.RFC3339Nano)
	}
	for _, s := range p.Salaries {
		if s.Origin == corpus.SalaryStructured {
			f.Pay = append(f.Pay, fmt.Sprint(s.Label, s.Min, s.Max, s.Currency, s.Period))
		}
	}
	for _, l := range p.Locations {
		f.Places += " " + l.Raw
	}
	f.Places = letters(f.Places)
	return f
}

func named(p corpus.Posting, country string) bool {
	return slices.ContainsFunc(p.Locations, func(l corpus.Location) bool {
		return l.Country == country || slices.Contains(l.RemoteScope, country)
	})
}

// independent reads a payload with maps alone: the facts of every listed job
// and the country of its address, by id.
func independent(t *testing.T, body []byte) (map[string]facts, map[string]string) {
	t.Helper()
	var payload map[string]any
	if err := json.Unmarshal(body, &payload); err != nil {
		t.Fatal(err)
	}
	out, countries := map[string]facts{}, map[string]string{}
	for _, j := range payload["jobs"].([]any) {
		job := j.(map[string]any)
		if job["isListed"] != true {
			continue
		}
		at, err := time.Parse(time.RFC3339, job["publishedAt"].(string))
		if err != nil {
			t.Fatal(err)
		}
		out[job["id"].(string)] = facts{
			Title:     squeeze(job["title"].(string)),
			URL:       job["jobUrl"].(string),
			Posted:    at.UTC().Format(time.RFC3339Nano),
			Workplace: workplace(job),
			Pay:       pay(job["compensation"].(map[string]any)["compensationTiers"].([]any)),
			Places:    places(job),
			Text:      alphanumeric(html.UnescapeString(tags.ReplaceAllString(job["descriptionHtml"].(string), " "))),
		}
		countries[job["id"].(string)] = country(job)
	}
	return out, countries
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// workplace: in all recorded jobs workplaceType is absent, so the flag
// decides, and where it does not say remote, the words of the location.
func workplace(job map[string]any) string {
	where := strings.ToLower(job["location"].(string))
	switch {
	case job["isRemote"] == true:
		return "remote"
	case strings.Contains(where, "hybrid"):
		return "hybrid"
	case strings.Contains(where, "remote"):
		return "remote"
	case strings.Contains(where, "onsite"), strings.Contains(where, "on-site"), strings.Contains(where, "in-office"):
		return "onsite"
	}
	return ""
}

func pay(tiers []any) []string {
	var out []string
	for _, t := range tiers {
		tier := t.(map[string]any)
		for _, c := range tier["components"].([]any) {
			part := c.(map[string]any)
			if part["compensationType"] != "Salary" {
				continue
			}
			lo, _ := part["minValue"].(float64)
			hi, _ := part["maxValue"].(float64)
			label, _ := tier["title"].(string)
			period := map[string]string{"1 YEAR": "year", "1 HOUR": "hour", "1 MONTH": "month", "1 WEEK": "week", "1 DAY": "day"}[part["interval"].(string)]
			out = append(out, fmt.Sprint(strings.TrimSpace(label), lo, hi, part["currencyCode"], period))
		}
	}
	return out
}

// places: the letters of every location in order. Where one location names
// several places, what stands between them is no letter or a joining word, so
// that nothing lost and nothing invented goes unseen.
func places(job map[string]any) string {
	all := job["location"].(string)
	for _, s := range job["secondaryLocations"].([]any) {
		all += " " + s.(map[string]any)["location"].(string)
	}
	if all == "Multiple Locations" {
		return "" // names none
	}
	return letters(all)
}

// tags are what stands between the words of a description.
var tags = regexp.MustCompile(`(?s)<!--.*?-->|<[^>]*>`)

func alphanumeric(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

var joining = regexp.MustCompile(`(?i)\b(and|or)\b`)

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, joining.ReplaceAllString(s, ""))
}

// country: the countries most addresses name, by their codes.
func country(job map[string]any) string {
	address, _ := job["address"].(map[string]any)
	postal, _ := address["postalAddress"].(map[string]any)
	name, _ := postal["addressCountry"].(string)
	return map[string]string{
		"United States": "US", "USA": "US", "Germany": "DE", "United Kingdom": "GB", "France": "FR", "Canada": "CA",
		"Spain": "ES", "India": "IN", "Japan": "JP", "Brazil": "BR", "Ireland": "IE", "Singapore": "SG",
	}[name]
}

// recorded reads the archive: file name less ".json" is the board's name.
func recorded(t *testing.T, archive string) map[string][]byte {
	t.Helper()
	f, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	boards := map[string][]byte{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return boards
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		boards[strings.TrimSuffix(path.Base(h.Name), ".json")] = body
	}
}
