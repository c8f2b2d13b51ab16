package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// A TooLarge is a body beyond the cap. Nothing of it is handed out: half a
// board looks like closed postings.
type TooLarge struct {
	Limit int64 // Options.MaxBody
	Wire  int64 // bytes read from the wire when the cap was reached
	// Bomb is set when the body grew out of proportion while it was
	// decompressed.
	Bomb bool
}

func (e *TooLarge) Error() string {
	if e.Bomb {
		return fmt.Sprintf("body grows out of proportion when decompressed (%d bytes on the wire)", e.Wire)
	}
	return fmt.Sprintf("body is larger than %d bytes", e.Limit)
}

// A CutBody is a body that ended before it was whole.
type CutBody struct {
	Got int64 // decoded bytes that came
	Err error
}

func (e *CutBody) Error() string {
	return fmt.Sprintf("body broke off after %d bytes: %v", e.Got, e.Err)
}
func (e *CutBody) Unwrap() error { return e.Err }

// An UnknownEncoding is a body packed in a way we did not ask for.
type UnknownEncoding struct{ Name string }

func (e *UnknownEncoding) Error() string {
	return fmt.Sprintf("content encoding %q was not asked for", e.Name)
}

// Deflate reaches 1032:1 on constant bytes; markup and JSON stay under 30:1.
// Below bombFloor the cap is protection enough.
const (
	bombRatio = 200
	bombFloor = 4 << 20
)

// whole hands out answers only when all of their body is there.
type whole struct {
	next    http.RoundTripper
	timeout time.Duration
	limit   int64
}

func (w whole) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeoutCause(r.Context(), w.timeout, errTimeout)
	defer cancel()
	r = r.Clone(ctx)
	r.Header.Set("Accept-Encoding", "gzip")
	res, err := w.next.RoundTrip(r)
	if err != nil {
		return nil, because(ctx, err)
	}
	defer res.Body.Close()
	body, wire, err := w.read(res)
	exchangeOf(ctx).wire.Add(wire)
	if err != nil {
		return nil, because(ctx, err)
	}
	return replaceBody(res, body), nil
}

var errTimeout = fmt.Errorf("time-out: %w", context.DeadlineExceeded)

// because names the time-out of a try where the bare error would only say
// that some context ended.
func because(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// read returns the decoded body and the number of bytes on the wire.
func (w whole) read(res *http.Response) (body []byte, wire int64, err error) {
	counted := &counter{r: res.Body}
	decoded, err := decode(res, counted)
	if err != nil {
		return nil, counted.n, err
	}
	var buf bytes.Buffer
	// The announced length is a hint, not a promise.
	if res.ContentLength > 0 {
		buf.Grow(int(min(res.ContentLength, w.limit, 1<<20)) + bytes.MinRead)
	}
	_, err = buf.ReadFrom(&capped{r: decoded, wire: counted, limit: w.limit})
	var tooLarge *TooLarge
	if err != nil && !errors.As(err, &tooLarge) {
		err = &CutBody{int64(buf.Len()), err}
	}
	return buf.Bytes(), counted.n, err
}

// decode undoes the content encoding, and the packing of files that are
// stored compressed ("sitemap.xml.gz").
func decode(res *http.Response, wire io.Reader) (io.Reader, error) {
	switch e := strings.ToLower(res.Header.Get("Content-Encoding")); e {
	case "gzip", "x-gzip":
		return gunzip(wire)
	case "", "identity":
	default:
		return nil, &UnknownEncoding{e}
	}
	if res.Request == nil || !strings.HasSuffix(strings.ToLower(res.Request.URL.Path), ".gz") {
		return wire, nil
	}
	start := make([]byte, 2)
	n, err := io.ReadFull(wire, start)
	rest := io.MultiReader(bytes.NewReader(start[:n]), wire)
	if err != nil || start[0] != 0x1f || start[1] != 0x8b {
		return rest, nil // an error page under the file's name; a broken connection shows again on the next read
	}
	return gunzip(rest)
}

func gunzip(r io.Reader) (io.Reader, error) {
	z, err := gzip.NewReader(r)
	if errors.Is(err, io.EOF) {
		return strings.NewReader(""), nil // no body, as after a redirect
	}
	if err != nil {
		return nil, &CutBody{Err: err}
	}
	return z, nil
}

// capped fails exactly one byte after the limit, and on bombs earlier.
type capped struct {
	r     io.Reader
	wire  *counter
	limit int64
	n     int64
}

func (c *capped) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.n > c.limit {
		return n, &TooLarge{Limit: c.limit, Wire: c.wire.n}
	}
	if c.n > bombFloor && c.n > bombRatio*c.wire.n {
		return n, &TooLarge{Limit: c.limit, Wire: c.wire.n, Bomb: true}
	}
	return n, err
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// memory is a body that is all there.
type memory struct {
	*bytes.Reader
	data []byte
}

func (memory) Close() error { return nil }

// held returns the body whole has put into memory, without reading it.
func held(res *http.Response) []byte {
	m, _ := res.Body.(memory) // every layer outside whole sees one
	return m.data
}

// replaceBody gives an answer a body that is in memory. Uncompressed keeps
// colly from guessing at an encoding from the media type or the file name.
func replaceBody(res *http.Response, body []byte) *http.Response {
	res.Body = memory{bytes.NewReader(body), body}
	res.ContentLength = int64(len(body))
	res.Uncompressed = true
	res.Header.Del("Content-Encoding")
	res.Header.Del("Content-Length")
	return res
}
