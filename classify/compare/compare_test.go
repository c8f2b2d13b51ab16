package compare

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"rung/classify"
	"rung/classify/ladder"
	"rung/classify/text"
	"rung/corpus"
	"rung/corpus/corpustest"
)

func ids(asks []Ask) []string {
	var out []string
	for _, a := range asks {
		out = append(out, a.Responsibility)
	}
	return out
}

// TestDeeds holds what a person's sentence shows of a rung; "" is nothing at
// all.
func TestDeeds(t *testing.T) {
	tests := []struct{ in, rung, want string }{
		{"I managed a team of four product managers.", "lead", "lead-reports"},
		{"Ran their performance reviews and promotions.", "lead", "lead-reviews"},
		{"I've owned the P&L of the payments line, $20m a year.", "executive", "executive-profit"},
		{"Presented the roadmap to the board every quarter.", "executive", "executive-board"},
		{"Led several product lines across three teams.", "senior", "senior-several-products"},
		{"Built and maintained a three-year roadmap.", "senior", "senior-multi-year"},
		{"I helped interview and hire product managers.", "senior", "senior-helps-hiring"},
		{"Represented the company at industry conferences.", "senior", "senior-external"},
		{"Owned the checkout product end to end.", "pm", "pm-end-to-end"},
		{"I have run experiments and tracked conversion metrics.", "pm", "pm-experiments"},
		{"Set OKRs for the product group.", "lead", "lead-group-outcomes"},
		{"Last year our team grew, and I mentored junior product managers.", "senior", "senior-mentors"},
		{"Supported the product manager with research.", "junior", "junior-helps-and-learns"},
		{"I did not manage product managers.", "lead", ""},
		{"Never managed product managers.", "lead", ""},
		{"Looking for a role where I manage product managers.", "lead", ""},
		{"I would like to manage product managers.", "lead", ""},
		{"Worked under the guidance of the head of product.", "senior", ""},
		{"Built what people want to read.", "lead", ""},
	}
	for _, tt := range tests {
		m := Me(tt.in, tt.rung, nil, text.Prose{})
		got := ids(m.Shown)
		if tt.want == "" && len(got) > 0 || tt.want != "" && !slices.Contains(got, tt.want) {
			t.Errorf("Me(%q, %s) shows %v, want %q", tt.in, tt.rung, got, tt.want)
		}
	}
}

func TestResume(t *testing.T) {
	var out bytes.Buffer
	for _, name := range []string{"resume.txt", "german.txt"} {
		body, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, rung := range []string{"pm", "senior", "lead"} {
			m := Me(string(body), rung, nil, text.Prose{})
			fmt.Fprintf(&out, "== %s against %s (%s, wishes left out: %d)\n", name, rung, m.Language, m.Wishes)
			checkWords(t, string(body), m.Shown)
			for _, a := range m.Shown {
				for _, w := range a.Words {
					fmt.Fprintf(&out, "%s %q\n", a.Responsibility, w.Text)
				}
			}
			if len(m.Shown)+len(m.Unshown)+len(m.Unheard) != len(ladder.Default().ResponsibilitiesOf(rung)) {
				t.Errorf("%s: not every responsibility of %s is answered", name, rung)
			}
		}
	}
	corpustest.Golden(t, "testdata/resume.golden", out.Bytes())
}

func checkWords(t testing.TB, body string, asks []Ask) {
	t.Helper()
	for _, a := range asks {
		for _, w := range a.Words {
			if w.Start < 0 || w.End > len(body) || w.Start >= w.End || body[w.Start:w.End] != w.Text {
				t.Errorf("%s: words %+v are not in the text", a.Responsibility, w)
			}
		}
	}
}

func ad(t testing.TB, title, body string) Ad {
	t.Helper()
	c, err := classify.Default()
	if err != nil {
		t.Fatal(err)
	}
	p := corpus.Posting{ID: title, Title: title, Text: body}
	return Ad{p, c.Classify(p)}
}

func TestAds(t *testing.T) {
	a := ad(t, "Product Manager", "What you'll do\n\n- Own the checkout product end to end\n- Prioritise the backlog with engineering\n\nWhat you bring\n\n- 3 years of product management")
	b := ad(t, "Senior Product Manager", "What you'll do\n\n- Own the checkout product end to end\n- Mentor junior product managers\n- Lead several product lines\n\nWhat you bring\n\n- 6 years of product management")
	m := Market{}
	m.Add("senior", []string{"mentors-pms", "mentors-pms", "no such rule"})
	m.Add("senior", []string{"pricing"})
	m.Add("pm", nil)
	c := Ads(a, b, m)
	checkWords(t, b.Posting.Text, append(c.More, c.Both...))
	checkWords(t, a.Posting.Text, c.Fewer)
	for _, x := range []struct {
		name string
		in   []Ask
		want string
	}{{"more", c.More, "senior-mentors"}, {"more", c.More, "senior-several-products"}, {"fewer", c.Fewer, "pm-backlog"}, {"both", c.Both, "pm-end-to-end"}} {
		if !slices.Contains(ids(x.in), x.want) {
			t.Errorf("%s: %v, want %s among them", x.name, ids(x.in), x.want)
		}
	}
	if *c.A.Years != 3 || *c.B.Years != 6 {
		t.Errorf("years %v and %v", *c.A.Years, *c.B.Years)
	}
	i := slices.Index(ids(c.More), "senior-mentors")
	want := []Frequency{{"pm", 0, 0}, {"senior", 1, 2}}
	if c.A.Rung == "pm" && c.B.Rung == "senior" && !slices.Equal(c.More[i].Market, want) {
		t.Errorf("market %v, want %v", c.More[i].Market, want)
	}
	if same := Ads(a, a, nil); len(same.More)+len(same.Fewer) > 0 || len(same.Both) == 0 || same.Both[0].Market != nil {
		t.Errorf("an ad beside itself: %v more, %v fewer", ids(same.More), ids(same.Fewer))
	}
	if none := Ads(ad(t, "", ""), ad(t, "Product Designer", "Design screens in Figma."), nil); len(none.More)+len(none.Fewer) > 0 {
		t.Errorf("nothing beside a designer: %+v", none)
	}
}

func TestRungs(t *testing.T) {
	up, down := Rungs("pm", "lead", nil), Rungs("lead", "pm", nil)
	if len(up.More) != len(ladder.Default().ResponsibilitiesOf("senior"))+len(ladder.Default().ResponsibilitiesOf("lead")) || len(up.Fewer) != 0 {
		t.Errorf("from pm to lead: %d more, %d fewer", len(up.More), len(up.Fewer))
	}
	if !slices.Equal(ids(up.More), ids(down.Fewer)) || len(down.More) != 0 {
		t.Error("the way down is not the way up")
	}
	m := Market{}
	for range 3 {
		m.Add("senior", []string{"pricing"})
	}
	by := map[string][]string{}
	for _, a := range Rungs("pm", "senior", m).More {
		by[a.Dimension] = append(by[a.Dimension], a.Responsibility)
	}
	if by["money"][0] != "senior-money-models" {
		t.Errorf("money begins with %v, though the market asks most for prices", by["money"])
	}
}

// FuzzMe holds that any bytes are answered, with words that are in them.
func FuzzMe(f *testing.F) {
	f.Add("I managed a team. I", "lead")
	f.Add("i i've i'm\n- I\n\xff under the guidance of I", "senior")
	f.Add(strings.Repeat("I mentored junior product managers and ", 20), "senior")
	f.Fuzz(func(t *testing.T, body, rung string) {
		m := Me(body, rung, nil, nil)
		checkWords(t, body, m.Shown)
		checkWords(t, body, m.Above)
	})
}
