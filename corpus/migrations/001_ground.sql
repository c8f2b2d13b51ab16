-- The first schema. What each table means is written at the head of store.go.

CREATE TABLE sequence (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    last INTEGER NOT NULL
);
INSERT INTO sequence VALUES (1, 0);

CREATE TABLE boards (
    n         INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    source    TEXT NOT NULL,
    token     TEXT NOT NULL,
    company   TEXT NOT NULL DEFAULT '',
    base      TEXT NOT NULL DEFAULT '',
    why       TEXT NOT NULL DEFAULT '',
    checked   TEXT NOT NULL DEFAULT '',
    listed_at INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE crawls (
    n          INTEGER PRIMARY KEY AUTOINCREMENT,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE visits (
    crawl     INTEGER NOT NULL REFERENCES crawls (n),
    board     INTEGER NOT NULL REFERENCES boards (n),
    turn      INTEGER NOT NULL,
    done      INTEGER NOT NULL DEFAULT 0,
    at        INTEGER NOT NULL DEFAULT 0,
    outcome   TEXT NOT NULL DEFAULT '',
    detail    TEXT NOT NULL DEFAULT '',
    bytes     INTEGER NOT NULL DEFAULT 0,
    requests  INTEGER NOT NULL DEFAULT 0,
    postings  INTEGER NOT NULL DEFAULT 0,
    change    TEXT NOT NULL DEFAULT '',
    rejected  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (crawl, board)
) WITHOUT ROWID;
CREATE INDEX visits_board ON visits (board, at);

CREATE TABLE pages (
    crawl INTEGER NOT NULL,
    board INTEGER NOT NULL,
    page  INTEGER NOT NULL,
    raw   TEXT NOT NULL,
    PRIMARY KEY (crawl, board, page)
) WITHOUT ROWID;
CREATE INDEX pages_raw ON pages (raw);

CREATE TABLE details (
    crawl INTEGER NOT NULL,
    board INTEGER NOT NULL,
    key   TEXT NOT NULL,
    data  BLOB NOT NULL,
    PRIMARY KEY (crawl, board, key)
);

CREATE TABLE raws (
    hash    TEXT PRIMARY KEY,
    size    INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    data    BLOB NOT NULL
);

CREATE TABLE validators (
    url           TEXT PRIMARY KEY,
    etag          TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    raw           TEXT NOT NULL,
    at            INTEGER NOT NULL
);

CREATE TABLE postings (
    n             INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    source        TEXT NOT NULL,
    board         TEXT NOT NULL,
    native_id     TEXT NOT NULL,
    url           TEXT NOT NULL,
    company_key   TEXT NOT NULL,
    fingerprint   TEXT NOT NULL,
    digest        TEXT NOT NULL,
    raw           TEXT NOT NULL,
    valid_through INTEGER NOT NULL,
    first_seen    INTEGER NOT NULL,
    spell         INTEGER NOT NULL DEFAULT 1,
    opened_at     INTEGER NOT NULL,
    last_seen     INTEGER NOT NULL,
    missed_at     INTEGER NOT NULL DEFAULT 0,
    closed_at     INTEGER NOT NULL DEFAULT 0,
    close_reason  TEXT NOT NULL DEFAULT '',
    repost        INTEGER NOT NULL DEFAULT 0,
    seq           INTEGER NOT NULL DEFAULT 0,
    shown         INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX postings_open ON postings (source, board) WHERE closed_at = 0;
CREATE INDEX postings_board ON postings (source, board);
CREATE INDEX postings_url ON postings (url) WHERE url <> '';
CREATE INDEX postings_company ON postings (company_key);
CREATE INDEX postings_raw ON postings (raw);
CREATE INDEX postings_seq ON postings (seq);
CREATE INDEX postings_shown ON postings (shown);

CREATE TABLE documents (
    posting INTEGER PRIMARY KEY REFERENCES postings (n) ON DELETE CASCADE,
    data    BLOB NOT NULL
);

CREATE TABLE spells (
    posting      INTEGER NOT NULL REFERENCES postings (n) ON DELETE CASCADE,
    spell        INTEGER NOT NULL,
    opened_at    INTEGER NOT NULL,
    last_seen    INTEGER NOT NULL,
    closed_at    INTEGER NOT NULL,
    close_reason TEXT NOT NULL,
    repost       INTEGER NOT NULL,
    PRIMARY KEY (posting, spell)
) WITHOUT ROWID;

CREATE TABLE changes (
    seq     INTEGER PRIMARY KEY,
    posting INTEGER NOT NULL REFERENCES postings (n) ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    fields  TEXT NOT NULL
);
CREATE INDEX changes_posting ON changes (posting);

CREATE TABLE removed (
    id  TEXT PRIMARY KEY,
    seq INTEGER NOT NULL
);
CREATE INDEX removed_seq ON removed (seq);

CREATE TABLE stages (
    stage TEXT PRIMARY KEY,
    seq   INTEGER NOT NULL
);

CREATE TABLE verdicts (
    posting     INTEGER PRIMARY KEY REFERENCES postings (n) ON DELETE CASCADE,
    model       TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    data        BLOB NOT NULL
);

CREATE TABLE forgotten (
    kind  TEXT NOT NULL,
    value TEXT NOT NULL,
    at    INTEGER NOT NULL,
    PRIMARY KEY (kind, value)
) WITHOUT ROWID;

CREATE TABLE vacancies (
    posting INTEGER PRIMARY KEY REFERENCES postings (n) ON DELETE CASCADE,
    vacancy TEXT NOT NULL,
    reason  TEXT NOT NULL,
    joined  TEXT NOT NULL,
    repost  INTEGER NOT NULL
);
CREATE INDEX vacancies_vacancy ON vacancies (vacancy);

-- What JoinVacancies compares, one row a posting.
CREATE TABLE sketches (
    posting     INTEGER PRIMARY KEY REFERENCES postings (n) ON DELETE CASCADE,
    simhash     INTEGER NOT NULL,
    words       INTEGER NOT NULL,
    core        TEXT NOT NULL,
    employer    TEXT NOT NULL,
    requisition TEXT NOT NULL,
    places      TEXT NOT NULL
);
CREATE INDEX sketches_core ON sketches (employer, core);

-- Four 16-bit bands of each simhash: two hashes within three bits share one.
CREATE TABLE bands (
    band    INTEGER NOT NULL,
    posting INTEGER NOT NULL REFERENCES postings (n) ON DELETE CASCADE,
    PRIMARY KEY (band, posting)
) WITHOUT ROWID;
CREATE INDEX bands_posting ON bands (posting);

-- The canonical URLs of each posting, its page and its form.
CREATE TABLE addresses (
    url     TEXT NOT NULL,
    posting INTEGER NOT NULL REFERENCES postings (n) ON DELETE CASCADE,
    PRIMARY KEY (url, posting)
) WITHOUT ROWID;
CREATE INDEX addresses_posting ON addresses (posting);
