package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxMarkup bounds what is parsed; the longest posting seen has 60 kB.
const maxMarkup = 8 << 20

// Text returns the words of markup with its structure kept: see the package
// comment for the form. Escaped markup ("&lt;p&gt;") is unescaped first.
// Scripts, styles, form controls and hidden elements are left out.
func Text(markup string) string {
	return Plain(structured(markup))
}

func structured(markup string) string {
	if len(markup) > maxMarkup {
		markup = markup[:maxMarkup]
	}
	markup = Unescape(strings.ToValidUTF8(markup, "\uFFFD"))
	w := &writer{}
	context := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(markup), context)
	if err != nil {
		// The parser refuses more than 512 open elements; tokens have no
		// such limit, and what they cost is only the hiding of hidden parts.
		w.tokens(markup)
		return w.out.String()
	}
	for _, n := range nodes {
		w.node(n)
	}
	return w.out.String()
}

// node writes a tree. Its depth is bounded by the parser.
func (w *writer) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.text(n.Data)
	case html.ElementNode:
		if dropped[n.DataAtom] || hidden(n) {
			return
		}
		w.open(n.DataAtom)
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			w.node(c)
		}
		w.close(n.DataAtom)
	case html.DocumentNode:
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			w.node(c)
		}
	}
}

// tokens writes markup whose tree cannot be built.
func (w *writer) tokens(markup string) {
	z := html.NewTokenizer(strings.NewReader(markup))
	var skip atom.Atom
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return
		}
		t := z.Token()
		switch {
		case skip != 0:
			if kind == html.EndTagToken && t.DataAtom == skip {
				skip = 0
			}
		case kind == html.TextToken:
			w.text(t.Data)
		case kind == html.StartTagToken && dropped[t.DataAtom]:
			skip = t.DataAtom
		case kind == html.StartTagToken, kind == html.SelfClosingTagToken:
			w.open(t.DataAtom)
		case kind == html.EndTagToken:
			w.close(t.DataAtom)
		}
	}
}

// dropped are elements whose content is not part of what a reader reads.
var dropped = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true,
	atom.Iframe: true, atom.Object: true, atom.Svg: true, atom.Head: true, atom.Title: true,
	atom.Select: true, atom.Textarea: true, atom.Button: true, atom.Audio: true, atom.Video: true,
	atom.Canvas: true, atom.Datalist: true, atom.Noembed: true, atom.Noframes: true,
}

func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return a.Val != "until-found"
		case "style":
			style := strings.ToLower(strings.Join(strings.Fields(a.Val), ""))
			if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}
