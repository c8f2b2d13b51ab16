package corpus_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"rung/corpus"
	"rung/corpus/corpustest"
)

// filled makes a store of some size and closes it.
func filled(t *testing.T, dir string) (path string) {
	t.Helper()
	s := openIn(t, dir, corpus.Options{})
	apply(t, s, corpustest.Listing(day(0), corpustest.UpTo(200)...))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "rung.db")
}

// readAll opens a store and reads all of it, and returns the first error.
func readAll(dir string) error {
	s, err := corpus.Open(context.Background(), dir, corpus.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Check(context.Background()); err != nil {
		return err
	}
	for _, err := range s.All(context.Background(), corpus.Filter{}) {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestOpenDamaged(t *testing.T) {
	alter := func(query string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			db, err := sql.Open("sqlite", path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec(query); err != nil {
				t.Fatal(err)
			}
		}
	}
	cut := func(share float64) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(path, int64(float64(info.Size())*share)); err != nil {
				t.Fatal(err)
			}
		}
	}
	tests := []struct {
		name   string
		damage func(t *testing.T, path string)
		want   error
	}{
		{"whole", func(*testing.T, string) {}, nil},
		{"cut in half", cut(0.5), corpus.ErrCorrupt},
		{"cut by its last tenth", cut(0.9), corpus.ErrCorrupt},
		{"cut to a few bytes", cut(0.0005), corpus.ErrCorrupt},
		{"cut to nothing", cut(0), corpus.ErrCorrupt},
		{"garbage", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(strings.Repeat("not a database. ", 1000)), 0o644); err != nil {
				t.Fatal(err)
			}
		}, corpus.ErrCorrupt},
		{"a page overwritten", func(t *testing.T, path string) {
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if _, err := f.WriteAt([]byte(strings.Repeat("\xff", 4096)), 4*4096); err != nil {
				t.Fatal(err)
			}
		}, corpus.ErrCorrupt},
		{"another program's", alter("PRAGMA application_id = 7"), corpus.ErrCorrupt},
		{"of a later version", alter("PRAGMA user_version = 999"), corpus.ErrNewer},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			tt.damage(t, filled(t, dir))
			if err := readAll(dir); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestOpenUnreachable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := corpus.Open(context.Background(), filepath.Join(file, "data"), corpus.Options{}); err == nil {
		t.Error("Open made a directory inside a file")
	}
}

// TestBusy holds the write lock in one store while another writes.
func TestBusy(t *testing.T) {
	dir := t.TempDir()
	path := filled(t, dir)
	other, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	s := openIn(t, dir, corpus.Options{Busy: 50 * time.Millisecond})
	tx, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.BeginCrawl(context.Background(), day(1), nil); !errors.Is(err, corpus.ErrBusy) {
		t.Errorf("write while another writes: %v, want ErrBusy", err)
	}
	if _, err := s.Get(context.Background(), corpustest.ID(1)); err != nil {
		t.Errorf("read while another writes: %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.BeginCrawl(context.Background(), day(1), nil); err != nil {
		t.Errorf("write after: %v", err)
	}
}

const childDir = "CORPUS_TEST_CHILD_DIR"

// TestMain turns the test binary into the child of TestKill.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := crawlForever(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

func childBoard(n int) corpus.Board {
	return corpus.Board{Source: "ashby", Token: fmt.Sprint("board", n)}
}

// crawlForever applies board after board and says so on stdout once the store
// has acknowledged each.
func crawlForever(dir string) error {
	ctx := context.Background()
	s, err := corpus.Open(ctx, dir, corpus.Options{})
	if err != nil {
		return err
	}
	var boards []corpus.Board
	for n := range 3_000 {
		boards = append(boards, childBoard(n))
	}
	crawl, err := s.BeginCrawl(ctx, day(0), boards)
	if err != nil {
		return err
	}
	for n, b := range boards {
		l := corpustest.Listing(day(0), corpustest.UpTo(20)...)
		l.Board, l.Raw = b, [][]byte{[]byte("payload of " + b.Token)}
		if _, err := s.Apply(ctx, crawl, l); err != nil {
			return err
		}
		fmt.Println(n)
	}
	return nil
}

// TestKill kills a crawling process outright: everything it said was stored
// is, nothing is there by half, and the crawl can go on.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childDir+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	acknowledged := -1
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if n, err := strconv.Atoi(lines.Text()); err == nil {
			acknowledged = n
		}
		if acknowledged == 25 {
			child.Process.Kill()
		}
	}
	child.Wait()
	if acknowledged < 25 {
		t.Fatalf("the child ended after %d boards", acknowledged)
	}

	ctx := context.Background()
	s := openIn(t, dir, corpus.Options{})
	if err := s.Check(ctx); err != nil {
		t.Fatal(err)
	}
	crawl, err := s.LastCrawl(ctx)
	if err != nil {
		t.Fatal(err)
	}
	counts, err := s.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	// The board after the last acknowledged one may have been committed
	// before the child could say so.
	if crawl.Done < acknowledged+1 || crawl.Done > acknowledged+2 || counts.Postings != 20*crawl.Done || counts.Payloads != crawl.Done {
		t.Errorf("acknowledged %d boards; found %d done, %d postings, %d payloads", acknowledged+1, crawl.Done, counts.Postings, counts.Payloads)
	}
	pending, err := s.Pending(ctx, crawl.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(pending) != crawl.Boards-crawl.Done || pending[0] != childBoard(crawl.Done) {
		t.Errorf("pending: %d boards from %v on, want %d from %v on", len(pending), pending[0], crawl.Boards-crawl.Done, childBoard(crawl.Done))
	}
}
