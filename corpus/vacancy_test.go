package corpus_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"rung/corpus"
)

// advert is a long text about n duties that differ from those of every other
// seed.
func advert(seed string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "- %s duty %d asks for judgement about area %s%d and %d partners\n", seed, i, seed, i*7, i*3)
	}
	return b.String()
}

// lower stands in for the classifier's reading of titles.
func lower(title string) string { return strings.ToLower(title) }

// put imports one posting and joins it.
func put(t testing.TB, s *corpus.Store, at time.Time, p corpus.Posting) {
	t.Helper()
	var line strings.Builder
	fmt.Fprintf(&line, `{"id":%q,"title":%q,"company":%q,"body":%q,"url":%q,"requisition_id":%q`, p.ID, p.Title, p.Company, p.Text, p.URL, p.RequisitionID)
	for _, l := range p.Locations {
		fmt.Fprintf(&line, `,"location":%q`, l.Raw)
	}
	line.WriteString("}")
	if _, err := corpus.Import(context.Background(), s, strings.NewReader(line.String()), corpus.ImportOptions{At: at}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.JoinVacancies(context.Background(), lower); err != nil {
		t.Fatal(err)
	}
}

func TestJoinVacancies(t *testing.T) {
	at := func(place string) []corpus.Location { return []corpus.Location{{Raw: place}} }
	pm := func(id, company, text, place string) corpus.Posting {
		return corpus.Posting{ID: id, Title: "Product Manager", Company: company, Text: text, Locations: at(place)}
	}
	with := func(p corpus.Posting, set func(p *corpus.Posting)) corpus.Posting { set(&p); return p }
	long := advert("alpha", 30)
	tests := []struct {
		name   string
		a, b   corpus.Posting
		gap    int // days between them
		reason string
		repost bool
	}{
		{name: "the same text, employer, title and place", a: pm("a", "Acme Inc.", long, "Oslo"), b: pm("b", "ACME", long, "Oslo"), reason: "same employer, title core and place, 100 % of the text in common"},
		{name: "five weeks later", a: pm("a", "Acme", long, "Oslo"), b: pm("b", "Acme", long, "Oslo"), gap: 35, reason: "same employer, title core and place, 100 % of the text in common", repost: true},
		{name: "a copy for another place", a: pm("a", "Acme", long, "Oslo"), b: pm("b", "Acme", long, "Rome"), reason: "same employer and title core, another place, 100 % of the text in common"},
		{name: "another level", a: pm("a", "Acme", long, "Oslo"), b: with(pm("b", "Acme", long, "Oslo"), func(p *corpus.Posting) { p.Title = "Senior Product Manager" })},
		{name: "another text", a: pm("a", "Acme", long, "Oslo"), b: pm("b", "Acme", advert("beta", 30), "Oslo")},
		{name: "company and title alone", a: pm("a", "Acme", "Own the roadmap.", "Oslo"), b: pm("b", "Acme", "Own the roadmap.", "Oslo")},
		{name: "two requisitions", a: with(pm("a", "Acme", long, "Oslo"), func(p *corpus.Posting) { p.RequisitionID = "R-1" }), b: with(pm("b", "Acme", long, "Oslo"), func(p *corpus.Posting) { p.RequisitionID = "R-2" })},
		{name: "one requisition", a: with(pm("a", "Acme", long, "Oslo"), func(p *corpus.Posting) { p.RequisitionID = "R-1" }), b: with(pm("b", "Acme", advert("beta", 30), "Rome"), func(p *corpus.Posting) { p.RequisitionID = "r-1" }), reason: "same requisition and title core"},
		{name: "a placeholder is no requisition", a: with(pm("a", "Acme", long, "Oslo"), func(p *corpus.Posting) { p.RequisitionID = "TBD" }), b: with(pm("b", "Acme", advert("beta", 30), "Rome"), func(p *corpus.Posting) { p.RequisitionID = "TBD" })},
		{name: "one URL", a: with(pm("a", "Acme", "Short.", "Oslo"), func(p *corpus.Posting) { p.URL = "https://x.example/1" }), b: with(pm("b", "Acme Europe", "Rewritten.", "Oslo"), func(p *corpus.Posting) { p.URL = "https://x.example/1?utm_medium=feed" }), reason: "same URL, title core and place"},
		{name: "one URL for every job", a: with(pm("a", "Acme", long, "Oslo"), func(p *corpus.Posting) { p.URL = "https://x.example/jobs" }), b: with(pm("b", "Acme", advert("beta", 30), "Oslo"), func(p *corpus.Posting) { p.URL, p.Title = "https://x.example/jobs", "Product Owner" })},
		{name: "an agency's clone", a: pm("a", "Acme", long, "Oslo"), b: pm("b", "Hays Agency", long, "Oslo"), reason: "another employer, same title core, 100 % of the text in common"},
		{name: "another employer's short text", a: pm("a", "Acme", advert("alpha", 5), "Oslo"), b: pm("b", "Rival", advert("alpha", 5), "Oslo")},
		{name: "half the text of another employer", a: pm("a", "Acme", long+advert("beta", 30), "Oslo"), b: pm("b", "Rival", long+advert("gamma", 30), "Oslo")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t, corpus.Options{})
			put(t, s, day(0), tt.a)
			put(t, s, day(tt.gap), tt.b)
			v, err := s.VacancyOf(context.Background(), "b")
			if err != nil {
				t.Fatal(err)
			}
			got := v.Members[len(v.Members)-1]
			if got.ID != "b" || got.Reason != tt.reason || got.Repost != tt.repost || (tt.reason != "") != (len(v.Members) == 2) {
				t.Errorf("got %+v, want b joined for %q, repost %v", v.Members, tt.reason, tt.repost)
			}
		})
	}
}

// TestJoinVacanciesAgain changes a posting that others were joined to, and
// runs the join over what did not change.
func TestJoinVacanciesAgain(t *testing.T) {
	ctx := context.Background()
	s := open(t, corpus.Options{})
	long := advert("alpha", 30)
	for i, id := range []string{"a", "b", "c"} {
		put(t, s, day(i), corpus.Posting{ID: id, Title: "Product Manager", Company: "Acme", Text: long})
	}
	of := func(id string) corpus.Vacancy {
		v, err := s.VacancyOf(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	before := of("c")
	if len(before.Members) != 3 {
		t.Fatalf("three copies are %+v", before)
	}
	put(t, s, day(4), corpus.Posting{ID: "b", Title: "Lead Product Manager", Company: "Acme", Text: long})
	if got := of("c"); got.ID != before.ID || len(got.Members) != 2 {
		t.Errorf("after b changed its level: %+v, want a and c in %s", got, before.ID)
	}
	if got := of("b"); got.ID == before.ID || len(got.Members) != 1 {
		t.Errorf("b after it changed its level: %+v, want it alone", got)
	}
	if err := s.Rejoin(ctx); err != nil {
		t.Fatal(err)
	}
	if stats, err := s.JoinVacancies(ctx, lower); err != nil || stats != (corpus.JoinStats{Postings: 3}) {
		t.Errorf("joining what did not change: %+v, %v", stats, err)
	}
	stats, err := s.JoinVacancies(ctx, func(string) string { return "one core for all" })
	if err != nil || stats != (corpus.JoinStats{}) {
		t.Errorf("nothing is recent: %+v, %v", stats, err)
	}
	if err := s.Rejoin(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := s.JoinVacancies(ctx, func(string) string { return "one core for all" }); err != nil {
		t.Fatal(err)
	}
	if got := of("b"); len(got.Members) != 3 {
		t.Errorf("with another notion of a title's core: %+v, want all three", got)
	}
}

func TestSimhash(t *testing.T) {
	long := advert("alpha", 40)
	a, words := corpus.Simhash(long)
	if words < 400 {
		t.Fatalf("the sample has %d words", words)
	}
	tests := []struct {
		name  string
		text  string
		least int
		most  int
	}{
		{"the same", long, 0, 0},
		{"case and punctuation", strings.ToUpper(strings.ReplaceAll(long, "-", " *")), 0, 0},
		{"one sentence more", long + " Acme welcomes applications from everyone.", 0, 6},
		{"another text", advert("beta", 40), 12, 64},
	}
	for _, tt := range tests {
		b, _ := corpus.Simhash(tt.text)
		if d := corpus.Distance(a, b); d < tt.least || d > tt.most {
			t.Errorf("%s: %d bits apart, want %d to %d", tt.name, d, tt.least, tt.most)
		}
	}
}
