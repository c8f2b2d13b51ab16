package trend_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/index"
	"rung/index/indextest"
	"rung/index/query"
	"rung/index/trend"
)

var ctx = context.Background()

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

func compute(t testing.TB, src trend.Source, opt trend.Options) *trend.Report {
	t.Helper()
	r, err := trend.Compute(ctx, src, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// row is a vacancy of one posting: "2026-01-05" opened, "" never closed.
func row(id string, rank int, employer, opened, closed string) index.Row {
	r := index.Row{ID: id, Vacancy: id, Company: employer, Board: "ashby:" + employer, Source: "ashby",
		Rank: rank, OnLadder: true, FirstSeen: date(opened), Language: "en", Length: 100}
	if closed != "" {
		r.Closed = date(closed)
	}
	return r
}

func crawls(days ...string) []trend.Crawl {
	var out []trend.Crawl
	for _, d := range days {
		out = append(out, trend.Crawl{At: date(d)})
	}
	return out
}

func TestFlowSeparatesJoinedFromNew(t *testing.T) {
	src := rows{
		row("a", 3, "x", "2026-01-05", "2026-02-10"), // there at the first crawl
		row("b", 3, "x", "2026-01-20", ""),           // new in January
		row("c", 3, "y", "2026-02-20", ""),           // its board was first read then
		row("d", 3, "y", "2026-02-25", "2026-02-27"), // new and closed in February
	}
	cs := []trend.Crawl{
		{At: date("2026-01-05"), Boards: []string{"ashby:x"}},
		{At: date("2026-02-20"), Boards: []string{"ashby:x", "ashby:y"}},
		{At: date("2026-03-01"), Boards: []string{"ashby:x", "ashby:y"}},
	}
	f := compute(t, src, trend.Options{Crawls: cs}).Flow
	var got []string
	for i, c := range f.Rungs[2].Cells {
		got = append(got, fmt.Sprintf("%s %d+%d+%d-%d=%d", f.Periods[i].Name, c.Start, c.Joined, c.New, c.Closed, c.End))
	}
	want := []string{"2026-01 0+1+1-0=2", "2026-02 2+1+1-2=2", "2026-03 2+0+0-0=2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("flow (-want +got):\n%s", diff)
	}
	if !f.Periods[0].Partial || f.Periods[1].Partial || !f.Periods[2].Partial {
		t.Errorf("partial periods %+v", f.Periods)
	}
}

func TestOneCrawlHasNoFlow(t *testing.T) {
	src := rows{row("a", 3, "x", "2026-01-05", "")}
	for _, cs := range [][]trend.Crawl{nil, crawls("2026-01-05"), crawls("2026-01-05", "2026-01-05")} {
		r := compute(t, src, trend.Options{Crawls: cs})
		if r.Flow != nil || r.FlowNote == "" || r.Closing != nil {
			t.Errorf("%d crawls: flow %v, note %q", len(cs), r.Flow, r.FlowNote)
		}
	}
}

func TestPostedSeriesShowsOnlyWhatIsOpen(t *testing.T) {
	a, b := row("a", 4, "x", "2026-01-05", ""), row("b", 4, "x", "2026-01-05", "2026-02-01")
	a.Posted, b.Posted = date("2025-12-30"), date("2025-12-30")
	s := compute(t, rows{a, b, row("c", 4, "x", "2026-01-05", "")}, trend.Options{}).Series
	if len(s.Periods) != 1 || s.Periods[0].Name != "2025-12" || s.Totals[0] != 1 || s.Undated != 1 {
		t.Errorf("series %+v", s)
	}
	if !strings.Contains(s.Title, "still open, by month posted") || !strings.Contains(s.Title, "not demand") {
		t.Errorf("title %q", s.Title)
	}
}

func TestWeeksBeginOnMonday(t *testing.T) {
	s := compute(t, rows{row("a", 4, "x", "2026-01-04", ""), row("b", 4, "x", "2026-01-05", "")},
		trend.Options{By: trend.Week, Date: trend.FirstSeen}).Series
	want := []trend.Period{{Name: "2026-W01", Start: date("2025-12-29"), End: date("2026-01-05")},
		{Name: "2026-W02", Start: date("2026-01-05"), End: date("2026-01-12")}}
	if diff := cmp.Diff(want, s.Periods); diff != "" {
		t.Errorf("weeks (-want +got):\n%s", diff)
	}
}

func TestVacancyIsItsLongestPosting(t *testing.T) {
	short, long, other := row("short", 3, "x", "2026-01-01", "2026-02-01"), row("long", 5, "x", "2026-01-10", ""), row("other", 3, "y", "2026-01-01", "")
	short.Vacancy, long.Vacancy, long.Length = "v", "v", 500
	short.Pay = index.Pay{Min: 100, Max: 200, Currency: "EUR", Period: corpus.PerYear}
	r := compute(t, rows{short, long, other}, trend.Options{})
	if c := r.Coverage; c.Postings != 3 || c.Vacancies != 2 || c.Open != 2 || c.Intensity != 1.5 {
		t.Errorf("coverage %+v", c)
	}
	if r.Mix[4].K != 1 || r.Mix[2].K != 1 {
		t.Errorf("mix %+v", r.Mix)
	}
	if g := r.Pay[4].Groups; len(g) != 1 || g[0].N != 1 {
		t.Errorf("pay of the vacancy is lost: %+v", g)
	}
	if got, err := r.Postings(r.Mix[4].Key); err != nil || !slices.Equal(got, []string{"long", "short"}) {
		t.Errorf("postings behind lead: %v, %v", got, err)
	}
}

func TestPayIsSuppressed(t *testing.T) {
	paid := func(n, employers int, kind string, largest int) rows {
		var out rows
		for i := range n {
			e := fmt.Sprint("e", i%employers)
			if i < largest {
				e = "e0"
			}
			r := row(fmt.Sprint(kind, i), 4, e, "2026-01-01", "")
			r.Pay = index.Pay{Min: float64(100 + i), Max: float64(100 + i), Currency: kind, Period: corpus.PerYear}
			out = append(out, r)
		}
		return out
	}
	for _, tt := range []struct {
		name, want string
		src        rows
	}{
		{"enough", "", paid(20, 10, "USD", 0)},
		{"19 vacancies", "fewer than 20", paid(19, 10, "USD", 0)},
		{"4 employers", "fewer than 5", paid(40, 4, "USD", 0)},
		{"one large", "more than 40 %", paid(40, 10, "USD", 16)},
		{"two currencies", "fewer than 20", append(paid(15, 10, "USD", 0), paid(14, 10, "EUR", 0)...)},
	} {
		g := compute(t, tt.src, trend.Options{}).Pay[3].Groups[0]
		if (tt.want == "") != (g.Suppressed == "") || !strings.Contains(g.Suppressed, tt.want) || (g.Median != 0) != (tt.want == "") {
			t.Errorf("%s: %+v, want %q", tt.name, g, tt.want)
		}
	}
	if g := compute(t, paid(21, 10, "USD", 0), trend.Options{}).Pay[3].Groups[0]; g.Q1 != 105 || g.Median != 110 || g.Q3 != 115 {
		t.Errorf("quartiles of 100…120: %+v", g)
	}
}

func TestChangeNeedsAClearInterval(t *testing.T) {
	var src rows
	add := func(n, rank int, day string) {
		for range n {
			id := fmt.Sprint(len(src))
			src = append(src, row(id, rank, "e"+id, day, ""))
		}
	}
	add(50, 3, "2026-01-10")
	add(50, 4, "2026-01-10")
	add(10, 3, "2026-02-10")
	add(90, 4, "2026-02-10")
	add(1, 3, "2026-03-01")
	r := compute(t, src, trend.Options{Date: trend.FirstSeen, Crawls: crawls("2026-01-01", "2026-03-02")})
	c := r.Series.Rungs[3].Change
	if c == nil || c.From != "2026-01" || c.To != "2026-02" || !c.Clear || math.Abs(c.Difference-0.4) > 1e-9 {
		t.Errorf("change of senior %+v, want a clear 0.4 from January to February", c)
	}
	if c := r.Series.Rungs[0].Change; c == nil || c.Clear {
		t.Errorf("change of a rung without vacancies %+v, want none clear", c)
	}
}

func TestTimeToCloseEntersLate(t *testing.T) {
	old, unknown, fresh, lost := row("old", 3, "x", "2026-01-01", "2026-01-31"), row("unknown", 3, "x", "2026-01-01", "2026-01-11"),
		row("fresh", 3, "x", "2026-01-05", "2026-01-25"), row("lost", 3, "x", "2026-01-05", "")
	old.Posted = date("2025-12-02")
	lost.LastSeen = date("2026-01-08")
	s := compute(t, rows{old, unknown, fresh, lost}, trend.Options{Crawls: crawls("2026-01-01", "2026-03-01")}).Closing[2]
	// At 20 days only fresh is at risk: old enters at 30, lost leaves at 3,
	// and the age of unknown is not known.
	if s.N != 3 || s.Closed != 2 || s.Median == nil || *s.Median != 20 {
		t.Errorf("%+v (median %v), want 3 observed, 2 closed, median 20", s, *s.Median)
	}
}

// TestAgreesWithPlainCounting compares an indexed market with a count that
// shares nothing with Compute.
func TestAgreesWithPlainCounting(t *testing.T) {
	docs := indextest.Market{Seed: 21, Employers: 40}.Documents(1500)
	x := indexed(t, docs)
	cs := crawls("2025-01-01", "2025-06-15", "2026-07-01")
	r := compute(t, x, trend.Options{Date: trend.FirstSeen, Crawls: cs})

	longest := map[string]index.Document{}
	seen := map[string]time.Time{}
	for _, d := range docs {
		have, ok := longest[d.Vacancy]
		if n := len(d.Posting.Text) - len(have.Posting.Text); !ok || n > 0 || n == 0 && d.Posting.ID < have.Posting.ID {
			longest[d.Vacancy] = d
		}
		if at := d.Posting.Observed.FirstSeen; seen[d.Vacancy].IsZero() || at.Before(seen[d.Vacancy]) {
			seen[d.Vacancy] = at
		}
	}
	want := map[string]int{}
	for id, d := range longest {
		if d.Verdict.OnLadder {
			want[d.Verdict.Rung]++
			want[d.Verdict.Rung+seen[id].Format(" 2006-01")]++
			if d.Verdict.Gap != nil && *d.Verdict.Gap > 0 {
				want[d.Verdict.Rung+" inflated"]++
			}
			if d.Posting.Workplace == corpus.Remote {
				want[d.Verdict.Rung+" remote"]++
			}
		}
	}
	got := map[string]int{}
	put := func(name string, n int) {
		if n > 0 {
			got[name] = n
		}
	}
	for i, name := range query.Rungs {
		put(name, r.Mix[i].K)
		put(name+" inflated", r.Inflated[i].K)
		put(name+" remote", r.Remote[i].K)
		for j, c := range r.Series.Rungs[i].Cells {
			put(name+" "+r.Series.Periods[j].Name, c.K)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counts (-plain +computed):\n%s", diff)
	}
	keysLeadToPostings(t, r)
}

func indexed(t testing.TB, docs []index.Document) *index.Index {
	t.Helper()
	x, err := index.Open(t.TempDir(), index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	if err := x.Put(ctx, docs); err != nil {
		t.Fatal(err)
	}
	return x
}

// keysLeadToPostings checks that every number leads to at least as many
// postings as it counts vacancies, and to none where it counts none.
func keysLeadToPostings(t *testing.T, r *trend.Report) {
	t.Helper()
	check := func(key string, n int) {
		t.Helper()
		ids, err := r.Postings(key)
		if err != nil || len(ids) < n || (n == 0) != (len(ids) == 0) {
			t.Errorf("%s counts %d and leads to %d postings (%v)", key, n, len(ids), err)
		}
	}
	for i := range 7 {
		for _, s := range []trend.RungShare{r.Mix[i], r.Remote[i], r.Inflated[i], r.Understated[i], r.Pay[i].Disclosure} {
			check(s.Key, s.K)
		}
		for _, c := range r.Series.Rungs[i].Cells {
			check(c.Key, c.K)
		}
		for _, g := range r.Pay[i].Groups {
			check(g.Key, g.N)
		}
		check(r.Years[i].Key, r.Years[i].N)
		if r.Flow != nil {
			for _, c := range r.Flow.Rungs[i].Cells {
				check(c.NewKey, c.New)
				check(c.ClosedKey, c.Closed)
				check(c.EndKey, c.End)
			}
		}
	}
	for i := range 8 {
		check(r.Titles[i].AboveKey, r.Titles[i].Above)
		check(r.Titles[i].BelowKey, r.Titles[i].Below)
	}
	for _, s := range []trend.RungShare{r.Entry, r.EntryDoor, r.EntryInName} {
		check(s.Key, s.K)
	}
	for _, q := range r.Ratios {
		check(q.Key, q.K)
		check(q.OverKey, q.N)
	}
	if g := r.GhostRisk; g != nil {
		check(g.Total.Key, g.Total.K)
		for i, c := range g.Criteria {
			check(c.Key, c.N)
			check(g.Rungs[i].Key, g.Rungs[i].K)
		}
	}
	if r.Demand != nil {
		for _, p := range r.Demand.Total.Points {
			if p.Key != "" {
				check(p.Key, p.Open)
			}
		}
	}
	for _, a := range r.Asks {
		for _, x := range append(a.More, a.Fewer...) {
			check(x.FromKey, x.FromK)
			check(x.ToKey, x.ToK)
		}
	}
	for _, e := range r.Top {
		check(e.Key, e.N)
	}
	for _, p := range r.Countries {
		check(p.Key, p.N)
	}
}

// TestFiltersNarrowEverySection: a report on what a query matches is, in every
// section, the report on those vacancies alone.
func TestFiltersNarrowEverySection(t *testing.T) {
	x := indexed(t, indextest.Market{Seed: 9, Employers: 30}.Documents(600))
	opt := trend.Options{Crawls: crawls("2025-02-01", "2025-08-01", "2026-05-20"), Draws: 50}
	for _, text := range []string{"rung:senior", "rung:pm..lead", "country:US", "remote:true", "is:open"} {
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		matched := map[string]bool{}
		if err := x.Walk(ctx, q, func(r *index.Row) error { matched[r.ID] = true; return nil }); err != nil {
			t.Fatal(err)
		}
		longest := map[string]index.Row{}
		var all rows
		if err := x.Walk(ctx, query.All{}, func(r *index.Row) error {
			all = append(all, *r)
			if l, ok := longest[r.Vacancy]; !ok || r.Length > l.Length || r.Length == l.Length && r.ID < l.ID {
				longest[r.Vacancy] = *r
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		alone := slices.DeleteFunc(all, func(r index.Row) bool { return !matched[longest[r.Vacancy].ID] })
		if len(alone) == 0 || len(alone) == 600 {
			t.Fatalf("%s matches %d: the test shows nothing", text, len(alone))
		}
		asked := opt
		asked.Query = q
		got, want := compute(t, x, asked), compute(t, alone, opt)
		want.Query, want.Digest = got.Query, got.Digest
		want.Population, want.Notes = got.Population, got.Notes // they name the query
		if a, b := marshal(t, want), marshal(t, got); a != b {
			t.Errorf("%s (-alone +filtered):\n%s", text, cmp.Diff(a, b))
		}
	}
}

// TestMemo: nothing is computed anew until the source or the question
// changes.
func TestMemo(t *testing.T) {
	x := indexed(t, indextest.Market{Seed: 9, Employers: 30}.Documents(100))
	var memo trend.Memo
	ask := func(opt trend.Options) *trend.Report {
		t.Helper()
		r, err := memo.Compute(ctx, x, opt)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	opt := trend.Options{Draws: 50, Crawls: crawls("2025-02-01", "2026-05-20")}
	first := ask(opt)
	if ask(opt) != first {
		t.Error("the same question was computed twice")
	}
	later := opt
	later.Crawls = crawls("2025-02-01", "2026-06-20")
	week := opt
	week.By = trend.Week
	if ask(later) == first || ask(week) == first {
		t.Error("another question has the same answer")
	}
	if err := x.Put(ctx, indextest.Market{Seed: 10}.Documents(1)); err != nil {
		t.Fatal(err)
	}
	if again := ask(opt); again == first || again.Digest == first.Digest {
		t.Error("the index changed and its report did not")
	}
}

// TestKeysAreAnswered: every key of every field leads to postings.
func TestKeysAreAnswered(t *testing.T) {
	src, cs := invented(20)
	r := compute(t, src, trend.Options{Crawls: cs, Draws: -1})
	keys := r.Keys()
	if len(keys) < 100 {
		t.Errorf("only %d keys", len(keys))
	}
	behind, err := r.Behind()
	if err != nil || len(behind) != len(keys) {
		t.Errorf("%d of %d keys answered: %v", len(behind), len(keys), err)
	}
	for i := range 7 {
		for _, s := range []trend.RungShare{r.Open[i], r.Shift.Rungs[i].Before, r.Shift.Rungs[i].After} {
			if len(behind[s.Key]) != s.K {
				t.Errorf("%s counts %d and leads to %d", s.Key, s.K, len(behind[s.Key]))
			}
		}
	}
	for _, c := range r.Coverage.Stated {
		if len(behind[c.Key]) != c.N {
			t.Errorf("%s counts %d and leads to %d", c.Key, c.N, len(behind[c.Key]))
		}
	}
}

// TestKeysOfParts: what has no key of its own in the report leads to as many
// vacancies as it counts.
func TestKeysOfParts(t *testing.T) {
	src, cs := invented(20)
	r := compute(t, src, trend.Options{Crawls: cs, Draws: -1})
	leads := func(key string, n int) {
		t.Helper()
		if ids, err := r.Postings(key); err != nil || len(ids) != n {
			t.Errorf("%s counts %d and leads to %d: %v", key, n, len(ids), err)
		}
	}
	for _, e := range r.Top {
		leads(e.OpenKey(), e.Open)
		for i, n := range e.Rungs {
			leads(e.RankKey(i+1), n)
		}
	}
	for _, p := range r.Countries {
		for i, n := range p.Rungs {
			leads(p.RankKey(i+1), n)
		}
	}
	for _, x := range r.Titles {
		leads(x.KnownKey(), x.N)
	}
	for _, f := range r.Flow.Rungs {
		opened, closed := map[string]bool{}, map[string]bool{}
		for _, c := range f.Cells {
			for key, seen := range map[string]map[string]bool{c.NewKey: opened, c.ClosedKey: closed} {
				ids, err := r.Postings(key)
				if err != nil {
					t.Fatal(err)
				}
				for _, id := range ids {
					seen[id] = true
				}
			}
		}
		leads(r.Flow.Key("new", f.Rank), len(opened))
		leads(r.Flow.Key("closed", f.Rank), len(closed))
	}
}

func TestUnknownKeys(t *testing.T) {
	r := compute(t, rows{row("a", 3, "x", "2026-01-05", "")}, trend.Options{})
	for _, key := range []string{"", "mix", "mix/nobody", "zzz/pm", "new/pm/2026-01"} {
		if _, err := r.Postings(key); !errors.Is(err, trend.ErrKey) {
			t.Errorf("Postings(%q): %v, want ErrKey", key, err)
		}
	}
	if _, err := new(trend.Report).Postings("mix/pm"); !errors.Is(err, trend.ErrKey) {
		t.Errorf("of an empty report: %v", err)
	}
}

// TestProperties: whatever the market, parts add up, doubling every vacancy
// changes no share, and the order of the rows changes nothing.
func TestProperties(t *testing.T) {
	for seed := range uint64(5) {
		var src rows
		x := indexed(t, indextest.Market{Seed: 100 + seed, Employers: 25}.Documents(400))
		if err := x.Walk(ctx, query.All{}, func(r *index.Row) error { src = append(src, *r); return nil }); err != nil {
			t.Fatal(err)
		}
		opt := trend.Options{By: trend.Week, Crawls: crawls("2025-02-01", "2026-05-20")}
		r := compute(t, src, opt)
		var k int
		var share float64
		for i := range 7 {
			k, share = k+r.Mix[i].K, share+r.Mix[i].Share
		}
		if k != r.Coverage.OnLadder || math.Abs(share-1) > 1e-12 {
			t.Errorf("seed %d: mix has %d of %d vacancies and sums to %v", seed, k, r.Coverage.OnLadder, share)
		}

		shuffled := slices.Clone(src)
		slices.Reverse(shuffled)
		if a, b := marshal(t, r), marshal(t, compute(t, shuffled, opt)); a != b {
			t.Errorf("seed %d: the order of rows shows:\n%s", seed, cmp.Diff(a, b))
		}

		doubled := slices.Clone(src)
		for _, r := range src {
			r.ID, r.Vacancy, r.Company = r.ID+"'", r.Vacancy+"'", r.Company+"'"
			doubled = append(doubled, r)
		}
		d := compute(t, doubled, opt)
		for i := range 7 {
			if d.Mix[i].Share != r.Mix[i].Share || d.Remote[i].Share != r.Remote[i].Share {
				t.Errorf("seed %d: doubling changes the share of %s", seed, r.Mix[i].Rung)
			}
		}
	}
}

func marshal(t testing.TB, r *trend.Report) string {
	t.Helper()
	b, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

// TestFewData: a golden each for what the report says on little.
func TestFewData(t *testing.T) {
	many := func(n, employers int) rows {
		var out rows
		for i := range n {
			r := row(fmt.Sprintf("p%02d", i), 1+i%7, fmt.Sprint("employer ", i%employers), fmt.Sprintf("2026-01-%02d", 1+i), "")
			r.Posted = r.FirstSeen
			out = append(out, r)
		}
		return out
	}
	two := crawls("2026-01-01", "2026-02-01")
	for _, tt := range []struct {
		name string
		src  rows
		opt  trend.Options
	}{
		{"nothing", nil, trend.Options{}},
		{"one", many(1, 1), trend.Options{}},
		{"nineteen", many(19, 6), trend.Options{Crawls: two}},
		{"one-employer", many(30, 1), trend.Options{Crawls: two[:1]}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			corpustest.Golden(t, "testdata/"+tt.name+".golden", []byte(marshal(t, compute(t, tt.src, tt.opt))))
		})
	}
}

func TestWrongOptions(t *testing.T) {
	for _, opt := range []trend.Options{{By: "year"}, {Date: "updated"}, {From: date("2026-03-01"), To: date("2026-01-01")}} {
		if _, err := trend.Compute(ctx, rows{}, opt); err == nil {
			t.Errorf("Compute(%+v) has no complaint", opt)
		}
	}
}

func TestQueryAdmitsByTheLongestPosting(t *testing.T) {
	docs := indextest.Market{Seed: 4}.Documents(200)
	x := indexed(t, docs)
	whole := compute(t, x, trend.Options{})
	sum := 0
	for i, name := range query.Rungs {
		q, err := query.Parse("rung:" + name)
		if err != nil {
			t.Fatal(err)
		}
		part := compute(t, x, trend.Options{Query: q})
		sum += part.Coverage.Vacancies
		if part.Mix[i].K != whole.Mix[i].K {
			t.Errorf("%s: %d alone, %d in the whole", name, part.Mix[i].K, whole.Mix[i].K)
		}
	}
	if sum != whole.Coverage.OnLadder {
		t.Errorf("the rungs alone have %d vacancies, the whole %d", sum, whole.Coverage.OnLadder)
	}
}
