package crawltest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// inflate plays the faults of size: "huge N" appends N filler bytes to the
// body, "gzip" sends it compressed, "bomb N" sends N zero bytes compressed.
func inflate(name, arg string, a *http.Response, body []byte) (*http.Response, error) {
	var size int64
	if name != "gzip" {
		var err error
		if size, err = strconv.ParseInt(arg, 10, 64); err != nil {
			return nil, fmt.Errorf("crawltest: fault %s: %w", name, err)
		}
	}
	switch name {
	case "huge":
		a.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), io.LimitReader(filler{' '}, size)))
		a.ContentLength = -1 // not announced: the harder case
		return a, nil
	case "bomb":
		return compressed(a, io.LimitReader(filler{0}, size))
	}
	return compressed(a, bytes.NewReader(body))
}

func compressed(a *http.Response, body io.Reader) (*http.Response, error) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := io.Copy(z, body); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	a.Header.Set("Content-Encoding", "gzip")
	a.Body, a.ContentLength = io.NopCloser(&packed), int64(packed.Len())
	return a, nil
}

// filler is an endless run of one byte.
type filler struct{ b byte }

func (f filler) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = f.b
	}
	return len(p), nil
}
