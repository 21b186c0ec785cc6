-- The seventh format: comments, ratings and tags of conversations, for the queue to be narrowed by.

ALTER TABLE conversations ADD COLUMN commented INTEGER NOT NULL DEFAULT 0; -- whether it has a comment
ALTER TABLE conversations ADD COLUMN rated INTEGER NOT NULL DEFAULT 0; -- how many dimensions are rated
UPDATE conversations SET commented = 1 WHERE seq IN (
    SELECT seq FROM conversation_bodies WHERE review IS NOT NULL AND json_extract(review, '$.comment') <> ''
);

DROP INDEX conversations_queue;
CREATE INDEX conversations_queue
    ON conversations (hidden, seq, status, language, domain, run, outcome, faults, edited, auto, commented, rated);

CREATE TABLE conversation_tags (
    tag          TEXT NOT NULL,
    conversation INTEGER NOT NULL, -- conversations.seq
    PRIMARY KEY (tag, conversation)
) WITHOUT ROWID;
CREATE INDEX conversation_tags_conversation ON conversation_tags (conversation);
