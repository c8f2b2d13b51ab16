package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"rung/classify"
	"rung/classify/eval"
	"rung/classify/score"
	"rung/corpus/gold"
)

func fitCommand(a *app) *cobra.Command {
	var files []string
	var out string
	cmd := &cobra.Command{
		Use:   "fit",
		Short: "Fit the classifier's weights from labelled postings",
		Long: "Fit estimates every weight of the model from labelled postings, by the priors of the ladder's data\n" +
			"files, and writes the model with what it was fitted on and how it mistakes rungs for each other on\n" +
			"employers it has not seen. \"builtin\" names the invented gold.",
		Example: "  rung fit --gold labelled.jsonl --gold builtin -o model.json",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.fit(cmd.Context(), files, out) },
	}
	cmd.Flags().StringArrayVar(&files, "gold", nil, "labelled postings (JSON lines), or builtin; may be repeated")
	cmd.Flags().StringVarP(&out, "output", "o", "", "write the model to `FILE` instead of standard output")
	if err := cmd.MarkFlagRequired("gold"); err != nil {
		panic(err)
	}
	return cmd
}

func (a *app) fit(ctx context.Context, files []string, out string) error {
	var rows []gold.Row
	var sources []score.Source
	for _, name := range files {
		f, err := a.readGold(name)
		if err != nil {
			return err
		}
		sources = append(sources, f.Source)
		rows = append(rows, f.rows...)
	}
	m, err := aside(ctx, func() (*score.Model, error) { return fitted(rows) })
	if err != nil {
		return err
	}
	m.FittedOn = sources
	m.Command = "rung fit --gold " + strings.Join(names(sources), " --gold ")
	data, err := a.stamp(m)
	if err != nil {
		return err
	}
	a.note("model %s, fitted on %s", m.Version, plural(len(rows), "labelled posting"))
	return a.writeTo(out, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// fitted is the model of labelled postings, with its mistakes on employers it
// has not seen.
func fitted(rows []gold.Row) (*score.Model, error) {
	c, err := classify.Default()
	if err != nil {
		return nil, err
	}
	readings := eval.Read(c, rows)
	m, err := score.Fit(eval.Examples(c, readings), c.Priors(), score.Options{})
	if err != nil {
		return nil, err
	}
	m.Mistakes, err = eval.Mistakes(c, readings, score.Options{})
	return m, err
}

func names(sources []score.Source) []string {
	var out []string
	for _, s := range sources {
		out = append(out, s.Name)
	}
	return out
}

// stamp names the model by the month and by its own content, so that equal
// numbers have equal names.
func (a *app) stamp(m *score.Model) ([]byte, error) {
	m.Version = ""
	data, err := m.Write()
	if err != nil {
		return nil, err
	}
	m.Version = fmt.Sprintf("%s+%s", a.now().UTC().Format("2006.01"), shortSum(data))
	return m.Write()
}
