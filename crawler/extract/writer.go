package extract

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// A gap is what separates two pieces of text.
type gap int

const (
	noGap gap = iota
	spaceGap
	lineGap
	paragraphGap
)

// A writer lays out blocks: each block asks for a gap before and after
// itself, and the largest gap asked for is written when text follows.
type writer struct {
	out  strings.Builder
	need gap
	// item is set between the start of a list item and its first word.
	item  bool
	lists int // open lists
	items int // open list items
	pre   int // open preformatted blocks
	cells int // cells written in this table row
}

// block is the gap around each block element; li, br, cells and rows have
// rules of their own in open.
var block = map[atom.Atom]gap{
	atom.P: paragraphGap, atom.H1: paragraphGap, atom.H2: paragraphGap, atom.H3: paragraphGap,
	atom.H4: paragraphGap, atom.H5: paragraphGap, atom.H6: paragraphGap, atom.Blockquote: paragraphGap,
	atom.Ul: paragraphGap, atom.Ol: paragraphGap, atom.Dl: paragraphGap, atom.Table: paragraphGap,
	atom.Pre: paragraphGap, atom.Section: paragraphGap, atom.Article: paragraphGap, atom.Hr: paragraphGap,
	atom.Header: paragraphGap, atom.Footer: paragraphGap, atom.Nav: paragraphGap, atom.Aside: paragraphGap,
	atom.Main: paragraphGap, atom.Form: paragraphGap, atom.Fieldset: paragraphGap, atom.Figure: paragraphGap,
	atom.Figcaption: lineGap, atom.Caption: lineGap, atom.Dt: lineGap, atom.Dd: lineGap, atom.Div: lineGap,
	atom.Tr: lineGap, atom.Details: lineGap, atom.Summary: lineGap, atom.Address: lineGap, atom.Legend: lineGap,
	atom.Body: lineGap, atom.Option: lineGap, atom.Center: lineGap,
}

func (w *writer) open(tag atom.Atom) {
	switch tag {
	case atom.Ul, atom.Ol, atom.Menu:
		w.ask(w.around(paragraphGap))
		w.lists++
	case atom.Li:
		w.ask(lineGap)
		w.item, w.items = true, w.items+1
	case atom.Br:
		w.breakLine()
	case atom.Td, atom.Th:
		w.cell()
	case atom.Tr:
		w.ask(lineGap)
		w.cells = 0
	case atom.Pre:
		w.ask(paragraphGap)
		w.pre++
	default:
		w.ask(w.around(block[tag]))
	}
}

func (w *writer) close(tag atom.Atom) {
	switch tag {
	case atom.Ul, atom.Ol, atom.Menu:
		w.lists = max(0, w.lists-1)
		w.ask(w.around(paragraphGap))
	case atom.Li:
		w.items = max(0, w.items-1)
		w.item = false
		w.ask(lineGap)
	case atom.Br, atom.Td, atom.Th:
	case atom.Tr, atom.Table:
		w.cells = 0
		w.ask(w.around(block[tag]))
	case atom.Pre:
		w.pre = max(0, w.pre-1)
		w.ask(paragraphGap)
	default:
		w.ask(w.around(block[tag]))
	}
}

// around narrows a gap inside list items and cells, so that a list stays one
// block.
func (w *writer) around(g gap) gap {
	if w.items > 0 || w.cells > 0 {
		return min(g, lineGap)
	}
	return g
}

func (w *writer) ask(g gap) {
	if w.need = max(w.need, g); g >= lineGap && w.items == 0 {
		w.item = false
	}
}

// breakLine makes one br a new line and two a new paragraph.
func (w *writer) breakLine() {
	if w.need >= lineGap {
		w.need = w.around(paragraphGap)
		return
	}
	w.need = lineGap
}

func (w *writer) cell() {
	w.cells++
	if w.cells > 1 && w.need < lineGap {
		w.out.WriteString(" | ")
		w.need = noGap
	} else if w.cells > 1 {
		// The cell before held blocks of its own.
		w.need = lineGap
	}
}

func (w *writer) text(s string) {
	if w.pre > 0 {
		w.preformatted(s)
		return
	}
	words := strings.Fields(s)
	if len(words) == 0 {
		if s != "" {
			w.need = max(w.need, spaceGap)
		}
		return
	}
	if isSpace(s[0]) {
		w.need = max(w.need, spaceGap)
	}
	w.start()
	w.out.WriteString(strings.Join(words, " "))
	if isSpace(s[len(s)-1]) {
		w.need = spaceGap
	}
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' || b == '\f' }

func (w *writer) preformatted(s string) {
	if strings.TrimSpace(s) == "" {
		w.need = max(w.need, spaceGap)
		return
	}
	w.start()
	w.out.WriteString(s)
}

// start writes the gap that is due, and the bullet of an item that begins.
func (w *writer) start() {
	if w.out.Len() > 0 {
		w.out.WriteString([...]string{"", " ", "\n", "\n\n"}[w.need])
	}
	w.need = noGap
	if w.item {
		w.out.WriteString("- ")
		w.item = false
	}
}
