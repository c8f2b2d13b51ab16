package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"rung/corpus"
	"rung/crawler/replay"
	"rung/index"
)

// TestScripts runs what users type and see, one story a file. The commands of
// a script, beside testscript's own:
//
//	rung [<FILE] ARGS…        run the command, which must succeed
//	exits CODE [<FILE] ARGS…  run the command, which must exit with the code
//	board TOKEN FAULT         serve a board with a fault ("none" for none), add it to $WORK/boards.yaml, set $TOKEN to its base
//	mend TOKEN FAULT          change a board's fault
//	later DURATION            let the clock go on
//	hold DIR                  keep the index of a data directory open, as another process would
//	bytes FILE HEX            write a file of these bytes
//	big FILE MEGABYTES        write a long text of one word
//	cut FILE BYTES            keep that many bytes of a file
//
// The command runs within the test, so that the classifier is made once; paths
// are given in full ($WORK/…). The clock stands at 2026-11-23 but for later.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("RUNG_DATA", e.WorkDir+"/data")
			e.Values[streetKey{}] = &street{file: e.WorkDir + "/boards.yaml", servers: map[string]*replay.Server{}}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"rung":  func(ts *testscript.TestScript, neg bool, args []string) { expect(ts, neg, exitOK, args) },
			"exits": exits, "board": board, "mend": mend, "later": later, "hold": hold, "bytes": writeBytes, "big": big, "cut": cut,
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	code, err := strconv.Atoi(args[0])
	ts.Check(err)
	expect(ts, neg, code, args[1:])
}

func expect(ts *testscript.TestScript, neg bool, code int, args []string) {
	if neg {
		ts.Fatalf("say which exit code: exits CODE …")
	}
	c := &console{
		in: bytes.NewReader(nil), out: ts.Stdout(), err: ts.Stderr(), env: ts.Getenv, columns: 80,
		now: func() time.Time { return opening.Add(ts.Value(streetKey{}).(*street).waited) },
	}
	if len(args) > 0 && strings.HasPrefix(args[0], "<") {
		f, err := os.Open(ts.MkAbs(args[0][1:]))
		ts.Check(err)
		defer f.Close()
		c.in, args = f, args[1:]
	}
	if got := run(context.Background(), args, c); got != code {
		ts.Fatalf("rung %s: exit code %d, want %d", strings.Join(args, " "), got, code)
	}
}

// A street is the boards of one script, each on a server of its own: hosts
// that fail are left alone as a whole.
type street struct {
	file    string
	servers map[string]*replay.Server
	waited  time.Duration // since opening
}

// opening is the time at which every script begins.
var opening = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func later(ts *testscript.TestScript, _ bool, args []string) {
	d, err := time.ParseDuration(args[0])
	ts.Check(err)
	ts.Value(streetKey{}).(*street).waited += d
}

type streetKey struct{}

func board(ts *testscript.TestScript, _ bool, args []string) {
	s := ts.Value(streetKey{}).(*street)
	b := corpus.Board{Source: "greenhouse", Token: args[0], Company: "Employer " + args[0]}
	server := replay.New()
	ts.Check(server.Add(replay.Board{Board: b, Open: func(time.Time) []corpus.Posting { return openings(b) }, Fault: faultNamed(args[1])}))
	ts.Check(server.Start())
	ts.Defer(func() { _ = server.Close() })
	s.servers[b.Token] = server
	ts.Setenv(strings.ToUpper(b.Token), server.Boards()[0].Base)
	f, err := os.OpenFile(s.file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	ts.Check(err)
	if len(s.servers) == 1 {
		fmt.Fprintln(f, "boards:")
	}
	fmt.Fprintf(f, "  - {source: %s, token: %s, company: %s, base: %q}\n", b.Source, b.Token, b.Company, server.Boards()[0].Base)
	ts.Check(f.Close())
}

func mend(ts *testscript.TestScript, _ bool, args []string) {
	server := ts.Value(streetKey{}).(*street).servers[args[0]]
	if !server.SetFault(server.Boards()[0], faultNamed(args[1])) {
		ts.Fatalf("there is no board %s", args[0])
	}
}

func faultNamed(s string) replay.Fault {
	if s == "none" {
		return ""
	}
	return replay.Fault(s)
}

// openings are two postings, one of them on the ladder.
func openings(b corpus.Board) []corpus.Posting {
	at := &corpus.Stated{At: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), Field: "first_published"}
	var out []corpus.Posting
	for i, title := range []string{"Senior Product Manager, Ferries", "Product Designer"} {
		out = append(out, corpus.Posting{
			ID: corpus.PostingID(b.Source, b.Token, strconv.Itoa(i+1)), Source: b.Source, Board: b.Token, NativeID: strconv.Itoa(i + 1),
			Title: title, Company: b.Company, Posted: at, Locations: []corpus.Location{{Raw: "Bergen, Norway"}},
			Text: "What you'll do\n\n- Own the ferry booking roadmap across three teams\n- Mentor junior product managers in " + b.Token + "\n- Report results to the executives every quarter\n\nAbout you\n\n- Five years in product management",
		})
	}
	return out
}

func hold(ts *testscript.TestScript, _ bool, args []string) {
	x, err := index.Open(indexDir(ts.MkAbs(args[0])), index.Options{})
	ts.Check(err)
	ts.Defer(func() { _ = x.Close() })
}

func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	data, err := hex.DecodeString(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}

func big(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	line := strings.Repeat("roadmap ", 1<<17) // 1 MiB
	for range n {
		_, err := io.WriteString(f, line)
		ts.Check(err)
	}
	ts.Check(f.Close())
}

func cut(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}
