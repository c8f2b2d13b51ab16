package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"rung/corpus/sample"
)

// TestMain lets the test binary be the command, so that tests can watch it
// as a process of its own. RUNG_TEST_NOW sets its clock.
func TestMain(m *testing.M) {
	if at, err := time.Parse(time.RFC3339, os.Getenv("RUNG_TEST_NOW")); err == nil {
		c := system()
		c.now = func() time.Time { return at }
		os.Exit(run(context.Background(), os.Args[1:], c))
	}
	if os.Getenv("RUNG_TEST_READY") == "1" {
		sayReady()
	}
	if os.Getenv("RUNG_TEST_BE_RUNG") == "1" {
		main()
		return
	}
	os.Exit(m.Run())
}

// rungProcess is the command as a process of its own.
func rungProcess(ctx context.Context, wrapped []string, args ...string) *exec.Cmd {
	argv := append(append(wrapped, os.Args[0]), args...)
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Env = append(os.Environ(), "RUNG_TEST_BE_RUNG=1")
	return cmd
}

// TestDemo runs the demo as a user does and asks its pages for something,
// with every socket watched where strace is at hand.
func TestDemo(t *testing.T) {
	if testing.Short() {
		t.Skip("crawls eighteen months of a market")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	trace := filepath.Join(t.TempDir(), "trace")
	wrapped := straced(t, trace)
	data := filepath.Join(t.TempDir(), "demo")
	cmd := rungProcess(ctx, wrapped, "demo", "--data", data)
	var out bytes.Buffer
	cmd.Stdout = &out
	talk, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	pages := pagesOf(t, talk)
	home := ask(t, pages+"search?q=rung:senior")
	t.Run("in a browser", func(t *testing.T) { browse(t, pages) })
	interrupt(t, cmd, wrapped)
	go io.Copy(io.Discard, talk)
	if err := cmd.Wait(); err != nil {
		t.Errorf("the demo ended with %v", err)
	}
	for _, s := range []string{sample.Notice, "OPENINGS AND CLOSINGS, AS OBSERVED", "OPEN AT THE END OF EACH MONTH"} {
		if !strings.Contains(out.String(), s) {
			t.Errorf("the report lacks %q", s)
		}
	}
	if !strings.Contains(home, sample.Notice) || !strings.Contains(home, `class="hits"`) {
		t.Errorf("the search page lacks hits or the notice:\n%s", home)
	}
	if wrapped != nil {
		onlyLoopback(t, trace)
	}
	demoIsKept(t, data)
}

// pagesOf waits for the line that says where the pages are.
func pagesOf(t *testing.T, talk io.Reader) string {
	t.Helper()
	at := regexp.MustCompile(`http://127\.0\.0\.1:\d+/`)
	lines := bufio.NewScanner(talk)
	var said []string
	for lines.Scan() {
		if u := at.FindString(lines.Text()); u != "" {
			return u
		}
		said = append(said, lines.Text())
	}
	t.Fatalf("the demo never said where its pages are:\n%s", strings.Join(said, "\n"))
	return ""
}

func ask(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", url, res.Status, err)
	}
	return string(body)
}

// interrupt presses Ctrl-C: on the command itself, which strace would keep it
// from.
func interrupt(t *testing.T, cmd *exec.Cmd, wrapped []string) {
	t.Helper()
	process := cmd.Process
	if wrapped != nil {
		children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", process.Pid, process.Pid))
		if err != nil {
			t.Fatal(err)
		}
		var pid int
		if _, err := fmt.Sscan(string(children), &pid); err != nil {
			t.Fatal(err)
		}
		if process, err = os.FindProcess(pid); err != nil {
			t.Fatal(err)
		}
	}
	if err := process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
}

// straced says how to run a command with every socket it opens written down,
// or nil where that cannot be done; the dialer's own test then stands alone.
func straced(t *testing.T, file string) []string {
	path, err := exec.LookPath("strace")
	if err != nil || runtime.GOOS != "linux" {
		t.Log("no strace here: sockets are watched by TestDemoNeedsNoNetwork instead")
		return nil
	}
	argv := []string{path, "-f", "--seccomp-bpf", "-qq", "-o", file, "-e", "trace=connect,bind,sendto,sendmsg"}
	if err := exec.Command(argv[0], append(append([]string{}, argv[1:]...), "true")...).Run(); err != nil {
		t.Logf("strace may not trace here (%v): sockets are watched by TestDemoNeedsNoNetwork instead", err)
		return nil
	}
	return argv
}

var socketAddress = regexp.MustCompile(`sa_family=AF_INET6?,.*?(?:inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)")`)

// onlyLoopback reads what strace wrote down.
func onlyLoopback(t *testing.T, file string) {
	t.Helper()
	trace, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, m := range socketAddress.FindAllStringSubmatch(string(trace), -1) {
		seen++
		if ip := net.ParseIP(m[1] + m[2]); ip == nil || !ip.IsLoopback() {
			t.Errorf("a socket beyond loopback: %s", m[0])
		}
	}
	if seen == 0 {
		t.Error("no socket was seen at all, so this watched nothing")
	}
}

// demoIsKept holds that a demo kept with --data is marked wherever it is
// shown, is not crawled twice, and takes in nothing else.
func demoIsKept(t *testing.T, data string) {
	t.Helper()
	again := func(args ...string) (code int, out, talk string) {
		var o, e bytes.Buffer
		c := quietConsole(time.Now)
		c.out, c.err = &o, &e
		return run(t.Context(), append([]string{"--data", data}, args...), c), o.String(), e.String()
	}
	if code, out, talk := again("demo", "--once"); code != exitOK || !strings.Contains(out, sample.Notice) || strings.Contains(talk, "Reading its") {
		t.Errorf("a second demo: exit code %d, talk %q", code, talk)
	}
	if code, out, _ := again("report", "--format", "csv"); code != exitOK || !strings.Contains(out, "flow,all,2026-10,open at end,") {
		t.Errorf("a report on the kept demo: exit code %d\n%s", code, out)
	}
	if _, _, talk := again("search", "rung:senior"); !strings.Contains(talk, sample.Notice) {
		t.Errorf("a search of the kept demo does not say that it is invented: %q", talk)
	}
}

func TestDemoKeepsToItself(t *testing.T) {
	dir := t.TempDir()
	rows := filepath.Join(dir, "rows.jsonl")
	if err := os.WriteFile(rows, []byte(`{"id":"x","title":"Product Manager","company":"Ferry","body":"Own a roadmap"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	c := quietConsole(time.Now)
	var talk bytes.Buffer
	c.err = &talk
	if code := run(t.Context(), []string{"--data", dir, "import", rows}, c); code != exitOK {
		t.Fatalf("import: exit code %d: %s", code, talk.String())
	}
	if code := run(t.Context(), []string{"--data", dir, "demo", "--once"}, c); code != exitUsage || !strings.Contains(talk.String(), "postings that are not the demo's") {
		t.Errorf("a demo over somebody's postings: exit code %d: %s", code, talk.String())
	}
	if exists(filepath.Join(dir, noticeName)) {
		t.Error("somebody's postings are now marked as invented")
	}
}

func TestDemoDialsLoopbackOnly(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c, err := dialLoopback(t.Context(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatalf("loopback is refused: %v", err)
	}
	c.Close()
	for _, to := range []string{"192.0.2.1:80", "10.0.0.1:80", "[2001:db8::1]:443", "0.0.0.0:80", "localhost:80", "example.com:443", "127.0.0.1.example:80"} {
		if c, err := dialLoopback(t.Context(), "tcp", to); err == nil {
			c.Close()
			t.Errorf("%s was dialled", to)
		}
	}
	if _, err := dialLoopback(t.Context(), "udp", l.Addr().String()); err == nil {
		t.Error("udp was dialled")
	}
}
