package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rung/index"
	"rung/index/query"
)

type searchFlags struct {
	filters
	format, sort, after string
	json, fold          bool
	limit, facetSize    int
	facets              []string
	// like is an id; save and remove are names; saved says that the arguments
	// are names of saved searches; fresh asks for what was not shown before.
	like, save, remove string
	saved, fresh       bool
}

var (
	searchFormats = []string{"text", "json", "jsonl", "csv", "md"}
	searchLong    = `Search finds postings by words and by fields (rung:senior..director country:US salary:>150k
remote:true years:<=3 gap:>0 skill:sql is:open -word "a phrase" OR); flags are short for fields.
Postings of one vacancy are folded into one hit. A search can be kept under a name and asked again
for what is new since you last asked; without a name, --new remembers the query itself.`
	searchExample = `  rung search 'payments fraud' --rung senior..director --country US
  rung search 'rung:lead remote:true -crypto' --sort date --json
  rung search --like greenhouse:acme:4711 'rung:senior is:open'
  rung search --save fraud 'fraud is:open'   keep it
  rung search --saved                        which are kept
  rung search --saved fraud --new            what is new in it
  rung search --new                          what is new in all of them`
)

func searchCommand(a *app) *cobra.Command {
	var f searchFlags
	cmd := &cobra.Command{
		Use:     "search [QUERY]…",
		Short:   "Search postings by words, rung, skill, pay, place and date",
		Long:    searchLong,
		Example: searchExample,
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.json {
				f.format = "json"
			}
			if f.fresh && !cmd.Flags().Changed("limit") {
				f.limit = 0
			} else if f.limit < 1 {
				return fail(exitUsage, "", "--limit must be at least 1")
			}
			return a.search(cmd.Context(), args, f)
		},
	}
	f.filters.register(cmd)
	f.register(cmd)
	return cmd
}

func (f *searchFlags) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.BoolVar(&f.Inflated, "gap", false, "only titles above their duties")
	fl.StringVar(&f.like, "like", "", "postings like the one of this `ID`; a query narrows them")
	fl.StringVar(&f.sort, "sort", "", "score, date or seen (default score with words, else date)")
	fl.IntVarP(&f.limit, "limit", "n", 10, "hits wanted; all with --new")
	fl.StringVar(&f.after, "after", "", "go on behind the page that gave this `CURSOR`")
	fl.BoolVar(&f.fold, "fold", true, "fold the postings of a vacancy into one hit")
	fl.StringSliceVar(&f.facets, "facets", []string{"rung"}, "count "+strings.Join(index.FacetNames(), ", ")+"; all or none")
	fl.IntVar(&f.facetSize, "facet-size", 8, "values shown of each facet")
	fl.StringVar(&f.save, "save", "", "keep the search under this `NAME`")
	fl.BoolVar(&f.saved, "saved", false, "list saved searches, or ask those named")
	fl.BoolVar(&f.fresh, "new", false, "only what is new since you last asked")
	fl.StringVar(&f.remove, "remove", "", "remove the saved search of this `NAME`")
	fl.StringVar(&f.format, "format", "text", strings.Join(searchFormats, ", "))
	fl.BoolVar(&f.json, "json", false, "short for --format json")
}

// check finds mistakes that need no index.
func (f *searchFlags) check() error {
	if !slices.Contains(searchFormats, f.format) {
		return fail(exitUsage, choices(f.format, searchFormats), "there is no format %q", f.format)
	}
	if f.sort != "" && !slices.Contains(index.Sorts(), index.Sort(f.sort)) {
		return fail(exitUsage, choices(f.sort, sorts()), "there is no order %q", f.sort)
	}
	if f.facetSize < 1 {
		return fail(exitUsage, "", "--facet-size must be at least 1")
	}
	switch {
	case slices.Equal(f.facets, []string{"all"}):
		f.facets = index.FacetNames()
	case slices.Equal(f.facets, []string{"none"}):
		f.facets = nil
	}
	for _, name := range f.facets {
		if !slices.Contains(index.FacetNames(), name) {
			return fail(exitUsage, choices(name, index.FacetNames()), "there is no facet %q", name)
		}
	}
	if f.after != "" && (f.fresh || f.like != "") {
		return fail(exitUsage, "ask for more hits with --limit", "--after goes with neither --new nor --like")
	}
	if f.like != "" && (f.fresh || f.saved || f.save != "") {
		return fail(exitUsage, "", "--like goes with neither --save, --saved nor --new")
	}
	return f.checkNames()
}

func (f *searchFlags) request(q query.Query) index.Request {
	return index.Request{
		Query: q, Sort: index.Sort(f.sort), Size: f.limit, After: f.after,
		Facets: f.facets, FacetSize: f.facetSize, Highlight: true, Fold: f.fold,
	}
}

// search does what the flags ask for: list, remove, ask saved searches, or
// search.
func (a *app) search(ctx context.Context, args []string, f searchFlags) error {
	if err := f.check(); err != nil {
		return err
	}
	var q query.Query
	var err error
	if !f.saved {
		if q, err = f.asked(args); err != nil {
			return err
		}
		q = query.Simplify(q)
	}
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.Close()
	s := searching{app: a, workspace: w, flags: f}
	switch {
	case f.remove != "":
		return s.removeSaved(f.remove)
	case f.saved && !f.fresh && len(args) == 0:
		return s.listSaved()
	case f.saved:
		return s.askSaved(ctx, args)
	case f.fresh && q == query.Query(query.All{}):
		return s.askSaved(ctx, nil)
	case f.fresh:
		return s.askNews(ctx, q)
	case f.like != "":
		return s.like(ctx, q)
	}
	return s.find(ctx, q)
}

// searching is one run of the search command.
type searching struct {
	*app
	*workspace
	flags searchFlags
}

// reply is one search and what came of it, as JSON has it.
type reply struct {
	Name  string `json:"name,omitempty"`
	Query string `json:"query"`
	index.Result
	help
}

func (s searching) find(ctx context.Context, q query.Query) error {
	res, err := s.ask(ctx, s.flags.request(q))
	if err != nil {
		return err
	}
	out := reply{Name: s.flags.save, Query: q.String(), Result: res}
	if s.flags.save != "" {
		if err := s.save(ctx, s.flags.save, q); err != nil {
			return err
		}
	}
	return s.show(ctx, q, out)
}

func (s searching) ask(ctx context.Context, r index.Request) (index.Result, error) {
	res, err := s.index.Search(ctx, r)
	if errors.Is(err, index.ErrCursor) {
		return res, fail(exitUsage, "begin again without --after", "this page cannot be reached")
	}
	return res, err
}

func (s searching) like(ctx context.Context, q query.Query) error {
	hits, err := s.index.MoreLikeThis(ctx, s.flags.like, q, s.flags.limit)
	if errors.Is(err, index.ErrUnknown) {
		return fail(exitNothing, "ids stand under the hits of rung search", "there is no posting %q", s.flags.like)
	}
	if err != nil {
		return err
	}
	if hits == nil {
		hits = []index.Hit{}
	}
	return s.show(ctx, q, reply{Query: q.String(), Result: index.Result{Hits: hits, Total: len(hits), Sort: index.ByScore}})
}

// show prints an answer, and what could be asked instead where it is empty.
func (s searching) show(ctx context.Context, q query.Query, out reply) error {
	if out.Total > 0 {
		return s.print(out)
	}
	var err error
	if out.help, err = s.helpWith(ctx, q); err != nil {
		return err
	}
	if s.flags.format == "json" {
		if err := s.print(out); err != nil {
			return err
		}
	}
	return s.nothingFound(out)
}

func (s searching) print(out reply) error {
	switch s.flags.format {
	case "json":
		return writeJSON(s.out, out)
	case "jsonl":
		return writeLines(s.out, out.Hits)
	case "csv":
		return hitTable(s.out, out.Hits)
	case "md":
		return hitList(s.out, out.Hits)
	}
	s.resultText(s.out, out.Result)
	return nil
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

func writeLines[T any](w io.Writer, all []T) error {
	enc := json.NewEncoder(w)
	for _, v := range all {
		if err := enc.Encode(v); err != nil {
			return err
		}
	}
	return nil
}
