package fetch

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
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

// challengeMarks stand in the body of a challenge and not on ordinary pages
// behind the same guards, which carry scripts and cookies of theirs too.
var challengeMarks = []string{
	"<title>just a moment...</title>",
	"<title>attention required! | cloudflare</title>",
	"captcha-delivery.com/captcha",
	"_incapsula_resource?swudnsai",
	"id=\"px-captcha\"",
	"<title>pardon our interruption</title>",
	"<title>access to this page has been denied</title>",
}

// challengeSize is how far into a page the marks are looked for.
const challengeSize = 32 << 10

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
	head := peek(res, challengeSize)
	head = bytes.ToLower(head)
	for _, mark := range challengeMarks {
		if bytes.Contains(head, []byte(mark)) {
			return mark
		}
	}
	return ""
}

// peek returns the first n bytes of a body that whole has put into memory,
// and leaves the body unread.
func peek(res *http.Response, n int64) []byte {
	head, _ := io.ReadAll(io.LimitReader(res.Body, n)) // reading from memory does not fail
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(head), res.Body), res.Body}
	return head
}
