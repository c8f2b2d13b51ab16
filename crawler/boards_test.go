package crawler_test

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rung/corpus"
	"rung/corpus/corpustest"
	"rung/crawler"
	"rung/crawler/fetch"
	"rung/crawler/source"
)

func TestParseBoards(t *testing.T) {
	for _, tc := range []struct {
		name, file string
		private    bool
		want       []corpus.Board
		err        string // the whole error, one mistake a line
	}{
		{name: "yaml", file: "boards:\n  - {source: ashby, token: \"Forward Financing\", company: Forward Financing}\n  - source: greenhouse\n    token: example\n    why: chosen\n    checked: 2026-11-01\n",
			want: []corpus.Board{{Source: "ashby", Token: "Forward Financing", Company: "Forward Financing"}, {Source: "greenhouse", Token: "example", Why: "chosen", Checked: "2026-11-01"}}},
		{name: "json", file: `{"boards":[{"source":"ashby","token":"a/b%20c"}]}`, want: []corpus.Board{{Source: "ashby", Token: "a/b%20c"}}},
		{name: "tokens are texts", file: "boards:\n- {source: lever, token: 007}\n- {source: lever, token: no}\n- {source: lever, token: 1e3, company: ~}",
			want: []corpus.Board{{Source: "lever", Token: "007"}, {Source: "lever", Token: "no"}, {Source: "lever", Token: "1e3"}}},
		{name: "a public base", file: `boards: [{source: personio, token: a, base: "https://jobs.example.com"}]`,
			want: []corpus.Board{{Source: "personio", Token: "a", Base: "https://jobs.example.com"}}},
		{name: "a private base, allowed", private: true, file: `boards: [{source: ashby, token: a, base: "http://127.0.0.1:8080"}]`,
			want: []corpus.Board{{Source: "ashby", Token: "a", Base: "http://127.0.0.1:8080"}}},
		{name: "no boards", file: "boards:\n"},
		{name: "an empty list", file: "boards: []\n"},

		{name: "an empty file", file: "", err: `f.yaml:1: want a list under "boards:"`},
		{name: "a list alone", file: "- {source: a, token: b}", err: `f.yaml:1: want a list under "boards:"`},
		{name: "another key", file: "board:\n- {source: a, token: b}", err: "f.yaml:1: unexpected \"board\"; the only key here is \"boards\", once\nf.yaml:1: want a list under \"boards:\""},
		{name: "no list", file: "boards: yes", err: `f.yaml:1: "boards" is not a list`},
		{name: "several mistakes", file: "boards:\n- ashby:example\n- {source: ashby}\n- {source: ashby, token: a, slug: b}\n- {source: Ashby, token: a}\n- {source: ashby, token: [a]}\n- {source: ashby, token: a, token: b}",
			err: "f.yaml:2: a board is written {source: …, token: …}\nf.yaml:3: a board needs a source and a token\nf.yaml:4: unknown field \"slug\"\nf.yaml:5: source \"Ashby\" is not a lower-case word\nf.yaml:6: field \"token\" is not a plain text\nf.yaml:7: field \"token\" is given twice"},
		{name: "a duplicate", file: "boards:\n- {source: ashby, token: a}\n- {source: lever, token: a}\n- {source: ashby, token: a, company: A}", err: "f.yaml:4: board ashby:a is already listed on line 2"},
		{name: "a private base", file: "boards:\n- {source: ashby, token: a, base: \"http://127.0.0.1:8080\"}\n- {source: ashby, token: b, base: \"http://localhost\"}\n- {source: ashby, token: c, base: \"http://169.254.169.254/\"}",
			err: "f.yaml:2: base \"http://127.0.0.1:8080\": 127.0.0.1 is not a public address\nf.yaml:3: base \"http://localhost\": localhost is not a public address\nf.yaml:4: base \"http://169.254.169.254/\": 169.254.169.254 is not a public address"},
		{name: "another scheme", file: `boards: [{source: ashby, token: a, base: "file:///etc"}]`, err: `f.yaml:1: base "file:///etc": scheme "file" is neither http nor https`},
		{name: "a base with a query", file: `boards: [{source: ashby, token: a, base: "https://a.example/?b"}]`, err: `f.yaml:1: base "https://a.example/?b" has more than scheme, host and path`},
		{name: "a stray space", file: `boards: [{source: ashby, token: "a "}]`, err: `f.yaml:1: token "a " has stray spaces or control characters`},
		{name: "a strange date", file: `boards: [{source: ashby, token: a, checked: yesterday}]`, err: `f.yaml:1: checked "yesterday" is no date like 2026-11-01`},
		{name: "an alias", file: "boards:\n- &a {source: ashby, token: a}\n- *a", err: "f.yaml:3: a board is written {source: …, token: …}"},
		{name: "broken yaml", file: "boards:\n- {source: ashby\n", err: "boards file f.yaml: yaml: line 1: did not find expected ',' or '}'"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := crawler.ParseBoards("f.yaml", []byte(tc.file), tc.private)
			if (err == nil) != (tc.err == "") || err != nil && err.Error() != tc.err {
				t.Errorf("error:\n%v\nwant:\n%s", err, tc.err)
			}
			if !reflect.DeepEqual(got, tc.want) {
				t.Errorf("boards:\n%+v\nwant:\n%+v", got, tc.want)
			}
		})
	}
}

func TestParseBoardsError(t *testing.T) {
	_, err := crawler.ParseBoards("f.yaml", []byte("boards:\n- {source: ashby}"), false)
	var mistake *crawler.BoardsError
	if !errors.As(err, &mistake) || mistake.Line != 2 || mistake.File != "f.yaml" {
		t.Errorf("error %v, want a *BoardsError with file and line", err)
	}
}

func TestParseBoard(t *testing.T) {
	for in, want := range map[string]corpus.Board{
		"ashby:Forward Financing": {Source: "ashby", Token: "Forward Financing"},
		"workday:acme/Careers:US": {Source: "workday", Token: "acme/Careers:US"},
		"ashby":                   {}, "ashby:": {}, ":a": {}, "": {}, "Ashby:a": {}, "ashby:a\nb": {},
	} {
		got, err := crawler.ParseBoard(in)
		if got != want || (err == nil) != (want != corpus.Board{}) {
			t.Errorf("ParseBoard(%q) = %+v, %v, want %+v", in, got, err, want)
		}
	}
}

// FuzzParseBoards holds that any bytes give an error or boards that the
// parser accepts again one by one.
func FuzzParseBoards(f *testing.F) {
	f.Add("boards:\n  - {source: ashby, token: a, base: \"https://a.example\", checked: 2026-11-01}\n")
	f.Add("boards: &a\n- *a\n")
	f.Add("? boards\n: - source: |\n    ashby\n")
	f.Fuzz(func(t *testing.T, file string) {
		boards, err := crawler.ParseBoards("f.yaml", []byte(file), false)
		if err != nil && boards != nil {
			t.Errorf("boards and an error: %v", err)
		}
		for _, b := range boards {
			if again, err := crawler.ParseBoard(b.ID()); err != nil || again.ID() != b.ID() {
				t.Errorf("ParseBoard(%q) = %+v, %v", b.ID(), again, err)
			}
		}
	})
}

func TestDirectory(t *testing.T) {
	boards := crawler.Directory()
	if len(boards) < 400 {
		t.Errorf("%d boards, want at least 400", len(boards))
	}
	for _, b := range boards {
		if b.Why != "chosen" && b.Why != "seen 2025-10" {
			t.Errorf("%s: why %q", b.ID(), b.Why)
		}
		if b.Company == "" {
			t.Errorf("%s names no company", b.ID())
		}
	}
	boards[0].Token = "changed"
	if crawler.Directory()[0].Token == "changed" {
		t.Error("Directory hands out its own slice")
	}
}

// TestDirectoryNotGuessed holds that every token of the directory stands in
// the public lists it was picked from.
func TestDirectoryNotGuessed(t *testing.T) {
	known := map[string]map[string]bool{}
	for _, b := range crawler.Directory() {
		if known[b.Source] == nil {
			known[b.Source] = readTokens(t, corpustest.Shared(t, "boards/"+b.Source+".csv"))
		}
		token := strings.ToLower(b.Token)
		if parts := strings.Split(token, "/"); b.Source == "workday" && len(parts) == 3 {
			token = parts[0] + "/" + parts[2] // the lists have no pod beside the address
		}
		if !known[b.Source][token] {
			t.Errorf("%s is not in the list of %s boards", b.ID(), b.Source)
		}
	}
}

// TestDirectoryAsked holds that every board of the directory is one its adapter
// can ask for, at a public address of the system.
func TestDirectoryAsked(t *testing.T) {
	for _, b := range crawler.Directory() {
		s, ok := source.For(b.Source)
		if !ok {
			t.Errorf("%s: there is no such source", b.ID())
			continue
		}
		var asked []string
		_, err := s.List(t.Context(), asker(func(r fetch.Request) { asked = append(asked, r.URL) }), b, source.Options{})
		if len(asked) == 0 {
			t.Errorf("%s is not asked for: %v", b.ID(), err)
			continue
		}
		u, err := url.Parse(asked[0])
		if err != nil || u.Scheme != "https" || fetch.CheckURL(u, false) != nil {
			t.Errorf("%s is asked for at %q", b.ID(), asked[0])
		}
	}
}

// An asker is told what is asked for, and has nothing.
type asker func(fetch.Request)

func (a asker) Get(_ context.Context, r fetch.Request) (fetch.Page, error) {
	a(r)
	return fetch.Page{}, &fetch.Error{Outcome: corpus.OutcomeNotFound, URL: r.URL, Status: 404}
}

// TestDirectorySeen holds that what is marked as seen was: the recorded board
// of that very token carries a product-management title.
func TestDirectorySeen(t *testing.T) {
	seen := recordedTitles(t, corpustest.Shared(t, "recorded/ashby-boards.tar.gz"))
	title := regexp.MustCompile(`(?i)\bproduct (manager|owner|lead|director|management)\b|\b(head|director|vp|vice president) of product\b|\bvp,? product\b|chief product officer`)
	for _, b := range crawler.Directory() {
		if b.Why == "seen 2025-10" && !slices.ContainsFunc(seen[b.Token], title.MatchString) {
			t.Errorf("%s is marked as seen; its recorded board has %d titles and none is of product management", b.ID(), len(seen[b.Token]))
		}
	}
}

// recordedTitles reads the titles of every board in the archive, by token.
func recordedTitles(t *testing.T, path string) map[string][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	titles := map[string][]string{}
	for archive := tar.NewReader(unpacked); ; {
		header, err := archive.Next()
		if err == io.EOF {
			return titles
		}
		if err != nil {
			t.Fatal(err)
		}
		token, isBoard := strings.CutSuffix(filepath.Base(header.Name), ".json")
		if !isBoard {
			continue
		}
		var board struct{ Jobs []struct{ Title string } }
		if err := json.NewDecoder(archive).Decode(&board); err != nil {
			t.Fatalf("%s: %v", header.Name, err)
		}
		for _, j := range board.Jobs {
			titles[token] = append(titles[token], j.Title)
		}
	}
}

// readTokens returns the tokens of one list in lower case, which is how most of
// its rows spell them.
func readTokens(t *testing.T, path string) map[string]bool {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	tokens := map[string]bool{}
	for _, row := range rows[1:] {
		tokens[strings.ToLower(row[1])] = true
	}
	return tokens
}
