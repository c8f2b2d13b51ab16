package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"rung/classify/score"
	"rung/corpus"
	"rung/index"
	"rung/index/trend"
)

// workspace is a data directory in use: the store, which is the truth, and
// the index, which can be made from it at any time.
type workspace struct {
	dir   string
	store *corpus.Store
	index *index.Index
	// model is the version of the shipped model. The classifier itself takes
	// longer to make than most commands to run, so it is made when there is
	// something to judge.
	model string
	// mistakes are the shipped model's, nil when it states none.
	mistakes *score.Mistakes
	// reports remembers those made of what has not changed since.
	reports trend.Memo
	// markets remembers what the vacancies of each rung ask, likewise.
	markets marketMemo
	// notice is said wherever what is stored is shown: that it is invented.
	notice string
}

const (
	indexName = "index"
	// noticeName is a file that marks what a data directory holds as
	// invented, in the words to show.
	noticeName = "notice.txt"
)

func indexDir(dir string) string { return filepath.Join(dir, indexName) }

// openStore opens the store of the data directory, making it where there is
// none.
func (a *app) openStore(ctx context.Context) (*corpus.Store, error) {
	dir, err := a.dataDir()
	if err != nil {
		return nil, err
	}
	return openStoreAt(ctx, dir)
}

func openStoreAt(ctx context.Context, dir string) (*corpus.Store, error) {
	s, err := corpus.Open(ctx, dir, corpus.Options{})
	switch {
	case err == nil:
		return s, nil
	case errors.Is(err, corpus.ErrCorrupt):
		return nil, fail(exitUnreadable, "restore it from a backup, or move it away and crawl again", "%w", err)
	case errors.Is(err, corpus.ErrNewer):
		return nil, fail(exitUnreadable, "use the newer rung that wrote it", "%w", err)
	case errors.Is(err, os.ErrPermission):
		return nil, fail(exitUnreadable, "name a directory you may write to: rung --data DIR", "%w", err)
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return nil, fail(exitUnreadable, "name a directory that is there or can be made: rung --data DIR", "%w", err)
	}
	return nil, err
}

// open opens everything and brings stages up to date that an earlier run left
// behind, so that every command sees all that is stored.
func (a *app) open(ctx context.Context) (*workspace, error) {
	dir, err := a.dataDir()
	if err != nil {
		return nil, err
	}
	return a.openAt(ctx, dir)
}

func (a *app) openAt(ctx context.Context, dir string) (*workspace, error) {
	w, err := openParts(ctx, dir)
	if err != nil {
		return nil, err
	}
	if w.notice != "" {
		a.note("%s", w.notice)
	}
	if err := w.openIndex(ctx, a); err != nil {
		w.Close()
		return nil, err
	}
	if _, err := w.bring(ctx, a); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

func readNotice(dir string) (string, error) {
	data, err := os.ReadFile(filepath.Join(dir, noticeName))
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(data)), err
}

func openParts(ctx context.Context, dir string) (*workspace, error) {
	m, err := score.Shipped()
	if err != nil {
		return nil, err
	}
	s, err := openStoreAt(ctx, dir)
	if err != nil {
		return nil, err
	}
	notice, err := readNotice(dir)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return &workspace{dir: dir, store: s, model: m.Version, mistakes: m.Mistakes, notice: notice}, nil
}

// openIndex opens the index; one that another mapping or model wrote, or
// that is broken, is made anew from the store, which loses nothing.
func (w *workspace) openIndex(ctx context.Context, a *app) error {
	opt := index.Options{Model: w.model}
	x, err := index.Open(indexDir(w.dir), opt)
	switch {
	case err == nil:
		w.index = x
		return nil
	case errors.Is(err, index.ErrLocked):
		return fail(exitUnexpected, "end the other rung (serve, crawl --every) or give this one its own --data", "%w", err)
	case errors.Is(err, index.ErrStale):
		a.note("The index was made by another version; making it anew.")
	case errors.Is(err, index.ErrCorrupt):
		a.warn("%v; making it anew from the store", err)
	default:
		return err
	}
	if err := w.remake(ctx, a); err != nil {
		return err
	}
	w.index, err = index.Open(indexDir(w.dir), opt)
	return err
}

// Close closes what is open.
func (w *workspace) Close() error {
	var errs []error
	if w.index != nil {
		errs = append(errs, w.index.Close())
	}
	if w.store != nil {
		errs = append(errs, w.store.Close())
	}
	return errors.Join(errs...)
}
