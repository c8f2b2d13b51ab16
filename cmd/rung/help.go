package main

import (
	"strconv"
	"strings"
	"sync"

	"github.com/spf13/cobra"
)

// helpText shows examples before anything else: most people need one line to
// copy.
const helpText = `{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}

{{end}}{{if .HasExample}}Examples:
{{.Example}}

{{end}}{{.UsageString}}`

const usageText = `Usage:
  {{if .HasAvailableSubCommands}}{{.CommandPath}} COMMAND{{else}}{{.UseLine}}{{end}}
{{if .HasAvailableSubCommands}}{{$all := .Commands}}{{range $g := .Groups}}
{{$g.Title}}{{range $all}}{{if and (eq .GroupID $g.ID) .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{hang .Short .NamePadding WIDTH}}{{end}}{{end}}
{{end}}{{if not .Groups}}
Commands:{{range $all}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{hang .Short .NamePadding WIDTH}}{{end}}{{end}}
{{end}}{{end}}{{if .HasAvailableLocalFlags}}
Flags:
{{.LocalFlags.FlagUsagesWrapped WIDTH | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableInheritedFlags}}
Everywhere:
{{.InheritedFlags.FlagUsagesWrapped WIDTH | trimTrailingWhitespaces}}
{{end}}`

// setForm makes help show commands in the order of groups, and what they do
// beside their names within the width.
var setForm = sync.OnceFunc(func() {
	cobra.EnableCommandSorting = false
	cobra.AddTemplateFunc("hang", func(s string, name, width int) string {
		indent := strings.Repeat(" ", name+3)
		return strings.TrimSpace(wrap(s, width, indent))
	})
})

// addGroups adds the table of subcommands and the form of their help.
func (a *app) addGroups(root *cobra.Command) {
	root.SetHelpTemplate(helpText)
	root.SetUsageTemplate(strings.ReplaceAll(usageText, "WIDTH", strconv.Itoa(max(a.columns, 40))))
	root.Long = wrap(root.Long, a.columns, "")
	for _, g := range a.groups() {
		root.AddGroup(&cobra.Group{ID: g.id, Title: g.title})
		for _, c := range g.commands {
			c.GroupID = g.id
			a.wrapHelp(c)
			root.AddCommand(c)
		}
	}
	root.SetHelpCommandGroupID("keep")
	root.SetCompletionCommandGroupID("keep")
}

// wrapHelp fits what a command says of itself to the terminal.
func (a *app) wrapHelp(c *cobra.Command) {
	c.Long = wrap(c.Long, a.columns, "")
	for _, sub := range c.Commands() {
		a.wrapHelp(sub)
	}
}
