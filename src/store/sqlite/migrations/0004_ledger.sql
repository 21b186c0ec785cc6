-- The fourth format: what is asked of language models is in the books, one row an attempt, and answers are kept.

CREATE TABLE calls (
    seq          INTEGER PRIMARY KEY,
    run          BLOB,
    conversation BLOB,
    place        INTEGER,
    request      BLOB NOT NULL, -- the hash of what is asked
    attempt      INTEGER NOT NULL,
    engine       TEXT NOT NULL,
    host         TEXT NOT NULL,
    model        TEXT NOT NULL, -- the one that was asked
    sent         INTEGER NOT NULL, -- milliseconds since 1970
    state        TEXT NOT NULL DEFAULT 'sent',
    billing      TEXT NOT NULL DEFAULT 'maybe',
    ended        INTEGER, -- NULL while it is under way, and for ever when its process died
    answered_by  TEXT, -- the model that the server says it was
    request_id   TEXT,
    input        INTEGER,
    output       INTEGER,
    cost         INTEGER, -- millionths of the currency; NULL when nobody knows
    currency     TEXT,
    error        TEXT,
    said         TEXT
);
CREATE INDEX calls_request ON calls (request);
CREATE INDEX calls_run ON calls (run, seq);

CREATE TABLE answers (
    request BLOB NOT NULL UNIQUE,
    body    BLOB NOT NULL -- packed with zstd; too large for a table without rowid
);
