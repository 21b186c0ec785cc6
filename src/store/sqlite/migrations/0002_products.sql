-- The second format: products have a history, persons edit them, and it is known who speaks of them.

-- The log is about conversations (a blob of 16 bytes) and products (a text); the column takes both as they are.
ALTER TABLE review_log RENAME COLUMN conversation TO topic;
ALTER TABLE review_counting RENAME COLUMN conversation TO topic;

-- The version counts bodies, from 1. `entry` is the log entry that made this one; NULL when an import did.
ALTER TABLE products ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE products ADD COLUMN at INTEGER; -- milliseconds since 1970; NULL for what an older format did not note
ALTER TABLE products ADD COLUMN entry BLOB;

-- Earlier bodies, kept when they changed.
CREATE TABLE product_versions (
    product INTEGER NOT NULL REFERENCES products (seq),
    version INTEGER NOT NULL,
    body    TEXT NOT NULL,
    at      INTEGER,
    entry   BLOB,
    PRIMARY KEY (product, version)
);

-- What the catalogue says of the products that the log speaks of; `products` holds it with the edits laid over.
CREATE TABLE product_imports (
    product INTEGER PRIMARY KEY REFERENCES products (seq),
    body    TEXT NOT NULL
);

-- Which conversations name a product in any of their turns.
CREATE TABLE uses (
    conversation INTEGER NOT NULL REFERENCES conversations (seq),
    product      TEXT NOT NULL,
    PRIMARY KEY (conversation, product)
) WITHOUT ROWID;
CREATE INDEX uses_product ON uses (product, conversation);
INSERT OR IGNORE INTO uses
    SELECT turns.conversation, mention.value FROM turns, json_each(turns.body, '$.mentioned') AS mention;

-- Products that are the same thing under several ids.
CREATE TABLE product_groups (
    number  INTEGER NOT NULL,
    place   INTEGER NOT NULL,
    product TEXT NOT NULL UNIQUE,
    PRIMARY KEY (number, place)
) WITHOUT ROWID;
