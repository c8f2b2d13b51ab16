package crawler

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"rung/corpus"
	"rung/crawler/extract"
	"rung/crawler/fetch"
	"rung/crawler/source"
)

// A Store is what a run needs of the corpus; *corpus.Store is one. Its
// methods are called by several goroutines at the same time.
type Store interface {
	BeginCrawl(ctx context.Context, at time.Time, boards []corpus.Board) (crawlID int64, err error)
	Pending(ctx context.Context, crawlID int64) ([]corpus.Board, error)
	Apply(ctx context.Context, crawlID int64, l corpus.Listing) (corpus.Change, error)
	EndCrawl(ctx context.Context, crawlID int64, at time.Time) error
	// LastCrawl gives corpus.ErrNotFound when there was none.
	LastCrawl(ctx context.Context) (corpus.Crawl, error)
	Visits(ctx context.Context, f corpus.VisitFilter) ([]corpus.Visit, error)
	// Validators gives corpus.ErrNotFound for what nothing is known of.
	Validators(ctx context.Context, url string) (corpus.Validators, error)
	SetValidators(ctx context.Context, url string, v corpus.Validators) error
	// SaveDetail keeps a posting's own page until its board is applied.
	SaveDetail(ctx context.Context, crawlID int64, b corpus.Board, key string, raw []byte) error
	Details(ctx context.Context, crawlID int64, b corpus.Board) (map[string][]byte, error)
}

// Options say what a run reads and how.
type Options struct {
	Boards []corpus.Board
	Getter fetch.Getter
	// Source finds the adapter for a source's name.
	Source func(name string) (source.Source, bool)
	// Off says in a clause why a source is not read unless it is asked for,
	// and "" for one that is; see source.Why. Boards of such a source are
	// passed over and named. Nil reads all.
	Off func(source string) string
	// Want is handed to the adapters; nil wants every posting.
	Want func(title string) bool
	// Forget is what was asked to be forgotten: such boards are passed over,
	// also those a resumed crawl has pending, and pages of such postings are
	// not asked for.
	Forget corpus.Oblivion
	// Reading names the way pages are read, source.Reading by default. A page
	// that another reading applied is read again, though its bytes are the
	// same.
	Reading string
	// Store may be nil in a dry run.
	Store Store
	Now   func() time.Time
	// Workers is how many boards are read at the same time; default 8.
	Workers int
	// Progress is told when a board starts and ends, one call at a time; nil
	// for nobody.
	Progress func(Event)

	// Resume goes on with what the latest crawl left pending, and ignores
	// Boards, Limit and MaxAge; when nothing is pending it is as if it were
	// not set.
	Resume bool
	// MaxAge passes over boards read well within that time; 0 reads all.
	MaxAge time.Duration
	// Limit reads at most that many boards; 0 reads all.
	Limit int
	// DryRun reads the boards and stores nothing.
	DryRun bool
}

// An Event is a board that starts or has ended.
type Event struct {
	Board corpus.Board
	// Ended is false when the board starts; the fields below are then empty.
	Ended    bool
	Outcome  corpus.Outcome
	Detail   string // one sentence for people
	Postings int    // listed
	Rejected []corpus.Rejected
	Change   corpus.Change
	Bytes    int64
	Requests int
	Took     time.Duration
	Err      error // what the adapter returned, for logs
	// Done of Total boards have ended.
	Done, Total int
}

// Run reads the boards. The error is of our own side: the store failed, or
// ctx ended, in which case the boards not read are OutcomeInterrupted and stay
// pending. Whatever happens to boards is in the Stats.
func Run(ctx context.Context, o Options) (Stats, error) {
	start := o.Now()
	if o.Workers <= 0 {
		o.Workers = 8
	}
	if o.Reading == "" {
		o.Reading = source.Reading
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r := &run{Options: o, cancel: cancel}
	boards, err := r.plan(ctx)
	if err != nil {
		return r.stats, err
	}
	r.total = len(boards)
	r.work(ctx, newFrontier(boards, o.Workers))
	err = r.end(ctx)
	r.stats.Took = o.Now().Sub(start)
	return r.stats, err
}

type run struct {
	Options
	cancel context.CancelCauseFunc
	crawl  int64
	// resumed is set when the crawl is one that was begun before.
	resumed bool
	total   int

	mu    sync.Mutex
	stats Stats
}

// errStore ends a run whose store failed.
type errStore struct{ err error }

func (e *errStore) Error() string { return "the store failed: " + e.err.Error() }
func (e *errStore) Unwrap() error { return e.err }

// work reads what the frontier has until it is empty or ctx ends.
func (r *run) work(ctx context.Context, f *frontier) {
	stop := context.AfterFunc(ctx, f.close)
	defer stop()
	var workers sync.WaitGroup
	for range min(r.Workers, r.total) {
		workers.Go(func() {
			for {
				l, b, ok := f.next()
				if !ok {
					return
				}
				r.board(ctx, b)
				if ctx.Err() != nil {
					// AfterFunc runs beside us: without this a worker could
					// take another board of a run that has ended.
					f.close()
				}
				f.done(l)
			}
		})
	}
	workers.Wait()
	for _, b := range f.left() {
		r.report(Event{Board: b, Ended: true, Outcome: corpus.OutcomeInterrupted, Detail: "the run ended before this board"})
	}
}

// board reads one board and applies it.
func (r *run) board(ctx context.Context, b corpus.Board) {
	r.report(Event{Board: b})
	start := r.Now()
	w := r.witness(ctx, b)
	l, err := r.list(ctx, w, b)
	l = settle(l, b, err, r.Now())
	if ctx.Err() != nil && !l.Outcome.Listed() {
		// Whatever the adapter makes of requests that were cut short, it is
		// nothing about the board.
		l.Outcome, l.Detail = corpus.OutcomeInterrupted, "the run ended while this board was read"
	}
	e := Event{
		Board: b, Ended: true, Outcome: l.Outcome, Detail: l.Detail, Postings: len(l.Postings),
		Rejected: l.Rejected, Bytes: l.Bytes, Requests: l.Requests, Err: err,
	}
	if !r.DryRun && l.Outcome != corpus.OutcomeInterrupted {
		e.Change, err = r.apply(ctx, w, l)
		if err != nil {
			r.cancel(&errStore{err})
			e.Outcome, e.Detail, e.Err = corpus.OutcomeInterrupted, "the store failed: "+err.Error(), err
		}
	}
	e.Took = r.Now().Sub(start)
	r.report(e)
}

func (r *run) witness(ctx context.Context, b corpus.Board) *witness {
	w := &witness{Getter: r.Getter, board: b, reading: r.Reading}
	if !r.DryRun {
		w.store, w.Getter = r.Store, newKeeper(ctx, r, b)
	}
	return w
}

// apply is not cut short by a cancelled run: what was read is stored.
func (r *run) apply(ctx context.Context, w *witness, l corpus.Listing) (corpus.Change, error) {
	ctx = context.WithoutCancel(ctx)
	change, err := r.Store.Apply(ctx, r.crawl, l)
	if err != nil {
		return corpus.Change{}, err
	}
	return change, w.save(ctx, l)
}

// A Panicked is an adapter that did not survive what a board sent.
type Panicked struct {
	Value any
	Stack []byte
}

func (e *Panicked) Error() string { return fmt.Sprintf("the adapter panicked: %v", e.Value) }

// list calls the adapter. A panic there means that it met something nobody
// thought of, which is what a changed shape is.
func (r *run) list(ctx context.Context, g fetch.Getter, b corpus.Board) (l corpus.Listing, err error) {
	s, ok := r.Source(b.Source)
	if !ok {
		return l, &NoAdapter{b.Source} // a resumed crawl may hold boards of another version
	}
	defer func() {
		if v := recover(); v != nil {
			l, err = corpus.Listing{Outcome: corpus.OutcomeChangedShape}, &Panicked{v, debug.Stack()}
		}
	}()
	l, err = s.List(ctx, g, b, source.Options{Want: r.Want, Leave: r.Forget.Posting})
	tellLanguages(l.Postings)
	return l, err
}

// tellLanguages reads the language off the words where the system states none.
func tellLanguages(postings []corpus.Posting) {
	for i := range postings {
		if p := &postings[i]; p.Language == "" {
			p.Language = extract.Language(p.Text)
		}
	}
}

// A NoAdapter is a board of a system that nothing here can read.
type NoAdapter struct{ Source string }

func (e *NoAdapter) Error() string { return fmt.Sprintf("no adapter for source %q", e.Source) }

// An OffError is a board of a source that is not read unless it is asked for.
type OffError struct{ Source, Why string }

func (e *OffError) Error() string {
	return fmt.Sprintf("%s is off unless asked for by name: %s", e.Source, e.Why)
}

// settle makes a listing say what happened, whatever the adapter left out: an
// outcome that fits the error, a board, a time, a sentence.
func settle(l corpus.Listing, b corpus.Board, err error, now time.Time) corpus.Listing {
	l.Board = b
	if l.At.IsZero() {
		l.At = now
	}
	switch {
	case err != nil && (l.Outcome == "" || l.Outcome.Listed()):
		l.Outcome = meaning(err)
	case l.Outcome == "":
		l.Outcome, l.Detail = corpus.OutcomeChangedShape, "the adapter gave no outcome"
	case l.Outcome == corpus.OutcomeComplete && len(l.Postings)+len(l.Rejected) == 0:
		l.Outcome = corpus.OutcomeEmpty
	}
	if l.Detail == "" && err != nil {
		l.Detail = err.Error()
	}
	return l
}

func meaning(err error) corpus.Outcome {
	var asked *fetch.Error
	var unread *NoAdapter
	switch {
	case errors.As(err, &asked):
		return asked.Outcome
	case errors.As(err, &unread):
		return corpus.OutcomeRefused
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return corpus.OutcomeInterrupted
	}
	return corpus.OutcomeChangedShape
}

// report counts an event and passes it on, one at a time.
func (r *run) report(e Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e.Ended {
		r.stats.board(e)
	}
	e.Done, e.Total = r.stats.Boards, r.total
	if r.Progress != nil {
		r.Progress(e)
	}
}

// end closes the crawl, unless it was cut short: then it stays open, for
// Resume.
func (r *run) end(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if r.DryRun {
		return nil
	}
	if err := r.Store.EndCrawl(ctx, r.crawl, r.Now()); err != nil {
		return &errStore{err}
	}
	return nil
}
