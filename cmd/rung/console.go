package main

// The rules of the terminal:
//
//   - results go to stdout, talk (progress, notes, warnings) to stderr;
//   - a machine format is only what was asked for: no notes on stdout;
//   - colour and moving bars only on a terminal, never with NO_COLOR, TERM=dumb
//     or --no-color; nothing is said by colour alone; addresses are links where
//     the terminal is known to follow them;
//   - what is longer than the screen goes through a pager, on a terminal only;
//   - lines fit the width of the terminal, 80 columns where there is none;
//   - errors start with "rung: ", in lower case, with a hint line that names
//     the mend.

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"
	"golang.org/x/term"
)

// console is everything a command may touch of the world outside: streams,
// environment and clock, handed in so that tests can hand in others.
type console struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
	now      func() time.Time
	// network replaces the connections of commands that look for boards and
	// check them; nil is the open web.
	network http.RoundTripper
	// inTTY, outTTY and errTTY say which streams are terminals.
	inTTY, outTTY, errTTY bool
	noColor, quiet        bool
	columns               int
}

func system() *console {
	c := &console{
		in: os.Stdin, out: os.Stdout, err: os.Stderr,
		env: os.Getenv, now: time.Now,
		inTTY:  term.IsTerminal(int(os.Stdin.Fd())),
		outTTY: term.IsTerminal(int(os.Stdout.Fd())),
		errTTY: term.IsTerminal(int(os.Stderr.Fd())),
	}
	c.columns = c.measure()
	return c
}

// measure asks the terminal for its width; COLUMNS overrides, 80 is the
// width of nothing.
func (c *console) measure() int {
	if n, err := strconv.Atoi(c.env("COLUMNS")); err == nil && n >= 20 {
		return n
	}
	if w, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && w >= 20 {
		return w
	}
	return 80
}

// color says whether to colour: --no-color and NO_COLOR forbid it,
// CLICOLOR_FORCE asks for it anywhere, else a terminal has it unless it is
// dumb or CLICOLOR is 0.
func (c *console) color() bool {
	switch force := c.env("CLICOLOR_FORCE"); {
	case c.noColor || c.env("NO_COLOR") != "":
		return false
	case force != "" && force != "0":
		return true
	}
	return c.outTTY && c.env("TERM") != "dumb" && c.env("CLICOLOR") != "0"
}

// heard remembers the first failure to write, so that an answer cut short by
// a full disk is not taken for a whole one where a line was printed unasked.
type heard struct {
	io.Writer
	err error
}

func (h *heard) Write(p []byte) (int, error) {
	n, err := h.Writer.Write(p)
	if h.err == nil {
		h.err = err
	}
	return n, err
}

// note says something to a person, unless asked to be quiet.
func (c *console) note(format string, args ...any) {
	if c.quiet {
		return
	}
	said := fmt.Sprintf(format, args...)
	if runewidth.StringWidth(said) > c.columns && !strings.Contains(said, "\n") {
		said = wrapHanging(said, c.columns, "  ")
	}
	fmt.Fprintln(c.err, said)
}

// warn says something that must not be missed.
func (c *console) warn(format string, args ...any) {
	fmt.Fprintf(c.err, "rung: "+format+"\n", args...)
}

const (
	bold  = "1"
	faint = "2"
	green = "32"
	red   = "31"
	amber = "33"
)

// paint wraps s in an ANSI style where colour is wanted.
func (c *console) paint(style, s string) string {
	if !c.color() || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

// fit cuts s to a display width, marking the cut.
func fit(s string, width int) string {
	return runewidth.Truncate(strings.Join(strings.Fields(s), " "), max(width, 1), "…")
}

// pad fills s with spaces to a display width, cutting what is longer.
func pad(s string, width int) string {
	return runewidth.FillRight(fit(s, width), width)
}

// wrap breaks text into lines of at most width columns, indented.
func wrap(s string, width int, indent string) string {
	var b strings.Builder
	line := 0
	for i, w := range strings.Fields(s) {
		n := runewidth.StringWidth(w)
		switch {
		case i == 0:
			b.WriteString(indent)
			line = runewidth.StringWidth(indent)
		case line+1+n > width:
			b.WriteString("\n" + indent)
			line = runewidth.StringWidth(indent)
		default:
			b.WriteByte(' ')
			line++
		}
		b.WriteString(w)
		line += n
	}
	return b.String()
}
