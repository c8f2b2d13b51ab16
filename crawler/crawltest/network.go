package crawltest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// Now is the time at which every invented network is visited.
var Now = time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)

// A Network answers requests from a text archive. It is an
// http.RoundTripper, and through Server a loopback host.
type Network struct {
	t       testing.TB
	answers map[string][]string // "METHOD URL" → raw responses, in order

	mu    sync.Mutex
	asked []string
	count map[string]int
	swap  func(key, raw string) string
}

// Open reads the archive at path, relative to the test's package.
func Open(t testing.TB, path string) *Network {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return Parse(t, data)
}

// Parse makes a network of the text of an archive.
func Parse(t testing.TB, archive []byte) *Network {
	t.Helper()
	n := &Network{t: t, answers: map[string][]string{}, count: map[string]int{}}
	for _, f := range txtar.Parse(archive).Files {
		key, err := answerKey(f.Name)
		if err != nil {
			t.Fatalf("archive: %v", err)
		}
		n.answers[key] = append(n.answers[key], string(f.Data))
	}
	return n
}

// answerKey turns the name of an archived file into the key requests are
// looked up by.
func answerKey(name string) (string, error) {
	method, address, ok := strings.Cut(name, " ")
	if !ok {
		method, address = http.MethodGet, name
	}
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(u.Path, "/") {
		return "", fmt.Errorf("file name %q is no URL or path", name)
	}
	return method + " " + u.String(), nil
}

// Asked lists the requests made so far, robots.txt aside.
func (n *Network) Asked() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.asked)
}

// Count returns how often "METHOD URL" was asked.
func (n *Network) Count(key string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.count[key]
}

// RoundTrip answers from the archive. A URL the archive does not know fails
// the test by name; an absent robots.txt alone is an ordinary 404.
func (n *Network) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	raw, ok := n.find(r)
	if !ok {
		return nil, fmt.Errorf("crawltest: nobody answers %s %s", r.Method, r.URL)
	}
	return respond(r, raw)
}

// find looks the request up, first with its host and then by path alone, and
// moves on to the next of several answers.
func (n *Network) find(r *http.Request) (string, bool) {
	full := r.Method + " " + r.URL.String()
	bare := r.Method + " " + r.URL.RequestURI()
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, key := range []string{full, bare} {
		if list := n.answers[key]; len(list) > 0 {
			raw := list[min(n.count[key], len(list)-1)]
			n.note(r, key)
			if n.swap != nil {
				raw = n.swap(key, raw)
			}
			return raw, true
		}
	}
	if r.URL.Path == "/robots.txt" {
		return "HTTP/1.1 404 Not Found\n\n", true
	}
	n.t.Errorf("network: nobody answers %s; the archive knows:\n\t%s", full,
		strings.Join(slices.Sorted(maps.Keys(n.answers)), "\n\t"))
	return "", false
}

func (n *Network) note(r *http.Request, key string) {
	n.count[key]++
	if r.URL.Path != "/robots.txt" {
		n.asked = append(n.asked, key)
	}
}

// Server serves the network on a loopback address until the test ends, for
// what only a real connection shows. Answers are found by path alone.
func (n *Network) Server() *httptest.Server {
	s := httptest.NewServer(http.HandlerFunc(n.serve))
	n.t.Cleanup(s.Close)
	return s
}

func (n *Network) serve(w http.ResponseWriter, r *http.Request) {
	answer, err := n.RoundTrip(r)
	if err != nil {
		panic(http.ErrAbortHandler) // the client sees its connection reset
	}
	defer answer.Body.Close()
	maps.Copy(w.Header(), answer.Header)
	if answer.ContentLength >= 0 {
		w.Header().Set("Content-Length", fmt.Sprint(answer.ContentLength))
	}
	w.WriteHeader(answer.StatusCode)
	if _, err := io.Copy(flusher{w}, answer.Body); err != nil {
		panic(http.ErrAbortHandler)
	}
}

// flusher sends every write at once, so that a slow drip drips.
type flusher struct{ w http.ResponseWriter }

func (f flusher) Write(p []byte) (int, error) {
	n, err := f.w.Write(p)
	_ = http.NewResponseController(f.w).Flush() // a writer that cannot flush only drips less well
	return n, err
}

// respond parses one raw response and plays its fault.
func respond(r *http.Request, raw string) (*http.Response, error) {
	head, body, _ := strings.Cut(strings.ReplaceAll(raw, "\r\n", "\n"), "\n\n")
	answer, err := http.ReadResponse(bufio.NewReader(strings.NewReader(head+"\n\n")), r)
	if err != nil {
		return nil, fmt.Errorf("crawltest: %s is no HTTP response: %w", r.URL, err)
	}
	fault := answer.Header.Get("Fault")
	answer.Header.Del("Fault")
	answer.Header.Del("Content-Length")
	answer.Body, answer.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	if len(body) == 0 {
		answer.Body = http.NoBody
	}
	if fault != "" {
		return play(r.Context(), fault, answer, []byte(body))
	}
	return answer, nil
}

var errReset = errors.New("connection reset by peer")

// play bends an answer into the shape its Fault header names.
func play(ctx context.Context, fault string, a *http.Response, body []byte) (*http.Response, error) {
	name, arg, _ := strings.Cut(fault, " ")
	switch name {
	case "reset":
		return nil, errReset
	case "stall":
		<-ctx.Done()
		return nil, ctx.Err()
	case "cut":
		a.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body[:len(body)/2]), broken{}))
	case "drip":
		pause, err := time.ParseDuration(arg)
		if err != nil {
			return nil, err
		}
		a.Body = io.NopCloser(&drip{ctx, body, pause})
	case "huge", "gzip", "bomb":
		return inflate(name, arg, a, body)
	default:
		return nil, fmt.Errorf("crawltest: unknown fault %q", fault)
	}
	return a, nil
}

// broken is a connection that ends too early.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// drip gives a byte at a time and pauses before each.
type drip struct {
	ctx   context.Context
	rest  []byte
	pause time.Duration
}

func (d *drip) Read(p []byte) (int, error) {
	if len(d.rest) == 0 {
		return 0, io.EOF
	}
	select {
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	case <-time.After(d.pause):
	}
	n := copy(p, d.rest[:1])
	d.rest = d.rest[n:]
	return n, nil
}
