package corpus

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"
)

// Address is the content address of a payload: its SHA-256 in hex.
func Address(payload []byte) string {
	sum := sha256.Sum256(payload)
	return hex.EncodeToString(sum[:])
}

// maxPayload bounds what a damaged frame may claim to unpack to.
const maxPayload = 1 << 30

var codec = sync.OnceValue(func() (c struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}) {
	var err error
	if c.enc, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest)); err != nil {
		panic(err) // only bad options fail, and these are constant
	}
	if c.dec, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxPayload)); err != nil {
		panic(err)
	}
	return c
})

func pack(data []byte) []byte { return codec().enc.EncodeAll(data, nil) }

func unpack(frame []byte) ([]byte, error) {
	data, err := codec().dec.DecodeAll(frame, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: unpack: %w", ErrCorrupt, err)
	}
	return data, nil
}

// A payload is packed before its transaction begins, so that the writer's
// lock is not held for compression.
type payload struct {
	hash   string
	size   int
	packed []byte
}

func payloadOf(data []byte) payload {
	return payload{hash: Address(data), size: len(data), packed: pack(data)}
}

// keep stores a payload once and remembers when it was last brought.
func (t *tx) keep(p payload, at time.Time) error {
	return t.do(`INSERT INTO raws (hash, size, used_at, data) VALUES (?, ?, ?, ?)
		ON CONFLICT (hash) DO UPDATE SET used_at = max(used_at, excluded.used_at)`,
		p.hash, p.size, millis(at), p.packed)
}

// Raw returns a payload by its content address, ErrNotFound when none was
// kept or it was pruned.
func (s *Store) Raw(ctx context.Context, hash string) ([]byte, error) {
	attempt := "read payload " + hash
	var packed []byte
	err := s.reader.QueryRowContext(ctx, "SELECT data FROM raws WHERE hash = ?", hash).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("%s: %w", attempt, ErrNotFound)
	}
	if err != nil {
		return nil, explain(attempt, err)
	}
	data, err := unpack(packed)
	return data, explain(attempt, err)
}

// PruneRaw drops payloads that were last brought before the given time, but
// none that an open posting was read from or a conditional request relies on.
// It reports how many went and their size before compression.
func (s *Store) PruneRaw(ctx context.Context, before time.Time) (n int, size int64, err error) {
	err = s.write(ctx, "prune payloads", func(t *tx) error {
		if err := t.row("SELECT count(*), coalesce(sum(size), 0) "+oldRaw, millis(before)).Scan(&n, &size); err != nil {
			return err
		}
		return t.do("DELETE "+oldRaw, millis(before))
	})
	return n, size, err
}

// oldRaw are the payloads that nothing needs any more.
const oldRaw = `FROM raws WHERE used_at < ?
	AND hash NOT IN (SELECT raw FROM postings WHERE closed_at = 0)
	AND hash NOT IN (SELECT raw FROM validators)`

// PrunableRaw reports what PruneRaw would drop.
func (s *Store) PrunableRaw(ctx context.Context, before time.Time) (n int, size int64, err error) {
	err = s.reader.QueryRowContext(ctx, "SELECT count(*), coalesce(sum(size), 0) "+oldRaw, millis(before)).Scan(&n, &size)
	return n, size, explain("count old payloads", err)
}
