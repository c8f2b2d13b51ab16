// Release builds what is handed out of rung: for every target a static binary
// in an archive with its manual pages and completions, beside it the list of
// the modules in it, and the checksums of all.
//
//	go run ./cmd/release -version v1.2.0 -o dist/release
//	go run ./cmd/release -targets linux/arm64,windows/amd64
//
// In the folder are then, for each target,
//
//	rung-VERSION-OS-ARCH.tar.gz    rung, README.md, LICENSE, NOTICE, man/man1, completions (.zip for Windows)
//	rung-VERSION-OS-ARCH.cdx.json  the bill of materials (CycloneDX), read from the binary itself
//	SHA256SUMS                     of all of them, as sha256sum -c reads it
//
// The same commit and the same Go give the same bytes, wherever and whenever
// they are built: paths are trimmed, names sorted, and every time is that of
// the commit (or SOURCE_DATE_EPOCH, where there is none). Its limit: it runs
// the binary of this machine for the manual pages and completions, so that
// this machine must be one Go builds for.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var r release
	var targets string
	flag.StringVar(&r.version, "version", "unknown", "the version to state")
	flag.StringVar(&r.out, "o", "dist/release", "the folder to write to")
	flag.StringVar(&targets, "targets", "linux/amd64,linux/arm64,darwin/arm64,windows/amd64", "OS/ARCH, comma between them")
	flag.Parse()
	r.targets = strings.Split(targets, ",")
	if err := r.make(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}
