package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// pagedCommands write what people read for longer than a screen.
var pagedCommands = []string{"show", "report", "search", "rules list"}

// addPager lets the long answers of commands through a pager, on a terminal
// and as text.
func (a *app) addPager(root *cobra.Command) {
	for _, path := range pagedCommands {
		cmd, _, err := root.Find(strings.Fields(path))
		if err != nil || cmd == root {
			panic("there is no command " + path + " to page")
		}
		do := cmd.RunE
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			pager := a.pager()
			if len(pager) == 0 || !forReading(cmd) {
				return do(cmd, args)
			}
			return a.paged(pager, func() error { return do(cmd, args) })
		}
	}
}

// forReading says whether the flags ask for text on standard output.
func forReading(cmd *cobra.Command) bool {
	value := func(name, otherwise string) string {
		if f := cmd.Flags().Lookup(name); f != nil {
			return f.Value.String()
		}
		return otherwise
	}
	return value("format", "text") == "text" && value("json", "false") == "false" && value("output", "") == ""
}

// pager is the command line of the pager; empty for none. PAGER=cat is none,
// as people write it.
func (a *app) pager() []string {
	if !a.outTTY || a.noPager || a.env("TERM") == "dumb" {
		return nil
	}
	pager := strings.Fields(a.env("PAGER"))
	if len(pager) == 0 && runtime.GOOS != "windows" {
		pager = []string{"less"}
	}
	if len(pager) == 0 || pager[0] == "cat" {
		return nil
	}
	return pager
}

// paged runs do with standard output led through the pager. Where the pager
// cannot be started, the answer is printed plainly.
func (a *app) paged(pager []string, do func() error) error {
	cmd := exec.Command(pager[0], pager[1:]...)
	cmd.Stdout, cmd.Stderr = a.out, a.err
	cmd.Env = os.Environ()
	if a.env("LESS") == "" { // F: a screen or less is just printed; R: colours; X: what was read stays
		cmd.Env = append(cmd.Env, "LESS=FRX")
	}
	in, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return do()
	}
	out := a.out
	a.out = in
	err = do()
	a.out = out
	closed := in.Close()
	ended := cmd.Wait()
	if readerLeft(err) {
		return nil
	}
	return errors.Join(err, ignore(closed, os.ErrClosed, syscall.EPIPE), exited(ended))
}

// readerLeft says whether writing failed because the pager was quit.
func readerLeft(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) || errors.Is(err, os.ErrClosed)
}

func ignore(err error, these ...error) error {
	for _, t := range these {
		if errors.Is(err, t) {
			return nil
		}
	}
	return err
}

// exited drops the exit code of a pager, which says nothing of the answer.
func exited(err error) error {
	var code *exec.ExitError
	if errors.As(err, &code) {
		return nil
	}
	return err
}
