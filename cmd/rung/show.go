package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rung/classify"
	"rung/corpus"
	"rung/index"
)

// shown is one posting with everything known of it.
type shownPosting struct {
	Posting corpus.Posting  `json:"posting"`
	Verdict json.RawMessage `json:"verdict"`
	Vacancy corpus.Vacancy  `json:"vacancy"`
	History corpus.History  `json:"history"`
}

func showCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "show ID",
		Short:   "One posting: its verdict, its vacancy and its history",
		Example: "  rung show ashby:acme:1f6c…",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.show(cmd.Context(), args[0], asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "everything, as JSON")
	return cmd
}

func (a *app) show(ctx context.Context, id string, asJSON bool) error {
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.Close()
	s, err := w.lookUp(ctx, id)
	if errors.Is(err, corpus.ErrNotFound) {
		return fail(exitNothing, "ids stand under the hits of rung search", "there is no posting %q", id)
	}
	if err != nil {
		return err
	}
	if asJSON {
		return writeJSON(a.out, s)
	}
	return a.showText(s)
}

func (w *workspace) lookUp(ctx context.Context, id string) (shownPosting, error) {
	var s shownPosting
	var err error
	if s.Posting, err = w.store.Get(ctx, id); err != nil {
		return s, err
	}
	v, err := w.store.Verdict(ctx, id)
	if err != nil {
		return s, err
	}
	s.Verdict = v.JSON
	if s.Vacancy, err = w.store.VacancyOf(ctx, id); err != nil {
		return s, err
	}
	s.History, err = w.store.History(ctx, id)
	return s, err
}

func (a *app) showText(s shownPosting) error {
	p := s.Posting
	fmt.Fprintln(a.out, a.paint(bold, fit(p.Title, a.columns)))
	if facts := nonEmpty(postingFacts(p)); len(facts) > 0 {
		fmt.Fprintln(a.out, wrapFacts(facts, a.columns, ""))
	}
	if p.URL != "" {
		fmt.Fprintln(a.out, a.link(p.URL, p.URL))
	}
	fmt.Fprintln(a.out)
	var v classify.Verdict
	if err := json.Unmarshal(s.Verdict, &v); err != nil {
		return fmt.Errorf("stored verdict of %s: %w", p.ID, err)
	}
	verdictText(a.out, a.console, v)
	a.vacancyText(s.Vacancy)
	a.historyText(s.History)
	a.note("more like it: rung search --like %s", shellWord(p.ID))
	return nil
}

func nonEmpty(in []string) []string {
	return slices.DeleteFunc(in, func(s string) bool { return strings.TrimSpace(s) == "" })
}

func postingFacts(p corpus.Posting) []string {
	out := []string{p.Company}
	for _, l := range p.Locations {
		out = append(out, l.Raw)
	}
	if p.Workplace != "" {
		out = append(out, string(p.Workplace))
	}
	for _, s := range p.Salaries {
		if s.Currency != "" {
			out = append(out, fmt.Sprintf("%s (%s)", payText(index.Pay{Min: s.Min, Max: s.Max, Currency: s.Currency, Period: s.Period}), s.Origin))
		}
	}
	if p.Posted != nil {
		out = append(out, fmt.Sprintf("posted %s (%s)", p.Posted.At.Format("2006-01-02"), p.Posted.Field))
	}
	return out
}

func (a *app) vacancyText(v corpus.Vacancy) {
	if len(v.Members) < 2 {
		return
	}
	fmt.Fprintf(a.out, "\nVacancy of %d postings\n", len(v.Members))
	for _, m := range v.Members {
		fmt.Fprintf(a.out, "  %s\n", fit(m.ID+"  "+m.Reason, a.columns-2))
	}
}

func (a *app) historyText(h corpus.History) {
	fmt.Fprintln(a.out, "\nHistory")
	for _, s := range h.Spells {
		line := "seen from " + s.Opened.Format("2006-01-02") + " to " + s.LastSeen.Format("2006-01-02")
		if !s.Closed.IsZero() {
			line += fmt.Sprintf(", closed %s (%s)", s.Closed.Format("2006-01-02"), s.Reason)
		} else {
			line += ", open"
		}
		if s.Repost {
			line += ", a repost"
		}
		fmt.Fprintln(a.out, "  "+wrapHanging(line, a.columns-2, "    "))
	}
	for _, e := range h.Events {
		if len(e.Fields) > 0 {
			fmt.Fprintf(a.out, "  %s changed: %s\n", e.At.Format("2006-01-02"), strings.Join(e.Fields, ", "))
		}
	}
}
