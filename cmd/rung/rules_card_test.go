package main

import (
	"testing"

	"rung/classify/rule"
	"rung/corpus/gold"
)

func TestRuleAgreesWithLabel(t *testing.T) {
	tests := []struct {
		name            string
		rule            rule.Rule
		label           gold.Label
		side, exact, ok bool
	}{
		{"pulls up, at its rung", rule.Rule{Toward: "senior", Weight: 1}, gold.Label{OnLadder: true, Duties: "senior"}, true, true, true},
		{"pulls up, above", rule.Rule{Toward: "senior", Weight: 1}, gold.Label{OnLadder: true, Duties: "director"}, true, false, true},
		{"pulls up, below", rule.Rule{Toward: "senior", Weight: 1}, gold.Label{OnLadder: true, Duties: "pm"}, false, false, true},
		{"pulls down, below", rule.Rule{Toward: "junior", Weight: -1}, gold.Label{OnLadder: true, Duties: "associate"}, true, false, true},
		{"pulls down, above", rule.Rule{Toward: "junior", Weight: -1}, gold.Label{OnLadder: true, Duties: "pm"}, false, false, true},
		{"no duties to hold it to", rule.Rule{Toward: "junior", Weight: -1}, gold.Label{OnLadder: true}, false, false, false},
		{"beside the ladder", rule.Rule{Toward: "pm", Weight: 1}, gold.Label{Duties: "designer"}, false, false, false},
		{"gate, against", rule.Rule{GateWeight: -1, Beside: "designer"}, gold.Label{Duties: "designer"}, true, true, true},
		{"gate, against, on the ladder", rule.Rule{GateWeight: -1, Beside: "designer"}, gold.Label{OnLadder: true, Duties: "pm"}, false, false, true},
		{"gate, for", rule.Rule{GateWeight: 1}, gold.Label{OnLadder: true, Duties: "pm"}, true, false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			side, exact, ok := agrees(&tt.rule, tt.label)
			if side != tt.side || exact != tt.exact || ok != tt.ok {
				t.Errorf("agrees = %t, %t, %t; want %t, %t, %t", side, exact, ok, tt.side, tt.exact, tt.ok)
			}
		})
	}
}

func TestRuleWarning(t *testing.T) {
	tests := []struct {
		name      string
		cite      []string
		status    string
		employers int
		warned    bool
	}{
		{"a document's, seen", []string{"D3"}, "", 5, false},
		{"a document's, rare here", []string{"D3"}, "", 0, false},
		{"a document's, unseen", []string{"D3"}, "unseen", 0, true},
		{"unseen, yet seen", []string{"D3"}, "unseen", 3, true},
		{"the market's, two employers", []string{"market"}, "", 2, false},
		{"the market's, one employer", []string{"market"}, "", 1, true},
		{"market beside a document", []string{"D3", "market"}, "", 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := warning(&tested{Cite: tt.cite, Status: tt.status, Employers: tt.employers})
			if (got != "") != tt.warned {
				t.Errorf("warning = %q, want one: %t", got, tt.warned)
			}
		})
	}
}
