package corpus_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rung/corpus"
	"rung/corpus/corpustest"
)

// made are ids made of a hash.
var made = regexp.MustCompile(`::[0-9a-f]{16}$`)

// summary is what a decoded row says, in a line.
func summary(p corpus.Posting, err error) string {
	if err != nil {
		return "! " + err.Error()
	}
	var places []string
	for _, l := range p.Locations {
		places = append(places, l.Raw)
	}
	return fmt.Sprintf("%s | %s | %s | %s | %s", made.ReplaceAllString(p.ID, "::#"), p.Title, p.Company, strings.Join(places, "+"), strings.ReplaceAll(p.Text, "\n", "/"))
}

func decode(input string, opt corpus.DecodeOptions) []string {
	var got []string
	for p, err := range corpus.Decode(strings.NewReader(input), opt) {
		got = append(got, summary(p, err))
	}
	return got
}

// shout stands in for the reader of markup.
func shout(markup string) string { return "TEXT OF " + markup }

func TestDecode(t *testing.T) {
	tests := []struct {
		name  string
		opt   corpus.DecodeOptions
		input string
		want  []string
	}{
		{"jsonl", corpus.DecodeOptions{}, `{"id":"a","title":"PM","company":"Acme","location":"Oslo","body":"Own it."}` + "\n\n" + `{"id":"b","title":"APM","text":"Learn it."}`,
			[]string{"a | PM | Acme | Oslo | Own it.", "b | APM |  |  | Learn it."}},
		{"bad rows cost only themselves", corpus.DecodeOptions{}, `{"id":"a","title":"PM"}` + "\n" + `{"id":"b","title":` + "\n7\n" + `{"id":"c"}` + "\n" + `{"id":"d","title":"APM"} x` + "\n" + `{"id":"e","title":"CPO"}`,
			[]string{"a | PM |  |  | ", "! line 2: not JSON: unexpected EOF", "! line 3: not an object", "! line 4: neither title nor text", "! line 5: not JSON: there is more after the object", "e | CPO |  |  | "}},
		{"a long row costs only itself", corpus.DecodeOptions{MaxRow: 40}, `{"id":"a","title":"PM"}` + "\n" + `{"id":"b","title":"` + strings.Repeat("x", 60) + `"}` + "\n" + `{"id":"c","title":"PM"}`,
			[]string{"a | PM |  |  | ", "! line 2: longer than a row may be", "c | PM |  |  | "}},
		{"array", corpus.DecodeOptions{}, "[\n{\"id\":\"a\",\"title\":\"P]M\"},\n 5, \"x\", {\"id\":\"b\",\n\"title\":\"A\\\"}PM\"}\n, {bad} ,{\"id\":\"c\",\"title\":\"CPO\"}]",
			[]string{"a | P]M |  |  | ", "! line 3: not an object", "! line 3: not an object", `b | A"}PM |  |  | `, "! line 5: not JSON: invalid character 'b' looking for beginning of object key string", "c | CPO |  |  | "}},
		{"array cut short", corpus.DecodeOptions{}, `[{"id":"a","title":"PM"},{"id":"b","ti`,
			[]string{"a | PM |  |  | ", "! line 1: the file ends inside it: unexpected EOF"}},
		{"object over several lines", corpus.DecodeOptions{Name: "ad.json"}, "{\n \"id\": \"a\",\n \"title\": \"PM\"\n}\n", []string{"a | PM |  |  | "}},
		{"csv", corpus.DecodeOptions{}, "Job Title,Company Name,Location,Description,applyUrl\nPM,\"Acme, Inc.\",Oslo,\"Own it.\nAll of it.\",https://x.example/1\n",
			[]string{"import::# | PM | Acme, Inc. | Oslo | Own it./All of it."}},
		{"csv with semicolons, bad rows", corpus.DecodeOptions{Name: "a.csv"}, "id;title;body\na;PM;x\nb;PM\nc;\"P;M\";y\nd;\"open;z\ne;CPO;\n",
			[]string{"a | PM |  |  | x", "! line 3: 2 cells under 3 headings", "c | P;M |  |  | y", "! line 5: a quote is never closed", "e | CPO |  |  | "}},
		{"tabs", corpus.DecodeOptions{Name: "a.tsv"}, "id\ttitle\na\tPM\n", []string{"a | PM |  |  | "}},
		{"schema.org", corpus.DecodeOptions{HTMLText: shout}, `{"@context":"https://schema.org","@type":"JobPosting","title":"PM","description":"<p>Own it.</p>","identifier":{"@type":"PropertyValue","value":"77"},"hiringOrganization":{"@type":"Organization","name":"Acme"},"jobLocation":[{"@type":"Place","address":{"@type":"PostalAddress","addressLocality":"Oslo","addressCountry":"NO"}}]}`,
			[]string{"import::77 | PM | Acme | Oslo, NO | TEXT OF <p>Own it.</p>"}},
		{"schema.org graph", corpus.DecodeOptions{}, `{"@graph":[{"@type":"WebPage","title":"no"},{"@type":"JobPosting","title":"PM","url":"https://x.example/1"}]}` + "\n" + `{"@graph":[]}`,
			[]string{"import::# | PM |  |  | ", "! line 2: a graph without a JobPosting"}},
		{"body wins over markup", corpus.DecodeOptions{HTMLText: shout}, `{"id":"a","title":"PM","html":"<p>no</p>","body":"yes"}`, []string{"a | PM |  |  | yes"}},
		{"markup without a reader", corpus.DecodeOptions{}, `{"id":"a","title":"PM","html":"<p>no</p>"}`, []string{"! line 1: its text is markup, and there is no reader for that"}},
		{"page", corpus.DecodeOptions{HTMLText: shout, Title: "PM"}, "<html><p>Own it.</p></html>", []string{"import::# | PM |  |  | TEXT OF <html><p>Own it.</p></html>"}},
		{"page with structure", corpus.DecodeOptions{PagePostings: func([]byte) []corpus.Posting {
			return []corpus.Posting{{NativeID: "1", Title: "PM"}, {NativeID: "2", Title: "APM"}}
		}}, "<html>", []string{"import::1 | PM |  |  | ", "import::2 | APM |  |  | "}},
		{"plain text", corpus.DecodeOptions{}, "# Product Manager\r\n\r\nOwn  it.\r\n", []string{"import::# | Product Manager |  |  | # Product Manager//Own it."}},
		{"plain text without a title", corpus.DecodeOptions{}, "We are looking for someone to own it.", []string{"import::# |  |  |  | We are looking for someone to own it."}},
		{"UTF-16", corpus.DecodeOptions{}, utf16(`{"id":"a","title":"Größe"}`), []string{"a | Größe |  |  | "}},
		{"UTF-8 with mark, bad bytes inside", corpus.DecodeOptions{}, "\xef\xbb\xbf" + `{"id":"a","title":"P` + "\xff" + `M"}`, []string{"a | P\uFFFDM |  |  | "}},
		{"binary", corpus.DecodeOptions{}, "MZ\x00\x01\x02", []string{"! line 1: a binary file, not postings as text"}},
		{"PDF", corpus.DecodeOptions{}, "%PDF-1.7\n%x", []string{"! line 1: a PDF, not postings as text: save or copy its text first"}},
		{"unknown format", corpus.DecodeOptions{Format: "xml"}, "x", []string{`! unknown format "xml": jsonl, json, csv, html and text are known`}},
		{"empty", corpus.DecodeOptions{}, "", []string{"! line 1: the file is empty"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, decode(tt.input, tt.opt)); diff != "" {
				t.Errorf("Decode (-want +got):\n%s", diff)
			}
		})
	}
}

func utf16(s string) string {
	out := []byte{0xff, 0xfe}
	for _, r := range s {
		out = append(out, byte(r), byte(r>>8))
	}
	return string(out)
}

// TestDecodeFields goes through what fields may hold.
func TestDecodeFields(t *testing.T) {
	at := func(s string) time.Time {
		parsed, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	base := corpus.Posting{ID: "a", Source: "import", Title: "PM"}
	with := func(set func(p *corpus.Posting)) corpus.Posting { p := base; set(&p); return p }
	tests := []struct {
		fields string
		want   corpus.Posting
	}{
		{`"postedDate":"2026-07-08"`, with(func(p *corpus.Posting) {
			p.Posted = &corpus.Stated{At: at("2026-07-08T00:00:00Z"), Field: "postedDate"}
		})},
		{`"posted_at":"2026-07-08T10:00:00+02:00","updated":1783500000000,"validThrough":1783500000`, with(func(p *corpus.Posting) {
			p.Posted = &corpus.Stated{At: at("2026-07-08T08:00:00Z"), Field: "posted_at"}
			p.Updated = &corpus.Stated{At: at("2026-07-08T08:40:00Z"), Field: "updated"}
			p.ValidThrough = &corpus.Stated{At: at("2026-07-08T08:40:00Z"), Field: "validThrough"}
		})},
		{`"posted":"3 days ago"`, with(func(p *corpus.Posting) { p.Extra = map[string]any{"posted": "3 days ago"} })},
		{`"workMode":"On-site"`, with(func(p *corpus.Posting) { p.Workplace = corpus.Onsite })},
		{`"workMode":"wherever"`, with(func(p *corpus.Posting) { p.Extra = map[string]any{"workMode": "wherever"} })},
		{`"remote":true`, with(func(p *corpus.Posting) { p.Workplace = corpus.Remote })},
		{`"remote":false`, with(func(p *corpus.Posting) { p.Extra = map[string]any{"remote": false} })},
		{`"employmentType":["FULL_TIME","CONTRACTOR"]`, with(func(p *corpus.Posting) {
			p.EmploymentRaw, p.Employment = "FULL_TIME, CONTRACTOR", []corpus.Employment{corpus.Contract, corpus.FullTime}
		})},
		{`"salaryMin":100,"salaryMax":"120,000","salaryText":"about 100","salaryPeriod":"yearly"`, with(func(p *corpus.Posting) {
			p.Salaries = []corpus.Salary{{Min: 100, Max: 120000, Period: corpus.PerYear, Origin: corpus.SalaryStructured, Raw: "about 100"}}
		})},
		{`"baseSalary":{"@type":"MonetaryAmount","currency":"EUR","value":{"minValue":50000,"maxValue":60000,"unitText":"YEAR"}}`, with(func(p *corpus.Posting) {
			p.Salaries = []corpus.Salary{{Min: 50000, Max: 60000, Currency: "EUR", Period: corpus.PerYear, Origin: corpus.SalaryStructured}}
		})},
		{`"city":"Oslo","country":"NO"`, with(func(p *corpus.Posting) {
			p.Locations = []corpus.Location{{Raw: "Oslo, NO", City: "Oslo", Country: "NO"}}
		})},
		{`"applyUrl":"HTTPS://Jobs.Example.com:443/1?utm_source=a&gh_jid=7#top"`, with(func(p *corpus.Posting) {
			p.URL = "https://jobs.example.com/1?gh_jid=7"
			p.ApplyURL = p.URL
		})},
		{`"seniority_label":"Mid-Senior","label":{"rung":"pm","n":12345678901234567890},"extra":{"ats":"x"},"observed":{"first_seen":"2020-01-01T00:00:00Z"},"verdict":{}`, with(func(p *corpus.Posting) {
			p.ClaimedLevel = "Mid-Senior"
			p.Extra = map[string]any{"ats": "x", "label": map[string]any{"rung": "pm", "n": jsonNumber("12345678901234567890")}}
		})},
	}
	for _, tt := range tests {
		for got, err := range corpus.Decode(strings.NewReader(`{"id":"a","title":"PM",`+tt.fields+`}`), corpus.DecodeOptions{}) {
			if err != nil {
				t.Errorf("%s: %v", tt.fields, err)
				continue
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.fields, diff)
			}
		}
	}
}

func TestImport(t *testing.T) {
	ctx := context.Background()
	s := open(t, corpus.Options{})
	if _, err := s.Forget(ctx, corpus.Forgotten{Kind: corpus.ForgetCompany, Value: "Rival"}); err != nil {
		t.Fatal(err)
	}
	const file = `{"id":"a","title":"PM","body":"x"}
{"id":"b","title":"PM","body":"x","validThrough":"2020-01-01"}
{"title":"PM","url":"https://x.example/1"}
{"id":"a","title":"PM","body":"other"}
{"id":"c","title":"PM","company":"rival"}
broken`
	var bad []string
	run := func(input string, at time.Time) corpus.ImportStats {
		bad = nil
		stats, err := corpus.Import(ctx, s, strings.NewReader(input), corpus.ImportOptions{At: at, Bad: func(e *corpus.RowError) { bad = append(bad, e.Error()) }})
		if err != nil {
			t.Fatal(err)
		}
		return stats
	}
	wantBad := []string{"line 4: an earlier row has the same id and other content", "line 6: not JSON: invalid character 'b' looking for beginning of value"}
	for i, want := range []corpus.ImportStats{{Rows: 6, New: 3, Forgotten: 1, Bad: 2}, {Rows: 6, Unchanged: 3, Forgotten: 1, Bad: 2}} {
		if got := run(file, day(i)); got != want {
			t.Errorf("import %d: got %+v, want %+v", i+1, got, want)
		}
		slices.Sort(bad)
		if !slices.Equal(bad, wantBad) {
			t.Errorf("import %d: bad rows %q, want %q", i+1, bad, wantBad)
		}
	}
	p, err := s.Get(ctx, "a")
	if want := (corpus.Observed{FirstSeen: day(0), LastSeen: day(0)}); err != nil || p.Observed != want {
		t.Errorf("observed of an import: %+v, %v, want %+v", p.Observed, err, want)
	}
	if p, err = s.Get(ctx, "b"); err != nil || p.Observed.CloseReason != corpus.ClosedExpired {
		t.Errorf("an import whose end is past: %+v, %v", p.Observed, err)
	}
	if got, want := run(`{"id":"a","title":"Senior PM","body":"x"}`, day(3)), (corpus.ImportStats{Rows: 1, Changed: 1}); got != want {
		t.Errorf("changed row: got %+v, want %+v", got, want)
	}
}

// endless gives rows, one of them without an end, and never holds more than a
// few of them.
type endless struct {
	rows int
	row  []byte
	rest []byte
}

func (e *endless) Read(b []byte) (int, error) {
	if len(e.rest) == 0 {
		if e.rows == 0 {
			return 0, io.EOF
		}
		e.rows--
		e.rest = e.row
	}
	n := copy(b, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

// TestDecodeMemory reads 90 MB, of which one row is 64 MB, and holds next to
// nothing of it.
func TestDecodeMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 90 MB")
	}
	row := []byte(`{"title":"PM","body":"` + strings.Repeat("Own it. ", 1000) + `"}` + "\n")
	long := bytes.Repeat([]byte("x"), 1<<20)
	in := io.MultiReader(&endless{rows: 1500, row: row}, &endless{rows: 64, row: long}, strings.NewReader("\n"), &endless{rows: 1500, row: row})
	var good, bad int
	var most uint64
	for _, err := range corpus.Decode(in, corpus.DecodeOptions{Format: corpus.FormatJSONL, MaxRow: 1 << 20}) {
		if err == nil {
			good++
		} else if errors.Is(err, corpus.ErrLongRow) {
			bad++
		}
		if good%500 == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	}
	if good != 3000 || bad != 1 || most > 32<<20 {
		t.Errorf("%d rows, %d too long, %d MB at most; want 3000, 1 and under 32", good, bad, most>>20)
	}
}

// TestArchive restores an archive into an empty store: a second archive from
// there is the same, byte for byte.
func TestArchive(t *testing.T) {
	ctx := context.Background()
	from, to := open(t, corpus.Options{}), open(t, corpus.Options{})
	l := corpustest.Listing(day(0), corpustest.UpTo(12)...)
	l.Raw, l.Detail, l.Bytes, l.Requests = [][]byte{[]byte("one"), []byte("two")}, "fine", 6, 2
	apply(t, from, l)
	apply(t, from, corpustest.Listing(day(1), 0, 1, 2, 3, 4, 5, 6, 7, 8))
	apply(t, from, corpustest.Listing(day(40), corpustest.UpTo(12)...))
	apply(t, from, corpustest.Listing(day(41), 1, 2))
	for _, step := range []error{
		from.SetValidators(ctx, "https://x.example", corpus.Validators{ETag: "e", Body: []byte("three"), At: day(1)}),
		from.PutVerdicts(ctx, []corpus.StoredVerdict{{ID: corpustest.ID(1), Model: "m", Fingerprint: "f", JSON: []byte(`{"rung":"pm"}`)}}),
		from.End(ctx, corpustest.ID(2), corpus.ClosedGone, day(42)),
	} {
		if step != nil {
			t.Fatal(step)
		}
	}
	if _, err := from.BeginCrawl(ctx, day(43), []corpus.Board{corpustest.Acme, {Source: "lever", Token: "x"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := from.Forget(ctx, corpus.Forgotten{Kind: corpus.ForgetCompany, Value: "Rival", At: day(43)}); err != nil {
		t.Fatal(err)
	}

	archive := func(s *corpus.Store) string {
		var b bytes.Buffer
		if err := corpus.ExportAll(ctx, s, &b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	first := archive(from)
	for i, want := range []corpus.ImportStats{{Rows: 12, New: 12}, {Rows: 12, Unchanged: 12}} {
		stats, err := corpus.Import(ctx, to, strings.NewReader(first), corpus.ImportOptions{At: day(99)})
		if err != nil || stats != want {
			t.Fatalf("restore %d: %+v, %v, want %+v", i+1, stats, err, want)
		}
		if diff := cmp.Diff(withoutSeq(first), withoutSeq(archive(to))); diff != "" {
			t.Errorf("restore %d (-first +second):\n%s", i+1, diff)
		}
	}
	// What was held goes on being held.
	got, want := apply(t, to, corpustest.Listing(day(44), 1)), apply(t, from, corpustest.Listing(day(44), 1))
	slices.SortFunc(got.Postings, byID)
	slices.SortFunc(want.Postings, byID)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("next listing (-original +restored):\n%s", diff)
	}
	if _, err := corpus.Import(ctx, to, strings.NewReader(`{"rung_archive":99}`+"\n"), corpus.ImportOptions{At: day(99)}); !errors.Is(err, corpus.ErrNewer) {
		t.Errorf("archive of a later version: %v, want ErrNewer", err)
	}
}

func byID(a, b corpus.PostingChange) int { return strings.Compare(a.ID, b.ID) }

// withoutSeq drops sequence numbers, which count verdicts too and are a
// store's own; their order is that of the lines.
func withoutSeq(archive string) []string {
	lines := strings.Split(archive, "\n")
	for i, l := range lines {
		if before, after, ok := strings.Cut(l, `"seq":`); ok {
			_, after, _ = strings.Cut(after, ",")
			lines[i] = before + after
		}
	}
	return lines
}

// TestExport exports and imports postings as lines and as a table.
func TestExport(t *testing.T) {
	ctx := context.Background()
	s := open(t, corpus.Options{})
	apply(t, s, corpustest.Listing(day(0), 1, 2))
	if err := s.PutVerdicts(ctx, []corpus.StoredVerdict{{ID: corpustest.ID(1), Model: "m", JSON: []byte(`{"rung":"pm","confidence":0.9}`)}}); err != nil {
		t.Fatal(err)
	}
	var lines, table bytes.Buffer
	if err := corpus.ExportJSONL(ctx, s, &lines, corpus.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := corpus.ExportCSV(ctx, s, &table, corpus.ExportOptions{Lift: []string{"rung", "confidence"}}); err != nil {
		t.Fatal(err)
	}
	stats, err := corpus.Import(ctx, s, &lines, corpus.ImportOptions{At: day(1)})
	if want := (corpus.ImportStats{Rows: 2, Unchanged: 2}); err != nil || stats != want {
		t.Errorf("lines into the same store: %+v, %v, want %+v", stats, err, want)
	}
	heading, _, _ := strings.Cut(table.String(), "\n")
	if !strings.HasSuffix(heading, ",verdict,verdict.rung,verdict.confidence") || !strings.Contains(table.String(), ",pm,0.9\n") {
		t.Errorf("verdict columns are missing:\n%s", table.String())
	}
	var titles []string
	for p, err := range corpus.Decode(&table, corpus.DecodeOptions{}) {
		if err != nil {
			t.Fatal(err)
		}
		want := corpustest.Sample(len(titles) + 1)
		if p.Text != want.Text || p.ID != want.ID || !p.Posted.At.Equal(want.Posted.At) || fmt.Sprint(p.Extra) != fmt.Sprint(want.Extra) {
			t.Errorf("table row: got %+v, want %+v", p, want)
		}
		titles = append(titles, p.Title)
	}
	if len(titles) != 2 {
		t.Errorf("the table gives back %q", titles)
	}
}
