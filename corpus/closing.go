package corpus

import (
	"context"
	"database/sql"
	"time"
)

// closeMissing closes what a full statement lacks, or holds it back.
func (a *application) closeMissing() error {
	if !a.outcome.Listed() {
		return nil
	}
	if late, err := a.isLate(); err != nil || late {
		return err
	}
	var missing []*row
	for _, r := range a.open {
		if !r.seen {
			missing = append(missing, r)
		}
	}
	a.change.Suspect = a.suspect(len(missing))
	for _, r := range missing {
		if err := a.miss(r); err != nil {
			return err
		}
	}
	return nil
}

// isLate reports whether a later listing of the board was already applied.
func (a *application) isLate() (bool, error) {
	var listed int64
	err := a.row("SELECT listed_at FROM boards WHERE n = ?", a.board).Scan(&listed)
	return listed > millis(a.at), err
}

// suspect is the hold-back rule of the package comment.
func (a *application) suspect(missing int) bool {
	if a.trust || missing == 0 {
		return false
	}
	open := len(a.open)
	return missing == open && len(a.docs) == 0 && a.outcome != OutcomeUnchanged || open >= 10 && 2*missing > open
}

// miss is what becomes of one posting a full listing lacks.
func (a *application) miss(r *row) error {
	switch {
	case past(r.valid, a.at):
		return a.close(r, a.at, ClosedExpired)
	case r.missed != 0:
		return a.close(r, timeOf(r.missed), ClosedUnlisted)
	case !a.change.Suspect:
		return a.close(r, a.at, ClosedUnlisted)
	}
	a.change.Held++
	a.change.note(r.id, ChangeHeld)
	return a.do("UPDATE postings SET missed_at = ? WHERE n = ?", millis(a.at), r.n)
}

func (a *application) close(r *row, at time.Time, reason CloseReason) error {
	a.change.Closed++
	a.change.note(r.id, ChangeClosed, string(reason))
	return a.tx.close(r.n, at, reason)
}

// close ends the open spell of a posting.
func (t *tx) close(n int64, at time.Time, reason CloseReason) error {
	if err := t.do("UPDATE postings SET closed_at = ?, close_reason = ?, missed_at = 0 WHERE n = ?", millis(at), string(reason), n); err != nil {
		return err
	}
	return t.changed(n, at, ChangeClosed, []string{string(reason)})
}

// End closes one posting for a reason of its own: its page is gone, its
// markup was removed. Closing what is closed changes nothing.
func (s *Store) End(ctx context.Context, id string, reason CloseReason, at time.Time) error {
	return s.write(ctx, "close "+id, func(t *tx) error {
		r, err := t.find(id)
		if err != nil {
			return err
		}
		if r == nil {
			return ErrNotFound
		}
		if r.closed != 0 {
			return nil
		}
		return t.close(r.n, at, reason)
	})
}

// Expire closes every open posting whose stated end is past, and reports how
// many that were.
func (s *Store) Expire(ctx context.Context, at time.Time) (int, error) {
	var ended []int64
	err := s.write(ctx, "expire postings", func(t *tx) error {
		if err := t.each(func(rows *sql.Rows) error {
			var n int64
			err := rows.Scan(&n)
			ended = append(ended, n)
			return err
		}, "SELECT n FROM postings WHERE closed_at = 0 AND valid_through <> 0 AND valid_through < ? ORDER BY n", millis(at)); err != nil {
			return err
		}
		for _, n := range ended {
			if err := t.close(n, at, ClosedExpired); err != nil {
				return err
			}
		}
		return nil
	})
	return len(ended), err
}

// validUntil is when a posting's stated end is reached, 0 for none. An end
// given as a mere date lasts through that day.
func validUntil(p Posting) int64 {
	if p.ValidThrough == nil {
		return 0
	}
	end := p.ValidThrough.At.UTC()
	if end.Equal(end.Truncate(24 * time.Hour)) {
		end = end.Add(24 * time.Hour)
	}
	return millis(end)
}

func past(valid int64, at time.Time) bool { return valid != 0 && valid < millis(at) }
