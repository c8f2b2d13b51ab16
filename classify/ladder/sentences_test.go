package ladder

import (
	"embed"
	"io/fs"
	"strings"
	"testing"

	"rung/classify/text"
)

//go:embed testdata/sentences*.txt
var sentences embed.FS

// TestSentences holds families to sentences beyond their own examples, read
// as duties and as requirements.
func TestSentences(t *testing.T) {
	l := Default()
	files, err := fs.Glob(sentences, "testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("sentences: %v, %v", files, err)
	}
	for _, name := range files {
		data, err := sentences.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
				checkSentence(t, l, line)
			}
		}
	}
}

// checkSentence holds one line of a file of sentences.
func checkSentence(t *testing.T, l *Ladder, line string) {
	t.Helper()
	rules, sentence, ok := strings.Cut(line, " | ")
	if !ok {
		t.Fatalf("no bar in %q", line)
	}
	got := matchedBy(l, sentence)
	for _, want := range strings.Fields(rules) {
		name := want[1:]
		if l.Rule(name) == nil {
			t.Errorf("no rule is named %s", name)
		}
		if matched := got[name]; matched != (want[0] == '+') {
			t.Errorf("%s matches %q: %v", name, sentence, matched)
		}
	}
}

// matchedBy returns the rules that hold in the sentence in any section that
// speaks of the role.
func matchedBy(l *Ladder, sentence string) map[string]bool {
	got := map[string]bool{}
	for _, section := range []text.Kind{text.Duties, text.Requirements} {
		doc := text.Parse(sentence)
		for i := range doc.Sentences {
			doc.Sentences[i].Section, doc.Sentences[i].Heading = section, false
		}
		for _, m := range l.Rules().Match(doc, text.Prose{}) {
			got[m.Rule.Name] = true
		}
	}
	return got
}
