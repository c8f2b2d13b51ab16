package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"rung/classify/ladder"
	"rung/classify/rule"
	"rung/classify/text"
	"rung/corpus/gold"
)

func rulesTestCommand(a *app) *cobra.Command {
	var f ruleFilter
	var file string
	cmd := &cobra.Command{
		Use:   "test",
		Short: "How often each rule fires on labelled postings, and how right it is",
		Long: "Test runs every rule over a gold file and prints, rule by rule, the postings and employers it fires\n" +
			"in and how right that is by the label of their duties: \"side\" is the share on the side the rule pulls\n" +
			"to (at its rung or above for a rule that pulls up, at or below for one that pulls down, off or on the\n" +
			"ladder for a rule of the gate), \"exact\" the share on its very rung, and lift the side against that of\n" +
			"all postings (1 is no better than chance). Below stand its sources, what it fires on by rung, and an\n" +
			"example. Rules from the market alone that fewer than two employers show are warned of, and so are\n" +
			"rules of a document that no posting has shown yet (unseen: they count half).",
		Example: "  rung rules test --gold builtin\n  rung rules test --gold postings.jsonl --dimension people --json",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.testRules(cmd.Context(), file, f) },
	}
	f.register(cmd)
	cmd.Flags().StringVar(&file, "gold", builtinGold, "gold `FILE` of labelled postings, or builtin")
	return cmd
}

// minEmployers is how many employers must show a family of the market before
// it counts.
const minEmployers = 2

// tested is how one rule did.
type tested struct {
	Rule    string   `json:"rule"`
	Toward  string   `json:"toward,omitempty"`
	Cite    []string `json:"cite"`
	Status  string   `json:"status,omitempty"`
	Example string   `json:"example"`
	// Postings and Employers it fires in.
	Postings  int `json:"postings"`
	Employers int `json:"employers"`
	// ByRung counts them by the label of the duties.
	ByRung map[string]int `json:"by_rung"`
	// Labelled have a label the rule can be held to; OnSide are on the side it
	// pulls to, Exact on the rung it speaks for.
	Labelled int `json:"labelled"`
	OnSide   int `json:"on_side"`
	Exact    int `json:"exact"`
	// Lift is the share on its side against that of all postings, 0 where
	// either is unknown.
	Lift    float64 `json:"lift"`
	Warning string  `json:"warning,omitempty"`

	rule      *rule.Rule
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
	byName := map[string]*tested{}
	var out []*tested
	for _, r := range rules {
		t := &tested{Rule: r.Name, Toward: r.Toward, Cite: r.Cite, Status: r.Status, Example: r.Example,
			ByRung: map[string]int{}, rule: r, employers: map[string]bool{}}
		byName[r.Name] = t
		out = append(out, t)
	}
	if err := a.fire(ctx, l, g.rows, byName); err != nil {
		return err
	}
	for _, t := range out {
		t.Employers = len(t.employers)
		t.Lift = lift(t, g.rows)
		t.Warning = warning(t)
	}
	if f.asJSON() {
		return writeJSON(a.out, out)
	}
	return a.testedText(out, g)
}

// fire counts, for each of the rules, the rows it fires in.
func (a *app) fire(ctx context.Context, l *ladder.Ladder, rows []gold.Row, rules map[string]*tested) error {
	meter := a.meter("testing", len(rows))
	defer meter.done()
	for _, row := range rows {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		fired := map[string]bool{}
		for _, m := range l.Rules().Match(text.Parse(row.Text), text.Prose{}) {
			if t := rules[m.Rule.Name]; t != nil && !fired[m.Rule.Name] {
				fired[m.Rule.Name] = true
				t.count(row)
			}
		}
		meter.add(1)
	}
	return nil
}

func (t *tested) count(row gold.Row) {
	t.Postings++
	t.employers[cmp.Or(row.Company, row.ID)] = true
	if d := row.Label.Duties; d != "" {
		t.ByRung[d]++
	}
	if side, exact, ok := agrees(t.rule, row.Label); ok {
		t.Labelled++
		t.OnSide += one(side)
		t.Exact += one(exact)
	}
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// agrees compares a rule with a label: whether the label is on the side the
// rule pulls to, and whether it is what the rule speaks for. ok is false where
// the label says nothing the rule could be held to.
func agrees(r *rule.Rule, l gold.Label) (side, exact, ok bool) {
	if r.Weight == 0 {
		return l.OnLadder == (r.GateWeight > 0), l.Duties == cmp.Or(r.Beside, r.Toward), true
	}
	want, got := ladder.Rank(r.Toward), ladder.Rank(l.Duties)
	if got == 0 {
		return false, false, false
	}
	if r.Weight > 0 {
		return got >= want, got == want, true
	}
	return got <= want, got == want, true
}

// lift is how much likelier than any labelled row a row with a hit is to be on
// the rule's side.
func lift(t *tested, rows []gold.Row) float64 {
	all, labelled := 0, 0
	for _, row := range rows {
		if side, _, ok := agrees(t.rule, row.Label); ok {
			labelled++
			all += one(side)
		}
	}
	if t.Labelled == 0 || all == 0 {
		return 0
	}
	return float64(t.OnSide) / float64(t.Labelled) / (float64(all) / float64(labelled))
}

// warning says what a reader should beware of, "" for nothing.
func warning(t *tested) string {
	market := true
	for _, c := range t.Cite {
		market = market && c == ladder.Market
	}
	switch {
	case t.Status == "unseen" && t.Employers >= minEmployers:
		return "marked unseen, yet seen here: it counts half"
	case t.Status == "unseen":
		return "unseen: a document asks for it, no posting has shown it; it counts half"
	case market && t.Employers < minEmployers:
		return "from the market alone, and fewer than two employers show it here"
	}
	return ""
}

func (a *app) testedText(ts []*tested, g goldFile) error {
	return a.writeTo("", func(w io.Writer) error {
		fmt.Fprintf(w, "%d rules on %d rows of %s\n\n%-32s %-10s %5s %5s %6s %6s %5s\n", len(ts), len(g.rows), g.Name, "rule", "toward", "fires", "empl.", "side", "exact", "lift")
		silent, warned := 0, 0
		for _, t := range ts {
			silent += one(t.Postings == 0)
			warned += one(t.Warning != "")
			if t.Postings > 0 || t.Warning != "" {
				a.testedRule(w, t)
			}
		}
		fmt.Fprintf(w, "\n%s fired in no row; %s to beware of.\n", plural(silent, "rule"), plural(warned, "rule"))
		if g.Name == builtinGold {
			fmt.Fprintln(w, "These postings are invented: figures on them find mistakes, they are not accuracy.")
		}
		return nil
	})
}

func (a *app) testedRule(w io.Writer, t *tested) {
	fmt.Fprintf(w, "%s %-10s %5d %5d %6s %6s %5s\n", pad(t.Rule, 32), cmp.Or(t.Toward, t.rule.Beside, "ladder"), t.Postings, t.Employers,
		ratio(t.OnSide, t.Labelled), ratio(t.Exact, t.Labelled), liftText(t))
	about := "[" + strings.Join(t.Cite, " ") + "]"
	for _, r := range append(ladder.Rungs(), ladder.Designer, ladder.Developer, ladder.Other) {
		if n := t.ByRung[r]; n > 0 {
			about += fmt.Sprintf(" %s %d", r, n)
		}
	}
	fmt.Fprintln(w, wrap(about, a.columns, "    "))
	fmt.Fprintln(w, wrap(a.paint(faint, t.Example), a.columns, "    "))
	if t.Warning != "" {
		fmt.Fprintln(w, wrap("! "+t.Warning, a.columns, "    "))
	}
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
