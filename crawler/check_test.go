package crawler_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"rung/corpus"
	"rung/crawler"
	"rung/crawler/fetch"
	"rung/crawler/replay"
	"rung/crawler/source"
)

// check asks boards of a replay server and returns the answers by board.
func check(t *testing.T, s *replay.Server) map[string]crawler.Checked {
	t.Helper()
	client := fetch.New(fetch.Options{Now: func() time.Time { return day }, AllowPrivate: true, Pace: fetch.Unpaced, Tries: 1, Timeout: 2 * time.Second})
	defer client.Close()
	got := map[string]crawler.Checked{}
	o := crawler.CheckOptions{
		Boards: s.Boards(), Getter: client, Source: source.For, Now: func() time.Time { return day },
		Want:   func(title string) bool { return strings.Contains(title, "Product Manager") },
		Report: func(c crawler.Checked) { got[c.Board.ID()] = c },
	}
	if err := crawler.Check(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return got
}

func checkable(t *testing.T, boards ...replay.Board) *replay.Server {
	t.Helper()
	s := replay.New()
	s.SetNow(day)
	for _, b := range boards {
		if err := s.Add(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// openings are three postings, two of them for product managers.
func openings(b corpus.Board) func(time.Time) []corpus.Posting {
	return func(time.Time) []corpus.Posting {
		var out []corpus.Posting
		for i, title := range []string{"Product Manager, Piers", "Deckhand", "Senior Product Manager, Ferries"} {
			id := strconv.Itoa(i + 1)
			out = append(out, corpus.Posting{
				ID: corpus.PostingID(b.Source, b.Token, id), NativeID: id, Title: title, Company: "Fjord Line",
				Posted: &corpus.Stated{At: day.AddDate(0, 0, -3), Field: "x"}, Text: "Own the timetable of every ferry.", Locations: []corpus.Location{{Raw: "Bergen"}},
			})
		}
		return out
	}
}

// TestCheckEverySystem counts postings and product managers on a board of
// every system, without asking for a posting's own page.
func TestCheckEverySystem(t *testing.T) {
	var boards []replay.Board
	for _, name := range replay.Sources() {
		token := "fjordline"
		switch name {
		case "workday":
			token = "fjordline/wd3/Sea"
		case "weworkremotely", "remotive":
			token = "all"
		case "jsonld":
			token = "jobs.fjordline.example"
		}
		b := corpus.Board{Source: name, Token: token, Company: "Fjord Line"}
		boards = append(boards, replay.Board{Board: b, Open: openings(b)})
	}
	got := check(t, checkable(t, boards...))
	for _, b := range boards {
		c := got[b.Board.ID()]
		want := [2]int{3, 2}
		if b.Board.Source == "hn" {
			want[0] = 2 // of a comment only what names a role is a posting
		}
		if c.Outcome != corpus.OutcomeComplete || [2]int{c.Postings, c.Wanted} != want {
			t.Errorf("%s: %s, %d postings, %d wanted, want complete, %v (%s)", b.Board.ID(), c.Outcome, c.Postings, c.Wanted, want, c.Detail)
		}
	}
}

// TestCheckFaults words whatever a board answers.
func TestCheckFaults(t *testing.T) {
	for fault, want := range map[replay.Fault]corpus.Outcome{
		replay.FaultNotFound: corpus.OutcomeNotFound, replay.FaultBlocked: corpus.OutcomeBlocked, replay.FaultRateLimited: corpus.OutcomeRateLimited,
		replay.FaultServerError: corpus.OutcomeServerError, replay.FaultRobots: corpus.OutcomeRobots, replay.FaultHTML: corpus.OutcomeChangedShape,
		replay.FaultShape: corpus.OutcomeChangedShape, replay.FaultCut: corpus.OutcomeTruncated, replay.FaultRedirectOff: corpus.OutcomeRefused,
	} {
		b := corpus.Board{Source: "greenhouse", Token: "pier"}
		c := check(t, checkable(t, replay.Board{Board: b, Open: openings(b), Fault: fault}))[b.ID()]
		if c.Outcome != want || c.Detail == "" || !c.At.Equal(day) {
			t.Errorf("%s: %+v, want %s with a reason", fault, c, want)
		}
	}
	b := corpus.Board{Source: "greenhouse", Token: "idle"}
	if c := check(t, checkable(t, replay.Board{Board: b, Open: func(time.Time) []corpus.Posting { return nil }}))[b.ID()]; c.Outcome != corpus.OutcomeEmpty {
		t.Errorf("an empty board: %+v", c)
	}
}

// TestCheckUnknown holds that systems that send whoever asks for an employer
// they do not know to another host are read as they mean it.
func TestCheckUnknown(t *testing.T) {
	for name, want := range map[string]corpus.Outcome{
		"bamboohr": corpus.OutcomeNotFound, "breezy": corpus.OutcomeNotFound, "personio": corpus.OutcomeNotFound, "recruitee": corpus.OutcomeRefused,
	} {
		b := corpus.Board{Source: name, Token: "pier"}
		if c := check(t, checkable(t, replay.Board{Board: b, Open: openings(b), Fault: replay.FaultRedirectOff}))[b.ID()]; c.Outcome != want {
			t.Errorf("%s: %s (%s), want %s", name, c.Outcome, c.Detail, want)
		}
	}
}

// TestCheckCancelled reports nothing of boards that were not asked.
func TestCheckCancelled(t *testing.T) {
	b := corpus.Board{Source: "greenhouse", Token: "pier"}
	s := checkable(t, replay.Board{Board: b, Open: openings(b), Fault: replay.FaultSlow})
	client := fetch.New(fetch.Options{Now: time.Now, AllowPrivate: true})
	defer client.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	err := crawler.Check(ctx, crawler.CheckOptions{Boards: s.Boards(), Getter: client, Source: source.For, Now: time.Now, Report: func(c crawler.Checked) { t.Errorf("reported %+v", c) }})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Check = %v", err)
	}
}
