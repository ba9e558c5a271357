-- When each clock of retention last came to its end, and how many it has let go since it
-- began. What is kept how long, and why, stands in domain/retention.c.
CREATE TABLE retention_clock (
    clock TEXT PRIMARY KEY,
    ran_utc_ms INTEGER NOT NULL,
    gone INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Conversations of two of which the words were let go, up to which event.
CREATE TABLE retention_chat (
    conversation INTEGER PRIMARY KEY REFERENCES conversation (id),
    seq INTEGER NOT NULL
) STRICT;
CREATE INDEX call_log_at ON call_log (at_utc_ms);
