package extract_test

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/crawler/extract"
)

// A recordedJob is what of a recorded posting is compared here.
type recordedJob struct {
	IsListed     bool   `json:"isListed"`
	Title        string `json:"title"`
	HTML         string `json:"descriptionHtml"`
	Compensation struct {
		Tiers []struct {
			Components []struct {
				Type     string  `json:"compensationType"`
				Interval string  `json:"interval"`
				Currency string  `json:"currencyCode"`
				Min      float64 `json:"minValue"`
				Max      float64 `json:"maxValue"`
			} `json:"components"`
		} `json:"compensationTiers"`
	} `json:"compensation"`
}

// fields are the ranges a posting states in its fields.
func (j recordedJob) fields() (out []corpus.Salary) {
	periods := map[string]corpus.Period{"1 YEAR": corpus.PerYear, "1 MONTH": corpus.PerMonth, "1 WEEK": corpus.PerWeek, "1 DAY": corpus.PerDay, "1 HOUR": corpus.PerHour}
	for _, t := range j.Compensation.Tiers {
		for _, c := range t.Components {
			if c.Type == "Salary" && c.Max+c.Min > 0 {
				out = append(out, corpus.Salary{Min: c.Min, Max: c.Max, Currency: c.Currency, Period: periods[c.Interval]})
			}
		}
	}
	return out
}

func recordedJobs(t *testing.T) (out []recordedJob) {
	t.Helper()
	f, err := os.Open(corpustest.Shared(t, "recorded/ashby-boards.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(h.Name, ".json") {
			continue
		}
		var board struct{ Jobs []recordedJob }
		if err := json.NewDecoder(r).Decode(&board); err != nil {
			t.Fatal(err)
		}
		out = append(out, board.Jobs...)
	}
}

// TestRecordedPay sets the pay that recorded postings state in their words
// beside what they state in fields. A range of the words agrees when one of the
// fields is that range; where a posting contradicts itself, which some do, the
// words count as wrong here. A range of the fields is findable when both of its
// figures stand in the words.
func TestRecordedPay(t *testing.T) {
	var agree, differ, found, findable int
	for _, j := range recordedJobs(t) {
		fields := j.fields()
		if !j.IsListed || len(fields) == 0 {
			continue
		}
		text := extract.Text(j.HTML)
		said := extract.Pay(text)
		for _, s := range said {
			if slices.ContainsFunc(fields, func(f corpus.Salary) bool { return sameRange(s, f) }) {
				agree++
			} else {
				differ++
			}
		}
		for _, f := range fields {
			if !standsIn(text, f) {
				continue
			}
			findable++
			if slices.ContainsFunc(said, func(s corpus.Salary) bool { return sameRange(s, f) }) {
				found++
			}
		}
	}
	precision, recall := float64(agree)/float64(agree+differ), float64(found)/float64(findable)
	t.Logf("%d ranges in words agree with a field and %d do not (%.2f); of %d findable ranges %d are found (%.2f)", agree, differ, precision, findable, found, recall)
	if precision < 0.8 || recall < 0.95 || findable < 150 {
		t.Errorf("precision %.2f, recall %.2f of %d, want at least 0.80, 0.95 of 150", precision, recall, findable)
	}
}

func sameRange(a, b corpus.Salary) bool {
	return a.Min == b.Min && a.Max == b.Max && a.Currency == b.Currency && a.Period == b.Period
}

// standsIn reports whether both ends of a range stand in a text, in full or in
// thousands, and a sign of some currency with them.
func standsIn(text string, s corpus.Salary) bool {
	flat := strings.ToLower(strings.NewReplacer(",", "", ".", "", " ", "", "\u00a0", "").Replace(text))
	for _, amount := range []float64{s.Min, s.Max} {
		full := strconv.FormatFloat(amount, 'f', 0, 64)
		if amount < 1000 || !strings.Contains(flat, full) && !strings.Contains(flat, strings.TrimSuffix(full, "000")+"k") {
			return false
		}
	}
	return strings.ContainsAny(text, "$€£") || strings.Contains(text, s.Currency)
}
