package index

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
)

// A Builder fills a new index beside the one that answers. Exactly one of
// Commit and Discard ends it.
type Builder struct {
	dir string
	opt Options
	// live is the index that answers meanwhile; nil when there is none that
	// can.
	live *Index
	lock lock // the live index's, or its own when there is none

	mu     sync.Mutex
	engine *engine // nil after the end
	// newer holds the ids written to the live index since the rebuild began:
	// what the builder is fed for them is older and is dropped.
	newer map[string]bool
}

// errEnded is returned by a Builder that was committed or discarded.
var errEnded = errors.New("index: this rebuild has ended")

// Rebuild begins to build the index of dir anew without opening what is
// there, which may be stale, corrupt or absent; ErrLocked while another
// process uses it.
func Rebuild(dir string, opt Options) (*Builder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	l, err := takeLock(dir, opt)
	if err != nil {
		return nil, err
	}
	b := &Builder{dir: dir, opt: opt, lock: l}
	if err := b.begin(); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return b, nil
}

// Rebuild begins to build the index anew while it goes on answering and
// taking writes, which reach both. opt.Model may differ from the present
// one. There is one rebuild at a time.
func (x *Index) Rebuild(opt Options) (*Builder, error) {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.rebuild != nil {
		return nil, errors.New("index: a rebuild is already under way")
	}
	b := &Builder{dir: x.dir, opt: opt, live: x, lock: x.lock, newer: map[string]bool{}}
	if err := b.begin(); err != nil {
		return nil, err
	}
	x.rebuild = b
	return b, nil
}

func (b *Builder) begin() error {
	last, err := b.lock.lastFolder()
	if err != nil {
		return err
	}
	for _, f := range folders(b.dir) {
		last = max(last, number(f))
	}
	b.engine, err = newEngine(b.dir, folderName(last+1))
	return err
}

// Put adds documents to the new index.
func (b *Builder) Put(ctx context.Context, docs []Document) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.engine == nil {
		return errEnded
	}
	if len(b.newer) > 0 {
		var rest []Document
		for _, d := range docs {
			if !b.newer[d.Posting.ID] {
				rest = append(rest, d)
			}
		}
		docs = rest
	}
	return b.engine.put(ctx, docs)
}

// mirror takes a write of the live index.
func (b *Builder) mirror(ctx context.Context, docs []Document) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, d := range docs {
		b.newer[d.Posting.ID] = true
	}
	return b.engine.put(ctx, docs)
}

func (b *Builder) forget(ctx context.Context, ids []string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, id := range ids {
		b.newer[id] = true
	}
	return b.engine.remove(ctx, ids)
}

// Commit makes the new index the one that answers. A live index switches to
// it between two searches; without one the new index is closed, ready to be
// opened.
func (b *Builder) Commit() error {
	if b.live != nil {
		b.live.writing.Lock()
		defer b.live.writing.Unlock()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.engine == nil {
		return errEnded
	}
	m := manifest{Folder: b.engine.folder, Mapping: MappingVersion, Model: b.opt.Model}
	if err := writeManifest(b.dir, m); err != nil {
		return err
	}
	gen, err := b.engine.generation()
	if err == nil {
		err = b.lock.record(gen)
	}
	err = errors.Join(err, b.handOver())
	b.engine = nil
	return err
}

func (b *Builder) handOver() error {
	keep := b.engine.folder
	if b.live == nil {
		err := b.engine.Close()
		removeFolders(b.dir, keep)
		return errors.Join(err, b.lock.Close())
	}
	b.live.rebuild = nil
	b.live.mu.Lock()
	defer b.live.mu.Unlock()
	old := b.live.engine
	b.live.engine, b.live.opt = b.engine, b.opt
	err := old.Close()
	removeFolders(b.dir, keep)
	return err
}

// Discard drops the new index; the old one stays. After Commit it does
// nothing, so it can be deferred.
func (b *Builder) Discard() {
	if b.live != nil {
		b.live.writing.Lock()
		defer b.live.writing.Unlock()
	}
	b.discard()
}

func (b *Builder) discard() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.engine == nil {
		return
	}
	_ = b.engine.Close()
	_ = os.RemoveAll(filepath.Join(b.dir, b.engine.folder))
	b.engine = nil
	if b.live == nil {
		_ = b.lock.Close()
	} else {
		b.live.rebuild = nil
	}
}
