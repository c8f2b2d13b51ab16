package web

import (
	"strings"
	"testing"

	"rung/classify/ladder"
	"rung/index/trend"
)

func TestCounted(t *testing.T) {
	l := ladder.Default()
	for _, tt := range []struct{ key, want string }{
		{"mix/pm", "on pm"},
		{"mix/all", ""},
		{"open-now/all", "open now"},
		{"new/senior/2026-04..2026-06", "on senior, new in 2026-04 to 2026-06"},
		{"pay/senior/USD/year", "on senior, stating pay in USD a year"},
		{"asks/pm/skill:sql", "on pm, naming the skill sql"},
		{"asks/senior/mentors-pms", "on senior, naming “" + strings.TrimSuffix(l.Asks(l.Rule("mentors-pms").Responsibility), ".") + "”"},
		{"at/lead/Oak/Ink..Co", "on lead, at Oak/Ink..Co"},
		{"employer/Oak/Ink", "at Oak/Ink"},
		{"nothing/pm", ""},
	} {
		if got := counted(l, tt.key); got != tt.want {
			t.Errorf("counted(%q) = %q, want %q", tt.key, got, tt.want)
		}
	}
}

// TestEveryNumberIsWorded: no number of a report leads to a page that does
// not say what it counts.
func TestEveryNumberIsWorded(t *testing.T) {
	o := options()
	rep, err := o.Report(t.Context(), trend.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range rep.Keys() {
		table, _, _ := strings.Cut(key, "/")
		_, rung := byRung[table]
		if _, name := byName[table]; !rung && !name {
			t.Errorf("%s has no words", key)
		}
	}
}
