package extract_test

import (
	"testing"
	"unicode/utf8"

	"rung/crawler/extract"
)

func TestMend(t *testing.T) {
	for in, want := range map[string]string{
		"pay Â£45,500":           "pay £45,500",
		"the teamâ€™s goal":      "the team’s goal",
		"MÃ¼nchen, CafÃ©":        "München, Café",
		"20â‚¬ â€“ 30â‚¬":        "20€ – 30€",
		"aÂ\u00a0b":              "a\u00a0b",
		"rocket ðŸš€ inside":     "rocket 🚀 inside",
		"NÃO, AMANHÃ, Â bloc":    "NÃO, AMANHÃ, Â bloc",
		"«IRMÃ» and “AMANHÃ”":    "«IRMÃ» and “AMANHÃ”",
		"pâte, âge, CAFÉ – 20 €": "pâte, âge, CAFÉ – 20 €",
		"ðu, Â":                  "ðu, Â",
		"nothing to do":          "nothing to do",
		"\xff Â£":                "\xff £",
		"":                       "",
	} {
		if got := extract.Mend(in); got != want {
			t.Errorf("Mend(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzMend holds that mending never breaks valid text and never lengthens it.
func FuzzMend(f *testing.F) {
	f.Add("Â£ â€™ ðŸš€ Ã")
	f.Fuzz(func(t *testing.T, s string) {
		got := extract.Mend(s)
		if utf8.ValidString(s) && !utf8.ValidString(got) || len(got) > len(s) {
			t.Errorf("Mend(%q) = %q", s, got)
		}
	})
}
