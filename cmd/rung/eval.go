package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"rung/classify"
	"rung/classify/eval"
	"rung/classify/ladder"
)

func evalCommand(a *app) *cobra.Command {
	var file, format, into string
	var masked, noProse, asJSON bool
	var misses int
	cmd := &cobra.Command{
		Use:   "eval",
		Short: "Measure the classifier against labelled postings",
		Long: "Eval judges labelled postings and prints exact, within one, kappa, macro-F1, on-ladder F1,\n" +
			"calibration and the confusion matrix with Wilson 95 % intervals, beside the baselines of the\n" +
			"commonest rung and the title's words. Where the model was fitted on the file it says so, and\n" +
			"prints figures of models that had not seen each row's employer.",
		Example: "  rung eval --gold labelled.jsonl\n  rung eval --gold labelled.jsonl --mask-title\n  rung eval --gold builtin",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asJSON {
				format = "json"
			}
			return a.eval(cmd.Context(), file, format, into, masked, noProse, misses)
		},
	}
	cmd.Flags().StringVar(&file, "gold", builtinGold, "labelled postings (JSON lines), or builtin: the invented gold")
	cmd.Flags().BoolVar(&masked, "mask-title", false, "judge by the duties alone")
	cmd.Flags().BoolVar(&noProse, "without-prose", false, "read sentences by word lists alone")
	cmd.Flags().IntVar(&misses, "misses", 0, "name the worst misses, this many")
	cmd.Flags().StringVar(&format, "format", "text", "text, md or json")
	cmd.Flags().StringVar(&into, "into", "", "also write the card into `FILE`, between its markers")
	cmd.Flags().BoolVar(&asJSON, "json", false, "short for --format json")
	return cmd
}

func (a *app) eval(ctx context.Context, file, format, into string, masked, noProse bool, misses int) error {
	if !slices.Contains([]string{"text", "md", "json"}, format) {
		return fail(exitUsage, choices(format, []string{"text", "md", "json"}), "there is no format %q", format)
	}
	c, err := classify.New(classify.Options{WithoutProse: noProse})
	if err != nil {
		return err
	}
	g, err := a.readGold(file)
	if err != nil {
		return err
	}
	opt := eval.Options{File: g.Name, Fitted: seen(c.Weights(), g.SHA256)}
	if opt.Fitted {
		if opt.Extra, err = a.others(c.Weights(), g.SHA256); err != nil {
			return err
		}
	}
	if !noProse {
		if opt.Bare, err = classify.New(classify.Options{WithoutProse: true}); err != nil {
			return err
		}
	}
	card, err := aside(ctx, func() (eval.Card, error) { return eval.Measure(c, g.rows, opt) })
	if err != nil {
		return err
	}
	card.Masked = masked
	if into != "" {
		if err := cardInto(into, card); err != nil {
			return err
		}
	}
	switch format {
	case "json":
		return writeJSON(a.out, card)
	case "md":
		cardMarkdown(a.out, card)
		return nil
	}
	return a.cardText(card, file == builtinGold, misses)
}

func (a *app) cardText(card eval.Card, invented bool, misses int) error {
	fmt.Fprintf(a.out, "%s: %s of %s; model %s\n", card.File, plural(card.Rows, "posting"), plural(card.Employers, "employer"), card.Model)
	if invented {
		fmt.Fprintln(a.out, "INVENTED POSTINGS: these figures find regressions and are not accuracy")
	}
	if card.Fitted {
		fmt.Fprintln(a.out, "FITTED ON THIS FILE: the first column flatters; out of fold is what counts")
	}
	p := card.Best()
	fmt.Fprintln(a.out)
	if err := figureTable(a.out, card); err != nil {
		return err
	}
	if b := card.WithoutProse; b != nil {
		f := pick(*b, card.Masked)
		fmt.Fprintf(a.out, "\nwithout prose: exact %s, kappa %.3f, ECE %.4f; prose moves the duties of %d postings\n", shareText(f.Exact), f.Kappa, f.ECE, card.ProseMoves)
	}
	if !card.Masked {
		strata(a.out, p)
	}
	f := pick(p, card.Masked)
	fmt.Fprintln(a.out)
	perRung(a.out, f)
	fmt.Fprintln(a.out)
	confusion(a.out, f)
	for _, m := range p.Misses[:min(misses, len(p.Misses))] {
		fmt.Fprintf(a.out, "%-8s %-9s for %-9s %s\n", m.ID, m.Verdict, m.Label, fit(m.Title, a.columns-32))
	}
	return nil
}

func pick(p eval.Pass, masked bool) eval.Figures {
	if masked {
		return p.Masked
	}
	return p.Shown
}

// figureTable sets the passes and baselines side by side.
func figureTable(w io.Writer, card eval.Card) error {
	type column struct {
		name string
		f    eval.Figures
	}
	suffix, kind := "", "title shown"
	if card.Masked {
		suffix, kind = ", masked", "title masked"
	}
	cols := []column{{"rung", pick(card.InSample, card.Masked)}}
	if card.OutOfFold != nil {
		cols = []column{{"fitted", cols[0].f}, {"out of fold", pick(*card.OutOfFold, card.Masked)}}
	}
	judged := len(cols)
	for _, name := range []string{eval.TitleWords, eval.TFIDF, eval.YearsOnly, eval.Majority} {
		cols = append(cols, column{name, card.Baselines[name+suffix]})
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(label string, cell func(eval.Figures) string) {
		fmt.Fprint(t, label)
		for _, c := range cols {
			fmt.Fprint(t, "\t"+cell(c.f))
		}
		fmt.Fprintln(t)
	}
	fmt.Fprintf(t, "%s, n = %d", kind, cols[0].f.N)
	for _, c := range cols {
		fmt.Fprint(t, "\t"+c.name)
	}
	fmt.Fprintln(t)
	row("exact", func(f eval.Figures) string { return shareText(f.Exact) })
	row("within one", func(f eval.Figures) string { return shareText(f.WithinOne) })
	row("two or more off", func(f eval.Figures) string { return fmt.Sprint(f.TwoOff) })
	row("kappa, quadratic", func(f eval.Figures) string { return fmt.Sprintf("%.3f", f.Kappa) })
	row("macro F1", func(f eval.Figures) string { return fmt.Sprintf("%.3f", f.MacroF1) + thinText(f.Thin) })
	only := func(label string, cell func(eval.Figures) string) {
		i := 0
		row(label, func(f eval.Figures) string {
			i++
			if i > judged {
				return ""
			}
			return cell(f)
		})
	}
	only("ECE (noise floor)", func(f eval.Figures) string { return fmt.Sprintf("%.3f (%.3f)", f.ECE, f.NoiseFloor) })
	only("surest nine tenths", func(f eval.Figures) string { return shareText(f.Selective) })
	only("level sets hold", func(f eval.Figures) string { return fmt.Sprintf("%s, size %.2f", shareText(f.Covered), f.SetSize) })
	only("abstained", func(f eval.Figures) string { return fmt.Sprint(f.Abstained) })
	if !card.Masked {
		i := 0
		passes := []eval.Pass{card.InSample}
		if card.OutOfFold != nil {
			passes = append(passes, *card.OutOfFold)
		}
		only("on ladder, F1", func(eval.Figures) string {
			i++
			return fmt.Sprintf("%.3f", passes[i-1].OnLadder.F1)
		})
	}
	return t.Flush()
}

func shareText(s eval.Share) string {
	return fmt.Sprintf("%.3f (%.2f–%.2f)", s.P, s.Lo, s.Hi)
}

func thinText(ranks []int) string {
	if len(ranks) == 0 {
		return ""
	}
	var names []string
	for _, r := range ranks {
		names = append(names, ladder.Name(r))
	}
	return " without " + strings.Join(names, ", ")
}

func strata(w io.Writer, p eval.Pass) {
	fmt.Fprintln(w)
	for _, s := range p.Strata {
		if s.N > 0 {
			fmt.Fprintf(w, "title %-11s n = %-4d exact %s\n", s.Name, s.N, shareText(s.Exact))
		}
	}
}

func perRung(w io.Writer, f eval.Figures) {
	fmt.Fprintf(w, "%-10s %5s %9s %6s %5s\n", "rung", "n", "precision", "recall", "F1")
	for r, name := range ladder.Rungs() {
		p := f.PerRung[r+1]
		if p.Support == 0 {
			continue
		}
		fmt.Fprintf(w, "%-10s %5d %9.2f %6.2f %5.2f\n", name, p.Support, p.Precision, p.Recall, p.F1)
	}
}

// confusion prints labels down and verdicts across; "–" is off the ladder or
// no rung.
func confusion(w io.Writer, f eval.Figures) {
	fmt.Fprintf(w, "%-10s", "label")
	for _, name := range ladder.Rungs() {
		fmt.Fprintf(w, " %5s", fit(name, 5))
	}
	fmt.Fprintf(w, " %5s\n", "–")
	for r, name := range ladder.Rungs() {
		if f.PerRung[r+1].Support == 0 {
			continue
		}
		fmt.Fprintf(w, "%-10s", name)
		for k := 1; k <= 7; k++ {
			fmt.Fprintf(w, " %5s", dot(f.Confusion[r+1][k]))
		}
		fmt.Fprintf(w, " %5s\n", dot(f.Confusion[r+1][0]))
	}
}

func dot(n int) string {
	if n == 0 {
		return "·"
	}
	return fmt.Sprint(n)
}
