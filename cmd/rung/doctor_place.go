package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// settingsOf says what is set for good and where, and what this command line
// sets above it.
func (a *app) settingsOf(cmd *cobra.Command) []finding {
	var out []finding
	if name, _ := a.configFile(); exists(name) {
		out = append(out, finding{What: "settings", Says: name, Well: true})
	}
	for _, s := range a.settled {
		out = append(out, finding{What: "setting", Says: fmt.Sprintf("%s %s (%s)", s.name(), strings.Join(s.values, ","), s.from), Well: true})
	}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if !a.isSettled(f.Name) && f.Name != "json" {
			out = append(out, finding{What: "setting", Says: fmt.Sprintf("--%s %s (command line)", f.Name, f.Value), Well: true})
		}
	})
	return out
}

// isSettled says whether a flag of every command has its value from the file
// or the environment.
func (a *app) isSettled(flag string) bool {
	for _, s := range a.settled {
		if s.command == "" && s.flag == flag {
			return true
		}
	}
	return false
}

// leastFree is how much room a crawl of the shipped boards and a rebuilt
// index may need.
const leastFree = 500 << 20

// examineDisk looks at the room where the data is or will be. Rebuilding the
// index needs as much again as it takes.
func examineDisk(dir string) finding {
	for !exists(dir) && filepath.Dir(dir) != dir {
		dir = filepath.Dir(dir)
	}
	free, err := freeSpace(dir)
	if err != nil {
		return finding{What: "disk", Says: fmt.Sprintf("the room in %s cannot be seen: %v", dir, err), Well: true}
	}
	f := finding{What: "disk", Says: humanize.Bytes(free) + " free", Well: free >= leastFree}
	if !f.Well {
		f.Help = fmt.Sprintf("make room (%s at least), or move the data elsewhere and name it with --data", humanize.Bytes(leastFree))
	}
	return f
}
