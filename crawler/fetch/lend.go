package fetch

import (
	"net/http"
	"strings"
)

// lend passes a body that is whole and in its final encoding around colly
// instead of through it: colly would copy what is in memory already, into a
// slice that it doubles until it fits. A body whose charset colly has to
// change takes the way through it.
type lend struct{ next http.RoundTripper }

func (l lend) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := l.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	e := exchangeOf(r.Context())
	e.body = nil // of a hop before this one
	if !foreignCharset(res.Header.Get("Content-Type")) {
		e.body = held(res)
		res.Body = http.NoBody
	}
	return res, nil
}

// foreignCharset reports whether colly changes bytes of this media type.
func foreignCharset(media string) bool {
	media = strings.ToLower(media)
	return strings.Contains(media, "charset") && !strings.Contains(media, "utf-8") && !strings.Contains(media, "utf8")
}
