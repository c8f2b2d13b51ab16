package corpus

import (
	"context"
	"database/sql"
	"strings"
	"time"
)

// A tx is one write transaction: statements prepared once, and the sequence
// numbers it hands out.
type tx struct {
	ctx   context.Context
	sql   *sql.Tx
	stmts map[string]*sql.Stmt
	seq   int64
	moved bool // seq has to be written back
	// forgotten is what must not be stored, nil before it is asked for.
	forgotten Oblivion
}

// write runs do in one transaction and commits it, or leaves no trace.
func (s *Store) write(ctx context.Context, attempt string, do func(t *tx) error) error {
	begun, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return explain(attempt, err)
	}
	defer begun.Rollback()
	t := &tx{ctx: ctx, sql: begun, stmts: map[string]*sql.Stmt{}}
	if err := t.row("SELECT last FROM sequence").Scan(&t.seq); err != nil {
		return explain(attempt, err)
	}
	if err := do(t); err != nil {
		return explain(attempt, err)
	}
	if t.moved {
		if _, err := t.exec("UPDATE sequence SET last = ?", t.seq); err != nil {
			return explain(attempt, err)
		}
	}
	return explain(attempt, begun.Commit())
}

// prepare returns the statement of query; the transaction's end closes it.
func (t *tx) prepare(query string) (*sql.Stmt, error) {
	if stmt, ok := t.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := t.sql.PrepareContext(t.ctx, query)
	if err == nil {
		t.stmts[query] = stmt
	}
	return stmt, err
}

func (t *tx) exec(query string, args ...any) (sql.Result, error) {
	stmt, err := t.prepare(query)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(t.ctx, args...)
}

// do is exec for statements whose result nobody reads.
func (t *tx) do(query string, args ...any) error {
	_, err := t.exec(query, args...)
	return err
}

func (t *tx) row(query string, args ...any) *sql.Row {
	stmt, err := t.prepare(query)
	if err != nil {
		// The unprepared query fails alike and carries the error in the row.
		return t.sql.QueryRowContext(t.ctx, query, args...)
	}
	return stmt.QueryRowContext(t.ctx, args...)
}

// each calls scan for every row of a query.
func (t *tx) each(scan func(*sql.Rows) error, query string, args ...any) error {
	stmt, err := t.prepare(query)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(t.ctx, args...)
	return eachRow(rows, err, scan)
}

// eachRow drains rows into scan and closes them.
func eachRow(rows *sql.Rows, err error, scan func(*sql.Rows) error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// next hands out a sequence number.
func (t *tx) next() int64 {
	t.seq++
	t.moved = true
	return t.seq
}

// changed records what happened to a posting and lets every stage see it.
func (t *tx) changed(n int64, at time.Time, kind ChangeKind, fields []string) error {
	seq := t.next()
	if err := t.do("INSERT INTO changes (seq, posting, at, kind, fields) VALUES (?, ?, ?, ?, ?)",
		seq, n, millis(at), string(kind), strings.Join(fields, " ")); err != nil {
		return err
	}
	return t.do("UPDATE postings SET seq = ?1, shown = ?1 WHERE n = ?2", seq, n)
}

// touch lets the stages that show verdicts and vacancies see a posting again.
func (t *tx) touch(n int64) error {
	return t.do("UPDATE postings SET shown = ? WHERE n = ?", t.next(), n)
}
