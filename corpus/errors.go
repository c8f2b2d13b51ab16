package corpus

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The meanings of a failed store a caller may act on; errors of the store
// wrap them with the attempt and the cause.
var (
	// ErrNotFound: the store holds nothing by that name.
	ErrNotFound = errors.New("not in the store")
	// ErrCorrupt: the store's file is damaged or is not a store of rung.
	ErrCorrupt = errors.New("the store's file is damaged; move rung.db, rung.db-wal and rung.db-shm aside and restore a copy, or import an export into a new data directory")
	// ErrNewer: the store was written by a later version of rung.
	ErrNewer = errors.New("the store was written by a newer version of rung; use that version or another data directory")
	// ErrBusy: another process has held the store's write lock for longer
	// than the busy timeout.
	ErrBusy = errors.New("the store is in use by another process; wait for it to end and try again")
)

// explain adds the attempt to err and the meaning of SQLite's result code,
// so that callers can ask errors.Is without knowing the engine.
func explain(attempt string, err error) error {
	if err == nil {
		return nil
	}
	if meaning := meaningOf(err); meaning != nil && !errors.Is(err, meaning) {
		return fmt.Errorf("%s: %w: %w", attempt, meaning, err)
	}
	return fmt.Errorf("%s: %w", attempt, err)
}

// meaningOf returns the sentinel for a result code of SQLite, nil for none.
func meaningOf(err error) error {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return nil
	}
	switch failed.Code() & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return ErrCorrupt
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return ErrBusy
	}
	return nil
}
