package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// Exit codes. Scripts rely on them; they are part of the surface.
const (
	exitOK          = 0
	exitUnexpected  = 1
	exitUsage       = 2
	exitUnreadable  = 3
	exitNothing     = 4 // nothing matched
	exitPartial     = 5 // some records or boards failed, the rest is done
	exitGate        = 6 // a quality gate the user asked for did not hold
	exitInterrupted = 130
)

// A coded error carries the exit code it means and a hint that names the
// mend.
type coded struct {
	code int
	err  error
	hint string
}

func (c *coded) Error() string { return c.err.Error() }
func (c *coded) Unwrap() error { return c.err }

// fail words an error for a person: what was attempted, why it failed, and
// what to do (hint, may be empty).
func fail(code int, hint, format string, args ...any) error {
	return &coded{code: code, err: fmt.Errorf(format, args...), hint: hint}
}

// silent ends the command with a code whose reason has been printed already.
type silent struct{ code int }

func (s silent) Error() string { return fmt.Sprintf("exit %d", s.code) }

// report prints an error as people read it and returns its exit code.
func reportError(sys *console, cmd *cobra.Command, err error) int {
	var s silent
	var c *coded
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &s):
		return s.code
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(sys.err, "rung:", leftBehind(cmd))
		return exitInterrupted
	case errors.As(err, &c):
		fmt.Fprintf(sys.err, "rung: %v\n", c.err)
		if c.hint != "" {
			fmt.Fprintf(sys.err, "      %s\n", strings.ReplaceAll(c.hint, "\n", "\n      "))
		}
		return c.code
	}
	fmt.Fprintf(sys.err, "rung: %v\n", err)
	return exitUnexpected
}
