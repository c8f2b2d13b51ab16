package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rung/cmd/rung/say"
	"rung/index"
	"rung/index/query"
)

// searchFlags are sugar: each becomes a term of the query language.
type searchFlags struct {
	filters
	format, sort, after string
	json, fold, gap     bool
	limit               int
	facets              []string
}

// filters narrow search and report alike.
type filters struct {
	rung, company, country, since, until string
	minSalary                            float64
	remote                               bool
}

func (f *filters) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.rung, "rung", "", "a rung or a range: senior, pm..lead")
	fl.StringVar(&f.rung, "level", "", "the same as --rung")
	fl.StringVar(&f.company, "company", "", "employer")
	fl.StringVar(&f.country, "country", "", "country, as a two-letter code")
	fl.StringVar(&f.since, "since", "", "from this day or month on (2026-06-01, 2026-06)")
	fl.StringVar(&f.until, "until", "", "up to this day or month")
	fl.BoolVar(&f.remote, "remote", false, "remote work only")
	fl.Float64Var(&f.minSalary, "min-salary", 0, "yearly pay that reaches above this, as stated")
	if err := fl.MarkHidden("level"); err != nil {
		panic(err)
	}
}

// terms writes the flags in the query language.
func (f filters) terms() []string {
	var out []string
	add := func(name, value string) {
		if value != "" {
			out = append(out, name+":"+quoteTerm(value))
		}
	}
	add("rung", f.rung)
	add("company", f.company)
	add("country", f.country)
	add("since", f.since)
	add("until", f.until)
	if f.remote {
		out = append(out, "remote:true")
	}
	if f.minSalary > 0 {
		out = append(out, fmt.Sprintf("salary:>%.0f", f.minSalary))
	}
	return out
}

func quoteTerm(s string) string {
	if strings.ContainsAny(s, " \t()") {
		return `"` + strings.ReplaceAll(s, `"`, "") + `"`
	}
	return s
}

// parseQuery reads what the user typed and the flags as one query; a mistake
// is shown at its place.
func parseQuery(words []string, terms []string) (query.Query, error) {
	text := strings.Join(words, " ")
	if len(terms) > 0 && strings.Contains(text, " OR ") {
		text = "(" + text + ")"
	}
	text = strings.TrimSpace(text + " " + strings.Join(terms, " "))
	q, err := query.Parse(text)
	var qe *query.Error
	if errors.As(err, &qe) {
		hint := qe.Pointer()
		if qe.Hint != "" {
			hint += "\n" + qe.Hint
		}
		return nil, fail(exitUsage, hint, "the query cannot be read: %s", qe.What)
	}
	return q, err
}

func searchCommand(a *app) *cobra.Command {
	var f searchFlags
	cmd := &cobra.Command{
		Use:   "search [QUERY]…",
		Short: "Search postings by words, rung, pay, place and date",
		Long: "Search finds postings by words and by fields (rung:senior..director country:US salary:>150k\n" +
			"remote:true years:<=3 gap:>0 is:open -word \"a phrase\" OR); flags are short for fields.\n" +
			"Postings of one vacancy are folded into one hit.",
		Example: "  rung search 'payments fraud' --rung senior..director --country US\n  rung search 'rung:lead remote:true -crypto' --sort date --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.json {
				f.format = "json"
			}
			return a.search(cmd.Context(), args, f)
		},
	}
	f.register(cmd)
	fl := cmd.Flags()
	fl.StringVar(&f.format, "format", "text", "text, json or jsonl")
	fl.BoolVar(&f.json, "json", false, "short for --format json")
	fl.StringVar(&f.sort, "sort", "", "score or date (default score with words, else date)")
	fl.IntVarP(&f.limit, "limit", "n", 10, "hits wanted")
	fl.StringVar(&f.after, "after", "", "go on behind the page that gave this cursor")
	fl.BoolVar(&f.gap, "gap", false, "only titles above their duties")
	fl.BoolVar(&f.fold, "fold", true, "fold the postings of a vacancy into one hit")
	fl.StringSliceVar(&f.facets, "facets", []string{"rung"}, "facets to count: "+strings.Join(index.FacetNames(), ", "))
	return cmd
}

func (f searchFlags) request(args []string) (index.Request, error) {
	terms := f.terms()
	if f.gap {
		terms = append(terms, "gap:>0")
	}
	q, err := parseQuery(args, terms)
	if err != nil {
		return index.Request{}, err
	}
	for _, name := range f.facets {
		if !slices.Contains(index.FacetNames(), name) {
			return index.Request{}, fail(exitUsage, "one of: "+strings.Join(index.FacetNames(), ", "), "there is no facet %q", name)
		}
	}
	switch f.sort {
	case "", string(index.ByScore), string(index.ByDate):
	default:
		return index.Request{}, fail(exitUsage, "one of: score, date", "there is no order %q", f.sort)
	}
	if f.limit < 1 {
		return index.Request{}, fail(exitUsage, "", "--limit must be at least 1")
	}
	return index.Request{
		Query: q, Sort: index.Sort(f.sort), Size: f.limit, After: f.after,
		Facets: f.facets, Highlight: true, Fold: f.fold,
	}, nil
}

func (a *app) search(ctx context.Context, args []string, f searchFlags) error {
	r, err := f.request(args)
	if err != nil {
		return err
	}
	if !slices.Contains([]string{"text", "json", "jsonl"}, f.format) {
		return fail(exitUsage, "one of: text, json, jsonl", "there is no format %q", f.format)
	}
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.Close()
	res, err := w.index.Search(ctx, r)
	if errors.Is(err, index.ErrCursor) {
		return fail(exitUsage, "begin again without --after", "%w", err)
	}
	if err != nil {
		return err
	}
	if err := a.printResult(res, f.format); err != nil {
		return err
	}
	if res.Total == 0 {
		return a.nothingFound(w)
	}
	return nil
}

// nothingFound tells an empty store from a narrow query.
func (a *app) nothingFound(w *workspace) error {
	n, err := w.index.Count()
	if err != nil {
		return err
	}
	if n == 0 {
		return fail(exitNothing, "bring postings first: rung crawl, rung import FILE, or try rung demo", "the index of %s is empty", w.dir)
	}
	return fail(exitNothing, "loosen it: drop a word or a field, widen rung:, or quote less", "none of %d postings matches", n)
}

func (a *app) printResult(res index.Result, format string) error {
	switch format {
	case "json":
		return writeJSON(a.out, res)
	case "jsonl":
		enc := json.NewEncoder(a.out)
		for _, h := range res.Hits {
			if err := enc.Encode(h); err != nil {
				return err
			}
		}
		return nil
	}
	a.resultText(a.out, res)
	return nil
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

func (a *app) resultText(w io.Writer, res index.Result) {
	for _, h := range res.Hits {
		a.hitText(w, h)
	}
	for _, f := range res.Facets {
		if line := facetLine(f); line != "" && res.Total > 0 {
			fmt.Fprintln(w, a.paint(faint, wrap(line, a.columns, "")))
		}
	}
	if res.Total > 0 {
		a.note("%s in %s%s", plural(res.Total, "posting"), res.Took.Round(100_000), nextPage(res))
	}
}

func nextPage(res index.Result) string {
	if res.Next == "" {
		return ""
	}
	return "; next page: --after " + res.Next
}

func (a *app) hitText(w io.Writer, h index.Hit) {
	fmt.Fprintf(w, "%s  %s\n", a.paint(bold, fit(h.Title, a.columns-12)), a.paint(green, rungLabel(h.Row)))
	fmt.Fprintf(w, "  %s\n", fit(strings.Join(hitFacts(h), " · "), a.columns-2))
	for _, fr := range h.Fragments {
		fmt.Fprintln(w, a.marked(fr, a.columns-4))
	}
	fmt.Fprintf(w, "  %s\n\n", a.paint(faint, fit(h.ID, a.columns-2)))
}

func rungLabel(r index.Row) string {
	if !r.OnLadder {
		return "beside: " + r.Beside
	}
	return query.Rungs[r.Rank-1]
}

func hitFacts(h index.Hit) []string {
	out := []string{h.Company}
	if len(h.Countries) > 0 {
		out = append(out, strings.Join(h.Countries, ", "))
	}
	if h.Workplace != "" {
		out = append(out, string(h.Workplace))
	}
	if h.Pay.Currency != "" {
		out = append(out, payText(h.Pay))
	}
	if h.OnLadder {
		out = append(out, say.Percent(h.Confidence)+" sure")
	}
	if h.Gap != nil && *h.Gap != 0 {
		out = append(out, fmt.Sprintf("title %+d against duties", *h.Gap))
	}
	if !h.Posted.IsZero() {
		out = append(out, "posted "+h.Posted.Format("2006-01-02"))
	}
	if !h.Closed.IsZero() {
		out = append(out, "closed "+h.Closed.Format("2006-01-02"))
	}
	if len(h.Also) > 0 {
		out = append(out, fmt.Sprintf("and %d more of this vacancy", len(h.Also)))
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

func payText(p index.Pay) string {
	if p.Max > p.Min && p.Min > 0 {
		return fmt.Sprintf("%s %s–%s a %s", p.Currency, thousands(p.Min), thousands(p.Max), p.Period)
	}
	return fmt.Sprintf("%s %s a %s", p.Currency, thousands(max(p.Min, p.Max)), p.Period)
}

func thousands(x float64) string {
	s := fmt.Sprintf("%.0f", x)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// marked paints the words that answered the query; without colour it marks
// them with brackets of nothing, since the sentence itself is the answer.
func (a *app) marked(f index.Fragment, width int) string {
	text := fit(f.Text, width)
	if text != f.Text || !a.color() {
		return "    " + text
	}
	var b strings.Builder
	at := 0
	for _, m := range f.Marks {
		b.WriteString(f.Text[at:m.Start] + a.paint(bold, f.Text[m.Start:m.End]))
		at = m.End
	}
	return "    " + b.String() + f.Text[at:]
}

func facetLine(f index.Facet) string {
	var parts []string
	for _, c := range f.Counts {
		parts = append(parts, fmt.Sprintf("%s %d", c.Value, c.N))
	}
	if len(parts) == 0 {
		return ""
	}
	if f.Other > 0 {
		parts = append(parts, fmt.Sprintf("others %d", f.Other))
	}
	return f.Name + ": " + strings.Join(parts, ", ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
