package classify

import (
	"slices"
	"testing"

	"rung/corpus"
)

// Years asked of "a [ROLE]" are years of product work however the posting
// calls the role, and years of any work are a family of their own.
func TestYearsFamilies(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, title, demand, want string }{
		{"of product management", "Product Manager", "7+ years of product management experience", "years-7"},
		{"as the role itself", "Product Manager", "7+ years as a Product Manager", "years-7"},
		{"as the role with its rank", "Senior Product Manager", "7+ years as a Senior Product Manager", "years-7"},
		{"as the role of another rank", "Director of Product", "7+ years as a Director of Product", "years-7"},
		{"of any work", "Product Manager", "8+ years of relevant experience", "work-years-8"},
		{"of another trade", "Product Manager", "3 years of experience in logistics", "work-years-3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := c.Classify(corpus.Posting{ID: "1", Title: tt.title, Text: "What you'll do\n- Own the roadmap of our ticketing app and decide what we build next.\n\nRequirements\n- " + tt.demand + "\n"})
			var got []string
			for _, e := range v.Evidence {
				if e.Dimension == "years" {
					got = append(got, e.Rule)
				}
			}
			if !slices.Equal(got, []string{tt.want}) {
				t.Errorf("%q: families of years %v, want %s", tt.demand, got, tt.want)
			}
		})
	}
}
