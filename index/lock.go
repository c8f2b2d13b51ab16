package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

const lockName = "lock"

// A lock keeps other processes out of an index directory for as long as this
// one lives. It is a bbolt file: the engine's own locks are of the same kind,
// but lie inside folders that come and go, and stay taken within the process
// when a damaged file makes the engine panic.
//
// It also records the last generation that was acknowledged. An engine that
// cannot read its newest state silently opens an older one, or an empty one;
// what it then holds is behind the record, and that is how it shows.
type lock struct{ *bbolt.DB }

var recordBucket = []byte("rung")

func (l lock) record(generation uint64) error {
	return l.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists(recordBucket)
		if err != nil {
			return err
		}
		return b.Put(generationKey, binary.BigEndian.AppendUint64(nil, generation))
	})
}

// recorded returns the last recorded generation, 0 for none.
func (l lock) recorded() (generation uint64, err error) {
	err = l.View(func(tx *bbolt.Tx) error {
		if b := tx.Bucket(recordBucket); b != nil {
			if v := b.Get(generationKey); len(v) == 8 {
				generation = binary.BigEndian.Uint64(v)
			}
		}
		return nil
	})
	return generation, err
}

// lastFolder returns the highest folder number that was ever recorded.
func (l lock) lastFolder() (int, error) {
	g, err := l.recorded()
	return int(g >> 32), err
}

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
