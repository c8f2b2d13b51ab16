package main

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// link makes text lead to an address (OSC 8) in a terminal that is known to
// follow it; elsewhere it is the text. Addresses come from postings: only web
// addresses are links, and nothing in one can end the sequence.
func (c *console) link(address, text string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !c.hyperlinks() {
		return text
	}
	if strings.ContainsFunc(address, func(r rune) bool { return r < ' ' || r == 0x7f || r > '~' }) {
		return text
	}
	return "\x1b]8;;" + address + "\x1b\\" + text + "\x1b]8;;\x1b\\"
}

// linkingPrograms set TERM_PROGRAM and follow links.
var linkingPrograms = []string{"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "WarpTerminal"}

// linkingTerms begin the TERM of terminals that follow links.
var linkingTerms = []string{"xterm-kitty", "xterm-ghostty", "alacritty", "foot", "contour"}

// hyperlinks guesses from what terminals set; there is no way to ask them.
// FORCE_HYPERLINK answers for them: 0 for no, anything else for yes.
func (c *console) hyperlinks() bool {
	if !c.outTTY || c.env("TERM") == "dumb" {
		return false
	}
	if f := c.env("FORCE_HYPERLINK"); f != "" {
		return f != "0"
	}
	if vte, err := strconv.Atoi(c.env("VTE_VERSION")); err == nil {
		return vte >= 5000 // 0.50, the first
	}
	for _, name := range []string{"WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "DOMTERM"} {
		if c.env(name) != "" {
			return true
		}
	}
	return slices.Contains(linkingPrograms, c.env("TERM_PROGRAM")) ||
		slices.ContainsFunc(linkingTerms, func(t string) bool { return strings.HasPrefix(c.env("TERM"), t) })
}
