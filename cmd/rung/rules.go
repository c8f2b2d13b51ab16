package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rung/classify/ladder"
	"rung/classify/rule"
)

func rulesCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "rules",
		Short:   "The beliefs behind a verdict: list them, or test them on labelled postings",
		Example: "  rung rules list --dimension people\n  rung rules test --gold postings.jsonl",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(rulesListCommand(a), rulesTestCommand(a))
	return cmd
}

// ruleFilter narrows the rules by what they speak of and for.
type ruleFilter struct {
	dimension, rung, format string
	json                    bool
}

func (f ruleFilter) asJSON() bool { return f.json || f.format == "json" }

func (f *ruleFilter) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.dimension, "dimension", "", "only rules of this dimension")
	cmd.Flags().StringVar(&f.rung, "rung", "", "only rules that speak for this rung")
	cmd.Flags().StringVar(&f.format, "format", "text", "text or json")
	cmd.Flags().BoolVar(&f.json, "json", false, "short for --format json")
}

func (f ruleFilter) rules(l *ladder.Ladder) ([]*rule.Rule, error) {
	if f.format != "text" && f.format != "json" {
		return nil, fail(exitUsage, choices(f.format, []string{"text", "json"}), "there is no format %q", f.format)
	}
	var dimensions []string
	for _, d := range l.Dimensions {
		dimensions = append(dimensions, d.Name)
	}
	if f.dimension != "" && !slices.Contains(dimensions, f.dimension) {
		return nil, fail(exitUsage, choices(f.dimension, dimensions), "there is no dimension %q", f.dimension)
	}
	if f.rung != "" && ladder.Rank(f.rung) == 0 {
		return nil, fail(exitUsage, choices(f.rung, ladder.Rungs()), "there is no rung %q", f.rung)
	}
	var out []*rule.Rule
	for _, r := range l.Rules().Rules() {
		if (f.dimension == "" || r.Dimension == f.dimension) && (f.rung == "" || r.Toward == ladder.Name(ladder.Rank(f.rung))) {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return nil, fail(exitNothing, "drop --dimension or --rung", "no rule is of that kind")
	}
	return out, nil
}

func rulesListCommand(a *app) *cobra.Command {
	var f ruleFilter
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "Every rule with the document it comes from and an example",
		Example: "  rung rules list --rung director\n  rung rules list --dimension money --format json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			l, err := ladder.Load()
			if err != nil {
				return err
			}
			rules, err := f.rules(l)
			if err != nil {
				return err
			}
			if f.asJSON() {
				return writeJSON(a.out, listedRules(rules))
			}
			return a.writeTo("", func(w io.Writer) error {
				for _, r := range rules {
					a.ruleText(w, r)
				}
				return nil
			})
		},
	}
	f.register(cmd)
	return cmd
}

// listedRule is a rule as machines read it.
type listedRule struct {
	Name       string   `json:"name"`
	Dimension  string   `json:"dimension"`
	Toward     string   `json:"toward,omitempty"`
	Weight     float64  `json:"weight,omitempty"`
	GateWeight float64  `json:"gate_weight,omitempty"`
	Beside     string   `json:"beside,omitempty"`
	Cite       []string `json:"cite"`
	Status     string   `json:"status,omitempty"`
	Phrases    []string `json:"phrases"`
	Example    string   `json:"example"`
}

func listedRules(rules []*rule.Rule) []listedRule {
	var out []listedRule
	for _, r := range rules {
		out = append(out, listedRule{r.Name, r.Dimension, r.Toward, r.Weight, r.GateWeight, r.Beside, r.Cite, r.Status, r.Phrases, r.Example})
	}
	return out
}

func (a *app) ruleText(w io.Writer, r *rule.Rule) {
	speaks := fmt.Sprintf("%+.2f toward %s", r.Weight, r.Toward)
	if r.Weight == 0 {
		speaks = fmt.Sprintf("ladder %+.2f %s", r.GateWeight, r.Beside)
	}
	if r.Status != "" {
		speaks += ", " + r.Status
	}
	says := fmt.Sprintf("%s, %s [%s]", r.Dimension, speaks, strings.Join(r.Cite, " "))
	gap := "  "
	if len(r.Name)+2+len(says) > a.columns {
		gap, says = "\n", wrap(says, a.columns, "  ")
	}
	fmt.Fprintln(w, a.paint(bold, r.Name)+gap+says)
	fmt.Fprintln(w, wrap(a.paint(faint, r.Example), a.columns, "    "))
}
