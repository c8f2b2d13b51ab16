package index

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// What a caller of Open may act on.
var (
	// ErrLocked: another process has the index open.
	ErrLocked = errors.New("the index is in use by another process; end it or wait")
	// ErrCorrupt: the directory cannot be read. The store is not touched by
	// that; the index can be made anew from it.
	ErrCorrupt = errors.New("the index cannot be read; \"rung reindex\" rebuilds it from the store")
	// ErrStale: the index was made by another version of the mapping or for
	// another model, and has to be rebuilt from the store.
	ErrStale = errors.New("the index was made by another version; \"rung reindex\" rebuilds it from the store")
)

func corrupt(dir string, cause any) error {
	if err, ok := cause.(error); ok {
		return fmt.Errorf("index %s: %w (%w)", dir, ErrCorrupt, err)
	}
	return fmt.Errorf("index %s: %w (%v)", dir, ErrCorrupt, cause)
}

// guard turns a panic of the engine, which a damaged file causes, into
// ErrCorrupt. Files are mapped into memory, so reading past a truncated end
// is a fault; it becomes a panic only while SetPanicOnFault holds for the
// goroutine, hence the deferred pair: defer guard(dir, &err)().
func guard(dir string, err *error) func() {
	old := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(old)
		if r := recover(); r != nil {
			*err = corrupt(dir, r)
		}
	}
}
