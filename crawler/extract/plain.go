package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain returns plain text in the form of the package comment: line ends,
// spaces and bullets in one spelling, invisible characters gone, never more
// than one blank line. Applied twice it changes nothing.
func Plain(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\u0085", "\n", "\v", "\n", "\f", "\n").Replace(text)
	text = strings.Map(visible, text)
	var out strings.Builder
	out.Grow(len(text))
	blank := false
	for line := range strings.SplitSeq(text, "\n") {
		line = plainLine(line)
		if line == "" {
			blank = true
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('\n')
			if blank {
				out.WriteByte('\n')
			}
		}
		out.WriteString(line)
		blank = false
	}
	return out.String()
}

// visible maps spaces of all widths to a space and drops what cannot be seen.
func visible(r rune) rune {
	switch {
	case r == '\n':
		return r
	case r == '\t' || unicode.Is(unicode.Zs, r):
		return ' '
	case r == '\u00ad', r == '\ufeff', r == '\u2060', r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		// U+200D joins emoji as well; a text about duties reads the same
		// without.
		return -1
	case unicode.IsControl(r):
		return -1
	}
	return r
}

// plainLine squeezes spaces and gives bullets one spelling. Bullets that
// stand for nothing vanish.
func plainLine(line string) string {
	line = strings.Join(strings.FieldsFunc(line, func(r rune) bool { return r == ' ' }), " ")
	bullet := false
	for {
		r, size := utf8.DecodeRuneInString(line)
		rest := line[size:]
		if size == 0 || !isBullet(r, rest) {
			break
		}
		line, bullet = strings.TrimLeft(rest, " "), true
	}
	if bullet && line != "" {
		return "- " + line
	}
	return line
}

// isBullet reports whether r opens a list item. The typographic bullets do so
// even without a space after them; signs that also open words and numbers
// need it.
func isBullet(r rune, rest string) bool {
	switch r {
	case '•', '●', '▪', '■', '◦', '‣', '⁃', '∙', '◆', '▸', '►', '➢', '❖', '○', '\uf0b7', '\uf0a7':
		return true
	case '-', '–', '—', '*', '·':
		return strings.HasPrefix(rest, " ") || rest == ""
	}
	return false
}
