package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"rung/corpus"
	"rung/crawler"
)

// A crawl is the one crawl that the pages run at a time, and how it goes.
type crawl struct {
	mu      sync.Mutex
	state   crawlState
	stop    context.CancelFunc // nil while none runs
	ended   sync.WaitGroup
	changed chan struct{} // closed, and made anew, when the state changes
}

// crawlState is how a crawl goes or went. The zero value is none.
type crawlState struct {
	started, running bool
	stopped          bool
	done, total      int
	reading          map[string]bool
	outcomes         map[corpus.Outcome]int
	change           corpus.Change
	latest           []crawler.Event // the last to end, oldest first
	problem          error
}

// latestShown is how many ended boards the progress names.
const latestShown = 8

// errCrawling: there is one crawl at a time.
var errCrawling = &problem{Status: http.StatusConflict, Title: "A crawl is running already", Detail: "Wait for it, or stop it on the Boards page."}

// start begins a crawl by read, which runs until it returns or stop is
// called.
func (c *crawl) start(total int, read func(ctx context.Context, told func(crawler.Event)) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stop != nil {
		return errCrawling
	}
	ctx, cancel := context.WithCancel(context.Background())
	c.stop = cancel
	c.state = crawlState{started: true, running: true, total: total, reading: map[string]bool{}, outcomes: map[corpus.Outcome]int{}}
	c.tell()
	c.ended.Go(func() {
		err := read(ctx, c.told)
		cancel()
		c.mu.Lock()
		defer c.mu.Unlock()
		c.stop, c.state.running = nil, false
		if err != nil && !errors.Is(err, context.Canceled) {
			c.state.problem = err
		}
		c.tell()
	})
	return nil
}

// tell wakes who waits for a change; mu is held.
func (c *crawl) tell() {
	if c.changed != nil {
		close(c.changed)
	}
	c.changed = make(chan struct{})
}

func (c *crawl) told(e crawler.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	st := &c.state
	if !e.Ended {
		st.reading[e.Board.ID()] = true
		c.tell()
		return
	}
	delete(st.reading, e.Board.ID())
	st.done, st.total = e.Done, e.Total
	st.outcomes[e.Outcome]++
	st.change.New += e.Change.New
	st.change.Changed += e.Change.Changed
	st.change.Closed += e.Change.Closed
	st.latest = append(st.latest, e)
	st.latest = slices.Delete(st.latest, 0, max(0, len(st.latest)-latestShown))
	c.tell()
}

// halt stops a crawl that runs and reports whether there was one.
func (c *crawl) halt() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stop == nil {
		return false
	}
	c.state.stopped = true
	c.stop()
	return true
}

// close stops a crawl that runs and waits for it.
func (c *crawl) close() {
	c.halt()
	c.ended.Wait()
}

// progressView is a crawl as pages show it.
type progressView struct {
	Started, Running bool
	Done, Total      int
	Line             string
	Reading          string
	Latest           []endedView
	Problem          string
}

// An endedView is a board that was read, or was not.
type endedView struct{ Board, Outcome, Detail string }

func (c *crawl) view() progressView {
	v, _ := c.watch()
	return v
}

// watch returns how the crawl goes and a channel that is closed when that
// changes.
func (c *crawl) watch() (progressView, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changed == nil {
		c.changed = make(chan struct{})
	}
	st := c.state
	v := progressView{Started: st.started, Running: st.running, Done: st.done, Total: st.total, Line: st.line()}
	names := slices.Sorted(maps.Keys(st.reading))
	if n := len(names) - 3; n > 0 {
		names = append(names[:3], fmt.Sprintf("%d more", n))
	}
	if st.running {
		v.Reading = strings.Join(names, ", ")
	}
	for _, e := range slices.Backward(st.latest) {
		v.Latest = append(v.Latest, endedView{e.Board.ID(), string(e.Outcome), endedDetail(e)})
	}
	if st.problem != nil {
		v.Problem = st.problem.Error()
	}
	return v, c.changed
}

func endedDetail(e crawler.Event) string {
	if !e.Outcome.Listed() {
		return e.Detail
	}
	return fmt.Sprintf("%d postings, %d new, %d closed", max(e.Postings, e.Change.Unchanged), e.Change.New, e.Change.Closed)
}

// line says in a sentence how far the crawl is.
func (st *crawlState) line() string {
	if !st.started {
		return ""
	}
	what := "Ended"
	switch {
	case st.running && st.stopped:
		what = "Stopping"
	case st.running && st.done == st.total:
		what = "Classifying and indexing"
	case st.running:
		what = "Crawling"
	case st.stopped:
		what = "Stopped"
	}
	var parts []string
	for _, o := range slices.Sorted(maps.Keys(st.outcomes)) {
		parts = append(parts, strconv.Itoa(st.outcomes[o])+" "+string(o))
	}
	s := fmt.Sprintf("%s: %d of %d boards", what, st.done, st.total)
	if len(parts) > 0 {
		s += " (" + strings.Join(parts, ", ") + ")"
	}
	return s + fmt.Sprintf("; %d new postings, %d changed, %d closed.", st.change.New, st.change.Changed, st.change.Closed)
}

func (s *server) startCrawl(w http.ResponseWriter, r *http.Request) {
	s.change(w, r, func() (string, error) {
		if off := s.Boards.Off(); off != "" {
			return "", &problem{Status: http.StatusConflict, Title: "No crawl can be started here", Detail: off}
		}
		f := boardFilterOf(r.PostFormValue)
		boards, err := s.chosen(r.Context(), f)
		if err != nil {
			return "", err
		}
		if n, err := strconv.Atoi(r.PostFormValue("limit")); err == nil && n > 0 {
			boards = boards[:min(n, len(boards))]
		}
		if len(boards) == 0 {
			return "", &problem{Status: http.StatusUnprocessableEntity, Title: "No board is like that", Detail: "Widen the filter of the Boards page, or add a board: rung boards add SOURCE:TOKEN."}
		}
		err = s.crawl.start(len(boards), func(ctx context.Context, told func(crawler.Event)) error {
			_, err := s.Boards.Crawl(ctx, boards, told)
			return err
		})
		return f.link() + "#progress", err
	})
}

func (s *server) stopCrawl(w http.ResponseWriter, r *http.Request) {
	s.crawl.halt()
	http.Redirect(w, r, "/boards#progress", http.StatusSeeOther)
}

// progressEvery bounds how often a watcher is told, for the browser's sake.
const progressEvery = 150 * time.Millisecond

// progress sends how the crawl goes as server-sent events: "progress" with
// the part of the page that shows it, as a JSON string, and "ended" after the
// last.
func (s *server) progress(w http.ResponseWriter, r *http.Request) {
	out := http.NewResponseController(w)
	if err := out.SetWriteDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	for {
		v, changed := s.crawl.watch()
		name := "progress"
		if !v.Running {
			name = "ended"
		}
		if sendEvent(w, name, v) != nil || out.Flush() != nil || !v.Running {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-changed:
		}
		select {
		case <-r.Context().Done():
			return
		case <-time.After(progressEvery):
		}
	}
}

func sendEvent(w http.ResponseWriter, name string, v progressView) error {
	var b bytes.Buffer
	if err := templates["boards"].ExecuteTemplate(&b, "progress", v); err != nil {
		return err
	}
	data, err := json.Marshal(b.String())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "event: %s\ndata: %s\n\n", name, data)
	return err
}
