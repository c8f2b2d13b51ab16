package crawler

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"rung/corpus"
)

func boardsOf(source string, n int) []corpus.Board {
	var boards []corpus.Board
	for i := range n {
		boards = append(boards, corpus.Board{Source: source, Token: fmt.Sprint(i)})
	}
	return boards
}

// TestFrontierTurns holds that lanes take turns and keep their own order.
func TestFrontierTurns(t *testing.T) {
	f := newFrontier(append(boardsOf("a", 3), boardsOf("b", 2)...), 2)
	var got []string
	for {
		l, b, ok := f.next()
		if !ok {
			break
		}
		got = append(got, b.ID())
		f.done(l)
	}
	if want := "[a:0 b:0 a:1 b:1 a:2]"; fmt.Sprint(got) != want {
		t.Errorf("order %v, want %s", got, want)
	}
}

// TestFrontierSlowLane holds that a system that does not answer keeps at most
// half of the workers.
func TestFrontierSlowLane(t *testing.T) {
	f := newFrontier(append(boardsOf("slow", 50), boardsOf("quick", 50)...), 4)
	held := 0
	for range 52 {
		l, b, ok := f.next()
		if !ok {
			t.Fatal("no board although some are left")
		}
		if b.Source == "slow" {
			held++ // and is never done
			continue
		}
		f.done(l)
	}
	if held != 2 {
		t.Errorf("%d boards of the slow lane on their way, want 2", held)
	}
	waiting := make(chan bool)
	go func() {
		_, _, ok := f.next()
		waiting <- ok
	}()
	select {
	case ok := <-waiting:
		t.Errorf("next returned %v while the only lane left is full", ok)
	case <-time.After(20 * time.Millisecond):
	}
	f.close()
	if <-waiting {
		t.Error("a closed frontier handed out a board")
	}
	if left := f.left(); len(left) != 48 {
		t.Errorf("%d boards left, want 48", len(left))
	}
}

func TestFrontierConcurrent(t *testing.T) {
	f := newFrontier(append(append(boardsOf("a", 200), boardsOf("b", 10)...), boardsOf("c", 1)...), 8)
	var mu sync.Mutex
	seen := map[string]int{}
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			for {
				l, b, ok := f.next()
				if !ok {
					return
				}
				mu.Lock()
				seen[b.ID()]++
				mu.Unlock()
				f.done(l)
			}
		})
	}
	workers.Wait()
	if len(seen) != 211 {
		t.Errorf("%d boards read, want 211", len(seen))
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s read %d times", id, n)
		}
	}
}
