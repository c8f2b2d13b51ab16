package desk_test

import (
	"errors"
	"strings"
	"testing"

	"rung/cmd/rung/web/desk"
	"rung/index/query"
	"rung/index/trend"
)

func TestFiltersAreTerms(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   desk.Filters
		want string
	}{
		{"nothing", desk.Filters{}, ""},
		{"words alone", desk.Filters{Query: " payments fraud "}, "payments fraud"},
		{"everything", desk.Filters{Query: "roadmap", Rung: "pm..lead", Company: "Ferry Ltd", Country: "US", Since: "2026-01", Until: "2026-06-30", Remote: true, Inflated: true, MinSalary: 150000.4},
			`roadmap rung:pm..lead company:"Ferry Ltd" country:US since:2026-01 until:2026-06-30 remote:true gap:>0 salary:>150000`},
		{"a choice keeps together", desk.Filters{Query: "risk OR fraud", Rung: "pm"}, "(risk OR fraud) rung:pm"},
		{"a quote cannot end its term", desk.Filters{Company: `Ferry" OR rung:pm "`}, `company:"Ferry OR rung:pm "`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.in.Text(); got != tt.want {
				t.Errorf("Text() = %q, want %q", got, tt.want)
			}
			if _, err := tt.in.Parse(); err != nil {
				t.Errorf("Parse() = %v", err)
			}
		})
	}
}

// FuzzCompany holds that a filter stays one term, whatever is typed into it:
// it finds no fewer and no more than what it names.
func FuzzCompany(f *testing.F) {
	for _, s := range []string{"Ferry", `a" OR "b`, "(", "x) OR (y", "-x", "a\nb", "*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, company string) {
		q, err := desk.Filters{Query: "payments OR fraud", Company: company}.Parse()
		if err != nil || strings.TrimSpace(company) == "" {
			return // refused, or no filter
		}
		if and, ok := q.(query.And); !ok || len(and) != 2 {
			t.Errorf("the company %q makes the query %#v", company, q)
		}
	})
}

func TestCountIsRefused(t *testing.T) {
	for _, tt := range []struct {
		name  string
		in    desk.Count
		field string // "" for no mistake
	}{
		{"nothing", desk.Count{}, ""},
		{"everything", desk.Count{From: "2026-01", To: "2026-01-31", By: "week", Date: "first_seen"}, ""},
		{"a day's report", desk.Count{By: "day"}, "by"},
		{"another date", desk.Count{Date: "updated"}, "date"},
		{"from never", desk.Count{From: "x"}, "from"},
		{"to never", desk.Count{To: "2026-13"}, "to"},
		{"backwards", desk.Count{From: "2026-05", To: "2026-04"}, "from"},
		{"a query", desk.Count{Filters: desk.Filters{Query: "rung:"}}, "q"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			opt, err := tt.in.Options()
			var r *desk.Refused
			if field := ""; errors.As(err, &r) {
				if field = r.Field; field != tt.field || r.Reason == "" {
					t.Errorf("refused %q (%v), want %q", field, r, tt.field)
				}
			} else if err != nil || tt.field != "" {
				t.Errorf("%v, want a refusal of %q", err, tt.field)
			}
			if tt.name == "everything" && (opt.By != trend.Week || opt.To.Sub(opt.From).Hours() != 31*24) {
				t.Errorf("from %v to %v by %v", opt.From, opt.To, opt.By)
			}
		})
	}
	var qe *query.Error
	if _, err := (desk.Filters{Query: "rung:"}).Parse(); !errors.As(err, &qe) {
		t.Errorf("the place of a mistake is lost in %v", err)
	}
}
