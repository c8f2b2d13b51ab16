package text

import (
	"slices"
	"testing"
)

func TestInflect(t *testing.T) {
	tests := []struct {
		lemma string
		want  []string // some of the forms
		not   []string
	}{
		{"mentor", []string{"mentor", "mentors", "mentored", "mentoring", "mentor's"}, nil},
		{"lead", []string{"leads", "led", "leading"}, []string{"leaded", "leader"}},
		{"build", []string{"builds", "built", "building"}, []string{"builded"}},
		{"write", []string{"wrote", "written", "writing"}, []string{"writed"}},
		{"set", []string{"sets", "setting"}, []string{"seted"}},
		{"be", []string{"is", "are", "was", "been", "being"}, nil},
		{"plan", []string{"planned", "planning", "plans"}, []string{"planed", "planing"}},
		{"model", []string{"modeled", "modelled", "modeling", "modelling"}, nil},
		{"carry", []string{"carries", "carried", "carrying"}, []string{"carrys"}},
		{"coach", []string{"coaches", "coached", "coaching"}, []string{"coachs"}},
		{"oversee", []string{"oversees", "oversaw", "overseen", "overseeing"}, []string{"overseed"}},
		{"prioritize", []string{"prioritise", "prioritised", "prioritizing"}, nil},
		{"organisation", []string{"organization", "organizations", "organisations"}, nil},
		{"analyze", []string{"analyse", "analysed", "analyzing"}, nil},
		{"supervise", []string{"supervised", "supervising"}, []string{"supervize"}},
		{"programme", []string{"program", "programs", "programmes"}, nil},
		{"analysis", []string{"analyses"}, nil},
		{"person", []string{"people", "persons"}, nil},
		{"company", []string{"companies", "company's"}, nil},
		{"to", []string{"to"}, []string{"tos", "toed"}},
		{"new", []string{"new"}, []string{"news"}},
		{"p&l", []string{"p&l"}, []string{"p&ls"}},
	}
	for _, tt := range tests {
		got := Inflect(tt.lemma)
		if got[0] != tt.lemma {
			t.Errorf("Inflect(%q) begins with %q", tt.lemma, got[0])
		}
		for _, w := range tt.want {
			if !slices.Contains(got, w) {
				t.Errorf("Inflect(%q) = %q, lacks %q", tt.lemma, got, w)
			}
		}
		for _, w := range tt.not {
			if slices.Contains(got, w) {
				t.Errorf("Inflect(%q) = %q, has %q", tt.lemma, got, w)
			}
		}
	}
}
