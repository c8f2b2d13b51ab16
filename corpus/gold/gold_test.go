package gold

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"
	"unicode/utf8"

	"rung/corpus/corpustest"
)

func load(t testing.TB) []Row {
	t.Helper()
	rows, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestEveryRowKeepsTheGuide(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range load(t) {
		if seen[r.ID] {
			t.Errorf("%s: id used twice", r.ID)
		}
		seen[r.ID] = true
		if err := r.Check(); err != nil {
			t.Errorf("%s: %v", r.ID, err)
		}
		if r.Company == "" || r.Posted == nil || len(r.Locations) != 1 {
			t.Errorf("%s: lacks employer, date or place", r.ID)
		}
		if !utf8.ValidString(r.Text) || strings.Contains(r.Text, "\r") {
			t.Errorf("%s: text is not clean UTF-8 with \\n line ends", r.ID)
		}
	}
}

// TestRungFollowsTheOneStepRule holds the labels to the guide's arithmetic: a
// ranked title stands while its duties are within one rung, an unranked one
// ("pm") is only ever left for low or medium certainty beyond one.
func TestRungFollowsTheOneStepRule(t *testing.T) {
	for _, r := range load(t) {
		l := r.Label
		gap, ok := l.Gap()
		if !ok {
			continue
		}
		ranked := l.TitleSays != "pm"
		if ranked && gap*gap <= 1 && l.Rung != l.TitleSays {
			t.Errorf("%s: title %q within one rung of %q, yet rung %q", r.ID, l.TitleSays, l.Duties, l.Rung)
		}
		title, duties, rung := slices.Index(rungs, l.TitleSays), slices.Index(rungs, l.Duties), slices.Index(rungs, l.Rung)
		if rung < min(title, duties) || rung > max(title, duties) {
			t.Errorf("%s: rung %q lies outside title %q and duties %q", r.ID, l.Rung, l.TitleSays, l.Duties)
		}
		if gap*gap >= 4 && l.Rung == l.TitleSays {
			t.Errorf("%s: two rungs of gap, yet the title %q stands", r.ID, l.TitleSays)
		}
		if !ranked && gap*gap >= 4 && l.Rung == l.Duties && l.Certainty == "high" {
			t.Errorf("%s: an unranked title moved two rungs cannot be certain", r.ID)
		}
	}
}

func TestComposition(t *testing.T) {
	rows := load(t)
	count := map[string]int{}
	companies := map[string]bool{}
	for _, r := range rows {
		count["rows"]++
		count[r.Label.Rung]++
		count["duties "+r.Label.Duties]++
		if r.Label.Rung == "lead" {
			count["lead "+r.Label.Track]++
		}
		if r.Trap != "" {
			count["traps"]++
		}
		if gap, ok := r.Label.Gap(); ok && gap >= 2 {
			count["title far above"]++
		} else if ok && gap <= -2 {
			count["title far below"]++
		}
		if n := len(strings.Fields(r.Text)); n > 250 {
			count["long"]++
		}
		companies[r.Company] = true
	}
	count["employers"] = len(companies)
	count["misleading titles"] = count["title far above"] + count["title far below"]
	tests := []struct {
		name string
		want int
	}{
		{"rows", 200}, {"employers", 90}, {"traps", 45},
		{"misleading titles", 30}, {"title far above", 10}, {"title far below", 10},
		{"associate", 18}, {"junior", 20}, {"pm", 26}, {"senior", 26},
		{"lead", 26}, {"lead ic", 13}, {"lead manager", 13},
		{"director", 18}, {"executive", 18},
		{"designer", 8}, {"developer", 8}, {"other", 24},
		{"duties associate", 14}, {"duties junior", 14}, {"duties pm", 14}, {"duties senior", 14},
		{"duties lead", 14}, {"duties director", 14}, {"duties executive", 14}, {"duties ", 3},
		{"long", 8},
	}
	for _, tt := range tests {
		if count[tt.name] < tt.want {
			t.Errorf("%s: %d, want %d or more", tt.name, count[tt.name], tt.want)
		}
	}
}

// TestGuideIsTrue keeps the counts and the list of traps in the guide and the
// rows the same.
func TestGuideIsTrue(t *testing.T) {
	guide, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := load(t)
	companies := map[string]bool{}
	for _, r := range rows {
		companies[r.Company] = true
	}
	if counts := fmt.Sprintf("%d job ads from %d employers", len(rows), len(companies)); !strings.Contains(string(guide), counts) {
		t.Errorf("README.md does not say %q", counts)
	}
	for _, r := range rows {
		if r.Trap != "" && !strings.Contains(string(guide), "| `"+r.Trap+"` |") {
			t.Errorf("%s: trap %q is not in README.md", r.ID, r.Trap)
		}
	}
}

// TestAdsAreWrittenNotStamped guards against templates: ads of two employers
// may share at most a fifth of the shorter one's five-word shingles.
func TestAdsAreWrittenNotStamped(t *testing.T) {
	rows := load(t)
	sets := make([]map[string]bool, len(rows))
	for i, r := range rows {
		sets[i] = shingles(r.Text)
	}
	for i := range rows {
		for j := range i {
			small, large := sets[i], sets[j]
			if len(small) > len(large) {
				small, large = large, small
			}
			if rows[i].Company == rows[j].Company || len(small) == 0 {
				continue
			}
			if share := overlap(small, large); share > 0.2 {
				t.Errorf("%s and %s share %.0f %% of their shingles", rows[j].ID, rows[i].ID, 100*share)
			}
		}
	}
}

func shingles(text string) map[string]bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	set := map[string]bool{}
	for i := 0; i+5 <= len(words); i++ {
		set[strings.Join(words[i:i+5], " ")] = true
	}
	return set
}

func overlap(small, large map[string]bool) float64 {
	n := 0
	for s := range small {
		if large[s] {
			n++
		}
	}
	return float64(n) / float64(len(small))
}

const good = `{"id":"a1","title":"Product Manager","company":null,"posted":"2026-03-04","body":"Own it.","label":{"on_ladder":true,"duties":null,"rung":"pm","years_min":3,"track":null}}`

func TestDecode(t *testing.T) {
	tests := []struct {
		name, in, want string
		rows           int
	}{
		{name: "one row", in: good, rows: 1},
		{name: "blank lines, CRLF and a byte order mark", in: "\ufeff" + good + "\r\n\n" + good, rows: 2},
		{name: "nothing", in: ""},
		{name: "half a row costs only itself", in: "{\"id\":\n" + good, rows: 1, want: "line 1:"},
		{name: "no id", in: `{"body":"x"}`, want: "line 1: no id"},
		{name: "no body", in: `{"id":"a1","label":{}}`, want: "a1: no body"},
		{name: "no label", in: `{"id":"a1","body":"x"}`, want: "a1: no label"},
		{name: "unknown rung", in: strings.Replace(good, `"pm"`, `"guru"`, 1), want: `unknown rung "guru"`},
		{name: "off the ladder with a rung", in: strings.Replace(good, "true", "false", 1), want: "on_ladder is false"},
		{name: "a date that is none", in: strings.Replace(good, "2026-03-04", "last week", 1), want: "posted"},
		{name: "wrong type", in: good + "\n" + `{"id":7}`, rows: 1, want: "line 2:"},
		{name: "endless line", in: strings.Repeat("x", maxLine+1), want: "token too long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows := 0
			var errs []error
			for _, err := range Decode(strings.NewReader(tt.in)) {
				if err != nil {
					errs = append(errs, err)
					continue
				}
				rows++
			}
			got := errors.Join(errs...)
			if rows != tt.rows || (tt.want == "") != (got == nil) || got != nil && !strings.Contains(got.Error(), tt.want) {
				t.Errorf("got %d rows and %v, want %d and %q", rows, got, tt.rows, tt.want)
			}
		})
	}
}

func TestDecodeEndsWithTheReader(t *testing.T) {
	broken := io.MultiReader(strings.NewReader(good+"\n"), iotest.ErrReader(io.ErrUnexpectedEOF))
	var last error
	n := 0
	for _, err := range Decode(broken) {
		n, last = n+1, err
	}
	var line *LineError
	if n != 2 || !errors.As(last, &line) || line.Line != 2 || !errors.Is(last, io.ErrUnexpectedEOF) {
		t.Errorf("yielded %d, last %v, want the row and then the reader's error at line 2", n, last)
	}
}

func TestCheckFindsContradictions(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*Row)
		want  string
	}{
		{"evidence from elsewhere", func(r *Row) { r.Label.Evidence = []string{"not there"} }, "not in the text"},
		{"no evidence", func(r *Row) { r.Label.Evidence = nil }, "without evidence"},
		{"six spans", func(r *Row) { r.Label.Evidence = slices.Repeat([]string{"own"}, 6) }, "five are allowed"},
		{"track below lead", func(r *Row) { r.Label.Track = "ic" }, "track"},
		{"lead without track", func(r *Row) { r.Label.Rung = "lead" }, "track"},
		{"mismatch not named", func(r *Row) { r.Label.TitleSays = "lead" }, TitleAbove},
		{"mismatch invented", func(r *Row) { r.Label.Mismatch = TitleBelow }, `mismatch "no"`},
		{"certainty of nothing", func(r *Row) { r.Label.Duties = "" }, "duties_certainty"},
		{"unknown words", func(r *Row) { r.Label.Certainty, r.Label.Readers, r.Label.TitleSays = "sure", "two", "vp" }, "unknown readers"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Row{Label: Label{OnLadder: true, Duties: "pm", DutiesCertainty: "high", Rung: "pm", Certainty: "high",
				TitleSays: "pm", Mismatch: NoMismatch, Evidence: []string{"own"}}}
			r.Text = "You own it."
			if err := r.Check(); err != nil {
				t.Fatalf("before: %v", err)
			}
			tt.spoil(&r)
			if err := r.Check(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Check() = %v, want %q", err, tt.want)
			}
		})
	}
}

func TestDecodeReadsTheSharedFile(t *testing.T) {
	f, err := os.Open(corpustest.Shared(t, "eval/dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for row, err := range Decode(f) {
		if err != nil {
			t.Fatal(err)
		}
		if row.Text == "" || row.Label.Rung == "" || row.Source == "" {
			t.Errorf("%s: empty text, rung or source", row.ID)
		}
		n++
	}
	if n < 200 {
		t.Errorf("read %d rows, want some hundreds", n)
	}
}

// FuzzDecode: whatever the bytes, a row that is yielded can be scored (id,
// text and a known rung), and every error names its line.
func FuzzDecode(f *testing.F) {
	f.Add(good)
	f.Add("{\n" + good + "\n[]\nnull")
	f.Add(strings.Replace(good, "Own it.", `\ud800`, 1))
	f.Fuzz(func(t *testing.T, in string) {
		for row, err := range Decode(strings.NewReader(in)) {
			var line *LineError
			switch {
			case err != nil && (!errors.As(err, &line) || line.Line < 1):
				t.Errorf("error without a line: %v", err)
			case err == nil && (row.ID == "" || strings.TrimSpace(row.Text) == "" || row.Label.known() != nil):
				t.Errorf("yielded a row that cannot be scored: %+v", row)
			}
		}
	})
}
