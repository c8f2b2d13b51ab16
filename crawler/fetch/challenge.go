package fetch

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// A Challenge is a page that wants to see a browser or a person. It is a
// block, whatever its status says, and nothing is done against it.
type Challenge struct{ Sign string }

func (e *Challenge) Error() string { return fmt.Sprintf("a challenge page (%s)", e.Sign) }

// challengeHeaders are set by the guards themselves, on challenges only.
var challengeHeaders = map[string]string{
	"Cf-Mitigated":      "challenge",
	"X-Amzn-Waf-Action": "challenge captcha",
}

// challengeTitles, in lower case, are what challenges call themselves.
var challengeTitles = []string{
	"just a moment...",
	"attention required! | cloudflare",
	"pardon our interruption",
	"access to this page has been denied",
}

// challengeMarks stand in the body of a challenge and not on ordinary pages
// behind the same guards, which carry scripts and cookies of theirs too.
var challengeMarks = []string{
	"captcha-delivery.com/captcha",
	"_Incapsula_Resource?SWUDNSAI",
	`id="px-captcha"`,
}

// challengeSize is how far into a page the marks are looked for.
const challengeSize = 16 << 10

// challenge turns pages that ask for a person into errors.
type challenge struct{ next http.RoundTripper }

func (c challenge) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if sign := challengeSign(res); sign != "" {
		return nil, &Challenge{sign}
	}
	return res, nil
}

// challengeSign returns what gives an answer away as a challenge, or "".
func challengeSign(res *http.Response) string {
	for name, actions := range challengeHeaders {
		if v := strings.ToLower(res.Header.Get(name)); v != "" && strings.Contains(actions, v) {
			return name + ": " + v
		}
	}
	if !strings.Contains(strings.ToLower(res.Header.Get("Content-Type")), "html") {
		return ""
	}
	page := held(res)
	head := page[:min(len(page), challengeSize)]
	if t := strings.ToLower(title(head)); slices.Contains(challengeTitles, t) {
		return "title " + strconv.Quote(t)
	}
	for _, mark := range challengeMarks {
		if bytes.Contains(head, []byte(mark)) {
			return mark
		}
	}
	return ""
}

// title returns the text of the first title element, without spaces around it.
// It is read by hand because every page passes here, and a challenge is
// machine-made: its tag is always spelled like this.
func title(page []byte) string {
	_, rest, ok := bytes.Cut(page, []byte("<title>"))
	text, _, closed := bytes.Cut(rest, []byte("</title>"))
	if !ok || !closed {
		return ""
	}
	return string(bytes.TrimSpace(text))
}
