package crawler

import (
	"context"
	"errors"
	"slices"

	"rung/corpus"
)

// plan says which boards this run reads, and makes or finds its crawl in the
// store.
func (r *run) plan(ctx context.Context) ([]corpus.Board, error) {
	if r.Resume && !r.DryRun {
		pending, err := r.pending(ctx)
		if err != nil {
			return nil, &errStore{err}
		}
		if len(pending) > 0 {
			r.resumed = true
			return pending, nil
		}
	}
	boards, err := r.due(ctx, r.readable(r.remembered(once(r.Boards))))
	if err != nil {
		return nil, &errStore{err}
	}
	if r.Limit > 0 && len(boards) > r.Limit {
		boards = boards[:r.Limit]
	}
	if r.DryRun {
		return boards, nil
	}
	if r.crawl, err = r.Store.BeginCrawl(ctx, r.Now(), boards); err != nil {
		return nil, &errStore{err}
	}
	return boards, nil
}

// pending returns what the latest crawl left, and makes it this run's crawl.
// One that was killed after its last board, and has nothing left, is ended.
func (r *run) pending(ctx context.Context) ([]corpus.Board, error) {
	last, err := r.Store.LastCrawl(ctx)
	if errors.Is(err, corpus.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r.crawl = last.ID
	boards, err := r.Store.Pending(ctx, last.ID)
	if err == nil && len(boards) == 0 && last.Ended.IsZero() {
		err = r.Store.EndCrawl(ctx, last.ID, r.Now())
	}
	return r.remembered(boards), err
}

// remembered leaves out boards that were asked to be forgotten. Nothing is
// said of them: that would be remembering.
func (r *run) remembered(boards []corpus.Board) []corpus.Board {
	return slices.DeleteFunc(boards, r.Forget.Board)
}

// once keeps the first of boards listed more than once.
func once(boards []corpus.Board) []corpus.Board {
	seen := make(map[string]bool, len(boards))
	var kept []corpus.Board
	for _, b := range boards {
		if !seen[b.ID()] {
			seen[b.ID()] = true
			kept = append(kept, b)
		}
	}
	return kept
}

// readable passes over boards no adapter can read and those of sources that
// are off, and says so for each. They are no part of the crawl: nothing was
// asked, so nothing failed.
func (r *run) readable(boards []corpus.Board) []corpus.Board {
	var kept []corpus.Board
	for _, b := range boards {
		if _, ok := r.Source(b.Source); !ok {
			r.stats.NoAdapter++
			r.passOver(b, corpus.OutcomeRefused, &NoAdapter{b.Source})
			continue
		}
		if why := r.why(b.Source); why != "" {
			r.stats.Off++
			r.passOver(b, corpus.OutcomeRobots, &OffError{b.Source, why})
			continue
		}
		kept = append(kept, b)
	}
	return kept
}

func (r *run) why(source string) string {
	if r.Off == nil {
		return ""
	}
	return r.Off(source)
}

func (r *run) passOver(b corpus.Board, o corpus.Outcome, err error) {
	if r.Progress != nil {
		r.Progress(Event{Board: b, Ended: true, Outcome: o, Detail: err.Error(), Err: err})
	}
}

// due passes over boards that were read well not long ago.
func (r *run) due(ctx context.Context, boards []corpus.Board) ([]corpus.Board, error) {
	if r.MaxAge <= 0 || r.Store == nil {
		return boards, nil
	}
	visits, err := r.Store.Visits(ctx, corpus.VisitFilter{Latest: true})
	if err != nil {
		return nil, err
	}
	oldest := r.Now().Add(-r.MaxAge)
	fresh := map[string]bool{}
	for _, v := range visits {
		if v.Listed() && v.At.After(oldest) {
			fresh[v.Board.ID()] = true
		}
	}
	var kept []corpus.Board
	for _, b := range boards {
		if fresh[b.ID()] {
			r.stats.Fresh++
			continue
		}
		kept = append(kept, b)
	}
	return kept, nil
}
