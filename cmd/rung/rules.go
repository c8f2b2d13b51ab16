package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rung/classify/ladder"
	"rung/classify/rule"
	"rung/classify/text"
	"rung/corpus/gold"
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
type ruleFilter struct{ dimension, rung, format string }

func (f *ruleFilter) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.dimension, "dimension", "", "only rules of this dimension")
	cmd.Flags().StringVar(&f.rung, "rung", "", "only rules that speak for this rung")
	cmd.Flags().StringVar(&f.format, "format", "text", "text or json")
}

func (f ruleFilter) rules(l *ladder.Ladder) ([]*rule.Rule, error) {
	if f.format != "text" && f.format != "json" {
		return nil, fail(exitUsage, "one of: text, json", "there is no format %q", f.format)
	}
	var dimensions []string
	for _, d := range l.Dimensions {
		dimensions = append(dimensions, d.Name)
	}
	if f.dimension != "" && !slices.Contains(dimensions, f.dimension) {
		return nil, fail(exitUsage, "one of: "+strings.Join(dimensions, ", "), "there is no dimension %q", f.dimension)
	}
	if f.rung != "" && ladder.Rank(f.rung) == 0 {
		return nil, fail(exitUsage, "one of: "+strings.Join(ladder.Rungs(), ", "), "there is no rung %q", f.rung)
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
			if f.format == "json" {
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
	fmt.Fprintf(w, "%s  %s, %s [%s]\n", a.paint(bold, r.Name), r.Dimension, speaks, strings.Join(r.Cite, " "))
	fmt.Fprintln(w, wrap(a.paint(faint, r.Example), a.columns, "    "))
}

func rulesTestCommand(a *app) *cobra.Command {
	var f ruleFilter
	var file string
	cmd := &cobra.Command{
		Use:   "test",
		Short: "How often each rule fires on labelled postings, and how right it is",
		Long: "Test runs every rule over a gold file: postings and employers it fires in, how many of those are on\n" +
			"the rung it speaks for or one beside it by their duties, and how that compares with all postings\n" +
			"(lift; 1 is no better than chance).",
		Example: "  rung rules test --gold builtin\n  rung rules test --gold postings.jsonl --dimension people",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.testRules(cmd.Context(), file, f) },
	}
	f.register(cmd)
	cmd.Flags().StringVar(&file, "gold", builtinGold, "gold `FILE` of labelled postings, or builtin")
	return cmd
}

// tested is how one rule did.
type tested struct {
	Rule   string `json:"rule"`
	Toward string `json:"toward"`
	// Postings and Employers it fires in.
	Postings  int `json:"postings"`
	Employers int `json:"employers"`
	// Labelled of these have a rung by their duties; Exact are on the rung
	// the rule speaks for, Near on it or one beside it.
	Labelled int `json:"labelled"`
	Exact    int `json:"exact"`
	Near     int `json:"near"`
	// Lift is the share that is near against that of all postings, 0 where
	// either is unknown.
	Lift float64 `json:"lift"`

	employers map[string]bool
}

func (a *app) testRules(ctx context.Context, file string, f ruleFilter) error {
	l, err := ladder.Load()
	if err != nil {
		return err
	}
	rules, err := f.rules(l)
	if err != nil {
		return err
	}
	g, err := a.readGold(file)
	if err != nil {
		return err
	}
	counts, err := a.fire(ctx, l, g.rows)
	if err != nil {
		return err
	}
	var out []*tested
	for _, r := range rules {
		t := counts[r.Name]
		if t == nil {
			t = &tested{Rule: r.Name, Toward: r.Toward}
		}
		t.Employers = len(t.employers)
		t.Lift = lift(t, g.rows)
		out = append(out, t)
	}
	if f.format == "json" {
		return writeJSON(a.out, out)
	}
	return a.testedText(out, g)
}

// fire counts, for every rule, the rows it fires in.
func (a *app) fire(ctx context.Context, l *ladder.Ladder, rows []gold.Row) (map[string]*tested, error) {
	meter := a.meter("testing", len(rows))
	defer meter.done()
	out := map[string]*tested{}
	for _, row := range rows {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		fired := map[string]bool{}
		for _, m := range l.Rules().Match(text.Parse(row.Text), text.Prose{}) {
			if fired[m.Rule.Name] {
				continue
			}
			fired[m.Rule.Name] = true
			t := out[m.Rule.Name]
			if t == nil {
				t = &tested{Rule: m.Rule.Name, Toward: m.Rule.Toward, employers: map[string]bool{}}
				out[m.Rule.Name] = t
			}
			t.count(row)
		}
		meter.add(1)
	}
	return out, nil
}

func (t *tested) count(row gold.Row) {
	t.Postings++
	t.employers[cmp.Or(row.Company, row.ID)] = true
	if exact, near, ok := distance(t.Toward, row); ok {
		t.Labelled++
		t.Exact += exact
		t.Near += near
	}
}

// distance compares a rung with what the label says of the duties.
func distance(toward string, row gold.Row) (exact, near int, ok bool) {
	want, got := ladder.Rank(toward), ladder.Rank(row.Label.Duties)
	if want == 0 || got == 0 {
		return 0, 0, false
	}
	switch d := want - got; {
	case d == 0:
		return 1, 1, true
	case d == 1 || d == -1:
		return 0, 1, true
	}
	return 0, 0, true
}

func lift(t *tested, rows []gold.Row) float64 {
	all, labelled := 0, 0
	for _, row := range rows {
		if _, near, ok := distance(t.Toward, row); ok {
			labelled++
			all += near
		}
	}
	if t.Labelled == 0 || all == 0 {
		return 0
	}
	return float64(t.Near) / float64(t.Labelled) / (float64(all) / float64(labelled))
}

func (a *app) testedText(ts []*tested, g goldFile) error {
	return a.writeTo("", func(w io.Writer) error {
		fmt.Fprintf(w, "%d rules on %d rows of %s\n\n%-34s %-10s %5s %5s %6s %6s %5s\n", len(ts), len(g.rows), g.Name, "rule", "toward", "fires", "empl.", "exact", "near", "lift")
		silent := 0
		for _, t := range ts {
			if t.Postings == 0 {
				silent++
				continue
			}
			fmt.Fprintf(w, "%s %-10s %5d %5d %6s %6s %5s\n", pad(t.Rule, 34), t.Toward, t.Postings, t.Employers, ratio(t.Exact, t.Labelled), ratio(t.Near, t.Labelled), liftText(t))
		}
		fmt.Fprintf(w, "\n%s fired in no row.\n", plural(silent, "rule"))
		if g.Name == builtinGold {
			fmt.Fprintln(w, "These postings are invented: figures on them find mistakes, they are not accuracy.")
		}
		return nil
	})
}

func ratio(k, n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(k)/float64(n))
}

func liftText(t *tested) string {
	if t.Lift == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", t.Lift)
}
