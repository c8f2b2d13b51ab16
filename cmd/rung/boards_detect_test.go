package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"rung/corpus/corpustest"
)

// An internet answers with the page of an address, and 404 for others.
type internet map[string]string

func (w internet) RoundTrip(r *http.Request) (*http.Response, error) {
	page, known := w[r.URL.String()]
	status := http.StatusOK
	if !known {
		status = http.StatusNotFound
	}
	return &http.Response{StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(page)), Request: r}, nil
}

// harbour is a careers page that links to a board of its own, and to one that
// belongs to somebody else.
var harbour = internet{
	"https://www.harbour.example/careers": `<meta property="og:site_name" content="Harbour Ltd">
		<iframe src="https://boards.greenhouse.io/embed/job_board?for=harbour"></iframe> <a href="https://jobs.lever.co/lamps/1">our friends hire too</a>`,
	"https://boards-api.greenhouse.io/v1/boards/harbour/jobs?content=true&pay_transparency=true": `{"jobs":[{"id":1,"title":"Senior Product Manager","absolute_url":"https://boards.greenhouse.io/harbour/jobs/1","location":{"name":"Bergen"},"company_name":"Harbour","content":"Own the pier.","first_published":"2026-10-01T00:00:00Z"}],"meta":{"total":1}}`,
	"https://api.lever.co/v0/postings/lamps?mode=json":                                           `[{"id":"1","text":"Lamp Lighter","hostedUrl":"https://jobs.lever.co/lamps/1","createdAt":1760000000000,"descriptionPlain":"Light lamps.","description":"<p>Light lamps.</p>","categories":{"location":"Oslo"}}]`,
	"https://jobs.lever.co/lamps":                                                                `<title>Florida Lamps</title>`,
	"https://www.lamps.example/":                                                                 `<a href="https://boards.greenhouse.io/harbour">jobs</a>`,
	"https://www.icy.example/":                                                                   `<iframe src="https://careers-icy.icims.com/jobs"></iframe>`,
	"https://www.quiet.example/":                                                                 `<p>Nobody is wanted.</p>`,
}

func runOn(t *testing.T, w internet, dir string, args ...string) (code int, out, talk string) {
	t.Helper()
	c := quietConsole(func() time.Time { return opening })
	var o, e bytes.Buffer
	c.out, c.err, c.network = &o, &e, w
	code = run(t.Context(), append([]string{"--data", dir}, args...), c)
	return code, o.String(), e.String()
}

// TestDetect shows what a person sees who asks for the board behind a page.
func TestDetect(t *testing.T) {
	var all strings.Builder
	for _, args := range [][]string{
		{"boards", "detect", "https://www.harbour.example/careers"},
		{"boards", "detect", "https://www.harbour.example/careers", "--json"},
		{"boards", "add", "https://www.harbour.example/careers"},
		{"boards", "add", "https://www.lamps.example"},
		{"boards", "detect", "https://www.icy.example/"},
		{"boards", "detect", "https://www.quiet.example/"},
		{"boards", "detect", "https://www.gone.example/"},
	} {
		code, out, talk := runOn(t, harbour, t.TempDir(), args...)
		fmt.Fprintf(&all, "$ rung %s\n%s--- talk, exit code %d\n%s\n", strings.Join(args, " "), out, code, talk)
	}
	corpustest.Golden(t, "testdata/detect.golden", []byte(all.String()))
}
