package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rung/index/query"
)

// app is one run of the command: the console and the flags every subcommand
// shares.
type app struct {
	*console
	data, config     string
	noColor, noPager bool
	// command is the one that was asked, without "rung".
	command string
	// settled is what the configuration file and the environment set.
	settled []setting
}

// A group is commands that help shows together.
type group struct {
	id, title string
	commands  []*cobra.Command
}

// groups is the table of subcommands, in the order help shows them.
func (a *app) groups() []group {
	return []group{
		{"bring", "Bring postings:", []*cobra.Command{crawlCommand(a), importCommand(a), boardsCommand(a)}},
		{"ask", "Ask:", []*cobra.Command{classifyCommand(a), lintCommand(a), compareCommand(a), searchCommand(a), showCommand(a), reportCommand(a), exportCommand(a)}},
		{"see", "See it at work:", []*cobra.Command{demoCommand(a), serveCommand(a), mcpCommand(a)}},
		{"judge", "Judge the judge:", []*cobra.Command{evalCommand(a), labelCommand(a), rulesCommand(a), fitCommand(a)}},
		{"keep", "Look after what is kept:", []*cobra.Command{doctorCommand(a), reclassifyCommand(a), reindexCommand(a), forgetCommand(a), manCommand(a), versionCommand(a)}},
	}
}

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, c *console) int {
	a := &app{console: c}
	out := &heard{Writer: c.out}
	c.out = out
	c.in = &interruptible{ctx: ctx, in: c.in}
	setForm()
	root := a.root()
	root.SetArgs(args)
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.err)
	refuseOtherShells(root)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil && out.err != nil {
		err = fmt.Errorf("writing the answer: %w", out.err)
	}
	return reportError(c, cmd, usage(cmd, err))
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "rung",
		Short: "Product-management postings, placed on the career ladder with their evidence",
		Long: "Rung collects product-management job postings, places each on the career ladder\n" +
			"with its evidence, and shows what the market asks for at every rung.",
		Example: "  rung classify < ad.txt                 place a pasted ad, with evidence\n" +
			"  rung crawl                             read the shipped boards\n" +
			"  rung search 'payments rung:senior'     search what was crawled or imported\n" +
			"  rung report --format html -o out.html  the level-demand report\n" +
			"  rung demo                              all of it on an invented market",
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			a.command = commandKey(cmd)
			if first, _, _ := strings.Cut(commandKey(cmd), " "); !slices.Contains(plain, first) {
				if err := a.settle(cmd); err != nil {
					return err
				}
			}
			a.console.noColor = a.noColor
			return nil
		},
		SuggestionsMinimumDistance: 2,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
		Args: cobra.ArbitraryArgs,
	}
	f := root.PersistentFlags()
	f.StringVar(&a.data, "data", "", "data directory (default $RUNG_DATA, else the XDG data directory)")
	f.StringVar(&a.config, "config", "", "read settings from this `FILE` (default $RUNG_CONFIG, else rung/config.yaml in the XDG config directory)")
	f.BoolVar(&a.noPager, "no-pager", false, "never page long answers (also PAGER=cat)")
	f.BoolVar(&a.noColor, "no-color", false, "never colour (also NO_COLOR)")
	f.BoolVarP(&a.console.quiet, "quiet", "q", false, "no progress and no notes")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fail(exitUsage, nearFlag(cmd, err), "%v", err)
	})
	a.addGroups(root)
	a.addPager(root)
	a.addCompletions(root)
	return root
}

func unknownCommand(cmd *cobra.Command, name string) error {
	hint := "see: rung --help"
	if s := cmd.SuggestionsFor(name); len(s) > 0 {
		hint = "did you mean: rung " + strings.Join(s, ", rung ") + "?"
	}
	return fail(exitUsage, hint, "there is no command %q", name)
}

// usage gives cobra's own complaints about arguments the exit code they
// mean; errors of ours have theirs already.
func usage(cmd *cobra.Command, err error) error {
	var c *coded
	var s silent
	if err == nil || errors.As(err, &c) || errors.As(err, &s) || !isArgumentError(err) {
		return err
	}
	hint := "see: " + cmd.CommandPath() + " --help"
	if name, ok := strings.CutPrefix(err.Error(), "unknown command \""); ok {
		name, _, _ = strings.Cut(name, "\"")
		if near := query.Nearest(name, commandNames(cmd)); near != "" {
			hint = "did you mean: " + cmd.CommandPath() + " " + near + "?"
		}
	}
	return fail(exitUsage, hint, "%s", inOurWords(cmd, err.Error()))
}

// inOurWords says what cobra says of arguments as the rest of rung speaks.
func inOurWords(cmd *cobra.Command, what string) string {
	form := strings.TrimSuffix(cmd.UseLine(), " [flags]")
	for _, count := range []string{"accepts ", "requires at least"} {
		if strings.HasPrefix(what, count) {
			return "the form is: " + form
		}
	}
	if names, ok := strings.CutPrefix(what, "required flag(s) "); ok {
		names, _, _ = strings.Cut(names, " not set")
		return cmd.CommandPath() + " needs --" + strings.ReplaceAll(strings.ReplaceAll(names, `"`, ""), ", ", ", --")
	}
	if _, names, ok := strings.Cut(what, "in the group ["); ok {
		names, rest, _ := strings.Cut(names, "]")
		all := "--" + strings.ReplaceAll(names, " ", ", --")
		if strings.Contains(rest, "is required") {
			return cmd.CommandPath() + " needs one of " + all
		}
		return "only one of " + all + " at once"
	}
	first, _, _ := strings.Cut(what, "\n") // cobra adds suggestions of its own
	return first
}

// commandNames are the commands below one.
func commandNames(cmd *cobra.Command) []string {
	var out []string
	for _, c := range cmd.Commands() {
		out = append(out, c.Name())
	}
	return out
}

// nearFlag is the hint to a flag that there is not, or that was given wrongly.
func nearFlag(cmd *cobra.Command, err error) string {
	see := "see: " + cmd.CommandPath() + " --help"
	name, unknown := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !unknown {
		return see
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	if near := query.Nearest(name, names); near != "" {
		return "did you mean --" + near + "? " + see
	}
	return see
}

// isArgumentError recognises cobra's argument checks, which have no type.
func isArgumentError(err error) bool {
	for _, p := range []string{"accepts ", "requires at least", "unknown command", "invalid argument", "required flag", "if any flags in the group", "at least one of the flags in the group"} {
		if strings.HasPrefix(err.Error(), p) {
			return true
		}
	}
	return false
}

// dataDir is where the store and the index live: the flag, else RUNG_DATA,
// else the XDG base directory.
func (a *app) dataDir() (string, error) {
	for _, dir := range []string{a.data, a.env("RUNG_DATA")} {
		if dir != "" {
			return dir, nil
		}
	}
	for _, base := range []string{a.env("XDG_DATA_HOME"), a.env("LOCALAPPDATA")} { // LOCALAPPDATA is Windows'
		if base != "" {
			return filepath.Join(base, "rung"), nil
		}
	}
	if home := a.env("HOME"); home != "" {
		return filepath.Join(home, ".local", "share", "rung"), nil
	}
	return "", fail(exitUsage, "name one: rung --data DIR, or set RUNG_DATA", "there is no home directory to keep data in")
}

func versionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "The version of the program",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.out, "rung", version)
			return err
		},
	}
}
