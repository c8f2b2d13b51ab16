package ladder

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rung/classify/rule"
	"rung/classify/text"
	"rung/corpus/corpustest"
)

// minEmployers is how many employers' postings must show a family before it
// counts.
const minEmployers = 2

// TestRulesFire holds every rule against real postings: one that comes from
// the market must fire for two employers, one that a document demands and no
// two employers show must say so.
func TestRulesFire(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a thousand postings")
	}
	l := Default()
	seen := map[string]map[string]bool{}
	for _, p := range realPostings(t) {
		for _, m := range l.Rules().Match(text.Parse(p.Body), text.Prose{}) {
			if seen[m.Rule.Name] == nil {
				seen[m.Rule.Name] = map[string]bool{}
			}
			seen[m.Rule.Name][p.employer()] = true
		}
	}
	counted := 0
	for _, r := range l.Rules().Rules() {
		n := len(seen[r.Name])
		if n >= minEmployers {
			counted++
		}
		if problem := fires(r, n); problem != "" {
			t.Errorf("%s fires for %d employers: %s", r.Name, n, problem)
		}
	}
	t.Logf("%d of %d rules fire in postings of two employers or more", counted, len(l.Rules().Rules()))
	if counted < 150 {
		t.Errorf("only %d families count, want 150", counted)
	}
}

// fires says what is wrong with a rule that n employers show.
func fires(r *rule.Rule, n int) string {
	switch {
	case n >= minEmployers && r.Status == "unseen":
		return "no longer unseen"
	case n >= minEmployers || r.Status == "unseen":
		return ""
	case slices.Equal(r.Cite, []string{Market}):
		return "the market does not show it; delete it"
	}
	return "mark it unseen"
}

type realPosting struct {
	Title   string `json:"title"`
	Company string `json:"company"`
	Body    string `json:"body"`
}

// employer keeps apart postings without a company by their opening words.
func (p realPosting) employer() string {
	if p.Company != "" {
		return strings.ToLower(p.Company)
	}
	return strings.Join(strings.Fields(p.Body)[:min(12, len(strings.Fields(p.Body)))], " ")
}

func realPostings(t *testing.T) []realPosting {
	var all []realPosting
	for _, name := range []string{"eval/dev.jsonl", "postings/lookalikes.jsonl", "postings/truncated.jsonl"} {
		all = append(all, readPostings(t, corpustest.Shared(t, name))...)
	}
	return append(all, readBoards(t, corpustest.Shared(t, "recorded/ashby-boards.tar.gz"))...)
}

func readPostings(t *testing.T, file string) []realPosting {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []realPosting
	for dec := json.NewDecoder(bufio.NewReader(f)); ; {
		var p realPosting
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

var productTitle = regexp.MustCompile(`(?i)\b(product (manage|owner|lead|director)|(head|director|vp|chief)\b.{0,12}\bproduct)`)

// readBoards returns the postings of recorded boards with a product title.
func readBoards(t *testing.T, file string) []realPosting {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var all []realPosting
	for files := tar.NewReader(z); ; {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(h.Name, ".json") {
			all = append(all, readBoard(t, h.Name, files)...)
		}
	}
}

func readBoard(t *testing.T, name string, r io.Reader) []realPosting {
	var board struct {
		Jobs []struct{ Title, DescriptionPlain string }
	}
	if err := json.NewDecoder(r).Decode(&board); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var all []realPosting
	for _, j := range board.Jobs {
		if productTitle.MatchString(j.Title) {
			all = append(all, realPosting{Title: j.Title, Company: strings.TrimSuffix(path.Base(name), ".json"), Body: j.DescriptionPlain})
		}
	}
	return all
}
