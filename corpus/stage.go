package corpus

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
)

// A Step is what a stage has not yet seen of one posting.
type Step struct {
	// Seq is what to Advance to once the step is done.
	Seq int64
	ID  string
	// Removed: the posting was forgotten; the fields below are empty.
	Removed bool
	Posting Posting
	// Verdict is nil when there is none; Vacancy is empty before
	// JoinVacancies has seen the posting.
	Verdict *StoredVerdict
	Vacancy string
}

// Recent returns, in order, up to limit postings that changed since the stage
// last advanced: were new, changed in content, closed, reopened or forgotten.
// Several changes of one posting are one step. A mere sighting is no change.
func (s *Store) Recent(ctx context.Context, stage string, limit int) ([]Step, error) {
	return s.recent(ctx, stage, "seq", limit)
}

// RecentShown is Recent for stages that show a posting with its verdict and
// vacancy: a change of these is a step too.
func (s *Store) RecentShown(ctx context.Context, stage string, limit int) ([]Step, error) {
	return s.recent(ctx, stage, "shown", limit)
}

// recent reads by one of the two counters of a posting, which is the name of
// its column.
func (s *Store) recent(ctx context.Context, stage, counter string, limit int) ([]Step, error) {
	if limit < 1 {
		return nil, fmt.Errorf("recent for %s: a limit of %d brings nothing", stage, limit)
	}
	view, err := s.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one view of position, postings and removals
	if err != nil {
		return nil, explain("recent for "+stage, err)
	}
	defer view.Rollback()
	steps, err := changedSteps(ctx, view, stage, counter, limit)
	if err != nil {
		return nil, explain("recent for "+stage, err)
	}
	removed, err := removedSteps(ctx, view, stage, limit)
	if err != nil {
		return nil, explain("recent for "+stage, err)
	}
	steps = append(steps, removed...)
	slices.SortFunc(steps, func(a, b Step) int { return cmp.Compare(a.Seq, b.Seq) })
	return steps[:min(limit, len(steps))], nil
}

const position = "coalesce((SELECT seq FROM stages WHERE stage = ?), 0)"

func changedSteps(ctx context.Context, view *sql.Tx, stage, counter string, limit int) ([]Step, error) {
	var steps []Step
	rows, err := view.QueryContext(ctx, "SELECT p."+counter+`, p.id, coalesce(y.vacancy, ''), coalesce(v.model, ''), coalesce(v.fingerprint, ''), v.data, `+postingColumns+`
		FROM postings p JOIN documents d ON d.posting = p.n LEFT JOIN verdicts v ON v.posting = p.n LEFT JOIN vacancies y ON y.posting = p.n
		WHERE p.`+counter+" > "+position+" ORDER BY p."+counter+" LIMIT ?", stage, limit)
	err = eachRow(rows, err, func(rows *sql.Rows) error {
		step, err := scanStep(rows)
		steps = append(steps, step)
		return err
	})
	return steps, err
}

func scanStep(rows *sql.Rows) (Step, error) {
	var step Step
	var v StoredVerdict
	var packed []byte
	var err error
	if step.Posting, err = scanPosting(rows, &step.Seq, &step.ID, &step.Vacancy, &v.Model, &v.Fingerprint, &packed); err != nil {
		return step, err
	}
	if packed == nil {
		return step, nil
	}
	v.ID = step.ID
	v.JSON, err = unpack(packed)
	step.Verdict = &v
	return step, err
}

func removedSteps(ctx context.Context, view *sql.Tx, stage string, limit int) ([]Step, error) {
	var steps []Step
	rows, err := view.QueryContext(ctx, "SELECT seq, id FROM removed WHERE seq > "+position+" ORDER BY seq LIMIT ?", stage, limit)
	err = eachRow(rows, err, func(rows *sql.Rows) error {
		step := Step{Removed: true}
		err := rows.Scan(&step.Seq, &step.ID)
		steps = append(steps, step)
		return err
	})
	return steps, err
}

// Advance records that a stage has done everything up to seq. It never goes
// back; see Rewind.
func (s *Store) Advance(ctx context.Context, stage string, seq int64) error {
	return s.write(ctx, "advance "+stage, func(t *tx) error { return t.advance(stage, seq) })
}

func (t *tx) advance(stage string, seq int64) error {
	return t.do("INSERT INTO stages (stage, seq) VALUES (?, ?) ON CONFLICT (stage) DO UPDATE SET seq = max(seq, excluded.seq)", stage, seq)
}

// Rewind makes a stage see everything again.
func (s *Store) Rewind(ctx context.Context, stage string) error {
	return s.write(ctx, "rewind "+stage, func(t *tx) error { return t.do("DELETE FROM stages WHERE stage = ?", stage) })
}
