package index

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

const lockName = "lock"

// A lock keeps other processes out of an index directory for as long as this
// one lives. It is an empty bbolt file: the engine's own locks are of the same
// kind, but lie inside folders that come and go, and stay taken within the
// process when a damaged file makes the engine panic.
type lock struct{ *bbolt.DB }

func takeLock(dir string, opt Options) (lock, error) {
	path := filepath.Join(dir, lockName)
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: opt.wait()})
	if errors.Is(err, bolterrors.ErrInvalid) || errors.Is(err, bolterrors.ErrChecksum) {
		// A kill while the file was made; nobody holds it and nothing is in it.
		if err = os.Remove(path); err == nil {
			db, err = bbolt.Open(path, 0o600, &bbolt.Options{Timeout: opt.wait()})
		}
	}
	if errors.Is(err, bolterrors.ErrTimeout) {
		return lock{}, fmt.Errorf("index %s: %w", dir, ErrLocked)
	}
	if err != nil {
		return lock{}, fmt.Errorf("index %s: lock: %w", dir, err)
	}
	return lock{db}, nil
}
