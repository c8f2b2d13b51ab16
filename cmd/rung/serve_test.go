package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

var address = regexp.MustCompile(`http://[0-9.]+:[0-9]+/`)

// startedAt starts a server and returns where it says it is; what it says
// afterwards is thrown away. It is ended with the test.
func startedAt(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	at, _ := startedTalking(t, cmd)
	return at
}

// startedTalking is startedAt that also returns what the server says, once
// it has ended.
func startedTalking(t *testing.T, cmd *exec.Cmd) (at string, ended func() string) {
	t.Helper()
	talk, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	r := bufio.NewReader(talk)
	for at == "" {
		line, err := r.ReadString('\n')
		said.WriteString(line)
		if err != nil {
			t.Fatalf("it ended before it said where it is: %v\n%s", err, said.String())
		}
		at = address.FindString(line)
	}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		_, _ = io.Copy(&said, r) // ends with the process
	}()
	ended = sync.OnceValue(func() string {
		_ = cmd.Process.Signal(os.Interrupt)
		<-drained
		_ = cmd.Wait() // interrupted, as meant
		return said.String()
	})
	t.Cleanup(func() { ended() })
	return at, ended
}

// TestServeSaysNoSecrets holds that what is asked never reaches the log, and
// that one server answers pages and API.
func TestServeSaysNoSecrets(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	at, ended := startedTalking(t, rungProcess(ctx, nil, "--data", stocked(t), "serve", "--addr", "127.0.0.1:0", "--rate", "2"))
	status := map[int]int{}
	for _, target := range []string{"search?q=hunter2", "api/v1/search?q=hunter2", "api/v1/posting/hunter2", "api/v1/report?from=hunter2", "api/v1/health", "api/v1/health", "api/v1/health"} {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, at+target, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer hunter2")
		r.Header.Set("Cookie", "session=hunter2")
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		status[res.StatusCode]++
		if res.StatusCode == http.StatusTooManyRequests && res.Header.Get("Retry-After") == "" {
			t.Error("429 without Retry-After")
		}
	}
	if status[200] < 2 || status[404] != 1 || status[422] != 1 || status[429] < 1 {
		t.Errorf("statuses %v, want a page, hits, 404, 422 and 429", status)
	}
	if said := ended(); strings.Contains(said, "hunter2") {
		t.Errorf("the log repeats what was asked:\n%s", said)
	}
}

// TestServeEndsWhileItIsAsked ends a server in the middle of a stream that
// nobody goes on with.
func TestServeEndsWhileItIsAsked(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := rungProcess(ctx, nil, "--data", stocked(t), "serve", "--addr", "127.0.0.1:0")
	at, ended := startedTalking(t, cmd)
	body, more := io.Pipe()
	defer more.Close()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, at+"api/v1/classify/stream", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-ndjson")
	go func() { _, _ = io.WriteString(more, oneAd+"\n") }() // read by the server, whose answer is awaited below
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := bufio.NewReader(res.Body).ReadString('\n'); err != nil {
		t.Fatalf("no verdict for the first line: %v", err)
	}
	began := time.Now()
	said := ended()
	if code := cmd.ProcessState.ExitCode(); code != exitOK || time.Since(began) > prompt {
		t.Errorf("code %d after %v, want %d within %v: %s", code, time.Since(began), exitOK, prompt, said)
	}
}
