-- The first format of a workspace. Values that nobody queries are JSON; ids are the 16 bytes of their uuid.

CREATE TABLE counters (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO counters VALUES ('sequence', 0), ('products', 0), ('profiles', 0);

CREATE TABLE products (
    seq  INTEGER PRIMARY KEY,
    id   TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
);
CREATE TRIGGER products_counted AFTER INSERT ON products BEGIN
    UPDATE counters SET value = value + 1 WHERE name = 'products';
END;

CREATE TABLE profiles (
    seq      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL,
    domain   TEXT,
    words    TEXT NOT NULL, -- id, city, style and brands, folded for searching
    body     TEXT NOT NULL
);
CREATE TRIGGER profiles_counted AFTER INSERT ON profiles BEGIN
    UPDATE counters SET value = value + 1 WHERE name = 'profiles';
END;

CREATE TABLE runs (
    seq   INTEGER PRIMARY KEY,
    id    BLOB NOT NULL UNIQUE,
    state TEXT NOT NULL,
    ended INTEGER, -- milliseconds since 1970
    body  TEXT NOT NULL -- the record; state and ended above win
);

-- What the queue shows. Columns after `opening` are derived from turns, findings and the review log.
CREATE TABLE conversations (
    seq      INTEGER PRIMARY KEY,
    id       BLOB NOT NULL UNIQUE,
    run      BLOB,
    hidden   INTEGER NOT NULL, -- 1 when its run is discarded
    ordinal  INTEGER NOT NULL,
    profile  TEXT NOT NULL,
    language TEXT NOT NULL,
    domain   TEXT NOT NULL,
    mode     TEXT NOT NULL,
    engine   TEXT NOT NULL,
    outcome  TEXT,
    current  BLOB NOT NULL, -- the branch that is read
    opening  TEXT NOT NULL,
    words    TEXT NOT NULL, -- opening and profile, folded for searching
    faults   INTEGER NOT NULL DEFAULT 0,
    status   TEXT NOT NULL DEFAULT 'todo',
    turns    INTEGER NOT NULL DEFAULT 0,
    decided  INTEGER NOT NULL DEFAULT 0,
    edited   INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX conversations_run ON conversations (run);
-- Answers every filter but words without touching the table, in queue order.
CREATE INDEX conversations_queue
    ON conversations (hidden, seq, status, language, domain, run, outcome, faults, edited);

CREATE TABLE conversation_bodies (
    seq      INTEGER PRIMARY KEY REFERENCES conversations (seq),
    profile  TEXT NOT NULL,
    scenario TEXT NOT NULL,
    findings TEXT NOT NULL DEFAULT '[]',
    review   TEXT -- the fold of its log entries; NULL when there are none
);

CREATE TABLE branches (
    conversation INTEGER NOT NULL REFERENCES conversations (seq),
    place        INTEGER NOT NULL,
    id           BLOB NOT NULL,
    parent       BLOB,
    turns        BLOB NOT NULL, -- turn ids, 16 bytes each, in order
    PRIMARY KEY (conversation, place)
) WITHOUT ROWID;

CREATE TABLE turns (
    conversation INTEGER NOT NULL REFERENCES conversations (seq),
    id           BLOB NOT NULL,
    body         TEXT NOT NULL, -- too large for a table without rowid
    PRIMARY KEY (conversation, id)
);

-- How many conversations stand where, kept by triggers so that counts cost nothing.
CREATE TABLE tally (
    hidden   INTEGER NOT NULL,
    status   TEXT NOT NULL,
    language TEXT NOT NULL,
    count    INTEGER NOT NULL,
    edited   INTEGER NOT NULL,
    PRIMARY KEY (hidden, status, language)
) WITHOUT ROWID;
CREATE TRIGGER tally_insert AFTER INSERT ON conversations BEGIN
    INSERT INTO tally VALUES (new.hidden, new.status, new.language, 1, new.edited)
    ON CONFLICT DO UPDATE SET count = count + 1, edited = edited + excluded.edited;
END;
CREATE TRIGGER tally_update AFTER UPDATE OF hidden, status, language, edited ON conversations
WHEN (old.hidden, old.status, old.language, old.edited)
    IS NOT (new.hidden, new.status, new.language, new.edited)
BEGIN
    UPDATE tally SET count = count - 1, edited = edited - old.edited
    WHERE hidden = old.hidden AND status = old.status AND language = old.language;
    INSERT INTO tally VALUES (new.hidden, new.status, new.language, 1, new.edited)
    ON CONFLICT DO UPDATE SET count = count + 1, edited = edited + excluded.edited;
END;

-- What people did. Append-only; an entry never refers to `seq`, which only says in which order entries came here.
CREATE TABLE review_log (
    seq          INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE,
    reviewer     TEXT NOT NULL,
    millis       INTEGER NOT NULL,
    counter      INTEGER NOT NULL,
    conversation BLOB NOT NULL,
    turn         BLOB,
    base_version INTEGER NOT NULL,
    action       TEXT NOT NULL,
    reason       TEXT,
    inverse_of   BLOB,
    bulk         BLOB
);
CREATE INDEX review_log_clock ON review_log (millis, counter);
CREATE INDEX review_log_conversation ON review_log (conversation);
-- The newest thing that a reviewer did, be it undone or not.
CREATE INDEX review_log_regular ON review_log (reviewer, millis, counter, id) WHERE inverse_of IS NULL;
CREATE TRIGGER review_log_no_update BEFORE UPDATE ON review_log BEGIN
    SELECT RAISE(ABORT, 'the review log is append-only');
END;
CREATE TRIGGER review_log_no_delete BEFORE DELETE ON review_log BEGIN
    SELECT RAISE(ABORT, 'the review log is append-only');
END;

-- The entries that count, derived from the log: what undo and redo choose from.
CREATE TABLE review_counting (
    reviewer     TEXT NOT NULL,
    kind         INTEGER NOT NULL, -- 0 regular, 1 undo, 2 redo
    millis       INTEGER NOT NULL,
    counter      INTEGER NOT NULL,
    id           BLOB NOT NULL,
    conversation BLOB NOT NULL,
    inverse_of   BLOB,
    bulk         BLOB,
    PRIMARY KEY (reviewer, kind, millis, counter, id)
) WITHOUT ROWID;
CREATE INDEX review_counting_conversation ON review_counting (conversation);
CREATE INDEX review_counting_bulk ON review_counting (bulk) WHERE bulk IS NOT NULL;
CREATE INDEX review_counting_inverse ON review_counting (inverse_of) WHERE inverse_of IS NOT NULL;

CREATE TABLE drafts (
    reviewer     TEXT NOT NULL,
    turn         BLOB NOT NULL,
    conversation BLOB NOT NULL,
    base_version INTEGER NOT NULL,
    text         TEXT NOT NULL,
    PRIMARY KEY (reviewer, turn)
) WITHOUT ROWID;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
