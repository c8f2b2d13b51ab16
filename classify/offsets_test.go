package classify_test

import (
	"html"
	"strings"
	"testing"
	"unicode/utf8"

	"rung/classify"
	"rung/classify/text"
	"rung/corpus"
	"rung/corpus/gold"
	"rung/crawler/extract"
)

// Ways to write the same words whose bytes lie elsewhere: evidence must point
// at those words all the same.
var rewritings = []struct {
	name   string
	change func(string) string
}{
	{"HTML", throughHTML},
	{"entities", throughEntities},
	{"Unicode punctuation", unicodePunctuation},
	{"typographic apostrophes", func(s string) string { return strings.ReplaceAll(s, "'", "\u2019") }},
	{"spaces that do not break", func(s string) string { return strings.ReplaceAll(s, ", ", ",\u00a0") }},
	{"invisible signs", func(s string) string { return strings.ReplaceAll(s, "product", "pro\u00adduct") }},
	{"letters of other lengths before", func(s string) string { return "Ⱥ İstanbul ẞ 𝒜 \u200b.\n\n" + s }},
}

// throughEntities writes whatever it can as numeric entities and reads it back.
func throughEntities(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString("<p>" + strings.NewReplacer("'", "&#x27;", "-", "&#45;", "&", "&amp;", "’", "&rsquo;", "–", "&ndash;", "é", "&eacute;").
			Replace(html.EscapeString(strings.TrimSpace(line))) + "</p>")
	}
	return html.UnescapeString(extract.Text(b.String()))
}

// evidenceWords is what a verdict's duties evidence points at, rule by rule, in
// the words that package text reads there.
func evidenceWords(v classify.Verdict, body string) map[string]string {
	out := map[string]string{}
	for _, e := range v.Evidence {
		if !e.Duties {
			continue
		}
		var norms []string
		for _, w := range text.Words(body[e.Start:e.End]) {
			norms = append(norms, w.Norm)
		}
		out[e.Rule] = strings.Join(norms, " ")
	}
	return out
}

func TestEvidencePointsAtTheSameWords(t *testing.T) {
	rows, err := gold.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := classifier(t)
	for _, r := range rewritings {
		t.Run(r.name, func(t *testing.T) {
			same, n := 0, 0
			var off []string
			for _, row := range rows {
				q := row.Posting
				q.Text = r.change(row.Text)
				before, after := evidenceWords(c.Classify(row.Posting), row.Text), evidenceWords(c.Classify(q), q.Text)
				for rule, words := range before {
					n++
					if after[rule] == words {
						same++
					} else {
						off = append(off, row.ID+" "+rule+": "+words+" → "+after[rule])
					}
				}
			}
			t.Logf("%d of %d items point at the same words", same, n)
			if n == 0 || float64(same) < stays*float64(n) {
				t.Errorf("%d of %d items point at the same words:\n%s", same, n, strings.Join(off[:min(len(off), 20)], "\n"))
			}
		})
	}
}

// FuzzOffsets holds that what is read behind any bytes is what is read without
// them, each span so much further on.
func FuzzOffsets(f *testing.F) {
	const body = "You own the roadmap of two products.\n- You\u2019ll mentor junior product managers \u2013 and present to our executives\n- 5+ years of product management"
	f.Add("Ⱥ \u2019\u2013 &amp; <b>")
	f.Add("1. \u00ad\u200b\n\n#")
	f.Fuzz(func(t *testing.T, before string) {
		if len(before) > 1<<10 || !utf8.ValidString(before) {
			t.Skip()
		}
		whole := before + "\n\n" + body
		p := corpus.Posting{ID: "x", Title: "Product Manager", Text: whole}
		checkOffsets(t, classifier(t).Classify(p), p)
		at := len(before) + 2
		want, got := text.Words(body), text.Words(whole)
		if len(got) < len(want) {
			t.Fatalf("%d words behind %q, want at least %d", len(got), before, len(want))
		}
		got = got[len(got)-len(want):]
		for i, w := range want {
			if g := got[i]; g.Norm != w.Norm || g.Start != w.Start+at || g.End != w.End+at {
				t.Errorf("word %d behind %q: %+v, want %+v moved by %d", i, before, g, w, at)
			}
		}
	})
}
