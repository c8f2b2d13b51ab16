package classify_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"rung/classify"
	"rung/classify/ladder"
	"rung/classify/score"
	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/corpus/gold"
)

func classifier(t testing.TB) *classify.Classifier {
	t.Helper()
	c, err := classify.Default()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// everyPosting gives the invented gold and, where the shared material lies
// beside the repository, the labelled real postings.
func everyPosting(t *testing.T, f func(t *testing.T, p corpus.Posting)) {
	t.Helper()
	rows, err := gold.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		f(t, r.Posting)
	}
	t.Run("real", func(t *testing.T) {
		file, err := os.Open(corpustest.Shared(t, "eval/dev.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		for r, err := range gold.Decode(file) {
			if err != nil {
				t.Fatal(err)
			}
			f(t, r.Posting)
		}
	})
}

func TestEvidenceAddsUpToTheScore(t *testing.T) {
	c := classifier(t)
	everyPosting(t, func(t *testing.T, p corpus.Posting) {
		v := throughJSON(t, c.Classify(p))
		checkSums(t, v)
		checkOffsets(t, v, p)
		checkAnswer(t, c, v)
	})
}

// throughJSON makes the checks see what a reader of the JSON sees.
func throughJSON(t *testing.T, v classify.Verdict) classify.Verdict {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out classify.Verdict
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

const exact = 1e-9

func checkSums(t *testing.T, v classify.Verdict) {
	t.Helper()
	full, duties, gate := v.Prior, v.Duties.Prior, v.Gate.Prior
	for _, e := range v.Evidence {
		full += e.Weight
		if e.GateWeight != nil {
			gate += *e.GateWeight
		}
		if !e.Duties {
			continue
		}
		if e.DutiesWeight != nil {
			duties += *e.DutiesWeight
		} else {
			duties += e.Weight
		}
	}
	for _, s := range []struct {
		what      string
		sum, want float64
	}{{"score", full, v.Score}, {"duties score", duties, v.Duties.Score}, {"gate score", gate, v.Gate.Score}} {
		if math.Abs(s.sum-s.want) > exact {
			t.Errorf("%s: evidence adds up to %v, %s is %v", v.ID, s.sum, s.what, s.want)
		}
	}
}

func checkOffsets(t *testing.T, v classify.Verdict, p corpus.Posting) {
	t.Helper()
	for _, e := range v.Evidence {
		text := p.Text
		if e.Section == "title" {
			text = p.Title
		}
		if e.Start < 0 || e.End > len(text) || e.Start >= e.End || text[e.Start:e.End] != e.Text {
			t.Errorf("%s: %s [%d:%d] does not slice back to %q", v.ID, e.Rule, e.Start, e.End, e.Text)
		}
		if len(e.Cite) == 0 {
			t.Errorf("%s: %s cites nothing", v.ID, e.Rule)
		}
	}
}

func checkAnswer(t *testing.T, c *classify.Classifier, v classify.Verdict) {
	t.Helper()
	if v.OnLadder != (v.Rung != "") || v.OnLadder != (v.Beside == "") || v.Rank != ladder.Rank(v.Rung) {
		t.Errorf("%s: on ladder %v, rung %q, rank %d, beside %q", v.ID, v.OnLadder, v.Rung, v.Rank, v.Beside)
	}
	total := 0.0
	for i, p := range score.Probabilities(v.Score, v.Thresholds, 1) {
		total += v.Probabilities[ladder.Name(i+1)]
		if math.Abs(p-v.Probabilities[ladder.Name(i+1)]) > exact {
			t.Errorf("%s: probability of %s does not follow from score and thresholds", v.ID, ladder.Name(i+1))
		}
	}
	if math.Abs(total-1) > exact {
		t.Errorf("%s: probabilities sum to %v", v.ID, total)
	}
	if !v.OnLadder {
		return
	}
	if math.Abs(v.Confidence-v.Probabilities[v.Rung]) > exact {
		t.Errorf("%s: confidence %v is not the probability of %s", v.ID, v.Confidence, v.Rung)
	}
	mass := 0.0
	for i, r := range v.Rungs {
		mass += v.Probabilities[r]
		if i > 0 && ladder.Rank(r) != ladder.Rank(v.Rungs[i-1])+1 {
			t.Errorf("%s: level set %v has a hole", v.ID, v.Rungs)
		}
	}
	if mass < 0.9-exact {
		t.Errorf("%s: level set %v holds only %v", v.ID, v.Rungs, mass)
	}
	if v.Model != c.Model() {
		t.Errorf("%s: model %q, want %q", v.ID, v.Model, c.Model())
	}
}

func TestSameBytesInSameBytesOut(t *testing.T) {
	rows, err := gold.Load()
	if err != nil {
		t.Fatal(err)
	}
	first, err := classify.New(classify.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		a, _ := json.Marshal(classifier(t).Classify(r.Posting))
		b, _ := json.Marshal(first.Classify(r.Posting))
		if string(a) != string(b) {
			t.Fatalf("%s: two classifiers differ:\n%s\n%s", r.ID, a, b)
		}
	}
}

// The duties model must not read the rank of the posting's own title, in the
// title or where the text repeats it, whatever rank stands there.
func TestDutiesDoNotSeeTheTitle(t *testing.T) {
	const ad = "As a %s you will own the checkout product end to end. We are looking for a %s who keeps the backlog, " +
		"runs discovery with customers and ships every two weeks. The %s reports to the Head of Product and mentors " +
		"junior product managers. You have four years of product management behind you and write clear requirements for one squad."
	c := classifier(t)
	want := ""
	for _, title := range []string{"Product Manager", "Senior Product Manager", "Junior Product Manager", "Principal Product Manager", "Group Product Manager", "Associate Product Manager"} {
		v := c.Classify(corpus.Posting{Title: title, Text: strings.ReplaceAll(ad, "%s", title)})
		got := fmt.Sprintf("%s %.9f", v.Duties.Rung, v.Duties.Score)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("title %q: duties %s, under other titles %s", title, got, want)
		}
		if !hasRule(v, "mentors-pms") {
			t.Errorf("title %q: the junior product managers it mentors went unread", title)
		}
	}
}

func hasRule(v classify.Verdict, rule string) bool {
	for _, e := range v.Evidence {
		if e.Rule == rule && e.Duties {
			return true
		}
	}
	return false
}

func TestAbstains(t *testing.T) {
	const german = "Wir suchen eine Person, die unsere Produkte weiterentwickelt, mit den Kundinnen und Kunden spricht und die Planung für das nächste Jahr verantwortet. Du arbeitest eng mit der Entwicklung zusammen und entscheidest, was als Nächstes gebaut wird."
	tests := []struct {
		name, title, text, reason string
	}{
		{"nothing but a title", "Senior Product Manager", "", "title only"},
		{"two sentences", "Senior Product Manager", "We are a growing company. Apply now and join the team that builds it.", "too short"},
		{"another language", "Product Manager", german, "language"},
	}
	for _, tt := range tests {
		v := classifier(t).Classify(corpus.Posting{Title: tt.title, Text: tt.text})
		if !v.Abstained || v.Reason != tt.reason {
			t.Errorf("%s: abstained %v, reason %q, want %q", tt.name, v.Abstained, v.Reason, tt.reason)
		}
		if v.Rung == "" {
			t.Errorf("%s: an abstained verdict keeps its best rung", tt.name)
		}
	}
}

func TestWithoutProseDiffers(t *testing.T) {
	bare, err := classify.New(classify.Options{WithoutProse: true})
	if err != nil {
		t.Fatal(err)
	}
	differ := 0
	everyPosting(t, func(t *testing.T, p corpus.Posting) {
		a, b := classifier(t).Classify(p), bare.Classify(p)
		if a.Duties.Score != b.Duties.Score {
			differ++
		}
	})
	if differ == 0 {
		t.Error("prose changes no verdict: it does no work")
	}
	t.Logf("prose moves the duties of %d postings", differ)
}

func FuzzClassify(f *testing.F) {
	f.Add("Senior Product Manager", "Own the roadmap.\n- Mentor junior PMs\n- 5+ years of product management")
	f.Add("", "\xff\xfe broken \u023a's")
	f.Add("VP, Product", strings.Repeat("( ", 50))
	f.Fuzz(func(t *testing.T, title, text string) {
		if len(text) > 1<<14 || !utf8.ValidString(text) || !utf8.ValidString(title) {
			t.Skip()
		}
		p := corpus.Posting{ID: "x", Title: title, Text: text}
		v := classifier(t).Classify(p)
		checkSums(t, v)
		checkOffsets(t, v, p)
		checkAnswer(t, classifier(t), v)
	})
}

func ExampleClassifier_Classify() {
	c, err := classify.New(classify.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	v := c.Classify(corpus.Posting{
		Title: "Product Manager, Checkout",
		Text: "You own the checkout product end to end and set its quarterly roadmap.\n\n" +
			"- Mentor junior product managers\n- Present the strategy for the next 18 months to our executives\n\n" +
			"You bring at least 6 years of product management, and you have worked across several product lines before. " +
			"Here you work independently, with three squads and their designers.",
	})
	fmt.Println(v.OnLadder, v.Rung, "title says", v.Title.Rung, "duties say", v.Duties.Rung)
	// Output: true senior title says pm duties say senior
}
