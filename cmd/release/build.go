package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// A release is one run: what it is called, where it goes, and for what.
type release struct {
	version, out string
	targets      []string // OS/ARCH
}

// completions are the shells and the names their scripts are looked for
// under.
var completions = map[string]string{"bash": "rung.bash", "zsh": "_rung", "fish": "rung.fish", "powershell": "rung.ps1"}

func (r release) make(ctx context.Context) error {
	stage, err := os.MkdirTemp("", "rung-release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(stage)
	if err := os.MkdirAll(r.out, 0o755); err != nil {
		return err
	}
	at, err := commitTime(ctx)
	if err != nil {
		return err
	}
	common, err := r.documents(ctx, stage)
	if err != nil {
		return err
	}
	var made []string
	for _, t := range r.targets {
		names, err := r.target(ctx, t, stage, common, at)
		if err != nil {
			return fmt.Errorf("%s: %w", t, err)
		}
		made = append(made, names...)
	}
	return writeSums(r.out, made)
}

// documents gathers what is the same for every target.
func (r release) documents(ctx context.Context, stage string) ([]member, error) {
	var out []member
	for _, name := range []string{"README.md", "LICENSE", "NOTICE"} {
		out = append(out, member{name: name, file: name})
	}
	host, err := r.build(ctx, runtime.GOOS+"/"+runtime.GOARCH, stage)
	if err != nil {
		return nil, err
	}
	man := filepath.Join(stage, "man1")
	if text, err := exec.CommandContext(ctx, host, "man", man).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("manual pages: %w: %s", err, text)
	}
	pages, err := filepath.Glob(filepath.Join(man, "*.1"))
	if err != nil {
		return nil, err
	}
	for _, p := range pages {
		out = append(out, member{name: "man/man1/" + filepath.Base(p), file: p})
	}
	for shell, name := range completions {
		script, err := exec.CommandContext(ctx, host, "completion", shell).Output()
		if err != nil {
			return nil, fmt.Errorf("completion %s: %w", shell, err)
		}
		file := filepath.Join(stage, name)
		if err := os.WriteFile(file, script, 0o644); err != nil {
			return nil, err
		}
		out = append(out, member{name: "completions/" + name, file: file})
	}
	return out, nil
}

// target builds and packs one target, and returns the names of its files.
func (r release) target(ctx context.Context, target, stage string, common []member, at time.Time) ([]string, error) {
	binary, err := r.build(ctx, target, stage)
	if err != nil {
		return nil, err
	}
	base := "rung-" + r.version + "-" + strings.ReplaceAll(target, "/", "-")
	members := append([]member{{name: filepath.Base(binary), file: binary, run: true}}, common...)
	archive := base + ".tar.gz"
	pack := tarball
	if strings.HasPrefix(target, "windows/") {
		archive, pack = base+".zip", zipped
	}
	if err := writeFile(filepath.Join(r.out, archive), func(f *os.File) error { return pack(f, base, members, at) }); err != nil {
		return nil, err
	}
	bom := base + ".cdx.json"
	err = writeFile(filepath.Join(r.out, bom), func(f *os.File) error { return writeBOM(f, binary, r.version, at) })
	return []string{archive, bom}, err
}

// build builds the command for a target into the stage.
func (r release) build(ctx context.Context, target, stage string) (string, error) {
	goos, arch, ok := strings.Cut(target, "/")
	if !ok {
		return "", fmt.Errorf("a target is OS/ARCH, not %q", target)
	}
	name := "rung"
	if goos == "windows" {
		name += ".exe"
	}
	out := filepath.Join(stage, goos+"-"+arch, name)
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=auto", "-ldflags", "-s -w -buildid= -X main.version="+r.version, "-o", out, "./cmd/rung")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+goos, "GOARCH="+arch)
	cmd.Stderr = os.Stderr
	return out, cmd.Run()
}

// commitTime is the time that everything made bears.
func commitTime(ctx context.Context) (time.Time, error) {
	s := os.Getenv("SOURCE_DATE_EPOCH")
	if s == "" {
		out, err := exec.CommandContext(ctx, "git", "log", "-1", "--format=%ct").Output()
		if err != nil {
			return time.Time{}, fmt.Errorf("no commit to take the time from; set SOURCE_DATE_EPOCH: %w", err)
		}
		s = strings.TrimSpace(string(out))
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return time.Unix(n, 0).UTC(), err
}

// writeSums writes SHA256SUMS of the named files of a folder.
func writeSums(dir string, names []string) error {
	var b strings.Builder
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(data), name)
	}
	return os.WriteFile(filepath.Join(dir, "SHA256SUMS"), []byte(b.String()), 0o644)
}

func writeFile(name string, write func(*os.File) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
