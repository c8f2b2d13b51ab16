package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// prompt is within what an interrupted command has to end. It does in a tenth
// of a second; the machine of a test may be busy.
const prompt = 10 * time.Second

// sayReady tells the test on the pipe that it left here that interrupts no
// longer end this process by themselves: only what main does with them counts.
func sayReady() {
	signal.Notify(make(chan os.Signal, 1), os.Interrupt)
	_ = os.NewFile(3, "ready").Close() // who waits sees the end
}

// interrupted starts a process and interrupts it in its work until it ends. It
// returns how long that took.
func interrupted(t *testing.T, cmd *exec.Cmd) time.Duration {
	t.Helper()
	ready, told, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer ready.Close()
	cmd.Env, cmd.ExtraFiles = append(cmd.Env, "RUNG_TEST_READY=1"), []*os.File{told}
	if err := errors.Join(cmd.Start(), told.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, ready); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // its code is looked at by who asked
	}()
	time.Sleep(500 * time.Millisecond)
	for began := time.Now(); ; {
		if err := cmd.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Fatal(err)
		}
		select {
		case <-ended:
			return time.Since(began)
		case <-time.After(500 * time.Millisecond):
		}
	}
}

// TestInterrupted interrupts real processes in the middle of what they do:
// each ends soon with the code for it and says what it leaves behind.
func TestInterrupted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot send another an interrupt on Windows")
	}
	dir := t.TempDir()
	row := `{"id":"1","title":"Senior Product Manager","company":"Ferry","text":"` + strings.Repeat("Own the roadmap across several teams and mentor product managers. ", 300) + `"}` + "\n"
	var many strings.Builder
	for i := range 1200 {
		many.WriteString(strings.Replace(row, `"1"`, `"`+strconv.Itoa(i)+`"`, 1))
	}
	big := filepath.Join(dir, "big.jsonl")
	if err := os.WriteFile(big, []byte(many.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if left, err := filepath.Glob(filepath.Join(dir, "*model*")); err != nil || len(left) > 0 {
			t.Errorf("an interrupted fit left %v, %v", left, err)
		}
	})
	for _, tt := range []struct {
		name string
		args []string
		says string
	}{
		{"an ad that is still to be typed", []string{"classify"}, "interrupted\n"},
		{"an ad to lint", []string{"lint", "-"}, "interrupted\n"},
		{"a résumé", []string{"compare", "--rung", "pm", "--me", "-"}, "interrupted\n"},
		{"postings that are still to come", []string{"import", "-"}, "the same import again does the rest"},
		{"labels", []string{"label", "--into", filepath.Join(dir, "labels"), big}, "the same command goes on"},
		{"an agent's questions", []string{"mcp"}, "interrupted\n"},
		{"a measurement", []string{"eval"}, "interrupted\n"},
		{"a model in the making", []string{"fit", "--gold", "builtin", "-o", filepath.Join(dir, "model.json")}, "interrupted\n"},
		{"many postings", []string{"classify", "--json", big}, "interrupted\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in, hold, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer hold.Close()
			defer in.Close()
			cmd := rungProcess(t.Context(), nil, append([]string{"--data", filepath.Join(t.TempDir(), "data")}, tt.args...)...)
			var said strings.Builder
			cmd.Stdin, cmd.Stdout, cmd.Stderr = in, io.Discard, &said
			took := interrupted(t, cmd)
			if code := cmd.ProcessState.ExitCode(); code != exitInterrupted || took > prompt {
				t.Errorf("code %d after %v, want %d within %v: %s", code, took, exitInterrupted, prompt, said.String())
			}
			if !strings.Contains(said.String(), tt.says) {
				t.Errorf("says %q, want %q", said.String(), tt.says)
			}
		})
	}
}

func TestReadingEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	in, hold := io.Pipe()
	defer hold.Close()
	r := &interruptible{ctx: ctx, in: in}
	go func() { _, _ = hold.Write([]byte("typed")) }() // the reader below takes it
	got := make([]byte, 5)
	if _, err := io.ReadFull(r, got); err != nil || string(got) != "typed" {
		t.Fatalf("read %q, %v", got, err)
	}
	cancel()
	if _, err := r.Read(got); !errors.Is(err, context.Canceled) {
		t.Errorf("reading after the end: %v, want %v", err, context.Canceled)
	}
}

func TestReadingToTheEnd(t *testing.T) {
	text := strings.Repeat("line\n", 100_000)
	got, err := io.ReadAll(&interruptible{ctx: t.Context(), in: strings.NewReader(text)})
	if err != nil || string(got) != text {
		t.Errorf("read %d bytes, %v; want all %d", len(got), err, len(text))
	}
}
