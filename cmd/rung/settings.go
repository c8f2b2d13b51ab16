package main

// Settings are flags given for good: in the configuration file, or in the
// environment. A flag on the command line outdoes both, the environment
// outdoes the file.
//
// The file is config.yaml in $XDG_CONFIG_HOME/rung (~/.config/rung), or the
// one --config or RUNG_CONFIG names. Its keys are flags without their dashes;
// what is for one command stands under its name:
//
//	data: /srv/rung
//	no-pager: true
//	search:
//	  country: US
//	  facets: [rung, company]
//	boards:
//	  list: {json: true}
//
// In the environment the same are RUNG_DATA, RUNG_NO_PAGER,
// RUNG_SEARCH_COUNTRY, RUNG_BOARDS_LIST_JSON. A key that names no flag is an
// error, so that a slip of the pen is not a setting that silently does
// nothing; an environment variable of ours that names none is let be, since
// it may be for another version.

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"

	"rung/index/query"
)

// A setting is one flag of one command and what it is set to.
type setting struct {
	command string // "" for every command
	flag    string
	values  []string
	from    string // for people: FILE:LINE, or the variable
}

// name is a setting as a flag of its command.
func (s setting) name() string {
	return strings.TrimSpace(s.command + " --" + s.flag)
}

// twins answer one question, so that one of them on the command line silences
// the other from elsewhere.
var twins = map[string]string{"json": "format", "format": "json", "level": "rung", "rung": "level"}

// unsettable flags are about one run.
var unsettable = []string{"help", "config", "version"}

// plain are commands that no setting can keep from running.
var plain = []string{"help", "completion", "man", "version", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd}

// settle gives the flags of a command what the file and the environment say,
// where the command line says nothing.
func (a *app) settle(cmd *cobra.Command) error {
	all, err := a.settings(cmd.Root())
	if err != nil {
		return err
	}
	path := commandKey(cmd)
	given := map[string]bool{}
	cmd.Flags().Visit(func(f *pflag.Flag) { given[f.Name] = true })
	for _, s := range all {
		if s.command != "" && s.command != path || given[s.flag] || given[twins[s.flag]] {
			continue
		}
		for _, v := range s.values {
			if err := cmd.Flags().Set(s.flag, v); err != nil {
				return fail(exitUsage, "see: "+cmd.CommandPath()+" --help", "%s: %w", s.from, err)
			}
		}
	}
	a.settled = all
	return nil
}

// commandKey is a command's place in the file: its path without "rung".
func commandKey(cmd *cobra.Command) string {
	_, path, _ := strings.Cut(cmd.CommandPath(), " ")
	return path
}

// settings are all that the file and the environment set; of two for one
// flag, only the environment's.
func (a *app) settings(root *cobra.Command) ([]setting, error) {
	file, err := a.fileSettings(root)
	if err != nil {
		return nil, err
	}
	env := a.envSettings(root)
	file = slices.DeleteFunc(file, func(s setting) bool {
		return slices.ContainsFunc(env, func(e setting) bool { return e.command == s.command && e.flag == s.flag })
	})
	return append(file, env...), nil
}

// envSettings looks up the variable of every flag there is.
func (a *app) envSettings(root *cobra.Command) []setting {
	var out []setting
	visitFlags(root, func(command, flag string) {
		name := "RUNG_" + strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToUpper(strings.TrimSpace(command+" "+flag)))
		if v := a.env(name); v != "" {
			out = append(out, setting{command, flag, []string{v}, name})
		}
	})
	return out
}

// visitFlags names every flag that can be set, those of every command first.
func visitFlags(root *cobra.Command, do func(command, flag string)) {
	root.PersistentFlags().VisitAll(func(f *pflag.Flag) {
		if !slices.Contains(unsettable, f.Name) {
			do("", f.Name)
		}
	})
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			for _, name := range ownFlags(sub) {
				do(commandKey(sub), name)
			}
			walk(sub)
		}
	}
	walk(root)
}

// ownFlags are the flags of a command that can be set, sorted.
func ownFlags(c *cobra.Command) []string {
	var out []string
	c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden && !slices.Contains(unsettable, f.Name) {
			out = append(out, f.Name)
		}
	})
	return out
}

// configFile is the file to read, and whether somebody named it.
func (a *app) configFile() (name string, named bool) {
	for _, name := range []string{a.config, a.env("RUNG_CONFIG")} {
		if name != "" {
			return name, true
		}
	}
	for _, base := range []string{a.env("XDG_CONFIG_HOME"), a.env("APPDATA")} { // APPDATA is Windows'
		if base != "" {
			return filepath.Join(base, "rung", "config.yaml"), false
		}
	}
	if home := a.env("HOME"); home != "" {
		return filepath.Join(home, ".config", "rung", "config.yaml"), false
	}
	return "", false
}

func (a *app) fileSettings(root *cobra.Command) ([]setting, error) {
	name, named := a.configFile()
	if name == "" {
		return nil, nil
	}
	data, err := os.ReadFile(name)
	switch {
	case errors.Is(err, os.ErrNotExist) && !named:
		return nil, nil
	case err != nil:
		return nil, fail(exitUnreadable, "name another with --config FILE", "configuration: %w", err)
	}
	return readSettings(root, name, data)
}

// readSettings reads a configuration file for the commands below root.
func readSettings(root *cobra.Command, name string, data []byte) ([]setting, error) {
	var doc yaml.Node
	err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&doc)
	if errors.Is(err, io.EOF) {
		return nil, nil // nothing but comments
	}
	if err != nil {
		return nil, fail(exitUsage, "", "configuration %s: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	r := settingsReader{file: name}
	err = r.section(root, doc.Content[0])
	return r.out, err
}

type settingsReader struct {
	file string
	out  []setting
}

func (r *settingsReader) wrong(n *yaml.Node, hint, format string, args ...any) error {
	return fail(exitUsage, hint, "configuration %s:%d: %s", r.file, n.Line, fmt.Sprintf(format, args...))
}

// section reads the keys of one command: its flags, and the commands below
// it.
func (r *settingsReader) section(c *cobra.Command, n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		return r.wrong(n, "for example: country: US", "%s is not KEY: VALUE", what(c))
	}
	flags, commands := keysOf(c)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		var err error
		if j := slices.IndexFunc(commands, func(sub *cobra.Command) bool { return sub.Name() == key.Value }); j >= 0 {
			err = r.section(commands[j], value)
		} else if slices.Contains(flags, key.Value) {
			err = r.flag(c, key, value)
		} else {
			err = r.unknown(c, key, flags, commands)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func what(c *cobra.Command) string {
	if !c.HasParent() {
		return "the file"
	}
	return "the part " + commandKey(c)
}

// keysOf are what may stand in a command's section.
func keysOf(c *cobra.Command) (flags []string, commands []*cobra.Command) {
	flags = ownFlags(c)
	if !c.HasParent() {
		flags = nil
		c.PersistentFlags().VisitAll(func(f *pflag.Flag) {
			if !slices.Contains(unsettable, f.Name) {
				flags = append(flags, f.Name)
			}
		})
	}
	for _, sub := range c.Commands() {
		if !slices.Contains(plain, sub.Name()) {
			commands = append(commands, sub)
		}
	}
	return flags, commands
}

func (r *settingsReader) unknown(c *cobra.Command, key *yaml.Node, flags []string, commands []*cobra.Command) error {
	words := slices.Clone(flags)
	for _, sub := range commands {
		words = append(words, sub.Name())
	}
	hint := choices(key.Value, words)
	if !c.HasParent() {
		for _, sub := range commands {
			if slices.Contains(ownFlags(sub), key.Value) {
				hint = "it is a flag of " + sub.CommandPath() + "; write it under " + sub.Name() + ":"
				break
			}
		}
	}
	return r.wrong(key, hint, "%s has no key %q", what(c), key.Value)
}

func (r *settingsReader) flag(c *cobra.Command, key, value *yaml.Node) error {
	s := setting{flag: key.Value, from: fmt.Sprintf("%s:%d", r.file, key.Line)}
	if c.HasParent() {
		s.command = commandKey(c)
	}
	values := []*yaml.Node{value}
	if value.Kind == yaml.SequenceNode {
		values = value.Content
	}
	for _, v := range values {
		if v.Kind != yaml.ScalarNode {
			return r.wrong(v, "", "%s is neither a value nor a list of values", key.Value)
		}
		s.values = append(s.values, v.Value)
	}
	r.out = append(r.out, s)
	return nil
}

// choices is a hint at what could have been meant of a list.
func choices(got string, list []string) string {
	all := "one of: " + strings.Join(list, ", ")
	if near := query.Nearest(strings.ToLower(got), list); near != "" {
		return "did you mean " + near + "? " + all
	}
	return all
}
