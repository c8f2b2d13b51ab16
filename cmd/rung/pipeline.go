package main

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"sync"
	"time"

	"rung/classify"
	"rung/classify/title"
	"rung/corpus"
	"rung/index"
)

// The stages after the store. Each remembers in the store how far it has
// read, so a kill between two costs nothing and a second run changes nothing.
const (
	stageClassify = "classify"
	stageIndex    = "index"
	stageBatch    = 500
)

// brought accounts for what the stages did and how long each took.
type brought struct {
	Classified   int           `json:"classified"`
	Indexed      int           `json:"indexed"`
	TookJoining  time.Duration `json:"took_joining_ns"`
	TookJudging  time.Duration `json:"took_judging_ns"`
	TookIndexing time.Duration `json:"took_indexing_ns"`
}

// bring carries everything the store has seen through vacancy, verdict and
// index.
func (w *workspace) bring(ctx context.Context, a *app) (brought, error) {
	var b brought
	lap := stopwatch()
	_, err := w.store.JoinVacancies(ctx, titleCore)
	if b.TookJoining = lap(); err != nil {
		return b, err
	}
	b.Classified, err = w.classifyRecent(ctx, a)
	if b.TookJudging = lap(); err != nil {
		return b, err
	}
	b.Indexed, err = w.indexRecent(ctx, a)
	b.TookIndexing = lap()
	return b, err
}

// stopwatch returns a function that gives the time since it was last called.
// It reads the machine's clock, not the console's, which a demo sets.
func stopwatch() func() time.Duration {
	last := time.Now()
	return func() time.Duration {
		now := time.Now()
		took := now.Sub(last)
		last = now
		return took
	}
}

func titleCore(s string) string { return title.Parse(s).Core() }

// classifyRecent judges what is new or changed.
func (w *workspace) classifyRecent(ctx context.Context, a *app) (int, error) {
	meter := a.meter("classifying", -1)
	defer meter.done()
	total := 0
	for {
		steps, err := w.store.Recent(ctx, stageClassify, stageBatch)
		if err != nil || len(steps) == 0 {
			return total, err
		}
		var ps []corpus.Posting
		for _, s := range steps {
			if !s.Removed {
				ps = append(ps, s.Posting)
			}
		}
		if err := w.putVerdicts(ctx, ps); err != nil {
			return total, err
		}
		if err := w.store.Advance(ctx, stageClassify, steps[len(steps)-1].Seq); err != nil {
			return total, err
		}
		total += len(ps)
		meter.add(len(ps))
	}
}

func (w *workspace) putVerdicts(ctx context.Context, ps []corpus.Posting) error {
	if len(ps) == 0 {
		return nil
	}
	c, err := classify.Default()
	if err != nil {
		return err
	}
	verdicts := classifyAll(c, ps)
	stored := make([]corpus.StoredVerdict, len(ps))
	for i, v := range verdicts {
		data, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("verdict of %s: %w", ps[i].ID, err)
		}
		stored[i] = corpus.StoredVerdict{ID: ps[i].ID, Model: v.Model, Fingerprint: corpus.Fingerprint(ps[i]), JSON: data}
	}
	return w.store.PutVerdicts(ctx, stored)
}

// classifyAll judges postings on every processor, in their order.
func classifyAll(c *classify.Classifier, ps []corpus.Posting) []classify.Verdict {
	out := make([]classify.Verdict, len(ps))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				out[i] = c.Classify(ps[i])
			}
		})
	}
	for i := range ps {
		next <- i
	}
	close(next)
	wg.Wait()
	return out
}

// indexRecent shows what has a verdict and has changed since.
func (w *workspace) indexRecent(ctx context.Context, a *app) (int, error) {
	meter := a.meter("indexing", -1)
	defer meter.done()
	total := 0
	for {
		steps, err := w.store.RecentShown(ctx, stageIndex, stageBatch)
		if err != nil || len(steps) == 0 {
			return total, err
		}
		docs, gone, err := w.documents(ctx, steps)
		if err != nil {
			return total, err
		}
		if err := w.index.Delete(ctx, gone); err != nil {
			return total, err
		}
		if err := w.index.Put(ctx, docs); err != nil {
			return total, err
		}
		if err := w.store.Advance(ctx, stageIndex, steps[len(steps)-1].Seq); err != nil {
			return total, err
		}
		total += len(docs)
		meter.add(len(docs))
	}
}

func (w *workspace) documents(ctx context.Context, steps []corpus.Step) (docs []index.Document, gone []string, err error) {
	for _, s := range steps {
		if s.Removed || s.Verdict == nil {
			gone = append(gone, s.ID)
			continue
		}
		d, err := w.document(ctx, s)
		if err != nil {
			return nil, nil, err
		}
		docs = append(docs, d)
	}
	return docs, gone, nil
}

func (w *workspace) document(ctx context.Context, s corpus.Step) (index.Document, error) {
	d := index.Document{Posting: s.Posting, Vacancy: s.Vacancy}
	if err := json.Unmarshal(s.Verdict.JSON, &d.Verdict); err != nil {
		return d, fmt.Errorf("stored verdict of %s: %w", s.ID, err)
	}
	h, err := w.store.History(ctx, s.ID)
	if err != nil {
		return d, err
	}
	for _, sp := range h.Spells {
		d.Spells = append(d.Spells, index.Spell{Opened: sp.Opened, Closed: sp.Closed})
	}
	return d, nil
}

// remake judges what an older model judged and builds the index anew beside
// the one that answers.
func (w *workspace) remake(ctx context.Context, a *app) error {
	if _, err := w.reclassify(ctx, a); err != nil {
		return err
	}
	var b *index.Builder
	var err error
	opt := index.Options{Model: w.model}
	if w.index != nil {
		b, err = w.index.Rebuild(opt)
	} else {
		b, err = index.Rebuild(indexDir(w.dir), opt)
	}
	if err != nil {
		return err
	}
	defer b.Discard()
	if err := w.store.Rewind(ctx, stageIndex); err != nil {
		return err
	}
	if err := w.fill(ctx, a, b); err != nil {
		return err
	}
	return b.Commit()
}

func (w *workspace) fill(ctx context.Context, a *app, b *index.Builder) error {
	meter := a.meter("indexing", -1)
	defer meter.done()
	for {
		steps, err := w.store.RecentShown(ctx, stageIndex, stageBatch)
		if err != nil || len(steps) == 0 {
			return err
		}
		docs, _, err := w.documents(ctx, steps)
		if err != nil {
			return err
		}
		if err := b.Put(ctx, docs); err != nil {
			return err
		}
		if err := w.store.Advance(ctx, stageIndex, steps[len(steps)-1].Seq); err != nil {
			return err
		}
		meter.add(len(docs))
	}
}

// reclassify runs the present model over what another one judged.
func (w *workspace) reclassify(ctx context.Context, a *app) (int, error) {
	meter := a.meter("reclassifying", -1)
	defer meter.done()
	total := 0
	for {
		ps, err := take(w.store.StaleVerdicts(ctx, w.model), stageBatch)
		if err != nil || len(ps) == 0 {
			return total, err
		}
		if err := w.putVerdicts(ctx, ps); err != nil {
			return total, err
		}
		total += len(ps)
		meter.add(len(ps))
	}
}

// take collects up to n items of a sequence.
func take(seq func(func(corpus.Posting, error) bool), n int) (out []corpus.Posting, err error) {
	seq(func(p corpus.Posting, e error) bool {
		if e != nil {
			err = e
			return false
		}
		out = append(out, p)
		return len(out) < n
	})
	return out, err
}
