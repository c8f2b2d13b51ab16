package report_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/mattn/go-runewidth"

	"rung/cmd/rung/report"
	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/index"
	"rung/index/query"
	"rung/index/trend"
)

// rows is a source in memory that a query does not narrow.
type rows []index.Row

func (rs rows) Walk(_ context.Context, _ query.Query, fn func(*index.Row) error) error {
	for _, r := range rs {
		if err := fn(&r); err != nil {
			return err
		}
	}
	return nil
}

var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func at(day int) time.Time { return start.AddDate(0, 0, day) }

// market is a hundred vacancies of eight employers over four months, on
// rungs pm, senior and lead, some closed, some paid, with a few beside the
// ladder, one name that is markup and one in wide letters.
func market() rows {
	var out rows
	for i := range 100 {
		r := index.Row{ID: fmt.Sprintf("ashby:b%d:%d", i%8, i), Source: "ashby", Board: fmt.Sprintf("ashby:b%d", i%8),
			Company: fmt.Sprintf("Employer %d", i%8), Countries: []string{[]string{"US", "DE", "GB"}[i%3]}, Language: "en",
			OnLadder: true, Rank: 3 + i%3, TitleRank: 3 + i%3, DutiesRank: 3 + (i/2)%3, Posted: at(i), FirstSeen: at(i), LastSeen: at(119), Length: 900}
		r.Vacancy = r.ID
		gap := r.TitleRank - r.DutiesRank
		r.Gap = &gap
		years := float64(2 + 2*(i%3))
		r.YearsMin = &years
		if i%4 == 0 {
			r.Workplace = corpus.Remote
		} else {
			r.Workplace = corpus.Hybrid
		}
		if i%8 != 7 {
			low := float64(90_000 + 1_000*i)
			r.Pay = index.Pay{Min: low, Max: low + 20_000, Currency: "USD", Period: corpus.PerYear}
		}
		if i%5 == 0 && i < 70 {
			r.Closed = at(i + 40)
		}
		if i%25 == 24 {
			r.OnLadder, r.Rank, r.Beside = false, 0, "designer"
		}
		out = append(out, r)
	}
	out[1].Company = `<script>alert(1)</script> & Söhne | Co_`
	out[2].Company = "株式会社とても長い名前の海運"
	return out
}

func crawls() []trend.Crawl {
	var out []trend.Crawl
	for d := 0; d < 120; d += 7 {
		out = append(out, trend.Crawl{At: at(d)})
	}
	return out
}

func compute(t *testing.T, src rows, cs []trend.Crawl) *trend.Report {
	t.Helper()
	r, err := trend.Compute(context.Background(), src, trend.Options{Crawls: cs})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var meta = report.Meta{Notice: "Invented numbers.", Model: "2026.11+test", Version: "test", Command: "rung report"}

func render(t *testing.T, write func(b *bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFormats(t *testing.T) {
	for _, set := range []struct {
		name string
		r    *trend.Report
	}{
		{"market", compute(t, market(), crawls())},
		{"one-crawl", compute(t, market()[:19], crawls()[:1])},
		{"nothing", compute(t, nil, nil)},
	} {
		d := report.New(set.r, meta)
		for ending, write := range map[string]func(b *bytes.Buffer) error{
			"txt":  func(b *bytes.Buffer) error { return report.Text(b, d, 80) },
			"md":   func(b *bytes.Buffer) error { return report.Markdown(b, d) },
			"html": func(b *bytes.Buffer) error { return report.HTML(b, d) },
			"csv":  func(b *bytes.Buffer) error { return report.CSV(b, set.r) },
			"json": func(b *bytes.Buffer) error { return report.JSON(b, set.r, meta) },
		} {
			t.Run(set.name+"."+ending, func(t *testing.T) {
				corpustest.Golden(t, "testdata/"+set.name+"."+ending, render(t, write))
			})
		}
	}
}

// TestLittleData: on little the report says what it cannot say, and why.
func TestLittleData(t *testing.T) {
	unpaid := market()
	for i := range unpaid {
		unpaid[i].Pay = index.Pay{}
	}
	single := market()
	for i := range single {
		single[i].Company, single[i].Board = "Only Employer", "ashby:only"
	}
	for _, tt := range []struct {
		name string
		r    *trend.Report
		says []string
	}{
		{"nothing", compute(t, nil, nil), []string{"No product-management vacancy on the ladder"}},
		{"one", compute(t, market()[:1], crawls()[:1]), []string{"The vacancies are 1, too few for shares", "There was one crawl", "Only 1 vacancy:"}},
		{"nineteen", compute(t, market()[:19], crawls()), []string{"thin", "n < 20", "shares say little"}},
		{"one-employer", compute(t, single, crawls()), []string{"All vacancies are of one employer", "employers < 5", "intervals that draw employers are left out"}},
		{"one-crawl", compute(t, market()[:19], crawls()[:1]), []string{"There was one crawl; stock and movement need two"}},
		{"no-pay", compute(t, unpaid, crawls()), []string{"No vacancy states pay, so nothing can be said of it"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := render(t, func(b *bytes.Buffer) error { return report.Text(b, report.New(tt.r, meta), 80) })
			flat := strings.Join(strings.Fields(string(text)), " ")
			for _, s := range tt.says {
				if !strings.Contains(flat, s) {
					t.Errorf("it does not say %q", s)
				}
			}
			corpustest.Golden(t, "testdata/little-"+tt.name+".txt", text)
		})
	}
}

func TestTextFitsItsWidth(t *testing.T) {
	d := report.New(compute(t, market(), crawls()), meta)
	for _, width := range []int{80, 100, 160} {
		text := render(t, func(b *bytes.Buffer) error { return report.Text(b, d, width) })
		for line := range strings.Lines(string(text)) {
			if n := runewidth.StringWidth(strings.TrimRight(line, "\n")); n > width {
				t.Errorf("width %d: a line of %d columns: %s", width, n, line)
			}
		}
	}
}

func TestHTMLIsWholeAndHarmless(t *testing.T) {
	page := render(t, func(b *bytes.Buffer) error { return report.HTML(b, report.New(compute(t, market(), crawls()), meta)) })
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	if n := doc.Find("script, link, img, iframe, [src], [onload]").Length(); n > 0 {
		t.Errorf("%d elements that run or load something", n)
	}
	if !strings.Contains(doc.Find("#employers").Text(), "<script>") {
		t.Error("the employer's odd name is not shown as the text it is")
	}
	doc.Find("table").Each(func(_ int, table *goquery.Selection) {
		want := table.Find("thead th").Length()
		table.Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
			if got := row.Find("th, td").Length(); got != want {
				t.Errorf("a row has %d cells under %d columns: %s", got, want, row.Text())
			}
		})
	})
	if n := strings.Count(doc.Text(), meta.Notice); n < 2 {
		t.Errorf("the notice stands %d times, want top and foot", n)
	}
}

func TestCSVIsRectangular(t *testing.T) {
	table := render(t, func(b *bytes.Buffer) error { return report.CSV(b, compute(t, market(), crawls())) })
	records, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(records) < 100 {
		t.Errorf("only %d numbers", len(records))
	}
}
