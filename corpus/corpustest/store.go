package corpustest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rung/corpus"
)

// A Backend is what every store of postings must do, whatever it keeps them
// in.
type Backend interface {
	BeginCrawl(ctx context.Context, at time.Time, boards []corpus.Board) (int64, error)
	Pending(ctx context.Context, crawl int64) ([]corpus.Board, error)
	LastCrawl(ctx context.Context) (corpus.Crawl, error)
	EndCrawl(ctx context.Context, crawl int64, at time.Time) error
	SaveDetail(ctx context.Context, crawl int64, b corpus.Board, key string, raw []byte) error
	Details(ctx context.Context, crawl int64, b corpus.Board) (map[string][]byte, error)
	Apply(ctx context.Context, crawl int64, l corpus.Listing) (corpus.Change, error)
	End(ctx context.Context, id string, reason corpus.CloseReason, at time.Time) error
	Visits(ctx context.Context, f corpus.VisitFilter) ([]corpus.Visit, error)
	Get(ctx context.Context, id string) (corpus.Posting, error)
	All(ctx context.Context, f corpus.Filter) iter.Seq2[corpus.Posting, error]
	History(ctx context.Context, id string) (corpus.History, error)
	Raw(ctx context.Context, hash string) ([]byte, error)
	PruneRaw(ctx context.Context, before time.Time) (int, int64, error)
	Recent(ctx context.Context, stage string, limit int) ([]corpus.Step, error)
	RecentShown(ctx context.Context, stage string, limit int) ([]corpus.Step, error)
	Advance(ctx context.Context, stage string, seq int64) error
	PutVerdicts(ctx context.Context, verdicts []corpus.StoredVerdict) error
	Verdict(ctx context.Context, id string) (corpus.StoredVerdict, error)
	StaleVerdicts(ctx context.Context, model string) iter.Seq2[corpus.Posting, error]
	Validators(ctx context.Context, url string) (corpus.Validators, error)
	SetValidators(ctx context.Context, url string, v corpus.Validators) error
	Forget(ctx context.Context, f corpus.Forgotten) (int, error)
	Close() error
}

// Store is the suite a Backend must pass. open opens the store in a
// directory, anew or again.
func Store(t *testing.T, open func(t testing.TB, dir string) Backend) {
	for name, test := range map[string]func(*testing.T, *bench){
		"closing": testClosing, "content": testContent, "ends": testEnds, "resume": testResume, "visits": testVisits,
		"payloads": testPayloads, "stages": testStages, "verdicts": testVerdicts, "validators": testValidators,
		"forget": testForget, "cancelled": testCancelled, "readers": testReaders, "filter": testFilter,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := &bench{T: t, dir: t.TempDir(), open: open}
			b.reopen()
			t.Cleanup(func() { b.Backend.Close() })
			test(t, b)
		})
	}
}

// A bench is one store under test.
type bench struct {
	*testing.T
	Backend
	dir  string
	open func(t testing.TB, dir string) Backend
}

func (b *bench) reopen() {
	b.T.Helper()
	if b.Backend != nil {
		b.must(b.Backend.Close())
	}
	b.Backend = b.open(b.T, b.dir)
}

func (b *bench) must(err error) {
	b.T.Helper()
	if err != nil {
		b.T.Fatal(err)
	}
}

// apply applies a listing in a crawl of its own.
func (b *bench) apply(l corpus.Listing) corpus.Change {
	b.T.Helper()
	ctx := context.Background()
	crawl, err := b.BeginCrawl(ctx, l.At, []corpus.Board{l.Board})
	b.must(err)
	change, err := b.Apply(ctx, crawl, l)
	b.must(err)
	b.must(b.EndCrawl(ctx, crawl, l.At))
	return change
}

func (b *bench) get(n int) corpus.Posting {
	b.T.Helper()
	p, err := b.Get(context.Background(), ID(n))
	b.must(err)
	return p
}

func (b *bench) equal(what string, got, want any) {
	b.T.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		b.T.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// Day is the n-th day of the suite's calendar, at nine in the morning.
func Day(n int) time.Time {
	return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC).Add(time.Duration(n) * 24 * time.Hour)
}

// Acme is the board of the sample postings.
var Acme = corpus.Board{Source: "ashby", Token: "acme", Company: "Acme"}

// ID is that of the n-th sample posting.
func ID(n int) string { return corpus.PostingID(Acme.Source, Acme.Token, fmt.Sprint("p", n)) }

// Sample returns the n-th sample posting, every field filled.
func Sample(n int) corpus.Posting {
	stated := func(d int, field string) *corpus.Stated { return &corpus.Stated{At: Day(d), Field: field} }
	return corpus.Posting{
		ID: ID(n), Source: Acme.Source, Board: Acme.Token, NativeID: fmt.Sprint("p", n), RequisitionID: fmt.Sprint("REQ-", n),
		URL: fmt.Sprintf("https://jobs.example.com/acme/p%d", n), ApplyURL: fmt.Sprintf("https://jobs.example.com/acme/p%d/apply", n),
		Title: fmt.Sprintf("Product Manager %d", n), Company: "Acme", CompanyFrom: corpus.CompanyFromPayload,
		Text: fmt.Sprintf("Own the roadmap of team %d.\n\n- Talk to customers\n- Say what comes next", n),
		HTML: fmt.Sprintf("<p>Own the roadmap of team %d.</p><ul><li>Talk to customers</li><li>Say what comes next</li></ul>", n),

		Department: "Product", Team: "Growth", EmploymentRaw: "Full time", Employment: []corpus.Employment{corpus.FullTime},
		Workplace: corpus.Hybrid, Locations: []corpus.Location{{Raw: "Berlin, Germany", City: "Berlin", Country: "DE", RemoteScope: []string{"DE"}}},
		Salaries: []corpus.Salary{{Min: 70000, Max: 90000.5, Currency: "EUR", Period: corpus.PerYear, Origin: corpus.SalaryStructured, Raw: "70-90k", Label: "Berlin"}},
		Language: "en", ClaimedLevel: "Mid-Senior", Evergreen: n%7 == 6,
		Posted: stated(-10, "publishedAt"), Updated: stated(-5, "updatedAt"), ValidThrough: stated(400, "validThrough"),
		Extra: map[string]any{"note": "kept"},
	}
}

// Listing is a complete listing of sample postings, by number.
func Listing(at time.Time, numbers ...int) corpus.Listing {
	l := corpus.Listing{Board: Acme, At: at, Outcome: corpus.OutcomeComplete}
	for _, n := range numbers {
		l.Postings = append(l.Postings, Sample(n))
	}
	if len(numbers) == 0 {
		l.Outcome = corpus.OutcomeEmpty
	}
	return l
}

// UpTo returns 0 … n-1.
func UpTo(n int) []int {
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = i
	}
	return numbers
}

func ended(l corpus.Listing, o corpus.Outcome) corpus.Listing { l.Outcome = o; return l }

// totals is a change without its names.
func totals(c corpus.Change) corpus.Change { c.Postings = nil; return c }

func testClosing(t *testing.T, b *bench) {
	type listings []corpus.Listing
	type change = corpus.Change
	tests := []struct {
		name     string
		listings listings
		want     change // of the last one
	}{
		{"first", listings{Listing(Day(0), 1, 2)}, change{New: 2}},
		{"same again", listings{Listing(Day(0), 1, 2), Listing(Day(1), 1, 2)}, change{Unchanged: 2}},
		{"one gone", listings{Listing(Day(0), 1, 2), Listing(Day(1), 1)}, change{Unchanged: 1, Closed: 1}},
		{"half of ten gone is believed", listings{Listing(Day(0), UpTo(10)...), Listing(Day(1), UpTo(5)...)}, change{Unchanged: 5, Closed: 5}},
		{"more than half of ten gone is held", listings{Listing(Day(0), UpTo(10)...), Listing(Day(1), UpTo(4)...)}, change{Unchanged: 4, Held: 6, Suspect: true}},
		{"more than half of nine gone is believed", listings{Listing(Day(0), UpTo(9)...), Listing(Day(1), 1)}, change{Unchanged: 1, Closed: 8}},
		{"new ones do not make up for lost ones", listings{Listing(Day(0), UpTo(10)...), Listing(Day(1), 20, 21, 22, 23, 24, 25, 26, 27, 28, 29)}, change{New: 10, Held: 10, Suspect: true}},
		{"empty is held", listings{Listing(Day(0), 1, 2), Listing(Day(1))}, change{Held: 2, Suspect: true}},
		{"complete without postings is empty", listings{Listing(Day(0), 1, 2), ended(Listing(Day(1)), corpus.OutcomeComplete)}, change{Held: 2, Suspect: true}},
		{"empty twice closes", listings{Listing(Day(0), 1, 2), Listing(Day(1)), Listing(Day(2))}, change{Closed: 2, Suspect: true}},
		{"empty board stays empty", listings{Listing(Day(0)), Listing(Day(1))}, change{}},
		{"a failure between neither agrees nor clears", listings{Listing(Day(0), 1, 2), Listing(Day(1)), ended(Listing(Day(2)), corpus.OutcomeServerError), Listing(Day(3))}, change{Closed: 2, Suspect: true}},
		{"unchanged agrees with the suspect one before", listings{Listing(Day(0), 1, 2), Listing(Day(1)), ended(Listing(Day(2)), corpus.OutcomeUnchanged)}, change{Closed: 2}},
		{"held ones come back", listings{Listing(Day(0), 1, 2), Listing(Day(1)), Listing(Day(2), 1, 2)}, change{Unchanged: 2}},
		{"and are held anew", listings{Listing(Day(0), 1, 2), Listing(Day(1)), Listing(Day(2), 1, 2), Listing(Day(3))}, change{Held: 2, Suspect: true}},
		{"suspect twice closes what both lack", listings{Listing(Day(0), UpTo(12)...), Listing(Day(1), 0, 1, 2), Listing(Day(2), 2, 3, 4)}, change{Unchanged: 3, Closed: 7, Held: 2, Suspect: true}},
		{"truncated closes nothing", listings{Listing(Day(0), 1, 2), ended(Listing(Day(1), 1, 3), corpus.OutcomeTruncated)}, change{New: 1, Unchanged: 1}},
		{"not found closes nothing", listings{Listing(Day(0), 1, 2), ended(Listing(Day(1)), corpus.OutcomeNotFound)}, change{}},
		{"unchanged sees all", listings{Listing(Day(0), 1, 2), ended(Listing(Day(1)), corpus.OutcomeUnchanged)}, change{Unchanged: 2}},
		{"reopened", listings{Listing(Day(0), 1, 2), Listing(Day(1), 1), Listing(Day(2), 1, 2)}, change{Unchanged: 1, Reopened: 1}},
		{"thirty days are no repost", listings{Listing(Day(0), 1, 2), Listing(Day(1), 1), Listing(Day(30), 1, 2)}, change{Unchanged: 1, Reopened: 1}},
		{"thirty-one are", listings{Listing(Day(0), 1, 2), Listing(Day(1), 1), Listing(Day(31), 1, 2)}, change{Unchanged: 1, Reopened: 1, Reposted: 1}},
		{"an old listing closes and reopens nothing", listings{Listing(Day(0), 1, 2), Listing(Day(5), 1), Listing(Day(3), 2)}, change{}},
		{"nor does it bring old words back", listings{Listing(Day(0), 1), renamed(Listing(Day(5), 1)), Listing(Day(3), 1)}, change{Unchanged: 1}},
		{"rejected by name counts as seen", listings{Listing(Day(0), 1, 2), lacking(Listing(Day(1), 1), "p2")}, change{Unchanged: 1, Rejected: 1}},
		{"rejected without a name may be anyone", listings{Listing(Day(0), 1, 2), lacking(Listing(Day(1), 1), "")}, change{Unchanged: 1, Rejected: 1}},
		{"one job in two places is one posting", listings{Listing(Day(0), 1, 1)}, change{New: 1}},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got corpus.Change
			for _, l := range tt.listings {
				got = b.apply(onBoard(l, fmt.Sprint("board", i)))
			}
			if diff := cmp.Diff(tt.want, totals(got)); diff != "" {
				t.Errorf("last listing (-want +got):\n%s", diff)
			}
		})
	}
}

func renamed(l corpus.Listing) corpus.Listing {
	for i := range l.Postings {
		l.Postings[i].Title += ", Growth"
	}
	return l
}

func lacking(l corpus.Listing, native string) corpus.Listing {
	l.Rejected = []corpus.Rejected{{NativeID: native, Reason: "half a record"}}
	return l
}

// onBoard moves a listing to another board, and its postings with it.
func onBoard(l corpus.Listing, token string) corpus.Listing {
	l.Board.Token = token
	return l
}

func testContent(t *testing.T, b *bench) {
	ctx := context.Background()
	b.apply(Listing(Day(0), 1))
	want := Sample(1)
	want.Observed = corpus.Observed{FirstSeen: Day(0), LastSeen: Day(0)}
	b.equal("a posting as stored", b.get(1), want)

	l := Listing(Day(1), 1)
	l.Postings[0].Title = "  Senior Product\u00a0Manager "
	l.Postings[0].Updated = &corpus.Stated{At: Day(1), Field: "updatedAt"}
	b.equal("a new title", b.apply(l).Postings, []corpus.PostingChange{{ID: ID(1), Kind: corpus.ChangeContent, Fields: []string{"title"}}})
	b.equal("the title normalised", b.get(1).Title, "Senior Product Manager")

	l.At = Day(2)
	l.Postings[0].Updated = &corpus.Stated{At: Day(2), Field: "updatedAt"}
	b.equal("an internal edit", totals(b.apply(l)), corpus.Change{Unchanged: 1})
	b.equal("is stored all the same", b.get(1).Updated.At, Day(2))

	b.apply(Listing(Day(3), 2))
	b.apply(Listing(Day(50), 1, 2))
	h, err := b.History(ctx, ID(1))
	b.must(err)
	b.equal("spells", h.Spells, []corpus.Spell{
		{Opened: Day(0), LastSeen: Day(2), Closed: Day(3), Reason: corpus.ClosedUnlisted},
		{Opened: Day(50), LastSeen: Day(50), Repost: true},
	})
	var kinds []corpus.ChangeKind
	for _, e := range h.Events {
		kinds = append(kinds, e.Kind)
	}
	b.equal("events", kinds, []corpus.ChangeKind{corpus.ChangeNew, corpus.ChangeContent, corpus.ChangeClosed, corpus.ChangeContent, corpus.ChangeReposted})
	if _, err := b.Get(ctx, "nobody"); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("Get of an unknown id: %v, want ErrNotFound", err)
	}
	if _, err := b.History(ctx, "nobody"); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("History of an unknown id: %v, want ErrNotFound", err)
	}
}

func testEnds(t *testing.T, b *bench) {
	ctx := context.Background()
	expiring := func(at time.Time) corpus.Listing {
		l := Listing(at, 1, 2, 3)
		l.Postings[0].ValidThrough = &corpus.Stated{At: Day(5).Truncate(24 * time.Hour), Field: "validThrough"}
		return l
	}
	b.apply(expiring(Day(0)))
	b.equal("the last day counts", totals(b.apply(expiring(Day(5)))), corpus.Change{Unchanged: 3})
	b.equal("the day after does not", totals(b.apply(expiring(Day(6)))), corpus.Change{Unchanged: 3, Closed: 1})
	b.equal("and stays closed while it is listed", totals(b.apply(expiring(Day(7)))), corpus.Change{Unchanged: 2})
	b.equal("reason", b.get(1).Observed.CloseReason, corpus.ClosedExpired)

	b.must(b.End(ctx, ID(2), corpus.ClosedGone, Day(8)))
	b.must(b.End(ctx, ID(2), corpus.ClosedMarkup, Day(9)))
	b.equal("the first end counts", b.get(2).Observed, corpus.Observed{FirstSeen: Day(0), LastSeen: Day(7), ClosedAt: Day(8), CloseReason: corpus.ClosedGone})
	if err := b.End(ctx, "nobody", corpus.ClosedGone, Day(8)); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("End of an unknown id: %v, want ErrNotFound", err)
	}

	b.apply(Listing(Day(10)))
	b.apply(Listing(Day(11)))
	b.equal("held back, then closed as of the first listing without it", b.get(3).Observed.ClosedAt, Day(10))
}

func testResume(t *testing.T, b *bench) {
	ctx := context.Background()
	boards := []corpus.Board{{Source: "ashby", Token: "zeta", Base: "http://127.0.0.1:1"}, Acme, {Source: "lever", Token: "Müller & Co", Why: "chosen"}}
	killed, err := b.BeginCrawl(ctx, Day(0), boards)
	b.must(err)
	b.must(b.SaveDetail(ctx, killed, Acme, "p1", []byte("one")))
	crawl, err := b.BeginCrawl(ctx, Day(0), append(boards, Acme))
	b.must(err)
	old, err := b.Details(ctx, killed, Acme)
	b.must(err)
	b.equal("details of a crawl nobody goes on with", old, map[string][]byte{})
	b.must(b.SaveDetail(ctx, crawl, Acme, "p1", []byte("one")))
	b.must(b.SaveDetail(ctx, crawl, Acme, "p2", []byte("two")))
	b.must(b.SaveDetail(ctx, crawl, Acme, "p1", []byte("one again")))
	b.reopen()
	pending, err := b.Pending(ctx, crawl)
	b.must(err)
	b.equal("pending, in the order given", pending, boards)
	details, err := b.Details(ctx, crawl, Acme)
	b.must(err)
	b.equal("details", details, map[string][]byte{"p1": []byte("one again"), "p2": []byte("two")})

	_, err = b.Apply(ctx, crawl, ended(onBoard(Listing(Day(0)), "zeta"), corpus.OutcomeInterrupted))
	b.must(err)
	_, err = b.Apply(ctx, crawl, Listing(Day(0), 1))
	b.must(err)
	pending, err = b.Pending(ctx, crawl)
	b.must(err)
	b.equal("an interrupted board stays pending", len(pending), 2)
	details, err = b.Details(ctx, crawl, Acme)
	b.must(err)
	b.equal("details of an applied board", details, map[string][]byte{})
	last, err := b.LastCrawl(ctx)
	b.must(err)
	b.equal("last crawl", last, corpus.Crawl{ID: crawl, Started: Day(0), Boards: 3, Done: 1})
	if _, err := b.Apply(ctx, crawl+1, Listing(Day(0), 1)); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("Apply in an unknown crawl: %v, want ErrNotFound", err)
	}
}

func testVisits(t *testing.T, b *bench) {
	ctx := context.Background()
	if _, err := b.LastCrawl(ctx); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("LastCrawl before any: %v, want ErrNotFound", err)
	}
	l := Listing(Day(0), 1, 2)
	l.Detail, l.Bytes, l.Requests, l.Raw = "200", 512, 2, [][]byte{[]byte("page p1"), []byte("page p2")}
	b.apply(l)
	b.apply(ended(Listing(Day(1)), corpus.OutcomeRateLimited))
	visits, err := b.Visits(ctx, corpus.VisitFilter{})
	b.must(err)
	b.equal("visits", visits, []corpus.Visit{
		{Crawl: 1, Board: Acme, At: Day(0), Outcome: corpus.OutcomeComplete, Detail: "200", Bytes: 512, Requests: 2, Postings: 2,
			Change: corpus.Change{New: 2}, Pages: []string{corpus.Address(l.Raw[0]), corpus.Address(l.Raw[1])}},
		{Crawl: 2, Board: Acme, At: Day(1), Outcome: corpus.OutcomeRateLimited},
	})
	b.equal("page of the second posting", b.get(2).Observed.Raw, corpus.Address(l.Raw[1]))
	latest, err := b.Visits(ctx, corpus.VisitFilter{Board: Acme.ID(), Latest: true})
	b.must(err)
	b.equal("latest visit", latest, visits[1:])
}

func testPayloads(t *testing.T, b *bench) {
	ctx := context.Background()
	l := Listing(Day(0), 1)
	l.Raw = [][]byte{[]byte("first")}
	b.apply(l)
	l.At, l.Raw = Day(1), [][]byte{[]byte("second")}
	b.apply(l)
	first, second := corpus.Address([]byte("first")), corpus.Address([]byte("second"))
	n, size, err := b.PruneRaw(ctx, Day(100))
	b.must(err)
	b.equal("pruned", []int64{int64(n), size}, []int64{1, 5})
	if _, err := b.Raw(ctx, first); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("Raw of a pruned payload: %v, want ErrNotFound", err)
	}
	data, err := b.Raw(ctx, second)
	b.must(err)
	b.equal("payload of an open posting", string(data), "second")
}

// drain reads a stage to its end and returns what it saw.
func (b *bench) drain(stage string, read func(context.Context, string, int) ([]corpus.Step, error)) []string {
	b.T.Helper()
	ctx := context.Background()
	var saw []string
	for {
		steps, err := read(ctx, stage, 2)
		b.must(err)
		if len(steps) == 0 {
			return saw
		}
		for _, step := range steps {
			saw = append(saw, step.ID)
		}
		b.must(b.Advance(ctx, stage, steps[len(steps)-1].Seq))
	}
}

func testStages(t *testing.T, b *bench) {
	ctx := context.Background()
	b.apply(Listing(Day(0), 1, 2, 3))
	steps, err := b.Recent(ctx, "classify", 10)
	b.must(err)
	b.equal("steps", len(steps), 3)
	b.reopen()
	b.equal("what was not acknowledged is seen again", b.drain("classify", b.Recent), []string{ID(1), ID(2), ID(3)})
	b.apply(Listing(Day(1), 1, 2, 3))
	b.equal("a mere sighting", b.drain("classify", b.Recent), []string(nil))
	b.apply(Listing(Day(2), 2, 3))
	b.equal("a closing", b.drain("classify", b.Recent), []string{ID(1)})
	b.equal("another stage", b.drain("index", b.RecentShown), []string{ID(2), ID(3), ID(1)})
	b.must(b.PutVerdicts(ctx, []corpus.StoredVerdict{{ID: ID(3), Model: "m", JSON: []byte(`{}`)}}))
	b.equal("a verdict, to who reads changes", b.drain("classify", b.Recent), []string(nil))
	b.equal("a verdict, to who shows it", b.drain("index", b.RecentShown), []string{ID(3)})
	b.must(b.Advance(ctx, "index", 0))
	b.equal("a stage does not go back", b.drain("index", b.RecentShown), []string(nil))
}

func testVerdicts(t *testing.T, b *bench) {
	ctx := context.Background()
	b.apply(Listing(Day(0), 1, 2, 3))
	stale := func(model string) (ids []string) {
		for p, err := range b.StaleVerdicts(ctx, model) {
			b.must(err)
			ids = append(ids, p.ID)
		}
		return ids
	}
	b.equal("all are stale", stale("m1"), []string{ID(1), ID(2), ID(3)})
	want := corpus.StoredVerdict{ID: ID(1), Model: "m1", Fingerprint: corpus.Fingerprint(b.get(1)), JSON: []byte(`{"rung":"pm"}`)}
	b.must(b.PutVerdicts(ctx, []corpus.StoredVerdict{want, {ID: ID(2), Model: "m0", Fingerprint: corpus.Fingerprint(b.get(2)), JSON: []byte(`{}`)}, {ID: "nobody", JSON: []byte(`{}`)}}))
	got, err := b.Verdict(ctx, ID(1))
	b.must(err)
	b.equal("verdict", got, want)
	b.equal("stale by model", stale("m1"), []string{ID(2), ID(3)})
	l := Listing(Day(1), 1, 2, 3)
	l.Postings[0].Text = "Something else."
	b.apply(l)
	b.equal("stale by content", stale("m1"), []string{ID(1), ID(2), ID(3)})
	if _, err := b.Verdict(ctx, ID(3)); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("Verdict of an unjudged posting: %v, want ErrNotFound", err)
	}
	if err := b.PutVerdicts(ctx, []corpus.StoredVerdict{{ID: ID(1), JSON: []byte(`{`)}}); err == nil {
		t.Error("PutVerdicts took half a JSON")
	}
}

func testValidators(t *testing.T, b *bench) {
	ctx := context.Background()
	const url = "https://api.example.com/board?x=1"
	if _, err := b.Validators(ctx, url); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("Validators of an unknown URL: %v, want ErrNotFound", err)
	}
	v := corpus.Validators{ETag: `"a"`, LastModified: "Mon, 02 Mar 2026 09:00:00 GMT", Body: []byte("body"), At: Day(0)}
	b.must(b.SetValidators(ctx, url, corpus.Validators{ETag: "old", Body: []byte("old"), At: Day(-1)}))
	b.must(b.SetValidators(ctx, url, v))
	v.BodyHash = corpus.Address(v.Body)
	got, err := b.Validators(ctx, url)
	b.must(err)
	b.equal("validators", got, v)
	_, _, err = b.PruneRaw(ctx, Day(100))
	b.must(err)
	_, err = b.Validators(ctx, url)
	b.must(err)
}

func testForget(t *testing.T, b *bench) {
	ctx := context.Background()
	l := Listing(Day(0), 1, 2, 3)
	l.Raw = [][]byte{[]byte("the whole board")}
	l.Postings[2].Company = "Rival  Ltd"
	b.apply(l)
	b.drain("index", b.RecentShown)
	n, err := b.Forget(ctx, corpus.Forgotten{Kind: corpus.ForgetURL, Value: "https://JOBS.example.com/acme/p1?utm_source=x", At: Day(1)})
	b.must(err)
	b.equal("forgotten by URL", n, 1)
	n, err = b.Forget(ctx, corpus.Forgotten{Kind: corpus.ForgetCompany, Value: "rival ltd", At: Day(1)})
	b.must(err)
	b.equal("forgotten by company", n, 1)
	if _, err := b.Raw(ctx, corpus.Address(l.Raw[0])); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("the payload is still there: %v", err)
	}
	b.equal("stages learn of it", b.drain("index", b.RecentShown), []string{ID(1), ID(3)})
	l.At = Day(2)
	b.equal("the next crawl does not bring them back", totals(b.apply(l)), corpus.Change{Unchanged: 1, Forgotten: 2})
	n, err = b.Forget(ctx, corpus.Forgotten{Kind: corpus.ForgetBoard, Value: Acme.ID(), At: Day(3)})
	b.must(err)
	b.equal("forgotten by board", n, 1)
	l.At = Day(4)
	b.equal("nothing of the board comes back", totals(b.apply(l)), corpus.Change{Forgotten: 3})
	if _, err := b.Forget(ctx, corpus.Forgotten{Kind: corpus.ForgetCompany, Value: "  "}); err == nil {
		t.Error("Forget took a company without a name")
	}
}

// testCancelled ends a write half-way: nothing of it is stored, and the store
// goes on.
func testCancelled(t *testing.T, b *bench) {
	b.apply(Listing(Day(0), 1))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := b.Apply(ctx, 1, Listing(Day(1), 1, 2)); !errors.Is(err, context.Canceled) {
		t.Errorf("Apply with a cancelled context: %v", err)
	}
	if _, err := b.Get(context.Background(), ID(2)); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("half a write is stored: %v", err)
	}
	b.equal("the next write", totals(b.apply(Listing(Day(1), 1, 2))), corpus.Change{New: 1, Unchanged: 1})
}

// testReaders reads while listings are applied: every reader sees a whole
// number of them.
func testReaders(t *testing.T, b *bench) {
	const perListing = 5
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				n := 0
				for _, err := range b.All(context.Background(), corpus.Filter{}) {
					if err != nil {
						t.Error(err)
						return
					}
					n++
				}
				if n%perListing != 0 {
					t.Errorf("a reader saw %d postings, half a listing", n)
				}
			}
		})
	}
	for i := range 10 {
		b.apply(onBoard(Listing(Day(i), UpTo(perListing)...), fmt.Sprint("board", i)))
	}
	wg.Wait()
}

func testFilter(t *testing.T, b *bench) {
	b.apply(Listing(Day(0), 1, 2))
	b.apply(Listing(Day(10), 2))
	b.apply(Listing(Day(20), 1, 2))
	other := onBoard(Listing(Day(20), 7), "other")
	other.Postings[0].Company = "Other GmbH"
	b.apply(other)
	id7 := corpus.PostingID("ashby", "other", "p7")
	tests := []struct {
		name   string
		filter corpus.Filter
		want   []string
	}{
		{"all", corpus.Filter{}, []string{ID(1), ID(2), id7}},
		{"board", corpus.Filter{Source: "ashby", Board: "acme"}, []string{ID(1), ID(2)}},
		{"company", corpus.Filter{Company: "OTHER  gmbh"}, []string{id7}},
		{"open", corpus.Filter{Open: true}, []string{ID(1), ID(2), id7}},
		{"open then", corpus.Filter{OpenAt: Day(5)}, []string{ID(1), ID(2)}},
		{"open in between", corpus.Filter{OpenAt: Day(15)}, []string{ID(2)}},
		{"before", corpus.Filter{OpenAt: Day(-1)}, nil},
	}
	for _, tt := range tests {
		var got []string
		for p, err := range b.All(context.Background(), tt.filter) {
			b.must(err)
			got = append(got, p.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}
