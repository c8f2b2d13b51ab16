package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Cached is the part of a request that asks whether anything changed, and the
// address it was asked at.
type Cached struct {
	IfNoneMatch string `header:"If-None-Match" maxLength:"1000" doc:"ETag of the answer that is at hand"`
	url         url.URL
}

// Resolve keeps the address for links to following pages.
func (c *Cached) Resolve(ctx huma.Context) []error {
	c.url = ctx.URL()
	return nil
}

// unchanged returns the ETag of answers now, or an error that is the answer
// 304 where the client has it. The tag is weak: the time a search took is not
// the same twice. It is "" while a crawl is changing things.
func (s *server) unchanged(ctx context.Context, have string) (string, error) {
	state, err := s.Desk.State(ctx)
	if err != nil {
		return "", s.problem("state", "", err)
	}
	if state == "" {
		return "", nil
	}
	sum := sha256.Sum256([]byte(state + "\x00" + s.Desk.Model + "\x00" + s.Desk.Version))
	tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
	for t := range strings.SplitSeq(have, ",") {
		if strings.TrimPrefix(strings.TrimSpace(t), "W/") == strings.TrimPrefix(tag, "W/") {
			return "", huma.ErrorWithHeaders(huma.Status304NotModified(), http.Header{"ETag": {tag}})
		}
	}
	return tag, nil
}

// nextLink is the Link header of the page behind a cursor, in the same words
// otherwise.
func nextLink(at url.URL, cursor string) string {
	q := at.Query()
	q.Set("cursor", cursor)
	return "<" + at.EscapedPath() + "?" + q.Encode() + `>; rel="next"`
}
