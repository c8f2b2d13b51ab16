package classify_test

import (
	"fmt"
	"html"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"rung/classify"
	"rung/classify/text"
	"rung/corpus"
	"rung/crawler/extract"
)

// What must not move a verdict: how the same words are written down, and what
// says nothing of the job.
var sameMeaning = []struct {
	name   string
	change func(corpus.Posting) corpus.Posting
}{
	{"title in upper case", func(p corpus.Posting) corpus.Posting { p.Title = strings.ToUpper(p.Title); return p }},
	{"title in lower case", func(p corpus.Posting) corpus.Posting { p.Title = strings.ToLower(p.Title); return p }},
	{"Unicode punctuation", onText(unicodePunctuation)},
	{"plain punctuation", onText(plainPunctuation)},
	{"HTML", onText(throughHTML)},
	{"other bullets", onText(otherBullets)},
	{"white space", onText(whiteSpace)},
	{"employer renamed", renamed},
	{"benefits added", onText(func(s string) string { return s + benefits })},
	{"equal opportunity added", onText(func(s string) string { return s + equalOpportunity })},
	{"sections shuffled", onText(shuffled)},
	{"line breaks removed", onText(flattened)},
}

const (
	benefits = "\n\nBenefits\n\n- Medical, dental and vision cover from the first day\n- Twenty-five days of paid leave and a winter shutdown\n- A yearly learning budget of 1,500 dollars\n- Free lunch on Thursdays"

	equalOpportunity = "\n\nEqual opportunity\n\nWe hire people of every background and decide by merit alone, without regard to race, religion, sex, age, disability or veteran status. Tell us if you need the interview arranged in another way."
)

func onText(f func(string) string) func(corpus.Posting) corpus.Posting {
	return func(p corpus.Posting) corpus.Posting { p.Text = f(p.Text); return p }
}

func unicodePunctuation(s string) string {
	return strings.NewReplacer("'", "’", " - ", " – ", "-", "\u2010", "...", "…", "\n- ", "\n• ").Replace(s)
}

func plainPunctuation(s string) string {
	return strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "\u00a0", " ").Replace(s)
}

func otherBullets(s string) string {
	return regexp.MustCompile(`(?m)^[-•*·]\s+`).ReplaceAllString(s, "* ")
}

func whiteSpace(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\n", "\r\n"), ". ", ".  ")
}

func flattened(s string) string { return strings.Join(strings.Fields(s), " ") }

// throughHTML writes the text as markup and reads it back.
func throughHTML(s string) string {
	var b strings.Builder
	list := false
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		item, bullet := strings.CutPrefix(line, "- ")
		if bullet != list {
			b.WriteString(map[bool]string{true: "<ul>", false: "</ul>"}[bullet])
			list = bullet
		}
		switch {
		case line == "":
		case bullet:
			b.WriteString("<li>" + html.EscapeString(item) + "</li>")
		default:
			b.WriteString("<p>" + html.EscapeString(line) + "</p>")
		}
	}
	return extract.Text(b.String())
}

func renamed(p corpus.Posting) corpus.Posting {
	if len(p.Company) > 3 {
		p.Text = strings.ReplaceAll(p.Text, p.Company, "Quandrel")
		p.Company = "Quandrel"
	}
	return p
}

// shuffled moves whole sections, each with its heading, in a fixed random
// order. What stands before the first heading stays first.
func shuffled(s string) string {
	starts := headed(text.Parse(s))
	if len(starts) < 3 {
		return s
	}
	parts := make([]string, 0, len(starts))
	for i, start := range starts {
		end := len(s)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		parts = append(parts, strings.TrimSpace(s[start:end]))
	}
	rng := rand.New(rand.NewPCG(5, uint64(len(s))))
	rest := parts[1:]
	rng.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	return strings.Join(parts, "\n\n")
}

// headed returns where the text's parts begin: its start, and every section that
// a heading opens. What only its content tells from the section before stays
// with it: behind another heading it would mean something else to a person too.
func headed(d *text.Doc) []int {
	starts := []int{0}
	for _, s := range d.Sections {
		for i := range d.Sentences {
			if st := &d.Sentences[i]; st.Start == s.Start && st.Heading && s.Start > 0 {
				starts = append(starts, s.Start)
			}
		}
	}
	return starts
}

// TestSameMeaningSameRung counts, transformation by transformation, over the
// invented gold and the labelled real postings, how often the rung stays.
func TestSameMeaningSameRung(t *testing.T) {
	c := classifier(t)
	n, moved, duties := 0, make([][]string, len(sameMeaning)), make([]int, len(sameMeaning))
	everyPosting(t, func(t *testing.T, p corpus.Posting) {
		n++
		before := c.Classify(p)
		for i, m := range sameMeaning {
			after := c.Classify(m.change(p))
			if a, b := before.Rung+before.Beside, after.Rung+after.Beside; a != b {
				moved[i] = append(moved[i], fmt.Sprintf("%s: %s → %s", p.ID, a, b))
			}
			if before.OnLadder && before.Duties.Rung != after.Duties.Rung {
				duties[i]++
			}
		}
	})
	share := func(moved int) float64 { return 1 - float64(moved)/float64(n) }
	for i, m := range sameMeaning {
		rung, duties := share(len(moved[i])), share(duties[i])
		t.Logf("%-26s rung %.4f, duties %.4f of %d", m.name, rung, duties, n)
		if rung < stays {
			t.Errorf("%s: the rung stays in %.4f of %d postings, want %.3f:\n%s", m.name, rung, n, stays, strings.Join(moved[i], "\n"))
		}
		if duties < dutiesStay {
			t.Errorf("%s: the duties stay in %.4f of %d postings, want %.3f", m.name, duties, n, dutiesStay)
		}
	}
}

// stays and dutiesStay are the shares of postings that must keep their rung and
// that of their duties. The duties are the harder half: no title steadies them.
const (
	stays      = 0.995
	dutiesStay = 0.98
)

// A decisive clause must move the duties the right way.
var decisive = []struct {
	name, clause string
	up           bool
}{
	{"manages PMs", "You manage a team of four product managers.", true},
	{"P&L and the board", "You own the P&L and present the product strategy to the board every quarter.", true},
	{"under guidance", "You work under the guidance of a senior product manager.", false},
	{"assists", "You assist product managers with their backlog and take notes in their interviews.", false},
}

// moves is the share of postings whose duties a decisive clause must move the
// right way.
const moves = 0.98

func TestDecisiveClauseMovesTheDuties(t *testing.T) {
	c := classifier(t)
	right, n, wrong := make([]int, len(decisive)), make([]int, len(decisive)), make([][]string, len(decisive))
	says := make([]map[string]bool, len(decisive))
	for i, d := range decisive {
		says[i] = dutiesRules(c.Classify(corpus.Posting{Title: "Product Manager", Text: inserted(d.clause, "")}))
	}
	everyPosting(t, func(t *testing.T, p corpus.Posting) {
		before := c.Classify(p)
		if !before.OnLadder || before.Language != "en" {
			return
		}
		has := dutiesRules(before)
		for i, d := range decisive {
			if contains(has, says[i]) {
				continue // the posting says it already
			}
			n[i]++
			q := p
			q.Text = inserted(d.clause, p.Text)
			after := c.Classify(q)
			if delta := after.Duties.Score - before.Duties.Score; d.up == (delta > 0) && delta != 0 {
				right[i]++
			} else {
				wrong[i] = append(wrong[i], fmt.Sprintf("%s: %+.2f", p.ID, delta))
			}
		}
	})
	for i, d := range decisive {
		share := float64(right[i]) / float64(n[i])
		t.Logf("%-18s %.4f of %d", d.name, share, n[i])
		if share < moves {
			t.Errorf("%s: moves the duties the right way in %.4f of %d postings, want %.2f:\n%s", d.name, share, n[i], moves, strings.Join(wrong[i], "\n"))
		}
	}
}

func inserted(clause, body string) string { return "Responsibilities\n\n- " + clause + "\n\n" + body }

func dutiesRules(v classify.Verdict) map[string]bool {
	rules := map[string]bool{}
	for _, e := range v.Evidence {
		if e.Duties {
			rules[e.Rule] = true
		}
	}
	return rules
}

func contains(all, some map[string]bool) bool {
	for r := range some {
		if !all[r] {
			return false
		}
	}
	return true
}
