package corpus

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Validators are what a conditional request to one URL needs, and the body
// they speak of.
type Validators struct {
	ETag         string
	LastModified string
	// BodyHash is the content address of Body. SetValidators computes it.
	BodyHash string
	Body     []byte
	At       time.Time
}

// Validators returns what is known of a URL, ErrNotFound when nothing is.
// The URL is taken as it is asked for, tracking parameters and all.
func (s *Store) Validators(ctx context.Context, url string) (Validators, error) {
	var v Validators
	var packed []byte
	var at int64
	err := s.reader.QueryRowContext(ctx, `SELECT v.etag, v.last_modified, v.raw, v.at, r.data
		FROM validators v JOIN raws r ON r.hash = v.raw WHERE v.url = ?`, url).
		Scan(&v.ETag, &v.LastModified, &v.BodyHash, &at, &packed)
	attempt := "read validators of " + url
	if errors.Is(err, sql.ErrNoRows) {
		return v, fmt.Errorf("%s: %w", attempt, ErrNotFound)
	}
	if err != nil {
		return v, explain(attempt, err)
	}
	v.At = timeOf(at)
	v.Body, err = unpack(packed)
	return v, explain(attempt, err)
}

// SetValidators remembers the validators of a URL with the body they came
// with.
func (s *Store) SetValidators(ctx context.Context, url string, v Validators) error {
	body := payloadOf(v.Body)
	return s.write(ctx, "save validators of "+url, func(t *tx) error {
		if err := t.keep(body, v.At); err != nil {
			return err
		}
		return t.do("INSERT OR REPLACE INTO validators (url, etag, last_modified, raw, at) VALUES (?, ?, ?, ?, ?)",
			url, v.ETag, v.LastModified, body.hash, millis(v.At))
	})
}
