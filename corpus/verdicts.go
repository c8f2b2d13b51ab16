package corpus

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
)

// A StoredVerdict is a verdict at rest. The store knows whose it is, which
// model gave it and for which content, and reads nothing else of it.
type StoredVerdict struct {
	ID    string `json:"id"` // of the posting
	Model string `json:"model"`
	// Fingerprint is that of the posting the model judged.
	Fingerprint string          `json:"fingerprint"`
	JSON        json.RawMessage `json:"json"`
}

// PutVerdicts stores verdicts in one transaction, each in place of the one
// before. A verdict of a posting the store does not hold is left out: it may
// have been forgotten while it was judged.
func (s *Store) PutVerdicts(ctx context.Context, verdicts []StoredVerdict) error {
	packed := make([][]byte, len(verdicts))
	for i, v := range verdicts {
		if !json.Valid(v.JSON) {
			return fmt.Errorf("save verdict of %s: not JSON", v.ID)
		}
		packed[i] = pack(v.JSON)
	}
	return s.write(ctx, "save verdicts", func(t *tx) error {
		for i, v := range verdicts {
			if err := t.putVerdict(v, packed[i]); err != nil {
				return fmt.Errorf("%s: %w", v.ID, err)
			}
		}
		return nil
	})
}

func (t *tx) putVerdict(v StoredVerdict, packed []byte) error {
	r, err := t.find(v.ID)
	if err != nil || r == nil {
		return err
	}
	var old StoredVerdict
	var oldPacked []byte
	err = t.row("SELECT model, fingerprint, data FROM verdicts WHERE posting = ?", r.n).Scan(&old.Model, &old.Fingerprint, &oldPacked)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err == nil && old.Model == v.Model && old.Fingerprint == v.Fingerprint && bytes.Equal(oldPacked, packed) {
		return nil
	}
	if err := t.do("INSERT OR REPLACE INTO verdicts (posting, model, fingerprint, data) VALUES (?, ?, ?, ?)", r.n, v.Model, v.Fingerprint, packed); err != nil {
		return err
	}
	return t.touch(r.n)
}

// Verdict returns the verdict of a posting, ErrNotFound when it has none.
func (s *Store) Verdict(ctx context.Context, id string) (StoredVerdict, error) {
	v := StoredVerdict{ID: id}
	var packed []byte
	err := s.reader.QueryRowContext(ctx, `SELECT v.model, v.fingerprint, v.data FROM verdicts v JOIN postings p ON p.n = v.posting
		WHERE p.id = ?`, id).Scan(&v.Model, &v.Fingerprint, &packed)
	attempt := "read verdict of " + id
	if errors.Is(err, sql.ErrNoRows) {
		return v, fmt.Errorf("%s: %w", attempt, ErrNotFound)
	}
	if err != nil {
		return v, explain(attempt, err)
	}
	v.JSON, err = unpack(packed)
	return v, explain(attempt, err)
}

// StaleVerdicts streams the postings that the model has yet to judge: those
// without a verdict, with one of another model, or whose content has changed
// since.
func (s *Store) StaleVerdicts(ctx context.Context, model string) iter.Seq2[Posting, error] {
	return s.stream(ctx, "SELECT "+postingColumns+` FROM postings p JOIN documents d ON d.posting = p.n
		LEFT JOIN verdicts v ON v.posting = p.n
		WHERE v.posting IS NULL OR v.model <> ? OR v.fingerprint <> p.fingerprint ORDER BY p.n`, model)
}
