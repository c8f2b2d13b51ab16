package main

import (
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
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if not .Groups}}
Commands:{{range $all}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{end}}{{if .HasAvailableLocalFlags}}
Flags:
{{.LocalFlags.FlagUsagesWrapped 80 | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableInheritedFlags}}
Everywhere:
{{.InheritedFlags.FlagUsagesWrapped 80 | trimTrailingWhitespaces}}
{{end}}`

// keepOrder makes help show commands in the order of groups.
var keepOrder = sync.OnceFunc(func() { cobra.EnableCommandSorting = false })

// addGroups adds the table of subcommands and the form of their help.
func (a *app) addGroups(root *cobra.Command) {
	root.SetHelpTemplate(helpText)
	root.SetUsageTemplate(usageText)
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
