package main

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func manCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "man [DIR]",
		Short: "The manual pages, on standard output or one file a command",
		Long: "Man writes the manual page of every command into the directory, as man looks for them in a man1\n" +
			"folder; without one, all of them follow each other on standard output.",
		Example: "  rung man | man -l -\n  rung man ~/.local/share/man/man1",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			pages := manPages(cmd.Root())
			if len(args) == 1 {
				return a.manFiles(pages, args[0])
			}
			header := a.manHeader()
			for _, c := range pages {
				if err := doc.GenMan(c, &header, a.out); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// manPages are the commands that have a page. They speak for themselves in
// full: what help leaves to "Everywhere" is in each.
func manPages(root *cobra.Command) []*cobra.Command {
	root.DisableAutoGenTag = true // it would name today
	var out []*cobra.Command
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		if c != root && !c.IsAvailableCommand() {
			return
		}
		out = append(out, c)
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
	return out
}

func manName(c *cobra.Command) string {
	return strings.ReplaceAll(c.CommandPath(), " ", "-") + ".1"
}

func (a *app) manHeader() doc.GenManHeader {
	at := a.builtAt()
	return doc.GenManHeader{Section: "1", Source: "rung " + version, Manual: "rung", Date: &at}
}

// builtAt is the time of the commit that the program was built from, so that
// the same program writes the same pages; where it is not known, now.
func (a *app) builtAt() time.Time {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if t, err := time.Parse(time.RFC3339, s.Value); s.Key == "vcs.time" && err == nil {
				return t
			}
		}
	}
	return a.now().UTC()
}

func (a *app) manFiles(pages []*cobra.Command, dir string) error {
	const fix = "name a directory you may write to"
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fail(exitUnreadable, fix, "%w", err)
	}
	for _, c := range pages {
		var b strings.Builder
		header := a.manHeader()
		if err := doc.GenMan(c, &header, &b); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, manName(c)), []byte(b.String()), 0o644); err != nil {
			return fail(exitUnreadable, fix, "%w", err)
		}
	}
	a.note("%s in %s", plural(len(pages), "manual page"), dir)
	return nil
}
