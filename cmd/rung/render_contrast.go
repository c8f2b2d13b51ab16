package main

import (
	"fmt"
	"io"
	"strings"

	"rung/classify"
)

// contrastText says why not the rung above and why not the one below.
func contrastText(w io.Writer, c *console, k classify.Contrast) {
	if len(k.Missing) > 0 {
		fmt.Fprintf(w, "\nWhy not %s: the text does not ask for\n", k.Above)
		for _, m := range k.Missing {
			fmt.Fprintln(w, wrap(fmt.Sprintf("%s [%s]", m.Asks, strings.Join(m.Cite, " ")), c.columns, "  "))
		}
	}
	if len(k.Holding) > 0 {
		fmt.Fprintf(w, "\nWhy not %s: it says\n", k.Below)
		for _, e := range k.Holding {
			fmt.Fprintln(w, "  "+fit("“"+e.Text+"”", c.columns-2))
		}
	}
}
