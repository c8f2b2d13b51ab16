package index_test

import (
	"errors"
	"slices"
	"testing"

	"rung/index"
)

func TestSuggest(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	a := posting("1", "Senior Product Manager, Pricing", "Own the pricing strategy and the roadmap in Kraków.")
	a.Posting.Company = "Larkfield"
	put(t, x, a, posting("2", "Product Designer", "Prices, prices, prices. Strategies for every customer. Sell customes."),
		posting("3", "Cook", "For every customer a soup."))
	for _, tt := range []struct{ name, in, want string }{
		{"a letter missing", "pricng", "pricing"},
		{"as it is written, not its stem", "stratgy", "strategy"},
		{"the commoner of two as near", "customew", "customer"},
		{"letters swapped", "prciing", "pricing"},
		{"two words", "roadmp pricng", "roadmap pricing"},
		{"inside a phrase", `"product manger"`, `"product manager"`},
		{"a company", "company:Larkfeld", "company:larkfield"},
		{"a name among words", "larkfeld pricing", "larkfield pricing"},
		{"filters stay", "roadmp rung:pm", ""},
		{"denied", "pricing -desinger", "pricing -designer"},
		{"known", "pricing", ""},
		{"short", "xyz", ""},
		{"nothing near", "photosynthesis", ""},
		{"a synonym is known", "gtm", ""},
		{"numbers", "20261", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok, err := x.Suggest(ctx, parse(t, tt.in))
			if err != nil {
				t.Fatal(err)
			}
			if ok != (tt.want != "") || ok && got.String() != tt.want {
				t.Errorf("Suggest(%s) = %s, %v, want %q", tt.in, got, ok, tt.want)
			}
		})
	}
}

// TestMoreLikeThis: the sample market has no two ads alike, so what is asked
// for is the same trade at another employer.
func TestMoreLikeThis(t *testing.T) {
	if testing.Short() {
		t.Skip("classifies a market")
	}
	_, docs := readSearches(t, "testdata/rank/searches.txt")
	x := open(t, t.TempDir(), index.Options{})
	put(t, x, docs...)
	for _, tt := range []struct{ name, id, want string }{
		{"broadband to broadband", "greenhouse:innisfibre:77401", "greenhouse:meridor:12027"},
		{"head of all to head of all", "greenhouse:larkfieldgrid:4003", "teamtailor:guestmoor:880105"},
		{"insurance to insurance", "personio:havenstrom:210044", "greenhouse:dorranway:55208"},
		{"payroll to payroll", "ashby:crewbarrow:cb-pm-pay", "teamtailor:fjordlag:551215"},
	} {
		hits, err := x.MoreLikeThis(ctx, tt.id, nil, 5)
		if err != nil {
			t.Fatal(err)
		}
		got := ids(index.Result{Hits: hits})
		if slices.Contains(got, tt.id) || len(got) != 5 {
			t.Errorf("%s: %v, want five others", tt.name, got)
		}
		if !slices.Contains(got, tt.want) {
			t.Errorf("%s: %v, want %s among them", tt.name, got, tt.want)
		}
	}
	if _, err := x.MoreLikeThis(ctx, "nobody", nil, 5); !errors.Is(err, index.ErrUnknown) {
		t.Errorf("an unknown id: %v, want ErrUnknown", err)
	}
}

func TestMoreLikeThisLeavesOutItsOwnVacancy(t *testing.T) {
	x := open(t, t.TempDir(), index.Options{})
	a, b, c, d := posting("a", "Growth Manager", "growth loops"), posting("b", "Growth Manager", "growth loops"),
		posting("c", "Growth Lead", "growth"), posting("d", "Cook", "soup")
	a.Vacancy, b.Vacancy = "v", "v"
	put(t, x, a, b, c, d)
	for q, want := range map[string][]string{"": {"c"}, "title:lead": {"c"}, "title:cook": {}, "-growth": {}} {
		hits, err := x.MoreLikeThis(ctx, "a", parse(t, q), 0)
		if got := ids(index.Result{Hits: hits}); err != nil || !slices.Equal(got, want) && len(want)+len(got) > 0 {
			t.Errorf("like a among %q: %v, %v, want %v", q, got, err, want)
		}
	}
}
