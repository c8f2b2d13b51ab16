package crawler

import (
	"slices"
	"sync"

	"rung/corpus"
)

// A frontier hands out boards so that no system keeps the others waiting:
// boards lie in lanes, one for each system or base address, lanes take turns,
// and a lane has a bounded number of boards on their way. A host that answers
// slowly or asks for patience holds up its lane only.
type frontier struct {
	mu      sync.Mutex
	changed sync.Cond
	lanes   []*lane
	turn    int // the lane to look at first
	perLane int
	closed  bool
}

type lane struct {
	key    string
	boards []corpus.Board
	busy   int
}

// newFrontier plans boards for that many workers, in their order within each
// lane. With several lanes a single one can hold at most half of the workers.
func newFrontier(boards []corpus.Board, workers int) *frontier {
	f := &frontier{}
	f.changed.L = &f.mu
	byKey := map[string]*lane{}
	for _, b := range boards {
		key := b.Source + " " + b.Base
		l := byKey[key]
		if l == nil {
			l = &lane{key: key}
			byKey[key] = l
			f.lanes = append(f.lanes, l)
		}
		l.boards = append(l.boards, b)
	}
	f.perLane = workers
	if len(f.lanes) > 1 {
		f.perLane = max(1, workers/2)
	}
	return f
}

// next waits for a board that may be read now. ok is false when none is left
// or the frontier is closed. Every board it returns is given back with done.
func (f *frontier) next() (l *lane, b corpus.Board, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for !f.closed && len(f.lanes) > 0 {
		for i := range f.lanes {
			at := (f.turn + i) % len(f.lanes)
			if l := f.lanes[at]; l.busy < f.perLane {
				return l, f.take(at), true
			}
		}
		f.changed.Wait()
	}
	return nil, corpus.Board{}, false
}

// take removes the first board of a lane, and the lane with its last.
func (f *frontier) take(at int) corpus.Board {
	l := f.lanes[at]
	b := l.boards[0]
	l.boards = l.boards[1:]
	l.busy++
	f.turn = at + 1
	if len(l.boards) == 0 {
		f.lanes = slices.Delete(f.lanes, at, at+1)
		f.turn = at
		f.changed.Broadcast() // it may have been the last
	}
	return b
}

func (f *frontier) done(l *lane) {
	f.mu.Lock()
	defer f.mu.Unlock()
	l.busy--
	f.changed.Broadcast()
}

// close ends every wait; boards not yet handed out stay for left.
func (f *frontier) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	f.changed.Broadcast()
}

// left returns the boards that were never handed out.
func (f *frontier) left() []corpus.Board {
	f.mu.Lock()
	defer f.mu.Unlock()
	var boards []corpus.Board
	for _, l := range f.lanes {
		boards = append(boards, l.boards...)
	}
	return boards
}
