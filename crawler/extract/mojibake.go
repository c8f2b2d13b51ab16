package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Mend repairs UTF-8 that was read as Windows-1252 somewhere on its way ("Â£",
// "â€™"), where that is certain: a run of signs that are together the bytes of
// one letter, and of none anybody would have meant. Everything else is
// returned as it is.
func Mend(s string) string {
	if !strings.ContainsAny(s, "ÂÃâð") {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if meant, n, ok := misread(s, r); ok {
			out.WriteRune(meant)
			s = s[n:]
			continue
		}
		out.WriteString(s[:size])
		s = s[size:]
	}
	return out.String()
}

// misread reads the letter whose bytes begin s, and how long they are there.
func misread(s string, lead rune) (meant rune, length int, ok bool) {
	want := map[rune]int{'Â': 2, 'Ã': 2, 'â': 3, 'ð': 4}[lead]
	if want == 0 {
		return 0, 0, false
	}
	var raw []byte
	for i, r := range s {
		if len(raw) == want {
			length = i
			break
		}
		b, known := windowsByte(r)
		if !known || len(raw) > 0 && b&0xC0 != 0x80 {
			return 0, 0, false
		}
		raw = append(raw, b)
		length = i + utf8.RuneLen(r)
	}
	meant, n := utf8.DecodeRune(raw)
	return meant, length, n == want && meant != utf8.RuneError && !isMeant(lead, raw[1])
}

// isMeant names the pairs that stand in honest text: a capital at the end of a
// quoted word.
func isMeant(lead rune, second byte) bool {
	closes := second == 0x92 || second == 0x94 || second == 0xBB // ’ ” »
	return lead == 'Ã' && closes || lead == 'Â' && (closes || second == 0x93)
}

// windowsByte is the byte a sign was read from. The five bytes Windows-1252
// leaves free are read as control characters.
func windowsByte(r rune) (byte, bool) {
	if r >= 0x80 && r < 0xA0 {
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}
