package extract

import (
	"html"
	"regexp"
)

// realTag is a tag of HTML as ads use it. Angle brackets around other words
// ("<you>", "x <y") are text.
var realTag = regexp.MustCompile(`(?i)</?(?:p|br|div|span|ul|ol|li|h[1-6]|strong|b|em|i|u|a|table|tbody|thead|tr|td|th|html|head|body|section|article|header|footer|main|script|style|meta|link|img|hr|font|blockquote|pre|code|dl|dt|dd|center|iframe|svg|button|form|input|label|title|nav)(?:\s*/?|\s[^<>]*=[^<>]*)>|<!doctype\s|<!--`)

var escapedTag = regexp.MustCompile(`(?i)&(?:amp;)?lt;(?:/?[a-z][a-z0-9]*(?:\s|/|&)|!--)`)

// IsHTML reports whether a text is markup, escaped or not, rather than plain
// text that happens to hold an angle bracket.
func IsHTML(s string) bool {
	if len(s) > maxMarkup {
		s = s[:maxMarkup]
	}
	return realTag.MatchString(Unescape(s))
}

// Unescape undoes the escaping of markup that was put into markup or JSON
// escaped, at most two rounds and only while no real tag is there: systems
// escape once, twice or not at all. Text that has real tags is returned as it
// is, its entities untouched.
func Unescape(s string) string {
	for range 2 {
		if realTag.MatchString(s) || !escapedTag.MatchString(s) {
			return s
		}
		s = html.UnescapeString(s)
	}
	return s
}
