package index_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rung/classify"
	"rung/corpus"
	"rung/index"
	"rung/index/indextest"
	"rung/index/query"
)

var ctx = context.Background()

func open(t testing.TB, dir string, opt index.Options) *index.Index {
	t.Helper()
	x, err := index.Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

func put(t testing.TB, x *index.Index, docs ...index.Document) {
	t.Helper()
	if err := x.Put(ctx, docs); err != nil {
		t.Fatal(err)
	}
}

func search(t testing.TB, x *index.Index, q string, r index.Request) index.Result {
	t.Helper()
	r.Query = parse(t, q)
	res, err := x.Search(ctx, r)
	if err != nil {
		t.Fatalf("search %s: %v", q, err)
	}
	return res
}

func ids(res index.Result) []string {
	out := []string{}
	for _, h := range res.Hits {
		out = append(out, h.ID)
	}
	return out
}

func walked(t testing.TB, x *index.Index, q query.Query) []string {
	t.Helper()
	var out []string
	if err := x.Walk(ctx, q, func(r *index.Row) error { out = append(out, r.ID); return nil }); err != nil {
		t.Fatalf("walk %s: %v", q, err)
	}
	slices.Sort(out)
	return out
}

func posting(id, title, text string) index.Document {
	return index.Document{
		Posting: corpus.Posting{ID: id, Title: title, Text: text, Company: "Brightloom"},
		Verdict: classify.Verdict{ID: id},
	}
}

func TestWordsAreFound(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	put(t, x,
		posting("a", "Senior Product Manager", "You will be managing the roadmap of payments."),
		posting("b", "PM, Growth", "Run experiments with the Head of Marketing."),
		posting("c", "Product Designer", "Work with a product manager and a manager of research."),
		posting("d", "Warehouse Lead", "Nothing about goods here, only shelves. Größe zählt."),
	)
	for _, tt := range []struct {
		name, q string
		want    []string
	}{
		{"stem", "manage", []string{"a", "c"}},
		{"two words", "roadmap payment", []string{"a"}},
		{"either", "roadmap OR experiment", []string{"a", "b"}},
		{"denied", "product -designer", []string{"a"}},
		{"phrase", `"manager of research"`, []string{"c"}},
		{"not the phrase", `"research manager"`, nil},
		{"synonym of an abbreviation", "pm", []string{"a", "b", "c"}},
		{"synonym of words", "product manager growth", []string{"b"}},
		{"title only", "title:product", []string{"a", "c"}},
		{"company", "company:brightloom shelves", []string{"d"}},
		{"word that says nothing", "head of marketing", []string{"b"}},
		{"only such words", "the of", []string{"a", "b", "c", "d"}},
		{"denied such word", "roadmap -the", []string{"a"}},
		{"none with denial", "zeppelin -roadmap", nil},
		{"denial of all", "-*", nil},
		{"not english", "größe", []string{"d"}},
		{"hyphens", "head-of-marketing", []string{"b"}},
		{"by id", "id:c", []string{"c"}},
		{"nothing on the ladder", "rung:pm", nil},
		{"empty", "", []string{"a", "b", "c", "d"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ids(search(t, x, tt.q, index.Request{}))
			slices.Sort(got)
			if diff := cmp.Diff(append([]string{}, tt.want...), got); diff != "" {
				t.Errorf("search %s (-want +got):\n%s", tt.q, diff)
			}
		})
	}
}

func TestTitleOutranksBody(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	put(t, x, posting("body", "Engineer", "growth growth growth"), posting("title", "Growth Manager", "something else"))
	if got := ids(search(t, x, "growth", index.Request{})); got[0] != "title" {
		t.Errorf("order %v, want the title first", got)
	}
}

func TestWordsSideBySideInTheTitleComeFirst(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	put(t, x, posting("a", "Head of Marketing", "marketing of a product, the product and more product"),
		posting("b", "Head of Product", "something else entirely, and at some length, so that the words weigh less"),
		posting("c", "Product Lead", "reports to the head"))
	res := search(t, x, "head of product", index.Request{})
	if got := ids(res); len(got) != 3 || got[0] != "b" {
		t.Errorf("order %v, want b first of three", got)
	}
}

func TestHeadOutranksTheRestOfATitle(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	chief := posting("1", "Chief Product Officer", "Lead the company's product work.")
	chief.Verdict.Title.Head = chief.Posting.Title
	assistant := posting("0", "Assistant to the Chief Product Officer", "Keep the calendar.")
	assistant.Verdict.Title.Head = "Assistant"
	put(t, x, assistant, chief)
	if got := ids(search(t, x, "chief product officer", index.Request{})); !slices.Equal(got, []string{"1", "0"}) {
		t.Errorf("found %v, want the officer before the assistant", got)
	}
}

func TestSmallWordsDoNotPartAHead(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	vp := posting("1", "VP of Product", "Set the direction.")
	vp.Verdict.Title.Head = vp.Posting.Title
	analyst := posting("0", "VP Product Analyst", "Product, product, product.")
	analyst.Verdict.Title.Head = "Analyst"
	put(t, x, analyst, vp)
	if got := ids(search(t, x, "vp product", index.Request{})); !slices.Equal(got, []string{"1", "0"}) {
		t.Errorf("found %v, want the head before the words in passing", got)
	}
}

func TestAccentsAreFolded(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	d := posting("1", "Product Manager, Café", "Meet our customers at the Straße in Łódź. No cake.")
	d.Posting.Company, d.Posting.Locations = "Señora", []corpus.Location{{City: "Wrocław", Country: "PL"}}
	put(t, x, d)
	for _, q := range []string{"cafe", "CAFÉ", "senora", "wroclaw", "city:Wrocław", "strasse", "lodz", `"in lodz"`} {
		res := search(t, x, q, index.Request{Highlight: true})
		if len(res.Hits) != 1 {
			t.Errorf("%s finds %d", q, len(res.Hits))
		}
	}
	f := search(t, x, "lodz", index.Request{Highlight: true}).Hits[0].Fragments[0]
	if got := f.Text[f.Marks[0].Start:f.Marks[0].End]; got != "Łódź" {
		t.Errorf("marked %q, want the word as it is written", got)
	}
}

func TestLoosen(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	put(t, x, posting("a", "Manager", "roadmap pricing"), posting("b", "Manager", "roadmap"))
	got, err := x.Loosen(ctx, parse(t, "roadmap pricing country:US"))
	if err != nil {
		t.Fatal(err)
	}
	want := []index.Looser{{Drop: "country:US", Query: "roadmap pricing", Total: 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got, err := x.Loosen(ctx, parse(t, "zeppelin")); len(got) != 0 || err != nil {
		t.Errorf("of one part: %v, %v", got, err)
	}
}

// TestConformance holds every query against the plain evaluation of
// evaluate_test.go over the same documents: hits, rows and facets.
func TestConformance(t *testing.T) {
	docs := indextest.Market{Seed: 5, Employers: 30}.Documents(600)
	x := open(t, t.TempDir(), index.Options{})
	put(t, x, docs...)
	for _, q := range []string{
		"", "roadmap", "product -group", "rung:senior", "rung:senior..director", "rung:>=lead", "rung:pm,lead -country:US",
		"-rung:pm", "beside:designer", "track:manager is:open", "is:closed", "is:paid", "is:abstained", "is:inflated", "is:ladder",
		"country:US,DE", "city:berlin", `city:"new york"`, "remote:true", "remote:false", "workplace:hybrid",
		"since:2026-01", "until:2025-03", "date:2025-06..2025-08", "posted:2025-06", "seen:2025-06", "closed:2025-09..", "closed:..",
		"salary:>150k", "salary:<100k", "salary:110k..120k", "salary:120000", "currency:EUR", "period:year",
		"years:<=3", "years:>8", "gap:>0", "gap:0", "gap:<0", "conf:<0.6", "conf:>=0.9", "lang:en", "lang:de",
		"company:employer", `company:"employer 3"`, "board:ashby:employer3", "vacancy:v16", "source:ashby",
		`"product strategy" rung:pm`, "roadmap OR pricing rung:senior", "(roadmap OR rung:pm) -(is:open country:US)",
		"skill:pricing,user-stories is:open", `-skill:"product roadmap"`, "zzz -rung:pm", "zzz OR rung:pm", "-(zzz) rung:director",
	} {
		t.Run(q, func(t *testing.T) {
			tree := parse(t, q)
			var want []string
			for _, d := range docs {
				if matches(tree, d) {
					want = append(want, d.Posting.ID)
				}
			}
			slices.Sort(want)
			if diff := cmp.Diff(want, walked(t, x, tree)); diff != "" {
				t.Errorf("walk (-want +got):\n%s", diff)
			}
			for _, by := range index.Sorts() {
				res := search(t, x, q, index.Request{Size: 1000, Sort: by, Facets: []string{"company"}})
				got := ids(res)
				slices.Sort(got)
				if res.Total != len(want) || !slices.Equal(got, want) && len(want) > 0 {
					t.Errorf("search by %s finds %d of %d", by, res.Total, len(want))
				}
			}
		})
	}
}

func TestFacetsCountWhatMatches(t *testing.T) {
	docs := indextest.Market{Seed: 6}.Documents(500)
	x := open(t, t.TempDir(), index.Options{})
	put(t, x, docs...)
	res := search(t, x, "is:open", index.Request{Facets: index.FacetNames(), FacetSize: 1000})
	for _, f := range res.Facets {
		for _, c := range f.Counts {
			want := 0
			for _, d := range docs {
				if d.Posting.Observed.ClosedAt.IsZero() && slices.Contains(facetOf(f.Name, d), c.Value) {
					want++
				}
			}
			if c.N != want {
				t.Errorf("facet %s %s = %d, want %d", f.Name, c.Value, c.N, want)
			}
		}
		if len(f.Counts) == 0 && f.Name != "track" {
			t.Errorf("facet %s is empty", f.Name)
		}
	}
	small := search(t, x, "is:open", index.Request{Facets: []string{"company"}, FacetSize: 3}).Facets[0]
	sum := small.Other
	for _, c := range small.Counts {
		sum += c.N
	}
	if len(small.Counts) != 3 || sum != res.Total {
		t.Errorf("facet cut to 3 lists %d values and %d of %d postings", len(small.Counts), sum, res.Total)
	}
}

// TestCountingInPartsChangesNoHit compares pages found with facets, which are
// counted on all processors, with those found without, which are not.
func TestCountingInPartsChangesNoHit(t *testing.T) {
	if runtime.GOMAXPROCS(0) == 1 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	}
	x := open(t, t.TempDir(), index.Options{})
	put(t, x, indextest.Market{Seed: 5, Words: 9}.Documents(2500)...)
	if err := x.Delete(ctx, []string{"ashby:employer0:3"}); err != nil {
		t.Fatal(err)
	}
	for _, req := range []index.Request{{}, {Sort: index.ByDate}, {Fold: true}, {Fold: true, Sort: index.ByDate}} {
		for page := 0; page < 3; page++ {
			alone := search(t, x, "product", req)
			req.Facets = []string{"company", "rung"}
			counted := search(t, x, "product", req)
			if diff := cmp.Diff(alone.Hits, counted.Hits); diff != "" || alone.Next != counted.Next || alone.Total != counted.Total {
				t.Fatalf("%+v, page %d: counting changes the hits (-without +with):\n%s", req, page, diff)
			}
			want := map[string]int{}
			vacancies := map[string]bool{}
			for _, row := range walkedRows(t, x, "product") {
				want[row.Company]++
				vacancies[row.Vacancy] = true
			}
			for _, c := range counted.Facets[0].Counts {
				if want[c.Value] != c.N {
					t.Errorf("company %s: counted %d, there are %d", c.Value, c.N, want[c.Value])
				}
			}
			if counted.Vacancies != len(vacancies) {
				t.Errorf("counted %d vacancies, there are %d", counted.Vacancies, len(vacancies))
			}
			req.Facets, req.After = nil, alone.Next
		}
	}
}

func walkedRows(t *testing.T, x *index.Index, q string) (rows []index.Row) {
	t.Helper()
	if err := x.Walk(ctx, parse(t, q), func(r *index.Row) error { rows = append(rows, *r); return nil }); err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestUnknownFacetIsNamed(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	_, err := x.Search(ctx, index.Request{Facets: []string{"contry"}})
	if err == nil || !strings.Contains(err.Error(), "did you mean country") {
		t.Errorf("err = %v", err)
	}
}

func TestPagingVisitsEachHitOnce(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	put(t, x, indextest.Market{Seed: 8}.Documents(300)...)
	for _, tt := range []struct {
		name, q string
		req     index.Request
	}{
		{"score", "roadmap", index.Request{}},
		{"date", "roadmap", index.Request{Sort: index.ByDate}},
		{"no words", "rung:pm", index.Request{}},
		{"folded score", "roadmap", index.Request{Fold: true}},
		{"folded date", "", index.Request{Fold: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			req := tt.req
			req.Size = 1000
			req.Fold = false
			want := bestOfEach(search(t, x, tt.q, req), tt.req.Fold)
			var got []string
			req.Fold = tt.req.Fold
			req.Size = 7
			for {
				res := search(t, x, tt.q, req)
				got = append(got, ids(res)...)
				if req.After = res.Next; req.After == "" {
					break
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("pages differ from the whole (-whole +pages):\n%s", diff)
			}
		})
	}
}

// bestOfEach is the ids of all hits or, folded, of the first of each vacancy.
func bestOfEach(res index.Result, fold bool) (out []string) {
	shown := map[string]bool{}
	for _, h := range res.Hits {
		if !fold || !shown[h.Vacancy] {
			out = append(out, h.ID)
		}
		shown[h.Vacancy] = true
	}
	return out
}

func TestForeignCursor(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	for _, after := range []string{"x", "e30", "!!"} {
		if _, err := x.Search(ctx, index.Request{After: after}); !errors.Is(err, index.ErrCursor) {
			t.Errorf("After %q: %v, want ErrCursor", after, err)
		}
	}
}

func TestFoldShowsTheBestOfAVacancy(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	a, b, c := posting("a", "Growth Manager", "growth"), posting("b", "Manager", "some growth"), posting("c", "Growth", "growth")
	a.Vacancy, b.Vacancy = "v", "v"
	put(t, x, a, b, c)
	res := search(t, x, "growth", index.Request{Fold: true, Facets: []string{"rung"}})
	if res.Total != 3 || res.Vacancies != 2 || len(res.Hits) != 2 {
		t.Fatalf("total %d, vacancies %d, hits %v", res.Total, res.Vacancies, ids(res))
	}
	for _, h := range res.Hits {
		want := map[string][]string{"a": {"b"}, "c": nil}[h.ID]
		if !slices.Equal(h.Also, want) {
			t.Errorf("hit %s also %v, want %v", h.ID, h.Also, want)
		}
	}
}

func TestRewrittenAndDeletedAreNotCounted(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	docs := indextest.Market{Seed: 9}.Documents(120)
	for range 3 {
		put(t, x, docs...)
	}
	changed := docs[0]
	changed.Verdict.OnLadder, changed.Verdict.Rank, changed.Verdict.Beside = false, 0, "other"
	put(t, x, changed)
	gone := []string{docs[1].Posting.ID, docs[2].Posting.ID, "never there"}
	if err := x.Delete(ctx, gone); err != nil {
		t.Fatal(err)
	}
	if n, err := x.Count(); n != 118 || err != nil {
		t.Errorf("Count() = %d, %v, want 118", n, err)
	}
	all := walked(t, x, query.All{})
	if len(all) != 118 || len(slices.Compact(all)) != 118 {
		t.Errorf("walk passes %d rows, want each of 118 once", len(all))
	}
	if slices.Contains(walked(t, x, parse(t, "is:ladder")), changed.Posting.ID) {
		t.Error("the overwritten verdict still counts")
	}
	res := search(t, x, "", index.Request{Facets: []string{"open"}})
	if sum := res.Facets[0].Counts[0].N + res.Facets[0].Counts[1].N; sum != 118 {
		t.Errorf("facet counts %d postings, want 118", sum)
	}
}

// WalkFacts leaves out the rules and skills, and nothing else.
func TestWalkFacts(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	put(t, x, indextest.Market{Seed: 5}.Documents(9000)...)
	rows := func(walk func(context.Context, query.Query, func(*index.Row) error) error) map[string]index.Row {
		out := map[string]index.Row{}
		err := walk(ctx, query.All{}, func(r *index.Row) error {
			own := *r
			own.Countries = slices.Clone(r.Countries)
			if r.Gap != nil {
				own.Gap = new(*r.Gap)
			}
			if r.YearsMin != nil {
				own.YearsMin = new(*r.YearsMin)
			}
			out[r.ID] = own
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	want, asked := rows(x.Walk), 0
	for id, r := range want {
		asked += len(r.Rules) + len(r.Skills)
		r.Rules, r.Skills = "", ""
		want[id] = r
	}
	if got := rows(x.WalkFacts); asked == 0 || len(got) != 9000 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d rows differ from those of Walk, which ask for %d bytes", len(got), asked)
	}
}

// TestRowsDoNotInherit: the engine is silent about a document without a
// value, which must not take that of the document before.
func TestRowsDoNotInherit(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	docs := indextest.Market{Seed: 10}.Documents(200)
	put(t, x, docs...)
	byID := map[string]index.Document{}
	for _, d := range docs {
		byID[d.Posting.ID] = d
	}
	err := x.Walk(ctx, query.All{}, func(r *index.Row) error {
		d := byID[r.ID]
		if r.Paid() != (len(d.Posting.Salaries) > 0) || (r.YearsMin == nil) != (d.Verdict.Years.Min == nil) ||
			r.Closed.IsZero() != d.Posting.Observed.ClosedAt.IsZero() || (r.Gap == nil) != (d.Verdict.Gap == nil) ||
			r.Company != d.Posting.Company || r.Board != "ashby:"+d.Posting.Board || r.Rank != d.Verdict.Rank ||
			r.Length != len(d.Posting.Text) || (r.Posted.IsZero()) != (d.Posting.Posted == nil) {
			t.Errorf("row %+v does not agree with %+v", r, d.Posting)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestGeneration(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir, index.Options{})
	gen := func(x *index.Index) uint64 {
		g, err := x.Generation()
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	g0 := gen(x)
	put(t, x, posting("a", "A", "a"))
	g1 := gen(x)
	search(t, x, "a", index.Request{})
	if g1 <= g0 || gen(x) != g1 {
		t.Errorf("generations %d, %d, %d", g0, g1, gen(x))
	}
	x.Close()
	y := open(t, dir, index.Options{})
	if gen(y) != g1 {
		t.Errorf("generation %d after reopening, want %d", gen(y), g1)
	}
	b, err := y.Rebuild(index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Commit(); err != nil {
		t.Fatal(err)
	}
	if gen(y) <= g1 {
		t.Errorf("generation %d after a rebuild, want more than %d", gen(y), g1)
	}
}

func TestRebuildSwapsWhileAnswering(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir, index.Options{Model: "one"})
	put(t, x, posting("old", "Old", "roadmap"), posting("both", "Both", "roadmap"))
	b, err := x.Rebuild(index.Options{Model: "two"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.Rebuild(index.Options{}); err == nil {
		t.Error("two rebuilds at once")
	}
	put(t, x, posting("both", "Both", "written meanwhile"))
	if err := b.Put(ctx, []index.Document{posting("both", "Both", "roadmap"), posting("new", "New", "roadmap")}); err != nil {
		t.Fatal(err)
	}
	if got := walked(t, x, parse(t, "roadmap")); !slices.Equal(got, []string{"old"}) {
		t.Errorf("while rebuilding finds %v, want the old", got)
	}
	if err := b.Commit(); err != nil {
		t.Fatal(err)
	}
	b.Discard()
	if got := walked(t, x, parse(t, "roadmap")); !slices.Equal(got, []string{"new"}) {
		t.Errorf("after the swap finds %v, want the new", got)
	}
	if got := walked(t, x, parse(t, "meanwhile")); !slices.Equal(got, []string{"both"}) {
		t.Errorf("what was written meanwhile: %v", got)
	}
	x.Close()
	if _, err := index.Open(dir, index.Options{Model: "one"}); !errors.Is(err, index.ErrStale) {
		t.Errorf("opened for the old model: %v", err)
	}
	if n, err := open(t, dir, index.Options{Model: "two"}).Count(); n != 2 || err != nil {
		t.Errorf("reopened: %d postings, %v", n, err)
	}
	if got, _ := filepath.Glob(filepath.Join(dir, "g*")); len(got) != 1 {
		t.Errorf("folders %v left, want one", got)
	}
}

func TestDiscardedRebuildLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir, index.Options{})
	put(t, x, posting("a", "A", "a"))
	b, err := x.Rebuild(index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b.Discard()
	if got, _ := filepath.Glob(filepath.Join(dir, "g*")); len(got) != 1 {
		t.Errorf("folders %v", got)
	}
	if err := b.Put(ctx, nil); err == nil {
		t.Error("a discarded rebuild takes documents")
	}
}

func TestStaleMapping(t *testing.T) {
	dir := t.TempDir()
	open(t, dir, index.Options{}).Close()
	if err := os.WriteFile(filepath.Join(dir, "current.json"), []byte(`{"folder":"g1","mapping":0}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := index.Open(dir, index.Options{}); !errors.Is(err, index.ErrStale) || !strings.Contains(err.Error(), "rung reindex") {
		t.Errorf("err = %v, want ErrStale naming what to do", err)
	}
	rebuilt(t, dir)
}

// rebuilt checks that Rebuild cures dir.
func rebuilt(t *testing.T, dir string) {
	t.Helper()
	b, err := index.Rebuild(dir, index.Options{})
	if err != nil {
		t.Fatalf("rebuild: %v", err)
	}
	if err := b.Put(ctx, []index.Document{posting("a", "A", "anew")}); err != nil {
		t.Fatal(err)
	}
	if err := b.Commit(); err != nil {
		t.Fatal(err)
	}
	if got := walked(t, open(t, dir, index.Options{}), parse(t, "anew")); !slices.Equal(got, []string{"a"}) {
		t.Errorf("rebuilt index finds %v", got)
	}
}

func TestDamagedDirectories(t *testing.T) {
	halve := func(pattern string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			files, _ := filepath.Glob(filepath.Join(dir, pattern))
			if len(files) == 0 {
				t.Fatalf("no %s", pattern)
			}
			for _, f := range files {
				info, err := os.Stat(f)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.Truncate(f, info.Size()/2); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	remove := func(name string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, tt := range []struct {
		name   string
		damage func(*testing.T, string)
	}{
		{"segment cut", halve("g1/store/*.zap")},
		{"segments gone", func(t *testing.T, dir string) {
			files, _ := filepath.Glob(filepath.Join(dir, "g1/store/*.zap"))
			for _, f := range files {
				os.Remove(f)
			}
		}},
		{"root cut", halve("g1/store/root.bolt")},
		{"meta cut", halve("g1/index_meta.json")},
		{"manifest cut", halve("current.json")},
		{"manifest gone", remove("current.json")},
		{"folder gone", remove("g1")},
		{"store gone", remove("g1/store")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			x := open(t, dir, index.Options{})
			put(t, x, indextest.Market{Seed: 2}.Documents(300)...)
			x.Close()
			tt.damage(t, dir)
			y, err := index.Open(dir, index.Options{})
			rows := 0
			if err == nil {
				defer y.Close()
				err = y.Walk(ctx, query.All{}, func(*index.Row) error { rows++; return nil })
			}
			if err == nil && rows == 300 {
				return // what was cut off held nothing, as free pages do
			}
			if !errors.Is(err, index.ErrCorrupt) || !strings.Contains(err.Error(), "rung reindex") {
				t.Fatalf("err = %v, want ErrCorrupt naming what to do", err)
			}
			rebuilt(t, dir)
		})
	}
}

// TestSecondProcess opens an index that another process, this test binary
// run again, has open.
func TestSecondProcess(t *testing.T) {
	if dir := os.Getenv("RUNG_TEST_HOLD"); dir != "" {
		hold(t, dir)
		return
	}
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0], "-test.run=^TestSecondProcess$")
	cmd.Env = append(os.Environ(), "RUNG_TEST_HOLD="+dir)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 4)
	if _, err := out.Read(buf); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_, err = index.Open(dir, index.Options{Wait: 50 * time.Millisecond})
	if !errors.Is(err, index.ErrLocked) {
		t.Errorf("open: %v, want ErrLocked", err)
	}
	if _, err := index.Rebuild(dir, index.Options{Wait: 50 * time.Millisecond}); !errors.Is(err, index.ErrLocked) {
		t.Errorf("rebuild: %v, want ErrLocked", err)
	}
	if waited := time.Since(began); waited > 3*time.Second {
		t.Errorf("waited %v", waited)
	}
	in.Close()
	cmd.Wait()
	open(t, dir, index.Options{})
}

func hold(t *testing.T, dir string) {
	x := open(t, dir, index.Options{})
	put(t, x, posting("a", "A", "a"))
	os.Stdout.WriteString("held")
	os.Stdin.Read(make([]byte, 1)) // until the other process closes it
}

func TestCanceled(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	put(t, x, posting("a", "A", "a"))
	done, cancel := context.WithCancel(ctx)
	cancel()
	if err := x.Put(done, []index.Document{posting("b", "B", "b")}); !errors.Is(err, context.Canceled) {
		t.Errorf("put: %v", err)
	}
	if _, err := x.Search(done, index.Request{}); !errors.Is(err, context.Canceled) {
		t.Errorf("search: %v", err)
	}
}

func TestHighlightsAreSentences(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	text := "About us.\n\n- Own the roadmap, e.g. for payments. Talk to customers.\n- Managing the roadmap and its pricing\n\nWe like roadmaps."
	put(t, x, posting("a", "Product Manager", text))
	res := search(t, x, "roadmap price -zzz", index.Request{Highlight: true})
	var got []string
	for _, f := range res.Hits[0].Fragments {
		s := f.Text
		if !strings.HasPrefix(text[f.Start:], s) {
			t.Errorf("fragment %q is not at byte %d", s, f.Start)
		}
		for _, m := range slices.Backward(f.Marks) {
			s = s[:m.Start] + "[" + s[m.Start:m.End] + "]" + s[m.End:]
		}
		got = append(got, s)
	}
	want := []string{"Own the [roadmap], e.g. for payments.", "Managing the [roadmap] and its [pricing]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fragments (-want +got):\n%s", diff)
	}
}

// TestALongPhraseOfOneWordEnds holds that a phrase is sought by its first
// words where there are many: trying all places of 900 equal words takes
// minutes.
func TestALongPhraseOfOneWordEnds(t *testing.T) {
	x, err := index.Open(t.TempDir(), index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	long := strings.Repeat("界", 900)
	if err := x.Put(t.Context(), []index.Document{{Posting: corpus.Posting{ID: "a", Title: "PM", Text: long}}, {Posting: corpus.Posting{ID: "b", Title: "PM", Text: "界"}}}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	began := time.Now()
	res, err := x.Search(ctx, index.Request{Query: query.Word{Text: long}})
	if err != nil || res.Total != 1 || time.Since(began) > 5*time.Second {
		t.Errorf("found %d in %v, %v; want the one long text, soon", res.Total, time.Since(began), err)
	}
}
