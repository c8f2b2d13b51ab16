package replay_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/crawler/fetch"
	"rung/crawler/replay"
	"rung/crawler/source"
)

var (
	may = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	now = time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
)

// market is what an invented employer has open: a third posting from May on.
func market(at time.Time) []corpus.Posting {
	open := []corpus.Posting{
		{
			NativeID: "101", Title: "Senior Product Manager, Ferries", Company: "Harbour & Sons", Department: "Product",
			Text:       "We run ferries <daily>.\n\nYou will\n\n- Own the timetable & fares.\n- Talk to skippers.",
			Employment: []corpus.Employment{corpus.FullTime}, Workplace: corpus.Hybrid, Language: "en",
			Locations: []corpus.Location{{Raw: "Hamburg, Germany", City: "Hamburg", Country: "DE"}},
			Salaries:  []corpus.Salary{{Min: 78000, Max: 92000, Currency: "EUR", Period: corpus.PerYear, Origin: corpus.SalaryStructured}},
			Posted:    &corpus.Stated{At: time.Date(2026, 3, 9, 8, 30, 0, 0, time.UTC), Field: "posted"},
		},
		{
			NativeID: "102", Title: "Product Owner", Company: "Harbour & Sons", Department: "Product",
			Text:       "Own the backlog.\n\nNo pay is said.",
			Employment: []corpus.Employment{corpus.PartTime}, Workplace: corpus.Remote, Language: "en",
			Locations: []corpus.Location{{Raw: "Lisbon, Portugal", City: "Lisbon", Country: "PT"}},
			Posted:    &corpus.Stated{At: time.Date(2026, 4, 2, 0, 0, 0, 0, time.UTC), Field: "posted"},
		},
	}
	if !at.Before(may) {
		third := open[1]
		third.NativeID, third.Title, third.Text = "103", "Head of Product", "Lead product."
		open = append(open, third)
	}
	return open
}

func serve(t *testing.T, boards ...replay.Board) *replay.Server {
	t.Helper()
	s := replay.New()
	for _, b := range boards {
		if err := s.Add(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func getter() fetch.Getter {
	return fetch.New(fetch.Options{
		Now: func() time.Time { return now }, AllowPrivate: true, Pace: fetch.Unpaced,
		HostPace: func(string) (fetch.Pace, bool) { return fetch.Pace{}, false }, Tries: 1, Timeout: time.Second,
	})
}

func list(t *testing.T, b corpus.Board) (corpus.Listing, error) {
	t.Helper()
	src, ok := source.For(b.Source)
	if !ok {
		t.Fatalf("no source %q", b.Source)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	return src.List(ctx, getter(), b, source.Options{})
}

// token is a board name that needs escaping where the system allows it.
func token(name string) string {
	switch name {
	case "ashby":
		return "Harbour & Sons/North"
	case "workday":
		return "harbour/wd5/Careers"
	case "jsonld":
		return "https://jobs.harbour.example/careers"
	}
	return "harbour"
}

func invented(name string) replay.Board {
	return replay.Board{Board: corpus.Board{Source: name, Token: token(name), Company: "Harbour & Sons"}, Open: market}
}

// TestEverySource holds that each source has a protocol and reads from it what
// was put in.
func TestEverySource(t *testing.T) {
	var names []string
	for _, s := range source.All() {
		names = append(names, s.Name())
	}
	for _, name := range replay.Sources() {
		if !slices.Contains(names, name) {
			t.Errorf("protocol %q has no source", name)
		}
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) { roundTrip(t, name) })
	}
}

func roundTrip(t *testing.T, name string) {
	s := serve(t, invented(name))
	for _, step := range []struct {
		at   time.Time
		want int
	}{{may.AddDate(0, -1, 0), 2}, {may, 3}} {
		s.SetNow(step.at)
		l, err := list(t, s.Boards()[0])
		if err != nil || l.Outcome != corpus.OutcomeComplete || len(l.Postings) != step.want {
			t.Fatalf("at %s: %d postings, %q (%s), error %v; want %d", step.at, len(l.Postings), l.Outcome, l.Detail, err, step.want)
		}
		for i, want := range market(step.at) {
			if remoteOnly[name] {
				want.Workplace = corpus.Remote
			}
			if headed[name] {
				_, l.Postings[i].Text, _ = strings.Cut(l.Postings[i].Text, "\n\n")
			}
			same(t, l.Postings[i], want)
		}
	}
}

// remoteOnly are boards on which every posting is remote.
var remoteOnly = map[string]bool{"remotive": true, "weworkremotely": true}

// headed are boards whose postings begin with a line of facts.
var headed = map[string]bool{"hn": true}

// same compares what every system carries, and of the rest what it gives.
func same(t *testing.T, got, want corpus.Posting) {
	t.Helper()
	if got.Title != want.Title || got.Text != want.Text {
		t.Errorf("got  %q\n%q\nwant %q\n%q", got.Title, got.Text, want.Title, want.Text)
	}
	if got.Posted != nil && got.Posted.At.Format(time.DateOnly) != want.Posted.At.Format(time.DateOnly) {
		t.Errorf("%s: posted %s, want %s", want.Title, got.Posted.At, want.Posted.At)
	}
	if got.Workplace != "" && got.Workplace != want.Workplace {
		t.Errorf("%s: workplace %q, want %q", want.Title, got.Workplace, want.Workplace)
	}
	if len(got.Locations) == 0 || got.Locations[0].Country != want.Locations[0].Country {
		t.Errorf("%s: places %+v, want %+v", want.Title, got.Locations, want.Locations)
	}
	if len(got.Salaries) > 0 && (len(want.Salaries) == 0 || pay(got.Salaries[0]) != pay(want.Salaries[0])) {
		t.Errorf("%s: pay %+v, want %+v", want.Title, got.Salaries, want.Salaries)
	}
}

func pay(s corpus.Salary) string { return fmt.Sprint(s.Min, s.Max, s.Currency, s.Period) }

// TestEmpty holds that a board with nothing open is a success.
func TestEmpty(t *testing.T) {
	for _, name := range replay.Sources() {
		b := invented(name)
		b.Open = func(time.Time) []corpus.Posting { return nil }
		if l, err := list(t, serve(t, b).Boards()[0]); err != nil || l.Outcome != corpus.OutcomeEmpty {
			t.Errorf("%s: %q (%s), error %v; want empty", name, l.Outcome, l.Detail, err)
		}
	}
}

// TestFaults states what each fault becomes, for every system.
func TestFaults(t *testing.T) {
	want := map[replay.Fault][]corpus.Outcome{
		replay.FaultNotFound:     {corpus.OutcomeNotFound},
		replay.FaultBlocked:      {corpus.OutcomeBlocked},
		replay.FaultRateLimited:  {corpus.OutcomeRateLimited},
		replay.FaultRateOnce:     {corpus.OutcomeRateLimited}, // with a single try
		replay.FaultServerError:  {corpus.OutcomeServerError},
		replay.FaultSlow:         {corpus.OutcomeUnreachable},
		replay.FaultTruncated:    {corpus.OutcomeChangedShape},
		replay.FaultCut:          {corpus.OutcomeUnreachable, corpus.OutcomeTruncated},
		replay.FaultRedirectOff:  {corpus.OutcomeRefused, corpus.OutcomeNotFound},
		replay.FaultRedirectLoop: {corpus.OutcomeRefused, corpus.OutcomeUnreachable, corpus.OutcomeChangedShape},
		replay.FaultRobots:       {corpus.OutcomeRobots},
		replay.FaultHTML:         {corpus.OutcomeChangedShape, corpus.OutcomeBlocked},
		replay.FaultShape:        {corpus.OutcomeChangedShape},
		replay.FaultEmptyBody:    {corpus.OutcomeChangedShape},
	}
	for _, name := range replay.Sources() {
		for _, f := range replay.Faults() {
			t.Run(name+"/"+string(f), func(t *testing.T) {
				t.Parallel()
				b := invented(name)
				b.Fault = f
				l, err := list(t, serve(t, b).Boards()[0])
				if err == nil || !slices.Contains(want[f], l.Outcome) || l.Detail == "" {
					t.Errorf("%q (%s), error %v; want one of %q", l.Outcome, l.Detail, err, want[f])
				}
			})
		}
	}
}

// TestPageFaults states what a list in pages is taken for when its total is
// wrong or it begins again: all of it is read, and it is called complete only
// if nothing speaks against it.
func TestPageFaults(t *testing.T) {
	const size = 120
	many := func(time.Time) []corpus.Posting {
		open := make([]corpus.Posting, size)
		for i := range open {
			open[i] = market(may)[0]
			open[i].NativeID = fmt.Sprint(1000 + i)
		}
		return open
	}
	for _, name := range replay.Paged() {
		for _, tt := range []struct {
			fault   replay.Fault
			outcome corpus.Outcome
		}{
			{"", corpus.OutcomeComplete},
			{replay.FaultTotalHigh, corpus.OutcomeTruncated},
			{replay.FaultTotalLow, corpus.OutcomeComplete},
			{replay.FaultWrap, corpus.OutcomeTruncated},
		} {
			t.Run(name+"/"+string(tt.fault), func(t *testing.T) {
				t.Parallel()
				b := invented(name)
				b.Open, b.Fault = many, tt.fault
				l, err := list(t, serve(t, b).Boards()[0])
				want := tt.outcome
				if name == "teamtailor" && tt.fault == replay.FaultTotalHigh {
					want = corpus.OutcomeComplete // its feed states no total
				}
				if err != nil || l.Outcome != want || len(l.Postings) != size {
					t.Errorf("%d postings, %q (%s), error %v; want %d, %q", len(l.Postings), l.Outcome, l.Detail, err, size, want)
				}
			})
		}
	}
}

// TestLongSite reads a Workday site of more postings than it shows of one
// question, by the filter it offers.
func TestLongSite(t *testing.T) {
	open := make([]corpus.Posting, 2100)
	for i := range open {
		open[i] = market(may)[0]
		open[i].NativeID, open[i].Department = fmt.Sprint(10000+i), fmt.Sprint("Crew ", i%3)
	}
	b := invented("workday")
	b.Open = func(time.Time) []corpus.Posting { return open }
	src, _ := source.For("workday")
	l, err := src.List(t.Context(), getter(), serve(t, b).Boards()[0], source.Options{Want: func(string) bool { return false }})
	if err != nil || l.Outcome != corpus.OutcomeComplete || len(l.Rejected) != len(open) {
		t.Errorf("%d postings are known, %q (%s), error %v; want %d", len(l.Rejected), l.Outcome, l.Detail, err, len(open))
	}
}

// TestSetFault holds that a fault can be switched on and off.
func TestSetFault(t *testing.T) {
	s := serve(t, invented("ashby"))
	b := s.Boards()[0]
	for _, f := range []replay.Fault{replay.FaultServerError, "", replay.FaultRateOnce} {
		if !s.SetFault(b, f) {
			t.Fatal("the board is not known")
		}
		l, _ := list(t, b)
		if l.Outcome.Listed() != (f == "") {
			t.Errorf("with fault %q: %q", f, l.Outcome)
		}
	}
	if l, err := list(t, b); err != nil || !l.Outcome.Listed() {
		t.Errorf("after the one rate limit: %q, %v", l.Outcome, err)
	}
	if s.SetFault(corpus.Board{Source: "ashby", Token: "nobody"}, replay.FaultCut) {
		t.Error("a fault was given to a board that is not served")
	}
}

// TestAdd refuses what could only be served wrongly.
func TestAdd(t *testing.T) {
	for _, b := range []replay.Board{
		{Board: corpus.Board{Source: "pigeon", Token: "x"}, Raw: []byte("{}")},
		{Board: corpus.Board{Source: "ashby", Token: "x"}},
	} {
		if err := replay.New().Add(b); err == nil {
			t.Errorf("Add(%s) succeeds", b.Board.ID())
		}
	}
}

// TestRecorded serves recorded payloads byte for byte.
func TestRecorded(t *testing.T) {
	boards, err := replay.Recorded("ashby", corpustest.Shared(t, "recorded/ashby-boards.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if len(boards) != 223 {
		t.Errorf("%d boards, want 223", len(boards))
	}
	i := slices.IndexFunc(boards, func(b replay.Board) bool { return strings.Contains(b.Board.Token, " ") })
	if i < 0 {
		t.Fatal("no recorded board has a space in its name")
	}
	l, err := list(t, serve(t, boards[i]).Boards()[0])
	if err != nil || len(l.Raw) != 1 || string(l.Raw[0]) != string(boards[i].Raw) {
		t.Errorf("%q: %d payloads, outcome %q, error %v; want the recorded bytes", boards[i].Board.Token, len(l.Raw), l.Outcome, err)
	}
}

func TestRecordedBad(t *testing.T) {
	if _, err := replay.Recorded("ashby", "replay_test.go"); err == nil {
		t.Error("a file that is no archive is read")
	}
	if _, err := replay.Recorded("ashby", "absent"); err == nil {
		t.Error("an absent archive is read")
	}
	if boards, err := replay.Recorded("ashby", "."); err != nil || len(boards) != 0 {
		t.Errorf("a folder without payloads: %d boards, %v", len(boards), err)
	}
}
