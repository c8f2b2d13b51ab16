package main

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"rung/classify/eval"
	"rung/classify/ladder"
)

// The card stands in a document between these two lines, so that the figures
// a reader sees are the ones a command made.
const (
	cardBegin = "<!-- begin rung eval -->"
	cardEnd   = "<!-- end rung eval -->"
)

// cardInto replaces what stands between the markers of a file.
func cardInto(name string, card eval.Card) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return fail(exitUnreadable, "", "cannot read --into: %w", err)
	}
	before, rest, ok := bytes.Cut(data, []byte(cardBegin))
	_, after, ok2 := bytes.Cut(rest, []byte(cardEnd))
	if !ok || !ok2 {
		return fail(exitUnreadable, "put the lines "+cardBegin+" and "+cardEnd+" where the card belongs", "%s has no place for the card", name)
	}
	var b bytes.Buffer
	b.Write(before)
	fmt.Fprintln(&b, cardBegin)
	cardMarkdown(&b, card)
	b.WriteString(cardEnd)
	b.Write(after)
	return os.WriteFile(name, b.Bytes(), 0o644)
}

// cardMarkdown is the card as tables. Where the model has seen the labels only
// out-of-fold figures are shown: the others flatter.
func cardMarkdown(w io.Writer, card eval.Card) {
	p := card.Best()
	how := "a file the model has not seen"
	if card.OutOfFold != nil {
		how = "ten folds by employer, every row judged by a model that has not seen its employer"
	}
	fmt.Fprintf(w, "%d labelled postings of %d employers; %s; model `%s`. Wilson 95 %% intervals.\n\n", card.Rows, card.Employers, how, card.Model)
	fmt.Fprintln(w, "| | n | exact | within one | kappa | macro F1 | ECE (noise floor) |")
	fmt.Fprintln(w, "| --- | --- | --- | --- | --- | --- | --- |")
	row := func(name string, f eval.Figures, judged bool) {
		ece := "–"
		if judged {
			ece = fmt.Sprintf("%.3f (%.3f)", f.ECE, f.NoiseFloor)
		}
		fmt.Fprintf(w, "| %s | %d | %s | %s | %.3f | %.3f | %s |\n", name, f.N, shareText(f.Exact), shareText(f.WithinOne), f.Kappa, f.MacroF1, ece)
	}
	row("**title shown**", p.Shown, true)
	if b := card.WithoutProse; b != nil {
		row("the same without prose", b.Shown, true)
	}
	for _, b := range baselineRows {
		row(b.label, card.Baselines[b.name], false)
	}
	row("**title masked** (duties alone)", p.Masked, true)
	if b := card.WithoutProse; b != nil {
		row("the same without prose", b.Masked, true)
	}
	for _, b := range baselineRows {
		row(b.label, card.Baselines[b.name+", masked"], false)
	}
	fmt.Fprintf(w, "\nOn the ladder or beside it: F1 %.3f (precision %.3f, recall %.3f). ", p.OnLadder.F1, p.OnLadder.Precision, p.OnLadder.Recall)
	fmt.Fprintf(w, "Level sets hold the label in %s of postings at a mean size of %.2f (masked %s, %.2f).\n\n",
		shareText(p.Shown.Covered), p.Shown.SetSize, shareText(p.Masked.Covered), p.Masked.SetSize)
	if card.WithoutProse != nil {
		fmt.Fprintf(w, "Prose moves the duties score of %d of %d postings.\n\n", card.ProseMoves, card.Rows)
	}
	fmt.Fprintln(w, "| titles | n | exact |\n| --- | --- | --- |")
	for _, s := range p.Strata {
		fmt.Fprintf(w, "| %s | %d | %s |\n", stratumNames[s.Name], s.N, shareText(s.Exact))
	}
	fmt.Fprintln(w, "\n| rung | n | F1 shown | n | F1 masked |\n| --- | --- | --- | --- | --- |")
	for r, name := range ladder.Rungs() {
		a, b := p.Shown.PerRung[r+1], p.Masked.PerRung[r+1]
		fmt.Fprintf(w, "| %s | %d | %s | %d | %s |\n", name, a.Support, f1Text(a), b.Support, f1Text(b))
	}
	fmt.Fprintln(w)
}

var baselineRows = []struct{ name, label string }{
	{eval.TitleWords, "title words alone"},
	{eval.TFIDF, "TF-IDF + logistic regression, same folds"},
	{eval.YearsOnly, "years asked for alone, same folds"},
	{eval.Majority, "commonest rung"},
}

var stratumNames = map[string]string{
	"explicit":   "that say the rank",
	"silent":     "without rank (\"Product Manager\")",
	"misleading": "two rungs or more off their duties",
}

func f1Text(p eval.PRF) string {
	if p.Support == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", p.F1)
}
