-- The third format: programs judge beside people, and the queue can be asked what they said.

ALTER TABLE conversations ADD COLUMN auto TEXT NOT NULL DEFAULT 'none';

DROP INDEX conversations_queue;
CREATE INDEX conversations_queue
    ON conversations (hidden, seq, status, language, domain, run, outcome, faults, edited, auto);
