package index

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Options of Open and Rebuild.
type Options struct {
	// Model names the model whose verdicts are indexed. An index made for
	// another model is ErrStale, unless this is empty: then any will do, and
	// a new index belongs to none.
	Model string
	// Wait is how long to wait for another process to let go of the index
	// before ErrLocked; zero means one second.
	Wait time.Duration
}

func (o Options) wait() time.Duration {
	if o.Wait <= 0 {
		return time.Second
	}
	return o.Wait
}

// An Index is open for reading and writing. Its methods may be called from
// several goroutines at once; writes wait for each other.
type Index struct {
	dir  string
	opt  Options
	lock lock

	// writing is held over every write and over the swap of a rebuild.
	writing sync.Mutex
	rebuild *Builder // nil when none is under way

	// mu guards engine against being swapped and closed while it is read.
	mu     sync.RWMutex
	engine *engine
	closed bool
}

// engine is one bleve index in one folder.
type engine struct {
	bleve.Index
	folder string
	ledger ledger
}

// dir is the index the engine belongs to.
func (e *engine) dir() string { return filepath.Dir(e.Name()) }

// manifest is current.json: which folder answers, and what it was made by.
type manifest struct {
	Folder  string `json:"folder"`
	Mapping int    `json:"mapping"`
	Model   string `json:"model"`
}

const manifestName = "current.json"

// Open opens the index in dir, or makes an empty one where dir holds none.
// Its errors are ErrLocked, ErrCorrupt, ErrStale, or of the file system.
func Open(dir string, opt Options) (*Index, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	l, err := takeLock(dir, opt)
	if err != nil {
		return nil, err
	}
	e, err := openCurrent(dir, opt, l)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	removeFolders(dir, e.folder)
	return &Index{dir: dir, opt: opt, lock: l, engine: e}, nil
}

func openCurrent(dir string, opt Options, l lock) (*engine, error) {
	m, err := readManifest(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return create(dir, opt, l)
	}
	if err != nil {
		return nil, err
	}
	if m.Mapping != MappingVersion {
		return nil, fmt.Errorf("index %s: %w (mapping %d, this program's is %d)", dir, ErrStale, m.Mapping, MappingVersion)
	}
	if opt.Model != "" && m.Model != opt.Model {
		return nil, fmt.Errorf("index %s: %w (model %q, this program's is %q)", dir, ErrStale, m.Model, opt.Model)
	}
	e, err := openEngine(dir, m.Folder)
	if err != nil {
		return nil, err
	}
	if err := e.whole(dir, l); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// whole checks that the engine holds all that was acknowledged.
func (e *engine) whole(dir string, l lock) error {
	want, err := l.recorded()
	if err != nil {
		return err
	}
	got, err := e.generation()
	if err == nil && got < want {
		err = corrupt(dir, fmt.Errorf("its newest state is %x, acknowledged was %x", got, want))
	}
	return err
}

func readManifest(dir string) (manifest, error) {
	var m manifest
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) && len(folders(dir)) > 0 {
		return m, corrupt(dir, manifestName+" is missing")
	}
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, corrupt(dir, fmt.Errorf("%s: %w", manifestName, err))
	}
	if number(m.Folder) == 0 {
		return m, corrupt(dir, manifestName+" names no folder")
	}
	return m, nil
}

// writeManifest replaces current.json at once or not at all.
func writeManifest(dir string, m manifest) error {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return replaceFile(filepath.Join(dir, manifestName), append(data, '\n'))
}

func create(dir string, opt Options, l lock) (*engine, error) {
	last, err := l.lastFolder()
	if err != nil {
		return nil, err
	}
	m := manifest{Folder: folderName(last + 1), Mapping: MappingVersion, Model: opt.Model}
	e, err := newEngine(dir, m.Folder)
	if err != nil {
		return nil, err
	}
	if err := writeManifest(dir, m); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// engineLock bounds the wait for the engine's own lock, which nobody who
// respects ours can hold.
const engineLock = "1s"

func newEngine(dir, folder string) (*engine, error) {
	m, err := newMapping()
	if err != nil {
		return nil, err
	}
	x, err := bleve.NewUsing(filepath.Join(dir, folder), m, bleve.Config.DefaultIndexType,
		bleve.Config.DefaultKVStore, map[string]any{"bolt_timeout": engineLock})
	if err != nil {
		return nil, fmt.Errorf("index %s: %w", dir, err)
	}
	return &engine{Index: x, folder: folder}, nil
}

func openEngine(dir, folder string) (e *engine, err error) {
	defer guard(dir, &err)()
	x, err := bleve.OpenUsing(filepath.Join(dir, folder), map[string]any{"bolt_timeout": engineLock})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, fmt.Errorf("index %s: %w", dir, ErrLocked)
	}
	if err != nil {
		return nil, corrupt(dir, err)
	}
	return &engine{Index: x, folder: folder}, nil
}

// folders lists the engines' folders in dir, whole or not.
func folders(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() && number(e.Name()) > 0 {
			out = append(out, e.Name())
		}
	}
	return out
}

func folderName(n int) string { return "g" + strconv.Itoa(n) }

// number is n of a folder "gn", 0 of any other name.
func number(folder string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(folder, "g"))
	if err != nil || folder != folderName(n) {
		return 0
	}
	return n
}

// removeFolders deletes what interrupted or finished rebuilds left. Only the
// owner of the index calls it. What cannot be removed now is left for the
// next time.
func removeFolders(dir, keep string) {
	for _, f := range folders(dir) {
		if f != keep {
			_ = os.RemoveAll(filepath.Join(dir, f))
		}
	}
}

// Close ends the index and any rebuild under way. Searches that run finish
// first. Closing twice does nothing.
func (x *Index) Close() error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.rebuild != nil {
		x.rebuild.discard()
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		return nil
	}
	x.closed = true
	return errors.Join(x.engine.Close(), x.lock.Close())
}

// Count returns the number of postings indexed.
func (x *Index) Count() (n int, err error) {
	defer guard(x.dir, &err)()
	x.mu.RLock()
	defer x.mu.RUnlock()
	c, err := x.engine.DocCount()
	return int(c), err
}

// Generation returns a number that grows with every change of the index and
// stays the same, also over restarts, while nothing changes.
func (x *Index) Generation() (n uint64, err error) {
	defer guard(x.dir, &err)()
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.engine.generation()
}

var generationKey = []byte("rung.generation")

// generation is the folder's number in the upper half, so that a rebuilt
// index is above all it was before, and a count of writes in the lower.
func (e *engine) generation() (uint64, error) {
	v, err := e.GetInternal(generationKey)
	base := uint64(number(e.folder)) << 32
	if err != nil || len(v) != 4 {
		return base, err
	}
	return base | uint64(binary.BigEndian.Uint32(v)), nil
}
