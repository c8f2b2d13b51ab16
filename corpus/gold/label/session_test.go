package label_test

import (
	"errors"
	"strings"
	"testing"

	"rung/corpus"
	"rung/corpus/gold/label"
)

func three() []corpus.Posting {
	var out []corpus.Posting
	for _, id := range []string{"a", "b", "c"} {
		out = append(out, corpus.Posting{ID: id, Title: "Product Manager", Text: "Own the roadmap of " + id + "."})
	}
	return append(out, corpus.Posting{ID: "empty", Title: "Product Manager"})
}

var answers = label.Answers{Duties: "pm", DutiesCertainty: "high", Evidence: []string{"Own the roadmap"}, TitleSays: "pm", Rung: "pm", Certainty: "high"}

func TestASessionGoesOn(t *testing.T) {
	book := label.Open(t.TempDir())
	s, err := book.Session("ana", three())
	if err != nil {
		t.Fatal(err)
	}
	if s.Back() {
		t.Error("there is nothing before the first posting")
	}
	wrong := answers
	wrong.Evidence = []string{"not there"}
	if err := s.Keep(wrong); err == nil {
		t.Error("evidence that is not in the text was kept")
	}
	if err := s.Keep(answers); err != nil {
		t.Fatal(err)
	}
	s.Skip()
	if p, _ := s.Current(); p.ID != "c" {
		t.Errorf("after a and a skipped b comes %q", p.ID)
	}

	s, err = book.Session("ana", three())
	if err != nil {
		t.Fatal(err)
	}
	if at, of := s.Progress(); at != 1 || of != 3 {
		t.Errorf("progress %d of %d, want 1 of 3", at, of)
	}
	if s.Left() != 2 {
		t.Errorf("%d left, want 2", s.Left())
	}
	for range 2 {
		if err := s.Keep(answers); err != nil {
			t.Fatal(err)
		}
	}
	if p, ok := s.Current(); ok {
		t.Errorf("%s is left after all were labelled", p.ID)
	}
	if err := s.Keep(answers); err == nil {
		t.Error("kept an answer to nothing")
	}
	if !s.Back() {
		t.Fatal("cannot go back to the last one")
	}
	again := answers
	again.Certainty = "low"
	if err := s.Keep(again); err != nil {
		t.Fatal(err)
	}
	rows, err := book.Rows("ana")
	if err != nil || len(rows) != 3 || rows[2].Label.Certainty != "low" {
		t.Errorf("%d rows (%v), want three and the last one anew", len(rows), err)
	}
}

func TestASessionIsOfOneInput(t *testing.T) {
	book := label.Open(t.TempDir())
	s, err := book.Session("ana", three())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Keep(answers); err != nil {
		t.Fatal(err)
	}
	changed := three()
	changed[0].Text = "Another text."
	if _, err := book.Session("ana", changed); !errors.Is(err, label.ErrOther) {
		t.Errorf("a session over another text: %v, want ErrOther", err)
	}
}

func TestQuote(t *testing.T) {
	text := "Own the roadmap\nof two  products; mentor PMs."
	for _, tt := range []struct{ in, want string }{
		{"Own the roadmap", "Own the roadmap"},
		{"own the ROADMAP of two products", "Own the roadmap\nof two  products"},
		{"“mentor PMs.”", "mentor PMs."},
		{"own roadmap", ""}, {"", ""}, {"  ", ""}, {"products mentor", ""},
	} {
		if got, ok := label.Quote(text, tt.in); got != tt.want || ok != (tt.want != "") {
			t.Errorf("Quote(%q) = %q, %v, want %q", tt.in, got, ok, tt.want)
		}
	}
}

// FuzzQuote holds that what is found is in the text and, but for case and
// spacing, what was asked for.
func FuzzQuote(f *testing.F) {
	f.Add("Own the roadmap\nof two", "own  THE roadmap of")
	f.Add("é\xffÉ", "É")
	f.Fuzz(func(t *testing.T, text, typed string) {
		got, ok := label.Quote(text, typed)
		if ok != (got != "") || !strings.Contains(text, got) {
			t.Fatalf("Quote(%q, %q) = %q, %v", text, typed, got, ok)
		}
	})
}
