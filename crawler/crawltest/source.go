package crawltest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/tools/txtar"

	"rung/corpus"
	"rung/crawler/fetch"
	"rung/crawler/source/wire"
)

// An Adapter is what the suite exercises: a source.Source, said without the
// package that lists every adapter, so that adapters' tests can be written
// while the list is still growing.
type Adapter interface {
	Name() string
	Claim(u *url.URL) (corpus.Board, bool)
	List(ctx context.Context, g fetch.Getter, b corpus.Board, opt wire.Options) (corpus.Listing, error)
}

// Source demands of s what the store and the trend figures rely on. The
// archive at path holds the whole of board, at least two postings, and the
// directives of the package comment.
func Source(t *testing.T, s Adapter, board corpus.Board, path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	k := suite{s: s, board: board, archive: data, script: parseScript(t, data)}
	t.Run("claims its own URLs and no others", k.claims)
	t.Run("lists the board", k.lists)
	t.Run("reads the same twice", k.stable)
	t.Run("a changed body changes nothing else", k.edited)
	t.Run("never a silent zero", k.faults)
	t.Run("a lost page closes nothing", k.lostPage)
	t.Run("what is confirmed stays", k.confirmed)
	t.Run("a cancelled context ends the visit", k.cancelled)
}

type suite struct {
	s       Adapter
	board   corpus.Board
	archive []byte
	script  script
}

// A script is what the comment of an archive asks of the suite.
type script struct {
	now            time.Time
	claim, refuse  []string
	editOld, after string
	// claimless marks a source that can read any page and claims none.
	claimless bool
}

func parseScript(t testing.TB, archive []byte) script {
	t.Helper()
	sc := script{now: Now}
	for line := range strings.Lines(string(txtar.Parse(archive).Comment)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch name {
		case "now":
			at, err := time.Parse(time.DateOnly, value)
			if err != nil {
				t.Fatalf("archive: %v", err)
			}
			sc.now = at.Add(9 * time.Hour)
		case "claim":
			if sc.claimless = value == "none"; !sc.claimless {
				sc.claim = append(sc.claim, value)
			}
		case "refuse":
			sc.refuse = append(sc.refuse, value)
		case "edit":
			sc.editOld, sc.after, _ = strings.Cut(value, " -> ")
		}
	}
	if len(sc.claim) == 0 && !sc.claimless || sc.editOld == "" || sc.after == "" {
		t.Fatal("archive: the comment needs at least one \"claim: URL\" (or \"claim: none\") and an \"edit: OLD -> NEW\"")
	}
	return sc
}

// visit lists the board once; change, if any, bends the answers.
func (k suite) visit(t testing.TB, change func(key, raw string) string) (*Network, corpus.Listing, error) {
	t.Helper()
	n := Parse(t, k.archive)
	n.swap = change
	l, err := k.s.List(t.Context(), n.Getter(k.script.now), k.board, wire.Options{})
	return n, l, err
}

// whole is a visit that must succeed.
func (k suite) whole(t testing.TB) (corpus.Listing, *Network) {
	t.Helper()
	n, l, err := k.visit(t, nil)
	if err != nil {
		t.Fatalf("List: %v", err)
	}
	return l, n
}

// foreign holds one public URL of every kind of board, and pages that are no
// board at all.
var foreign = []string{
	"https://boards.greenhouse.io/example", "https://job-boards.greenhouse.io/example/jobs/1",
	"https://jobs.lever.co/example", "https://jobs.ashbyhq.com/example",
	"https://jobs.smartrecruiters.com/Example/1", "https://apply.workable.com/example/",
	"https://example.recruitee.com/", "https://example.jobs.personio.de/",
	"https://example.teamtailor.com/jobs", "https://example.bamboohr.com/careers",
	"https://example.wd5.myworkdayjobs.com/en-US/Careers", "https://example.breezy.hr/",
	"https://ats.rippling.com/example/jobs", "https://example.pinpointhq.com/",
	"https://example.applytojob.com/apply", "https://news.ycombinator.com/item?id=1",
	"https://remotive.com/remote-jobs/product", "https://remoteok.com/remote-jobs/1", "https://www.arbeitnow.com/",
	"https://weworkremotely.com/categories/remote-product-jobs", "https://www.themuse.com/jobs/a/b", "https://www.linkedin.com/jobs/view/1",
	"https://example.com/careers", "https://example.com/", "mailto:jobs@example.com", "/careers",
}

func (k suite) claims(t *testing.T) {
	own := map[string]bool{}
	for _, raw := range k.script.claim {
		u := mustURL(t, raw)
		own[site(u)] = true
		b, ok := k.s.Claim(u)
		if !ok || b.Source != k.s.Name() || b.Token != k.board.Token {
			t.Errorf("Claim(%s) = %+v, %v, want the board %s", raw, b, ok, k.board.ID())
		}
	}
	for _, raw := range append(slices.Clone(foreign), k.script.refuse...) {
		u := mustURL(t, raw)
		if own[site(u)] && !slices.Contains(k.script.refuse, raw) {
			continue // the same system under its example name
		}
		if b, ok := k.s.Claim(u); ok {
			t.Errorf("Claim(%s) = %+v, want it refused", raw, b)
		}
	}
}

// site is the registrable part of a URL's host, near enough for the hosts of
// job boards.
func site(u *url.URL) string {
	labels := strings.Split(u.Hostname(), ".")
	return strings.Join(labels[max(0, len(labels)-2):], ".")
}

func (k suite) lists(t *testing.T) {
	l, n := k.whole(t)
	if l.Outcome != corpus.OutcomeComplete {
		t.Errorf("Outcome = %q (%s), want complete", l.Outcome, l.Detail)
	}
	if len(l.Postings) < 2 {
		t.Fatalf("%d postings, want at least 2", len(l.Postings))
	}
	if l.Board.ID() != k.board.ID() || !l.At.Equal(k.script.now) {
		t.Errorf("Board, At = %s, %s, want %s, %s", l.Board.ID(), l.At, k.board.ID(), k.script.now)
	}
	if len(l.Raw) == 0 || l.Bytes == 0 || l.Requests != len(n.Asked()) {
		t.Errorf("%d raw payloads, %d bytes, %d requests; want the payloads, their bytes and %d requests",
			len(l.Raw), l.Bytes, l.Requests, len(n.Asked()))
	}
	seen := map[string]bool{}
	for _, p := range l.Postings {
		if seen[p.ID] {
			t.Errorf("posting %s is listed twice", p.ID)
		}
		seen[p.ID] = true
		k.posting(t, p)
	}
	for i, r := range l.Rejected {
		if r.Reason == "" {
			t.Errorf("Rejected[%d] gives no reason", i)
		}
	}
}

// posting checks one posting by itself.
func (k suite) posting(t *testing.T, p corpus.Posting) {
	t.Helper()
	bad := func(what string, got any) { t.Errorf("posting %s: %s: %q", p.ID, what, got) }
	if want := corpus.PostingID(k.s.Name(), k.board.Token, p.NativeID); p.ID != want || p.NativeID == "" {
		bad("the id should be "+want, p.NativeID)
	}
	if p.Source != k.s.Name() || p.Board != k.board.Token {
		bad("source and board", []string{p.Source, p.Board})
	}
	for name, text := range map[string]string{"title": p.Title, "text": p.Text, "company": p.Company} {
		if strings.TrimSpace(text) == "" || !utf8.ValidString(text) {
			bad(name+" is empty or not UTF-8", text)
		}
	}
	if strings.Contains(p.Text, "\r") || strings.Contains(p.Text, "\n\n\n") {
		bad("text is not in its plain form", p.Text)
	}
	for name, raw := range map[string]string{"url": p.URL, "apply_url": p.ApplyURL} {
		if u, err := url.Parse(raw); raw != "" && (err != nil || !u.IsAbs() || u.Host == "") {
			bad(name+" is not absolute", raw)
		}
	}
	if p.URL == "" {
		bad("no URL", p.URL)
	}
	k.dates(t, p)
}

func (k suite) dates(t *testing.T, p corpus.Posting) {
	t.Helper()
	seen := p.Observed
	seen.Raw = "" // which of the listing's payloads a posting is from, only the adapter may know
	if seen != (corpus.Observed{}) {
		t.Errorf("posting %s: the adapter set observed facts: %+v", p.ID, p.Observed)
	}
	for name, d := range map[string]*corpus.Stated{"posted": p.Posted, "updated": p.Updated, "valid_through": p.ValidThrough} {
		if d == nil {
			continue
		}
		if d.Field == "" || d.At.IsZero() {
			t.Errorf("posting %s: %s = %+v, want a date and the field it came from", p.ID, name, d)
		}
		if name != "valid_through" && (d.At.After(k.script.now) || d.At.Equal(k.script.now)) {
			t.Errorf("posting %s: %s = %s, which is the time of the visit or later", p.ID, name, d.At)
		}
	}
}

func (k suite) stable(t *testing.T) {
	first, _ := k.whole(t)
	second, _ := k.whole(t)
	if diff := gocmp.Diff(first.Postings, second.Postings); diff != "" {
		t.Errorf("a second reading of the same bytes differs:\n%s", diff)
	}
}

func (k suite) edited(t *testing.T) {
	before, _ := k.whole(t)
	_, after, err := k.visit(t, func(_, raw string) string {
		return strings.ReplaceAll(raw, k.script.editOld, k.script.after)
	})
	if err != nil || len(after.Postings) != len(before.Postings) {
		t.Fatalf("after the edit: %d postings, error %v; want %d postings", len(after.Postings), err, len(before.Postings))
	}
	words := cmpopts.IgnoreFields(corpus.Posting{}, "Text", "HTML")
	payload := cmpopts.IgnoreFields(corpus.Observed{}, "Raw")
	if diff := gocmp.Diff(byID(before), byID(after), words, payload); diff != "" {
		t.Errorf("more than the text changed:\n%s", diff)
	}
	changed := 0
	for i, p := range byID(before) {
		if p.Text != byID(after)[i].Text {
			changed++
		}
	}
	if changed != 1 {
		t.Errorf("the edit changed the text of %d postings, want 1", changed)
	}
}

func byID(l corpus.Listing) []corpus.Posting {
	return slices.SortedFunc(slices.Values(l.Postings), func(a, b corpus.Posting) int { return cmp.Compare(a.ID, b.ID) })
}

// faults bends the first answer of a visit, which is the listing itself.
func (k suite) faults(t *testing.T) {
	_, n := k.whole(t)
	first := n.Asked()[0]
	shape := []corpus.Outcome{corpus.OutcomeChangedShape}
	for _, tc := range []struct {
		name string
		bend func(raw string) string
		want []corpus.Outcome
	}{
		{"half the body", half, []corpus.Outcome{corpus.OutcomeChangedShape, corpus.OutcomeTruncated}},
		{"no body", withBody(""), shape},
		{"another shape", withBody(`{"status":"ok","results":{"total":12}}`), shape},
		{"null", withBody("null"), shape},
		{"a web page", webPage, []corpus.Outcome{corpus.OutcomeChangedShape, corpus.OutcomeBlocked}},
		{"404", status("404 Not Found"), []corpus.Outcome{corpus.OutcomeNotFound}},
		{"403", status("403 Forbidden"), []corpus.Outcome{corpus.OutcomeBlocked}},
		{"429", status("429 Too Many Requests"), []corpus.Outcome{corpus.OutcomeRateLimited}},
		{"500", status("500 Internal Server Error"), []corpus.Outcome{corpus.OutcomeServerError}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, l, err := k.visit(t, only(first, tc.bend))
			if !slices.Contains(tc.want, l.Outcome) {
				t.Errorf("Outcome = %q, want one of %q", l.Outcome, tc.want)
			}
			if l.Detail == "" {
				t.Error("Detail is empty: nobody is told what happened")
			}
			typed(t, err)
		})
	}
}

// typed demands an error that says what it means for the board.
func typed(t *testing.T, err error) {
	t.Helper()
	var asked *fetch.Error
	var shape *wire.ShapeError
	if !errors.As(err, &asked) && !errors.As(err, &shape) {
		t.Errorf("error %v (%T) is neither *fetch.Error nor *wire.ShapeError", err, err)
	}
}

// lostPage answers every request after the first with a server error, in
// turn. The postings that depended on it may be missing only from a listing
// that admits to it.
func (k suite) lostPage(t *testing.T) {
	good, n := k.whole(t)
	asked := n.Asked()
	for _, key := range asked[1:] {
		if key == asked[0] {
			continue
		}
		_, l, _ := k.visit(t, only(key, status("500 Internal Server Error")))
		known := len(l.Postings)
		for _, r := range l.Rejected {
			if r.NativeID != "" {
				known++
			}
		}
		if l.Outcome.Listed() && known < len(good.Postings)+len(good.Rejected) {
			t.Errorf("without %s: %d of %d postings are known, yet the outcome is %q", key, known, len(good.Postings), l.Outcome)
		}
	}
}

// confirmed visits a board whose server says of everything that it is as we
// hold it. The listing says so, or repeats what it said.
func (k suite) confirmed(t *testing.T) {
	good, n := k.whole(t)
	l, err := k.s.List(t.Context(), confirming{n.Getter(k.script.now)}, k.board, wire.Options{})
	if err != nil {
		t.Fatalf("List: %v", err)
	}
	same := l.Outcome == corpus.OutcomeComplete && gocmp.Equal(byID(l), byID(good))
	if l.Outcome != corpus.OutcomeUnchanged && !same {
		t.Errorf("Outcome = %q with %d postings, want unchanged, or complete with the same %d", l.Outcome, len(l.Postings), len(good.Postings))
	}
}

// confirming answers as a server that finds nothing changed.
type confirming struct{ fetch.Getter }

func (c confirming) Get(ctx context.Context, r fetch.Request) (fetch.Page, error) {
	page, err := c.Getter.Get(ctx, r)
	page.NotModified = err == nil && r.Method != "POST" // answers to POST have no validators
	return page, err
}

func (k suite) cancelled(t *testing.T) {
	n := Parse(t, k.archive)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l, err := k.s.List(ctx, n.Getter(k.script.now), k.board, wire.Options{})
	if err == nil || l.Outcome.Listed() {
		t.Errorf("List = %q, %v under a cancelled context, want an error", l.Outcome, err)
	}
}

func only(key string, bend func(string) string) func(string, string) string {
	return func(k, raw string) string {
		if k == key {
			return bend(raw)
		}
		return raw
	}
}

func half(raw string) string {
	head, body, _ := strings.Cut(raw, "\n\n")
	return head + "\n\n" + string(bytes.ToValidUTF8([]byte(body[:len(body)/2]), nil))
}

func withBody(body string) func(string) string {
	return func(raw string) string {
		head, _, _ := strings.Cut(raw, "\n\n")
		return head + "\n\n" + body
	}
}

func webPage(string) string {
	return "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<!doctype html><title>Careers</title><h1>We are hiring</h1><p>Enable JavaScript."
}

func status(line string) func(string) string {
	return func(string) string { return "HTTP/1.1 " + line + "\nContent-Type: text/plain\n\nno\n" }
}

func mustURL(t testing.TB, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
