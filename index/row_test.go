package index

import (
	"reflect"
	"testing"
	"time"

	"rung/classify"
	"rung/corpus"
)

// unpack reads a row twice, with memory of its own and in a batch's, and
// fails when they differ.
func unpack(s string) (Row, bool) {
	u, v := unpacker{packed: s}, unpacker{packed: s, room: newRoom(1), shared: &shared{}}
	r := u.row()
	same := reflect.DeepEqual(v.row(), r)
	return r, u.whole() && same
}

func TestRowKeepsEveryColumn(t *testing.T) {
	gap, years := -2, 2.5
	at := func(day int) time.Time { return time.Date(2026, 3, day, 4, 5, 6, 0, time.UTC) }
	r := Row{ID: "a:b:c", Vacancy: "v", Source: "a", Board: "a:b", Company: "Größe & Co", Countries: []string{"DE", "US"},
		Workplace: corpus.Hybrid, Language: "de", OnLadder: true, Abstained: true, Beside: "other", Track: "ic",
		Rank: 5, TitleRank: 6, DutiesRank: 4, Gap: &gap, Confidence: 0.8125,
		Posted: at(1), FirstSeen: at(2), LastSeen: at(3), Closed: at(4), Spells: []Spell{{at(2), at(3)}, {Opened: at(4)}},
		Pay: Pay{61.5, 1e6, "EUR", corpus.PerHour}, YearsMin: &years, Length: 1234, Rules: "owns-roadmap years-5", Skills: "apis sql"}
	v := reflect.ValueOf(r)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("column %s is not tested", v.Type().Field(i).Name)
		}
	}
	if got, ok := unpack(r.pack()); !ok || !reflect.DeepEqual(got, r) {
		t.Errorf("unpacked %+v, want %+v", got, r)
	}
	plain := Row{ID: "a:b:c", Vacancy: "a:b:c", Source: "a"}
	if got, ok := unpack(plain.pack()); !ok || !reflect.DeepEqual(got, plain) {
		t.Errorf("unpacked %+v, want %+v", got, plain)
	}
	if got, ok := unpack((&Row{}).pack()); !ok || !reflect.DeepEqual(got, Row{}) {
		t.Errorf("unpacked %+v, want nothing", got)
	}
}

func TestPayPrefersStatedYears(t *testing.T) {
	hour := corpus.Salary{Min: 50, Currency: "USD", Period: corpus.PerHour, Origin: corpus.SalaryFromText}
	year := corpus.Salary{Min: 9e4, Currency: "EUR", Period: corpus.PerYear, Origin: corpus.SalaryStructured}
	guess := corpus.Salary{Min: 1, Currency: "EUR", Period: corpus.PerYear, Origin: corpus.SalaryEstimated}
	for _, tt := range []struct {
		in   []corpus.Salary
		want float64
	}{{[]corpus.Salary{guess, hour, year}, 9e4}, {[]corpus.Salary{hour}, 50}, {[]corpus.Salary{guess}, 0}, {nil, 0}} {
		if got := pay(tt.in); got.Min != tt.want {
			t.Errorf("pay(%v) = %v, want %v", tt.in, got.Min, tt.want)
		}
	}
}

// FuzzRow: whatever the words of a posting are, its row unpacks whole and
// packs to the same again.
func FuzzRow(f *testing.F) {
	f.Add("a:b:c", "Acme", "v1", int64(1_780_000_000), int64(0), 4, 0.5, 120000.0)
	f.Add("\x1f", "\x1e\xff", "\n", int64(-5), int64(1), -1, -1.0, 1e300)
	f.Fuzz(func(t *testing.T, id, company, vacancy string, seen, closed int64, rank int, conf, pay float64) {
		d := Document{Vacancy: vacancy, Verdict: classify.Verdict{OnLadder: true, Rank: rank, Gap: &rank}}
		d.Posting = corpus.Posting{ID: id, Company: company, Source: company, Board: id, Text: id,
			Locations: []corpus.Location{{Country: company}, {Country: "US"}},
			Salaries:  []corpus.Salary{{Min: pay, Currency: company, Period: corpus.PerYear}}}
		d.Verdict.Confidence = max(0, min(1, conf))
		d.Posting.Observed.FirstSeen = time.Unix(seen%(1<<40), 0)
		d.Posting.Observed.ClosedAt = time.Unix(closed%(1<<40), 0)
		d.Spells = []Spell{{Opened: d.Posting.Observed.ClosedAt}}
		r := newRow(d)
		packed := r.pack()
		r.Company, r.Countries, r.Pay.Currency, r.Confidence = clean(r.Company), nil, "", 0
		got, ok := unpack(packed)
		if !ok {
			t.Fatalf("%q does not unpack", packed)
		}
		if again := got.pack(); again != packed {
			t.Fatalf("%q packs again as %q", packed, again)
		}
		got.Countries, got.Pay.Currency, got.Confidence = nil, "", 0
		if !reflect.DeepEqual(got, r) {
			t.Fatalf("%q unpacks as %+v, want %+v", packed, got, r)
		}
	})
}

func BenchmarkUnpack(b *testing.B) {
	gap, years := 0, 5.0
	at := func(day int) time.Time { return time.Date(2026, 3, day, 4, 5, 6, 0, time.UTC) }
	r := Row{ID: "ashby:brightloom:5a4b3969-6997-496b-b343-c00a83e20b35", Source: "ashby", Board: "ashby:brightloom",
		Company: "Brightloom", Countries: []string{"US"}, Workplace: corpus.Hybrid, Language: "en", OnLadder: true,
		Rank: 4, TitleRank: 4, DutiesRank: 4, Gap: &gap, Confidence: 0.8125, Posted: at(1), FirstSeen: at(2), LastSeen: at(3),
		Pay: Pay{120000, 150000, "USD", corpus.PerYear}, YearsMin: &years, Length: 1234}
	r.Vacancy = r.ID
	packed := r.pack()
	b.ReportAllocs()
	for b.Loop() {
		u := unpacker{packed: packed}
		if r = u.row(); u.bad {
			b.Fatal(packed)
		}
	}
}
