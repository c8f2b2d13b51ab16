package jsonld

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strings"
)

// ladder holds the repairs in order; each works on what the one before left.
var ladder = []func(string) string{unwrap, unescapeWhole, escapeControls, dropBadEscapes, mendCommas}

// decode reads a block as it is, and then after each further repair.
func decode(block string) (any, error) {
	v, err := parse(block)
	first := err
	for _, repair := range ladder {
		if err == nil {
			return v, nil
		}
		block = repair(block)
		v, err = parse(block)
	}
	if err != nil {
		return nil, first
	}
	return v, nil
}

func parse(block string) (any, error) {
	var v any
	err := json.Unmarshal([]byte(block), &v)
	return v, err
}

var wrapper = regexp.MustCompile(`^(?:\x{feff}|\s|<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)+|(?:\s|-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>|;)+$`)

// unwrap takes comment and CDATA markers off both ends.
func unwrap(s string) string { return wrapper.ReplaceAllString(s, "") }

// unescapeWhole undoes the HTML-escaping of a whole block. A block with real
// quotes is not escaped as a whole; its entities belong to its words.
func unescapeWhole(s string) string {
	if strings.Contains(s, `"`) {
		return s
	}
	return html.UnescapeString(s)
}

// eachByte rebuilds s; write is given every byte with whether it stands inside
// a JSON string and may write something else for it.
func eachByte(s string, write func(out *strings.Builder, i int, inString bool)) string {
	var out strings.Builder
	out.Grow(len(s))
	inString, escaped := false, false
	for i := range len(s) {
		write(&out, i, inString)
		switch {
		case escaped:
			escaped = false
		case inString && s[i] == '\\':
			escaped = true
		case s[i] == '"':
			inString = !inString
		}
	}
	return out.String()
}

// escapeControls makes raw line breaks and tabs in strings legal.
func escapeControls(s string) string {
	return eachByte(s, func(out *strings.Builder, i int, inString bool) {
		if inString && s[i] < ' ' {
			fmt.Fprintf(out, `\u%04x`, s[i])
			return
		}
		out.WriteByte(s[i])
	})
}

// dropBadEscapes takes the backslash from escapes JSON does not know ("\$").
func dropBadEscapes(s string) string {
	escaped := false
	return eachByte(s, func(out *strings.Builder, i int, inString bool) {
		opens := inString && s[i] == '\\' && !escaped
		escaped = opens
		if opens && !legalEscape(s[i+1:]) {
			return
		}
		out.WriteByte(s[i])
	})
}

func legalEscape(rest string) bool {
	if rest == "" {
		return false
	}
	if rest[0] != 'u' {
		return strings.IndexByte(`"\/bfnrt`, rest[0]) >= 0
	}
	if len(rest) < 5 {
		return false
	}
	return strings.Trim(rest[1:5], "0123456789abcdefABCDEF") == ""
}

// mendCommas drops a comma before a closing bracket and adds one between a
// value and the key that follows it.
func mendCommas(s string) string {
	return eachByte(s, func(out *strings.Builder, i int, inString bool) {
		next := nextSign(s, i+1)
		if !inString && s[i] == ',' && (next == '}' || next == ']') {
			return
		}
		out.WriteByte(s[i])
		closes := inString && s[i] == '"' && !endsEscape(s[:i]) || !inString && (s[i] == '}' || s[i] == ']')
		if closes && (next == '"' || next == '{') {
			out.WriteByte(',')
		}
	})
}

// endsEscape reports whether s ends with an odd number of backslashes.
func endsEscape(s string) bool { return (len(s)-len(strings.TrimRight(s, `\`)))%2 == 1 }

// nextSign is the next byte that is no space, 0 at the end.
func nextSign(s string, from int) byte {
	for ; from < len(s); from++ {
		if !strings.ContainsRune(" \t\r\n", rune(s[from])) {
			return s[from]
		}
	}
	return 0
}
