package main

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rung/classify/ladder"
	"rung/classify/lint"
	"rung/index"
)

// A completer lists what may stand for a value; nil where nothing can be
// known.
type completer func(a *app, cmd *cobra.Command) []string

func fixed(words ...string) completer {
	return func(*app, *cobra.Command) []string { return words }
}

// flagValues are what a shell offers behind a flag, by its name, or by
// "command --name" where commands differ.
var flagValues = map[string]completer{
	"rung": fixed(ladder.Rungs()...), "level": fixed(ladder.Rungs()...),
	"source": func(*app, *cobra.Command) []string { return sourceNames() },
	"board":  boardIDs, "input-format": fixed(inputFormats...),
	"sort": fixed(sorts()...), "facets": fixed(append(index.FacetNames(), "all", "none")...),
	"by": fixed("month", "week"), "date": fixed("posted", "first_seen", "closed"),
	"dimension": dimensionNames, "remove": savedSearchNames,

	"classify --format": fixed("text", "json", "jsonl"), "crawl --format": fixed("text", "json"),
	"search --format": fixed(searchFormats...), "report --format": fixed(append(slices.Clone(reportFormats), "schema", "dictionary")...),
	"export --format": fixed("jsonl", "csv"), "eval --format": fixed("text", "md", "json"),
	"rules list --format": fixed("text", "json"), "lint --format": fixed(lintFormats...),
	"compare --format": fixed(compareFormats...), "compare --to": fixed(ladder.Rungs()...),
	"lint --fail-on": fixed(failures()...), "mcp --http": fixed("127.0.0.1:8090"),
	"label --by": labellers,
}

// argumentValues are what a shell offers as arguments of a command.
var argumentValues = map[string]completer{"boards add": boardIDs}

// failures are what a lint may fail on.
func failures() []string {
	out := []string{string(lint.Note), string(lint.Warning), string(lint.Error)}
	for _, c := range lint.Catalogue() {
		out = append(out, c.Code)
	}
	return out
}

// labellers are those who have labelled the file that is named, if it is.
func labellers(_ *app, cmd *cobra.Command) []string {
	args := cmd.Flags().Args()
	if len(args) == 0 {
		return nil
	}
	files, err := filepath.Glob(filepath.Join(labelsBeside(args[0]), "*.jsonl"))
	if err != nil {
		return nil
	}
	var out []string
	for _, f := range files {
		out = append(out, strings.TrimSuffix(filepath.Base(f), ".jsonl"))
	}
	return out
}

// inputFormats are what an input may be said to be.
var inputFormats = []string{"auto", "jsonl", "json", "csv", "html", "text"}

func sorts() []string {
	var out []string
	for _, s := range index.Sorts() {
		out = append(out, string(s))
	}
	return out
}

// boardIDs are the boards a crawl reads: the shipped ones and the user's own.
func boardIDs(a *app, cmd *cobra.Command) []string {
	if a.settle(cmd) != nil {
		return nil
	}
	shelf, err := a.shelf()
	if err != nil {
		return nil
	}
	var out []string
	for _, b := range shelf.Boards() {
		out = append(out, b.ID())
	}
	return out
}

func dimensionNames(*app, *cobra.Command) []string {
	l, err := ladder.Load()
	if err != nil {
		return nil
	}
	var out []string
	for _, d := range l.Dimensions {
		out = append(out, d.Name)
	}
	return out
}

// savedSearchNames reads the list beside the store, which it opens for
// nothing.
func savedSearchNames(a *app, cmd *cobra.Command) []string {
	if a.settle(cmd) != nil {
		return nil
	}
	dir, err := a.dataDir()
	if err != nil {
		return nil
	}
	all, err := index.ReadSaved(savedFile(dir))
	if err != nil {
		return nil
	}
	return savedNames(all)
}

// addCompletions tells the shells what may stand where.
func (a *app) addCompletions(root *cobra.Command) {
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		for _, name := range ownFlags(c) {
			values, ok := flagValues[commandKey(c)+" --"+name]
			if !ok {
				values, ok = flagValues[name]
			}
			if ok {
				if err := c.RegisterFlagCompletionFunc(name, a.complete(values)); err != nil {
					panic(err)
				}
			}
		}
		if values, ok := argumentValues[commandKey(c)]; ok {
			c.ValidArgsFunction = a.complete(values)
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
	if search, _, err := root.Find([]string{"search"}); err == nil {
		search.ValidArgsFunction = a.completeQuery
	}
}

// refuseOtherShells makes the name of an unknown shell a mistake, for which
// cobra would show its help. The root must know its output by then.
func refuseOtherShells(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	cmd, _, err := root.Find([]string{"completion"})
	if err != nil {
		panic(err) // cobra has just made it
	}
	cmd.Args = cobra.ArbitraryArgs
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return cmd.Help()
		}
		return fail(exitUsage, choices(args[0], commandNames(cmd)), "there is no completion for %q", args[0])
	}
}

func (a *app) complete(values completer) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
		return beginning(values(a, cmd), begun), cobra.ShellCompDirectiveNoFileComp
	}
}

// completeQuery offers the names of saved searches behind --saved; a query is
// anybody's words.
func (a *app) completeQuery(cmd *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
	if saved, err := cmd.Flags().GetBool("saved"); err != nil || !saved {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return beginning(savedSearchNames(a, cmd), begun), cobra.ShellCompDirectiveNoFileComp
}

// beginning keeps the words that begin as typed. Behind a comma or a range's
// dots a new word begins.
func beginning(words []string, begun string) []string {
	head := ""
	for _, mark := range []string{",", ".."} {
		if i := strings.LastIndex(begun, mark); i >= 0 {
			head = begun[:max(len(head), i+len(mark))]
		}
	}
	var out []string
	for _, w := range words {
		if strings.HasPrefix(head+w, begun) {
			out = append(out, head+w)
		}
	}
	return out
}
