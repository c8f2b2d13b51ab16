package classify_test

import (
	"testing"

	"rung/classify"
	"rung/corpus"
)

func TestMask(t *testing.T) {
	for _, tt := range []struct{ name, title, text, want string }{
		{"the role by its title", "Senior Product Manager, Growth", "As a Senior Product Manager you will own growth.", "As a [ROLE] you will own growth."},
		{"others keep theirs", "Senior Product Manager", "Mentor junior product managers.", "Mentor junior product managers."},
		{"nothing to mask", "Product Manager", "Own the roadmap.", "Own the roadmap."},
		{"no text", "Product Manager", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := classify.Mask(corpus.Posting{Title: tt.title, Text: tt.text}); got != tt.want {
				t.Errorf("Mask = %q, want %q", got, tt.want)
			}
		})
	}
}
