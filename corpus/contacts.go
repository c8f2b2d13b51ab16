package corpus

import (
	"encoding/json"
	"regexp"
	"strings"
)

var (
	mailAddress = regexp.MustCompile(`[\p{L}\p{N}._%+\-]+(?:@| ?[\[(]at[\])] ?)[\p{L}\p{N}\-]+(?:(?:\.| ?[\[(]dot[\])] ?)[\p{L}\p{N}\-]+)+`)
	// phoneNumber needs a sign that it is one: a plus, two leading zeros, the
	// groups of a North American number, or a word such as "phone" before it.
	// Pay, dates and requisitions have none of these. The group is the number.
	phoneNumber = regexp.MustCompile(strings.Join([]string{
		`(\+\d(?:[ ().\-/]{0,3}\d){7,14})`,
		`\b(00[1-9](?:[ ().\-/]{0,3}\d){7,13})\b`,
		`(\(\d{3}\) ?\d{3}[ .\-]\d{4})\b`,
		`\b(\d{3}[.\-]\d{3}[.\-]\d{4})\b`,
		`(?i:\b(?:tel|phone|telephone|mobile|cell|call|text|whatsapp|fax|dial)\b[:. ]{0,3}(?:us |me |at |on |no\.? |number ){0,2})(\(?\d(?:[ ().\-/]{0,3}\d){6,13})`,
	}, "|"))
)

// MaskContacts replaces the letters and digits of e-mail addresses and
// telephone numbers by asterisks, one for each byte, so that offsets into the
// text still hold.
func MaskContacts(s string) string {
	if strings.Contains(s, "@") || strings.Contains(s, "at)") || strings.Contains(s, "at]") {
		s = mailAddress.ReplaceAllStringFunc(s, stars)
	}
	var b strings.Builder
	done := 0
	for _, m := range phoneNumber.FindAllStringSubmatchIndex(s, -1) {
		for g := 2; g < len(m); g += 2 {
			if m[g] >= 0 {
				b.WriteString(s[done:m[g]] + stars(s[m[g]:m[g+1]]))
				done = m[g+1]
			}
		}
	}
	return b.String() + s[done:]
}

func stars(s string) string {
	out := []byte(s)
	for i, c := range out {
		if strings.IndexByte(" ().-/+@[]", c) < 0 {
			out[i] = '*'
		}
	}
	return string(out)
}

// masked is what is exported without the contacts in the words of the ad. Ids,
// addresses of pages and figures stay.
func (e Exported) masked() (Exported, error) {
	e.Title, e.Text, e.HTML = MaskContacts(e.Title), MaskContacts(e.Text), MaskContacts(e.HTML)
	if strings.HasPrefix(e.ApplyURL, "mailto:") {
		e.ApplyURL = ""
	}
	if e.Extra != nil {
		e.Extra = maskedValue(e.Extra).(map[string]any)
	}
	var err error
	e.Verdict, err = maskedQuotes(e.Verdict)
	return e, err
}

// maskedValue copies a JSON value with its strings masked.
func maskedValue(v any) any {
	switch v := v.(type) {
	case string:
		return MaskContacts(v)
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = maskedValue(x)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, x := range v {
			out[k] = maskedValue(x)
		}
		return out
	}
	return v
}

// quotedText is a member of a verdict that quotes the ad.
var quotedText = regexp.MustCompile(`"(?:text|head)":("(?:[^"\\]|\\.)*")`)

// maskedQuotes masks what a verdict quotes, and leaves every other byte.
func maskedQuotes(verdict json.RawMessage) (json.RawMessage, error) {
	var out []byte
	done := 0
	for _, m := range quotedText.FindAllSubmatchIndex(verdict, -1) {
		var words string
		if err := json.Unmarshal(verdict[m[2]:m[3]], &words); err != nil {
			return nil, err
		}
		if safe := MaskContacts(words); safe != words {
			data, err := encode(safe)
			if err != nil {
				return nil, err
			}
			out = append(append(out, verdict[done:m[2]]...), data...)
			done = m[3]
		}
	}
	if done == 0 {
		return verdict, nil
	}
	return append(out, verdict[done:]...), nil
}
