package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"rung/corpus/sample"
)

// TestDemoNeedsNoNetwork runs the demo where there is no network but
// loopback: in a network namespace of its own. It is for machines without
// strace; TestDemo sees every socket where that is there.
func TestDemoNeedsNoNetwork(t *testing.T) {
	if testing.Short() {
		t.Skip("crawls eighteen months of a market")
	}
	if _, err := exec.LookPath("strace"); err == nil {
		t.Skip("TestDemo watches every socket here")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := rungProcess(ctx, nil, "demo", "--once", "--data", filepath.Join(t.TempDir(), "demo"))
	cmd.Env = append(cmd.Env, "RUNG_TEST_LOOPBACK_UP=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if cmd.Process == nil {
		t.Skipf("namespaces are not allowed here: %v", err)
	}
	if err != nil || !strings.Contains(string(out), sample.Notice) || strings.Contains(string(out), "unreachable") {
		t.Errorf("the demo without a network: %v\n%s", err, out)
	}
}

// init brings loopback up in a namespace made for this process, before the
// command runs in it.
func init() {
	if os.Getenv("RUNG_TEST_LOOPBACK_UP") != "1" {
		return
	}
	if err := loopbackUp(); err != nil {
		panic(err)
	}
}

func loopbackUp() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	lo, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	lo.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, lo)
}
