package say_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rung/classify"
	"rung/cmd/rung/say"
)

func ptr[T any](x T) *T { return &x }

func TestSentences(t *testing.T) {
	for _, tt := range []struct {
		name string
		v    classify.Verdict
		want []string
	}{
		{"title above duties", classify.Verdict{OnLadder: true, Rung: "senior", Confidence: 0.83, Rungs: []string{"pm", "senior"},
			Title:  classify.TitleClaim{Text: "Senior Product Manager", Rung: "senior", Rank: 4, Ranked: true},
			Duties: classify.Duties{Rung: "pm", Rank: 3, Confidence: 0.7}, Gap: ptr(1), Years: classify.Years{Min: ptr(5.0)}},
			[]string{"senior (83 % sure, and 90 % that it is pm to senior)",
				"The title claims senior; the duties alone say pm (70 % sure): one rung above its duties.", "Asks for 5 years of experience."}},
		{"a manager without a title", classify.Verdict{OnLadder: true, Rung: "director", Track: "manager", Confidence: 0.999, Reports: true, Years: classify.Years{Min: ptr(1.0)}},
			[]string{"director (people manager, >99 % sure)", "No title was given; the text shows no duties to hold against it.",
				"Asks for a year of experience.", "People report to this role."}},
		{"title far below", classify.Verdict{OnLadder: true, Rung: "lead", Confidence: 0.5, Years: classify.Years{Min: ptr(3.0), Max: ptr(5.0)},
			Title: classify.TitleClaim{Text: "Product Manager", Rung: "pm", Rank: 3}, Duties: classify.Duties{Rung: "lead", Confidence: 0.6}, Gap: ptr(-2)},
			[]string{"lead (50 % sure)", "The title claims no rank, which counts as pm; the duties alone say lead (60 % sure): 2 rungs below its duties.", "Asks for 3 to 5 years of experience."}},
		{"beside", classify.Verdict{Beside: "designer", OnLadderProbability: 0.001}, []string{"Beside the ladder: designer (>99 % sure that this is not a product-management job)"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := append([]string{say.Headline(tt.v)}, say.Facts(tt.v)...)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("sentences (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDoubtIsSaidOnlyWhereThereIsOne(t *testing.T) {
	if s := say.Doubt(classify.Verdict{}); s != "" {
		t.Errorf("Doubt of a sure verdict = %q", s)
	}
	seen := map[string]bool{}
	for _, reason := range []string{"title only", "too short", "language", "conflicting", "a row of its own"} {
		s := say.Doubt(classify.Verdict{Reason: reason})
		if s == "" || seen[s] {
			t.Errorf("Doubt(%q) = %q: want a sentence of its own", reason, s)
		}
		seen[s] = true
	}
}
