package text

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rung/corpus/corpustest"
)

func TestWords(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"plain", "Own the roadmap.", []string{"own", "the", "roadmap"}},
		{"hyphens", "cross-functional go‑to–market", []string{"cross", "functional", "go", "to", "market"}},
		{"apostrophes", "you’ll don't managers' P&L", []string{"you'll", "don't", "managers", "p&l"}},
		{"numbers", "5+ years, 3-5, 1.5 and $10,000.50", []string{"5+", "years", "3", "5", "1.5", "and", "10,000.50"}},
		{"list of numbers", "2,3,4", []string{"2", "3", "4"}},
		{"initials", "U.S. teams, e.g. B2B", []string{"u.s", "teams", "e.g", "b2b"}},
		{"glued by a lost line break", "product experienceStrong skillsAbout UiPath", []string{"product", "experience", "strong", "skills", "about", "uipath"}},
		{"names stay whole", "LinkedIn YouTube JavaScript McBaker", []string{"linkedin", "youtube", "javascript", "mcbaker"}},
		{"invisible", "road\u00admap \u200bvision", []string{"roadmap", "vision"}},
		{"other scripts", "Größe ÉQUIPE Москва", []string{"größe", "équipe", "москва"}},
		{"nothing", " •—\u200b… ", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, norms(tt.text), cmp.Transformer("empty", func(s []string) []string { return append([]string{}, s...) })); diff != "" {
				t.Errorf("Words(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestSentences(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"full stops", "You own it. We help! Ready? Go.", []string{"You own it.", "We help!", "Ready?", "Go."}},
		{"abbreviations", "We work with e.g. Acme Corp. in the U.S. market, etc. and more.", []string{"We work with e.g. Acme Corp. in the U.S. market, etc. and more."}},
		{"years", "5+ yrs. experience with bread. Ovens too.", []string{"5+ yrs. experience with bread.", "Ovens too."}},
		{"abbreviation that ends", "We bake in the U.S. We also sell there.", []string{"We bake in the U.S.", "We also sell there."}},
		{"Sr.", "Work with the Sr. Product Manager daily.", []string{"Work with the Sr. Product Manager daily."}},
		{"bullets", "- Own bread\n* Own cake\n• Own tea", []string{"Own bread", "Own cake", "Own tea"}},
		{"bullets in a line", "Duties • Own bread • Own cake", []string{"Duties", "Own bread", "Own cake"}},
		{"numbered", "1. Own bread\n2. Own cake", []string{"Own bread", "Own cake"}},
		{"wrapped lines", "You will own the roadmap of our ordering app for bakeries in all of\nEurope and of the till they use in their shops every single day of\nthe week.",
			[]string{"You will own the roadmap of our ordering app for bakeries in all of", "Europe and of the till they use in their shops every single day of\nthe week."}},
		{"no space after the stop", "We love bread.You will love it too.", []string{"We love bread.", "You will love it too."}},
		{"decimals and names", "Node.js 1.5 is used.", []string{"Node.js 1.5 is used."}},
		{"quotes", "Say “bread.” Then (cake).", []string{"Say “bread.”", "Then (cake)."}},
		{"carriage returns", "Own bread\r\nOwn cake\r\n", []string{"Own bread", "Own cake"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Parse(tt.text)
			var got []string
			for i := range d.Sentences {
				got = append(got, d.Slice(&d.Sentences[i]))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Parse(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

// dump writes what Parse made of a text, a line a sentence.
func dump(d *Doc) []byte {
	var b strings.Builder
	for i := range d.Sentences {
		s := &d.Sentences[i]
		mark := " "
		switch {
		case s.Heading:
			mark = "#"
		case s.Bullet:
			mark = "-"
		}
		fmt.Fprintf(&b, "%-12s %s %q\n", s.Section, mark, d.Slice(s))
	}
	return []byte(b.String())
}

// Invented postings as they come: with lines, flattened to one, in markdown,
// and without any heading.
func TestParsePostings(t *testing.T) {
	for _, name := range []string{"lines", "flattened", "markdown", "capitals", "headless"} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile("testdata/" + name + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			corpustest.Golden(t, "testdata/"+name+".golden", dump(Parse(string(data))))
		})
	}
}

// The sections of a posting do not change when its line breaks go.
func TestFlatteningKeepsSections(t *testing.T) {
	data, err := os.ReadFile("testdata/lines.txt")
	if err != nil {
		t.Fatal(err)
	}
	long := Parse(string(data))
	flat := Parse(strings.ReplaceAll(strings.ReplaceAll(string(data), "\n- ", "\n"), "\n", ""))
	want, got := wordKinds(long), wordKinds(flat)
	same := 0
	for i := range min(len(want), len(got)) {
		if want[i] == got[i] {
			same++
		}
	}
	if share := float64(same) / float64(len(want)); len(want) != len(got) || share < 0.95 {
		t.Errorf("%d of %d words keep their section (%d words when flattened), want 95 %%", same, len(want), len(got))
	}
}

func wordKinds(d *Doc) []Kind {
	kinds := make([]Kind, len(d.Words))
	for _, s := range d.Sentences {
		for k := s.First; k < s.Last; k++ {
			kinds[k] = s.Section
		}
	}
	return kinds
}

func FuzzParse(f *testing.F) {
	f.Add("Responsibilities:\n- Own the roadmap.\n• Lead PMs\n\nBenefits\r\n401(k)")
	f.Add("growth.By experienceStrong “quotes” \u200b\u00ad’ U.S. 5+ yrs. \xff\xfe Ⱥ's")
	f.Add(strings.Repeat("What you'll do Own it ", 30))
	f.Fuzz(func(t *testing.T, s string) {
		checkDoc(t, s, Parse(s))
	})
}

// checkDoc holds what every Doc promises: spans in order inside the text,
// words cut from it, each word in exactly one sentence, each sentence in a
// section.
func checkDoc(t *testing.T, s string, d *Doc) {
	t.Helper()
	if len(d.Lower()) != len(s) {
		t.Fatalf("Lower has %d bytes, the text %d", len(d.Lower()), len(s))
	}
	end := 0
	for _, w := range d.Words {
		if w.Start < end || w.End <= w.Start || w.End > len(s) || w.Norm == "" {
			t.Fatalf("word %+v after byte %d of %d", w, end, len(s))
		}
		if utf8.ValidString(s) && !utf8.ValidString(s[w.Start:w.End]) {
			t.Fatalf("word %+v cuts a letter of %q", w, s)
		}
		end = w.End
	}
	next, end := 0, 0
	for _, x := range d.Sentences {
		if x.First != next || x.Last <= x.First || x.Start < end || x.End > len(s) {
			t.Fatalf("sentence %+v after word %d, byte %d", x, next, end)
		}
		if x.Start > d.Words[x.First].Start || x.End < d.Words[x.Last-1].End || x.Section == "" {
			t.Fatalf("sentence %+v does not hold its words", x)
		}
		next, end = x.Last, x.End
	}
	if next != len(d.Words) {
		t.Fatalf("%d of %d words are in sentences", next, len(d.Words))
	}
	end = 0
	for _, x := range d.Sections {
		if x.Start < end || x.End <= x.Start {
			t.Fatalf("section %+v after byte %d", x, end)
		}
		end = x.End
	}
}

func FuzzRead(f *testing.F) {
	f.Add("You will not help us define, lead and mentor PMs; over time by who to with.")
	f.Add("to and by, by to who")
	f.Fuzz(func(t *testing.T, s string) {
		d := Parse(s)
		for i := range d.Sentences {
			x := &d.Sentences[i]
			r := Read(d, x, nil)
			for k := range d.WordsOf(x) {
				if c := r.At(k); c.Subject == "" {
					t.Errorf("word %d of %q has no subject", k, d.Slice(x))
				}
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	data, err := os.ReadFile("testdata/lines.txt")
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{1, 4} {
		s := strings.Repeat(string(data), n)
		b.Run(fmt.Sprintf("bytes=%d", len(s)), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				Parse(s)
			}
		})
	}
}

// Eight times the text takes about eight times as long, whatever it is made of;
// a quadratic step would take sixty-four.
func TestParseTakesLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	took := func(s string) time.Duration {
		best := time.Hour
		for range 3 {
			began := time.Now()
			d := Parse(s)
			for i := range d.Sentences {
				Read(d, &d.Sentences[i], nil)
			}
			best = min(best, time.Since(began))
		}
		return best
	}
	for _, unit := range []string{"a\n", "• ", "aB", "AaBb1", "a,", "’", "What you'll do ", "support to with ", "e.g. ", "1. a\n"} {
		small, large := strings.Repeat(unit, 20_000/len(unit)), strings.Repeat(unit, 160_000/len(unit))
		var a, b time.Duration
		for range 5 { // a busy machine must not fail it
			if a, b = took(small), took(large); b <= 32*a+50*time.Millisecond {
				break
			}
		}
		if b > 32*a+50*time.Millisecond {
			t.Errorf("%q: %v for 20 kB, %v for 160 kB", unit, a, b)
		}
	}
}

// filler makes a line too long for one that still has its line breaks.
const filler = "We bake bread for the towns along the river and have done so for a while, in ovens of our own design, with flour from mills we know by name, and we sell it in shops that open early, close late, and smell better than any other place in their street on a winter morning, which our customers tell us often and our neighbours never, though they come in too. "

// Headings that nothing but a space parts from the text around them.
func TestHeadingsInFlattenedText(t *testing.T) {
	tests := []struct {
		name, text, heading string
		kind                Kind
	}{
		{"items follow", "It is warm here What You’ll Do - Own the bread - Lead the cake", "What You’ll Do", Duties},
		{"a sentence follows", "It is warm. About the Role Oven is the tool we make.", "About the Role", Duties},
		{"one word", "It is warm. Benefits Medical cover from the first day.", "Benefits", Benefits},
		{"one word after an item", "- Own the bread - Lead the cake Qualifications - Strong arms", "Qualifications", Requirements},
		{"by its end", "It is warm. Key product responsibilities - Own the bread - Lead the cake", "Key product responsibilities", Duties},
		{"about a name", "It is warm. About Ovenly Ovenly bakes at night.", "About Ovenly", About},
		{"about a name of two words", "It is warm. About Ovenly Bread Founded in 1990, we bake.", "About Ovenly Bread", About},
		{"a question", "It is warm. Why you should be excited We are a small team.", "Why you should be excited", Benefits},
		{"a question in title case", "- Own the bread - Lead the cake What Excites Us About You - You bake", "What Excites Us About You", Requirements},
		{"capitals", "It is warm. WHAT YOU BRING You have baked before.", "WHAT YOU BRING", Requirements},
		{"a colon before items", "It is warm. You might like it here if: - You rise early - You bake", "You might like it here if:", Other},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Parse(filler + tt.text)
			for i := range d.Sentences {
				s := &d.Sentences[i]
				if s.Heading && d.Slice(s) == tt.heading && (s.Section == tt.kind || tt.kind == Other) {
					return
				}
			}
			t.Errorf("Parse(%q) has no heading %q of kind %s:\n%s", tt.text, tt.heading, tt.kind, dump(d))
		})
	}
}

// What looks like those and is none.
func TestNoHeadingsInFlattenedText(t *testing.T) {
	for _, s := range []string{
		"You have 4 years of baking behind you.",
		"What we do at night is bake.",
		"You report to the Head of Product and the Team Lead.",
		"We work with AWS GCP API SDK tools.",
		"In this role you will own the bread.",
		"We build tools - the best ones - for bakers.",
	} {
		d := Parse(filler + s)
		for i := range d.Sentences {
			if x := &d.Sentences[i]; x.Heading {
				t.Errorf("Parse(%q) has the heading %q", s, d.Slice(x))
			}
		}
	}
}

// Demands for years begin a sentence where nothing else parts them from the one
// before.
func TestYearsBeginASentence(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Coach bakers on accounting matters 6+ years in product, with ovens.", "6+ years in product, with ovens."},
		{"Write to the ministry and the press Twelve years in product.", "Twelve years in product."},
		{"She reads their drafts. nine or more years in product.", "nine or more years in product."},
		{"You bring at least 6+ years in product.", "You bring at least 6+ years in product."},
		{"We ask for 6+ years in product.", "We ask for 6+ years in product."},
	}
	for _, tt := range tests {
		d := Parse(filler + tt.text)
		if got := d.Slice(&d.Sentences[len(d.Sentences)-1]); got != tt.want {
			t.Errorf("Parse(%q) ends with the sentence %q, want %q", tt.text, got, tt.want)
		}
	}
}

// Dashes inside a long line begin items where the line is a list, and set
// asides apart where it is prose.
func TestDashesInFlattenedText(t *testing.T) {
	tests := []struct {
		name, text string
		items      int
	}{
		{"hyphens", "It is warm in here all day. Duties - Own the bread - Lead the cake", 2},
		{"small letters", "You will - own the bread - lead the cake - sell the tea", 3},
		{"long dashes", "You will – own the bread – lead the cake – sell the tea – sweep the floor", 4},
		{"plus signs", "You will + own the bread + lead the cake + sell the tea + sweep the floor", 4},
		{"an aside", "We build tools - the best ones - for bakers.", 0},
		{"long asides", "We bake – at night – for you. We sell – by day – to all. Come in – it is warm.", 0},
		{"labels", "Bread — together we bake it. Cake — a thing of beauty. Tea — from far away. Floors — swept.", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, items := Parse(filler+tt.text), 0
			for i := range d.Sentences {
				if d.Sentences[i].Bullet {
					items++
				}
			}
			if items != tt.items {
				t.Errorf("Parse(%q) has %d items, want %d:\n%s", tt.text, items, tt.items, dump(d))
			}
		})
	}
}
