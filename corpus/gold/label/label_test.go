package label_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rung/corpus"
	"rung/corpus/gold"
	"rung/corpus/gold/label"
)

func ferry() corpus.Posting {
	return corpus.Posting{ID: "ferry-1", Title: "Senior Product Manager", Company: "Ferry", Text: "Own two products. Mentor product managers."}
}

func TestAnswersMakeALabel(t *testing.T) {
	years := 5
	for _, tt := range []struct {
		name string
		in   label.Answers
		want gold.Label
		err  string
	}{
		{"title above duties", label.Answers{Duties: "pm", DutiesCertainty: "high", Evidence: []string{"Own two products"}, YearsMin: &years, TitleSays: "senior", Rung: "senior", Certainty: "medium"},
			gold.Label{OnLadder: true, Duties: "pm", DutiesCertainty: "high", Rung: "senior", Certainty: "medium", YearsMin: &years, TitleSays: "senior", Mismatch: gold.TitleAbove, Evidence: []string{"Own two products"}}, ""},
		{"a manager from lead up", label.Answers{Duties: "lead", DutiesCertainty: "low", Evidence: []string{"Mentor"}, Reports: true, TitleSays: "senior", Rung: "lead", Certainty: "low"},
			gold.Label{OnLadder: true, Duties: "lead", DutiesCertainty: "low", Rung: "lead", Certainty: "low", Track: "manager", Reports: true, TitleSays: "senior", Mismatch: gold.TitleBelow, Evidence: []string{"Mentor"}}, ""},
		{"beside, no duties told", label.Answers{Rung: "other", Certainty: "high"},
			gold.Label{DutiesCertainty: "none", Rung: "other", Certainty: "high", TitleSays: "none", Mismatch: gold.NoMismatch, Evidence: []string{}}, ""},
		{"words not in the text", label.Answers{Duties: "pm", DutiesCertainty: "high", Evidence: []string{"Own three"}, Rung: "pm", Certainty: "high"}, gold.Label{}, "is not in the text"},
		{"no evidence", label.Answers{Duties: "pm", DutiesCertainty: "high", Rung: "pm", Certainty: "high"}, gold.Label{}, "duties without evidence"},
		{"no rung", label.Answers{Certainty: "high"}, gold.Label{}, `unknown rung ""`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			row, err := tt.in.Row(ferry())
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("error %v, want %q", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, row.Label); diff != "" {
				t.Errorf("label (-want +got):\n%s", diff)
			}
		})
	}
}

func TestABookKeepsWhatIsPut(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "labels")
	book := label.Open(dir)
	if who, err := book.Annotators(); err != nil || who != nil {
		t.Fatalf("annotators of no book: %v, %v", who, err)
	}
	first, err := label.Answers{Duties: "pm", DutiesCertainty: "low", Evidence: []string{"Own two"}, TitleSays: "senior", Rung: "pm", Certainty: "low"}.Row(ferry())
	if err != nil {
		t.Fatal(err)
	}
	second := first
	second.Label.Certainty = "high"
	other := first
	other.ID = "ferry-2"
	for _, row := range []gold.Row{first, other, second} {
		if err := book.Put("ana", row); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := label.Open(dir).Rows("ana")
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || rows[0].Label.Certainty != "high" || rows[1].ID != "ferry-2" {
		t.Errorf("rows %+v, want the first one anew and the other", rows)
	}
	if who, err := book.Annotators(); err != nil || len(who) != 1 || who[0] != "ana" {
		t.Errorf("annotators %v, %v", who, err)
	}
}

func TestNamesAreNoPaths(t *testing.T) {
	book := label.Open(t.TempDir())
	for _, name := range []string{"", "../x", "a/b", "Ana", ".hidden", strings.Repeat("a", 41)} {
		if _, err := book.Rows(name); !errors.Is(err, label.ErrName) {
			t.Errorf("Rows(%q) = %v, want ErrName", name, err)
		}
	}
}

func TestADamagedFileIsNotWrittenOver(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "ana.jsonl")
	if err := os.WriteFile(file, []byte("half a li"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := label.Open(dir).Put("ana", gold.Row{Posting: ferry()}); err == nil {
		t.Error("a file that cannot be read was written over")
	}
}
