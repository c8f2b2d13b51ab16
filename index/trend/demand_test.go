package trend_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rung/corpus"
	"rung/index"
	"rung/index/query"
	"rung/index/trend"
)

// readings are crawls of the named employers' boards.
func readings(at map[string]string) []trend.Crawl {
	var out []trend.Crawl
	for day, employers := range at {
		c := trend.Crawl{At: date(day)}
		for _, e := range strings.Fields(employers) {
			c.Boards = append(c.Boards, "ashby:"+e)
		}
		out = append(out, c)
	}
	return out
}

func many(n, rank int, employer, opened, closed string) rows {
	var out rows
	for i := range n {
		out = append(out, row(fmt.Sprint(employer, rank, opened, closed, "/", i), rank, employer, opened, closed))
	}
	return out
}

func points(r trend.RungDemand) string {
	var out []string
	for _, p := range r.Points {
		s := "none"
		if p.Value != nil {
			s = fmt.Sprintf("%.2f", *p.Value)
		}
		if p.Grey {
			s += " grey"
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

// By hand. x has 10, 12, 6, y 10, 8, 9 and z, first read in March, 20. The
// ratios of the boards read twice are 20/20 and 15/20, so the chain is 1, 1,
// 0.75, its mean 0.9167, and the 20 that z brings do not show, except that in
// March 15 of 35 is too little to stand on.
func TestDemandByHand(t *testing.T) {
	src := many(6, 3, "x", "2026-01-02", "")
	src = append(src, many(4, 3, "x", "2026-01-02", "2026-03-10")...)
	src = append(src, many(2, 3, "x", "2026-02-10", "2026-03-10")...)
	src = append(src, many(8, 3, "y", "2026-01-02", "")...)
	src = append(src, many(2, 3, "y", "2026-01-02", "2026-02-10")...)
	src = append(src, many(1, 3, "y", "2026-03-10", "")...)
	src = append(src, many(20, 3, "z", "2026-03-10", "")...)
	cs := readings(map[string]string{"2026-01-02": "x y", "2026-02-10": "x y", "2026-03-10": "x y z"})
	d := compute(t, src, trend.Options{Crawls: cs}).Demand
	if got, want := points(d.Total), "109.09, 109.09, 81.82 grey"; got != want {
		t.Errorf("index %s, want %s", got, want)
	}
	if got := points(d.Rungs[2]); got != points(d.Total) {
		t.Errorf("the only rung has another index: %s", got)
	}
	if got := points(d.Rungs[0]); got != "none grey, none grey, none grey" {
		t.Errorf("a rung without vacancies: %s", got)
	}
	p := d.Total.Points[2]
	if p.Open != 35 || p.Matched != 15 {
		t.Errorf("March %+v", p)
	}
	if p.Interval != nil || d.Total.Clear {
		t.Errorf("an interval drawn from three employers: %+v", p)
	}
	// By hand: from February to March 15/20, and no January a year before.
	if s := d.Total.Since; len(s) != 1 || s[0].From != "2026-02" || s[0].To != "2026-03" || math.Abs(s[0].Change+0.25) > 1e-12 {
		t.Errorf("since %+v", s)
	}
	if math.Abs(*d.Total.Change+0.25) > 1e-12 || math.Abs(*d.Total.Drift) > 1e-12 {
		t.Errorf("change %v, drift %v, want -0.25 and none", *d.Total.Change, *d.Total.Drift)
	}
}

// A rung without vacancies at first begins when it has some.
func TestDemandBeginsLate(t *testing.T) {
	src := append(many(10, 3, "x", "2026-01-02", ""), many(4, 5, "x", "2026-02-10", "")...)
	src = append(src, many(2, 5, "x", "2026-03-10", "")...)
	cs := readings(map[string]string{"2026-01-02": "x", "2026-02-10": "x", "2026-03-10": "x"})
	d := compute(t, src, trend.Options{Crawls: cs}).Demand
	lead := d.Rungs[4]
	if got := points(lead); got != "none grey, 80.00, 120.00" || strings.Join(lead.Base, " ") != "2026-02 2026-03" || math.Abs(*lead.Change-0.5) > 1e-12 {
		t.Errorf("lead %s on %v, change %v, want 4 and 6 on their mean", got, lead.Base, *lead.Change)
	}
}

// A board that was read and is empty counts as 0, one that was not read is
// missing, and a period without readings is passed over.
func TestDemandTellsEmptyFromMissing(t *testing.T) {
	src := append(many(10, 3, "x", "2026-01-02", ""), many(10, 3, "y", "2026-01-02", "2026-03-10")...)
	empty := readings(map[string]string{"2026-01-02": "x y", "2026-03-10": "x y", "2026-04-10": "x y"})
	lost := readings(map[string]string{"2026-01-02": "x y", "2026-03-10": "x", "2026-04-10": "x"})
	open := append(many(10, 3, "x", "2026-01-02", ""), many(10, 3, "y", "2026-01-02", "")...)
	for _, tt := range []struct {
		name, want string
		src        rows
		cs         []trend.Crawl
	}{
		{"read and empty", "150.00, none, 75.00, 75.00", src, empty},
		{"not read", "100.00, none, 100.00 grey, 100.00 grey", open, lost},
	} {
		if got := points(compute(t, tt.src, trend.Options{Crawls: tt.cs}).Demand.Total); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// invented is a market of employers of different size over eight months,
// whose demand falls by a fifth at half time.
func invented(employers int) (rows, []trend.Crawl) {
	chance := rand.New(rand.NewPCG(5, 6))
	var src rows
	var cs []trend.Crawl
	months := make([]time.Time, 8)
	for i := range months {
		months[i] = date("2026-01-05").AddDate(0, i, 0)
		cs = append(cs, trend.Crawl{At: months[i]})
	}
	for e := range employers {
		name := fmt.Sprint("e", e)
		for i := range cs {
			cs[i].Boards = append(cs[i].Boards, "ashby:"+name)
		}
		for i := range 4 + chance.IntN(12) {
			opened, closed := months[0], time.Time{}
			if chance.IntN(5) == 0 {
				closed = months[4]
			}
			if chance.IntN(20) == 0 {
				opened = months[1+chance.IntN(3)]
			}
			r := row(fmt.Sprint(name, "/", i), 1+chance.IntN(7), name, opened.Format(time.DateOnly), "")
			r.Closed = closed
			src = append(src, r)
		}
	}
	return src, cs
}

// late is the row as a board read only from a day on shows it.
func late(r index.Row, from time.Time) index.Row {
	if r.FirstSeen.Before(from) {
		r.FirstSeen = from
	}
	return r
}

// TestPlacebo: a source that is added, removed or doubled midway is no change
// of demand. The index stays within its interval, where the bare count of
// open vacancies leaves it.
func TestPlacebo(t *testing.T) {
	src, cs := invented(120)
	part := map[string]bool{}
	for i := range 30 {
		part[fmt.Sprint("ashby:e", i*4)] = true
	}
	truth := compute(t, src, trend.Options{Crawls: cs}).Demand.Total
	without := func(from, to int) []trend.Crawl {
		out := make([]trend.Crawl, len(cs))
		for i, c := range cs {
			out[i] = trend.Crawl{At: c.At}
			for _, b := range c.Boards {
				if i < from || i >= to || !part[b] {
					out[i].Boards = append(out[i].Boards, b)
				}
			}
		}
		return out
	}
	added, removed, doubled := rows{}, rows{}, append(rows{}, src...)
	for _, r := range src {
		if !part[r.Board] {
			added, removed = append(added, r), append(removed, r)
			continue
		}
		if r.Closed.IsZero() || r.Closed.After(cs[3].At) {
			added = append(added, late(r, cs[3].At))
		}
		removed = append(removed, r)
		if twin := late(r, cs[4].At); r.Closed.IsZero() {
			twin.ID, twin.Vacancy, twin.Board = r.ID+"'", r.ID+"'", r.Board+"'"
			doubled = append(doubled, twin)
		}
	}
	twice := without(len(cs), 0)
	for i := range twice[4:] {
		for b := range part {
			twice[4+i].Boards = append(twice[4+i].Boards, b+"'")
		}
	}
	for _, tt := range []struct {
		name string
		src  rows
		cs   []trend.Crawl
	}{{"added", added, without(0, 3)}, {"removed", removed, without(5, 8)}, {"doubled", doubled, twice}} {
		got := compute(t, tt.src, trend.Options{Crawls: tt.cs}).Demand.Total
		moved := false
		for i, p := range got.Points {
			want := truth.Points[i]
			if *p.Value < want.Interval.Low || *p.Value > want.Interval.High {
				t.Errorf("%s: %s in period %d, want within %v of %.1f", tt.name, points(got), i, *want.Interval, *want.Value)
			}
			moved = moved || math.Abs(float64(p.Matched)/float64(want.Matched)-1) > 0.15
		}
		if !moved {
			t.Errorf("%s changes no count by 15 %%: this test shows nothing", tt.name)
		}
	}
	if !truth.Clear || *truth.Change > 0 {
		t.Errorf("the fall by a fifth is not found: %v %v", *truth.Change, truth.ChangeInterval)
	}
}

func gap(n int) *int { return &n }

// By hand: of ten, four titles are above the duties (one by two rungs), one
// below: 0.3 raw; the model's own 6 − 2 of 40 make 0.1 of it noise.
func TestTitleInflation(t *testing.T) {
	var src rows
	for i, g := range []int{1, 1, 1, 2, -1, 0, 0, 0, 0, 0} {
		r := row(fmt.Sprint(i), 4, fmt.Sprint("e", i), "2026-01-01", "")
		r.Gap = gap(g)
		src = append(src, r)
	}
	src = append(src, row("unknown", 4, "e", "2026-01-01", ""))
	r := compute(t, src, trend.Options{Noise: trend.Noise{Below: 6, Above: 2, N: 40}})
	for _, i := range []int{0, 4} {
		got := r.Titles[i]
		if got.N != 10 || math.Abs(got.Raw-0.3) > 1e-12 || math.Abs(got.Index-0.2) > 1e-12 || math.Abs(got.Severity-0.5) > 1e-12 || got.Interval == nil {
			t.Errorf("%+v, want index 0.2 of 10, severity 0.5", got)
		}
	}
	if r.Titles[3].N != 0 || r.Titles[3].Interval != nil {
		t.Errorf("a rung without vacancies: %+v", r.Titles[3])
	}
	keysLeadToPostings(t, r)
}

// TestNoiseIsNoInflation: what a faulty classifier makes of honest titles is
// no inflation once its noise is known.
func TestNoiseIsNoInflation(t *testing.T) {
	chance := rand.New(rand.NewPCG(9, 1))
	var src rows
	for i := range 2000 {
		r := row(fmt.Sprint(i), 4, fmt.Sprint("e", i%300), "2026-01-01", "")
		r.Gap = gap(0)
		switch x := chance.IntN(100); {
		case x < 15:
			r.Gap = gap(1)
		case x < 20:
			r.Gap = gap(-1)
		}
		src = append(src, r)
	}
	bare, known := compute(t, src, trend.Options{}).Titles[0], compute(t, src, trend.Options{Noise: trend.Noise{Below: 45, Above: 15, N: 300}}).Titles[0]
	if !bare.Clear || known.Clear {
		t.Errorf("without noise %+v, with it %+v: want the first clear, the second not", bare, known)
	}
}

func TestEntryAndRatios(t *testing.T) {
	var src rows
	add := func(n, rank int, track string, years ...float64) {
		for range n {
			r := row(fmt.Sprint(len(src)), rank, fmt.Sprint("e", len(src)%9), "2026-01-01", "")
			r.Track = track
			if len(years) > 0 {
				r.YearsMin = &years[0]
			}
			src = append(src, r)
		}
	}
	add(6, 1, "", 1)
	add(4, 2, "", 3)
	add(2, 2, "")
	add(20, 3, "", 1)
	add(18, 4, "")
	add(5, 5, "ic")
	add(3, 5, "manager")
	add(2, 6, "manager")
	r := compute(t, src, trend.Options{})
	if e := r.EntryDoor; e.K != 6 || e.N != 10 || e.Rung != "all" || e.Without == nil {
		t.Errorf("entry door %+v, want 6 of 10", e)
	}
	if e := r.EntryInName; e.K != 4 || e.N != 10 {
		t.Errorf("entry in name %+v, want 4 of 10", e)
	}
	if e := r.Entry; e.K != 12 || e.N != 60 {
		t.Errorf("entry %+v, want 12 of 60", e)
	}
	if q := r.Ratios[0]; *q.Value != 1.5 || q.Interval == nil {
		t.Errorf("seniors per entry %+v, want 18/12", q)
	}
	if q := r.Ratios[1]; q.K != 5 || q.N != 55 {
		t.Errorf("managers per contributor %+v, want 5/55", q)
	}
	keysLeadToPostings(t, r)
}

func TestExperienceCreeps(t *testing.T) {
	var src rows
	for month, years := range []float64{3, 4, 5} {
		for i := range 30 {
			r := row(fmt.Sprint(month, "/", i), 4, fmt.Sprint("e", i), fmt.Sprintf("2026-%02d-05", month+1), "")
			y := years + float64(i%3)
			r.YearsMin = &y
			src = append(src, r)
		}
	}
	c := compute(t, src, trend.Options{Date: trend.FirstSeen, Crawls: crawls("2026-01-01", "2026-04-02")}).Creep
	got := c.Rungs[3]
	if got.Change == nil || *got.Change != 2 || !got.Clear || got.From != "2026-01" || got.To != "2026-03" || got.Cells[1].Median != 5 {
		t.Errorf("%+v, want two years more from January to March", got)
	}
	if m := c.FixedMix; len(m) != 3 || m[0] == nil || *m[0] != 4 || *m[2] != 6 {
		t.Errorf("fixed mix %v", m)
	}
	if c.Rungs[0].Change != nil {
		t.Errorf("a rung without vacancies: %+v", c.Rungs[0])
	}
}

func TestPayIntervalHoldsTheMedian(t *testing.T) {
	var src rows
	for i := range 60 {
		r := row(fmt.Sprint(i), 4, fmt.Sprint("e", i%12), "2026-01-01", "")
		r.Pay = index.Pay{Min: float64(100 + i), Max: float64(100 + i), Currency: "USD", Period: corpus.PerYear}
		src = append(src, r)
	}
	g := compute(t, src, trend.Options{}).Pay[3].Groups[0]
	if i := g.MedianInterval; i == nil || i.Low >= g.Median || i.High <= g.Median || i.Low < 100 || i.High > 159 {
		t.Errorf("median %v (%v)", g.Median, i)
	}
	if g := compute(t, src, trend.Options{Draws: -1}).Pay[3].Groups[0]; g.MedianInterval != nil || g.Median == 0 {
		t.Errorf("without draws %+v", g)
	}
}

// TestGhostRisk: 30 closed within 20 days; of four open ones one is older
// than nine in ten became, one was opened four times, one is neither, and one
// is too old because it was posted long before it was first seen.
func TestGhostRisk(t *testing.T) {
	var src rows
	for i := range 30 {
		src = append(src, row(fmt.Sprint(i), 3, fmt.Sprint("e", i), "2026-01-05", fmt.Sprintf("2026-01-%02d", 15+i%10)))
	}
	fresh, old, again, found := row("fresh", 3, "x", "2026-02-25", ""), row("old", 3, "y", "2026-01-06", ""),
		row("again", 3, "z", "2025-11-01", ""), row("found", 3, "w", "2026-01-01", "")
	found.Posted = date("2025-10-01")
	for i := range 4 {
		s := index.Spell{Opened: date("2025-11-01").AddDate(0, i, i*5)}
		if i < 3 {
			s.Closed = s.Opened.AddDate(0, 0, 4)
		}
		again.Spells = append(again.Spells, s)
	}
	r := compute(t, append(src, fresh, old, again, found), trend.Options{Crawls: crawls("2026-01-01", "2026-03-01")})
	g := r.GhostRisk
	if g.Total.K != 3 || g.Total.N != 4 || g.Criteria[0].N != 2 || g.Criteria[1].N != 1 {
		t.Errorf("%+v %+v", g.Total, g.Criteria)
	}
	keysLeadToPostings(t, r)
}

// TestAsks: leads mentor, seniors do not; both own a roadmap.
func TestAsks(t *testing.T) {
	var src rows
	for i := range 120 {
		r := row(fmt.Sprint(i), 4+i%2, fmt.Sprint("e", i%31), "2026-01-01", "")
		r.Rules = "owns-roadmap"
		if i%2 == 1 && i%5 > 0 || i%16 == 0 {
			r.Rules = "mentors-pms owns-roadmap"
		}
		src = append(src, r)
	}
	r := compute(t, src, trend.Options{})
	step := r.Asks[3]
	if step.From != "senior" || step.To != "lead" || step.FromN != 60 || len(step.More) == 0 {
		t.Fatalf("%+v", step)
	}
	if a := step.More[0]; a.Rule != "mentors-pms" || !a.Clear || a.ToK != 48 || a.FromK != 8 {
		t.Errorf("%+v, want mentoring, 48 of 60 against 8", a)
	}
	if r := compute(t, src[:0], trend.Options{}); r.Asks != nil {
		t.Errorf("asks of nothing: %+v", r.Asks)
	}
	keysLeadToPostings(t, r)
}

// TestNoCorrectionOfWhatWasChosenByVerdict: given only what was judged senior,
// the confusion of all verdicts says nothing of its true rungs.
func TestNoCorrectionOfWhatWasChosenByVerdict(t *testing.T) {
	src, cs := invented(10)
	var c trend.Confusion
	for i := range c {
		c[i][i] = 20
	}
	for text, want := range map[string]bool{"country:US": true, "rung:senior": false, "country:US -is:inflated": false} {
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		r := compute(t, src, trend.Options{Query: q, Crawls: cs, Draws: -1, Confusion: c})
		said := strings.Contains(strings.Join(r.Notes, " "), "not corrected")
		if (r.Corrected != nil) != want || said == want {
			t.Errorf("%s: corrected %v, said not to be %v", text, r.Corrected != nil, said)
		}
	}
}

// TestSkillsAreAskedToo: a skill that only the upper rung names is found, and
// leads to its postings.
func TestSkillsAreAskedToo(t *testing.T) {
	var src rows
	for i := range 80 {
		r := row(fmt.Sprintf("p%02d", i), 3+i%2, fmt.Sprint("employer ", i), "2026-01-05", "")
		r.Rules, r.Skills = "owns-roadmap", "sql"
		if i%2 == 1 {
			r.Skills = "pricing sql"
		}
		src = append(src, r)
	}
	step := compute(t, src, trend.Options{Draws: -1}).Asks[2]
	if len(step.More) == 0 || step.More[0].Rule != trend.SkillPrefix+"pricing" || !step.More[0].Clear || step.More[0].ToK != 40 || step.More[0].FromK != 0 {
		t.Fatalf("pm to senior: %+v", step.More)
	}
	r := compute(t, src, trend.Options{Draws: -1})
	if ids, err := r.Postings(step.More[0].ToKey); err != nil || len(ids) != 40 {
		t.Errorf("%s leads to %d postings: %v", step.More[0].ToKey, len(ids), err)
	}
	for _, a := range step.More[1:] {
		if a.Clear {
			t.Errorf("what both ask differs: %+v", a)
		}
	}
}

func TestCorrectedSharesStandBesideNaiveOnes(t *testing.T) {
	// The market is half pm, half senior; the classifier calls a fifth of
	// seniors pm.
	var src rows
	for i := range 500 {
		src = append(src, row(fmt.Sprint(i), 3+one(i%10 >= 6), fmt.Sprint("e", i%97), "2026-01-01", ""))
	}
	c := trend.Confusion{2: {2: 100, 3: 40}, 3: {3: 160}}
	got := compute(t, src, trend.Options{Confusion: c}).Corrected
	pm := got[2]
	if pm.Naive != 0.6 || math.Abs(pm.Corrected-0.5) > 1e-9 || pm.Interval == nil || pm.Gold != 100 {
		t.Errorf("%+v, want 0.6 corrected to 0.5", pm)
	}
	if w, n := pm.Interval.High-pm.Interval.Low, pm.NaiveInterval.High-pm.NaiveInterval.Low; w <= n {
		t.Errorf("the corrected interval %v is no wider than the naive %v", w, n)
	}
	if r := compute(t, src, trend.Options{}); r.Corrected != nil {
		t.Error("corrected without a confusion matrix")
	}
	c[1][1] = -1
	if _, err := trend.Compute(ctx, src, trend.Options{Confusion: c}); err == nil {
		t.Error("no complaint of a negative count")
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestFreshness(t *testing.T) {
	cs := readings(map[string]string{"2026-01-01": "x y z", "2026-01-11": "x y", "2026-01-31": "x"})
	f := compute(t, rows{}, trend.Options{Crawls: cs, Now: date("2026-02-02"), Outcomes: map[string]int{"complete": 2, "gone": 1}}).Freshness
	if f == nil || f.Boards != 3 || f.Median != 22 || f.Oldest != 32 || f.Outcomes[0].Name != "complete" {
		t.Errorf("%+v", f)
	}
	if f := compute(t, rows{}, trend.Options{Crawls: crawls("2026-01-01")}).Freshness; f != nil {
		t.Errorf("crawls without boards: %+v", f)
	}
}

// TestCoreAgreesWithTheWhole: what the core has, it has from the same counts.
func TestCoreAgreesWithTheWhole(t *testing.T) {
	src, cs := invented(20)
	core, whole := compute(t, src, trend.Options{Crawls: cs, Core: true}), compute(t, src, trend.Options{Crawls: cs, Draws: -1})
	if core.Titles != nil || core.Closing != nil || core.Demand != nil {
		t.Error("the core has more than the core")
	}
	for name, parts := range map[string][2]any{
		"coverage": {core.Coverage, whole.Coverage}, "mix": {core.Mix, whole.Mix}, "flow": {core.Flow, whole.Flow},
		"series": {core.Series, whole.Series}, "pay": {core.Pay, whole.Pay}, "top": {core.Top, whole.Top},
	} {
		if diff := cmp.Diff(parts[1], parts[0]); diff != "" {
			t.Errorf("%s (-whole +core):\n%s", name, diff)
		}
	}
}

// TestSeedDecides: the same seed draws the same, another one about the same.
func TestSeedDecides(t *testing.T) {
	src, cs := invented(40)
	a, b := compute(t, src, trend.Options{Crawls: cs}), compute(t, src, trend.Options{Crawls: cs, Seed: 2})
	if marshal(t, a) != marshal(t, compute(t, src, trend.Options{Crawls: cs})) {
		t.Error("the same options draw differently")
	}
	x, y := a.Demand.Total.ChangeInterval, b.Demand.Total.ChangeInterval
	if *x == *y || math.Abs(x.Low-y.Low) > 0.02 || math.Abs(x.High-y.High) > 0.02 {
		t.Errorf("seeds give %v and %v", *x, *y)
	}
}
