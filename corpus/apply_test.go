package corpus_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"rung/corpus"
)

var day0 = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

func day(n int) time.Time { return day0.Add(time.Duration(n) * 24 * time.Hour) }

func open(t testing.TB, opt corpus.Options) *corpus.Store {
	t.Helper()
	s, err := corpus.Open(context.Background(), t.TempDir(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

var acme = corpus.Board{Source: "ashby", Token: "acme", Company: "Acme"}

// listing is a complete listing of postings named by number.
func listing(at time.Time, numbers ...int) corpus.Listing {
	l := corpus.Listing{Board: acme, At: at, Outcome: corpus.OutcomeComplete}
	for _, n := range numbers {
		l.Postings = append(l.Postings, corpus.Posting{
			NativeID: fmt.Sprint("p", n), Title: fmt.Sprintf("Product Manager %d", n), Company: "Acme", Text: "Own the roadmap.",
		})
	}
	if len(numbers) == 0 {
		l.Outcome = corpus.OutcomeEmpty
	}
	return l
}

// apply applies a listing in a crawl of its own.
func apply(t testing.TB, s *corpus.Store, l corpus.Listing) corpus.Change {
	t.Helper()
	ctx := context.Background()
	crawl, err := s.BeginCrawl(ctx, l.At, []corpus.Board{l.Board})
	if err != nil {
		t.Fatal(err)
	}
	change, err := s.Apply(ctx, crawl, l)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.EndCrawl(ctx, crawl, l.At); err != nil {
		t.Fatal(err)
	}
	return change
}

func upTo(n int) []int {
	var numbers []int
	for i := range n {
		numbers = append(numbers, i)
	}
	return numbers
}

// counts is a change without its names, for comparison.
func counts(c corpus.Change) string {
	return fmt.Sprintf("new %d changed %d unchanged %d closed %d reopened %d reposted %d held %d suspect %v",
		c.New, c.Changed, c.Unchanged, c.Closed, c.Reopened, c.Reposted, c.Held, c.Suspect)
}

func TestApplyClosing(t *testing.T) {
	failed := func(l corpus.Listing, o corpus.Outcome) corpus.Listing { l.Outcome = o; return l }
	tests := []struct {
		name     string
		listings []corpus.Listing
		want     string // of the last one
	}{
		{"first", []corpus.Listing{listing(day(0), 1, 2)},
			"new 2 changed 0 unchanged 0 closed 0 reopened 0 reposted 0 held 0 suspect false"},
		{"same again", []corpus.Listing{listing(day(0), 1, 2), listing(day(1), 1, 2)},
			"new 0 changed 0 unchanged 2 closed 0 reopened 0 reposted 0 held 0 suspect false"},
		{"one gone", []corpus.Listing{listing(day(0), 1, 2), listing(day(1), 1)},
			"new 0 changed 0 unchanged 1 closed 1 reopened 0 reposted 0 held 0 suspect false"},
		{"half of ten gone is believed", []corpus.Listing{listing(day(0), upTo(10)...), listing(day(1), upTo(5)...)},
			"new 0 changed 0 unchanged 5 closed 5 reopened 0 reposted 0 held 0 suspect false"},
		{"more than half of ten gone is held", []corpus.Listing{listing(day(0), upTo(10)...), listing(day(1), upTo(4)...)},
			"new 0 changed 0 unchanged 4 closed 0 reopened 0 reposted 0 held 6 suspect true"},
		{"more than half of nine gone is believed", []corpus.Listing{listing(day(0), upTo(9)...), listing(day(1), upTo(1)...)},
			"new 0 changed 0 unchanged 1 closed 8 reopened 0 reposted 0 held 0 suspect false"},
		{"empty is held", []corpus.Listing{listing(day(0), 1, 2), listing(day(1))},
			"new 0 changed 0 unchanged 0 closed 0 reopened 0 reposted 0 held 2 suspect true"},
		{"empty twice closes", []corpus.Listing{listing(day(0), 1, 2), listing(day(1)), listing(day(2))},
			"new 0 changed 0 unchanged 0 closed 2 reopened 0 reposted 0 held 0 suspect true"},
		{"empty, failed, empty closes", []corpus.Listing{listing(day(0), 1, 2), listing(day(1)), failed(listing(day(2)), corpus.OutcomeServerError), listing(day(3))},
			"new 0 changed 0 unchanged 0 closed 2 reopened 0 reposted 0 held 0 suspect true"},
		{"empty, then unchanged agrees", []corpus.Listing{listing(day(0), 1, 2), listing(day(1)), failed(listing(day(2)), corpus.OutcomeUnchanged)},
			"new 0 changed 0 unchanged 0 closed 2 reopened 0 reposted 0 held 0 suspect false"},
		{"empty, then back", []corpus.Listing{listing(day(0), 1, 2), listing(day(1)), listing(day(2), 1, 2)},
			"new 0 changed 0 unchanged 2 closed 0 reopened 0 reposted 0 held 0 suspect false"},
		{"empty, back, empty is held again", []corpus.Listing{listing(day(0), 1, 2), listing(day(1)), listing(day(2), 1, 2), listing(day(3))},
			"new 0 changed 0 unchanged 0 closed 0 reopened 0 reposted 0 held 2 suspect true"},
		{"suspect twice closes what both lack", []corpus.Listing{listing(day(0), upTo(12)...), listing(day(1), 0, 1, 2), listing(day(2), 2, 3, 4)},
			"new 0 changed 0 unchanged 3 closed 7 reopened 0 reposted 0 held 2 suspect true"},
		{"truncated closes nothing", []corpus.Listing{listing(day(0), 1, 2), failed(listing(day(1), 1, 3), corpus.OutcomeTruncated)},
			"new 1 changed 0 unchanged 1 closed 0 reopened 0 reposted 0 held 0 suspect false"},
		{"not found closes nothing", []corpus.Listing{listing(day(0), 1, 2), failed(listing(day(1)), corpus.OutcomeNotFound)},
			"new 0 changed 0 unchanged 0 closed 0 reopened 0 reposted 0 held 0 suspect false"},
		{"unchanged sees all", []corpus.Listing{listing(day(0), 1, 2), failed(listing(day(1)), corpus.OutcomeUnchanged)},
			"new 0 changed 0 unchanged 2 closed 0 reopened 0 reposted 0 held 0 suspect false"},
		{"reopened", []corpus.Listing{listing(day(0), 1, 2), listing(day(1), 1), listing(day(2), 1, 2)},
			"new 0 changed 0 unchanged 1 closed 0 reopened 1 reposted 0 held 0 suspect false"},
		{"thirty days are no repost", []corpus.Listing{listing(day(0), 1, 2), listing(day(1), 1), listing(day(30), 1, 2)},
			"new 0 changed 0 unchanged 1 closed 0 reopened 1 reposted 0 held 0 suspect false"},
		{"thirty-one are", []corpus.Listing{listing(day(0), 1, 2), listing(day(1), 1), listing(day(31), 1, 2)},
			"new 0 changed 0 unchanged 1 closed 0 reopened 1 reposted 1 held 0 suspect false"},
		{"an old listing closes and reopens nothing", []corpus.Listing{listing(day(0), 1, 2), listing(day(5), 1), listing(day(3), 2)},
			"new 0 changed 0 unchanged 0 closed 0 reopened 0 reposted 0 held 0 suspect false"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t, corpus.Options{})
			var got corpus.Change
			for _, l := range tt.listings {
				got = apply(t, s, l)
			}
			if counts(got) != tt.want {
				t.Errorf("last Apply:\n got %s\nwant %s", counts(got), tt.want)
			}
		})
	}
}
