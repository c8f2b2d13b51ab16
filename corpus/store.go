package corpus

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync/atomic"
	"time"
)

// The store is one SQLite file, rung.db, in write-ahead mode. Times are
// INTEGER Unix milliseconds in UTC, 0 for none; blobs are zstd frames.
//
//	boards      every board a crawl was ever asked to read; listed_at is its
//	            last complete listing
//	crawls      one row a run; ended_at is 0 while it runs or after a kill
//	visits      one row a board of a crawl: its turn, whether it is done, and
//	            then its outcome, cost and what it changed (JSON)
//	pages       which payloads a visit brought, in order
//	details     payloads of single postings fetched before their board is done;
//	            dropped when it is
//	raws        payloads by SHA-256; used_at is when one was last brought
//	validators  what a conditional request needs, by URL; raw is the body
//	postings    identity, observed dates and the present spell of a posting.
//	            missed_at is the suspect listing that lacked it; seq is its
//	            last change, shown its last change or that of its verdict or
//	            vacancy; digest is that of its document
//	documents   the posting itself as JSON, without the observed facts
//	spells      ended spells that a later one followed
//	changes     what happened to a posting, by sequence number
//	removed     ids that were forgotten, for stages that still show them
//	stages      how far each stage has read
//	verdicts    the present verdict of a posting, opaque JSON, with the model
//	            that gave it and the fingerprint it was given for
//	forgotten   URLs, boards and companies never to be stored again
//	vacancies   the vacancy of each posting and why it is in it
//	sketches,   what duplicates are found by: simhash, title core, employer,
//	bands,      requisition and places; the four 16-bit bands of the simhash;
//	addresses   the URLs of a posting
//
// The version is PRAGMA user_version; migrations/NNN_*.sql bring it from NNN-1
// to NNN, each in one transaction.

//go:embed migrations/*.sql
var migrations embed.FS

// fileName is the store's file in its directory.
const fileName = "rung.db"

// applicationID marks a SQLite file as a store of rung ("rung" in ASCII).
const applicationID = 0x72756e67

// RepostGap is how long a posting must have been out of sight for its return
// to count as a repost of the same lineage rather than the same advertisement.
const RepostGap = 30 * 24 * time.Hour

// Options of a store. The zero value is ready for use.
type Options struct {
	// Busy is how long a write waits for another process; 0 means ten
	// seconds.
	Busy time.Duration
	// Readers bounds concurrent readers; 0 means four times the processors.
	Readers int
	// TrustAll closes also what a suspect listing lacks. It is for replaying
	// snapshots that are known to be complete; a crawl leaves it off.
	TrustAll bool
}

func (o Options) withDefaults() Options {
	if o.Busy == 0 {
		o.Busy = 10 * time.Second
	}
	if o.Readers == 0 {
		o.Readers = 4 * runtime.GOMAXPROCS(0)
	}
	return o
}

// A Store keeps postings at rest. It is safe for concurrent use; writes are
// one after the other, and what a method has acknowledged survives a kill of the
// process.
type Store struct {
	writer, reader *sql.DB
	opt            Options
	dir            string
	imports        atomic.Int64 // tells concurrent imports apart
}

// Open opens the store in dir, creating both when they are absent. Errors are
// ErrCorrupt, ErrNewer, ErrBusy or of the file system.
func Open(ctx context.Context, dir string, opt Options) (*Store, error) {
	opt = opt.withDefaults()
	attempt := "open store in " + dir
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("%s: %w", attempt, err)
	}
	path, err := filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", attempt, err)
	}
	if err := ensure(ctx, path, opt); err != nil {
		return nil, explain(attempt, err)
	}
	s := &Store{opt: opt, dir: dir}
	if err := s.connect(ctx, path); err != nil {
		s.Close()
		return nil, explain(attempt, err)
	}
	return s, nil
}

// ensure creates the file under another name and links it into place, so that
// an empty rung.db is always damage and never a half-made store.
func ensure(ctx context.Context, path string, opt Options) error {
	info, err := os.Stat(path)
	if err == nil {
		if info.Size() == 0 {
			return fmt.Errorf("%s is empty: %w", path, ErrCorrupt)
		}
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(path), fileName+".new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	fresh := filepath.Join(temp, fileName)
	if err := create(ctx, fresh, opt); err != nil {
		return err
	}
	if err := os.Link(fresh, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return os.Rename(fresh, path) // a file system without links
	}
	return nil
}

// create writes a new store at path and closes it, which folds its log in.
func create(ctx context.Context, path string, opt Options) error {
	db, err := sql.Open("sqlite", dsn(path, opt, false))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "PRAGMA application_id = "+strconv.Itoa(applicationID)); err != nil {
		return err
	}
	if err := migrate(ctx, db); err != nil {
		return err
	}
	return db.Close()
}

func (s *Store) connect(ctx context.Context, path string) error {
	var err error
	if s.writer, err = sql.Open("sqlite", dsn(path, s.opt, false)); err != nil {
		return err
	}
	s.writer.SetMaxOpenConns(1)
	if err := identify(ctx, s.writer); err != nil {
		return err
	}
	if err := migrate(ctx, s.writer); err != nil {
		return err
	}
	if s.reader, err = sql.Open("sqlite", dsn(path, s.opt, true)); err != nil {
		return err
	}
	s.reader.SetMaxOpenConns(s.opt.Readers)
	return s.reader.PingContext(ctx)
}

// dsn is the connection string: every connection waits for locks and checks
// foreign keys. Commits reach the log before they are acknowledged, so a kill
// loses nothing; a power cut may lose the last of them, never half of one, and
// the crawl that made them goes on from where it then stands.
func dsn(path string, opt Options, readOnly bool) string {
	q := url.Values{}
	q.Add("_pragma", fmt.Sprintf("busy_timeout(%d)", opt.Busy.Milliseconds()))
	q.Add("_pragma", "foreign_keys(1)")
	if readOnly {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Add("_pragma", "journal_mode(WAL)")
		q.Add("_pragma", "synchronous(NORMAL)")
		q.Set("_txlock", "immediate")
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: q.Encode()}).String()
}

// identify refuses a SQLite file that another program made.
func identify(ctx context.Context, db *sql.DB) error {
	var id int64
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if id != applicationID {
		return fmt.Errorf("not a store of rung: %w", ErrCorrupt)
	}
	return nil
}

// SchemaVersion is the schema this program keeps a store in; Open brings older
// ones to it.
func SchemaVersion() int { return len(scripts()) }

// scripts are the migrations, oldest first.
func scripts() []string {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		panic(err) // the pattern is ours
	}
	return files
}

// migrate brings the schema to the newest version this program knows.
func migrate(ctx context.Context, db *sql.DB) error {
	files := scripts()
	version, err := schemaVersion(ctx, db)
	if err != nil {
		return err
	}
	if version > len(files) {
		return fmt.Errorf("schema %d, this program knows %d: %w", version, len(files), ErrNewer)
	}
	for i := version; i < len(files); i++ {
		if err := step(ctx, db, files[i], i+1); err != nil {
			return fmt.Errorf("migration %s: %w", files[i], err)
		}
	}
	return nil
}

// step applies one migration unless another process did meanwhile.
func step(ctx context.Context, db *sql.DB, file string, to int) error {
	script, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	version, err := schemaVersion(ctx, tx)
	if err != nil || version >= to {
		return err
	}
	if _, err := tx.ExecContext(ctx, string(script)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "PRAGMA user_version = "+strconv.Itoa(to)); err != nil {
		return err
	}
	return tx.Commit()
}

type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func schemaVersion(ctx context.Context, q queryer) (int, error) {
	var version int
	err := q.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, err
}

// Close ends the store's connections. The store must not be used after.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.reader, s.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Dir is the directory the store lies in.
func (s *Store) Dir() string { return s.dir }

// Check reads the whole file and reports damage as ErrCorrupt. It takes time
// in proportion to the store and is meant for a doctor, not for every start.
func (s *Store) Check(ctx context.Context) error {
	var found string
	err := s.reader.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found)
	if err != nil {
		return explain("check store", err)
	}
	if found != "ok" {
		return fmt.Errorf("check store: %w: %s", ErrCorrupt, found)
	}
	return nil
}

// millis is a time at rest; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// timeOf is the inverse of millis, in UTC.
func timeOf(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
